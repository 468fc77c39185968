#!/usr/bin/env python3
"""Makes a labelled set of pairs of posts from the real feeds (make_pairs.py) and measures how well planet::match_story() tells
which are one story. Prints precision and recall, by kind as well; fails below 0.99 and 0.97. What was decided wrongly is
written to stories.SEED.txt in the output folder, the set itself to stories.SEED.tsv.

    run.py ORRERY_FEED_JSON ORRERY_STORY_PAIRS CORPUS OUTPUT SEED

A pair counts as found only when the two posts also share a story key: what the archive does not look up, it cannot merge.
"""

import os
import subprocess
import sys
from collections import Counter

import make_pairs
import posts

PRECISION = 0.99
RECALL = 0.97
LEAST_PAIRS = 2000


def ask(program, pairs):
    lines = "".join(make_pairs.line(a, b) + "\n" for _, _, a, b in pairs)
    done = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [line.split("\t") for line in done.stdout.decode().splitlines()]


def main():
    feed_json, story_pairs, corpus, output, seed = sys.argv[1:6]
    if not os.path.isdir(corpus):
        print(f"skipped: {corpus} is not there")
        return 0
    pairs = make_pairs.make(posts.read(feed_json, corpus), int(seed))
    with open(os.path.join(output, f"stories.{seed}.tsv"), "w", encoding="utf-8") as out:
        for label, kind, a, b in pairs:
            out.write(f"{label}\t{kind}\t{make_pairs.line(a, b)}\n")

    count, right = Counter(), Counter()
    found = wrong = missed = unseen = 0
    with open(os.path.join(output, f"stories.{seed}.txt"), "w", encoding="utf-8") as out:
        for (label, kind, a, b), (answer, reason, shared, why) in zip(pairs, ask(story_pairs, pairs), strict=True):
            merged = answer == "same" and shared != "0"
            count[label, kind] += 1
            if merged == (label == "same"):
                right[label, kind] += 1
            else:
                note = "" if answer != "same" or merged else " (no key shared)"
                unseen += bool(note)
                out.write(f"{kind}: {label}, not {answer}{note}: {why}\n")
                for post in (a, b):
                    text = posts.plain(post.html)
                    out.write(f"    {post.feed} {post.url} | {post.guid} | {post.title} | {post.author} | {post.date} | {len(text)} {text[:100]}\n")
            if label == "same":
                found += merged
                missed += not merged
            else:
                wrong += merged
    for (label, kind), total in count.items():
        print(f"{label:6}{kind:24}{right[label, kind]:5} of {total:4}  {right[label, kind] / total:.3f}")
    precision = found / max(found + wrong, 1)
    recall = found / max(found + missed, 1)
    print(f"{len(pairs)} pairs, seed {seed}: precision {precision:.4f}, recall {recall:.4f}; {wrong} wrongly merged, {missed} missed, {unseen} of them for want of a key")
    return 0 if len(pairs) >= LEAST_PAIRS and precision >= PRECISION and recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
