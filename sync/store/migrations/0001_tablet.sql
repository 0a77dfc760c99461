-- The tablet's store. A moment is four columns: wall clock (ms since 1970), offset from UTC (min), monotonic (ms since boot), boot id.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys that live nowhere else ("signing_key").
CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER secret_keeps BEFORE UPDATE ON secret BEGIN SELECT RAISE(ABORT, 'a key is never replaced'); END;
CREATE TRIGGER secret_stays BEFORE DELETE ON secret BEGIN SELECT RAISE(ABORT, 'a key is never deleted'); END;

-- Last row of each hash chain ("answer", "audit"), so that a chain cut short shows.
CREATE TABLE chain_head (
    name TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO chain_head (name, number, hash) VALUES
    ('answer', 0, '0000000000000000000000000000000000000000000000000000000000000000'),
    ('audit', 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TRIGGER chain_head_stays BEFORE DELETE ON chain_head BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END;
CREATE TRIGGER chain_head_grows BEFORE UPDATE ON chain_head WHEN new.number <> old.number + 1 OR new.name <> old.name
BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END;

CREATE TABLE response (
    id TEXT NOT NULL PRIMARY KEY,
    participant TEXT NOT NULL,
    form TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    visit TEXT NOT NULL,
    started_wall_ms INTEGER NOT NULL,
    started_offset_min INTEGER NOT NULL,
    started_monotonic_ms INTEGER NOT NULL,
    started_boot_id TEXT NOT NULL,
    current_path TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'completed', 'abandoned'))
) STRICT;
CREATE INDEX response_open ON response (state) WHERE state = 'open';
CREATE TRIGGER response_stays BEFORE DELETE ON response BEGIN SELECT RAISE(ABORT, 'a response is never deleted'); END;
CREATE TRIGGER response_keeps BEFORE UPDATE OF id, participant, form, questionnaire, visit, started_wall_ms, started_offset_min,
    started_monotonic_ms, started_boot_id ON response BEGIN SELECT RAISE(ABORT, 'what a response is about never changes'); END;
CREATE TRIGGER response_closes_once BEFORE UPDATE OF state ON response WHEN old.state <> 'open' BEGIN SELECT RAISE(ABORT, 'a closed response stays closed'); END;

-- Every answer ever given. The answer in force is the row with the highest number for its path; NULL takes an answer back.
CREATE TABLE answer_log (
    number INTEGER NOT NULL PRIMARY KEY,
    response_id TEXT NOT NULL REFERENCES response (id),
    path TEXT NOT NULL,
    answer TEXT,
    actor TEXT NOT NULL,
    assisted_by TEXT NOT NULL,
    at_wall_ms INTEGER NOT NULL,
    at_offset_min INTEGER NOT NULL,
    at_monotonic_ms INTEGER NOT NULL,
    at_boot_id TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX answer_of_response ON answer_log (response_id, path, number);
CREATE TRIGGER answer_log_keeps BEFORE UPDATE ON answer_log BEGIN SELECT RAISE(ABORT, 'the answer log is append-only'); END;
CREATE TRIGGER answer_log_stays BEFORE DELETE ON answer_log BEGIN SELECT RAISE(ABORT, 'the answer log is append-only'); END;
CREATE TRIGGER answer_log_open BEFORE INSERT ON answer_log WHEN coalesce((SELECT state FROM response WHERE id = new.response_id), '') <> 'open'
BEGIN SELECT RAISE(ABORT, 'a closed response takes no answers'); END;

-- Completed forms: the bytes that were frozen, and their place in the tablet's sequence.
CREATE TABLE frozen (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    response_id TEXT NOT NULL UNIQUE REFERENCES response (id),
    tablet TEXT NOT NULL,
    bytes TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    previous TEXT NOT NULL UNIQUE,
    signature TEXT NOT NULL,
    skew_ms INTEGER NOT NULL,
    completed_wall_ms INTEGER NOT NULL,
    completed_offset_min INTEGER NOT NULL,
    completed_monotonic_ms INTEGER NOT NULL,
    completed_boot_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER frozen_keeps BEFORE UPDATE ON frozen BEGIN SELECT RAISE(ABORT, 'a completed form never changes'); END;
CREATE TRIGGER frozen_stays BEFORE DELETE ON frozen BEGIN SELECT RAISE(ABORT, 'a completed form is never deleted'); END;
CREATE TRIGGER frozen_follows BEFORE INSERT ON frozen WHEN new.sequence <> coalesce((SELECT max(sequence) FROM frozen), 0) + 1
BEGIN SELECT RAISE(ABORT, 'the sequence has no gaps'); END;

-- What travels with a completed form (alerts, scores).
CREATE TABLE frozen_resource (
    sequence INTEGER NOT NULL REFERENCES frozen (sequence),
    position INTEGER NOT NULL,
    bytes TEXT NOT NULL,
    PRIMARY KEY (sequence, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER frozen_resource_keeps BEFORE UPDATE ON frozen_resource BEGIN SELECT RAISE(ABORT, 'a completed form never changes'); END;
CREATE TRIGGER frozen_resource_stays BEFORE DELETE ON frozen_resource BEGIN SELECT RAISE(ABORT, 'a completed form is never deleted'); END;

CREATE TABLE outbox (
    sequence INTEGER NOT NULL PRIMARY KEY REFERENCES frozen (sequence),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'received', 'quarantined')),
    priority INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_order ON outbox (state, priority DESC, sequence);
CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'the outbox keeps a row for every completed form'); END;
CREATE TRIGGER outbox_received BEFORE UPDATE OF state ON outbox WHEN old.state = 'received' AND new.state <> 'received'
BEGIN SELECT RAISE(ABORT, 'what was received stays received'); END;

CREATE TABLE receipt (
    response_id TEXT NOT NULL PRIMARY KEY REFERENCES frozen (response_id),
    sha256 TEXT NOT NULL,
    tablet TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    server_time TEXT NOT NULL,
    chain_head TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE TRIGGER receipt_keeps BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER receipt_stays BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;

CREATE TABLE document (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Wrong PINs in a row, by account; '' counts those given without naming an account.
CREATE TABLE pin_guard (
    account TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    at_monotonic_ms INTEGER NOT NULL,
    at_boot_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER NOT NULL PRIMARY KEY,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    actor TEXT NOT NULL,
    assisted_by TEXT NOT NULL,
    skew_ms INTEGER NOT NULL,
    at_wall_ms INTEGER NOT NULL,
    at_offset_min INTEGER NOT NULL,
    at_monotonic_ms INTEGER NOT NULL,
    at_boot_id TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
