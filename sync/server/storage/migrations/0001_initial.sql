-- The study server's database. Times are milliseconds since 1970 (_ms) or ISO 8601 with offset (_at).
CREATE TABLE secret (
    name TEXT PRIMARY KEY,          -- authority_key, server_key, receipt_key, rescue_key, ...
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tablet (
    id TEXT PRIMARY KEY,
    signing_key BLOB NOT NULL,             -- Ed25519 public key
    certificate TEXT NOT NULL,             -- PEM
    certificate_sha256 TEXT NOT NULL UNIQUE,
    certificate_until_ms INTEGER NOT NULL,
    enrolled_ms INTEGER NOT NULL,
    revoked_ms INTEGER,
    revoked_reason TEXT,
    -- what the server holds of its sequence
    contiguous INTEGER NOT NULL DEFAULT 0, -- 1..contiguous without a gap
    head TEXT NOT NULL,                    -- chain hash at contiguous
    highest INTEGER NOT NULL DEFAULT 0,    -- highest number held
    received INTEGER NOT NULL DEFAULT 0,   -- how many are held
    -- what it said last
    contact_ms INTEGER,
    claimed_sequence INTEGER NOT NULL DEFAULT 0, -- highest that it says to have completed
    claimed_head TEXT NOT NULL DEFAULT '',
    queue INTEGER,
    quarantined INTEGER,
    oldest_unsent_ms INTEGER,
    skew_ms INTEGER,                       -- tablet clock minus server clock
    battery_percent INTEGER,
    charging INTEGER,
    storage_free_bytes INTEGER,
    mode TEXT NOT NULL DEFAULT '',         -- bedside or home
    version TEXT NOT NULL DEFAULT '',
    documents_etag TEXT NOT NULL DEFAULT '',
    instance TEXT NOT NULL DEFAULT '',     -- of its store
    continuity TEXT NOT NULL DEFAULT '',   -- last link of its heartbeats; two stores that grew from one can't both follow it
    fork_ms INTEGER,                       -- first seen with a chain that contradicts ours: cloned or restored
    fork_reason TEXT,
    lost_ms INTEGER,                       -- it holds receipts for forms that we do not: this database was restored from an older backup
    lost_first INTEGER,
    lost_last INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code (
    secret_sha256 TEXT PRIMARY KEY,
    tablet TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms INTEGER,
    created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One completed form. Its bytes are in response_body, so that a million headers stay quick to read.
CREATE TABLE submission (
    number INTEGER PRIMARY KEY,            -- order of arrival
    response_id TEXT NOT NULL UNIQUE,
    tablet TEXT NOT NULL REFERENCES tablet(id),
    sequence INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,                    -- chain hash of this entry
    signature TEXT NOT NULL,               -- base64, the tablet's
    received_ms INTEGER NOT NULL,
    received_at TEXT NOT NULL,             -- as signed in the receipt
    receipt_head TEXT NOT NULL,            -- as signed in the receipt
    skew_ms INTEGER NOT NULL,
    study TEXT NOT NULL,
    participant TEXT NOT NULL,
    form TEXT NOT NULL,                    -- form id of the study
    questionnaire TEXT NOT NULL,           -- url|version
    visit TEXT NOT NULL,                   -- empty when event-contingent
    authored_at TEXT NOT NULL,
    authored_ms INTEGER NOT NULL,
    authored_date TEXT NOT NULL,           -- in its own offset
    language TEXT NOT NULL,
    assisted_by TEXT NOT NULL,
    staff TEXT NOT NULL,
    tags TEXT NOT NULL,                    -- " recall-overlap late ", a blank around each
    via TEXT NOT NULL DEFAULT 'network',   -- network, rescue or mirror
    UNIQUE (tablet, sequence)
) STRICT;
CREATE INDEX submission_participant ON submission (participant, authored_ms);
CREATE INDEX submission_form_visit ON submission (form, visit, participant);
CREATE INDEX submission_received ON submission (received_ms);

CREATE TABLE response_body (
    number INTEGER PRIMARY KEY REFERENCES submission(number),
    bytes BLOB NOT NULL
) STRICT;

-- What came with a form: Observation, Communication, AuditEvent ...
CREATE TABLE resource (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    submission INTEGER NOT NULL REFERENCES submission(number),
    json TEXT NOT NULL,
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX resource_submission ON resource (submission);

CREATE TABLE alert (
    id TEXT PRIMARY KEY,                   -- Communication id
    submission INTEGER NOT NULL REFERENCES submission(number),
    participant TEXT NOT NULL,
    tablet TEXT NOT NULL,
    rule TEXT NOT NULL,
    priority TEXT NOT NULL,
    text TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    acknowledged_ms INTEGER,
    acknowledged_by TEXT,
    acknowledged_note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_open ON alert (received_ms) WHERE acknowledged_ms IS NULL;

-- Other bytes under a known identity, or a broken chain: kept, shown, never merged.
CREATE TABLE conflict (
    number INTEGER PRIMARY KEY,
    tablet TEXT NOT NULL,
    response_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    previous TEXT NOT NULL,
    signature TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    bytes BLOB NOT NULL,
    resolved_ms INTEGER,
    resolved_by TEXT,
    UNIQUE (tablet, response_id, sequence, sha256, previous)
) STRICT;

-- Refused forms as the tablet was told; the bytes stay on the tablet.
CREATE TABLE refusal (
    tablet TEXT NOT NULL,
    response_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    reason TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (tablet, sequence, response_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE heartbeat (
    tablet TEXT NOT NULL REFERENCES tablet(id),
    hour INTEGER NOT NULL,                 -- hours since 1970; the last one within the hour stays
    contact_ms INTEGER NOT NULL,
    queue INTEGER,
    skew_ms INTEGER,
    battery_percent INTEGER,
    storage_free_bytes INTEGER,
    PRIMARY KEY (tablet, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
    number INTEGER PRIMARY KEY,
    study TEXT NOT NULL,
    version TEXT NOT NULL,
    etag TEXT NOT NULL,
    published_ms INTEGER NOT NULL,
    published_by TEXT NOT NULL
) STRICT;

-- The documents in force: kind is study, roster or staff.
CREATE TABLE document (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- Every form ever published: a response is checked against the version that it names.
CREATE TABLE questionnaire (
    canonical TEXT PRIMARY KEY,            -- url|version
    form TEXT NOT NULL,
    bytes BLOB NOT NULL,
    published_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE console_user (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER NOT NULL DEFAULT 0,
    revoked_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- What was received stays as it was received.
CREATE TRIGGER submission_keep BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'received forms are never deleted'); END;
CREATE TRIGGER submission_freeze BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'received forms are never changed'); END;
CREATE TRIGGER body_keep BEFORE DELETE ON response_body BEGIN SELECT RAISE(ABORT, 'received forms are never deleted'); END;
CREATE TRIGGER body_freeze BEFORE UPDATE ON response_body BEGIN SELECT RAISE(ABORT, 'received forms are never changed'); END;
CREATE TRIGGER resource_keep BEFORE DELETE ON resource BEGIN SELECT RAISE(ABORT, 'received resources are never deleted'); END;
CREATE TRIGGER resource_freeze BEFORE UPDATE ON resource BEGIN SELECT RAISE(ABORT, 'received resources are never changed'); END;
CREATE TRIGGER conflict_keep BEFORE DELETE ON conflict BEGIN SELECT RAISE(ABORT, 'conflicts are never deleted'); END;
CREATE TRIGGER audit_keep BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is never shortened'); END;
CREATE TRIGGER audit_freeze BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
