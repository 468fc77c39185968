#!/usr/bin/env python3
"""Reads every feed of shared/corpus/real and compares with its INDEX.tsv: format and number of entries; then looks at what every
entry should have. Prints each feed that differs, with the reason, and fails when one is not accounted for in exceptions.txt.

    run.py PROGRAM CORPUS
"""

import csv
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from feed_client import FeedJson  # noqa: E402

FAMILY = {"rss2": "rss", "rss": "rss", "atom": "atom", "rdf": "rss", "json": "json", "cdf": "cdf"}
MOJIBAKE = re.compile("[\u00c3\u00c2][\u0080-\u00bf]|\ufffd|\u00e2\u20ac")


def problems(feed, row):
    if "error" in feed:
        yield "no feed: " + feed["error"]
        return
    family = next((v for k, v in FAMILY.items() if row["format"].startswith(k)), "")
    if family and not feed["format"].startswith(family):
        yield f"format {feed['format']}, not {row['format']}"
    entries = feed["entries"]
    if len(entries) != int(row["items"]):
        yield f"{len(entries)} entries, not {row['items']}"
    if "title" not in feed:
        yield "the feed has no title"
    if not entries:
        return
    for name, get in (
        ("title or content", lambda e: e.get("title") or e.get("content")),
        ("link, enclosure or id", lambda e: e.get("link") or e.get("enclosures") or e.get("id")),
    ):
        missing = sum(1 for entry in entries if not get(entry))
        if missing:
            yield f"{missing} entries without {name}"
    dated = [e for e in entries if any(k in e for k in ("published", "updated", "created"))]
    unread = [e for e in dated if not any("time" in e.get(k, {}) for k in ("published", "updated", "created"))]
    if unread:
        text = next(e[k]["text"] for e in unread[:1] for k in ("published", "updated", "created") if k in e)
        yield f"{len(unread)} entries with dates that cannot be read, such as {text!r}"
    texts = [e["title"]["value"] for e in entries if "title" in e] + [feed.get("title", {}).get("value", "")]
    garbled = [t for t in texts if MOJIBAKE.search(t)]
    if garbled:
        yield f"{len(garbled)} garbled titles, such as {garbled[0][:60]!r}"
    double = [t for t in texts if re.search(r"&amp;(\w+|#\d+);", t)]
    if double:
        yield f"{len(double)} titles escaped more than twice, such as {double[0][:60]!r}"
    links = [e["link"] for e in entries if "link" in e]
    relative = [link for link in links if not re.match(r"[a-zA-Z][\w+.-]*:", link)]
    if relative:
        yield f"{len(relative)} relative links, such as {relative[0][:60]!r}"


def main():
    program, corpus = sys.argv[1:3]
    if not os.path.isdir(corpus):
        print(f"skipped: {corpus} is not there")
        return 0
    exceptions = {}
    with open(os.path.join(os.path.dirname(__file__), "exceptions.txt"), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.strip().partition(": ")
                exceptions[name] = reason
    client = FeedJson(program)
    total = failed = excused = entries = 0
    with open(os.path.join(corpus, "INDEX.tsv"), encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            total += 1
            feed = client.parse(os.path.join(corpus, row["file"]), "http://feed.example/feed.xml")
            entries += len(feed.get("entries", []))
            found = list(problems(feed, row))
            if not found:
                continue
            if row["file"] in exceptions:
                excused += 1
                print(f"{row['file']}: {'; '.join(found)} (known: {exceptions[row['file']]})")
            else:
                failed += 1
                print(f"FAIL {row['file']}: {'; '.join(found)}")
    print(f"{total} feeds, {entries} entries; {failed} failed, {excused} known")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
