-- FHIR servers that are followed because tablets deliver there: where reading stands, and what was read and is not settled yet.
CREATE TABLE mirror_source (
    url TEXT PRIMARY KEY,
    contact_ms INTEGER,                    -- last time that everything new was read
    trouble TEXT NOT NULL DEFAULT '',      -- why the last round did not end; empty: it did
    passed_over INTEGER NOT NULL DEFAULT 0 -- resources of others, read and not kept
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_mark (
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    since_ms INTEGER NOT NULL,             -- everything that the server changed before is here
    highest_ms INTEGER NOT NULL,           -- newest change in the pages of the round that is going on
    next_page TEXT NOT NULL,               -- where that round goes on; empty: it has ended
    PRIMARY KEY (url, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_staged (
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    response_id TEXT NOT NULL,             -- the form that it belongs to; a tablet's id for a Device
    updated_ms INTEGER NOT NULL,           -- as the server says
    json TEXT NOT NULL,
    PRIMARY KEY (url, type, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mirror_staged_form ON mirror_staged (url, response_id);

ALTER TABLE tablet ADD COLUMN mirrored_from TEXT NOT NULL DEFAULT ''; -- the server that it delivers to; empty: this one
