-- Questions about received forms, and the lock of a study. A received form itself never changes.
CREATE TABLE data_query (
    number INTEGER PRIMARY KEY,
    response_id TEXT NOT NULL REFERENCES submission(response_id),
    item TEXT NOT NULL,                    -- linkId; empty: the whole form
    text TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    raised_by TEXT NOT NULL,
    answer TEXT,
    answered_ms INTEGER,
    answered_by TEXT,
    closed_ms INTEGER,
    closed_by TEXT
) STRICT;
CREATE INDEX query_open ON data_query (raised_ms) WHERE closed_ms IS NULL;
CREATE INDEX query_response ON data_query (response_id);
CREATE TRIGGER query_keep BEFORE DELETE ON data_query BEGIN SELECT RAISE(ABORT, 'queries are never deleted'); END;
CREATE TRIGGER query_question BEFORE UPDATE OF number, response_id, item, text, raised_ms, raised_by ON data_query BEGIN SELECT RAISE(ABORT, 'a question is never changed'); END;
CREATE TRIGGER query_answered_once BEFORE UPDATE OF answer, answered_ms, answered_by ON data_query WHEN old.answered_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
CREATE TRIGGER query_closed_once BEFORE UPDATE ON data_query WHEN old.closed_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed query stays closed'); END;

CREATE TABLE study_lock (
    number INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    locked_ms INTEGER NOT NULL,
    locked_by TEXT NOT NULL,
    unlock_reason TEXT,
    unlocked_ms INTEGER,
    unlocked_by TEXT
) STRICT;
CREATE UNIQUE INDEX study_lock_one ON study_lock (unlocked_ms IS NULL) WHERE unlocked_ms IS NULL;
CREATE TRIGGER study_lock_keep BEFORE DELETE ON study_lock BEGIN SELECT RAISE(ABORT, 'locks are never deleted'); END;
CREATE TRIGGER study_lock_ends_once BEFORE UPDATE ON study_lock WHEN old.unlocked_ms IS NOT NULL BEGIN SELECT RAISE(ABORT, 'an ended lock never changes'); END;

-- While a study is locked nothing that the data sets are made of changes, whoever asks.
CREATE TRIGGER submission_locked BEFORE INSERT ON submission WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
CREATE TRIGGER publication_locked BEFORE INSERT ON publication WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
CREATE TRIGGER document_locked BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
CREATE TRIGGER query_locked BEFORE INSERT ON data_query WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
CREATE TRIGGER correction_locked BEFORE INSERT ON correction WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
CREATE TRIGGER participant_change_locked BEFORE INSERT ON participant_change WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
