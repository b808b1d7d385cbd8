//! From a record to what the index takes in, and to what the catalogue keeps.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::archive::batch::Packed;
use crate::archive::pack::Packer;
use crate::archive::records::{Known, day_number};
use crate::error::{Error, Result};
use crate::extract::letters::SMALL;
use crate::extract::{Category, Extraction, Field, Format, Place, Problem, TextStatus};
use crate::facts::{Party, Tables};
use crate::index::{Entry, tokens};
use crate::record::{Digest, Record, RecordId, Ties, format_word};

use super::furniture;

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
        // a fault in reading facts must not cost the text, nor the run
        let record = catch_unwind(AssertUnwindSafe(|| {
            Record::read(digest, &extraction, &names, tables)
        }))
        .unwrap_or_else(|_| Record::without_facts(digest, &extraction, &names));
        let mut doubts = record.doubts;
        let cut: usize = extraction
            .passages
            .iter()
            .map(|passage| tokens::cut(&passage.text))
            .sum();
        if cut > 0 {
            doubts.push(format!(
                "searched by their first 65,530 bytes alone: {cut} unbroken runs of letters that are longer"
            ));
        }
        Self {
            id: digest.id(),
            known: Known {
                format: record.format,
                pages: record.pages,
                text_status: record.text_status,
                doubts,
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
        let text: usize = self
            .extraction
            .passages
            .iter()
            .map(|passage| passage.text.len())
            .sum();
        let mut facts = Vec::with_capacity(2 << 10);
        // room for the headers and for the line ends, which JSON writes in two letters
        let mut extraction = Vec::with_capacity(text + text / 16 + (2 << 10));
        serde_json::to_writer(&mut facts, &self.known).map_err(fault)?;
        serde_json::to_writer(&mut extraction, &self.extraction).map_err(fault)?;
        Ok((facts, extraction))
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
            ocr: self
                .extraction
                .metadata
                .iter()
                .any(|field| field.name == crate::extract::ocr::ENGINE),
            body: body_hash(&self.extraction),
            message: self.known.format == Format::Eml,
            facts: packer.pack(&facts)?,
            extraction: packer.pack(&extraction)?,
            references: self.known.facts.references.clone(),
            ties: Ties::of(&self.extraction),
        })
    }

    /// Hands over what the index takes in.
    pub fn with_entry<T>(&self, take: impl FnOnce(&Entry<'_>) -> T) -> T {
        let facts = &self.known.facts;
        let keys: Vec<String> = facts
            .references
            .iter()
            .map(crate::facts::Carried::key)
            .collect();
        let mut families: Vec<String> = facts
            .references
            .iter()
            .map(|carried| carried.family.clone())
            .collect();
        families.sort_unstable();
        families.dedup();
        let mut provisions: Vec<String> = facts
            .provisions
            .iter()
            .flat_map(crate::facts::provisions::Provision::keys)
            .collect();
        provisions.sort_unstable();
        provisions.dedup();
        let body = passages(&self.extraction);
        let title = self
            .extraction
            .metadata
            .iter()
            .find(|field| field.name == "title")
            .map_or("", |field| field.value.as_str());
        let format = format_word(self.known.format, &self.names);
        let mut has = Vec::new();
        if self.known.text_status == TextStatus::Ocr {
            has.push("ocr");
        }
        if !self.known.doubts.is_empty() {
            has.push("doubt");
        }
        if facts.draft {
            has.push("draft");
        }
        let mentions: Vec<i32> = facts.mentions.iter().copied().map(day_number).collect();
        take(&Entry {
            id: self.id,
            day: facts.date.map(day_number),
            keys: &keys,
            families: &families,
            provisions: &provisions,
            kind: &facts.kind,
            format: &format,
            marking: facts.marking.as_deref(),
            has: &has,
            mentions: &mentions,
            subject: facts.subject.as_deref().unwrap_or(""),
            title,
            from: &printed(&facts.from),
            to: &printed(&facts.to),
            cc: &printed(&facts.cc),
            from_organisations: &organisations(&facts.from),
            to_organisations: &organisations(&facts.to),
            cc_organisations: &organisations(&facts.cc),
            files: &self.names,
            body: &body.iter().map(Cow::as_ref).collect::<Vec<_>>(),
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
fn passages(extraction: &Extraction) -> Vec<Cow<'_, str>> {
    let mut joined: Vec<(Place, Cow<'_, str>)> = Vec::new();
    for passage in &extraction.passages {
        match joined.last_mut() {
            Some((place, text)) if *place == passage.place && passage.place == Place::Body => {
                let text = text.to_mut();
                text.push('\n');
                text.push_str(&passage.text);
            }
            _ => joined.push((passage.place, Cow::Borrowed(&passage.text))),
        }
    }
    let mut out: Vec<Cow<'_, str>> = joined.into_iter().map(|(_, text)| text).collect();
    out.extend(fields(extraction));
    out
}

/// The values of header fields and properties to be indexed: all that have no field of the index to themselves, but
/// for what machines stamp on a message or a file. Names are left out, or every message would have the word `date`.
fn fields(extraction: &Extraction) -> impl Iterator<Item = Cow<'_, str>> {
    const ELSEWHERE: [&str; 8] = [
        "from",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "in-reply-to",
        "references",
    ];
    const STAMPS: [&str; 11] = [
        "received",
        "return-path",
        "received-spf",
        "authentication-results",
        "dkim-signature",
        "domainkey-signature",
        "mime-version",
        "thread-index",
        "x-received",
        "x-forefront-antispam-report",
        "x-mailer",
    ];
    const STAMPED: [&str; 7] = [
        "arc-",
        "content-",
        "x-ms-",
        "x-microsoft-antispam",
        "x-spam",
        "x-google-",
        "x-gm-",
    ];
    const WELL_KNOWN: [&str; 10] = [
        "author",
        "subject",
        "keywords",
        "description",
        "last modified by",
        "category",
        "content status",
        "company",
        "manager",
        "hyperlink base",
    ];
    const MADE: [&str; 9] = [
        "title",
        "application",
        "producer",
        "creator",
        "template",
        "pages",
        "created",
        "modified",
        "printed",
    ];
    let headers = extraction.headers.iter().filter(|field| {
        let name = field.name.as_bytes();
        let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
        let begins = |known: &&str| {
            let beginning = name.get(..known.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(known.as_bytes()))
        };
        !ELSEWHERE.iter().any(is) && !STAMPS.iter().any(is) && !STAMPED.iter().any(begins)
    });
    let properties = extraction
        .metadata
        .iter()
        .filter(|field| !MADE.contains(&field.name.as_str()));
    let own = |field: &&Field| !WELL_KNOWN.contains(&field.name.as_str());
    headers
        .map(|field| Cow::Borrowed(field.value.as_str()))
        .chain(properties.map(move |field| {
            if own(&field) {
                // what a person called a property of their own is theirs to be found too
                Cow::Owned(format!("{} {}", field.name, field.value))
            } else {
                Cow::Borrowed(field.value.as_str())
            }
        }))
}

/// So many bytes of a text are taken together.
const TOGETHER: usize = 64;

/// How many of the next bytes, at most [`TOGETHER`], are ASCII.
fn plain_run(bytes: &[u8]) -> usize {
    let piece = &bytes[..bytes.len().min(TOGETHER)];
    if piece.is_ascii() {
        return piece.len();
    }
    let first = piece.iter().position(|byte| !byte.is_ascii());
    first.unwrap_or(piece.len())
}

/// A hash of the words of a text, whatever their spacing, case and punctuation; 0 where there are too few.
///
/// It only proposes: whoever finds two equal hashes compares what else must agree. So it need not withstand an
/// enemy, and is a multiplication for every eight letters instead of a digest.
fn body_hash(extraction: &Extraction) -> u64 {
    let mut letters = Vec::new();
    let mut words = 0_usize;
    let bodies = extraction
        .passages
        .iter()
        .filter(|passage| passage.place == Place::Body);
    let texts: Vec<&str> = bodies.map(|passage| passage.text.as_str()).collect();
    let texts = match extraction.format {
        Format::Eml => texts.into_iter().map(Cow::Borrowed).collect(),
        _ => furniture::without(&texts),
    };
    for text in texts.iter().map(Cow::as_ref) {
        letters.reserve(text.len());
        let mut within = false;
        let mut rest = text;
        while !rest.is_empty() {
            let run = plain_run(rest.as_bytes());
            if run > 0 {
                let (piece, after) = rest.split_at(run);
                let mut kept = [0; TOGETHER];
                let mut end = 0;
                for byte in piece.bytes() {
                    // written in any case and kept if a letter: which it is, no processor can foretell
                    let small = SMALL[usize::from(byte)];
                    kept[end % TOGETHER] = small;
                    end += usize::from(small != 0);
                }
                letters.extend_from_slice(&kept[..end]);
                if words < FEW_WORDS {
                    for byte in piece.bytes() {
                        let lettered = SMALL[usize::from(byte)] != 0;
                        words += usize::from(lettered & !within);
                        within = lettered;
                    }
                }
                rest = after;
                continue;
            }
            let c = rest.chars().next().unwrap_or_default();
            let lettered = c.is_alphanumeric();
            if lettered {
                let mut buffer = [0; 4];
                for lower in c.to_lowercase() {
                    letters.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
                }
            }
            words += usize::from(lettered && !within);
            within = lettered;
            rest = &rest[c.len_utf8()..];
        }
    }
    if words < FEW_WORDS {
        return 0;
    }
    hash(&letters).max(1)
}

/// Eight bytes at a time, both halves of each product kept.
fn hash(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
    const MULTIPLIER: u64 = 0xd6e8_feb8_6659_fd93;
    let stir = |hash: u64, eight: u64| {
        let product = u128::from(hash ^ eight) * u128::from(MULTIPLIER);
        (product as u64) ^ ((product >> 64) as u64).wrapping_add(SEED)
    };
    let mut hash = stir(SEED, bytes.len() as u64);
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hash = stir(hash, u64::from_le_bytes(*eight));
    }
    if !rest.is_empty() {
        let mut eight = [0; 8];
        eight[..rest.len()].copy_from_slice(rest);
        hash = stir(hash, u64::from_le_bytes(eight));
    }
    stir(hash, SEED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Format, Passage, TextStatus};

    fn hash_of(passages: &[&str]) -> u64 {
        body_hash(&Extraction {
            format: Format::Text,
            headers: Vec::new(),
            metadata: Vec::new(),
            passages: passages
                .iter()
                .map(|text| Passage {
                    place: Place::Body,
                    page: None,
                    text: (*text).to_owned(),
                })
                .collect(),
            pages: None,
            text_status: TextStatus::Text,
            doubts: Vec::new(),
        })
    }

    #[test]
    fn the_same_words_have_one_hash_however_they_are_set() {
        let words =
            "The lamp room ledger of Caf\u{e9} \u{c9}toile was signed for on the third of May";
        let first = hash_of(&[words]);
        assert_ne!(first, 0);
        let (a, b) = words.split_at(21);
        let set_anew = words.to_uppercase().replace(' ', ",\n\u{2014} ");
        assert_eq!(hash_of(&[&set_anew]), first);
        assert_eq!(hash_of(&[a, b]), first);
        assert_ne!(hash_of(&[&words.replace("third", "fourth")]), first);
        assert_ne!(hash_of(&[&format!("{words} 1")]), first);
    }

    #[test]
    fn a_few_words_say_too_little() {
        assert_eq!(
            hash_of(&["Thank you for your letter, which we have passed on"]),
            0
        );
    }
}
