//! Everything known of a record, or as much as a list of hits shows.

use std::collections::HashMap;

use super::catalogue::Catalogue;
use super::records::Stored;
use crate::error::Result;
use crate::extract::Format;
use crate::record::{Cited, Described, RecordId, ShownReference, differences, plain_text};

impl Catalogue {
    /// Everything known of a record. `threads` may be given where many are described at once.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn describe(
        &self,
        stored: Stored,
        threads: Option<&HashMap<RecordId, RecordId>>,
    ) -> Result<Described> {
        let id = stored.id;
        let thread = match threads {
            _ if stored.known.format != Format::Eml => None,
            Some(threads) => Some(threads.get(&id).copied().unwrap_or(id)),
            None => self.thread(id)?.first().copied(),
        };
        let carriers = self.carriers(&stored)?;
        let facts = &stored.known.facts;
        let mut cites = Vec::with_capacity(facts.cites.len());
        for cited in &facts.cites {
            let fitting: Vec<String> = self
                .cited(id, facts, cited)?
                .iter()
                .map(RecordId::to_string)
                .collect();
            let (record, candidates) = match fitting.as_slice() {
                [one] => (Some(one.clone()), Vec::new()),
                _ => (None, fitting),
            };
            cites.push(Cited {
                record,
                candidates,
                as_printed: cited.as_printed.clone(),
                kind: cited.kind.clone(),
                from: cited.from.clone(),
                to: cited.to.clone(),
                date: cited.date,
                said_by: cited.said_by.clone(),
            });
        }
        let draft_of = stored.draft_of;
        Ok(Described {
            cites,
            draft_differs: match draft_of {
                Some(of) => differences::between(
                    &plain_text(&self.extraction(id)?),
                    &plain_text(&self.extraction(of)?),
                ),
                None => Vec::new(),
            },
            parents: self.parents(id)?,
            attachments: self.attachments(id)?,
            thread: thread.map(|first| format!("t-{:016x}", first.number())),
            carriers,
            problems: self.problems_with(id)?,
            ..self.described_alone(stored)?
        })
    }

    /// What is known of a record by itself and where it lies. What ties it to others (conversation, attachments,
    /// carriers, letters cited, differences from a draft) and its problems are not looked up and stand empty: a list on a
    /// screen shows none of them, and they were half of what it read of the catalogue.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub fn described_alone(&self, stored: Stored) -> Result<Described> {
        let id = stored.id;
        let format = self.format_of(&stored)?;
        let facts = stored.known.facts;
        let mut references: Vec<ShownReference> =
            facts.references.iter().map(ShownReference::from).collect();
        references.dedup();
        Ok(Described {
            id,
            kind: facts.kind,
            kind_reason: facts.kind_reason,
            format,
            title: facts.title,
            subject: facts.subject,
            date: facts.date,
            date_source: facts.date_source,
            received: facts.received,
            first_seen: stored.first_seen,
            from: facts.from,
            to: facts.to,
            cc: facts.cc,
            references,
            possible_references: facts
                .possible_references
                .iter()
                .map(ShownReference::from)
                .collect(),
            provisions: facts.provisions,
            mentions: facts.mentions,
            cites: Vec::new(),
            quoted: facts.quoted,
            marking: facts.marking,
            draft: facts.draft,
            draft_of: stored.draft_of,
            draft_differs: Vec::new(),
            parents: Vec::new(),
            attachments: Vec::new(),
            thread: None,
            carriers: Vec::new(),
            text_status: stored.known.text_status,
            pages: stored.known.pages,
            doubts: stored.known.doubts,
            problems: Vec::new(),
            locations: self.locations(id)?,
        })
    }
}
