-- Signed updates of the tablets' programs; the bundles themselves are files beside the database. The one published last is offered.
CREATE TABLE program_update (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    version TEXT NOT NULL,
    architecture TEXT NOT NULL,
    suite TEXT NOT NULL,
    manifest TEXT NOT NULL,
    signature BLOB NOT NULL,
    published_ms INTEGER NOT NULL,
    published_by TEXT NOT NULL
) STRICT;

-- What a tablet said of its packages and of the last update.
ALTER TABLE tablet ADD COLUMN architecture TEXT NOT NULL DEFAULT '';
ALTER TABLE tablet ADD COLUMN suite TEXT NOT NULL DEFAULT '';
ALTER TABLE tablet ADD COLUMN update_state TEXT NOT NULL DEFAULT '';
ALTER TABLE tablet ADD COLUMN update_version TEXT NOT NULL DEFAULT '';
ALTER TABLE tablet ADD COLUMN update_detail TEXT NOT NULL DEFAULT '';
