#!/usr/bin/env python3
"""Runs the test files of feedparser against our reader: each carries a description, an expectation (a Python expression over
feedparser's result) and HTTP headers in a comment. What we read is put under feedparser's names (mapping.py), and the expression
evaluated.

    run.py PROGRAM CORPUS [-v] [NAME …]

Fails when a file that exceptions.txt does not list disagrees, or one that it lists agrees.
"""

import codecs
import datetime
import os
import re
import sys
from email.utils import parsedate

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import mapping  # noqa: E402
from feed_client import FeedJson  # noqa: E402

BASE = "http://127.0.0.1:8097/tests/"
WHOLE_BYTES = {codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF16_LE: "utf-16"}
SUPERSETS = {"us-ascii": "windows-1252", "iso-8859-1": "windows-1252", "iso-8859-9": "windows-1254", "tis-620": "windows-874",
             "big5-hkscs": "big5", "gb2312": "gb18030"}
NAMES = {"x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman"}
FORMATS = {"rss091u": "rss091u", "json10": "json1", "json11": "json11"}
BOZO = {"encoding_overridden", "encoding_unknown", "content_type"}


class CharacterEncodingOverride(Exception):
    pass


class Feedparser:
    CharacterEncodingOverride = CharacterEncodingOverride


def decoded(data):
    for encoding in ("utf-32-be", "utf-32-le") if data[:4].count(0) == 3 else ():
        return data.decode(encoding, "replace")
    if data[:2] in WHOLE_BYTES:
        return data.decode("utf-16", "replace")
    if data[:4].count(0) == 2:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace")
    return data.decode("utf-8", "replace")


def expectation(text):
    found = re.search(r"Expect:\s*(.*)", text)
    headers = dict((name.lower(), value.strip()) for name, value in re.findall(r"Header:\s*([\w-]+):\s*(.*)", text))
    return (found.group(1).strip() if found else None), headers


def result(source, headers):
    if "error" in source:
        return {"bozo": True, "feed": mapping.Names(), "entries": [], "version": "",
                "encoding": Encoding(""), "bozo_exception": None}
    problems = {d["problem"] for d in source["diagnostics"]}
    used, declared = source["encoding"], source.get("declared_encoding", "")
    as_declared = SUPERSETS.get(declared) == used and declared != "gb2312" and "encoding_overridden" not in problems
    encoding = declared if as_declared else NAMES.get(used, used)
    mapping.Names.has_parts = not source["format"].startswith("rss")
    validator = {"modified": headers["last-modified"], "modified_parsed": parsedate(headers["last-modified"])} \
        if "last-modified" in headers else {}  # feedparser hands the header on
    return {
        **validator,
        "feed": mapping.feed(source),
        "entries": [mapping.entry(each) for each in source["entries"]],
        "version": FORMATS.get(source["format"], source["format"]),
        "bozo": not source["well_formed"] or bool(problems & BOZO),
        "bozo_exception": CharacterEncodingOverride() if "encoding_overridden" in problems else None,
        "encoding": Encoding(encoding),
        "headers": headers,
        "datetime": datetime,
    }


class Encoding(str):
    """The name of an encoding; other names of the same are equal. Bytes that are all ASCII are in us-ascii whatever they say."""

    plain = False

    def __eq__(self, other):
        if self.plain and other == "us-ascii":
            return True
        try:
            return codecs.lookup(self).name == codecs.lookup(other).name
        except LookupError:
            return str.lower(self) == str.lower(other)

    __hash__ = str.__hash__


def exceptions():
    listed = {}
    with open(os.path.join(HERE, "exceptions.txt"), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.strip().partition(": ")
                listed[name] = reason
    return listed


def main():
    program, corpus = sys.argv[1:3]
    if not os.path.isdir(corpus):
        print(f"skipped: {corpus} is not there")
        return 0
    verbose = "-v" in sys.argv
    wanted = [argument for argument in sys.argv[3:] if argument != "-v"]
    client, excused = FeedJson(program), exceptions()
    passed = failed = known = unknown = 0
    for folder, _, files in sorted(os.walk(corpus)):
        for file in sorted(files):
            path = os.path.join(folder, file)
            name = os.path.relpath(path, corpus)
            if wanted and not any(each in name for each in wanted):
                continue
            with open(path, "rb") as stream:
                data = stream.read()
            expected, headers = expectation(decoded(data))
            if expected is None:
                unknown += 1
                continue
            # The others are read without an address: relative links stay as they are.
            url = BASE + name if file.startswith("http_") else ""
            mapping.Markup.sanitize = lambda text, url=url: client.sanitize(text, url)
            source = client.parse(path, url, headers.get("content-type", ""), headers.get("content-location", ""),
                                  headers.get("content-language", ""), clean=True)
            names = result(source, headers)
            if data.isascii():
                names["encoding"].plain = True
            try:
                good = bool(eval(expected, {"feedparser": Feedparser, "__builtins__": __builtins__}, names))
                why = "" if good else f"expected {expected}"
            except Exception as error:  # pylint: disable=broad-except
                good, why = False, f"{type(error).__name__}: {error} in {expected}"
            if good and name in excused:
                failed += 1
                print(f"FAIL {name}: agrees, but exceptions.txt lists it")
            elif good:
                passed += 1
            elif name in excused:
                known += 1
            else:
                failed += 1
                print(f"FAIL {name}: {why}")
                if verbose:
                    print(source)
    total = passed + failed + known
    print(f"{mapping.Markup.by_policy} texts are the same but for what our sanitizer's policy does not allow")
    print(f"{passed} of {total} pass ({100 * passed / max(total, 1):.1f} %), {known} known exceptions, {failed} failed, "
          f"{unknown} files without an expectation")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
