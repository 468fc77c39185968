-- name: views
-- What `orrery sql` shows beside the tables; docs/sql.md describes it. Times are RFC 3339 in UTC.
CREATE TEMP VIEW feeds AS
SELECT f.id, f.url, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url) AS title, f.category, f.site_url,
       f.language, moment(f.added) AS added, s.outcome, s.entries, s.failures, s.http_status,
       moment(s.last_poll) AS last_poll, moment(s.last_success) AS last_success, moment(s.next_poll) AS next_poll,
       nullif(trim(s.error_what || ' ' || s.error_why), '') AS error
FROM feed f JOIN feed_state s ON s.feed_id = f.id;

CREATE TEMP VIEW entries AS
SELECT e.id, e.feed_id, e.story_id, e.listed, e.visibility, moment(e.date) AS date, moment(e.first_seen) AS first_seen,
       moment(e.seen) AS seen, moment(e.vanished) AS vanished, e.revisions, e.guid, e.url, e.title, e.author, e.language,
       moment(e.published) AS published, moment(e.updated) AS updated, nullif(e.categories, '') AS categories,
       nullif(e.enclosures, '') AS enclosures, unpack(e.body) AS html
FROM entry e;

CREATE TEMP VIEW judgements AS
SELECT entry_id, outcome, flooded, featured, excerpt, nullif(category, '') AS category, nullif(tags, '') AS tags,
       nullif(matched, '') AS matched, nullif(undecided, '') AS undecided, nullif(decision, '') AS decision,
       moment(decided) AS decided, nullif(reason, '') AS reason
FROM judgement;

CREATE TEMP VIEW stories AS
SELECT e.id, f.title AS feed, e.date, e.title, coalesce(nullif(e.author, ''), f.title) AS author, e.url, e.html
FROM entries e JOIN feeds f ON f.id = e.feed_id
WHERE e.listed = 1;

CREATE TEMP VIEW revisions AS
SELECT entry_id, number, moment(seen) AS seen, url, title, author, language, moment(published) AS published,
       moment(updated) AS updated, nullif(categories, '') AS categories, nullif(enclosures, '') AS enclosures,
       unpack(body) AS html
FROM revision
UNION ALL
SELECT id, revisions, seen, url, title, author, language, published, updated, categories, enclosures, html
FROM entries;

CREATE TEMP VIEW deliveries AS
SELECT id, feed_id, moment(time) AS time, size, content_type, url, unpack(body) AS document
FROM delivery;
