"""Whatever comes: a message that says what, where and what to do; the other feeds go on; what is stored stays."""

import contextlib
import os
import socket
import sqlite3

from harness import BIN, EndToEnd, http_get, main


class BadConfiguration(EndToEnd):
    def complaint(self, *arguments, expect=1, **options):
        output, errors = self.orrery(*arguments, expect=expect, **options)
        self.assertEqual(output, "")
        return errors

    def test_an_unknown_key(self):
        self.configure('[poll]\nrefersh = "1h"\n')
        self.assertEqual(
            self.complaint("poll"),
            'orrery: orrery.toml:8:1: unknown key "poll.refersh" (perhaps you meant "refresh")\n',
        )

    def test_a_wrong_type(self):
        self.configure("[poll]\nrefresh = 30\n")
        self.assertEqual(
            self.complaint("poll"), 'orrery: orrery.toml:8:11: poll.refresh should be a length of time such as "30m"\n'
        )

    def test_a_file_that_is_not_there(self):
        errors = self.complaint("poll", "--config", "missing.toml")
        self.assertIn("missing.toml: cannot open", errors)
        self.assertIn("`orrery init` writes a new one", errors)

    def test_no_planet_here(self):
        errors = self.complaint("run")
        self.assertIn("orrery.db: there is no archive yet", errors)
        self.assertIn("orrery init", errors)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_port_that_is_taken(self):
        self.configure()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.assertIn(f"127.0.0.1:{port}", self.complaint("run", "--listen", f"127.0.0.1:{port}"))

    def test_an_archive_that_is_something_else(self):
        self.configure()
        (self.folder / "data").mkdir()
        (self.folder / "data/orrery.db").write_text("my notes\n" * 500)
        self.assertIn("this is not an Orrery archive", self.complaint("poll"))
        self.assertEqual((self.folder / "data/orrery.db").read_text(), "my notes\n" * 500)

    def test_an_archive_of_no_bytes(self):
        self.configure()
        (self.folder / "data").mkdir()
        archive = self.folder / "data/orrery.db"
        archive.write_bytes(b"")
        errors = self.complaint("feeds")
        self.assertIn("there is no archive yet: the file is empty (where it held one, restore a backup", errors)
        self.assertEqual(archive.read_bytes(), b"")
        with self.running():
            pass
        self.assertIn("the file is empty: a new archive begins in it", (self.folder / "run.log").read_text())

    def test_init_never_writes_over_a_file(self):
        (self.folder / "orrery.toml").write_text("# mine\n")
        self.assertIn("orrery.toml: this file is there already", self.complaint("init"))
        self.assertEqual((self.folder / "orrery.toml").read_text(), "# mine\n")


