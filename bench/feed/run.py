#!/usr/bin/env python3
"""Feeds to the full model: ours beside feedparser, fastfeedparser, gofeed, feed-rs and libmrss, over the same files in one run.

python3 bench/feed/run.py [FOLDER]      FOLDER: real feeds; ../shared/corpus/real otherwise, beside generated ones
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BENCH = SOURCE / "build/release/bin/bench_feed"
PEERS = SOURCE / "bench/peers"
BUILD = SOURCE / "build/peers"
TURNS = 5
SLOW = 3  # seconds for a round; one turn of such a peer is long enough
AIMS = {("gofeed", "parse"): 28, ("feed-rs", "parse"): 4, ("feedparser, no cleaning", "parse"): 150,
        ("feedparser", "clean"): 120, ("fastfeedparser", "parse"): 10}


def quiet(command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def python_peer():
    folder = BUILD / "venv"
    if not (folder / "bin/python").exists():
        quiet([sys.executable, "-m", "venv", folder])
        quiet([folder / "bin/pip", "install", "feedparser==6.0.12", "fastfeedparser"])
    return [folder / "bin/python", PEERS / "feedparser/peer.py"]


def gofeed_peer():
    folder = BUILD / "gofeed"
    shutil.copytree(PEERS / "gofeed", folder, dirs_exist_ok=True)
    quiet(["go", "mod", "tidy"], cwd=folder)
    quiet(["go", "build", "-o", "peer", "."], cwd=folder)
    return [folder / "peer"]


def feed_rs_peer():
    folder = BUILD / "feed-rs"
    shutil.copytree(PEERS / "feed-rs", folder, dirs_exist_ok=True)
    quiet(["cargo", "build", "--release"], cwd=folder)
    return [folder / "target/release/feed-rs-peer"]


def libmrss_peer():
    folder = BUILD / "libmrss"
    folder.mkdir(parents=True, exist_ok=True)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "mrss"], check=True, capture_output=True, text=True).stdout.split()
    quiet(["cc", "-O2", "-o", folder / "peer", PEERS / "libmrss/peer.c", *flags])
    return [folder / "peer"]


def peers():
    """Name, command before the list, arguments after it, and which of our rows does the same work."""
    for make, uses in (
        (libmrss_peer, [("libmrss", [], "parse")]),
        (feed_rs_peer, [("feed-rs", [], "parse"), ("feed-rs, sanitized", ["sanitize"], "clean")]),
        (gofeed_peer, [("gofeed", [], "parse")]),
        (python_peer, [("fastfeedparser", ["fast"], "parse"), ("feedparser, no cleaning", ["plain"], "parse"),
                       ("feedparser", ["default"], "clean")]),
    ):
        try:
            command = make()
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", None) or ""
            reason = (said if isinstance(said, str) else said.decode()).strip().split("\n")[-1] or error
            print(f"left out: {', '.join(name for name, _, _ in uses)}: {reason}")
            continue
        for name, after, row in uses:
            yield name, command, after, row


def measure(command):
    """The program's line, and the peak of its memory in MB."""
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    result = json.loads(output.strip().split("\n")[-1])
    result["rate"] = result["bytes"] / result["seconds"] / 1e6
    return result, usage.ru_maxrss / 1024


def print_row(name, result, peak, remark=""):
    print(f"{name:<26}{result['rate']:>9.1f}{result['feeds'] / result['seconds']:>10.0f}{peak:>9.0f}{len(result['unread']):>8}  {remark}")


def measure_ours(row, paths):
    """Ours over the files that a peer has just read, for the ratio to it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        return measure([BENCH, "--only", row, file.name])[0]


def in_turns(command, row, paths):
    """A peer and ours over what it reads, in turns, because the machine is not as fast at every moment: the fastest of either."""
    peer, peak = measure(command)
    unread = set(peer["unread"])
    read = [path for path in paths if path not in unread]
    ours = measure_ours(row, read)["rate"]
    for _ in range(TURNS - 1 if peer["seconds"] < SLOW else 0):
        peer = max(peer, measure(command)[0], key=lambda result: result["rate"])
        ours = max(ours, measure_ours(row, read)["rate"])
    return peer, peak, ours


def compare(title, paths, others):
    print(f"\n{title}: {len(paths)} feeds, {sum(os.path.getsize(path) for path in paths) / 1e6:.1f} MB")
    print(f"{'':<26}{'MB/s':>9}{'feeds/s':>10}{'peak MB':>9}{'unread':>8}  ours / peer, over what the peer reads")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        for key, name in (("memchr", "limit: memchr"), ("scan", "limit: bare scanner"), ("parse", "ours: parse"),
                          ("clean", "ours: parse and sanitize")):
            result, peak = measure([BENCH, "--only", key, file.name])
            print_row(name, result, peak)
        for name, command, after, row in others:
            try:
                result, peak, ours = in_turns([*command, file.name, *after], row, paths)
            except RuntimeError as error:
                print(f"{name:<26}{error}")
                continue
            ratio = ours / result["rate"]
            aim = f", aim {AIMS[(name, row)]}" if (name, row) in AIMS else ""
            print_row(name, result, peak, f"{ratio:.1f} ({row}{aim})")


def main():
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent / "shared/corpus/real"
    others = list(peers())
    with tempfile.TemporaryDirectory() as made:
        quiet([BENCH, "--write", made])
        compare("generated", sorted(str(path) for path in pathlib.Path(made).iterdir()), others)
    if folder.is_dir():
        listed = subprocess.run([BENCH, "--list", folder], check=True, capture_output=True, text=True).stdout
        compare("real", listed.split("\n")[:-1], others)
        print()
        subprocess.run([BENCH, folder], check=True)
    else:
        print(f"\nleft out: the real feeds, {folder} is not there")


if __name__ == "__main__":
    main()
