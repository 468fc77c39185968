"""`orrery copy` and `orrery migrate`: SQLite to PostgreSQL and back, killed at any moment."""

import random
import subprocess
import time

from harness import BIN, EndToEnd, OnPostgres, http_get, main

KILLS = 12


class Copy(OnPostgres, EndToEnd):
    def setUp(self):
        super().setUp()
        # The archive begins in a file; the server is where it goes to.
        self.address = self.archive
        self.archive = "data/orrery.db"
        base = self.galaxy("--feeds", 60, "--seed", 4)
        self.configure("max_requests_per_host = 16\n")
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        self.orrery("poll")

    def contents(self, place):
        query = "SELECT id, feed_id, guid, revisions, title, html FROM entries ORDER BY id"
        return self.orrery("sql", "--csv", query, environment={"ORRERY_ARCHIVE_PATH": place})[0]

    def test_there_and_back(self):
        output, _ = self.orrery("copy", self.archive, self.address)
        self.assertRegex(output, r"\d+ rows of \d+ tables copied to postgresql://.*, read back and found the same")
        self.orrery("copy", self.address, "back.db")
        expected = self.contents(self.archive)
        self.assertGreater(len(expected), 10_000)
        self.assertEqual(self.contents(self.address), expected)
        self.assertEqual(self.contents("back.db"), expected)
        _, errors = self.orrery("copy", self.archive, "back.db", expect=1)
        self.assertIn("there is an archive already", errors)
        moved = {"ORRERY_ARCHIVE_PATH": self.address}
        output, _ = self.orrery("poll", environment=moved)
        self.assertIn("0 new entries", output, "the copy knows every entry")

    def test_killed_at_any_moment(self):
        expected = self.contents(self.archive)
        dice = random.Random(2)
        begin = time.monotonic()
        self.orrery("copy", self.archive, "calm.db")
        whole = time.monotonic() - begin
        places = (self.address, "stormy.db")
        for place in places:
            killed = finished = 0
            while killed < KILLS and not finished:
                process = subprocess.Popen(
                    [str(BIN / "orrery"), "copy", self.archive, place],
                    cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                try:
                    finished = process.wait(dice.uniform(0, whole / 2)) == 0
                except subprocess.TimeoutExpired:
                    process.kill()
                    killed += 1
                    process.wait()
            self.assertGreater(killed, 0, "it was over before it could be killed")
            print(f"killed {killed} times")
            if not finished:
                _, errors = self.orrery("copy", self.archive, place, expect=None)
                # The last one may have been killed when it was done.
                self.assertTrue(self.code == 0 or "there is an archive already" in errors, errors)
            self.assertEqual(self.contents(place), expected)

    def test_migrate_tells_and_checks(self):
        self.orrery("copy", self.archive, self.address)
        for place in (self.archive, self.address):
            where = {"ORRERY_ARCHIVE_PATH": place}
            self.assertIn("has schema", self.orrery("migrate", "--check", environment=where)[0])
            self.assertIn("the newest, and is sound", self.orrery("migrate", environment=where)[0])
        self.assertIn("there is no archive", self.orrery("migrate", expect=1, environment={"ORRERY_ARCHIVE_PATH": "x"})[1])


if __name__ == "__main__":
    main()
