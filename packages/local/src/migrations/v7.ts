/**
 * Names of studies, points that their next trials take, and what is to be done after the last trial.
 *
 * `trial` of a queued point is the one that took it; NULL: none yet. `end_state` is `open`, `taken` by the process `end_process`, or `done`;
 * `end_work` says what was taken or done last.
 */
export const v7 = `
ALTER TABLE studies ADD COLUMN name TEXT;
ALTER TABLE studies ADD COLUMN end_state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE studies ADD COLUMN end_process INTEGER;
ALTER TABLE studies ADD COLUMN end_work TEXT;
CREATE UNIQUE INDEX studies_name ON studies (name) WHERE name IS NOT NULL;

CREATE TABLE queue (
  study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  params TEXT NOT NULL,
  trial INTEGER,
  PRIMARY KEY (study, place)
) STRICT, WITHOUT ROWID;
`;
