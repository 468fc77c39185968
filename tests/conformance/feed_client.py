"""Talks to orrery_feed_json."""

import json
import subprocess
import urllib.parse


class FeedJson:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def parse(self, path, url="", content_type="", content_location="", content_language="", clean=False, check=False):
        fields = [str(path), url, content_type, content_location, content_language, "clean" if clean else "check" if check else ""]
        return self.ask("\t".join(field.replace("\t", " ").replace("\n", " ") for field in fields))

    def sanitize(self, fragment, url=""):
        return self.ask("html:" + urllib.parse.quote(fragment) + "\t" + url)["html"]

    def ask(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        size = self.process.stdout.readline()
        if not size:
            raise RuntimeError(f"orrery_feed_json ended at {line}")
        return json.loads(self.process.stdout.read(int(size)))
