-- name: feed_keys_table
-- What the entries of a feed are known by within it, in blocks (store/feed_keys.hpp): a row for each key was written
-- at a random place of its feed.
CREATE TABLE feed_keys (
    id   INTEGER PRIMARY KEY,  -- feed * 2^24 + number
    keys BLOB NOT NULL
) STRICT;

-- name: drop_entry_keys
DROP TABLE entry_key;
