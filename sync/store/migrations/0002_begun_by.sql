-- Who began a response, and which completed one it corrects; those begun before were all patients' own.
ALTER TABLE response ADD COLUMN begun_by TEXT NOT NULL DEFAULT 'patient';
ALTER TABLE response ADD COLUMN amends TEXT NOT NULL DEFAULT '';
CREATE TRIGGER response_keeps_author BEFORE UPDATE OF begun_by, amends ON response BEGIN SELECT RAISE(ABORT, 'what a response is about never changes'); END;
