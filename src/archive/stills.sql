-- Folders of which every row is as the last walk saw it: a digest over the rows, how many there are, and when the
-- folder's own list was last changed, by the time that may be set (modified) and by the one that may not (changed), where
-- files alone are in it and that was long enough before it was read. Whatever changes a file takes its folder's row away
-- first.
CREATE TABLE IF NOT EXISTS stills (
  folder   INTEGER PRIMARY KEY,
  digest   BLOB NOT NULL,
  files    INTEGER NOT NULL,
  modified INTEGER,
  changed  INTEGER
);

-- What an ingest of certain paths came to at a generation, so that it need not be counted again.
CREATE TABLE IF NOT EXISTS sums (
  scope      TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  sums       TEXT NOT NULL
) WITHOUT ROWID;
