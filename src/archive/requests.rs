//! Requests for information: the unit of work, its questions and its item numbers.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};

use super::catalogue::{Catalogue, fault, turned, unturned};
use crate::error::{Error, Result};
use crate::record::RecordId;

/// A request as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its row.
    pub id: i64,
    /// Its reference, in the issuer's spelling where the family is known.
    pub reference: String,
    /// Received.
    pub received: Option<Date>,
    /// Clarified.
    pub clarified: Option<Date>,
    /// The last day for the reply.
    pub due: Option<Date>,
    /// `open`, `closed` or `review`.
    pub status: String,
    /// Its questions: numbers and words.
    pub questions: Vec<(String, String)>,
}

impl Catalogue {
    /// Keeps a request, or adds what is newly known of it; `due` is always that of all that is known.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn keep_request(
        &self,
        reference: &str,
        received: Option<Date>,
        clarified: Option<Date>,
        due: Option<Date>,
        questions: &[(String, String)],
    ) -> Result<i64> {
        let questions_json = serde_json::to_string(questions)
            .map_err(|cause| Error::bug("questions cannot be written").because(cause))?;
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        self.db
            .execute(
                "INSERT INTO requests (reference, printed, received, clarified, due, questions, opened) \
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (reference) DO UPDATE SET \
                 received = coalesce(?2, received), clarified = coalesce(?3, clarified), \
                 due = ?4, questions = CASE ?5 WHEN '[]' THEN questions ELSE ?5 END",
                params![
                    reference,
                    day(received),
                    day(clarified),
                    day(due),
                    questions_json,
                    jiff::Timestamp::now().to_string()
                ],
            )
            .map_err(fault)?;
        self.db
            .query_row(
                "SELECT id FROM requests WHERE reference = ?1",
                [reference],
                |row| row.get(0),
            )
            .map_err(fault)
    }

    /// Every request, by reference.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn requests(&self) -> Result<Vec<Request>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT id, reference, received, clarified, due, status, questions FROM requests \
                 ORDER BY reference",
            )
            .map_err(fault)?;
        find.query_map([], |row| {
            let day = |nth: usize| -> rusqlite::Result<Option<Date>> {
                Ok(row
                    .get::<_, Option<String>>(nth)?
                    .and_then(|day| day.parse().ok()))
            };
            let questions: String = row.get(6)?;
            Ok(Request {
                id: row.get(0)?,
                reference: row.get(1)?,
                received: day(2)?,
                clarified: day(3)?,
                due: day(4)?,
                status: row.get(5)?,
                questions: serde_json::from_str(&questions).unwrap_or_default(),
            })
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// The request with this reference.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn request(&self, reference: &str) -> Result<Option<Request>> {
        Ok(self
            .requests()?
            .into_iter()
            .find(|request| request.reference.eq_ignore_ascii_case(reference)))
    }

    /// The number of a record within a request: given once, never reused. `held`: it is located, and cannot be
    /// pruned while the request is open.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn number_in(&self, request: i64, record: RecordId, held: bool) -> Result<u64> {
        let idn = turned(record.number());
        self.db
            .prepare_cached(
                "INSERT INTO numbered SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3 FROM numbered \
                 WHERE request = ?1 ON CONFLICT (request, idn) DO UPDATE SET held = held OR ?3",
            )
            .and_then(|mut insert| insert.execute(params![request, idn, held]))
            .map_err(fault)?;
        self.db
            .prepare_cached("SELECT n FROM numbered WHERE request = ?1 AND idn = ?2")
            .and_then(|mut find| find.query_row(params![request, idn], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// The record that a number stands for within a request.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn numbered(&self, request: i64, n: u64) -> Result<Option<RecordId>> {
        self.db
            .prepare_cached("SELECT idn FROM numbered WHERE request = ?1 AND n = ?2")
            .and_then(|mut find| {
                find.query_row(params![request, n.cast_signed()], |row| {
                    row.get::<_, i64>(0)
                })
                .optional()
            })
            .map(|idn| idn.map(|idn| RecordId::from_number(unturned(idn))))
            .map_err(fault)
    }

    /// Every numbered record of a request, by number; whether it is located.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn numbers_of(&self, request: i64) -> Result<Vec<(u64, RecordId, bool)>> {
        let mut find = self
            .db
            .prepare_cached("SELECT n, idn, held FROM numbered WHERE request = ?1 ORDER BY n")
            .map_err(fault)?;
        find.query_map([request], |row| {
            Ok((
                row.get::<_, i64>(0)?.cast_unsigned(),
                RecordId::from_number(unturned(row.get(1)?)),
                row.get(2)?,
            ))
        })
        .map_err(fault)?
        .collect::<Result<_, _>>()
        .map_err(fault)
    }

    /// Sets a request to `open`, `closed` or `review`.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub fn set_request_status(&self, request: i64, status: &str) -> Result<()> {
        self.db
            .execute(
                "UPDATE requests SET status = ?2 WHERE id = ?1",
                params![request, status],
            )
            .map(|_| ())
            .map_err(fault)
    }

    /// How many records are numbered within a request.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn numbers_given(&self, request: i64) -> Result<u64> {
        self.db
            .prepare_cached("SELECT count(*) FROM numbered WHERE request = ?1")
            .and_then(|mut find| find.query_row([request], |row| row.get::<_, i64>(0)))
            .map(i64::cast_unsigned)
            .map_err(fault)
    }

    /// Whether an open request has located this record, so that it may not be pruned.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn is_held(&self, record: RecordId) -> Result<bool> {
        self.db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM numbered JOIN requests ON requests.id = request \
                 WHERE idn = ?1 AND held AND status <> 'closed')",
            )
            .and_then(|mut find| find.query_row([turned(record.number())], |row| row.get(0)))
            .map_err(fault)
    }
}
