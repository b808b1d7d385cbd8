//! The elements of WordprocessingML and its kin that the reader knows, by their local names.
//!
//! Prefixes differ between programs, and the strict variant of the format has other namespaces; local names do not.

use crate::extract::Place;

/// The elements that matter here; all others are [`Tag::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Of no account, but what is in it may be.
    Other,
    /// The root of a part, and where its words belong.
    Story(Place),
    /// The root of a part without words.
    Ignored,
    Paragraph,
    Run,
    RunProperties,
    Text,
    /// Letters that a tracked change took out.
    Deleted,
    /// What a field is to compute.
    Instruction,
    Insertion,
    Deletion,
    Cell,
    Row,
    Comment,
    Note,
    /// A text that stands apart from the sentence it is anchored in: a box, a reading aid.
    TextBox,
    /// Several renderings of one thing, best first.
    Alternates,
    /// A value in a chart.
    Chart,
}

/// What an element is, by its name without prefix.
pub fn tag(name: &str) -> Tag {
    match name {
        "document" => Tag::Story(Place::Body),
        "hdr" => Tag::Story(Place::Header),
        "ftr" => Tag::Story(Place::Footer),
        "footnotes" | "endnotes" => Tag::Story(Place::Note),
        "comments" => Tag::Story(Place::Comment),
        // Building blocks that the document offers and does not show.
        "glossaryDocument" => Tag::Story(Place::Hidden),
        "chartSpace" | "dataModel" => Tag::Story(Place::Box),
        // It has variables of the document, and no text.
        "settings" => Tag::Story(Place::Metadata),
        "p" => Tag::Paragraph,
        "r" => Tag::Run,
        "rPr" => Tag::RunProperties,
        "t" => Tag::Text,
        "delText" => Tag::Deleted,
        "instrText" | "delInstrText" => Tag::Instruction,
        "ins" | "moveTo" => Tag::Insertion,
        "del" | "moveFrom" => Tag::Deletion,
        "tc" => Tag::Cell,
        "tr" => Tag::Row,
        "comment" => Tag::Comment,
        "footnote" | "endnote" => Tag::Note,
        "txbxContent" | "rt" => Tag::TextBox,
        "AlternateContent" => Tag::Alternates,
        "v" => Tag::Chart,
        _ => Tag::Other,
    }
}
