-- name: index_order
-- What is new comes to the end of an ascending index, whose pages are left full; at the begin of a descending one they are
-- split in halves. Either is read in both directions, and both end with the id, which is SQLite's row number.
DROP INDEX entry_listed;
CREATE INDEX entry_listed ON entry (date) WHERE listed = 1;
DROP INDEX entry_feed_date;
CREATE INDEX entry_feed_date ON entry (feed_id, date);
