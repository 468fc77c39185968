"""What the end-to-end tests share: the programs under test, started and stopped, and a folder that goes away."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres  # noqa: E402

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("ORRERY_BIN", SOURCE / "build/release/bin"))
CORPUS = SOURCE.parent / "shared/corpus"
# Sanitized builds are slower; nothing here measures time, this only says when to give up.
PATIENCE = 120


def http_get(url, method="GET", headers=None, timeout=30):
    """Status, headers and body, whatever the status is."""
    request = urllib.request.Request(url, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def wait_for(condition, what, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {patience} s in vain for {what}")


class Process:
    """A program in the background whose first line on standard output tells where it is."""

    def __init__(self, arguments, log, **options):
        self.log_path = log
        self.log = open(log, "ab")
        self.process = subprocess.Popen(
            [str(a) for a in arguments], stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL, **options
        )
        self.first_line = self.process.stdout.readline().decode()
        if not self.first_line:
            self.stop()
            raise AssertionError(f"{arguments[0]} did not start: {pathlib.Path(log).read_text()}")

    def stop(self, how=signal.SIGTERM):
        if self.log.closed:
            return self.process.returncode
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.process.stdout.close()
            self.log.close()
        return code


class EndToEnd(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="orrery-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config_lines = {}

    # The simulator.

    def galaxy(self, *arguments):
        """Starts orrery-galaxy; gives the address of its plain HTTP server, without a slash at the end."""
        process = Process(
            [BIN / "orrery-galaxy", "--listen", "127.0.0.1:0", "--json", *arguments], self.folder / "galaxy.log"
        )
        self.addCleanup(process.stop)
        self.galaxy_process = process
        self.galaxy_addresses = json.loads(process.first_line)
        return self.galaxy_addresses["http"].rstrip("/")

    # The planet.

    archive = "data/orrery.db"

    def configure(self, text=""):
        (self.folder / "orrery.toml").write_text(
            f'[planet]\ntitle = "Test planet"\n[archive]\npath = "{self.archive}"\n'
            '[net]\nallow_networks = ["127.0.0.0/8"]\n' + text
        )

    def command(self, *arguments):
        return [str(BIN / "orrery"), *map(str, arguments)]

    def orrery(self, *arguments, expect=0, environment=None, stdin=None):
        """Runs orrery to its end in the test's folder; gives (standard output, standard error)."""
        result = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
        )
        output, errors = result.stdout.decode(), result.stderr.decode()
        if expect is not None:
            self.assertEqual(result.returncode, expect, f"orrery {arguments}: {output}{errors}")
        self.code = result.returncode
        return output, errors

    def add(self, *urls):
        """Follows feeds without fetching them first."""
        for start in range(0, len(urls), 500):
            self.orrery("add", "--unchecked", *urls[start : start + 500])

    def feeds(self):
        """What `orrery feeds` knows, by URL."""
        return {feed["url"]: feed for feed in json.loads(self.orrery("feeds", "--json")[0])}

    @contextlib.contextmanager
    def running(self, *arguments):
        """`orrery run` on a free port; gives the process, with its address in `.url`."""
        process = Process(
            self.command("run", "--listen", "127.0.0.1:0", *arguments), self.folder / "run.log", cwd=self.folder
        )
        try:
            process.url = process.first_line.split()[-1].rstrip("/")
            yield process
        finally:
            code = process.stop()
        self.assertEqual(code, 0, (self.folder / "run.log").read_text())

    def forget_archive(self):
        (self.folder / "data").rename(self.folder / "old")

    def look(self, statement):
        """Looks into the archive behind the program's back."""
        import sqlite3

        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/data/orrery.db?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()


class OnPostgres:
    """Before a test class in its list of bases: the archive is a database of a private PostgreSQL, `cls.server`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = postgres.Postgres(tempfile.mkdtemp(prefix="orrery-pg-"))
        cls.addClassCleanup(shutil.rmtree, cls.server.folder, ignore_errors=True)
        if not cls.server.installed:
            raise unittest.SkipTest("PostgreSQL's server is not installed")
        cls.addClassCleanup(cls.server.remove)
        cls.server.start()

    def setUp(self):
        self.forget_archive()
        super().setUp()

    def forget_archive(self):
        type(self).databases = getattr(type(self), "databases", 0) + 1
        self.database = f"planet_{self.databases}"
        self.server.sql(f"CREATE DATABASE {self.database}")
        before, self.archive = self.archive, self.server.url(self.database)
        config = getattr(self, "folder", pathlib.Path("/none")) / "orrery.toml"
        if config.exists():
            config.write_text(config.read_text().replace(before, self.archive))

    def look(self, statement):
        return [tuple(row.split("|")) for row in self.server.sql(statement, self.database)]


def main():
    unittest.main(verbosity=2)
