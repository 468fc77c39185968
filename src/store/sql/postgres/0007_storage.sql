-- name: storage
-- How rows lie in their pages; what they hold stays as it is.
-- Bodies are small enough to lie in their row, but for the long ones: elsewhere each costs two more rows and their index.
ALTER TABLE entry SET (toast_tuple_target = 4080);
ALTER TABLE revision SET (toast_tuple_target = 4080);
-- What every poll rewrites finds room in its page, so that no index has to be told.
ALTER TABLE feed_state SET (fillfactor = 50);
ALTER TABLE feed_keys SET (fillfactor = 50);
-- Every poll changed it, and there are no more feeds than can be read through when the next one is looked for.
DROP INDEX feed_state_next_poll;
