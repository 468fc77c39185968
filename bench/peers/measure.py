"""How a peer is measured: posts from a JSON file, worked through in its order until the time is over.

python3 peer.py POSTS SECONDS prints {"mb_per_s": …} of one core.
"""

import json
import pathlib
import sys
import time


def measure(work):
    posts = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    sizes = [len(post.encode()) for post in posts]
    seconds = float(sys.argv[2])
    for post in posts[:20]:
        work(post)
    done = 0
    start = time.process_time()
    while True:
        for post, size in zip(posts, sizes):
            work(post)
            done += size
            spent = time.process_time() - start
            if spent > seconds:
                print(json.dumps({"mb_per_s": done / spent / 1e6}))
                return
