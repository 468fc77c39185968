-- Times are microseconds since 1970 in UTC. Lists (categories, enclosures) are JSON.

CREATE TABLE feed (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    url         TEXT NOT NULL UNIQUE,
    given_title TEXT NOT NULL DEFAULT '',
    category    TEXT NOT NULL DEFAULT '',
    added       INTEGER NOT NULL,
    title       TEXT NOT NULL DEFAULT '',
    subtitle    TEXT NOT NULL DEFAULT '',
    site_url    TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL DEFAULT '',
    author      TEXT NOT NULL DEFAULT '',
    icon        TEXT NOT NULL DEFAULT ''
) STRICT;

-- What every poll changes stands apart from what hardly ever does, so that an unchanged poll is one small write.
CREATE TABLE feed_state (
    feed_id       INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
    outcome       TEXT NOT NULL DEFAULT 'never',
    next_poll     INTEGER,
    last_poll     INTEGER,
    last_success  INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    http_status   INTEGER NOT NULL DEFAULT 0,
    error_code    INTEGER,
    error_what    TEXT NOT NULL DEFAULT '',
    error_where   TEXT NOT NULL DEFAULT '',
    error_why     TEXT NOT NULL DEFAULT '',
    error_remedy  TEXT NOT NULL DEFAULT '',
    etag          TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash     TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX feed_state_next_poll ON feed_state (next_poll) WHERE next_poll IS NOT NULL;

CREATE TABLE entry (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id    INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    date       INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    revisions  INTEGER NOT NULL DEFAULT 1,
    hash       TEXT NOT NULL,
    UNIQUE (feed_id, key)
) STRICT;

CREATE INDEX entry_date ON entry (date DESC, id DESC);
CREATE INDEX entry_feed_date ON entry (feed_id, date DESC, id DESC);

CREATE TABLE revision (
    entry_id   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    url        TEXT NOT NULL,
    title      TEXT NOT NULL,
    author     TEXT NOT NULL,
    language   TEXT NOT NULL,
    published  INTEGER,
    updated    INTEGER,
    categories TEXT NOT NULL DEFAULT '[]',
    enclosures TEXT NOT NULL DEFAULT '[]',
    html       TEXT NOT NULL,
    PRIMARY KEY (entry_id, number)
) STRICT, WITHOUT ROWID;
