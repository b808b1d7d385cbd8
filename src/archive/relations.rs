//! How records belong together: attachments, conversations, carriers.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{OptionalExtension, params};

use super::catalogue::{Catalogue, fault, turned, unturned};
use super::records::{Stored, day_number};
use crate::error::Result;
use crate::extract::Format;
use crate::facts::citations::Citation;
use crate::facts::{Facts, Party};
use crate::record::{RecordId, format_word};

impl Catalogue {
    /// The records that a record is attached to, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn parents(&self, id: RecordId) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT DISTINCT holder.record FROM items JOIN items AS holder ON holder.id = items.parent \
                 WHERE items.record = ?1 AND holder.record IS NOT NULL ORDER BY 1",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![turned(id.number())])
    }

    /// The records attached to a record, ascending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn attachments(&self, id: RecordId) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT DISTINCT part.record FROM items JOIN items AS part ON part.parent = items.id \
                 WHERE items.record = ?1 AND part.record IS NOT NULL ORDER BY 1",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![turned(id.number())])
    }

    /// Every record that holds others; one that lies at several places may be there several times.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn with_attachment(&self) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                // what is a parent, in order: to look for the parts of every item took twice as long
                "SELECT record FROM items \
                 WHERE id IN (SELECT parent FROM items WHERE parent IS NOT NULL) AND record IS NOT NULL",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![])
    }

    /// Every pair of a record and one attached to it, each once, by the holder.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn holders(&self) -> Result<Vec<(RecordId, RecordId)>> {
        let mut find = self
            .db
            .prepare(
                "SELECT DISTINCT items.record, part.record FROM items \
                 JOIN items AS part ON part.parent = items.id \
                 WHERE items.record IS NOT NULL AND part.record IS NOT NULL ORDER BY 1, 2",
            )
            .map_err(fault)?;
        let id = |number: i64| RecordId::from_number(unturned(number));
        find.query_map([], |row| Ok((id(row.get(0)?), id(row.get(1)?))))
            .map_err(fault)?
            .collect::<Result<_, _>>()
            .map_err(fault)
    }

    /// Every record that has a listed problem.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn with_problem(&self) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached("SELECT DISTINCT record FROM problems WHERE record IS NOT NULL")
            .map_err(fault)?;
        self.ids(&mut find, params![])
    }

    /// Every record that lies in a source.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn records_of(&self, source: i64) -> Result<Vec<RecordId>> {
        let mut find = self
            .db
            .prepare_cached(
                "SELECT DISTINCT items.record FROM items JOIN files ON files.id = items.file \
                 JOIN folders ON folders.id = files.folder JOIN roots ON roots.id = folders.root \
                 WHERE roots.source = ?1 AND items.record IS NOT NULL",
            )
            .map_err(fault)?;
        self.ids(&mut find, params![source])
    }

    /// Every message of the conversation that a record belongs to, ascending; itself alone where it has none.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn thread(&self, id: RecordId) -> Result<Vec<RecordId>> {
        let mut alike = self
            .db
            .prepare_cached("SELECT record, role <> 2 FROM ties WHERE message = ?1")
            .map_err(fault)?;
        let mut members = BTreeSet::from([id]);
        let mut seen = BTreeSet::new();
        let mut next = vec![id];
        while let Some(one) = next.pop() {
            let keys = self.tied_by(turned(one.number()))?;
            // each key once, however many of a long conversation bear it
            for key in keys.into_iter().filter(|key| seen.insert(*key)) {
                let rows: Vec<(i64, bool)> = alike
                    .query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))
                    .map_err(fault)?
                    .collect::<Result<_, _>>()
                    .map_err(fault)?;
                // they belong together once one of them is tied by it and not merely offers it
                if !rows.iter().any(|(_, ties)| *ties) {
                    continue;
                }
                for (other, _) in rows {
                    let other = RecordId::from_number(unturned(other));
                    if members.insert(other) {
                        next.push(other);
                    }
                }
            }
        }
        Ok(members.into_iter().collect())
    }

    /// The numbers of the messages that tie a record, by which the rows of `ties` are found.
    pub(super) fn tied_by(&self, idn: i64) -> Result<Vec<i64>> {
        let noted: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT ties FROM records WHERE idn = ?1")
            .and_then(|mut find| find.query_row([idn], |row| row.get(0)).optional())
            .map_err(fault)?;
        let noted = noted.unwrap_or_default();
        let (messages, _) = noted.as_chunks::<8>();
        Ok(messages.iter().copied().map(i64::from_le_bytes).collect())
    }

    /// The conversation of every message of the archive: the smallest id of each.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn threads(&self) -> Result<HashMap<RecordId, RecordId>> {
        let mut find = self
            .db
            .prepare("SELECT message, record, role <> 2 FROM ties ORDER BY message")
            .map_err(fault)?;
        let mut rows = find.query([]).map_err(fault)?;
        let mut above: HashMap<RecordId, RecordId> = HashMap::new();
        fn top(above: &mut HashMap<RecordId, RecordId>, mut one: RecordId) -> RecordId {
            while let Some(&next) = above.get(&one) {
                if next == one {
                    break;
                }
                let further = above.get(&next).copied().unwrap_or(next);
                above.insert(one, further);
                one = further;
            }
            one
        }
        // the records of one key; they belong together once one of them is tied by it and not merely offers it
        let mut alike: Vec<RecordId> = Vec::new();
        let (mut key, mut ties) = (None, false);
        loop {
            let row = rows.next().map_err(fault)?;
            let next: Option<i64> = row.map(|row| row.get(0)).transpose().map_err(fault)?;
            if next.is_none() || next != key {
                for pair in alike.windows(2).filter(|_| ties) {
                    let (a, b) = (top(&mut above, pair[0]), top(&mut above, pair[1]));
                    above.insert(a.max(b), a.min(b));
                }
                alike.clear();
                (key, ties) = (next, false);
            }
            let Some(row) = row else { break };
            let record = RecordId::from_number(unturned(row.get(1).map_err(fault)?));
            above.entry(record).or_insert(record);
            ties |= row.get::<_, bool>(2).map_err(fault)?;
            alike.push(record);
        }
        let members: Vec<RecordId> = above.keys().copied().collect();
        Ok(members
            .into_iter()
            .map(|member| (member, top(&mut above, member)))
            .collect())
    }

    /// Other records with the same words, ascending, 64 at most; the caller compares what else must agree. Two
    /// messages never carry one letter, and there may be thousands with the same few words.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn same_words(&self, stored: &Stored) -> Result<Vec<RecordId>> {
        if stored.body == 0 {
            return Ok(Vec::new());
        }
        let mut find = self
            .db
            .prepare_cached(
                "SELECT idn FROM records WHERE body = ?1 AND body <> 0 AND idn <> ?2 \
                 AND NOT (message AND ?3) ORDER BY idn LIMIT 64",
            )
            .map_err(fault)?;
        self.ids(
            &mut find,
            params![
                stored.body.cast_signed(),
                turned(stored.id.number()),
                stored.known.format == Format::Eml
            ],
        )
    }

    /// A record's format: its usual ending.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn format_of(&self, stored: &Stored) -> Result<String> {
        let names = match stored.known.format {
            Format::Image | Format::Other => self.names(stored.id)?,
            _ => Vec::new(),
        };
        Ok(format_word(stored.known.format, &names))
    }

    /// The records of the day on which a cited letter is said to be written, between its two sides; of one letter in
    /// several forms the first. Several where the day and the sides do not tell which is meant.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub(super) fn cited(
        &self,
        by: RecordId,
        citing: &Facts,
        cited: &Citation,
    ) -> Result<Vec<RecordId>> {
        let Some(day) = cited.date else {
            return Ok(Vec::new());
        };
        let mut find = self
            .db
            .prepare_cached(
                "SELECT idn FROM records WHERE day = ?1 AND idn <> ?2 ORDER BY idn LIMIT 64",
            )
            .map_err(fault)?;
        let same_day = self.ids(&mut find, params![day_number(day), turned(by.number())])?;
        // "our letter of today" that the message brings
        let own = cited.from.is_some() && cited.from == cited.said_by;
        let brought = if own {
            self.attachments(by)?
        } else {
            Vec::new()
        };
        let mut fitting: Vec<Stored> = Vec::new();
        for other in same_day {
            let Some(other) = self.record(other)? else {
                continue;
            };
            let message = other.known.format == Format::Eml;
            let fits = !other.known.facts.draft
                && (fits(cited, citing, &other.known.facts)
                    || brought.contains(&other.id) && !message);
            // a scan or a copy in another form is the same letter; the first stands for it
            let known = |first: &Stored| first.body == other.body && first.body != 0;
            if fits && !fitting.iter().any(known) {
                fitting.push(other);
            }
        }
        // what is called an email is a message, and what is called a letter is none, where both are there
        let called = match cited.kind.as_str() {
            "email" => Some(true),
            "letter" => Some(false),
            _ => None,
        };
        if let Some(message) = called.filter(|_| fitting.len() > 1) {
            let is = |one: &Stored| (one.known.format == Format::Eml) == message;
            if fitting.iter().any(is) {
                fitting.retain(is);
            }
        }
        Ok(fitting.iter().map(|found| found.id).collect())
    }

    /// Other records that carry the same letter: equal words, day and references, another form.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn carriers(&self, stored: &Stored) -> Result<Vec<RecordId>> {
        let mut carriers = Vec::new();
        for other in self.same_words(stored)? {
            let Some(other) = self.record(other)? else {
                continue;
            };
            let (a, b) = (&stored.known.facts, &other.known.facts);
            let keys = |facts: &Facts| -> BTreeSet<String> {
                facts
                    .references
                    .iter()
                    .map(crate::facts::Carried::key)
                    .collect()
            };
            let both_messages =
                stored.known.format == Format::Eml && other.known.format == Format::Eml;
            let addressees = |facts: &Facts| -> BTreeSet<Option<String>> {
                facts
                    .to
                    .iter()
                    .map(|party| party.organisation.clone())
                    .collect()
            };
            if !both_messages
                && a.date == b.date
                && keys(a) == keys(b)
                && addressees(a) == addressees(b)
            {
                carriers.push(other.id);
            }
        }
        Ok(carriers)
    }
}

