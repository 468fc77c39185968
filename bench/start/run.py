"""From the start of the program to the first page, on an archive of a thousand feeds: ours beside what starting any program costs.

python3 bench/start/run.py [RUNS]
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = SOURCE / "build/release/bin"
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
FEEDS = 1000


def start_to_page(folder):
    begin = time.perf_counter()
    process = subprocess.Popen(
        [BIN / "orrery", "run", "--listen", "127.0.0.1:0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    url = process.stdout.readline().decode().split()[-1]
    with urllib.request.urlopen(url) as response:
        size = len(response.read())
    elapsed = time.perf_counter() - begin
    process.terminate()
    process.wait()
    assert size > 10_000, "the page is nearly empty"
    return elapsed


def start_only():
    begin = time.perf_counter()
    subprocess.run([BIN / "orrery", "--version"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    galaxy = subprocess.Popen(
        [BIN / "orrery-galaxy", "--listen", "127.0.0.1:0", "--feeds", str(FEEDS)], stdout=subprocess.PIPE
    )
    base = galaxy.stdout.readline().decode().split()[-1].rstrip("/")
    (folder / "orrery.toml").write_text(
        '[net]\nallow_networks = ["127.0.0.0/8"]\nmax_requests_per_host = 32\n[poll]\nrefresh = "7d"\nlongest = "7d"\n'
    )
    opml = urllib.request.urlopen(f"{base}/opml.xml").read()
    subprocess.run([BIN / "orrery", "import", "-"], cwd=folder, input=opml, check=True)
    subprocess.run([BIN / "orrery", "poll"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(start_to_page(folder) * 1000)
        bare.append(start_only() * 1000)
    galaxy.terminate()
    size = (folder / "orrery.db").stat().st_size / 2**20

print(f"archive                {size:8.1f} MiB, {FEEDS} feeds")
print(f"start to first page    {statistics.median(ours):8.1f} ms (median of {RUNS}; {min(ours):.1f} to {max(ours):.1f})")
print(f"orrery --version       {statistics.median(bare):8.1f} ms (what starting the program costs by itself)")
print(f"ratio                  {statistics.median(ours) / statistics.median(bare):8.1f}")
