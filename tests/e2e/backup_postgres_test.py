"""Backups of an archive on PostgreSQL, by the same commands: any moment back, whole at any kill, with clear refusals."""

import datetime
import json
import os
import pwd
import random
import shutil
import subprocess
import tempfile
import time
import unittest

from harness import BIN, EndToEnd, OnPostgres, http_get, main, postgres, wait_for

KILLS = 6


class BackupPostgres(OnPostgres, EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Restoring starts a server, which root may not.
        try:
            subprocess.run(postgres.as_server_user([str(BIN / "orrery"), "--version"]), check=True, capture_output=True)
        except subprocess.CalledProcessError:
            raise unittest.SkipTest(f"the user postgres may not run what is in {BIN}") from None

    def setUp(self):
        super().setUp()
        self.give_away(self.folder)
        self.backups = self.folder / "backups"

    def give_away(self, folder):
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)

    def command(self, *arguments):
        return postgres.as_server_user(super().command(*arguments))

    def planet(self, configuration=""):
        base = self.galaxy("--feeds", 30, "--seed", 3)
        self.configure("max_requests_per_host = 16\n" + configuration)
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])

    def back_up(self, *options, **expectations):
        return self.orrery("backup", "--to", self.backups, *options, **expectations)

    def listed(self):
        return json.loads(self.orrery("backup", "list", self.backups, "--json")[0])

    def verify_all(self):
        output, _ = self.orrery("backup", "verify", self.backups, "--all")
        self.assertEqual(output.count("is whole"), len(self.listed()), output)

    @staticmethod
    def contents(server, database):
        """Every row of what polls write."""
        return {
            table: server.sql(f"SELECT t FROM {table} t ORDER BY 1", database)
            for table in ("feed", "feed_state", "entry", "feed_keys", "search_pending")
        }

    def now(self):
        return self.contents(self.server, self.database)

    def restored(self, name, *options):
        """The contents of a backup, read from a server that runs on what was restored."""
        self.orrery("restore", "--from", self.backups, "--to", name, *options)
        server = postgres.Postgres(tempfile.mkdtemp(prefix="orrery-pg-"))
        self.addCleanup(shutil.rmtree, server.folder, ignore_errors=True)
        self.give_away(server.folder)
        server.folder.chmod(0o755)
        server.data = self.folder / name
        with open(server.data / "postgresql.conf", "a") as config:
            config.write(f"unix_socket_directories = '{server.folder}'\n")
        server.start()
        try:
            return self.contents(server, self.database)
        finally:
            server.stop()

    def slots(self):
        return self.server.sql("SELECT slot_name FROM pg_replication_slots")

    def tearDown(self):
        for slot in self.slots():
            self.server.sql(f"SELECT pg_drop_replication_slot('{slot}')")

    def test_any_moment_can_be_had_back(self):
        self.planet()
        self.orrery("poll", 1, 2, 3)
        first = self.now()
        self.assertIn("backup 1: ", self.back_up()[0])
        self.orrery("poll", 4, 5, 6)
        between = self.now()
        # The server's clock is ours; what is committed by then is in, what comes later is not.
        time.sleep(0.05)
        moment = datetime.datetime.now(datetime.timezone.utc).isoformat()
        time.sleep(0.05)
        self.orrery("poll")
        last = self.now()
        self.back_up()
        self.assertNotEqual(between["entry"], last["entry"])
        self.verify_all()

        one, two = self.listed()
        self.assertEqual(two["rows"]["entry"], len(last["entry"]))
        # The second holds the log alone.
        self.assertLess(two["stored_bytes"], one["stored_bytes"] / 2)

        self.assertEqual(self.restored("newest"), last)
        self.assertEqual(self.restored("moment", "--to-time", moment), between)
        self.assertEqual(self.restored("first", "--number", 1), first)
        _, errors = self.orrery("restore", "--from", self.backups, "--to", "first", expect=1)
        self.assertIn("there is a file already", errors)
        self.orrery("restore", "--from", self.backups, "--to", "first", "--replace")
        self.assertTrue((self.folder / "first.replaced/PG_VERSION").exists())
        _, errors = self.orrery("restore", "--from", self.backups, "--to", "x", "--to-time", "2001-01-01", expect=1)
        self.assertIn("there is no such backup", errors)
        self.assertFalse((self.folder / "x").exists())

    def test_the_planet_backs_up_by_itself_and_outlives_a_restart_of_the_server(self):
        self.planet('[backup]\ndir = "backups"\nevery = "1s"\nkeep = "3"\n')
        count = lambda: len(list(self.backups.glob("*.backup")))
        newest = lambda: max(self.backups.glob("*.backup"))
        with self.running():
            wait_for(lambda: self.backups.exists() and count() == 3, "three backups")
            self.server.stop()
            log = self.folder / "run.log"
            wait_for(lambda: "the archive's server cannot be reached" in log.read_text(), "a message")
            self.server.start()
            before = newest()
            # After a failure it is tried again after as long as a backup takes to be due, here a second.
            wait_for(lambda: newest() > before, "another backup")
        # The first holds the server's files: no later one can do without it.
        self.assertTrue((self.backups / "00000001.pages").exists())
        self.verify_all()

    def test_a_backup_killed_at_any_moment_harms_none_and_the_next_goes_on(self):
        self.planet()
        self.orrery("poll")
        begin = time.monotonic()
        self.back_up()
        whole = time.monotonic() - begin
        dice = random.Random(2)
        killed = 0
        while killed < KILLS:
            self.server.sql("UPDATE feed_state SET failures = failures + 1", self.database)
            options = ["--full"] if dice.random() < 0.5 else []
            process = subprocess.Popen(
                self.command("backup", "--to", self.backups, *options),
                cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                process.wait(dice.uniform(0, whole))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
        expected = self.now()
        self.back_up()
        self.verify_all()
        self.assertEqual(self.restored("copy"), expected)
        self.assertEqual(list(self.backups.glob("*.tmp")), [])

    def test_what_the_server_forgot_begins_a_new_chain(self):
        self.planet()
        self.orrery("poll", 1)
        self.back_up()
        (slot,) = self.slots()
        self.server.sql(f"SELECT pg_drop_replication_slot('{slot}')")
        self.orrery("poll", 2)
        _, errors = self.back_up()
        self.assertIn("the server's log cannot be read on", errors)
        self.assertIn("a new chain of backups was begun", errors)
        self.assertEqual(self.slots(), [slot])
        self.back_up()
        one, two, three = self.listed()
        self.assertGreater(two["stored_bytes"], one["stored_bytes"] / 2)
        self.assertLess(three["stored_bytes"], one["stored_bytes"] / 2)
        self.verify_all()
        # The first chain goes when nothing needs it.
        self.back_up("--keep", 2)
        self.assertFalse((self.backups / "00000001.pages").exists())
        self.verify_all()

    def test_encrypted_and_damaged_ones(self):
        self.planet()
        self.orrery("poll", 1, 2)
        (self.folder / "key").write_text("correct horse battery staple\n")
        (self.folder / "other").write_text("incorrect horse battery staple\n")
        self.back_up("--key-file", "key")
        pages = self.backups / "00000001.pages"
        title = self.server.sql("SELECT title FROM entry WHERE length(title) > 8 LIMIT 1", self.database)[0]
        self.assertNotIn(title.encode(), pages.read_bytes())
        self.assertIn("is whole", self.orrery("backup", "verify", self.backups, "--key-file", "key")[0])
        _, errors = self.orrery("backup", "verify", self.backups, "--key-file", "other", expect=1)
        self.assertIn("the key does not fit", errors)
        with open(pages, "r+b") as file:
            file.seek(-1000, os.SEEK_END)
            file.write(b"damage")
        _, errors = self.orrery("backup", "verify", self.backups, "--key-file", "key", expect=1)
        self.assertIn("00000001.pages: the backup is damaged", errors)
        _, errors = self.orrery("restore", "--from", self.backups, "--to", "x", "--key-file", "key", expect=1)
        self.assertIn("the backup is damaged", errors)
        self.assertEqual(list(self.folder.glob("x*")), [])

    def test_what_is_missing_is_said(self):
        self.planet()
        self.server.sql("DROP ROLE IF EXISTS planet")
        self.server.sql("CREATE ROLE planet LOGIN")
        self.server.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO planet", self.database)
        superuser, self.archive = self.archive, self.server.url(self.database, "planet")
        self.configure()
        _, errors = self.back_up(expect=1)
        self.assertIn("ALTER ROLE … REPLICATION", errors)
        self.assertEqual(list(self.backups.iterdir()), [])
        self.server.sql("ALTER ROLE planet REPLICATION")
        self.back_up()
        self.verify_all()

        # Of another kind of archive.
        self.archive = "data/orrery.db"
        self.configure()
        self.orrery("add", "--unchecked", "http://127.0.0.1:1/")
        _, errors = self.back_up(expect=1)
        self.assertIn("backups of another kind of archive", errors)
        self.archive = superuser

        hba = self.server.data / "pg_hba.conf"
        before = hba.read_text()
        hba.write_text("local all all trust\n")
        try:
            self.server.sql("SELECT pg_reload_conf()")
            self.configure()
            _, errors = self.back_up(expect=1)
            self.assertIn("pg_hba.conf", errors)
        finally:
            hba.write_text(before)
            self.server.sql("SELECT pg_reload_conf()")
        if os.getuid() == 0:
            result = subprocess.run(
                [str(BIN / "orrery"), "backup", "verify", str(self.backups)],
                cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            )  # fmt: skip
            self.assertEqual(result.returncode, 1)
            self.assertIn("root may not start a PostgreSQL server", result.stderr)


if __name__ == "__main__":
    main()
