-- name: pruned_table
-- Schema 8; what it is for stands in SQLite's migration of this name.
CREATE TABLE pruned (
    entry_id bigint PRIMARY KEY,
    feed_id  bigint NOT NULL REFERENCES feed (id),
    story_id bigint NOT NULL,
    time     bigint NOT NULL,
    identity bytea NOT NULL
);
