#!/usr/bin/env python3
"""A private PostgreSQL for tests and benchmarks: in a folder of its own, reached by a Unix socket in it alone.

    postgres.py start FOLDER [NAME=VALUE...]   makes the cluster where there is none, and starts it
    postgres.py stop FOLDER                    stops it and takes the folder away

FOLDER should be short: the path of a socket may have 107 bytes. Afterwards FOLDER/url holds the address of a superuser's
database; where no server is installed the file is absent, a notice says so, and the exit code is 0.
"""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import urllib.parse

# What is in here goes away with the folder, so nothing needs to outlive the machine.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "autovacuum": "off",
    "log_min_messages": "warning",
}


def server_folder():
    """Where initdb and pg_ctl are; None where PostgreSQL is not installed."""
    debian = sorted(
        pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    for folder in [*debian, *map(pathlib.Path, os.environ.get("PATH", "").split(":"))]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def as_server_user(arguments):
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return arguments
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *arguments]


class Postgres:
    def __init__(self, folder, **settings):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.bin = server_folder()
        self.settings = {**SETTINGS, **settings}

    @property
    def installed(self):
        return self.bin is not None

    def url(self, database="postgres", user="postgres", **options):
        host = urllib.parse.quote(str(self.folder), safe="")
        query = "?" + urllib.parse.urlencode(options, quote_via=urllib.parse.quote) if options else ""
        return f"postgresql://{user}@{host}/{database}{query}"

    def run(self, program, *arguments, **options):
        return subprocess.run(
            as_server_user([str(self.bin / program), *map(str, arguments)]),
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            cwd="/", **options,
        )  # fmt: skip

    def create(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.folder.chmod(0o755)
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with open(self.data / "postgresql.conf", "a") as config:
            for name, value in {**self.settings, "unix_socket_directories": f"'{self.folder}'"}.items():
                config.write(f"{name} = {value}\n")

    def start(self):
        if not self.data.exists():
            self.create()
        try:
            # The server keeps its output open: it must not be a pipe of ours.
            self.run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "start")
        except subprocess.CalledProcessError as failure:
            log = self.log.read_text() if self.log.exists() else ""
            raise RuntimeError(f"PostgreSQL did not start: {failure.output}{log}") from failure
        (self.folder / "url").write_text(self.url())

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def remove(self):
        if (self.data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement, database="postgres"):
        """What psql answers, a line a row, columns separated by `|`."""
        return self.run(
            "psql", "-h", self.folder, "-U", "postgres", "-d", database, "-X", "-At", "-v", "ON_ERROR_STOP=1", "-c",
            statement,
        ).stdout.splitlines()  # fmt: skip

    @contextlib.contextmanager
    def running(self):
        self.start()
        try:
            yield self
        finally:
            self.remove()


def main(verb, folder, *settings):
    server = Postgres(folder, **dict(setting.split("=", 1) for setting in settings))
    if not server.installed:
        print("PostgreSQL's server is not installed: what needs it is skipped")
        return
    if verb == "start":
        server.remove()
        server.start()
        print(server.url())
    elif verb == "stop":
        server.remove()
    else:
        sys.exit(f"no verb {verb}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
