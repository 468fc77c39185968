// Loads every payload of the corpus into headless Chromium after sanitizing and shows that no script runs, nothing but
// images and media is asked for, and nothing leaves its container.
//
//   node run.mjs <folder with payloads *.jsonl> <orrery_sanitize_payloads> [chromium]
//
// Needs playwright-core (npm install playwright-core, anywhere that node finds it from PLAYWRIGHT_CORE or here).

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, tool, browserPath = '/usr/bin/chromium'] = process.argv.slice(2);
if (!existsSync(folder)) {
    console.log(`skipped: no corpus at ${folder}`);
    process.exit(0);
}
const { chromium } = await import(process.env.PLAYWRIGHT_CORE ?? 'playwright-core');

const lines = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
    .map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
const made = spawnSync(tool, { input: lines, maxBuffer: 1 << 28 });
const payloads = JSON.parse(made.stdout.toString());

const kPerPage = 800;
const kPage = 'https://planet.example/';
const kContexts = ['div', 'table', 'tr', 'select', 'textarea', 'template', 'noscript', 'svg', 'math'];
const failures = [];

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const context = await browser.newContext();

for (let first = 0; first < payloads.length; first += kPerPage) {
    const part = payloads.slice(first, first + kPerPage);
    const page = await context.newPage();
    const fail = (what) => failures.push(`${first}..: ${what}`);
    page.on('dialog', (dialog) => { fail(`dialog ${dialog.message()}`); dialog.dismiss(); });
    page.on('popup', () => fail('popup'));
    page.on('console', (message) => { if (/^ran:/.test(message.text())) fail(message.text()); });
    await page.addInitScript(() => {
        for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
            window[name] = (argument) => console.log(`ran: ${name} ${argument}`);
        }
    });
    const body = part.map(({ safe }, i) => `<section id="c${i}">${safe}</section><hr id="s${i}">`).join('\n');
    const html = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>payloads</title></head><body>${body}</body></html>`;
    await context.route('**/*', async (route) => {
        const request = route.request();
        if (request.url() === kPage) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
        if (!['image', 'media'].includes(request.resourceType())) fail(`request ${request.resourceType()} ${request.url()}`);
        return route.abort();
    });
    await page.goto(kPage, { waitUntil: 'domcontentloaded' });
    const found = await page.evaluate(async ({ count, safes, contexts }) => {
        const bad = [];
        const children = [...document.body.children];
        if (children.length !== 2 * count) bad.push(`body has ${children.length} children, not ${2 * count}`);
        children.forEach((child, i) => {
            const expected = (i % 2 === 0 ? 'c' : 's') + Math.floor(i / 2);
            if (child.id !== expected) bad.push(`#${expected} is ${child.outerHTML.slice(0, 80)}`);
        });
        const schemes = ['http:', 'https:', 'ftp:', 'mailto:', 'tel:', 'magnet:', 'xmpp:', 'geo:', 'gemini:', ':'];
        const check = (root, where) => {
            for (const element of root.querySelectorAll('*')) {
                if (/^(script|style|iframe|object|embed|form|link|meta|base)$/i.test(element.localName)) {
                    bad.push(`${where}: <${element.localName}>`);
                }
                for (const { name } of element.attributes) {
                    if (name.startsWith('on') || name === 'srcdoc') bad.push(`${where}: ${name}`);
                }
                if (element.localName === 'a' && element.protocol !== undefined && !schemes.includes(element.protocol)) {
                    bad.push(`${where}: ${element.href}`);
                }
            }
        };
        for (let i = 0; i < count; ++i) {
            const container = document.getElementById('c' + i);
            if (!container) continue;
            check(container, '#c' + i);
            for (const element of container.querySelectorAll('*')) {
                if (!['', 'static', 'relative'].includes(getComputedStyle(element).position)) bad.push(`#c${i}: <${element.localName}> is ${getComputedStyle(element).position}: ${safes[i].slice(0, 200)}`);
            }
            for (const link of container.querySelectorAll('a')) {
                link.addEventListener('click', (event) => event.preventDefault());
                link.click();
            }
            for (const around of contexts) {
                const holder = document.createElement('div');
                document.body.append(holder);
                holder.innerHTML = `<${around}></${around}>`;
                (holder.querySelector(around) ?? holder).innerHTML = safes[i];
                check(holder, `#c${i} in ${around}`);
                holder.innerHTML = `<${around}>${safes[i]}</${around}>`;
                check(holder, `#c${i} inside ${around}`);
                // What mutation XSS lives on: reading the markup back and setting it again.
                holder.innerHTML = holder.innerHTML;
                check(holder, `#c${i} again in ${around}`);
                holder.remove();
            }
        }
        await new Promise((done) => setTimeout(done, 300));
        return bad;
    }, { count: part.length, safes: part.map(({ safe }) => safe), contexts: kContexts });
    found.forEach(fail);
    await context.unroute('**/*');
    await page.close();
}
await browser.close();

for (const failure of failures.slice(0, 50)) console.log(failure);
console.log(`${payloads.length} payloads, ${failures.length} failures`);
process.exit(failures.length === 0 && payloads.length > 0 ? 0 : 1);
