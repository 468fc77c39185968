"""Backing up and restoring an archive: ours beside a copied file (the limit of the disk) and SQLite's own ways.

python3 bench/backup/run.py [MEGABYTES] [RUNS]

The archive is in the page cache for all of them, and all of them end with what they wrote on the disk (fsync). Bodies are
as an archive holds them: half of each is compressed already.
"""

import contextlib
import os
import pathlib
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ORRERY = SOURCE / "build/release/bin/orrery"
MEGABYTES = int(sys.argv[1]) if len(sys.argv) > 1 else 512
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
APPLICATION_ID = 0x4F727279
BODY = 3000
CHANGED_ROWS = 100


def sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def make_archive(path):
    dice = random.Random(1)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, polled INTEGER, title TEXT, body BLOB)")
        words = "<p>It was a dark and stormy night; the rain fell in torrents. </p>" * 30
        rows = MEGABYTES * 1_000_000 // (BODY + 50)
        connection.executemany(
            "INSERT INTO entry VALUES (?, 0, ?, ?)",
            ((i, f"Entry {i}", dice.randbytes(BODY // 2) + words[: BODY // 2].encode()) for i in range(rows)),
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return rows


def change_some(path, rows, dice):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "UPDATE entry SET polled = polled + 1 WHERE id = ?", ((dice.randrange(rows),) for _ in range(CHANGED_ROWS))
        )
        connection.commit()


def orrery(*arguments):
    subprocess.run([ORRERY, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def folder_bytes(folder):
    return sum(path.stat().st_size for path in folder.iterdir())


with tempfile.TemporaryDirectory() as name:
    home = pathlib.Path(name)
    archive = home / "orrery.db"
    rows = make_archive(archive)
    size = archive.stat().st_size
    os.environ["ORRERY_ARCHIVE_PATH"] = str(archive)
    os.chdir(home)
    (home / "key").write_text("a key for the benchmark")
    copy = home / "copy.db"
    backups = home / "backups"
    dice = random.Random(2)

    def clean():
        copy.unlink(missing_ok=True)
        shutil.rmtree(backups, ignore_errors=True)

    def measure(work, prepare=clean):
        times = []
        for _ in range(RUNS):
            prepare()
            os.sync()
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        return statistics.median(times)

    def copied():
        shutil.copyfile(archive, copy)
        sync(copy)

    def sqlite_backup():
        with contextlib.closing(sqlite3.connect(archive)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        sync(copy)

    def vacuum_into():
        with contextlib.closing(sqlite3.connect(archive)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        sync(copy)

    limit = measure(copied)
    results = [
        ("cp and fsync (the limit)", limit),
        ("SQLite's backup interface", measure(sqlite_backup)),
        ("VACUUM INTO", measure(vacuum_into)),
        ("orrery backup, first", measure(lambda: orrery("backup", "--to", backups))),
    ]
    stored = folder_bytes(backups)
    results.append(
        ("orrery backup, first, encrypted", measure(lambda: orrery("backup", "--to", backups, "--key-file", "key")))
    )

    clean()
    orrery("backup", "--to", backups)
    before = folder_bytes(backups)
    results.append(
        (
            f"orrery backup, {CHANGED_ROWS} rows changed",
            measure(lambda: orrery("backup", "--to", backups), lambda: change_some(archive, rows, dice)),
        )
    )
    added = (folder_bytes(backups) - before) / RUNS
    results.append(("orrery backup, nothing changed", measure(lambda: orrery("backup", "--to", backups), lambda: None)))
    results.append(
        (
            "orrery restore",
            measure(
                lambda: orrery("restore", "--from", backups, "--to", copy), lambda: copy.unlink(missing_ok=True)
            ),
        )
    )
    results.append(
        ("orrery backup verify", measure(lambda: orrery("backup", "verify", backups), lambda: None))
    )

    print(f"archive {size / 1e6:.0f} MB, {rows} rows; median of {RUNS}")
    for what, seconds in results:
        print(f"{what:<36} {seconds:8.2f} s  {size / 1e6 / seconds:8.0f} MB/s  {limit / seconds:6.2f} of the limit")
    print(f"stored by the first backup           {stored / 1e6:8.1f} MB  {stored / size:.2f} of the archive")
    print(f"added after {CHANGED_ROWS} changed rows          {added / 1e6:8.2f} MB  {added / size:.4f} of the archive")
