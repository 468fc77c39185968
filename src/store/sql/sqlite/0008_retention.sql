-- name: pruned_table
-- What is left of an entry that is kept no longer: what it was known by within its feed, so that no poll brings it back.
CREATE TABLE pruned (
    entry_id INTEGER PRIMARY KEY,
    feed_id  INTEGER NOT NULL REFERENCES feed (id),
    story_id INTEGER NOT NULL,  -- the entry that led its story when it went; 0: the story went with it
    time     INTEGER NOT NULL,
    identity BLOB NOT NULL      -- planet::EntryKeys
) STRICT;
