"""What a planet of a thousand feeds costs while nothing happens."""

import json
import pathlib
import unittest

from harness import BIN, EndToEnd, http_get, main, wait_for

FEEDS = 1000
MOST_MEBIBYTES = 60


def resident_mebibytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


@unittest.skipIf("asan" in str(BIN), "a sanitized program keeps memory for its own purposes")
class Idle(EndToEnd):
    def test_memory_of_an_idle_planet(self):
        base = self.galaxy("--feeds", FEEDS, "--seed", 9)
        self.configure("max_requests_per_host = 32\n")
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        with self.running() as planet:
            wait_for(
                lambda: self.look("SELECT count(*) FROM feed_state WHERE last_poll IS NULL")[0][0] == 0,
                "every feed to be polled",
            )
            wait_for(lambda: self.look("SELECT count(*) FROM search_pending")[0][0] == 0, "every entry to be indexed")
            newest = self.look("SELECT id FROM entry WHERE listed = 1 ORDER BY date DESC LIMIT 1")[0][0]
            for path in ("/", f"/before/{newest}/", "/feeds/", "/atom.xml"):
                self.assertEqual(http_get(planet.url + path)[0], 200)
            memory = resident_mebibytes(planet.process.pid)
            feeds = json.loads(self.orrery("feeds", "--json")[0])
            print(f"{memory:.1f} MiB with {len(feeds)} feeds and {sum(f['entries'] for f in feeds)} entries")
            self.assertLessEqual(memory, MOST_MEBIBYTES)


if __name__ == "__main__":
    main()
