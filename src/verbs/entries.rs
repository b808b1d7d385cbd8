//! From a record to what the index takes in, and to what the catalogue keeps.

use sha2::{Digest as _, Sha256};

use crate::archive::batch::Packed;
use crate::archive::pack::Packer;
use crate::archive::records::{Known, day_number};
use crate::error::{Error, Result};
use crate::extract::{Category, Extraction, Place, Problem};
use crate::facts::{Party, Tables};
use crate::index::Entry;
use crate::record::{Digest, Record, RecordId, Ties};

/// Fewer words than this say too little to call two texts the same.
const FEW_WORDS: usize = 12;

/// What was read off one record: all that catalogue and index need.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Its id.
    pub id: RecordId,
    /// What the catalogue's lists need of it.
    pub known: Known,
    /// What it says.
    pub extraction: Extraction,
    /// The names under which it lies.
    pub names: Vec<String>,
}

impl Derived {
    /// Reads the facts off an extraction that lies under these names.
    pub fn read(
        digest: Digest,
        extraction: Extraction,
        names: Vec<String>,
        tables: &Tables,
    ) -> Self {
        let record = Record::read(digest, &extraction, &names, tables);
        Self {
            id: digest.id(),
            known: Known {
                format: record.format,
                pages: record.pages,
                text_status: record.text_status,
                doubts: record.doubts,
                facts: record.facts,
            },
            extraction,
            names,
        }
    }

    /// Its facts and extraction as the JSON that is packed.
    ///
    /// # Errors
    /// When they cannot be written, which is a fault of this program.
    pub fn plain(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        let fault = |cause| Error::bug("a record cannot be written").because(cause);
        Ok((
            serde_json::to_vec(&self.known).map_err(fault)?,
            serde_json::to_vec(&self.extraction).map_err(fault)?,
        ))
    }

    /// What the catalogue keeps of it.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn pack(&self, problems: &[Problem], packer: &mut Packer) -> Result<Packed> {
        let (facts, extraction) = self.plain()?;
        Ok(Packed {
            day: self.known.facts.date.map(day_number),
            text_status: self.known.text_status,
            partial: problems.iter().any(|problem| {
                // what lies inside and has no reader is listed by itself
                problem.category != Category::Unsupported
            }),
            body: body_hash(&self.extraction),
            facts: packer.pack(&facts)?,
            extraction: packer.pack(&extraction)?,
            references: self.known.facts.references.clone(),
            ties: Ties::of(&self.extraction),
        })
    }

    /// Hands over what the index takes in.
    pub fn with_entry<T>(&self, take: impl FnOnce(&Entry<'_>) -> T) -> T {
        let facts = &self.known.facts;
        let keys: Vec<String> = facts.references.iter().map(crate::facts::Carried::key).collect();
        let mut families: Vec<String> =
            facts.references.iter().map(|carried| carried.family.clone()).collect();
        families.sort_unstable();
        families.dedup();
        let body = passages(&self.extraction);
        let title = self
            .extraction
            .metadata
            .iter()
            .find(|field| field.name == "title")
            .map_or("", |field| field.value.as_str());
        let format = serde_json::to_value(self.known.format)
            .ok()
            .and_then(|format| format.as_str().map(str::to_owned))
            .unwrap_or_default();
        take(&Entry {
            id: self.id,
            day: facts.date.map(day_number),
            keys: &keys,
            families: &families,
            kind: &facts.kind,
            format: &format,
            marking: facts.marking.as_deref(),
            subject: facts.subject.as_deref().unwrap_or(""),
            title,
            from: &printed(&facts.from),
            to: &printed(&facts.to),
            cc: &printed(&facts.cc),
            from_organisations: &organisations(&facts.from),
            to_organisations: &organisations(&facts.to),
            cc_organisations: &organisations(&facts.cc),
            files: &self.names,
            body: &body.iter().map(String::as_str).collect::<Vec<_>>(),
        })
    }
}

fn printed(parties: &[Party]) -> Vec<String> {
    parties
        .iter()
        .flat_map(|party| [&party.name, &party.address])
        .flatten()
        .cloned()
        .collect()
}

fn organisations(parties: &[Party]) -> Vec<String> {
    let mut known: Vec<String> = parties
        .iter()
        .filter_map(|party| party.organisation.clone())
        .collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// The passages to be indexed: a phrase may run from page to page, not from the body into a comment.
fn passages(extraction: &Extraction) -> Vec<String> {
    let mut joined: Vec<(Place, String)> = Vec::new();
    for passage in &extraction.passages {
        match joined.last_mut() {
            Some((place, text)) if *place == passage.place && passage.place == Place::Body => {
                text.push('\n');
                text.push_str(&passage.text);
            }
            _ => joined.push((passage.place, passage.text.clone())),
        }
    }
    let mut out: Vec<String> = joined.into_iter().map(|(_, text)| text).collect();
    out.extend(
        extraction
            .metadata
            .iter()
            .filter(|field| matches!(field.name.as_str(), "author" | "subject" | "keywords"))
            .map(|field| field.value.clone()),
    );
    out
}

/// A hash of the words of a text, whatever their spacing, case and punctuation; 0 where there are too few.
fn body_hash(extraction: &Extraction) -> u64 {
    let mut hash = Sha256::new();
    let mut words = 0_usize;
    let mut within = false;
    let mut buffer = [0; 4];
    for passage in &extraction.passages {
        if passage.place != Place::Body {
            continue;
        }
        for c in passage.text.chars() {
            if c.is_alphanumeric() {
                for lower in c.to_lowercase() {
                    hash.update(lower.encode_utf8(&mut buffer).as_bytes());
                }
                words += usize::from(!within);
                within = true;
            } else {
                within = false;
            }
        }
        within = false;
    }
    if words < FEW_WORDS {
        return 0;
    }
    let digest = hash.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(first).max(1)
}
