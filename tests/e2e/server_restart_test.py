"""PostgreSQL stopped and started under load: a clear message, nothing lost, nothing twice, and it carries on by itself."""

import random
import threading

from harness import EndToEnd, OnPostgres, http_get, main, wait_for

FEEDS = 40
ROUNDS = 4


class ServerRestart(OnPostgres, EndToEnd):
    def setUp(self):
        super().setUp()
        self.base = self.galaxy("--feeds", FEEDS, "--seed", 11)
        self.configure('max_requests_per_host = 16\n[poll]\nrefresh = "1s"\n')
        self.orrery("import", "-", stdin=http_get(f"{self.base}/opml.xml")[2])

    def stored(self):
        return int(self.look("SELECT count(*) FROM entry")[0][0])

    def post(self, blogs):
        for blog in blogs:
            http_get(f"{self.base}/_control?post={blog}", method="POST")

    def test_a_planet_outlives_restarts_of_its_database(self):
        dice = random.Random(5)
        answers = set()
        stop = threading.Event()

        def visit(url):
            while not stop.is_set():
                answers.add(http_get(url)[0])
                stop.wait(0.02)

        def poll():
            while not stop.is_set():
                self.orrery("poll", expect=None)

        self.orrery("poll")
        expected = self.stored()
        with self.running() as planet:
            load = [threading.Thread(target=visit, args=(planet.url + path,)) for path in ("/", "/feeds/")]
            load.append(threading.Thread(target=poll))
            for thread in load:
                thread.start()
            try:
                for number in range(ROUNDS):
                    self.post(range(1, 26))
                    stop.wait(dice.uniform(0.2, 1.5))
                    self.server.stop(dice.choice(["fast", "immediate"]))
                    self.post(range(21, 31))
                    stop.wait(dice.uniform(0, 1) if number % 2 else 8)
                    self.server.start()
                    expected += 35
                    wait_for(lambda: self.stored() >= expected, f"all {expected} posts")
                    wait_for(lambda: http_get(planet.url + "/")[0] == 200, "pages again")
            finally:
                stop.set()
                for thread in load:
                    thread.join()
        self.assertEqual(self.stored(), expected)
        self.assertEqual(self.look("SELECT 1 FROM entry GROUP BY feed_id, guid, url, title HAVING count(*) > 1"), [])
        self.assertIn(200, answers)
        self.assertLessEqual(answers, {200, 503})
        log = (self.folder / "run.log").read_text()
        self.assertRegex(log, "the archive's server (cannot be reached|was stopped|is starting or stopping)")
        self.assertIn("Orrery goes on by itself", log)
        print(f"{expected} posts, answers {sorted(answers)}")

    def test_a_command_says_that_the_server_is_down(self):
        self.server.stop()
        try:
            _, errors = self.orrery("poll", expect=1)
        finally:
            self.server.start()
        self.assertIn("the archive's server cannot be reached", errors)
        self.assertIn("start PostgreSQL there", errors)
        self.orrery("poll")


if __name__ == "__main__":
    main()
