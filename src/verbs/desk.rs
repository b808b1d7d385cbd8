//! The desk that every question is asked at: one state of the archive, held still.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use super::answers::{NotCovered, NotSearched, ProblemRow, SourceSearched, State, Unended};
use super::unended;
use crate::archive::Archive;
use crate::archive::catalogue::Catalogue;
use crate::archive::records::Stored;
use crate::archive::runs::INGEST;
use crate::error::{Error, Result};
use crate::facts::Tables;
use crate::index::{Index, Searcher};
use crate::query::{self, Field, Node, Query, Value};
use crate::record::{Described, FORMAT_WORDS, IdPrefix, RecordId};

/// An archive opened for questions.
pub struct Desk<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// Its catalogue, held still.
    pub catalogue: Catalogue,
    /// The tables.
    pub tables: &'a Tables,
    searcher: OnceLock<Searcher>,
}

impl<'a> Desk<'a> {
    /// Opens the archive for questions, the index first: the catalogue may then know more, never less.
    ///
    /// # Errors
    /// When catalogue or index cannot be read.
    pub fn open(archive: &'a Archive, tables: &'a Tables) -> Result<Self> {
        let in_memory = archive.is_in_memory();
        let searcher = Index::open_to_ask(&archive.index_folder(), in_memory)?;
        let desk = Self::over(archive, Catalogue::to_ask(archive, in_memory)?, tables)?;
        let gone = desk.catalogue.buried_since(searcher.generation())?;
        let _ = desk
            .searcher
            .set(searcher.without(gone.into_iter().collect()));
        Ok(desk)
    }

