"""Backups: made while the server writes, killed at any moment, on disks that fill up; every one that is there is whole."""

import contextlib
import datetime
import json
import os
import random
import sqlite3
import subprocess
import time

from harness import BIN, EndToEnd, http_get, main, wait_for

KILLS = 12


def contents(path):
    """Every row of every table."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        ).fetchall()
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for (name,) in tables}


class Backup(EndToEnd):
    def setUp(self):
        super().setUp()
        self.archive = self.folder / "data/orrery.db"
        self.backups = self.folder / "backups"

    def planet(self, feeds=60, configuration=""):
        base = self.galaxy("--feeds", feeds, "--seed", 3)
        self.configure("max_requests_per_host = 16\n" + configuration)
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        return base

    def listed(self):
        return json.loads(self.orrery("backup", "list", self.backups, "--json")[0])

    def restored(self, name, *options):
        self.orrery("restore", "--from", self.backups, "--to", name, *options)
        return contents(self.folder / name)

    def remove_all(self, pattern):
        for path in self.folder.glob(pattern):
            path.unlink()

    def kill_at_random(self, arguments, longest):
        """Runs a command and kills it after up to `longest` seconds; tells whether it came to its end before that."""
        process = subprocess.Popen(
            [str(BIN / "orrery"), *map(str, arguments)],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(self.dice.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False
        self.assertEqual(process.returncode, 0)
        return True

    def test_any_moment_that_was_backed_up_can_be_had_back(self):
        self.planet()
        self.orrery("poll", 1, 2, 3)
        then = contents(self.archive)
        self.orrery("backup", "--to", self.backups)
        moment = datetime.datetime.now(datetime.timezone.utc).isoformat()
        self.orrery("poll")
        now = contents(self.archive)
        output, _ = self.orrery("backup", "--to", self.backups)
        self.assertIn("backup 2: ", output)
        output, _ = self.orrery("backup", "--to", self.backups)
        self.assertIn("nothing has changed since backup 2", output)

        self.assertEqual(self.restored("then.db", "--to-time", moment), then)
        self.assertEqual(self.restored("now.db"), now)
        output, _ = self.orrery("backup", "verify", self.backups, "--all")
        self.assertEqual(output.count("is whole"), 2)

        # In place of the archive that is in use: as an operator does it.
        _, errors = self.orrery("restore", "--from", self.backups, "--to", "data/orrery.db", expect=1)
        self.assertIn("data/orrery.db: there is a file already", errors)
        self.orrery("restore", "--from", self.backups, "--number", 1, "--to", "data/orrery.db", "--replace")
        self.assertEqual(contents(self.archive), then)
        self.assertEqual(contents(self.folder / "data/orrery.db.replaced"), now)
        self.orrery("poll")
        self.assertEqual(self.look("PRAGMA integrity_check"), [("ok",)])

    def test_an_archive_that_is_served_is_not_replaced(self):
        self.planet()
        self.orrery("poll", 1)
        self.orrery("backup", "--to", self.backups)
        with self.running():
            _, errors = self.orrery(
                "restore", "--from", self.backups, "--to", "data/orrery.db", "--replace", expect=1
            )
            self.assertIn("the archive to replace is in use", errors)
            self.assertIn("stop orrery first", errors)

    def test_the_server_backs_up_by_itself(self):
        self.planet(configuration='[backup]\ndir = "backups"\nevery = "1s"\nkeep = "3"\n')
        with self.running():
            wait_for(lambda: self.backups.exists() and len(list(self.backups.glob("*.backup"))) == 3, "three backups")
            first = min(self.backups.glob("*.backup"))
            self.orrery("poll")
            wait_for(lambda: not first.exists(), "an old backup to go")
        output, _ = self.orrery("backup", "verify", "--all")
        self.assertEqual(output.count("is whole"), len(self.listed()))

    def test_a_backup_killed_at_any_moment_harms_none_and_the_next_goes_on(self):
        self.planet(feeds=120)
        self.orrery("poll")
        begin = time.monotonic()
        self.orrery("backup", "--to", self.folder / "calm")
        whole = time.monotonic() - begin
        self.dice = random.Random(2)
        killed = 0
        while killed < KILLS:
            # Something new for each attempt, beside a writer that does not care about backups.
            with contextlib.closing(sqlite3.connect(self.archive)) as connection:
                connection.execute("UPDATE feed_state SET failures = failures + 1, etag = etag || 'x'")
                connection.commit()
            expected = contents(self.archive)
            if not self.kill_at_random(("backup", "--to", self.backups, "--full", "--keep", 4), whole * 1.2):
                killed += 1
            if not list(self.backups.glob("*.backup")):
                continue
            output, _ = self.orrery("backup", "verify", self.backups, "--all")
            self.assertEqual(output.count("is whole"), len(self.listed()))
        self.orrery("backup", "--to", self.backups)
        self.assertEqual(self.restored("copy.db"), expected)
        self.assertEqual(list(self.backups.glob("*.tmp")), [])

    def test_a_restore_killed_at_any_moment_leaves_no_half_archive_and_the_next_completes(self):
        self.planet(feeds=120)
        self.orrery("poll")
        self.orrery("backup", "--to", self.backups)
        expected = contents(self.archive)
        copy = self.folder / "copy.db"
        begin = time.monotonic()
        self.assertEqual(self.restored("copy.db"), expected)
        whole = time.monotonic() - begin
        self.remove_all("copy.db*")
        self.dice = random.Random(4)
        killed = 0
        while killed < KILLS:
            if not self.kill_at_random(("restore", "--from", self.backups, "--to", copy), whole):
                killed += 1
            if copy.exists():
                self.assertEqual(contents(copy), expected)
                self.remove_all("copy.db*")
        self.orrery("restore", "--from", self.backups, "--to", copy)
        self.assertEqual([path.name for path in self.folder.glob("copy.db*")], ["copy.db"])
        self.assertEqual(contents(copy), expected)

    def test_a_full_disk_is_reported_and_the_next_backup_makes_it_good(self):
        self.planet()
        self.orrery("poll")
        self.orrery("backup", "--to", self.backups)
        before = sorted(path.name for path in self.backups.iterdir())
        for limit in (0, 2000, 60_000):
            full = {
                "LD_PRELOAD": str(BIN / "liborrery_full_disk.so"),
                "FULL_DISK_FOLDER": str(self.backups),
                "FULL_DISK_AFTER": str(limit),
            }
            _, errors = self.orrery("backup", "--to", self.backups, "--full", expect=1, environment=full)
            self.assertIn(str(self.backups), errors)
            self.assertIn("No space left on device (make room on that disk and try again)", errors)
            self.assertEqual(sorted(path.name for path in self.backups.iterdir()), before)
            self.assertIn("is whole", self.orrery("backup", "verify", self.backups, "--scratch", self.folder)[0])
        self.orrery("backup", "--to", self.backups, "--full")
        self.assertIn("is whole", self.orrery("backup", "verify", self.backups)[0])

        target = self.folder / "restored"
        target.mkdir()
        full.update(FULL_DISK_FOLDER=str(target), FULL_DISK_AFTER="50000")
        _, errors = self.orrery(
            "restore", "--from", self.backups, "--to", target / "copy.db", expect=1, environment=full
        )
        self.assertIn("No space left on device", errors)
        self.assertEqual(list(target.iterdir()), [])

    def test_encrypted_backups_open_with_their_key_alone(self):
        self.planet()
        self.orrery("poll")
        (self.folder / "key").write_text("correct horse battery staple\n")
        (self.folder / "other").write_text("incorrect horse battery staple\n")
        self.orrery("backup", "--to", self.backups, "--key-file", "key")
        self.assertEqual(self.restored("copy.db", "--key-file", "key"), contents(self.archive))
        _, errors = self.orrery("backup", "verify", self.backups, "--key-file", "other", expect=1)
        self.assertIn("the key does not fit", errors)
        _, errors = self.orrery("backup", "list", self.backups, expect=1)
        self.assertIn("--key-file FILE", errors)

    def test_what_the_user_got_wrong_is_said(self):
        self.configure()
        for arguments, code, words in (
            (("backup",), 2, "backup needs --to DIR"),
            (("backup", "lst"), 2, 'backup does not know what to do with "lst"'),
            (("backup", "verify"), 2, "backup verify needs a DIR"),
            (("restore", "--to", "x"), 2, "restore needs --from DIR and --to FILE"),
            (("backup", "--to", "backups"), 1, "data/orrery.db: there is no archive"),
            (("backup", "--to", "backups", "--keep", "some"), 1, '"some" says neither how many'),
            (("backup", "list", "missing"), 1, "check the path, and that the disk is mounted"),
            (("restore", "--from", ".", "--to", "x"), 1, "there is no backup in this folder"),
            (("restore", "--from", ".", "--to", "x", "--to-time", "soon"), 1, '"soon" is not a time'),
            (("restore", "--from", ".", "--to", "x", "--key-file", "none"), 1, "none: cannot open"),
        ):
            output, errors = self.orrery(*arguments, expect=code)
            self.assertEqual(output, "")
            self.assertIn(words, errors)


if __name__ == "__main__":
    main()
