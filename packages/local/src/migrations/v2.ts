/**
 * Studies and their trials; processes say when they were last seen.
 *
 * A trial without a record is being run by its process. `record` is JSON; numbers that JSON does not know are texts.
 */
export const v2 = `
ALTER TABLE processes ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE studies (
  id INTEGER PRIMARY KEY,
  study_id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE trials (
  study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
  trial INTEGER NOT NULL,
  state TEXT NOT NULL,
  process INTEGER NOT NULL REFERENCES processes (id),
  record TEXT,
  PRIMARY KEY (study, trial)
) STRICT, WITHOUT ROWID;
CREATE INDEX trials_open ON trials (study, trial) WHERE state IN ('running', 'interrupted');
`;
