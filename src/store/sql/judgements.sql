-- name: find_rule_state
SELECT fingerprint, next FROM rule_state

-- name: set_rule_state
UPDATE rule_state SET fingerprint = ?1, next = ?2

-- name: highest_entry
SELECT coalesce(max(id), 0) FROM entry

-- name: load_judgement
SELECT outcome, featured, excerpt, category, tags, matched, undecided FROM judgement WHERE entry_id = ?1

-- name: add_judgement
INSERT INTO judgement (entry_id, outcome, flooded, featured, excerpt, category, tags, matched, undecided, decision, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', '')

-- name: judge_entry
INSERT INTO judgement (entry_id, outcome, flooded, featured, excerpt, category, tags, matched, undecided, decision, reason)
VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, '', '')
ON CONFLICT (entry_id) DO UPDATE
SET outcome = excluded.outcome, featured = excluded.featured, excerpt = excluded.excerpt, category = excluded.category,
    tags = excluded.tags, matched = excluded.matched, undecided = excluded.undecided

-- name: decide_entry
INSERT INTO judgement (entry_id, outcome, flooded, featured, category, tags, matched, undecided, decision, decided, reason)
VALUES (?1, 'shown', 0, 0, '', '', '', '', ?2, ?3, ?4)
ON CONFLICT (entry_id) DO UPDATE
SET decision = excluded.decision, decided = excluded.decided, reason = excluded.reason

-- name: select_judgements
SELECT e.id, coalesce(nullif(f.given_title, ''), nullif(f.title, ''), f.url), e.url, e.title, e.date, e.visibility,
       coalesce(j.flooded, 0), coalesce(j.matched, ''), coalesce(j.undecided, ''), coalesce(j.decision, ''), j.decided,
       coalesce(j.reason, '')
FROM entry e
JOIN feed f ON f.id = e.feed_id
LEFT JOIN judgement j ON j.entry_id = e.id

-- name: where_visibility
WHERE e.visibility = ?1 AND e.visibility <> 'shown'
ORDER BY e.date DESC, e.id DESC LIMIT ?2 OFFSET ?3

-- name: where_undecided
WHERE j.undecided <> '' ORDER BY e.date DESC, e.id DESC LIMIT ?1 OFFSET ?2

-- name: find_visibility
SELECT visibility FROM entry WHERE id = ?1

-- name: empty_entry
UPDATE entry
SET title = '', author = '', categories = '', enclosures = '', source = '', revisions = 1, hash = 0, traits = ?2, body = ?3
WHERE id = ?1

-- name: remove_revisions
DELETE FROM revision WHERE entry_id = ?1

-- name: remove_deliveries_of
DELETE FROM delivery WHERE feed_id = (SELECT feed_id FROM entry WHERE id = ?1)
