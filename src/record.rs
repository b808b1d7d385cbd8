//! A record: what one piece of correspondence says, what was read off it, and every place it lies.
//!
//! Facts and text meet here. A record is its content: the same message or file is one record wherever it lies.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::extract::{Extraction, Format, Place, Problem, Step, TextStatus};
use crate::facts::{self, Address, Carried, DateSource, Facts, Form, Party, Tables, View};

/// A SHA-256 over what makes a record's content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Its 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        use fmt::Write;
        let mut out = String::with_capacity(64);
        for byte in self.0 {
            let _ = write!(out, "{byte:02x}");
        }
        out
    }

    /// The id that it shortens to.
    pub fn id(&self) -> RecordId {
        let mut first = [0_u8; 8];
        first.copy_from_slice(&self.0[..8]);
        RecordId(u64::from_be_bytes(first))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// A record's id: the first 64 bits of its digest, shown as `r-` and 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(u64);

impl RecordId {
    /// The id with these 64 bits.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its 64 bits.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The eight digits that an officer is shown.
    pub fn short(self) -> String {
        format!("{:016x}", self.0)[..8].to_owned()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r-{:016x}", self.0)
    }
}

impl Serialize for RecordId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A typed id, perhaps shortened to a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdPrefix {
    low: u64,
    high: u64,
}

impl IdPrefix {
    /// The first and the last id that begin so.
    pub fn range(self) -> (RecordId, RecordId) {
        (RecordId(self.low), RecordId(self.high))
    }
}

impl FromStr for IdPrefix {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        let digits = typed.strip_prefix("r-").unwrap_or(typed);
        let fits = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let refused = || {
            Error::request(format!("`{}` is not a record's id", typed.escape_debug()))
                .hint("an id is `r-` and up to 16 hexadecimal digits, as `recordroom search` prints them")
        };
        if !fits {
            return Err(refused());
        }
        let free = 4 * (16 - digits.len()) as u32;
        let value = u64::from_str_radix(digits, 16).map_err(|_| refused())?;
        let low = value.checked_shl(free).unwrap_or(0);
        let open = if free == 0 { 0 } else { u64::MAX >> (64 - free) };
        Ok(Self {
            low,
            high: low | open,
        })
    }
}

/// Shows the steps to a part as the contract writes them: `message 12 > attachment 2: scan.pdf`.
///
/// Control characters, `>` and `%` in names are written %XX, so that no name can pass for a step.
pub fn part_address(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        if !out.is_empty() {
            out.push_str(" > ");
        }
        match step {
            Step::Message(n) => out.push_str(&format!("message {n}")),
            Step::Attachment(n, None) => out.push_str(&format!("attachment {n}")),
            Step::Attachment(n, Some(name)) => {
                out.push_str(&format!("attachment {n}: "));
                push_safe(&mut out, name);
            }
            Step::Member(path) => push_safe(&mut out, path),
        }
    }
    out
}

/// The steps that an address made by [`part_address`] names.
pub fn part_steps(address: &str) -> Vec<Step> {
    let number = |text: &str| text.parse::<u32>().ok();
    address
        .split(" > ")
        .map(|step| {
            if let Some(n) = step.strip_prefix("message ").and_then(number) {
                return Step::Message(n);
            }
            if let Some(rest) = step.strip_prefix("attachment ") {
                if let Some(n) = number(rest) {
                    return Step::Attachment(n, None);
                }
                if let Some((n, name)) = rest.split_once(": ")
                    && let Some(n) = number(n)
                {
                    return Step::Attachment(n, Some(unescaped(name)));
                }
            }
            Step::Member(unescaped(step))
        })
        .collect()
}

fn unescaped(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        (bytes, rest) = match hex {
            Some(byte) => {
                bytes.push(byte);
                (bytes, &after[2..])
            }
            None => {
                bytes.push(*first);
                (bytes, after)
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push_safe(out: &mut String, name: &str) {
    for c in name.chars() {
        // only `%` before two hexadecimal digits would be taken for an escape, but one rule is easier to read back
        if c == '>' || c == '%' || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
}

/// The names of a record: those of the files and attachments under which it lies.
pub type Names = Vec<String>;

/// The headers that tie messages into a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// Its own Message-ID, without brackets.
    pub own: Option<String>,
    /// Those it answers or refers to.
    pub others: Vec<String>,
}

impl Ties {
    /// Reads the ties off a message's headers.
    pub fn of(extraction: &Extraction) -> Self {
        let mut ties = Self::default();
        for field in &extraction.headers {
            let name = field.name.as_str();
            if name.eq_ignore_ascii_case("message-id") {
                ties.own = ids_in(&field.value).next();
            } else if name.eq_ignore_ascii_case("in-reply-to")
                || name.eq_ignore_ascii_case("references")
            {
                ties.others.extend(ids_in(&field.value));
            }
        }
        ties.others.sort_unstable();
        ties.others.dedup();
        ties
    }
}

fn ids_in(value: &str) -> impl Iterator<Item = String> + '_ {
    value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| id.trim().to_owned())
        .filter(|id| !id.is_empty())
}

/// A record as it stands in the catalogue: content, and what was read off it.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its digest.
    pub digest: Digest,
    /// Its format.
    pub format: Format,
    /// Its number of pages.
    pub pages: Option<u32>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// What was read off it.
    pub facts: Facts,
    /// Every doubt, of reading and of understanding.
    pub doubts: Vec<String>,
}

