-- name: drop_story_keys
-- The keys of what waits for the search index stand in search_pending as well, and are looked up in memory.
DROP TABLE story_key;
