#!/usr/bin/env python3
"""Reads the test cases of the W3C feed validator. Each names, in a comment, a message that the validator must give (`Expect: Name`)
or must not give (`Expect: !Name`).

 - A file that is valid gives no diagnostic of severity error.
 - A file that is invalid gives a diagnostic of the kind that its message is of (problems.txt), or its message is on the list of what
   is not told (tolerated.txt).

    run.py PROGRAM CORPUS [-v]
"""

import collections
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from feed_client import FeedJson  # noqa: E402


def listed(name):
    entries = {}
    with open(os.path.join(HERE, name), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                key, _, value = line.strip().partition(": ")
                entries[key] = value
    return entries


def main():
    program, corpus = sys.argv[1:3]
    if not os.path.isdir(corpus):
        print(f"skipped: {corpus} is not there")
        return 0
    verbose = "-v" in sys.argv
    client, tolerated, excused = FeedJson(program), listed("tolerated.txt"), listed("exceptions.txt")
    problems = {message: set(kinds.split()) for message, kinds in listed("problems.txt").items()}
    counts, silent, told = collections.Counter(), collections.Counter(), set()
    failed = 0
    for folder, _, files in sorted(os.walk(corpus)):
        for file in sorted(files):
            path = os.path.join(folder, file)
            name = os.path.relpath(path, corpus)
            if not file.endswith((".xml", ".rss", ".rdf", ".atom")) or name.startswith(("kml", "opml", "opensearch")):
                continue
            with open(path, "rb") as stream:
                found = re.search(r"Expect:\s*(!?)(\w+)", stream.read().decode("latin-1"))
            if not found:
                continue
            valid, message = bool(found.group(1)) or found.group(2).startswith("Valid"), found.group(2)
            feed = client.parse(path, "http://www.feedvalidator.example/" + name, check=True)
            said = feed.get("diagnostics", [{"severity": "error", "problem": "", "message": feed.get("error", "")}])
            errors = [d["message"] for d in said if d["severity"] == "error"]
            kinds = {d["problem"] for d in said}
            right = kinds & problems.get(message, set()) or errors
            why = ""
            if valid and errors:
                why = f"valid ({message} must not be said), but: {errors[0]}"
            elif valid:
                counts["valid"] += 1
            elif right:
                counts["said"] += 1
                told.add(message)
            elif message in tolerated:
                counts["tolerated"] += 1
                silent[message] += 1
            else:
                why = f"{message} expected, of {sorted(problems.get(message, []))}, said {sorted(kinds)}"
            if not why:
                continue
            if name in excused:
                counts["known"] += 1
                continue
            failed += 1
            print(f"FAIL {name}: {why}")
    for message in sorted(set(tolerated) - set(silent)):
        failed += 1
        print(f"FAIL tolerated.txt: nothing is silent about {message} any more")
    if verbose:
        print(silent.most_common())
    print(f"{counts['valid']} valid files read without error; of the invalid ones {counts['said']} give a diagnostic of the kind "
          f"expected ({len(told)} messages) and {counts['tolerated']} are tolerated ({len(silent)} messages); {counts['known']} known "
          f"exceptions, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
