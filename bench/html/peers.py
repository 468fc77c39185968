#!/usr/bin/env python3
"""How fast other sanitizers go through the same posts: python3 peers.py <folder with feeds>. Needs nh3 (ammonia) and bleach.

Prints MB/s of each on one core. The posts are found as in tests/conformance/fidelity/real_posts.hpp; bleach reads every
twentieth of them only.
"""

import html
import pathlib
import re
import sys
import time

import bleach
import nh3

FIELD = re.compile(r"<(description|content:encoded|content|summary)(?: [^>]*)?>(.*?)</\1>", re.DOTALL)
CDATA = re.compile(r"<!\[CDATA\[(.*)\]\]>", re.DOTALL)


def posts(folder):
    for path in pathlib.Path(folder).iterdir():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, IsADirectoryError):
            continue
        for match in FIELD.finditer(text):
            cdata = CDATA.search(match[2])
            post = cdata[1] if cdata else html.unescape(match[2])
            if "<" in post:
                yield post


def measure(name, work, texts, seconds=2.0):
    size = sum(len(text.encode()) for text in texts)
    best = 0.0
    until = time.process_time() + seconds
    while best == 0.0 or time.process_time() < until:
        start = time.process_time()
        for text in texts:
            work(text)
        best = max(best, size / (time.process_time() - start) / 1e6)
    print(f"{name}: {best:.2f} MB/s ({len(texts)} posts, {size / 1e6:.1f} MB)")


def main():
    texts = list(posts(sys.argv[1]))
    tags = nh3.ALLOWED_TAGS
    measure("nh3 (ammonia)", nh3.clean, texts)
    measure("bleach", lambda text: bleach.clean(text, tags=list(tags), strip=True), texts[::20])


if __name__ == "__main__":
    main()
