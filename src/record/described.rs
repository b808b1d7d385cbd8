//! A record with everything known of it, as machine formats give it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RecordId;
use super::differences::Difference;
use crate::extract::{Format, Problem, TextStatus};
use crate::facts::provisions::Provision;
use crate::facts::{self, Carried, DateSource, Party};

/// Formats by the words that a query may use, the usual endings of pictures among them.
pub const FORMAT_WORDS: [&str; 36] = [
    "eml", "mbox", "pdf", "docx", "doc", "odt", "rtf", "xlsx", "xlsb", "xls", "ods", "csv", "pptx",
    "ppt", "odp", "html", "mhtml", "txt", "msg", "pst", "tnef", "ics", "vcf", "p7m", "zip", "gz",
    "tar", "7z", "png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp", "webp",
];

/// A format's usual ending; where the format is not read yet, the ending under which the record lies.
pub fn format_word(format: Format, names: &[String]) -> String {
    let word = match format {
        Format::Eml => "eml",
        Format::Mbox => "mbox",
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Doc => "doc",
        Format::Odt => "odt",
        Format::Rtf => "rtf",
        Format::Xlsx => "xlsx",
        Format::Xlsb => "xlsb",
        Format::Xls => "xls",
        Format::Ods => "ods",
        Format::Csv => "csv",
        Format::Pptx => "pptx",
        Format::Ppt => "ppt",
        Format::Odp => "odp",
        Format::Html => "html",
        Format::Mhtml => "mhtml",
        Format::Text => "txt",
        Format::Msg => "msg",
        Format::Pst => "pst",
        Format::Tnef => "tnef",
        Format::Calendar => "ics",
        Format::Contact => "vcf",
        Format::Smime => "p7m",
        Format::WordPerfect => "wpd",
        Format::Zip => "zip",
        Format::Gzip => "gz",
        Format::Tar => "tar",
        Format::SevenZip => "7z",
        Format::Image | Format::Other => {
            let mut endings: Vec<String> = names
                .iter()
                .filter_map(|name| name.rsplit_once('.'))
                .map(|(_, ending)| ending.to_lowercase())
                .filter(|ending| {
                    (1..=8).contains(&ending.len())
                        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
                })
                .collect();
            endings.sort_unstable();
            return endings.into_iter().next().unwrap_or_else(|| "other".into());
        }
    };
    word.to_owned()
}

/// A place where a record lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, Deserialize)]
pub struct Location {
    /// The path as shown, from the ingested folder's own name.
    pub path: String,
    /// The part inside the file, if it is not the file itself.
    pub part: Option<String>,
    /// Size in bytes of the item itself.
    pub size: u64,
    /// SHA-256 of the item's own bytes, hexadecimal.
    pub sha256: String,
    /// Whether its file was no longer there when its folder was last looked through.
    pub missing: bool,
}

/// Where a letter that this one cites is said to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
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
    /// Who says so, where it can be told.
    pub said_by: Option<String>,
    /// The record it was matched with; none when no record in this archive was, or several fit.
    pub record: Option<RecordIdText>,
    /// The records that fit alike, where several do: none of them was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<RecordIdText>,
}

/// An id as text, for what is read back.
pub type RecordIdText = String;

/// A record with everything known of it: the shape that machine formats give.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Described {
    /// The id.
    pub id: RecordId,
    /// The kind.
    pub kind: String,
    /// Why it is of that kind.
    pub kind_reason: String,
    /// The format: its usual ending.
    pub format: String,
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
    pub provisions: Vec<Provision>,
    /// Days cited.
    pub mentions: Vec<Date>,
    /// Letters cited.
    pub cites: Vec<Cited>,
    /// Who wrote the mail that it quotes or forwards.
    pub quoted: Vec<facts::Quoted>,
    /// The marking.
    pub marking: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The record it is a draft of.
    pub draft_of: Option<RecordId>,
    /// In what it differs from that record, place by place; at most 50.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draft_differs: Vec<Difference>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
