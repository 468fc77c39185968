"""The posts of the real feeds, as plain values, and the small tools that the pairs are made with."""

import csv
import html
import os
import re
import sys
from dataclasses import dataclass, replace
from datetime import datetime

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from feed_client import FeedJson  # noqa: E402

# When the set plays.
NOW = 1_780_000_000


@dataclass(frozen=True)
class Post:
    feed: int
    url: str
    guid: str
    title: str
    author: str
    feed_title: str
    file: str
    date: int  # seconds, 0 when the feed states none
    html: str

    def but(self, **changes):
        return replace(self, **changes)

    def later(self, seconds):
        """Dated so much later; what has no date stays without."""
        return replace(self, date=self.date + seconds if self.date else 0)


def plain(markup):
    """The text of a fragment in one line; near enough to choose and to cut by."""
    markup = re.sub(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->", " ", markup or "")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", markup))).strip()


WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")


def words(text):
    """Words, and single characters where words are not parted by spaces."""
    return WORD.findall(text)


def beginning(text, count):
    """The first words of a text."""
    for match in WORD.finditer(text):
        count -= 1
        if count < 0:
            return text[: match.start()].strip()
    return text


def paragraphs(text, size=60):
    """Plain text as HTML paragraphs."""
    parts = text.split(" ")
    return "".join("<p>" + html.escape(" ".join(parts[i : i + size])) + "</p>\n" for i in range(0, len(parts), size))


def _seconds(entry):
    for name in ("published", "updated", "created"):
        time = entry.get(name, {}).get("time")
        if time:
            return int(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp())
    return 0


def _name(people):
    return ", ".join(p.get("name") or p.get("email") or "" for p in people or [])


def read(program, corpus):
    """Every feed of the corpus as (row of INDEX.tsv, posts); feeds are numbered in the order of the index."""
    client = FeedJson(program)
    feeds = []
    with open(os.path.join(corpus, "INDEX.tsv"), encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 1):
        host = re.sub("[^a-z0-9]+", "-", row["file"].lower()).strip("-")
        feed = client.parse(os.path.join(corpus, row["file"]), f"http://{host}.example/feed.xml")
        title = plain(feed.get("title", {}).get("value"))
        posts = []
        for entry in feed.get("entries", []):
            body = entry.get("content") or entry.get("summary") or {}
            markup = body.get("value", "")
            if body.get("type") == "text":
                markup = html.escape(markup)
            files = entry.get("enclosures") or [{}]
            posts.append(
                Post(
                    number,
                    entry.get("link", ""),
                    entry.get("id", ""),
                    plain(entry.get("title", {}).get("value")),
                    _name(entry.get("authors")) or _name(feed.get("authors")),
                    title,
                    files[0].get("url", ""),
                    _seconds(entry),
                    markup,
                )
            )
        feeds.append((row, posts))
    return feeds
