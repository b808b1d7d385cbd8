-- The catalogue: what there is. One row an idea; the index is made from it and never the other way.
-- `idn` is a record's 64-bit id with its top bit turned, so that SQLite's signed order is the id's own order.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Where records came from, and where nobody looked (not_searched holds the reason).
CREATE TABLE sources (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  custodian    TEXT,
  system       TEXT,
  period       TEXT,
  collected    TEXT,
  supplied_by  TEXT,
  published    TEXT,
  not_searched TEXT,
  added        TEXT NOT NULL
);

-- A folder or file that was ingested. `path` is canonical and absolute, `shown` what people see. A path where a
-- file became a folder, or the reverse, has a row for each.
CREATE TABLE roots (
  id     INTEGER PRIMARY KEY,
  path   TEXT NOT NULL,
  shown  TEXT NOT NULL UNIQUE,
  single INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES sources(id),
  UNIQUE (path, single)
);

CREATE TABLE folders (
  id   INTEGER PRIMARY KEY,
  root INTEGER NOT NULL REFERENCES roots(id),
  path TEXT NOT NULL,
  UNIQUE (root, path)
);

-- A file as last read. `modified` is nanoseconds since 1970; null while reading it has not ended.
CREATE TABLE files (
  id       INTEGER PRIMARY KEY,
  folder   INTEGER NOT NULL REFERENCES folders(id),
  name     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  modified INTEGER,
  sha256   BLOB,
  missing  TEXT,
  UNIQUE (folder, name)
);

-- Every item and its fate: 0 record, 1 copy, 2 problem, 3 excluded. Of a record's places the first is its
-- `record`, the others are copies. `sha256` null: the file's own.
CREATE TABLE items (
  id     INTEGER PRIMARY KEY,
  file   INTEGER NOT NULL REFERENCES files(id),
  part   TEXT,
  name   TEXT,
  parent INTEGER,
  record INTEGER,
  fate   INTEGER NOT NULL,
  size   INTEGER NOT NULL,
  sha256 BLOB,
  rule   TEXT
);
CREATE INDEX items_file ON items (file);
CREATE INDEX items_record ON items (record) WHERE record IS NOT NULL;
CREATE INDEX items_parent ON items (parent) WHERE parent IS NOT NULL;

-- A record: its content and what was read off it. `day` is yyyymmdd. `ties`: the messages of its rows in the table of
-- that name, eight bytes each, lowest first. Facts and extraction are packed JSON.
CREATE TABLE records (
  seq         INTEGER PRIMARY KEY,
  idn         INTEGER NOT NULL UNIQUE,
  digest      BLOB NOT NULL,
  generation  INTEGER NOT NULL,
  first_seen  TEXT NOT NULL,
  day         INTEGER,
  text_status INTEGER NOT NULL,
  partial     INTEGER NOT NULL,
  draft_of    INTEGER,
  body        INTEGER NOT NULL,
  message     INTEGER NOT NULL,
  ties        BLOB NOT NULL,
  facts       BLOB NOT NULL
);
CREATE INDEX records_generation ON records (generation);
CREATE INDEX records_day ON records (day) WHERE day IS NOT NULL;
CREATE INDEX records_body ON records (body, message) WHERE body <> 0;
CREATE INDEX records_unsearchable ON records (idn) WHERE text_status >= 2 OR partial;

-- Records whose places changed in a batch that is committed, and whose names and facts are still to follow.
CREATE TABLE unsettled (
  idn INTEGER PRIMARY KEY
);

-- The extraction, apart from its record so that lists stay quick.
CREATE TABLE extractions (
  seq    INTEGER PRIMARY KEY,
  packed BLOB NOT NULL
);

-- A record that is gone: what it was, never what it said.
CREATE TABLE tombstones (
  idn        INTEGER NOT NULL,
  digest     BLOB NOT NULL,
  generation INTEGER NOT NULL,
  at         TEXT NOT NULL,
  reason     TEXT NOT NULL
);
CREATE INDEX tombstones_generation ON tombstones (generation);

CREATE TABLE known_references (
  id        INTEGER PRIMARY KEY,
  family    TEXT NOT NULL,
  issuer    TEXT NOT NULL,
  canonical TEXT NOT NULL,
  UNIQUE (issuer, canonical)
);

CREATE TABLE carried (
  reference INTEGER NOT NULL,
  record    INTEGER NOT NULL,
  PRIMARY KEY (reference, record)
) WITHOUT ROWID;
CREATE INDEX carried_record ON carried (record);

-- Message-IDs as 64-bit hashes: a record's own (role 0) and those it answers (role 1).
CREATE TABLE ties (
  message INTEGER NOT NULL,
  record  INTEGER NOT NULL,
  role    INTEGER NOT NULL,
  PRIMARY KEY (message, record, role)
) WITHOUT ROWID;

CREATE TABLE problems (
  id       INTEGER PRIMARY KEY,
  file     INTEGER NOT NULL,
  part     TEXT,
  category TEXT NOT NULL,
  reason   TEXT NOT NULL,
  record   INTEGER
);
CREATE INDEX problems_file ON problems (file);
CREATE INDEX problems_record ON problems (record) WHERE record IS NOT NULL;

CREATE TABLE batches (
  generation INTEGER PRIMARY KEY,
  at         TEXT NOT NULL,
  items      INTEGER NOT NULL
);

CREATE TABLE dictionaries (
  id    INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
);

-- A request for information, the unit of work. `day`s are ISO; status open, closed or review.
CREATE TABLE requests (
  id        INTEGER PRIMARY KEY,
  reference TEXT NOT NULL,
  printed   TEXT NOT NULL,
  received  TEXT,
  clarified TEXT,
  regime    TEXT,
  due       TEXT,
  status    TEXT NOT NULL DEFAULT 'open',
  questions TEXT NOT NULL,
  opened    TEXT NOT NULL,
  UNIQUE (reference)
);

-- Item numbers: given once within a request and never reused.
CREATE TABLE numbered (
  request INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  idn     INTEGER NOT NULL,
  held    INTEGER NOT NULL,
  PRIMARY KEY (request, n),
  UNIQUE (request, idn)
) WITHOUT ROWID;

-- The chained log's index; the log itself is log.jsonl.
CREATE TABLE events (
  n       INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  event   TEXT NOT NULL,
  request TEXT,
  digest  TEXT NOT NULL
);
