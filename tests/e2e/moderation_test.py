"""Rules that act on polls, and what a moderator decides, from the command to the page."""

import json
import re

from harness import EndToEnd, http_get, main, wait_for


class Moderation(EndToEnd):
    def setUp(self):
        super().setUp()
        self.base = self.galaxy("--feeds", 4, "--seed", 7)
        self.configure()
        self.orrery("import", "-", stdin=http_get(f"{self.base}/opml.xml")[2])

    def rule(self, when, do, name="test"):
        self.configure(f"[[rule]]\nname = '{name}'\nwhen = '''{when}'''\ndo = {json.dumps(do)}\n")

    def stories(self):
        return self.look("SELECT id FROM entry WHERE listed = 1")

    def judged(self, which):
        return json.loads(self.orrery("rule", which, "--json", "--limit", 1000)[0])

    def test_a_poll_obeys_the_rules(self):
        self.rule("feed_url ends_with \"/1\" or feed_url contains \"/1.\"", ["hold", 'tag "one"'])
        output, _ = self.orrery("poll")
        self.assertRegex(output, r"new .+ new \(\d+ held or hidden\)")
        held = self.judged("held")
        self.assertTrue(held)
        self.assertEqual({tuple(entry["matched"]) for entry in held}, {("test",)})
        total = self.look("SELECT count(*) FROM entry")[0][0]
        self.assertEqual(len(self.stories()), total - len(held))

        chosen, other = held[0]["id"], held[1]["id"]
        self.assertIn("1 story released", self.orrery("rule", "release", chosen, "--reason", "a friend")[0])
        self.orrery("rule", "hide", other)
        self.assertNotIn(chosen, [entry["id"] for entry in self.judged("held")])
        self.assertIn(other, [entry["id"] for entry in self.judged("hidden")])
        with self.running() as planet:
            status, _, body = http_get(f"{planet.url}/story/{chosen}/")
            self.assertEqual(status, 200)
            self.assertIn('<li dir="auto">one</li>', body.decode())
            self.assertEqual(http_get(f"{planet.url}/story/{other}/")[0], 404)
            self.assertEqual(http_get(f"{planet.url}/story/{held[2]['id']}/")[0], 404)

    def test_other_rules_judge_what_is_stored_again(self):
        self.orrery("poll")
        before = len(self.stories())
        title = self.look("SELECT title FROM entry WHERE title NOT LIKE '%\"%' AND title NOT LIKE '%''%' LIMIT 1")[0][0]
        self.rule(f'title = "{title}"', ["hide"])
        with self.running():
            wait_for(lambda: len(self.stories()) < before, "the archive to be judged again")
        self.assertIn(title, [entry["title"] for entry in self.judged("hidden")])
        self.configure()
        with self.running():
            wait_for(lambda: len(self.stories()) == before, "the archive to be judged again")

    def test_a_story_in_brief_is_so_in_feeds_too(self):
        self.rule("true", ["excerpt 30", "feature", 'category "Everything"'])
        self.orrery("poll")
        with self.running() as planet:
            page = http_get(planet.url + "/")[2].decode()
            self.assertEqual(page.count('<span class="mark">Featured</span>'), page.count("<article"))
            self.assertIn("Read the rest", page)
            for item in json.loads(http_get(planet.url + "/feed.json")[2])["items"]:
                self.assertEqual(item["tags"], ["Everything"])
                text = re.sub(r"<[^>]+>", "", item["content_html"]).replace("Read the rest", "").strip()
                self.assertLessEqual(len(text), 40)

    def test_stories_are_split_joined_and_looked_at(self):
        self.orrery("poll")
        one, two = [row[0] for row in self.stories()[:2]]
        self.orrery("story", "join", one, two, "--reason", "told twice")
        shown = json.loads(self.orrery("story", "show", one, "--json")[0])
        self.assertEqual({entry["id"] for entry in shown["entries"]}, {one, two})
        self.assertIn("told twice", self.orrery("story", "show", two)[0])
        self.orrery("story", "split", one)
        self.assertEqual(len(json.loads(self.orrery("story", "show", two, "--json")[0])["entries"]), 1)
        self.assertIn("it was never revised", self.orrery("story", "diff", one, expect=1)[1])

    def test_what_is_taken_down_stays_down(self):
        self.orrery("poll")
        chosen, title, url = self.look("SELECT id, title, url FROM entry WHERE listed = 1 ORDER BY id DESC LIMIT 1")[0]
        self.assertIn("wants --reason", self.orrery("story", "takedown", chosen, expect=2)[1])
        self.orrery("build", "--out", "public")
        self.orrery("story", "takedown", chosen, "--reason", "its author asked us to")
        self.orrery("build", "--out", "public")
        built = (self.folder / "public/story" / str(chosen) / "index.html").read_text()
        self.assertIn("its author asked us to", built)
        self.assertNotIn(title, built)
        # As if the document had never been seen.
        self.forget_hashes()
        self.assertIn("0 new entries, 0 revised", self.orrery("poll")[0])
        with self.running() as planet:
            status, _, body = http_get(f"{planet.url}/story/{chosen}/")
            self.assertEqual(status, 410)
            self.assertIn("its author asked us to", body.decode())
            self.assertNotIn(url.encode(), http_get(planet.url + "/atom.xml")[2])
        self.assertNotIn(url, self.orrery("search", f'"{title}"')[0])
        self.assertIn("was taken down", self.orrery("rule", "release", chosen, expect=1)[1])

    def forget_hashes(self):
        import contextlib
        import sqlite3

        with contextlib.closing(sqlite3.connect(self.folder / "data/orrery.db")) as connection:
            connection.execute("UPDATE feed_state SET body_hash = '', etag = '', last_modified = ''")
            connection.commit()

    def test_a_flood_is_held_where_that_is_configured_and_said(self):
        self.configure('[flood]\naction = "hold"\nmost = 2\nwindow = "3650d"\n')
        _, errors = self.orrery("poll")
        self.assertRegex(errors, r"brought \d+ new stories at once, more than 2: \d+ are held for a moderator")
        held = self.judged("held")
        self.assertTrue(held and all(entry["flooded"] for entry in held))
        flooded = [feed for feed in self.feeds().values() if "flood" in feed]
        self.assertEqual(sum(feed["kept_back"] for feed in flooded), len(held))
        with self.running() as planet:
            page = http_get(f"{planet.url}/feeds/{flooded[0]['id']}/")[2].decode()
            self.assertIn("are held for a moderator", page)
        self.configure('[flood]\naction = "hld"\n')
        self.assertIn('perhaps you meant "hold"', self.orrery("poll", expect=1)[1])

    def test_wrong_words_are_explained(self):
        self.orrery("poll")
        self.assertIn("is not the number of a story", self.orrery("rule", "release", "x", expect=2)[1])
        self.assertIn("there is no such entry", self.orrery("rule", "hide", 999999, expect=1)[1])
        self.assertIn('perhaps you meant "hidden"', self.orrery("rule", "hiden", expect=2)[1])
        self.assertIn("No entry is held.", self.orrery("rule", "held")[1])


if __name__ == "__main__":
    main()