impl Record {
    /// Its id.
    pub fn id(&self) -> RecordId {
        self.digest.id()
    }

    /// Reads the facts off an extraction lying under these names.
    pub fn read(digest: Digest, extraction: &Extraction, names: &[String], tables: &Tables) -> Self {
        let headers = Headers::of(extraction);
        let text = plain_text(extraction);
        let metadata = |key: &str| {
            extraction
                .metadata
                .iter()
                .find(|field| field.name == key)
                .map(|field| field.value.as_str())
        };
        let facts = facts::read(
            &View {
                form: form_of(extraction),
                subject: headers.subject.as_deref(),
                metadata_title: metadata("title"),
                from: &headers.from,
                to: &headers.to,
                cc: &headers.cc,
                date_header: headers.date.as_deref(),
                received_headers: &headers.received,
                metadata_date: metadata("created"),
                text: &text,
                file_names: names,
            },
            tables,
        );
        let mut doubts = extraction.doubts.clone();
        doubts.extend(facts.doubts.iter().cloned());
        Self {
            digest,
            format: extraction.format,
            pages: extraction.pages,
            text_status: extraction.text_status,
            facts,
            doubts,
        }
    }
}

fn form_of(extraction: &Extraction) -> Form {
    match extraction.format {
        Format::Eml | Format::Mbox => Form::Email,
        Format::Pdf | Format::Docx => Form::Document,
        Format::Html => Form::Page,
        Format::Text => Form::Text,
        Format::Other => Form::Unread,
    }
}

/// A record's whole text as a reader sees it, pages joined with form feeds.
pub fn plain_text(extraction: &Extraction) -> String {
    let mut out = String::new();
    for passage in &extraction.passages {
        if passage.place == Place::Metadata {
            continue;
        }
        if !out.is_empty() {
            let paged = passage.place == Place::Body && passage.page.is_some_and(|page| page > 1);
            out.push(if paged { '\u{c}' } else { '\n' });
        }
        out.push_str(&passage.text);
    }
    out
}

#[derive(Default)]
struct Headers {
    subject: Option<String>,
    from: Vec<Address>,
    to: Vec<Address>,
    cc: Vec<Address>,
    date: Option<String>,
    received: Vec<String>,
}

impl Headers {
    fn of(extraction: &Extraction) -> Self {
        let mut headers = Self::default();
        let mut sender = Vec::new();
        for field in &extraction.headers {
            let value = &field.value;
            match field.name.to_ascii_lowercase().as_str() {
                "subject" if headers.subject.is_none() => headers.subject = Some(value.clone()),
                "date" if headers.date.is_none() => headers.date = Some(value.clone()),
                "received" => headers.received.push(value.clone()),
                "from" => headers.from.extend(addresses(value)),
                "sender" => sender.extend(addresses(value)),
                "to" => headers.to.extend(addresses(value)),
                "cc" | "bcc" => headers.cc.extend(addresses(value)),
                _ => {}
            }
        }
        if headers.from.is_empty() {
            headers.from = sender;
        }
        headers
    }
}

