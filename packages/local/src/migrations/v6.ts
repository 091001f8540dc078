/**
 * Events of runs, counted in the tag of their name, and the attempts of a run, so that each write can come again.
 *
 * `base` of a tag is what was set, where there are events of its name: `text` then holds that number and theirs. NULL: nothing was set. Tags that
 * an earlier version counted are what was set before the first event.
 */
export const v6 = `
ALTER TABLE runs ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN claim TEXT;
ALTER TABLE tags ADD COLUMN base TEXT;

CREATE TABLE events (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  event TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  PRIMARY KEY (run, name, event)
) STRICT, WITHOUT ROWID;
`;
