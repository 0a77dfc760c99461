-- What coordinators do at the console: orders to tablets, numbers that will not come, changes of participants, corrections, the later life of
-- alerts, a second factor; and an index that plans a whole roster without touching the forms themselves.
CREATE TABLE tablet_order (
    number INTEGER PRIMARY KEY,
    tablet TEXT NOT NULL REFERENCES tablet(id),
    kind TEXT NOT NULL CHECK (kind IN ('retry', 'lost', 'wipe')),
    sequence INTEGER NOT NULL,             -- of retry and lost; 0 for wipe
    forced INTEGER NOT NULL,               -- a wipe although not everything was received
    reason TEXT NOT NULL,
    ordered_by TEXT NOT NULL,
    ordered_ms INTEGER NOT NULL,
    delivered_ms INTEGER,                  -- first handed to the tablet
    done_ms INTEGER,
    outcome TEXT NOT NULL DEFAULT ''       -- what the tablet said: a sentence, or the signed certificate of a wipe
) STRICT;
CREATE INDEX tablet_order_open ON tablet_order (tablet) WHERE done_ms IS NULL;
CREATE TRIGGER order_keep BEFORE DELETE ON tablet_order BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;

-- Numbers of a tablet that will never come, by somebody's word. Should one come after all, it is received as any other.
CREATE TABLE given_up (
    tablet TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tablet, sequence)
) STRICT, WITHOUT ROWID;

-- A refused form as it came, so that somebody can look at it and accept it amended.
ALTER TABLE refusal ADD COLUMN transaction_json BLOB;

-- Changes of the roster made at the console; they hold over the roster that a study folder brings.
CREATE TABLE participant_change (
    number INTEGER PRIMARY KEY,
    participant TEXT NOT NULL,
    field TEXT NOT NULL,                   -- state, ward, tablet, or anchor:NAME
    before TEXT NOT NULL,
    value TEXT NOT NULL,
    since TEXT NOT NULL,                   -- of a state: ISO 8601; else empty
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX participant_change_participant ON participant_change (participant);
CREATE TRIGGER change_keep BEFORE DELETE ON participant_change BEGIN SELECT RAISE(ABORT, 'changes are never deleted'); END;
CREATE TRIGGER change_freeze BEFORE UPDATE ON participant_change BEGIN SELECT RAISE(ABORT, 'changes are never changed'); END;

-- Later versions of a received form (status amended). Version 1 is the form as received.
CREATE TABLE correction (
    response_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 2),
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    what TEXT NOT NULL,                    -- linkIds that changed
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (response_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER correction_keep BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'corrections are never deleted'); END;
CREATE TRIGGER correction_freeze BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;

ALTER TABLE alert ADD COLUMN closed_ms INTEGER;
ALTER TABLE alert ADD COLUMN closed_by TEXT;
ALTER TABLE alert ADD COLUMN closed_note TEXT;
ALTER TABLE alert ADD COLUMN escalations INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN escalated_ms INTEGER;       -- last time somebody was told outside the console

ALTER TABLE console_user ADD COLUMN totp_secret BLOB;    -- RFC 6238; NULL: password alone
ALTER TABLE console_user ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0; -- last step that was used, so that a code is good once

-- Everything that the planner asks of a form is in the index.
DROP INDEX submission_participant;
CREATE INDEX submission_participant ON submission (participant, authored_ms, form, visit, authored_at);
CREATE INDEX alert_received ON alert (received_ms);
CREATE INDEX audit_detail ON audit (detail);
