"""feedparser or fastfeedparser over a list of feeds: peer.py LIST default|plain|fast. See ../README.md."""

import json
import sys
import time


def reader(kind):
    if kind == "fast":
        import fastfeedparser

        return fastfeedparser.parse
    import feedparser

    if kind == "plain":
        return lambda data: feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    return lambda data: feedparser.parse(data, sanitize_html=True, resolve_relative_uris=True)


def main():
    parse, texts, unread = reader(sys.argv[2]), [], []
    with open(sys.argv[1], encoding="utf-8") as paths:
        names = paths.read().split("\n")
    slow = sys.argv[2] != "fast"
    for name in filter(None, names):
        with open(name, "rb") as stream:
            data = stream.read()
        start = time.process_time()
        try:
            parse(data)
            texts.append((data, time.process_time() - start))
        except Exception:  # pylint: disable=broad-except
            unread.append(name)
    best = sum(seconds for _, seconds in texts)
    until = time.process_time() + 2
    while not slow and time.process_time() < until:  # one round of the slow ones takes long enough
        start = time.process_time()
        for data, _ in texts:
            parse(data)
        best = min(best, time.process_time() - start)
    print(json.dumps({"bytes": sum(len(data) for data, _ in texts), "feeds": len(texts), "unread": unread, "seconds": best}))


if __name__ == "__main__":
    main()
