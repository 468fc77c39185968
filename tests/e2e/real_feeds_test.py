"""Every real feed of the corpus through the whole program: fetched, parsed, cleaned, stored, served."""

import csv
import json
import re
import unittest
import urllib.parse

from harness import CORPUS, EndToEnd, http_get, main

REAL = CORPUS / "real"

# What no reader could show, and why.
EXPECTED_EMPTY = {"cl-feedparser__foolnews_rss091.xml": "its ten items have nothing but empty elements"}


@unittest.skipUnless(REAL.is_dir(), "the corpus of real feeds is not here (shared/corpus/real)")
class RealFeeds(EndToEnd):
    def test_every_feed_yields_its_entries(self):
        base = self.galaxy("--feeds", 1, "--corpus", REAL)
        with open(REAL / "INDEX.tsv", encoding="utf-8") as index:
            rows = {row["file"]: row for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)}
        names = sorted(rows)
        self.configure("max_requests_per_host = 8\n")
        self.add(*[f"{base}/corpus/{urllib.parse.quote(name)}" for name in names])
        _, errors = self.orrery("poll", expect=None)

        entries = {}
        for url, feed in self.feeds().items():
            entries[urllib.parse.unquote(url.rsplit("/", 1)[1])] = feed
        without = []
        fewer = []
        for name in names:
            feed = entries[name]
            expected = int(rows[name]["items"]) if rows[name]["items"].isdigit() else 0
            if feed["entries"] == 0 and expected > 0:
                without.append((name, expected, feed.get("error", {}).get("message", "no entries")))
            elif feed["entries"] < expected:
                fewer.append((name, expected, feed["entries"]))
        print(f"{len(names) - len(without)} of {len(names)} feeds yield entries, "
              f"{sum(f['entries'] for f in entries.values())} in all")
        for name, expected, reason in without:
            print(f"  none of {expected}: {name}: {EXPECTED_EMPTY.get(name, reason)}")
        for name, expected, got in fewer:
            print(f"  {got} of {expected}: {name} (entries that are the same one twice are kept once)")
        self.assertEqual({name for name, _, _ in without} - set(EXPECTED_EMPTY), set(), errors[-2000:])
        self.assertLess(len(fewer), len(names) // 20)

        # What was kept makes sense: a title and a page each, dates that are neither before the web nor in the future.
        total, untitled, unlinked, odd = self.look(
            "SELECT count(*), sum(title = ''), sum(url = ''), "
            "sum(date < 631152000000000 OR date > first_seen) FROM entry"
        )[0]
        print(f"  {total} entries: {untitled} without a title, {unlinked} without a link, {odd} with an odd date")
        self.assertLess(untitled, total // 100)
        self.assertLess(unlinked, total // 20)
        self.assertEqual(odd, 0)
        # Nothing was decoded wrongly: replacement characters are as rare as they are in the sources.
        broken = self.look(
            "SELECT count(*) FROM entry WHERE instr(title, char(65533)) > 0"
        )[0][0]
        print(f"  {broken} titles with a replacement character")
        self.assertLess(broken, 20)

        with self.running() as planet:
            pages = 0
            front = http_get(planet.url + "/")[2].decode()
            older = re.search(r'rel="next" href="(/before/\d+/)"', front).group(1)
            middle = self.look("SELECT id FROM entry WHERE listed = 1 ORDER BY date DESC LIMIT 1 OFFSET 999")[0][0]
            for path in ("/", older, f"/before/{middle}/", "/feeds/", "/atom.xml", "/rss.xml", "/feed.json"):
                self.assertEqual(http_get(planet.url + path)[0], 200, path)
                pages += 1
            json.loads(http_get(planet.url + "/feed.json")[2])
        self.assertEqual(pages, 7)


if __name__ == "__main__":
    main()
