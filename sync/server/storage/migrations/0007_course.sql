-- The facts about participants in the order in which this server learned them, so that a tablet asks only for what it lacks.
CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    participant TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('form', 'version', 'change', 'seen', 'decision')),
    ref TEXT NOT NULL,                     -- response id; "<response id>.<version>"; else the row's number in its own table
    tablet TEXT NOT NULL,                  -- the tablet that brought it; empty: made in the console
    UNIQUE (kind, ref)
) STRICT;
CREATE INDEX fact_participant ON fact (participant, number);

-- What a form corrects is a column: the course follows it without reading answers. 22 = length of "QuestionnaireResponse/".
DROP TRIGGER submission_freeze;
ALTER TABLE submission ADD COLUMN amends TEXT NOT NULL DEFAULT '';
UPDATE submission SET amends = coalesce((
    SELECT substr(json_extract(e.value, '$.valueReference.reference'), 23)
    FROM response_body b, json_each(CAST(b.bytes AS TEXT), '$.extension') e
    WHERE b.number = submission.number AND json_extract(e.value, '$.url') LIKE '%/StructureDefinition/amends'), '')
WHERE EXISTS (SELECT 1 FROM response_body b WHERE b.number = submission.number AND instr(CAST(b.bytes AS TEXT), '/StructureDefinition/amends"') > 0);
CREATE TRIGGER submission_freeze BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'received forms are never changed'); END;
CREATE INDEX submission_amends ON submission (amends) WHERE amends <> '';
-- Everything that planning asks of a form is in the index.
DROP INDEX submission_participant;
CREATE INDEX submission_participant ON submission (participant, authored_ms, form, visit, authored_at, response_id, amends);

-- Ids of the status records that had been received when the console said otherwise, one a line: its word stands above them.
ALTER TABLE participant_change ADD COLUMN knew TEXT NOT NULL DEFAULT '';

-- The name of an alert that is the same wherever it is computed; empty until this program's first start. An alert that a correction took
-- back stays, and holds no more.
ALTER TABLE alert ADD COLUMN course_id TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN holds INTEGER NOT NULL DEFAULT 1;
CREATE INDEX alert_course ON alert (course_id);
CREATE INDEX alert_participant ON alert (participant);

-- Who has seen which alert, and where.
CREATE TABLE seen (
    number INTEGER PRIMARY KEY,
    alert TEXT NOT NULL,                   -- alert.course_id
    who TEXT NOT NULL,
    tablet TEXT NOT NULL,                  -- empty: in the console
    at TEXT NOT NULL,                      -- ISO 8601, by the clock of where it was
    note TEXT NOT NULL,
    UNIQUE (alert, who, tablet)
) STRICT;
CREATE TRIGGER seen_keep BEFORE DELETE ON seen BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END;
CREATE TRIGGER seen_freeze BEFORE UPDATE ON seen BEGIN SELECT RAISE(ABORT, 'acknowledgements are never changed'); END;

-- Of several corrections that did not know of each other, the one that stands by somebody's word.
CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    participant TEXT NOT NULL,
    stands TEXT NOT NULL,
    over TEXT NOT NULL,                    -- ids of the others that were known, one a line
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER decision_keep BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER decision_freeze BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decision_locked BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;

INSERT INTO fact (participant, kind, ref, tablet) SELECT participant, 'form', response_id, tablet FROM submission ORDER BY number;
INSERT INTO fact (participant, kind, ref, tablet)
    SELECT s.participant, 'version', c.response_id || '.' || c.version, '' FROM correction c JOIN submission s ON s.response_id = c.response_id ORDER BY c.at_ms, c.version;
INSERT INTO fact (participant, kind, ref, tablet) SELECT participant, 'change', number, '' FROM participant_change ORDER BY number;

-- The roster as the study folder brought it; what stands in roster.csv follows from it and the facts.
DROP TRIGGER document_locked; -- a locked study is upgraded, too
INSERT INTO document (kind, name, bytes) SELECT 'folder-roster', name, bytes FROM document WHERE kind = 'roster';
CREATE TRIGGER document_locked BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM study_lock WHERE unlocked_ms IS NULL) BEGIN SELECT RAISE(ABORT, 'the study is locked'); END;
-- Alerts of before are those that came with forms: nothing is raised anew for the past.
INSERT INTO setting (name, value) SELECT 'alerts.judged', CAST(coalesce(max(number), 0) AS TEXT) FROM fact WHERE true
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
