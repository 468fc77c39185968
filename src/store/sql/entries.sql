-- name: find_entry
SELECT id, hash, revisions FROM entry WHERE feed_id = ?1 AND key = ?2

-- name: add_entry
INSERT INTO entry (feed_id, key, date, first_seen, hash) VALUES (?1, ?2, ?3, ?4, ?5)

-- name: revise_entry
UPDATE entry SET hash = ?2, revisions = ?3 WHERE id = ?1

-- name: add_revision
INSERT INTO revision (entry_id, number, seen, url, title, author, language, published, updated, categories, enclosures, html)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)

-- name: select_stories
SELECT e.id, e.feed_id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), f.url, f.site_url, r.url, r.title,
       coalesce(nullif(r.author, ''), f.author), r.html, coalesce(nullif(r.language, ''), f.language), e.date, e.first_seen,
       r.published, r.updated, e.revisions, r.categories, r.enclosures
FROM entry e
JOIN feed f ON f.id = e.feed_id
JOIN revision r ON r.entry_id = e.id AND r.number = e.revisions

-- name: where_newest
ORDER BY e.date DESC, e.id DESC LIMIT ?1 OFFSET ?2

-- name: where_newest_of_feed
WHERE e.feed_id = ?3 ORDER BY e.date DESC, e.id DESC LIMIT ?1 OFFSET ?2

-- name: where_entry
WHERE e.id = ?1
