-- What was made elsewhere about this tablet's participants, as the server told it. Never handed in: the outbox knows nothing of it.
CREATE TABLE fact (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they came
    id TEXT NOT NULL UNIQUE,
    participant TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX fact_of_participant ON fact (participant);
