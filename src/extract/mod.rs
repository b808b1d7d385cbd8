//! From bytes to text and parts: one file a format, and the worker process that they run in.
//!
//! This room knows formats and nothing else: no reference, no catalogue, no index. Each reader takes a
//! [`Specimen`] and answers with a [`Reading`]; what it cannot read it says, and never drops.

pub mod archives;
mod assembly;
pub mod cards;
pub mod charset;
mod code_page;
pub mod covered;
pub mod digests;
pub mod docx;
pub mod drawing;
pub mod html;
pub mod identity;
pub mod legacy;
pub mod letters;
pub mod mail;
pub mod mbox;
pub mod mhtml;
pub mod ocr;
pub mod odf;
mod ole;
pub mod outlook;
mod package;
pub mod pdf;
pub mod picture;
mod pictures;
pub mod pool;
pub mod pptx;
mod properties;
mod property_sets;
pub mod protocol;
pub mod rtf;
pub mod sandbox;
pub mod sheets;
pub mod smime;
pub mod sniff;
pub mod text;
pub mod tree;
pub mod wordperfect;
pub mod worker;
mod wrapped;
mod xml;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A format that a record can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A message: RFC 5322 with MIME.
    Eml,
    /// Several messages one after the other; a container, never a record.
    Mbox,
    /// PDF.
    Pdf,
    /// Word's XML format.
    Docx,
    /// Word's binary format.
    Doc,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// Excel's XML format.
    Xlsx,
    /// Excel's binary XML format.
    Xlsb,
    /// Excel's binary format.
    Xls,
    /// OpenDocument sheets.
    Ods,
    /// Values separated by commas, semicolons or tabs.
    Csv,
    /// PowerPoint's XML format.
    Pptx,
    /// PowerPoint's binary format.
    Ppt,
    /// OpenDocument slides.
    Odp,
    /// HTML.
    Html,
    /// A web page with its parts in one file.
    Mhtml,
    /// Plain text.
    Text,
    /// An Outlook item.
    Msg,
    /// An Outlook store; a container, never a record.
    Pst,
    /// Outlook's winmail.dat.
    Tnef,
    /// Calendar items.
    Calendar,
    /// Contacts.
    Contact,
    /// A picture.
    Image,
    /// A signed or encrypted S/MIME envelope.
    Smime,
    /// A ZIP archive.
    Zip,
    /// One compressed stream: gzip, bzip2 or xz.
    Gzip,
    /// A TAR archive.
    Tar,
    /// A 7z archive.
    SevenZip,
    /// A format known by its marks but not read yet; the record says which in its problem.
    Other,
    /// WordPerfect.
    WordPerfect,
}

impl Format {
    /// Whether it only holds other items: one that could be opened is no item itself.
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Self::Mbox
                | Self::Pst
                | Self::Zip
                | Self::Gzip
                | Self::Tar
                | Self::SevenZip
                | Self::Smime
        )
    }
}

/// A file, or a part of one, to be read.
#[derive(Debug, Clone, Copy)]
pub struct Specimen<'a> {
    /// Its bytes: a file's, or a decoded attachment's.
    pub bytes: &'a [u8],
    /// Its name, without folders; empty when unknown.
    pub name: &'a str,
    /// The media type that its container declares, lower case, without parameters.
    pub declared: Option<&'a str>,
    /// The charset that its container declares.
    pub charset: Option<&'a str>,
}

/// Limits on one input; every reader counts while it reads, never from a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Limits {
    /// Levels of parts within parts.
    pub depth: usize,
    /// Parts in one input file.
    pub parts: usize,
    /// Bytes of text taken from one part.
    pub text: usize,
    /// Bytes unpacked from one input file in all.
    pub unpacked: usize,
    /// How many times its packed size a large stream may unpack to.
    pub ratio: usize,
    /// Whether what needs OCR is handed back to be drawn.
    pub ocr: Ocr,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            parts: 20_000,
            text: 64 << 20,
            unpacked: 512 << 20,
            ratio: 200,
            ocr: Ocr::Never,
        }
    }
}

/// When scans are read by OCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub enum Ocr {
    /// Not in this reading: what needs it is listed.
    Never,
    /// It is wanted and not installed: what needs it is listed.
    Absent,
    /// Where the page has a picture and little or no text.
    Auto,
    /// Wherever a page has a picture.
    Always,
}

/// The words that stand in every problem which OCR may mend, so that a later run can tell which files to read again.
pub const NEEDS_OCR: &str = "needs OCR";

impl Ocr {
    /// Whether pages are to be read by it.
    pub fn is_on(self) -> bool {
        matches!(self, Self::Auto | Self::Always)
    }

    /// What is said of a page that needs it: [`NEEDS_OCR`] and why it did not have it.
    pub fn wanting(self) -> String {
        match self {
            Self::Never => format!("{NEEDS_OCR}, which was not asked for"),
            Self::Absent => format!("{NEEDS_OCR}, and tesseract is not installed"),
            Self::Auto | Self::Always => NEEDS_OCR.to_owned(),
        }
    }
}

/// What part of an item a passage of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The body, or a page of it.
    Body,
    /// A second reading of the body that says something else (an HTML alternative, say).
    Alternative,
    /// A running header.
    Header,
    /// A running footer.
    Footer,
    /// A footnote or an endnote.
    Note,
    /// A comment or an annotation.
    Comment,
    /// A text box, a form field.
    Box,
    /// Text that the layout hides: deleted by a tracked change, hidden.
    Hidden,
    /// Bytes outside any part: a MIME preamble or epilogue, what a broken encoding left over.
    Remainder,
    /// Names and values of metadata worth finding.
    Metadata,
}