/// Whether a record of the cited day may be what is cited: its sides are those that are said. Where nobody says who wrote,
/// it must be the notice that is named, or bear a reference of the letter that cites it.
fn fits(cited: &Citation, citing: &Facts, facts: &Facts) -> bool {
    let is = |parties: &[Party], name: &String| {
        parties.iter().any(|party| {
            party.is_of(name)
                || party
                    .name
                    .as_ref()
                    .is_some_and(|other| other == name || one_person(other, name))
        })
    };
    // whom a mail was sent to may be told by an address alone
    let untold = facts
        .to
        .iter()
        .all(|party| party.organisation.is_none() && party.name.is_none());
    let sent_to = |to: &String| untold && !facts.to.is_empty() || is(&facts.to, to);
    let written = match &cited.from {
        Some(from) => is(&facts.from, from),
        None => {
            let telling = matches!(
                cited.kind.as_str(),
                "reprimand" | "notice" | "decision_notice"
            );
            let shared = facts.references.iter().any(|one| {
                citing
                    .references
                    .iter()
                    .any(|other| other.key() == one.key())
            });
            let kind = facts.kind == cited.kind;
            let any = matches!(cited.kind.as_str(), "letter" | "email");
            telling && kind || !telling && shared && (any || kind)
        }
    };
    written && cited.to.as_ref().is_none_or(sent_to)
}

/// Whether two names may be one person's: `Ms T Orrow` and `Tamsin Orrow`. The last names agree, and so do the first
/// letters of the first names where both have one.
fn one_person(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        const HONORIFICS: [&str; 9] =
            ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "prof"];
        name.split(|c: char| c.is_whitespace() || matches!(c, '.' | ','))
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty() && !HONORIFICS.contains(&word.as_str()))
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let first = |words: &[String]| match words {
        [first, _, ..] => first.chars().next(),
        _ => None,
    };
    let firsts = first(&a).is_none() || first(&b).is_none() || first(&a) == first(&b);
    a.last().is_some_and(|last| last.chars().count() > 2) && a.last() == b.last() && firsts
}

#[cfg(test)]
mod tests {
    use super::one_person;

    #[test]
    fn a_person_is_known_with_and_without_the_first_name() {
        assert!(one_person("Ms T Orrow", "Tamsin Orrow"));
        assert!(one_person("Mr Sallow", "Kit Sallow"));
        assert!(!one_person("Mr B Sallow", "Kit Sallow"));
        assert!(!one_person("Ms T Orrow", "Tamsin Barrow"));
        assert!(!one_person("", ""));
    }
}
