"""Our JSON under the names that feedparser uses."""

import calendar
import datetime
import html
import html.parser
import re
import time

MIME = {"text": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml", "markdown": "text/markdown"}


class Canonical(html.parser.HTMLParser):
    """Markup as a list of what it says: order of attributes, quotes, and the form of empty elements do not matter, nor do the
    attributes that our sanitizer adds for safety or privacy."""

    ADDED = {"rel", "referrerpolicy", "loading", "decoding"}
    VOID = {"area", "br", "col", "hr", "img", "input", "source", "track", "wbr", "param"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.items = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        kept = sorted((k, re.sub(r"\s*;\s*$", "", v or "")) for k, v in attrs if k not in self.ADDED)
        kept = [(k, re.sub(r"\s*([:;])\s*", r"\1", v) if k == "style" else v) for k, v in kept]
        self.items.append(("<", tag, tuple(kept)))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.items.append((">", tag))

    def handle_data(self, data):
        if self.items and self.items[-1][0] == "t":
            data = self.items.pop()[1] + data
        self.items.append(("t", data))


class Markup(str):
    """HTML that is equal to other HTML that says the same, also when our policy is the stricter one: that is, when it makes of
    feedparser's (clean) result what it made of the source. So nothing that feedparser removes may be left, and no text lost."""

    sanitize = None  # set by run.py
    by_policy = 0    # how many were equal in the second way only

    def __eq__(self, other):
        if str.__eq__(self, other) or Canonical(str(self)).items == Canonical(str(other)).items:
            return True
        if Markup.sanitize and Canonical(Markup.sanitize(str(other))).items == Canonical(str(self)).items:
            Markup.by_policy += 1
            return True
        return False

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__


class Names(dict):
    """Attribute access, and the names that feedparser keeps for old programs."""

    EMPTY = {}
    has_parts = False  # persons have a name, an address and so on of their own, as in Atom; set by run.py

    ALIASES = {
        "channel": "feed", "items": "entries", "guid": "id", "date": "updated", "date_parsed": "updated_parsed",
        "description": ["summary", "subtitle"], "description_detail": ["summary_detail", "subtitle_detail"], "url": "href",
        "modified": "updated", "modified_parsed": "updated_parsed", "issued": "published", "issued_parsed": "published_parsed",
        "copyright": "rights", "copyright_detail": "rights_detail", "tagline": "subtitle", "tagline_detail": "subtitle_detail",
    }

    def __getitem__(self, key):
        if key == "category":
            return dict.__getitem__(self, "tags")[0]["term"]
        if dict.__contains__(self, key):
            return dict.__getitem__(self, key)
        names = self.ALIASES.get(key, [])
        for name in [names] if isinstance(names, str) else names:
            if dict.__contains__(self, name):
                return dict.__getitem__(self, name)
        if key in self.EMPTY:
            return self.EMPTY[key]()
        return dict.__getitem__(self, key)

    def __contains__(self, key):
        try:
            self[key]
        except (KeyError, IndexError):
            return False
        return key not in self.EMPTY or dict.__contains__(self, key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __getattr__(self, key):
        try:
            return self[key]
        except KeyError as error:
            raise AttributeError(key) from error


# To us, a text that is empty and one that is absent are the same. (Sanitizing may have emptied it.)
def empty_detail():
    return Names(value=Markup(""), type="text/html", language=None, base="")


Names.EMPTY = {"content": lambda: [empty_detail()], "summary_detail": empty_detail, "subtitle_detail": empty_detail}


def text_value(text):
    return Markup(text["value"]) if text["type"] in ("html", "xhtml") else text["value"]


def detail(text):
    return Names(value=text_value(text), type=text.get("media_type") or MIME.get(text["type"], "text/plain"),
                 language=text.get("language"), base=text.get("base", ""))


def put_text(target, name, text):
    if text:
        target[name] = text_value(text)
        target[name + "_detail"] = detail(text)


def put_date(target, name, date):
    if not date:
        return
    target[name] = date.get("text", date.get("time"))
    target[name + "_parsed"] = None
    if "time" in date:
        moment = datetime.datetime.fromisoformat(date["time"].replace("Z", "+00:00"))
        target[name + "_parsed"] = time.gmtime(calendar.timegm(moment.utctimetuple()))


def person(source):
    result = Names()
    for ours, theirs in (("name", "name"), ("email", "email"), ("uri", "href")):
        if ours in source:
            result[theirs] = source[ours]
    return result


def person_text(source):
    name, email = source.get("name", ""), source.get("email", "")
    return f"{name} ({email})" if name and email else name or email


def put_people(target, source):
    authors = source.get("authors", [])
    if authors:
        target["authors"] = [person(author) for author in authors]
        # Of authors with parts the last one is "the" author, of authors in one text the first.
        chosen = authors[-1 if Names.has_parts else 0]
        target["author_detail"] = person(chosen)
        target["author"] = person_text(chosen)
    if "contributors" in source:
        target["contributors"] = [person(contributor) for contributor in source["contributors"]]
    if "publisher" in source or "webmaster" in source:
        publisher = source.get("publisher") or source.get("webmaster")
        target["publisher"] = person_text(publisher)
        target["publisher_detail"] = person(publisher)


def link(source):
    result = Names(rel=source.get("rel", "alternate"), href=source["href"])
    result["type"] = source.get("type") or "text/html"
    for name in ("title", "length", "hreflang"):
        if name in source:
            result[name] = source[name]
    if "thread_count" in source:
        result["count"] = result["thr:count"] = str(source["thread_count"])
    if "thread_updated" in source:
        put_date(result, "updated", source["thread_updated"])
    if not source.get("type") and source.get("rel") in ("self", "enclosure"):
        result["type"] = "application/atom+xml" if source.get("rel") == "self" else ""
    return result


def generator(target, source):
    if "generator" in source:
        made = source["generator"]
        target["generator"] = made.get("name", made.get("uri", ""))
        target["generator_detail"] = Names(name=made.get("name", ""))
        if "uri" in made:
            target["generator_detail"]["href"] = made["uri"]
        if "version" in made:
            target["generator_detail"]["version"] = made["version"]


def where(place):
    def pair(c):
        values = (c["longitude"], c["latitude"])
        return values + (c["elevation"],) if "elevation" in c else values
    coordinates = [pair(c) for c in place["coordinates"]]
    system = {"srsName": place["srs_name"], "srsDimension": len(coordinates[0])} if "srs_name" in place else {}
    kind = {"point": "Point", "line": "LineString", "polygon": "Polygon", "box": "Box"}[place["kind"]]
    if kind == "Point":
        return Names(type=kind, coordinates=coordinates[0], **system)
    if kind == "Polygon":
        return Names(type=kind, coordinates=(tuple(coordinates),), **system)
    return Names(type=kind, coordinates=tuple(coordinates), **system)


def common(source):
    """What feeds, entries and sources share."""
    target = Names()
    put_text(target, "title", source.get("title"))
    put_text(target, "subtitle", source.get("subtitle"))
    if "subtitle" not in target and "entries" in source:
        target["subtitle"] = ""  # to us, empty and absent are the same
    put_text(target, "rights", source.get("rights"))
    put_people(target, source)
    generator(target, source)
    for name in ("id", "link", "icon", "logo", "language", "docs"):
        if name in source:
            target[name] = source[name]
    if "links" in source:
        target["links"] = [link(each) for each in source["links"]]
    if "categories" in source:
        target["tags"] = [Names(term=c.get("term"), scheme=c.get("scheme"), label=c.get("label")) for c in source["categories"]]
    for name in ("published", "updated", "created", "expired"):
        put_date(target, name, source.get(name))
    if "places" in source:
        target["where"] = where(source["places"][0])
    if source.get("licenses"):
        target["license"] = source["licenses"][0]
        target.setdefault("links", []).extend(
            Names(rel="license", href=address) for address in source["licenses"]
            if not any(each["rel"] == "license" for each in target.get("links", [])))
    podcast = source.get("podcast", {})
    # feedparser reads these spellings only; we read more, and keep what was written.
    spellings = {"yes": True, "true": True, "explicit": True, "no": False, "false": False, "clean": False}
    target["itunes_explicit"] = spellings.get(podcast.get("explicit_text"))
    if "block" in podcast:
        target["itunes_block"] = 1 if podcast["block"] else 0
    for name in ("duration", "episode", "season", "order", "type", "title", "complete"):
        if name in podcast:
            target["itunes_" + name] = podcast[name]
    if "episode_type" in podcast:
        target["itunes_episodetype"] = podcast["episode_type"]
    put_text(target, "subtitle", podcast.get("subtitle"))
    put_extras(target, source)
    extension_names(target, source)
    return target


def put_extras(target, source):
    """The modules whose elements feedparser keeps under their own names."""
    slash, media = source.get("slash", {}), source.get("media", {})
    for name in ("section", "department", "hit_parade"):
        if name in slash:
            target["slash_" + name] = slash[name]
    if "keywords" in media:
        target["media_keywords"] = ",".join(media["keywords"])
    hints = source.get("poll_hints", {})
    for ours, theirs in (("period", "updateperiod"), ("frequency", "updatefrequency")):
        if ours in hints:
            target["sy_" + theirs] = str(hints[ours])


def extension_names(target, source):
    core = set(target)
    for extension in source.get("extensions", []):
        prefix = extension.get("prefix", "")
        name = (prefix.lower() + "_" if prefix else "") + extension["name"].lower()
        value = extension.get("text", "")
        if not value and "attributes" in extension:
            value = Names({a["name"]: a["value"] for a in extension["attributes"]})
        if name not in core:  # the last one counts
            target[name] = value


def media_content(file):
    names = {"length": "fileSize", "duration_seconds": "duration", "language": "lang", "is_default": "isDefault"}
    result = Names({"fileSize": "", "medium": ""})
    for ours, value in file.items():
        result[names.get(ours, ours)] = str(value).lower() if isinstance(value, bool) else \
            f"{value:g}" if isinstance(value, float) else str(value)
    return result


def entry(source):
    target = common(source)
    content, summary = source.get("content"), source.get("summary")
    put_text(target, "summary", summary or content)
    if "summary" not in target:
        target["summary"] = Markup("")  # to us, empty and absent are the same
    if content or source.get("content_src"):
        content = content or {"value": "", "type": "other"}
        first = detail(content)
        if "content_type" in source:
            first["type"] = source["content_type"]
        if "content_src" in source:
            first["src"] = source["content_src"]
        target["content"] = [first] + [detail(each) for each in source.get("alternatives", [])]
    target["guidislink"] = source.get("id_is_link", False)
    if "published" not in target and "id" in target and "link" not in target and target["guidislink"]:
        target["link"] = target["id"]
    files = [Names(href=f["url"], type=f.get("type", ""), length=str(f.get("length", ""))) for f in source.get("enclosures", [])]
    for file in files:
        for name in ("type", "length"):
            if not file[name]:
                del file[name]
    if files:
        target["enclosures"] = files
        known = {each["href"] for each in target.get("links", [])}
        target.setdefault("links", []).extend(
            Names(file, rel="enclosure") for file in files if file["href"] not in known)
    put_date(target, "validity_start", source.get("valid_from"))
    put_date(target, "validity_end", source.get("expired"))
    if "image" in source:
        target["image"] = Names(href=source["image"])
    comments = source.get("comments", {})
    for ours, theirs in (("page", "comments"), ("post_to", "wfw_comment"), ("feed", "wfw_commentrss")):
        if ours in comments:
            target[theirs] = comments[ours]
    if "count" in comments:
        target["slash_comments"] = target["thr_total"] = str(comments["count"])
    for reply in source.get("in_reply_to", [])[:1]:
        target["thr_in-reply-to"] = Names(reply)
    if "source" in source:
        target["source"] = common(source["source"])
        if "self" in source["source"]:
            target["source"]["href"] = source["source"]["self"]
    if "chapters" in source:
        target["psc_chapters"] = Names(chapters=[
            Names(c, start_parsed=datetime.timedelta(seconds=c["start_seconds"])) for c in source["chapters"]])
    media = source.get("media", {})
    if "thumbnails" in media:
        target["media_thumbnail"] = [Names({k: str(v) for k, v in t.items()}) for t in media["thumbnails"]]
    if "player" in media:
        target["media_player"] = Names(url=media["player"])
    if "credits" in media:
        target["media_credit"] = [Names(c, content=c["name"]) for c in media["credits"]]
        target["credit"] = media["credits"][0]["name"]
    if "copyright" in media:
        target["media_copyright"] = Names(content=media["copyright"])
    if "rating" in media:
        target["media_rating"] = Names(content=media["rating"], scheme=media.get("rating_scheme", ""))
    if "license" in target:
        target["media_license"] = Names(href=target["license"])
    if "restriction" in media:
        target["media_restriction"] = Names(content=media["restriction"], relationship=media.get("restriction_relationship"),
                                            type=media.get("restriction_type"))
    if "star_average" in media:
        target["media_starrating"] = Names(average=f"{media['star_average']:g}", count=str(media.get("star_count", "")))
        for name in ("min", "max"):
            if "star_" + name in media:
                target["media_starrating"][name] = f"{media['star_' + name]:g}"
    if "views" in media or "favorites" in media:
        target["media_statistics"] = Names(views=str(media.get("views", "")), favorites=str(media.get("favorites", "")))
    files = [media_content(each) for each in source.get("enclosures", [])]
    if files:
        target["media_content"] = files
    return target


def feed(source):
    target = common(source)
    put_text(target, "info", source.get("info"))
    put_date(target, "validity_start", source.get("valid_from"))
    put_date(target, "validity_end", source.get("valid_until"))
    if "image" in source:
        image = source["image"]
        target["image"] = Names({k: v for k, v in image.items() if k != "url"})
        if "url" in image:
            target["image"]["href"] = image["url"]
    for ours, theirs in (("error_contact", "errorreportsto"), ("new_location", "newlocation")):
        if ours in source:
            target[theirs] = source[ours]
    hints = source.get("poll_hints", {})
    if "ttl_minutes" in hints:
        target["ttl"] = str(hints["ttl_minutes"])
    if "cloud" in source:
        target["cloud"] = Names({k.replace("_", ""): v for k, v in source["cloud"].items()})
    if "text_input" in source:
        target["textinput"] = Names(source["text_input"])
    for reply in source.get("extensions", []):
        if reply["name"] == "in-reply-to":
            target["thr_in-reply-to"] = Names({a["name"]: a["value"] for a in reply.get("attributes", [])})
    if "webmaster" in source and "publisher" not in source:
        target["publisher"] = person_text(source["webmaster"])
    return target
