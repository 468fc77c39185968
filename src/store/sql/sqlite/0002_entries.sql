-- name: entries_tables
-- The current revision of an entry stands in its row, older ones in `revision`. Bodies are compressed (zstd).

ALTER TABLE entry RENAME TO entry_1;
ALTER TABLE revision RENAME TO revision_1;
DROP INDEX entry_date;
DROP INDEX entry_feed_date;

ALTER TABLE feed_state ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;

CREATE TABLE entry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id     INTEGER NOT NULL REFERENCES feed (id),
    story_id    INTEGER NOT NULL,  -- the entry that leads its story: itself, or another
    listed      INTEGER NOT NULL,  -- 1: leads a story that may be shown
    date        INTEGER NOT NULL,
    first_seen  INTEGER NOT NULL,
    seen        INTEGER NOT NULL,  -- when the current revision came
    joined      INTEGER,           -- when it became part of another entry's story
    visibility  TEXT NOT NULL,     -- shown, held (for a moderator) or hidden
    is_copy     INTEGER NOT NULL,  -- 1: its feed carries what others wrote
    vanished    INTEGER,           -- since when its feed shows it no more
    revisions   INTEGER NOT NULL,
    hash        INTEGER NOT NULL,  -- of what makes a revision
    guid        TEXT NOT NULL,
    url         TEXT NOT NULL,
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    language    TEXT NOT NULL,
    published   INTEGER,
    updated     INTEGER,
    categories  TEXT NOT NULL,
    enclosures  TEXT NOT NULL,
    source      TEXT NOT NULL,     -- the feed that had it first, as JSON, where another carries it
    identity    BLOB NOT NULL,     -- planet::EntryKeys
    traits      BLOB NOT NULL,     -- planet::TextTraits
    body        BLOB NOT NULL
) STRICT;

CREATE INDEX entry_story ON entry (story_id) WHERE story_id <> id;
-- Few: what is another entry's story, held or hidden.
CREATE INDEX entry_unlisted ON entry (id) WHERE listed = 0;
CREATE INDEX entry_listed ON entry (date DESC, id DESC) WHERE listed = 1;
CREATE INDEX entry_feed_date ON entry (feed_id, date DESC, id DESC);

-- What an entry is known by within its feed.
CREATE TABLE entry_key (
    feed_id  INTEGER NOT NULL,
    key      INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY (feed_id, key, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
    entry_id   INTEGER NOT NULL REFERENCES entry (id),
    number     INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    url        TEXT NOT NULL,
    title      TEXT NOT NULL,
    author     TEXT NOT NULL,
    language   TEXT NOT NULL,
    published  INTEGER,
    updated    INTEGER,
    categories TEXT NOT NULL,
    enclosures TEXT NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (entry_id, number)
) STRICT;

-- Where to look for entries of the same story, until the search index has them.
CREATE TABLE story_key (
    key      INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY (key, entry_id)
) STRICT, WITHOUT ROWID;

-- Every change of what is one story, and why.
CREATE TABLE story_change (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    time     INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL,  -- what the entry belongs to since then
    reason   TEXT NOT NULL,
    why      TEXT NOT NULL
) STRICT;

CREATE INDEX story_change_entry ON story_change (entry_id);

-- What bodies are compressed with; the number stands in each compressed body.
CREATE TABLE dictionary (
    id    INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- What changed polls delivered, for as long as it is kept.
CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id      INTEGER NOT NULL REFERENCES feed (id),
    time         INTEGER NOT NULL,
    size         INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    url          TEXT NOT NULL,
    body         BLOB NOT NULL
) STRICT;

CREATE INDEX delivery_feed ON delivery (feed_id, id);

-- name: entries_cleanup
UPDATE feed_state SET entries = (SELECT count(*) FROM entry e WHERE e.feed_id = feed_state.feed_id);
DROP TABLE revision_1;
DROP TABLE entry_1;
