-- name: feed_keys_table
-- What the entries of a feed are known by within it, in blocks of 2 KB (store/feed_keys.hpp).
CREATE TABLE feed_keys (
    id   bigint PRIMARY KEY,  -- feed * 2^24 + number
    keys bytea NOT NULL
);
ALTER TABLE feed_keys ALTER COLUMN keys SET STORAGE PLAIN;

-- name: drop_entry_keys
DROP TABLE entry_key;
