#!/usr/bin/env python3
"""Makes the labelled set of pairs of posts from the real feeds: which pairs are one story, which are not.

    make_pairs.py ORRERY_FEED_JSON CORPUS SEED >pairs.tsv

A line is  LABEL <tab> KIND <tab> the fields of both posts, percent-encoded, as orrery_story_pairs reads them. LABEL is "same" or
"other"; KIND names how the pair came to be, one function below for each. The posts are real; what happens to them imitates
what happens on the web, and is drawn at random, so that another seed makes another set. Nothing here knows how the matcher
decides.

Where the answer would be a matter of taste (two press agencies with one text), no pair is made.
"""

import difflib
import html
import random
import re
import sys
import urllib.parse
from collections import defaultdict

import posts as corpus
from posts import NOW, beginning, paragraphs, plain, words

DAY = 86400
NAMES = "Ada Berg,Bo Chen,Carla Diaz,Dmitri Egorov,Emi Fujita,Femi Okafor,Greta Holm,Hugo Leroy,Ines Prado,Jon Kerr".split(",")
HOSTS = "alder,birch,cedar,dogwood,elder,fir,ginkgo,hazel,juniper,larch,maple,oak,pine,rowan,spruce,willow".split(",")
PER_KIND = 160


class Maker:
    def __init__(self, feeds, seed):
        self.random = random.Random(seed)
        self.feeds = [posts for _, posts in feeds if posts]
        self.rows = feeds
        # Enough to know a post by for a person: words in its title or text.
        self.posts = [p for posts in self.feeds for p in posts if len(p.title) + len(plain(p.html)) >= 40 and p.title]
        self.long = [p for p in self.posts if len(words(plain(p.html))) >= 80]
        self.pairs = []

    # Small changes

    def host(self):
        r = self.random
        return r.choice(["", "www.", "blog."]) + r.choice(HOSTS) + str(r.randrange(100)) + r.choice([".example", ".org", ".net"])

    def guid(self, url):
        r = self.random
        n = r.randrange(10, 99999)
        return r.choice(
            [
                url,
                str(n),
                f"https://{self.host()}/?p={n}",
                f"tag:{self.host()},{r.randrange(2004, 2026)}:/{n}",
                "urn:uuid:%08x-%04x-%04x-%04x-%012x" % tuple(r.getrandbits(b) for b in (32, 16, 16, 16, 48)),
                "%032x" % r.getrandbits(128),
                f"post-{n}",
            ]
        )

    def slug(self, title):
        ascii_title = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
        return ascii_title[:60].strip("-") or "entry-%d" % self.random.randrange(10**6)

    def permalink(self, host, title):
        r = self.random
        n, slug = r.randrange(10, 99999), self.slug(title)
        year, month = r.randrange(2004, 2026), r.randrange(1, 13)
        return r.choice(["http://", "https://"]) + host + r.choice(
            [f"/?p={n}", f"/{year}/{month:02}/{slug}/", f"/{slug}.html", f"/archives/{n}", f"/posts/{slug}", f"/blog/{year}/{slug}", f"/article.php?id={n}"]
        )

    def respelt(self, url):
        """Another spelling of the same address."""
        r = self.random
        if not url.startswith("http"):
            return url
        scheme, rest = url.split("://", 1)
        if r.random() < 0.5:
            scheme = "https" if scheme == "http" else "http"
        host, slash, path = rest.partition("/")
        if r.random() < 0.3:
            host = host[4:] if host.startswith("www.") else "www." + host if host.count(".") == 1 else host
        fragment = ""
        if "#" in path:
            path, fragment = path.split("#", 1)
            fragment = "#" + fragment
        if r.random() < 0.3 and path and "?" not in path and "." not in path.rsplit("/", 1)[-1]:
            path = path.rstrip("/") + ("" if path.endswith("/") else "/")
        if r.random() < 0.6:
            tracking = r.choice(["utm_source=rss&utm_medium=rss&utm_campaign=feed", "utm_source=planet", "fbclid=IwAR0abc", "mc_cid=12ab&mc_eid=ff", "gclid=xyz", "utm_source=feedburner&utm_medium=feed&utm_campaign=Feed%3A+blog"])
            path += ("&" if "?" in path else "?") + tracking
        elif not fragment and r.random() < 0.3:
            fragment = r.choice(["#comments", "#respond", "#utm_source=rss", "#more-123"])
        return f"{scheme}://{host}{slash}{path}{fragment}"

    def rendered(self, markup):
        """The same text, written by other software."""
        r = self.random
        if r.random() < 0.5:
            markup = re.sub(r"<p>", '<p class="body" dir="auto">', markup)
        if r.random() < 0.5:
            markup = re.sub(r"(<img [^>]*)src=\"[^\"]*\"", r'\1src="https://cdn.example/x.jpg"', markup)
        if r.random() < 0.3:
            markup = markup.replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')
        if r.random() < 0.3:
            markup = "<div>" + markup + "</div>"
        return markup

    def footer(self, title, name):
        return self.random.choice(
            [
                f"<p>The post <a href='http://x.example/'>{html.escape(title)}</a> appeared first on <a href='http://x.example/'>{html.escape(name)}</a>.</p>",
                f"<p>This post was first published on <a href='http://x.example/'>{html.escape(name)}</a>.</p>",
                "<p><a href='http://x.example/'>Comments</a></p>",
                "<p>Share this: Twitter Facebook Email</p>",
            ]
        )

    def edited(self, markup):
        """A few words changed: a correction here, a link there."""
        r = self.random
        parts = plain(markup).split(" ")
        if len(parts) < 12:
            return markup
        for _ in range(max(1, int(len(parts) * r.uniform(0.003, 0.02)))):
            at = r.randrange(len(parts))
            what = r.random()
            if what < 0.4:
                parts[at] = r.choice(["really", "the", "quite", "here", "now", "also", "maybe"])
            elif what < 0.7:
                parts.insert(at, r.choice(["very", "just", "indeed", "again"]))
            else:
                del parts[at]
        return paragraphs(" ".join(parts))

    def retitled(self, title):
        r = self.random
        changes = [
            lambda t: t,
            lambda t: t + r.choice(["!", ".", " …", "?"]),
            lambda t: t.replace("'", "\u2019").replace('"', "\u201d"),
            lambda t: t.title() if t.isascii() else t,
            lambda t: t.upper() if t.isascii() and len(t) < 40 else t,
            lambda t: t.replace(" - ", " \u2013 ").replace("&", "and"),
            lambda t: t.replace("&", "&amp;").replace("'", "&#8217;"),
            lambda t: t + r.choice([" (updated)", " [cross-post]", " (repost)"]),
        ]
        return r.choice(changes)(title)

    def excerpt(self, markup):
        r = self.random
        text = plain(markup)
        cut = beginning(text, r.randrange(30, 90))
        if cut == text:
            return markup
        text = cut
        return "<p>" + html.escape(text) + r.choice([" [&#8230;]", "\u2026", "... <a href='http://x.example/'>Read more</a>", ""]) + "</p>"

    def writer(self, post):
        """Somebody's name: the post's own, or one for those that have none."""
        name = post.author.split(",")[0].strip()
        return name if name and "@" not in name and len(name) < 40 else NAMES[post.feed % len(NAMES)]

    def sample(self, pool, count=PER_KIND):
        return self.random.sample(pool, min(count, len(pool)))

    def add(self, label, a, b):
        kind = sys._getframe(1).f_code.co_name
        if self.random.random() < 0.5:
            a, b = b, a
        self.pairs.append((label, kind, a, b))

    # The same post

    def reissue(self):
        """A site upgrade: new guids, new permalinks, perhaps a new host, new dates."""
        r = self.random
        for post in self.sample(self.posts, 2 * PER_KIND):
            old_host = urllib.parse.urlsplit(post.url).netloc
            host = old_host if old_host and r.random() < 0.6 else self.host()
            url = self.permalink(host, post.title)
            markup = self.rendered(post.html)
            if r.random() < 0.2 and plain(markup):
                markup += self.footer(post.title, post.feed_title)
            date = post.date if r.random() < 0.3 else NOW + r.randrange(30 * DAY)
            self.add("same", post, post.but(url=url, guid=self.guid(url), date=date, html=markup))

    def reissue_truncated(self):
        """The upgrade also turned whole posts into excerpts."""
        for post in self.sample(self.long):
            url = self.permalink(self.host(), post.title)
            self.add("same", post, post.but(url=url, guid=self.guid(url), html=self.excerpt(post.html)).later(90 * DAY))

    def cross_post(self):
        """One author, two blogs: other addresses and guids, little changes."""
        r = self.random
        for post in self.sample(self.long, 2 * PER_KIND):
            author = self.writer(post)
            post = post.but(author=author)
            url = self.permalink(self.host(), post.title)
            markup = self.edited(post.html) if r.random() < 0.7 else self.rendered(post.html)
            if r.random() < 0.4:
                markup += self.footer(post.title, post.feed_title)
            title = self.retitled(post.title)
            other = post.but(feed=post.feed + 10000, url=url, guid=self.guid(url), title=title, html=markup, feed_title=author + "'s blog", author=author if r.random() < 0.7 else "")
            self.add("same", post, other.later(r.randrange(-DAY, 6 * DAY)))

    def planet_copy(self):
        """Another planet carries it as "Author: Title"."""
        r = self.random
        for post in self.sample(self.posts, 2 * PER_KIND):
            author = self.writer(post)
            post = post.but(author=author if r.random() < 0.7 else post.author)
            markup = self.excerpt(post.html) if r.random() < 0.3 else self.rendered(post.html)
            copy = post.but(feed=20000, feed_title="Planet " + r.choice(HOSTS).title(), title=f"{author}: {post.title}", author=r.choice([author, "", post.author]), html=markup).later(r.randrange(12 * 3600))
            where = r.random()
            if where < 0.4:
                copy = copy.but(url=self.respelt(post.url))
            elif where < 0.7:
                token = "".join(r.choices("abcdefghijkXYZ0123456789", k=11))
                copy = copy.but(url=f"http://feedproxy.google.com/~r/planet/~3/{token}/", guid=post.guid if r.random() < 0.5 else self.guid(self.permalink(self.host(), post.title)))
            else:
                copy = copy.but(url=f"https://planet.example/{r.randrange(10**6)}", guid=f"https://planet.example/{r.randrange(10**6)}")
            self.add("same", post, copy)

    def planet_source(self):
        """Another planet carries it with its source named, its guid kept and its address respelt."""
        r = self.random
        for post in self.sample([p for p in self.posts if p.url.startswith("http") and urllib.parse.urlsplit(p.url).path.strip("/")]):
            copy = post.but(feed=20001, url=self.respelt(post.url), feed_title="Planet " + r.choice(HOSTS).title())
            if r.random() < 0.3:
                copy = copy.but(html=self.excerpt(post.html))
            self.add("same", post, copy)

    def planet_preface(self):
        """A planet that puts its own lines around a post: who wrote it and where, what to do next."""
        r = self.random
        for post in self.sample(self.posts):
            author = self.writer(post)
            post = post.but(author=author if r.random() < 0.7 else post.author)
            before = r.choice(["<p><img src='http://x.example/face.png'/></p>", f"<p>By {author}</p>", f"<p><em>Posted by {author} on {html.escape(post.feed_title)}</em></p>", ""])
            copy = post.but(feed=20002, url=f"https://planet.example/{r.randrange(10**6)}", guid=f"https://planet.example/{r.randrange(10**6)}", feed_title="Planet " + r.choice(HOSTS).title())
            copy = copy.but(title=r.choice([post.title, f"{author}: {post.title}", f"{post.title} | {author}", f"[{author}] {post.title}"]), author=r.choice([author, ""]), html=before + post.html + self.footer(post.title, author))
            self.add("same", post, copy.later(r.choice([0, 0, 3600])))

    def cross_post_reworked(self):
        """Written anew in part for the other blog: an introduction, a paragraph more or less."""
        r = self.random
        for post in self.sample([p for p in self.long if len(words(plain(p.html))) >= 150]):
            post = post.but(author=self.writer(post))
            text = plain(post.html).split(" ")
            start = r.randrange(len(text))
            del text[start : start + r.randrange(len(text) // 12 + 1)]
            body = beginning(self.bodies(1)[0], r.choice([0, 12, 20])) + " " + " ".join(text)
            url = self.permalink(self.host(), post.title)
            other = post.but(feed=post.feed + 15000, url=url, guid=self.guid(url), title=r.choice([post.title, self.retitled(post.title)]), html=paragraphs(body), feed_title=post.author + " elsewhere")
            self.add("same", post, other.later(r.randrange(3 * DAY)))

    def summary_copy(self):
        """A planet that only carries a summary in other words, with the date of the post."""
        for post in self.sample([p for p in self.long if p.date and len(words(p.title)) >= 2]):
            post = post.but(author=self.writer(post))
            text = plain(post.html)
            copy = post.but(feed=20003, url=f"https://planet.example/{self.random.randrange(10**6)}", guid="", html=paragraphs(beginning(text[len(text) // 2 :], 40)), feed_title="Planet")
            self.add("same", post, copy)

    def respelt_address(self):
        """Only the address stayed, in another spelling: an edited post in another feed of the site."""
        r = self.random
        pool = [p for p in self.long if p.url.startswith("http") and len(urllib.parse.urlsplit(p.url).path) > 8 and "#" not in p.url]
        shared = defaultdict(int)
        for post in self.posts:
            shared[post.url] += 1
        for post in self.sample([p for p in pool if shared[p.url] == 1]):
            url = self.respelt(post.url)
            copy = post.but(feed=post.feed + 30000, url=url, guid=r.choice(["", url, self.guid(url)]), title=self.retitled(post.title))
            copy = copy.but(html=r.choice([self.edited, self.excerpt, self.rendered])(post.html))
            self.add("same", post, copy)

    def moved_with_guid(self):
        """Everything moved, but the guid stayed."""
        r = self.random
        counts = defaultdict(int)
        for post in self.posts:
            counts[post.guid] += 1
        telling = [p for p in self.long if counts[p.guid] == 1 and re.match(r"tag:|urn:|https?://[^/]+/.{4,}", p.guid)]
        for post in self.sample(telling):
            copy = post.but(feed=post.feed + 40000, url=self.permalink(self.host(), post.title), title=self.retitled(post.title), html=self.edited(post.html))
            self.add("same", post, copy.but(html=self.excerpt(post.html)) if r.random() < 0.2 else copy)

    def untitled_copy(self):
        """A microblog: no titles anywhere, the post is its text."""
        r = self.random
        for post in self.sample(self.long, PER_KIND // 2):
            text = paragraphs(beginning(plain(post.html), r.randrange(20, 60)))
            a = post.but(title="", html=text)
            url = self.permalink(self.host(), "note")
            self.add("same", a, a.but(feed=post.feed + 50000, url=url, guid=self.guid(url), html=self.rendered(text)))

    def real_copies(self):
        """Pairs that the corpus itself holds twice: one feed in two formats, in two encodings, at two times."""
        by_address = defaultdict(list)
        for _, posts in self.rows:
            for post in posts:
                if post.url and post.title:
                    by_address[post.url, post.title].append(post)
        found = []
        for copies in by_address.values():
            for a in copies:
                for b in copies:
                    if a.feed < b.feed and (not plain(a.html) or not plain(b.html) or plain(a.html)[:60] == plain(b.html)[:60]):
                        found.append((a, b))
        for a, b in self.sample(found):
            self.add("same", a, b)

    def real_copies_elsewhere(self):
        """The same, where one of the two had to leave its address and guid behind."""
        by_address = defaultdict(list)
        for _, posts in self.rows:
            for post in posts:
                if post.url and post.title and len(plain(post.html)) >= 60:
                    by_address[post.url, post.title].append(post)
        found = [(a, b) for copies in by_address.values() for a in copies for b in copies if a.feed < b.feed and plain(a.html)[:60] == plain(b.html)[:60]]
        for a, b in self.sample(found, PER_KIND // 2):
            url = self.permalink(self.host(), b.title)
            self.add("same", a, b.but(url=url, guid=self.guid(url)))

    # Other posts

    def random_feeds(self):
        """Any two posts of two feeds."""
        for _ in range(2 * PER_KIND):
            a, b = self.random.sample(self.posts, 2)
            if a.feed != b.feed and a.title != b.title:
                self.add("other", a, b)

    def same_post(self, a, b):
        """Whether two posts of one feed are what a person would call one."""
        if (a.title in b.title or b.title in a.title) and (a.url and a.url == b.url or a.guid and a.guid == b.guid):
            return True
        left, right = plain(a.html), plain(b.html)
        if a.title == b.title and not left and not right:
            return not (a.file or b.file)
        if not left or not right or abs(len(left) - len(right)) > max(len(left), len(right)) // 4:
            return False
        return difflib.SequenceMatcher(None, left[:1500], right[:1500], autojunk=False).ratio() > 0.9 and a.title == b.title

    def same_feed(self):
        """Any two posts of one feed."""
        many = [posts for posts in self.feeds if len(posts) > 1]
        for _ in range(3 * PER_KIND):
            a, b = self.random.sample(self.random.choice(many), 2)
            if not self.same_post(a, b):
                self.add("other", a, b)

    def neighbours(self):
        """The posts of one feed whose titles are most alike."""
        found = []
        for posts in self.feeds:
            for i, a in enumerate(posts):
                left = set(words(a.title.lower()))
                for b in posts[i + 1 : i + 60]:
                    right = set(words(b.title.lower()))
                    if left and right and 2 * len(left & right) / (len(left) + len(right)) >= 0.5:
                        found.append((a, b))
        by_feed = defaultdict(list)
        for a, b in found:
            if not self.same_post(a, b):
                by_feed[a.feed].append((a, b))
        picked = [pair for pairs in by_feed.values() for pair in self.sample(pairs, 8)]
        for a, b in self.sample(picked, 2 * PER_KIND):
            self.add("other", a, b)

    def neighbours_elsewhere(self):
        """The same, in two feeds of one author."""
        mark = len(self.pairs)
        self.neighbours()
        made = self.pairs[mark:]
        self.pairs = self.pairs[:mark]
        for _, _, a, b in self.sample(made):
            author = self.writer(a)
            self.add("other", a.but(author=author), b.but(author=author, feed=b.feed + 60000))

    def bodies(self, count):
        """Texts of different posts, preferably of one feed."""
        r = self.random
        posts = r.choice(self.feeds)
        texts = list({plain(p.html) for p in posts if len(plain(p.html)) > 80})
        while len(texts) < count:
            texts.append(plain(r.choice(self.long).html))
        return r.sample(texts, count)

    def serial(self):
        """Two numbers, days or versions of a series."""
        r = self.random
        n = r.randrange(1, 400)
        m = n + r.randrange(1, 4)
        month = r.randrange(11)
        months = "January February March April May June July August September October November December".split()
        return r.choice(
            [
                (f"#{n}", f"#{m}"),
                (str(n), str(m)),
                (f"{n % 10}.{n % 7}", f"{n % 10}.{n % 7 + 1}"),
                (f"{n % 5}.{n % 7}.{n % 11}", f"{n % 5}.{n % 7}.{n % 11 + 1}"),
                (f"(Part {n % 9 + 1})", f"(Part {n % 9 + 2})"),
                (f"Part {['I', 'II', 'III', 'IV', 'V', 'VI'][n % 5]}", f"Part {['I', 'II', 'III', 'IV', 'V', 'VI'][n % 5 + 1]}"),
                (f"2023-{n % 12 + 1:02}-{n % 20 + 1:02}", f"2023-{n % 12 + 1:02}-{n % 20 + 8:02}"),
                (f"{months[month]} 2021", f"{months[month + 1]} 2021"),
                (f"{months[month]}", f"{months[month + 1]}"),
                (f"{2000 + n % 25}", f"{2001 + n % 25}"),
                (f"{m}/{n}", f"{m + 1}/{n + 1}"),
            ]
        )

    def series_of(self, names, bodies):
        r = self.random
        base = r.choice(self.posts)
        host, author = self.host(), self.writer(base)
        made = []
        for i, (name, body) in enumerate(zip(names, bodies)):
            url = self.permalink(host, name)
            while any(url.split("://")[1] == other.url.split("://")[1] for other in made):
                url = self.permalink(host, name + f" {i + 1}")
            made.append(base.but(url=url, guid=self.guid(url), title=name, author=author, html=body, file="").later(i * r.choice([1, 7, 30]) * DAY))
        return made

    def series(self):
        """Numbers of a series: like titles, the same first words, another text."""
        r = self.random
        for _ in range(2 * PER_KIND):
            topic = " ".join(words(r.choice(self.posts).title)[:3])
            name = r.choice(["Weekly report {}", "This week in " + topic + " {}", topic + " {} released", "Links {}", "Episode {}: " + topic, topic + " news, {}", "Status update {}", "Minutes of the meeting, {}", topic + " {}"])
            one, two, intro = self.bodies(3)
            opening = beginning(intro, r.choice([0, 8, 25, 60]))
            bodies = [paragraphs(opening + " " + beginning(text, 300)) for text in (one, two)]
            first, second = self.series_of([name.format(s) for s in self.serial()], bodies)
            self.add("other", first, second)

    def series_template(self):
        """Numbers of a series whose text only differs in figures and a few words."""
        r = self.random
        for _ in range(PER_KIND):
            topic = " ".join(words(r.choice(self.posts).title)[:3])
            name = r.choice([topic + " {} released", "Build {} of " + topic, topic + " {}: release notes", "Nightly report {}"])
            one, two = self.serial()
            text = beginning(self.bodies(1)[0], r.randrange(30, 200))
            extra = self.bodies(2)
            bodies = [paragraphs(f"Version {s} is out. {text} " + beginning(extra[i], r.randrange(12)) + f" Checksum {r.getrandbits(40):x}.") for i, s in enumerate((one, two))]
            first, second = self.series_of([name.format(one), name.format(two)], bodies)
            self.add("other", first, second)

    def same_title(self):
        """A title that comes again and again over other texts."""
        r = self.random
        titles = ["Links", "Weekly links", "Weekly report", "Release notes", "Photo", "Untitled", "News", "Open thread", "What I read this week", "Monthly update from the board", "Minutes of the board meeting", "Security advisory", "Quote of the day", "Now playing", "Weekend reading", "Maintenance this weekend", "Call for papers", "This week's new releases"]
        for _ in range(PER_KIND):
            title = r.choice(titles)
            one, two, intro = self.bodies(3)
            opening = beginning(intro, r.choice([0, 0, 6, 15]))
            bodies = [paragraphs(opening + " " + beginning(text, 200)) for text in (one, two)]
            first, second = self.series_of([title, title], bodies)
            if r.random() < 0.3:
                second = second.but(feed=second.feed + 70000, author=NAMES[(second.feed + 1) % len(NAMES)])
            self.add("other", first, second)

    def same_title_template(self):
        """A robot's reports: one title, one template, other figures."""
        r = self.random
        for _ in range(PER_KIND // 2):
            title = r.choice(["Nightly build report", "Server status", "Weather in the valley", "Market summary", "Backup report", "Scheduled maintenance", "Daily digest"])
            text = beginning(self.bodies(1)[0], r.randrange(10, 60))
            bodies = [paragraphs(f"{r.randrange(10, 500)} tests passed, {r.randrange(9)} failed in {r.randrange(100, 999)} s. {text} Total {r.randrange(10**5)}.") for _ in range(2)]
            first, second = self.series_of([title, title], bodies)
            self.add("other", first, second)

    def wordless(self):
        """Photos and the like: a poor title and no text."""
        r = self.random
        for _ in range(PER_KIND // 2):
            title = r.choice(["Photo", "Untitled", "Video", "IMG_2041", "Photo", "New photo", "Link", "...", "Sunset"])
            first, second = self.series_of([title, title], [r.choice(["", "<img src='http://x.example/1.jpg'>"]), r.choice(["", "<img src='http://x.example/2.jpg'>"])])
            self.add("other", first, second)

    def generic_guids(self):
        """Guids that mean something in their own feed only, or nothing at all."""
        r = self.random
        for _ in range(PER_KIND):
            a, b = r.sample(self.posts, 2)
            if a.title == b.title:
                continue
            guid = r.choice([str(r.randrange(1, 500)), f"post-{r.randrange(99)}", f"/archives/{r.randrange(99)}", "index.html", "0", "http://x.example/", "http://www.x.example"])
            self.add("other", a.but(guid=guid), b.but(guid=guid))

    def site_links(self):
        """Posts that all link to the front page, or to one page of a section, with or without an anchor."""
        r = self.random
        for _ in range(PER_KIND):
            posts = r.choice([p for p in self.feeds if len(p) > 1])
            a, b = r.sample(posts, 2)
            if self.same_post(a, b) or a.title == b.title or not plain(a.html) or not plain(b.html):
                continue
            host = self.host()
            page = r.choice([f"http://{host}/", f"http://{host}", f"https://{host}/news.html", f"http://{host}/archive/2005_03.html"])
            anchors = r.random() < 0.4
            a = a.but(url=page + (f"#e{r.randrange(500)}" if anchors else ""), guid="")
            b = b.but(url=page + (f"#e{r.randrange(500, 999)}" if anchors else ""), guid="")
            self.add("other", a, b)

    def proxies(self):
        """Links through shorteners, counters and feed proxies: one host, one look, other posts."""
        r = self.random
        for _ in range(PER_KIND // 2):
            a, b = r.sample(r.choice([p for p in self.feeds if len(p) > 1]), 2)
            if self.same_post(a, b) or a.title == b.title:
                continue

            def proxied():
                token = "".join(r.choices("abcdefghijkXYZ0123456789", k=8))
                return r.choice([f"http://feedproxy.google.com/~r/Blog/~3/{token}/", f"http://bit.ly/{token}", f"https://t.co/{token}", f"http://rss.example/click.phdo?i={token}", f"http://rss.example/~r/blog/~3/{r.randrange(10**9)}/index.html?utm_source=rss"])

            self.add("other", a.but(url=proxied(), guid=""), b.but(url=proxied(), guid=""))

    def link_blogs(self):
        """Two people link to one article, each with words of their own."""
        for _ in range(PER_KIND // 2):
            a, b = self.random.sample(self.long, 2)
            if a.feed == b.feed:
                continue
            article = self.permalink(self.host(), a.title)
            self.add("other", a.but(url=article), b.but(url=article))

    def answers(self):
        """A post and a comment on it, at a place of its page."""
        r = self.random
        for _ in range(PER_KIND // 2):
            a, b = r.sample(self.long, 2)
            post = a.but(url=self.permalink(self.host(), a.title).split("?")[0])
            n = r.randrange(10, 9999)
            title = r.choice(["Re: {}", "Comment on {} by Bo", "By: Greta", "{}"]).format(a.title)
            comment = b.but(url=f"{post.url}#comment-{n}", guid=f"{post.url}#comment-{n}", title=title, author="Greta Holm", feed=a.feed + 80000, html=paragraphs(beginning(plain(b.html), r.randrange(10, 60))), file="")
            self.add("other", post, comment)

    def one_topic(self):
        """Two people, one title, each with a text of their own."""
        r = self.random
        for _ in range(PER_KIND):
            a, b = r.sample(self.long, 2)
            title = r.choice(["FOSDEM 2024", "Hello world", "My year in review", "Goodbye Twitter", "Happy New Year!", "On leaving my job", "Going to PyCon this year", "What I use: my desk and my tools", a.title, "Why I moved my blog to a static site"])
            if a.feed != b.feed:
                a = a.but(title=title, author=NAMES[a.feed % 10])
                b = b.but(title=title, author=r.choice(["", NAMES[(a.feed + 1 + b.feed % 9) % 10]]), date=a.date and a.date + r.randrange(2, 10 * 24) * 3600)
                if r.random() < 0.5:  # software of one make gives one title one path
                    url = urllib.parse.urlsplit(self.permalink(self.host(), title))
                    a = a.but(url=url.geturl())
                    b = b.but(url=url._replace(netloc="b-" + url.netloc).geturl())
                self.add("other", a, b)

    def boilerplate(self):
        """Two posts of a press office: one long closing paragraph under every text."""
        r = self.random
        for _ in range(PER_KIND):
            posts = r.choice([p for p in self.feeds if len(p) > 1])
            a, b = r.sample(posts, 2)
            if a.title == b.title or self.same_post(a, b):
                continue
            about = beginning(self.bodies(1)[0], r.randrange(20, 120))
            texts = [paragraphs(beginning(plain(p.html), r.randrange(20, 120)) + " " + about) for p in (a, b)]
            elsewhere = r.random() < 0.3
            self.add("other", a.but(html=texts[0]), b.but(html=texts[1], feed=b.feed + 90000 if elsewhere else b.feed))

    def one_day(self):
        """Two posts by one author on one day, in two blogs."""
        for _ in range(PER_KIND):
            posts = self.random.choice([p for p in self.feeds if len(p) > 1])
            a, b = self.random.sample(posts, 2)
            if a.title != b.title and not self.same_post(a, b):
                author = self.writer(a)
                self.add("other", a.but(author=author), b.but(author=author, feed=b.feed + 95000, date=a.date and a.date + self.random.randrange(7200)))

    def notices(self):
        """One notice in place of the text of every post."""
        r = self.random
        notice = ["Subscribers can read this article in full. Log in or take out a subscription to go on reading.", "This post is protected by a password. To read it, enter your password on the site.", "Read the full article on our website. All rights reserved. You receive this because you follow our feed."]
        for _ in range(PER_KIND // 2):
            a, b = r.sample(self.posts, 2)
            if a.title != b.title:
                text = "<p>" + r.choice(notice) + "</p>"
                same = r.random() < 0.5
                self.add("other", a.but(html=text), b.but(html=text, feed=a.feed if same else b.feed))


KINDS = "reissue reissue_truncated cross_post cross_post_reworked planet_copy planet_preface planet_source summary_copy respelt_address moved_with_guid untitled_copy real_copies real_copies_elsewhere random_feeds same_feed neighbours neighbours_elsewhere series series_template same_title same_title_template wordless generic_guids site_links proxies link_blogs answers one_topic boilerplate one_day notices".split()


def make(feeds, seed):
    maker = Maker(feeds, seed)
    for kind in KINDS:
        getattr(maker, kind)()
    return maker.pairs


def line(a, b):
    """Both posts as orrery_story_pairs reads them."""
    fields = []
    for post in (a, b):
        fields += [post.feed, post.url, post.guid, post.title, post.author, post.feed_title, post.file, post.date, post.html]
    return "\t".join(urllib.parse.quote(str(field), safe="") for field in fields)


if __name__ == "__main__":
    program, folder, number = sys.argv[1:4]
    for label, kind, a, b in make(corpus.read(program, folder), int(number)):
        print(label, kind, line(a, b), sep="\t")