    /// Opens the catalogue alone.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn without_index(archive: &'a Archive, tables: &'a Tables) -> Result<Self> {
        Self::over(archive, Catalogue::for_reading(archive)?, tables)
    }

    fn over(archive: &'a Archive, catalogue: Catalogue, tables: &'a Tables) -> Result<Self> {
        catalogue.hold_still()?;
        Ok(Self {
            archive,
            catalogue,
            tables,
            searcher: OnceLock::new(),
        })
    }

    /// Ends a process's last question: the catalogue is closed, and the index, of which nothing was written, is left to
    /// the end of the process, which lets go of a mapped file sooner than it could be taken apart.
    pub fn leave(self) {
        std::mem::forget(self.searcher);
        drop(self.catalogue);
    }

    /// The index.
    ///
    /// # Errors
    /// When the desk was opened without it.
    pub fn searcher(&self) -> Result<&Searcher> {
        self.searcher
            .get()
            .ok_or_else(|| Error::bug("a search without an index"))
    }

    /// The ids of all records that answer a query, sorted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ids(&self, query: &Query) -> Result<Vec<RecordId>> {
        self.searcher()?.ids(query)
    }

    /// Reads a query as typed, organisations by any of their names.
    ///
    /// # Errors
    /// When it cannot be read; the error points at the column.
    pub fn query(&self, typed: &str) -> Result<Query> {
        self.resolved(query::parse_with(typed, &self.tables.families)?)
            .and_then(|query| self.spelled(query))
    }

    /// Reads one field's value, as a flag gives it.
    ///
    /// # Errors
    /// When the field cannot have it.
    pub fn field(&self, name: &str, value: &str) -> Result<Query> {
        self.resolved(query::field(name, value, &self.tables.families)?)
            .and_then(|query| self.spelled(query))
    }

    /// A query with organisations by any of their names, and with the records that only the catalogue knows.
    fn resolved(&self, query: Query) -> Result<Query> {
        query
            .naming(&self.tables.parties)
            .resolving(&mut |field, typed| {
                let ids = match field {
                    Field::Has if typed == "problem" => self.catalogue.with_problem()?,
                    Field::Has => self.catalogue.with_attachment()?,
                    Field::Source => self.of_source(typed)?,
                    Field::Id => match self.catalogue.ids_like(typed.parse()?, usize::MAX)? {
                        none if none.is_empty() => return Err(self.no_such_record(typed)),
                        some => some,
                    },
                    Field::Thread => {
                        let member = typed.strip_prefix("t-").unwrap_or(typed);
                        self.of_one(member, |id| self.catalogue.thread(id))?
                    }
                    _ => self.of_one(typed, |id| self.attached_to(id))?,
                };
                Ok(ids.into_iter().map(RecordId::number).collect())
            })
    }

    /// Refuses a format or a marking that no record has and that is one or two letters from one that is known.
    fn spelled(&self, query: Query) -> Result<Query> {
        let Some(searcher) = self.searcher.get() else {
            return Ok(query);
        };
        for leaf in query.leaves() {
            let Node::Field {
                field: field @ (Field::Format | Field::Marking),
                value: Value::Listed(typed),
                at,
            } = leaf
            else {
                continue;
            };
            let markings: Vec<String> = match field {
                Field::Marking => self
                    .tables
                    .markings
                    .names()
                    .map(str::to_lowercase)
                    .collect(),
                _ => FORMAT_WORDS.iter().map(|&word| word.to_owned()).collect(),
            };
            let known = || markings.iter().map(String::as_str);
            let typed = typed.as_str();
            if known().any(|word| word == typed) || searcher.count(&query.leaf(leaf))? > 0 {
                continue;
            }
            if let Some(near) = query::fields::nearest(typed, known()) {
                let name = if *field == Field::Format {
                    "format"
                } else {
                    "marking"
                };
                let whole = query.typed();
                return Err(Error::request(format!(
                    "no record in this archive has the {name} `{typed}`"
                ))
                .hint(format!("did you mean `{name}:{near}`?"))
                .at(whole, at.start, at.end - at.start));
            }
        }
        Ok(query)
    }

    /// What belongs to the one record that an id, or the beginning of one, stands for.
    fn of_one(
        &self,
        typed: &str,
        belongs: impl FnOnce(RecordId) -> Result<Vec<RecordId>>,
    ) -> Result<Vec<RecordId>> {
        match self.catalogue.ids_like(typed.parse()?, 2)?.as_slice() {
            [] => Err(self.no_such_record(typed)),
            [one] => belongs(*one),
            _ => Err(
                Error::request(format!("the id {typed} fits more than one record"))
                    .hint("type more of its digits"),
            ),
        }
    }

    /// What is attached to a record, and what is attached to that, at all depths.
    fn attached_to(&self, id: RecordId) -> Result<Vec<RecordId>> {
        let mut all = BTreeSet::new();
        let mut next = vec![id];
        while let Some(one) = next.pop() {
            for attached in self.catalogue.attachments(one)? {
                // a message can hold a copy of the one that holds it
                if attached != id && all.insert(attached) {
                    next.push(attached);
                }
            }
        }
        Ok(all.into_iter().collect())
    }

    fn no_such_record(&self, typed: &str) -> Error {
        Error::request(format!(
            "no record in this archive has the id {}",
            typed.escape_debug()
        ))
        .hint("`recordroom search --all --format ids` lists every id")
    }

    fn of_source(&self, typed: &str) -> Result<Vec<RecordId>> {
        let sources = self.catalogue.sources()?;
        match sources
            .iter()
            .find(|source| source.name.eq_ignore_ascii_case(typed))
        {
            Some(source) => self.catalogue.records_of(source.id),
            None => {
                let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
                Err(Error::request(format!(
                    "this archive has no source `{}`",
                    typed.escape_debug()
                ))
                .hint(format!("its sources are {}", names.join(", "))))
            }
        }
    }

    /// The archive's state.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn state(&self) -> Result<State> {
        super::state(&self.catalogue)
    }

    /// What could not be searched: inputs without a record; records without text, read in part, or not yet in
    /// the index.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn not_searched(&self) -> Result<NotSearched> {
        let inputs = self.catalogue.problem_counts()?.1;
        Ok(match self.searcher.get() {
            Some(searcher) => NotSearched {
                inputs,
                records: self.catalogue.not_searchable(searcher.generation())?,
                not_in_index: self.catalogue.changed_since(searcher.generation())?,
            },
            None => NotSearched {
                inputs,
                records: self.catalogue.unsearchable_records()?,
                not_in_index: 0,
            },
        })
    }

    /// Runs that were begun and have not ended.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn unended(&self) -> Result<Vec<Unended>> {
        unended(self.archive, &self.catalogue)
    }

    /// Every problem, as `problems` lists them.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn problems(&self) -> Result<Vec<ProblemRow>> {
        Ok(self
            .catalogue
            .problems()?
            .into_iter()
            .map(|row| ProblemRow {
                path: row.path,
                part: row.part,
                category: row.category,
                reason: row.reason,
                record: row.record,
            })
            .collect())
    }

    /// Where the records come from, and where nobody looked: whole sources, and what an ingest that did not end may have
    /// left out.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn sources(&self) -> Result<(Vec<SourceSearched>, Vec<NotCovered>)> {
        let (searched, mut not_covered) = self.sources_on_record()?;
        let begun = self.catalogue.begun()?.into_iter();
        for run in begun.filter(|run| run.verb == INGEST) {
            let day = run.at.split('T').next().unwrap_or_default();
            let reason = format!(
                "an ingest that began on {day} had not ended: what it had not read yet is missing"
            );
            let sources = run.sources();
            let names = match sources.is_empty() {
                true => vec!["what the first ingest was to read".to_owned()],
                false => sources
                    .iter()
                    .map(|name| format!("part of {name}"))
                    .collect(),
            };
            not_covered.extend(names.into_iter().map(|name| NotCovered {
                name,
                reason: reason.clone(),
            }));
        }
        Ok((searched, not_covered))
    }

    /// Where the records come from, and the sources of which it is on record that nobody looked there.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn sources_on_record(&self) -> Result<(Vec<SourceSearched>, Vec<NotCovered>)> {
        let mut searched = Vec::new();
        let mut not_covered = Vec::new();
        for source in self.catalogue.sources()? {
            match source.not_searched {
                Some(reason) => not_covered.push(NotCovered {
                    name: source.name,
                    reason,
                }),
                // a source that was only announced has nothing that could have been searched
                None if self.catalogue.roots_of(source.id)?.is_empty() => {}
                None => searched.push(SourceSearched {
                    records: self.catalogue.records_in(source.id)?,
                    name: source.name,
                    custodian: source.custodian,
                    collected: source.collected,
                }),
            }
        }
        Ok((searched, not_covered))
    }

    /// Everything known of a record.
    ///
    /// # Errors
    /// When the catalogue does not contain it.
    pub fn describe(
        &self,
        id: RecordId,
        threads: Option<&HashMap<RecordId, RecordId>>,
    ) -> Result<Described> {
        self.catalogue.describe(self.stored(id)?, threads)
    }

    /// What a list on a screen shows of a record: see [`Catalogue::described_alone`].
    ///
    /// # Errors
    /// When the catalogue does not contain it.
    pub fn described_alone(&self, id: RecordId) -> Result<Described> {
        self.catalogue.described_alone(self.stored(id)?)
    }

    fn stored(&self, id: RecordId) -> Result<Stored> {
        self.catalogue.record(id)?.ok_or_else(|| {
            Error::archive(format!(
                "the index finds {id}, which the catalogue does not contain"
            ))
            .hint("run `recordroom reindex`")
        })
    }

    /// The record that a typed id, a prefix of one, or an item number of a request stands for.
    ///
    /// # Errors
    /// When none or several fit.
    pub fn named(&self, typed: &str, request: Option<&str>) -> Result<RecordId> {
        if let (Some(reference), Ok(n)) = (request, typed.parse::<u64>())
            && is_item_number(typed)
        {
            let request = self.request(reference)?;
            return self.catalogue.numbered(request.id, n)?.ok_or_else(|| {
                Error::request(format!("request {reference} has no item {n}")).hint(format!(
                    "recordroom request show '{reference}' lists its records by number"
                ))
            });
        }
        let prefix: IdPrefix = typed.parse()?;
        match self.catalogue.ids_like(prefix, 4)?.as_slice() {
            [one] => Ok(*one),
            [] => Err(match self.catalogue.buried_like(prefix)? {
                Some((id, at, reason)) => Error::request(format!(
                    "{id} is no longer in this archive: removed on {}, {reason}",
                    at.split('T').next().unwrap_or(&at)
                )),
                None => Error::request(format!("no record in this archive has the id {typed}"))
                    .hint("`recordroom search --all --format ids` lists every id"),
            }),
            several => {
                let shown: Vec<String> = several.iter().map(ToString::to_string).collect();
                Err(Error::request(format!(
                    "the id {typed} fits more than one record: {}",
                    shown.join(", ")
                ))
                .hint("type more of its digits"))
            }
        }
    }

    /// A query with the item numbers of a request in `id:`, `thread:` and `in:` written out as the ids for which they
    /// stand there, as they do wherever an id may be typed; the same query where it is filed under no request.
    ///
    /// # Errors
    /// When the query cannot be read, or the request has no such item: a number is never read as the beginning of an id
    /// instead.
    pub fn items_written_out(&self, typed: &str, request: Option<&str>) -> Result<String> {
        if request.is_none() || typed.trim().is_empty() {
            return Ok(typed.to_owned());
        }
        let query = query::parse(typed, &self.tables.families)?;
        let mut written: Vec<char> = typed.chars().collect();
        let mut leaves = query.leaves();
        // from the last on, so that the columns of those before it stay true
        leaves.reverse();
        for leaf in leaves {
            let Node::Field {
                field: field @ (Field::Id | Field::Thread | Field::In),
                value: Value::Records { typed: value, .. },
                at,
            } = leaf
            else {
                continue;
            };
            if !is_item_number(value) {
                continue;
            }
            let id = self.named(value, request).map_err(|error| {
                let what = error.what().to_owned();
                Error::request(what)
                    .hint(format!(
                        "under a request {}:{value} is its item {value}; the beginning of an id is written {}:r-{value}",
                        field.name(),
                        field.name()
                    ))
                    .at(typed, at.start, at.end - at.start)
            })?;
            let end = at.end.min(written.len());
            let start = at.start.min(end);
            // inside the brackets of `id:(1 OR 2)` the field stands before them
            let named = written[start..end].contains(&':');
            let spelt = match named {
                true => format!("{}:{id}", field.name()),
                false => id.to_string(),
            };
            written.splice(start..end, spelt.chars());
        }
        Ok(written.into_iter().collect())
    }

    /// The request file with this reference, however spelt.
    ///
    /// # Errors
    /// When there is none.
    pub fn request(&self, reference: &str) -> Result<crate::archive::requests::Request> {
        let canonical = self.canonical_request(reference)?;
        self.catalogue.request(&canonical)?.ok_or_else(|| {
            Error::request(format!("there is no request file {canonical}")).hint(format!(
                "open one with `recordroom request add '{canonical}'`"
            ))
        })
    }

    /// The numbers that records have within a request; none where no such request is open.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn items_of(&self, request: Option<&str>) -> Result<HashMap<RecordId, u64>> {
        let request = match request {
            Some(reference) => self.catalogue.request(reference)?,
            None => None,
        };
        let Some(request) = request else {
            return Ok(HashMap::new());
        };
        let numbers = self.catalogue.numbers_of(request.id)?;
        Ok(numbers.into_iter().map(|(n, id, _)| (id, n)).collect())
    }

    /// The reference under which a request is filed here, however it is typed; where it has no file, its reference in
    /// its issuer's spelling if the family is known, else as typed.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn canonical_request(&self, typed: &str) -> Result<String> {
        super::requests::filed_as(self.catalogue.requests()?, self.tables, typed)
    }
}

/// Whether what was typed for an id may be an item's number within a request: digits alone, and few of them.
fn is_item_number(typed: &str) -> bool {
    (1..6).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit())
}
