"""SIGKILL at any moment of a poll: the next run completes, nothing is lost, nothing is there twice."""

import random
import shutil
import subprocess
import time

from harness import BIN, EndToEnd, http_get, main

FEEDS = 400
KILLS = 20


class Kill(EndToEnd):
    def test_a_poll_killed_at_any_moment_is_made_good_by_the_next(self):
        galaxy = self.galaxy("--feeds", FEEDS, "--seed", 7)
        _, _, opml = http_get(f"{galaxy}/opml.xml")

        def planet(name):
            self.folder.joinpath(name).mkdir()
            home, self.folder = self.folder, self.folder / name
            self.configure("max_requests_per_host = 8\n")
            self.orrery("import", "-", stdin=opml)
            return home

        # How it should come out: one poll that nobody disturbs. How long it takes says when another may die.
        home = planet("calm")
        begin = time.monotonic()
        self.orrery("poll")
        whole = time.monotonic() - begin
        expected = self.contents()
        self.folder = home
        self.assertGreater(len(expected), FEEDS)

        planet("stormy")
        dice = random.Random(1)
        killed = 0
        attempts = 0
        while killed < KILLS:
            attempts += 1
            self.assertLess(attempts, KILLS * 20, "polls end before they can be killed")
            process = subprocess.Popen(
                [str(BIN / "orrery"), "poll"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                process.wait(dice.uniform(0, whole / 2))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
                process.wait()
            else:
                # All is stored, so that there is nothing left to disturb: from the beginning.
                shutil.rmtree(self.folder / "data")
                self.orrery("import", "-", stdin=opml)
                continue
            self.assertEqual(self.look("PRAGMA integrity_check"), [("ok",)], f"attempt {attempts}")
            # Whatever is there is whole: every entry has its keys, and only feeds with a finished poll have entries.
            entries = {row[0] for row in self.look("SELECT id FROM entry")}
            self.assertEqual(self.entries_with_keys(), entries)
            self.assertEqual(
                self.look(
                    "SELECT count(*) FROM entry e JOIN feed_state s USING (feed_id) WHERE s.last_success IS NULL"
                ),
                [(0,)],
            )
            stored = self.look("SELECT count(*) FROM entry")[0][0]
            print(f"kill {killed}: {stored} entries stored")
        self.orrery("poll")
        self.assertEqual(self.contents(), expected)

    def entries_with_keys(self):
        """The entries that feed_keys names: pairs of a key of 8 bytes and the step from the entry before, with its
        sign lowest, in sevens of bits."""
        entries = set()
        for (packed,) in self.look("SELECT keys FROM feed_keys"):
            entry = at = 0
            while at < len(packed):
                at += 8
                step = shift = 0
                while True:
                    step |= (packed[at] & 0x7F) << shift
                    shift += 7
                    at += 1
                    if packed[at - 1] < 0x80:
                        break
                entry += step >> 1 ^ -(step & 1)
                entries.add(entry)
        return entries

    def contents(self):
        return self.orrery(
            "sql",
            "--csv",
            "SELECT f.url, e.guid, e.revisions, e.title, e.html FROM entries e JOIN feeds f ON f.id = e.feed_id "
            "ORDER BY f.url, e.guid, e.title",
        )[0].splitlines()


if __name__ == "__main__":
    main()