/// Splits a decoded address header into names and addresses; what fits neither is kept as a name.
pub fn addresses(value: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut angle = false;
    let mut comment = 0_usize;
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in value.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' if quoted => escaped = true,
            '"' if comment == 0 => quoted = !quoted,
            _ if quoted => {}
            '(' => comment += 1,
            ')' => comment = comment.saturating_sub(1),
            '<' => angle = true,
            '>' => angle = false,
            ',' | ';' if !angle && comment == 0 => {
                found.extend(address(&value[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.extend(address(&value[start..]));
    found
}

fn address(one: &str) -> Option<Address> {
    let one = one.trim();
    if one.is_empty() {
        return None;
    }
    let (name, address) = match (one.rfind('<'), one.rfind('>')) {
        (Some(open), Some(close)) if open < close => {
            (one[..open].to_owned() + &one[close + 1..], Some(&one[open + 1..close]))
        }
        _ if one.contains('@') && !one.contains(char::is_whitespace) => (String::new(), Some(one)),
        _ => match one.split_once('(') {
            Some((address, name)) if address.contains('@') => {
                (name.trim_end_matches(')').to_owned(), Some(address))
            }
            // a group's name (`undisclosed-recipients:`) or a name alone
            _ => (one.to_owned(), None),
        },
    };
    let name = name.trim().trim_matches(['"', '\'', ' ']).replace("\\\"", "\"");
    let address = address.map(|a| a.trim().trim_matches(['"', '\'']).to_lowercase());
    Some(Address {
        name: Some(name).filter(|name| !name.is_empty()),
        address: address.filter(|address| !address.is_empty()),
    })
}

/// A place where a record lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The path as shown, from the ingested folder's own name.
    pub path: String,
    /// The part inside the file, if it is not the file itself.
    pub part: Option<String>,
    /// Size in bytes of the item itself.
    pub size: u64,
    /// SHA-256 of the item's own bytes, hexadecimal.
    pub sha256: String,
}

/// Where a letter that this one cites is said to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The words as printed.
    pub as_printed: String,
    /// What kind it is said to be.
    pub kind: String,
    /// Who is said to have written it.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// The record it was matched with; none when no record in this archive was.
    pub record: Option<RecordIdText>,
}

/// An id as text, for what is read back.
pub type RecordIdText = String;

/// A record with everything known of it: the shape that machine formats give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    /// The id.
    pub id: RecordId,
    /// The kind.
    pub kind: String,
    /// Why it is of that kind.
    pub kind_reason: String,
    /// The format.
    pub format: Format,
    /// The title in the house style.
    pub title: String,
    /// The subject line or heading.
    pub subject: Option<String>,
    /// The day it bears.
    pub date: Option<Date>,
    /// Where that was read.
    pub date_source: DateSource,
    /// The day it was received.
    pub received: Option<Date>,
    /// The day this archive first read it.
    pub first_seen: Date,
    /// Who wrote it.
    pub from: Vec<Party>,
    /// To whom.
    pub to: Vec<Party>,
    /// Copies to.
    pub cc: Vec<Party>,
    /// References.
    pub references: Vec<ShownReference>,
    /// Look-alikes.
    pub possible_references: Vec<ShownReference>,
    /// Provisions printed in it.
    pub provisions: Vec<serde_json::Value>,
    /// Days cited.
    pub mentions: Vec<Date>,
    /// Letters cited.
    pub cites: Vec<Cited>,
    /// The marking.
    pub marking: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The record it is a draft of.
    pub draft_of: Option<RecordId>,
    /// The records it is attached to.
    pub parents: Vec<RecordId>,
    /// The records attached to it.
    pub attachments: Vec<RecordId>,
    /// Its conversation.
    pub thread: Option<String>,
    /// Records with the same text in another form.
    pub carriers: Vec<RecordId>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// Pages.
    pub pages: Option<u32>,
    /// Doubts.
    pub doubts: Vec<String>,
    /// Problems met in reading it.
    pub problems: Vec<Problem>,
    /// Where it lies.
    pub locations: Vec<Location>,
}

/// A reference as machine formats give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownReference {
    /// The issuer's own spelling.
    pub canonical: String,
    /// The family.
    pub family: String,
    /// The issuer.
    pub issuer: String,
    /// How it stands in the record.
    pub role: facts::Role,
    /// As printed.
    pub as_printed: String,
}

impl From<&Carried> for ShownReference {
    fn from(carried: &Carried) -> Self {
        Self {
            canonical: carried.canonical.clone(),
            family: carried.family.clone(),
            issuer: carried.issuer.clone(),
            role: carried.role,
            as_printed: carried.as_printed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_id_covers_every_id_that_begins_so() {
        let prefix: IdPrefix = "r-3f9c".parse().expect("an id");
        let (low, high) = prefix.range();
        assert_eq!(low.to_string(), "r-3f9c000000000000");
        assert_eq!(high.to_string(), "r-3f9cffffffffffff");
        let whole: IdPrefix = "r-3f9c2a71b04e5d18".parse().expect("an id");
        assert_eq!(whole.range().0, whole.range().1);
        assert!("r-".parse::<IdPrefix>().is_err());
        assert!("r-xyz".parse::<IdPrefix>().is_err());
    }

    #[test]
    fn a_name_cannot_pass_for_a_step() {
        let steps = [
            Step::Message(12),
            Step::Attachment(2, Some("a > b\n.pdf".into())),
        ];
        assert_eq!(
            part_address(&steps),
            "message 12 > attachment 2: a %3E b%0A.pdf"
        );
        assert_eq!(part_steps(&part_address(&steps)), steps);
    }

    #[test]
    fn addresses_are_split_outside_quotes_and_comments() {
        let found = addresses("\"Doe, Jane\" <Jane@Example.org>, rec@example.org (Records), Registry");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].name.as_deref(), Some("Doe, Jane"));
        assert_eq!(found[0].address.as_deref(), Some("jane@example.org"));
        assert_eq!(found[1].name.as_deref(), Some("Records"));
        assert_eq!(found[1].address.as_deref(), Some("rec@example.org"));
        assert_eq!(found[2].address, None);
    }
}
