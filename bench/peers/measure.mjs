// How a peer is measured: posts from a JSON file, worked through in its order until the time is over.
// node peer.mjs POSTS SECONDS prints {"mb_per_s": …} of one core.

import { readFileSync } from 'node:fs';

export function measure(work) {
    const posts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    const sizes = posts.map((post) => Buffer.byteLength(post));
    const seconds = Number(process.argv[3]);
    for (const post of posts.slice(0, 20)) work(post);
    let done = 0;
    const start = process.cpuUsage();
    const spent = () => { const { user, system } = process.cpuUsage(start); return (user + system) / 1e6; };
    for (let i = 0; ; i = (i + 1) % posts.length) {
        work(posts[i]);
        done += sizes[i];
        if (spent() > seconds) break;
    }
    console.log(JSON.stringify({ mb_per_s: done / spent() / 1e6 }));
}
