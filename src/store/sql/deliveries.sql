-- name: add_delivery
INSERT INTO delivery (feed_id, time, size, content_type, url, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)

-- name: list_deliveries
SELECT id, feed_id, time, size, content_type, url FROM delivery WHERE feed_id = ?1 ORDER BY id DESC LIMIT ?2

-- name: find_delivery
SELECT body, content_type, url FROM delivery WHERE id = ?1

-- name: forget_deliveries
DELETE FROM delivery WHERE time < ?1 AND id IN (SELECT id FROM delivery ORDER BY id LIMIT ?2)
RETURNING id

-- name: load_dictionaries
SELECT id, bytes FROM dictionary WHERE id > ?1 ORDER BY id

-- name: add_dictionary
INSERT INTO dictionary (id, bytes) VALUES (?1, ?2)

-- name: sample_bodies
SELECT body FROM entry ORDER BY id DESC LIMIT ?1