class BadArchive(EndToEnd):
    """A file that is not what it should be is left as it is, and the message says what to do."""

    def setUp(self):
        super().setUp()
        self.configure()
        self.add("https://a.example/feed")
        self.archive = self.folder / "data/orrery.db"
        self.whole = self.archive.read_bytes()

    def put(self, contents):
        for name in ("orrery.db", "orrery.db-wal", "orrery.db-shm"):
            (self.folder / "data" / name).unlink(missing_ok=True)
        self.archive.write_bytes(contents)

    def changed(self, *statements):
        self.put(self.whole)
        with contextlib.closing(sqlite3.connect(self.archive)) as connection:
            for statement in statements:
                connection.execute(statement)
        return self.archive.read_bytes()

    def refused(self, *words, commands=(("poll",), ("feeds",), ("backup", "--to", "backups"))):
        before = self.archive.read_bytes()
        for command in commands:
            _, errors = self.orrery(*command, expect=1)
            self.assertIn("data/orrery.db: ", errors)
            for word in words:
                self.assertIn(word, errors)
        self.assertEqual(self.archive.read_bytes(), before)
        self.assertEqual(list(self.folder.glob("backups/*")), [])

    def test_a_text(self):
        self.put(b"my notes\n" * 1000)
        self.refused("this is not an Orrery archive", "check the path")

    def test_the_database_of_another_program(self):
        self.put(b"")
        with contextlib.closing(sqlite3.connect(self.archive)) as connection:
            connection.execute("CREATE TABLE bookmark (url)")
        self.refused("this is not an Orrery archive", "database of another program")

    def test_an_archive_that_is_cut_short(self):
        for length in (50, 5000, len(self.whole) // 2):
            self.put(self.whole[:length])
            self.refused("the archive is damaged", "keep the file as it is and restore a backup")

    def test_an_archive_of_a_newer_version(self):
        self.changed("PRAGMA user_version = 99")
        self.refused(
            "a newer Orrery wrote this archive", "it has schema 99", "install the newer version",
            commands=(("poll",), ("feeds",)),
        )
        # To back it up and to restore it, nobody has to understand it.
        self.orrery("backup", "--to", "backups")
        self.orrery("restore", "--from", "backups", "--to", "copy.db")

    def test_a_folder(self):
        self.archive.unlink()
        self.archive.mkdir()
        for command in (("poll",), ("feeds",), ("backup", "--to", "backups")):
            self.assertIn("data/orrery.db: ", self.orrery(*command, expect=1)[1])

    def test_a_disk_that_may_only_be_read(self):
        base = self.galaxy("--feeds", 3, "--seed", 5)
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        read_only = {"LD_PRELOAD": str(BIN / "liborrery_full_disk.so"), "READ_ONLY_FOLDER": str(self.folder / "data")}
        before = self.archive.read_bytes()
        _, errors = self.orrery("poll", expect=1, environment=read_only)
        print(errors)
        self.assertIn("data/orrery.db: the archive cannot be", errors)
        self.assertIn("check", errors)
        self.assertEqual(self.archive.read_bytes(), before)
        self.orrery("poll", 2, 3, 4)


class BadFeeds(EndToEnd):
    # A path of the simulator, and what the message about it has to say.
    CASES = {
        "/parked": ["not a feed"],
        "/huge?bytes=1GiB": ["larger than 1 MiB", "net.max_body"],
        "/gzip-bomb?bytes=1GiB": ["larger than 1 MiB", "net.max_body"],
        "/loop": ["redirects run in a circle"],
        "/chain/12/feeds/1.xml": ["more than 10 redirects"],
        "/downgrade": ["something other than HTTP"],
        "/status/401": ["401", "password"],
        "/status/403": ["403"],
        "/status/404": ["404", "new address"],
        "/status/410": ["410", "gone for good"],
        "/status/429": ["429", "less often"],
        "/status/500": ["500", "tried again later"],
        "/hang": ["took too long", "net.timeout"],
        "/close-early": ["closed the connection"],
        "/truncated/feeds/1.xml": ["broke off"],
        "/garbage": [],
        "/noise": [],
        "/endless-headers": ["headers"],
        "/wrong-gzip/feeds/1.xml": ["compression"],
    }

    def setUp(self):
        super().setUp()
        self.base = self.galaxy("--feeds", 20, "--seed", 5)
        self.configure('max_body = "1 MiB"\ntimeout = "3s"\nmax_requests_per_host = 16\n')

    def test_each_bad_feed_is_explained_and_the_good_ones_go_on(self):
        bad = {self.base + path: words for path, words in self.CASES.items()}
        refused = socket.create_server(("127.0.0.1", 0))
        port = refused.getsockname()[1]
        refused.close()
        bad[f"http://127.0.0.1:{port}/"] = ["cannot be reached"]
        bad["http://no-such-host.invalid/"] = ["cannot be resolved"]
        self.orrery("import", "-", stdin=http_get(f"{self.base}/opml.xml")[2])
        good = set(self.feeds())
        self.add(*bad)

        output, errors = self.orrery("poll")
        self.assertIn(f"{len(good) + len(bad)} feeds polled, {len(bad)} failed", output)
        feeds = self.feeds()
        for url in good:
            self.assertEqual(feeds[url]["outcome"], "new", url)
            self.assertGreater(feeds[url]["entries"], 0, url)
        for url, words in bad.items():
            self.assertIn(feeds[url]["outcome"], ("failed", "gone"), url)
            message = feeds[url]["error"]["message"]
            print(message)
            self.assertIn(url.split("?")[0].rstrip("/"), message)
            for word in words:
                self.assertIn(word, message)
            self.assertIn(message, errors)

    def test_an_xml_bomb_and_endless_depth_are_read_in_bounds(self):
        self.add(f"{self.base}/bomb", f"{self.base}/deep?depth=20000", f"{self.base}/external-entity")
        self.orrery("poll", expect=None)
        text = self.orrery("sql", "--csv", "SELECT title, html FROM entries")[0]
        self.assertLess(len(text), 4 << 20)
        self.assertNotIn("root:", text)

    def test_a_page_is_told_from_a_feed_and_its_feed_is_named(self):
        self.add(f"{self.base}/blog/1/")
        _, errors = self.orrery("poll", expect=1)
        self.assertIn("/feeds/1.", errors)

    def test_what_was_stored_stays_when_the_feed_goes_bad(self):
        self.add(f"{self.base}/feeds/1.xml")
        self.orrery("poll")
        before = self.look("SELECT count(*) FROM entry")
        # The same address, now answered by nobody.
        self.galaxy_process.stop()
        self.orrery("poll", expect=1)
        self.assertEqual(self.look("SELECT count(*) FROM entry"), before)

    def test_loopback_is_refused_unless_it_is_allowed(self):
        self.add(f"{self.base}/feeds/1.xml")
        _, errors = self.orrery("poll", expect=1, environment={"ORRERY_NET_ALLOW_NETWORKS": ""})
        self.assertIn("requests to this address are refused", errors)
        self.assertIn("net.allow_networks", errors)
        hits = http_get(f"{self.base}/_stats")[2].decode()
        self.assertNotIn("/feeds/1.xml", hits)


class FullDisk(EndToEnd):
    def test_a_full_disk_is_reported_and_the_next_poll_makes_it_good(self):
        base = self.galaxy("--feeds", 20, "--seed", 5)
        self.configure("max_requests_per_host = 16\n")
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        self.orrery("poll", 1)
        before = self.look("SELECT count(*) FROM entry")[0][0]
        self.assertGreater(before, 0)

        full = {
            "LD_PRELOAD": str(BIN / "liborrery_full_disk.so"),
            "FULL_DISK_FOLDER": str(self.folder / "data"),
            "FULL_DISK_AFTER": "200000",
        }
        _, errors = self.orrery("poll", expect=1, environment=full)
        self.assertIn("no space is left for the archive", errors)
        self.assertIn("make room on that disk", errors)
        self.assertIn(os.path.join("data", "orrery.db"), errors)
        self.assertEqual(self.look("PRAGMA integrity_check"), [("ok",)])
        self.assertGreaterEqual(self.look("SELECT count(*) FROM entry")[0][0], before)

        self.orrery("poll")
        self.assertTrue(all(feed["entries"] > 0 for feed in self.feeds().values()))


if __name__ == "__main__":
    main()