/// A run of text and where in its item it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Passage {
    /// What part of the item.
    pub place: Place,
    /// The page, from 1, where the format has pages.
    pub page: Option<u32>,
    /// The text, lines ended by `\n`.
    pub text: String,
}

/// A header field, in the order it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Field {
    /// The name as printed.
    pub name: String,
    /// The value, unfolded and decoded.
    pub value: String,
}

/// What could not be read and why: the categories of the command line's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// It needs a password.
    Encrypted,
    /// A known format, but broken.
    Damaged,
    /// There is nothing there to read without OCR.
    NoText,
    /// There is no reader for it.
    Unsupported,
    /// A limit was met; the reason names it.
    TooLarge,
    /// Reading did not end in time.
    TimedOut,
    /// The reader died.
    Crashed,
    /// The system refused the file.
    Unreadable,
}

/// Something that could not be read, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Problem {
    /// Its category.
    pub category: Category,
    /// What was met, in words.
    pub reason: String,
}

impl Problem {
    /// Whether OCR may mend it: see [`NEEDS_OCR`].
    pub fn needs_ocr(&self) -> bool {
        self.category == Category::NoText && self.reason.contains(NEEDS_OCR)
    }
}

/// How much text an item gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextStatus {
    /// Text, as its writer typed it.
    Text,
    /// Text read by OCR.
    Ocr,
    /// None.
    None,
    /// None, for want of a password.
    Encrypted,
    /// None, since reading failed.
    Failed,
}

/// What one item says: text by part and page, headers, metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Extraction {
    /// Its format.
    pub format: Format,
    /// Header fields of a message.
    pub headers: Vec<Field>,
    /// Metadata of a document; keys `title, author, subject, keywords, created, modified, producer` and the
    /// format's own.
    pub metadata: Vec<Field>,
    /// The text.
    pub passages: Vec<Passage>,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// How much text there was.
    pub text_status: TextStatus,
    /// What may have been lost or guessed in reading.
    pub doubts: Vec<String>,
}

/// One step on the way from a file to a part within it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The nth message of a mailbox file, from 1.
    Message(u32),
    /// The nth non-body part of a message, from 1, and its decoded name.
    Attachment(u32, Option<String>),
    /// A member of an archive or a file embedded in a document, by its own path.
    Member(String),
}

/// One item: the file itself, a message, an attachment, a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Item {
    /// The steps from the file to it; empty for the file itself.
    pub steps: Vec<Step>,
    /// The item that holds it, as an index into [`Reading::items`]; none when only the file does.
    pub parent: Option<usize>,
    /// Its name: the file's, the attachment's; empty when it has none.
    pub name: String,
    /// SHA-256 of what makes it the same content wherever it lies (see [`identity`]).
    pub identity: [u8; 32],
    /// SHA-256 of its own bytes.
    pub sha256: [u8; 32],
    /// How many bytes.
    pub size: u64,
    /// What it says.
    pub extraction: Extraction,
    /// What could not be read, in it or of it.
    pub problems: Vec<Problem>,
    /// By which rule it is passed by; such an item makes no record.
    pub excluded: Option<String>,
    /// Its bytes once more, where it has pages for OCR and OCR is on; [`ocr`] takes them.
    pub scan: Option<Vec<u8>>,
}

/// What came out of one file: its items from the outside in, each parent before its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
pub struct Reading {
    /// The items. A container that was opened (a mailbox file) is not among them.
    pub items: Vec<Item>,
    /// What went wrong with the file as a whole, and with no item of it.
    pub problems: Vec<Problem>,
}

/// A part found inside an item, not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it is reached from its item: one step, but for a message in a folder of a store.
    pub steps: Vec<Step>,
    /// Its name, decoded; empty when it has none.
    pub name: String,
    /// The declared media type, lower case, without parameters.
    pub declared: Option<String>,
    /// The declared charset.
    pub charset: Option<String>,
    /// Its bytes, decoded where its encoding is clean, else raw.
    pub bytes: Vec<u8>,
    /// What was wrong with its encoding.
    pub doubts: Vec<String>,
    /// Why its bytes could not be had, or not whole. A part that is damaged or too large is opened for what was had
    /// of it; any other, and one without bytes, is an item that nothing opens.
    pub problem: Option<Problem>,
}

impl Part {
    /// A file that lies within a document under this path: its last step is its name, and nothing else is known of it.
    pub(crate) fn member(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let path = path.into();
        Self {
            name: path.rsplit('/').next().unwrap_or_default().to_owned(),
            steps: vec![Step::Member(path)],
            declared: None,
            charset: None,
            bytes,
            doubts: Vec::new(),
            problem: None,
        }
    }
}

/// What a reader makes of one specimen: its own words, and the parts still to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the specimen itself says.
    pub extraction: Extraction,
    /// What makes it the same content wherever it lies; none means: its bytes.
    pub identity: Option<[u8; 32]>,
    /// Parts within it, in their order.
    pub parts: Vec<Part>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads one format.
pub trait Extractor: Sync {
    /// The format it reads.
    fn format(&self) -> Format;
    /// How sure it is that these bytes are its own; `None` for certainly not. See [`sniff`].
    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence>;
    /// The text and the parts. Never fails: what cannot be read is said in the answer.
    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened;
    /// As [`Extractor::open`], for a specimen whose identity as a message is known already, should it be one.
    fn open_known(&self, specimen: &Specimen<'_>, limits: &Limits, _: Option<[u8; 32]>) -> Opened {
        self.open(specimen, limits)
    }
}

/// How sure a reader is; the surest reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The last resort.
    Last,
    /// The name or the declared type says so, the bytes do not deny it.
    Named,
    /// The bytes look like it.
    Likely,
    /// The bytes bear the format's own mark.
    Certain,
}
