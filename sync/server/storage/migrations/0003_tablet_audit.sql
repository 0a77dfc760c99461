-- The tablets' own audit trails, each row as the AuditEvent that it came as. 1, 2, 3 ... without gaps; each row's hash covers the one before.
CREATE TABLE tablet_audit (
    tablet TEXT NOT NULL REFERENCES tablet(id),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    event TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (tablet, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tablet_audit_keep BEFORE DELETE ON tablet_audit BEGIN SELECT RAISE(ABORT, 'the audit trail is never shortened'); END;
CREATE TRIGGER tablet_audit_freeze BEFORE UPDATE ON tablet_audit BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
