#!/usr/bin/env python3
"""Requests a second of orrery::http::Server beside a bare epoll loop, the limit, in one run.

    bench/http/run.py [--build build/release] [--seconds 2] [--rounds 3]

Server on core 0, wrk on core 1 with 64 keep-alive connections; rounds alternate between the two, medians are printed.
CPU is the server's own, user and system together, from /proc.
"""
import argparse
import os
import re
import statistics
import subprocess
import time

SERVERS = {"epoll": "orrery_bench_http_epoll", "orrery": "orrery_bench_http_server"}
PAGES = {"500 B": "small", "40 KB": "large"}


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1])


def measure(pid, port, page, seconds):
    before = cpu_seconds(pid)
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}/{page}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(output)
    requests = int(re.search(r"(\d+) requests in", output)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", output).groups()
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return rate, p99, (cpu_seconds(pid) - before) / requests * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    processes = {}
    try:
        for name, program in SERVERS.items():
            process = subprocess.Popen(["taskset", "-c", "0", f"{options.build}/bin/{program}"], stdout=subprocess.PIPE, text=True)
            processes[name] = (process, int(process.stdout.readline()))
        time.sleep(0.2)
        idle = {name: resident_kib(process.pid) for name, (process, _) in processes.items()}
        results = {}
        for _ in range(options.rounds):
            for label, page in PAGES.items():
                for name, (process, port) in processes.items():
                    results.setdefault((label, name), []).append(measure(process.pid, port, page, options.seconds))
    finally:
        for process, _ in processes.values():
            process.kill()
            process.wait()
    print(f"{'page':6} {'server':7} {'req/s':>8} {'p99 ms':>7} {'cpu us':>7}   of the limit")
    for label in PAGES:
        limit = statistics.median(run[0] for run in results[label, "epoll"])
        for name in SERVERS:
            rate, p99, cpu = (statistics.median(column) for column in zip(*results[label, name]))
            print(f"{label:6} {name:7} {rate:8.0f} {p99:7.2f} {cpu:7.1f}   {rate / limit:.2f}")
    print("idle memory: " + ", ".join(f"{name} {kib / 1024:.1f} MiB" for name, kib in idle.items()))


if __name__ == "__main__":
    main()
