"""From a polled feed to a page that a person reads, over HTTP."""

import json
import re
import xml.etree.ElementTree as ElementTree

from harness import EndToEnd, http_get, main, wait_for

ATOM = "{http://www.w3.org/2005/Atom}"


class Pipeline(EndToEnd):
    def setUp(self):
        super().setUp()
        self.base = self.galaxy("--feeds", 12, "--seed", 3)
        self.configure('[poll]\nrefresh = "2s"\n')
        self.orrery("import", "-", stdin=http_get(f"{self.base}/opml.xml")[2])

    def test_poll_stores_and_the_site_shows(self):
        output, _ = self.orrery("poll")
        self.assertRegex(output, r"12 feeds polled, 0 failed; \d+ new entries, 0 revised")
        self.assertTrue(all(feed["entries"] > 0 for feed in self.feeds().values()))

        with self.running() as planet:
            status, headers, body = http_get(planet.url + "/")
            page = body.decode()
            self.assertEqual(status, 200)
            articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
            self.assertEqual(len(articles), 20)
            for article in articles:
                self.assertRegex(article, r'<time datetime="\d{4}-\d\d-\d\dT[^"]+Z"')
                self.assertRegex(re.sub(r"<[^>]+>", "", article), r"(By .+ from|From) ")
            story = re.search(r'href="(/story/\d+/)"', page).group(1)
            self.assertEqual(http_get(planet.url + story)[0], 200)
            older = re.search(r'rel="next" href="(/before/\d+/)"', page).group(1)
            self.assertEqual(http_get(planet.url + older)[0], 200)
            self.assertEqual(http_get(planet.url + "/feeds/")[0], 200)
            self.assertEqual(http_get(planet.url + "/nothing/")[0], 404)
            again, _, _ = http_get(planet.url + "/", headers={"If-None-Match": headers["ETag"]})
            self.assertEqual(again, 304)

    def test_merged_feeds_carry_the_newest_stories(self):
        self.orrery("poll")
        with self.running() as planet:
            atom = ElementTree.fromstring(http_get(planet.url + "/atom.xml")[2])
            titles = [entry.findtext(f"{ATOM}title") for entry in atom.findall(f"{ATOM}entry")]
            self.assertEqual(len(titles), 50)
            rss = ElementTree.fromstring(http_get(planet.url + "/rss.xml")[2])
            self.assertEqual([item.findtext("title") for item in rss.iter("item")], titles)
            items = json.loads(http_get(planet.url + "/feed.json")[2])["items"]
            self.assertEqual([item["title"] for item in items], titles)
            opml = ElementTree.fromstring(http_get(planet.url + "/opml.xml")[2])
            self.assertEqual(len([o for o in opml.iter("outline") if o.get("xmlUrl")]), 12)

    def test_our_own_merged_feed_reads_back(self):
        self.orrery("poll")
        with self.running() as planet:
            for name in ("atom.xml", "rss.xml", "feed.json"):
                document = http_get(f"{planet.url}/{name}")[2]
                model = json.loads(self.orrery("parse", "-", "--base", planet.url, stdin=document)[0])
                self.assertEqual(len(model["entries"]), 50, name)

    def test_a_new_post_appears_by_itself(self):
        with self.running() as planet:
            wait_for(lambda: b"<article" in http_get(planet.url + "/")[2], "the first stories")
            wait_for(lambda: all(f["entries"] for f in self.feeds().values()), "every feed to be polled")
            before = sum(feed["entries"] for feed in self.feeds().values())
            http_get(f"{self.base}/_control?post=1", method="POST")
            wait_for(lambda: sum(feed["entries"] for feed in self.feeds().values()) == before + 1, "the new entry")

    def test_an_unchanged_feed_costs_a_304_and_changes_nothing(self):
        self.orrery("poll")
        before = self.look("SELECT count(*), sum(revisions) FROM entry")
        output, _ = self.orrery("poll")
        self.assertIn("0 new entries, 0 revised", output)
        self.assertEqual(self.look("SELECT count(*), sum(revisions) FROM entry"), before)

    def test_static_site_has_the_pages_that_the_server_has(self):
        self.orrery("poll")
        self.orrery("build", "--out", "public")
        with self.running() as planet:
            front = (self.folder / "public" / "index.html").read_text()
            older = re.search(r'rel="next" href="(/before/\d+/)"', front).group(1)
            for path in ("/", older, "/feeds/", "/story/1/"):
                built = (self.folder / "public" / path.strip("/") / "index.html").read_text()
                served = http_get(planet.url + path)[2].decode()
                self.assertEqual(built.count("<article"), served.count("<article"), path)
        for name in ("atom.xml", "rss.xml", "feed.json", "opml.xml"):
            self.assertTrue((self.folder / "public" / name).stat().st_size > 0)

    def test_export_and_import_keep_every_feed(self):
        opml, _ = self.orrery("export")
        urls = set(self.feeds())
        self.forget_archive()
        self.orrery("import", "-", stdin=opml.encode())
        self.assertEqual(set(self.feeds()), urls)

    def test_add_finds_the_feed_of_a_page(self):
        self.forget_archive()
        output, _ = self.orrery("add", f"{self.base}/blog/1/")
        self.assertRegex(output, r"Added http://127.0.0.1:\d+/feeds/1\.")
        self.assertIn("Already followed", self.orrery("add", f"{self.base}/blog/1/")[0])


if __name__ == "__main__":
    main()
