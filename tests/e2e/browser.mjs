// node browser.mjs URL: opens a planet as its readers do and prints what it saw as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_PATH, "resolve.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const url = process.argv[2];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const seen = { console_errors: [], page_errors: [], scrolls_sideways_at: [], accessibility: [] };

async function open(options) {
  const page = await browser.newPage(options);
  page.on("console", (message) => {
    // A picture that a post links to may be missing; that is the post's affair.
    if (message.type() === "error" && !message.text().includes("Failed to load resource"))
      seen.console_errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.page_errors.push(String(error)));
  return page;
}

async function check_accessibility(page, name) {
  // The policy of the site forbids scripts, and the checker is one: it goes in beside the page's own.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  // What an author wrote into a post (a skipped heading, a picture without words) is not the theme's fault.
  for (const violation of violations)
    for (const node of violation.nodes)
      if (!String(node.target).includes(".story-body"))
        seen.accessibility.push(`${name}: ${violation.id}: ${node.target}`);
}

const reader = await open({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
await reader.goto(url + "/");
seen.articles = await reader.locator("article").count();
const first = reader.locator("article h2").first();
seen.first_title = (await first.innerText()).trim();
await reader.keyboard.press("Tab");
await reader.keyboard.press("Enter");
seen.skip_link_focuses_content = await reader.evaluate(() => location.hash !== "" && !!document.querySelector(location.hash));
for (const [name, route] of [["front", "/"], ["feeds", "/feeds/"], ["missing", "/nothing/"]]) {
  await reader.goto(url + route);
  await check_accessibility(reader, name);
}
await reader.goto(url + "/");
await reader.locator('a[rel="next"]').click();
await reader.waitForURL("**/before/*/");
seen.second_page_articles = await reader.locator("article").count();

await reader.goto(url + "/");
const story = await reader.locator('article a[href^="/story/"]').first().getAttribute("href");
await reader.goto(url + story);
seen.story_title = (await reader.locator("article h1, article h2").first().innerText()).trim();

for (const colorScheme of ["light", "dark"]) {
  const phone = await open({ viewport: { width: 360, height: 740 }, colorScheme, javaScriptEnabled: true, bypassCSP: true });
  for (const route of ["/", story, "/feeds/"]) {
    await phone.goto(url + route);
    if (await phone.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
      seen.scrolls_sideways_at.push(`${route} ${colorScheme}`);
  }
  await check_accessibility(phone, `phone ${colorScheme}`);
  await phone.close();
}
await browser.close();
console.log(JSON.stringify(seen));
