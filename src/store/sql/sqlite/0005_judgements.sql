-- name: judgement_tables
-- What rules, floods and moderators made of an entry: a row only where that is anything. What follows from it for the
-- whole story stands in entry.visibility: shown, held (for a moderator), hidden or removed (taken down, a tombstone).
CREATE TABLE judgement (
    entry_id  INTEGER PRIMARY KEY REFERENCES entry (id),
    outcome   TEXT NOT NULL,     -- of the rules: shown, held or hidden
    flooded   INTEGER NOT NULL,  -- 1: came with too many others, and is held for that
    featured  INTEGER NOT NULL,
    excerpt   INTEGER,           -- characters that are shown
    category  TEXT NOT NULL,     -- of the planet, in the place of the feed's; empty: none
    tags      TEXT NOT NULL,     -- JSON, as are the names of rules
    matched   TEXT NOT NULL,     -- which rules did
    undecided TEXT NOT NULL,     -- which were given up
    decision  TEXT NOT NULL,     -- a moderator's, which wins: shown, hidden or removed; empty: none
    decided   INTEGER,
    reason    TEXT NOT NULL      -- the moderator's
) STRICT;
INSERT INTO judgement (entry_id, outcome, flooded, featured, category, tags, matched, undecided, decision, reason)
SELECT id, 'shown', 1, 0, '', '', '', '', '', '' FROM entry WHERE visibility = 'held';

CREATE INDEX entry_kept_back ON entry (feed_id, id) WHERE visibility <> 'shown';

-- One row: the rules that entries were judged by (planet::RuleSet::fingerprint()). Of those below `next` the judgement
-- may be that of other rules.
CREATE TABLE rule_state (
    fingerprint INTEGER NOT NULL,
    next        INTEGER NOT NULL
) STRICT;
INSERT INTO rule_state VALUES (0, 0);

-- How the feed puts names before its titles (planet::KeptHabit), and its newest flood.
ALTER TABLE feed_state ADD COLUMN prefix TEXT NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN prefix_next TEXT NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN prefix_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_state ADD COLUMN flood TEXT NOT NULL DEFAULT '';
ALTER TABLE feed_state ADD COLUMN flood_time INTEGER;
