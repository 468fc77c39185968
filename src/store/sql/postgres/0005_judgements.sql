-- name: judgement_tables
-- Schema 5; what it is for stands in SQLite's migration of this name.
CREATE TABLE judgement (
    entry_id  bigint PRIMARY KEY REFERENCES entry (id),
    outcome   text COLLATE "C" NOT NULL,
    flooded   bigint NOT NULL,
    featured  bigint NOT NULL,
    excerpt   bigint,
    category  text COLLATE "C" NOT NULL,
    tags      text COLLATE "C" NOT NULL,
    matched   text COLLATE "C" NOT NULL,
    undecided text COLLATE "C" NOT NULL,
    decision  text COLLATE "C" NOT NULL,
    decided   bigint,
    reason    text COLLATE "C" NOT NULL
);
INSERT INTO judgement (entry_id, outcome, flooded, featured, category, tags, matched, undecided, decision, reason)
SELECT id, 'shown', 1, 0, '', '', '', '', '', '' FROM entry WHERE visibility = 'held';

CREATE INDEX entry_kept_back ON entry (feed_id, id) WHERE visibility <> 'shown';

CREATE TABLE rule_state (
    fingerprint bigint NOT NULL,
    next        bigint NOT NULL
);
INSERT INTO rule_state VALUES (0, 0);

ALTER TABLE feed_state ADD COLUMN prefix text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN prefix_next text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN prefix_polls bigint NOT NULL DEFAULT 0;
ALTER TABLE feed_state ADD COLUMN flood text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN flood_time bigint;
