#!/usr/bin/env python3
"""How fast posts go through the HTML library, beside its peers and its limits, in one run.

The posts are the escaped and CDATA contents of the real feeds of the corpus. All programs read the same posts in the same
order on one core; ROUNDS rounds go over all of them, and the best of each counts, so that what else the machine does
weighs as little as it can. Peers are installed into build/bench/peers when they are not there.
"""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PEERS = ROOT / "bench/peers"
INSTALLED = ROOT / "build/bench/peers"
BENCH = ROOT / "build/release/bin/orrery_bench_html"
ROUNDS = 5
SECONDS = 3  # for each program and round

# What is measured by orrery_bench_html itself: its name there, what it is called here.
OURS = {
    "validate_utf8": "validating UTF-8 (limit)",
    "tokenize": "bare tokenizer run (limit)",
    "parse_to_tree": "parse to tree",
    "sanitize_posts": "sanitize",
    "gumbo_tree": "gumbo",
}
# Name, folder in bench/peers, arguments.
SANITIZERS = [
    ("nh3 (ammonia)", "nh3", []),
    ("bleach.clean", "bleach", []),
    ("bleach, one Cleaner for all", "bleach", ["--reuse"]),
    ("DOMPurify on jsdom", "dompurify", []),
    ("sanitize-html", "sanitize-html", []),
]
# Ours, the peer, how many times as fast ours should be.
AIMS = [
    ("sanitize", "nh3 (ammonia)", 5),
    ("sanitize", "bleach.clean", 200),
    ("sanitize", "bleach, one Cleaner for all", None),
    ("sanitize", "DOMPurify on jsdom", None),
    ("sanitize", "sanitize-html", None),
    ("parse to tree", "gumbo", 20),
]
SPEEDS = {"parse to tree": 120, "sanitize": 200}


def install(name):
    """The command that runs the peer."""
    folder = INSTALLED / name
    source = PEERS / name
    folder.mkdir(parents=True, exist_ok=True)
    requirements = source / "requirements.txt"
    if requirements.exists():
        wanted = requirements.read_text()
        stamp = folder / "requirements.txt"
        if not stamp.exists() or stamp.read_text() != wanted:
            subprocess.run(
                [sys.executable, "-m", "pip", "install", "-q", "--root-user-action=ignore", "--upgrade", "--target", folder, "-r", requirements],
                check=True,
            )
            stamp.write_text(wanted)
        return [sys.executable, source / "peer.py"], {"PYTHONPATH": str(folder)}
    # Node looks for packages beside the program, so the program is copied to them.
    for file in (PEERS / "measure.mjs", *source.iterdir()):
        target = folder.parent / file.name if file.parent == PEERS else folder / file.name
        target.write_bytes(file.read_bytes())
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return ["node", folder / "peer.mjs"], {}


def measure_peer(command, environment, arguments):
    run = subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE, env=os.environ | environment)
    return json.loads(run.stdout)["mb_per_s"]


def measure_ours():
    run = subprocess.run(
        [BENCH, "--benchmark_format=json", f"--benchmark_filter=^({'|'.join(OURS)})$", f"--benchmark_min_time={SECONDS / 3}"],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    for result in json.loads(run.stdout)["benchmarks"]:
        yield OURS[result["name"]], result["bytes_per_second"] / 1e6


def main():
    posts = ROOT / "build/bench/posts.json"
    posts.parent.mkdir(parents=True, exist_ok=True)
    if subprocess.run([BENCH, "--write-posts", posts]).returncode != 0:
        print("skipped: no corpus")
        return
    peers = [(name, *install(folder), arguments) for name, folder, arguments in SANITIZERS]
    best = {}
    for _ in range(ROUNDS):
        for name, speed in measure_ours():
            best[name] = max(best.get(name, 0), speed)
        for name, command, environment, arguments in peers:
            best[name] = max(best.get(name, 0), measure_peer(command, environment, [posts, str(SECONDS), *arguments]))
    for name, speed in best.items():
        aim = f"  (aim {SPEEDS[name]})" if name in SPEEDS else ""
        print(f"{name:30} {speed:10.2f} MB/s{aim}")
    for ours, peer, aim in AIMS:
        if peer in best:
            print(f"{ours} : {peer}  {best[ours] / best[peer]:.1f}" + (f"  (aim {aim})" if aim else ""))
    for limit in ("validating UTF-8 (limit)", "bare tokenizer run (limit)"):
        print(f"sanitize : {limit}  {best['sanitize'] / best[limit]:.2f}")


if __name__ == "__main__":
    main()
