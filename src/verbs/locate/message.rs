//! The line of a message: between bodies that the archive knows by the address, where the message itself names none.

use std::collections::{BTreeSet, HashMap};

use super::exchange::telling_word;
use super::line::line;
use crate::error::Result;
use crate::facts::{Party, dates};
use crate::record::Described;
use crate::verbs::desk::Desk;

/// The most records in which the name that goes with an address is looked for; where there are more, none is told.
const MOST: usize = 4096;

/// What the lines of messages are made with: names found so far, by the word of an address that tells a body.
pub(in crate::verbs) struct Messages<'a> {
    desk: &'a Desk<'a>,
    named: HashMap<(String, bool), Option<String>>,
}

impl<'a> Messages<'a> {
    /// Nothing looked for yet.
    pub(in crate::verbs) fn new(desk: &'a Desk<'a>) -> Self {
        Self {
            desk,
            named: HashMap::new(),
        }
    }

    /// The line by which a list of located records names this one.
    pub(in crate::verbs) fn line(&mut self, record: &Described) -> Result<String> {
        let title = self.title(record)?;
        Ok(line(record, self.desk.tables, title))
    }

    /// The title of a message whose own says no more than its subject, or leaves its sender out: "Email to the ICO dated
    /// 4 May 2021, ..."; none where the title that it has will do. A private person is not named.
    fn title(&mut self, record: &Described) -> Result<Option<String>> {
        let Some(subject) = record.subject.as_deref().map(str::trim) else {
            return Ok(None);
        };
        if !matches!(record.format.as_str(), "eml" | "msg") || subject.is_empty() {
            return Ok(None);
        }
        let bare = record.title.trim_end_matches('.') == subject.trim_end_matches('.');
        if bare {
            let from = self.body(&record.from)?;
            let to = self.body(&record.to)?;
            let mut title = match from {
                Some(from) => format!("{from} email"),
                None => "Email".to_owned(),
            };
            if let Some(to) = to {
                let row = self.desk.tables.parties.row(&to);
                let to = row.map_or(to, |row| row.with_article());
                title.push_str(&format!(" to {to}"));
            }
            if let Some(day) = record.date {
                title.push_str(&format!(" dated {}", dates::long(day)));
            }
            return Ok(Some(format!("{title}, \"{subject}\"")));
        }
        match record.title.strip_prefix("Email to ") {
            Some(rest) => Ok(self
                .body(&record.from)?
                .map(|from| format!("{from} email to {rest}"))),
            None => Ok(None),
        }
    }

    /// The first body among some parties: as read, else as the archive calls whoever writes from that address.
    fn body(&mut self, parties: &[Party]) -> Result<Option<String>> {
        for party in parties {
            if let Some(body) = &party.organisation {
                return Ok(Some(body.clone()));
            }
            let domain = party
                .address
                .as_deref()
                .and_then(|address| address.split_once('@'))
                .map(|(_, domain)| domain.to_lowercase());
            let Some(domain) = domain else { continue };
            let words: Vec<String> = domain
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect();
            let police = words.iter().any(|word| word == "police");
            for word in &words {
                if let Some(body) = self.by_word(word, police)? {
                    return Ok(Some(body));
                }
            }
        }
        Ok(None)
    }

    /// The one body of this archive that is told by a word, or the one force: none where there are several.
    fn by_word(&mut self, word: &str, police: bool) -> Result<Option<String>> {
        if word.chars().count() < 5 {
            return Ok(None);
        }
        if let Some(known) = self.named.get(&(word.to_owned(), police)) {
            return Ok(known.clone());
        }
        let mut bodies: BTreeSet<String> = BTreeSet::new();
        if let Ok(query) = self.desk.field("from", word) {
            let ids = self.desk.ids(&query)?;
            // whether it is the only one is not told by a part of them
            let ids = if ids.len() > MOST { Vec::new() } else { ids };
            for id in ids {
                let Some(stored) = self.desk.catalogue.record(id)? else {
                    continue;
                };
                let printed = stored.known.facts.from.into_iter();
                bodies.extend(
                    printed
                        .filter_map(|party| party.organisation)
                        .filter(|body| telling_word(body).as_deref() == Some(word)),
                );
            }
        }
        // a force and a council of one place: an address with "police" in it is the force's, and no other is
        bodies.retain(|body| {
            let force = ["Police", "Constabulary"]
                .iter()
                .any(|end| body.ends_with(end));
            force == police
        });
        let one = match bodies.len() {
            1 => bodies.pop_first(),
            _ => None,
        };
        self.named.insert((word.to_owned(), police), one.clone());
        Ok(one)
    }
}
