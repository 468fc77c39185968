-- name: search_tables
-- The full-text index: segments that never change, in chunks, and what has not come into one yet.

CREATE TABLE search_segment (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    documents INTEGER NOT NULL,
    chunks    INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    retired   INTEGER,  -- when another took its place: readers may be at it for a while
    header    BLOB NOT NULL
) STRICT;

CREATE TABLE search_chunk (
    id    INTEGER PRIMARY KEY,  -- segment * 2^24 + number
    bytes BLOB NOT NULL
) STRICT;

-- Documents of segments that count no more, because their entry was revised.
CREATE TABLE search_dead (
    segment_id INTEGER NOT NULL,
    document   INTEGER NOT NULL,
    PRIMARY KEY (segment_id, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_pending (
    change   INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL,
    again    INTEGER NOT NULL,  -- 1: may stand in a segment already
    keys     BLOB NOT NULL      -- its story keys, 8 bytes each, least first
) STRICT;

-- One row: counts what happened to the segments, and who may do it.
CREATE TABLE search_state (
    version INTEGER NOT NULL,
    keeper  INTEGER NOT NULL,
    until   INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0);

