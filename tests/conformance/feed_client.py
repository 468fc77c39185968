"""Talks to orrery_feed_json."""

import json
import subprocess


class FeedJson:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def parse(self, path, url="", content_type="", content_location="", content_language="", clean=False):
        fields = [str(path), url, content_type, content_location, content_language, "clean" if clean else ""]
        line = "\t".join(field.replace("\t", " ").replace("\n", " ") for field in fields)
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        size = self.process.stdout.readline()
        if not size:
            raise RuntimeError(f"orrery_feed_json ended at {path}")
        return json.loads(self.process.stdout.read(int(size)))
