//! The elements of OpenDocument that the reader knows, by their local names and, where those are shared, prefixes.

use crate::extract::Place;

/// The elements that matter here; all others are [`Tag::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Of no account, but what is in it may be.
    Other,
    /// Nothing in it is read.
    Skipped,
    Paragraph,
    /// Part of a paragraph.
    Inline,
    /// A text of its own.
    Story(Place),
    /// A text box: of the body on a slide, beside it in a text.
    TextBox,
    /// A comment, and within it the name of its writer.
    Annotation,
    Creator,
    /// A property whose text is worth finding: a picture's title or description, a shape's.
    Said,
    /// The tracked changes, one of them, and what it took out.
    Region,
    Deletion,
    /// A slide and its notes.
    Slide,
    Notes,
    /// A part of a text that may be hidden whole.
    Section,
    /// A text that the page does not show.
    Hidden,
    Cell,
    Row,
    /// A style, whose properties may hide what bears it.
    Style,
    /// Bytes in base64.
    Binary,
    /// A frame of a master page.
    Frame,
    /// Letters of a formula.
    Formula,
}

/// What an element is.
pub fn tag(name: &str) -> Tag {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    match (prefix, local) {
        ("text", "p" | "h") => Tag::Paragraph,
        ("text", "note-citation" | "script" | "change-info") => Tag::Skipped,
        ("text", "note" | "footnote" | "endnote") => Tag::Story(Place::Note),
        ("text", "footnote-citation" | "endnote-citation") => Tag::Skipped,
        ("text", "ruby-text") => Tag::Story(Place::Box),
        ("text", "changed-region") => Tag::Region,
        ("text", "deletion") => Tag::Deletion,
        ("text", "section") => Tag::Section,
        ("text", "hidden-text" | "hidden-paragraph") => Tag::Hidden,
        (
            "text",
            "table-of-content-source"
            | "illustration-index-source"
            | "table-index-source"
            | "object-index-source"
            | "user-index-source"
            | "alphabetical-index-source"
            | "bibliography-source"
            | "notes-configuration"
            | "linenumbering-configuration",
        ) => Tag::Skipped,
        ("text", _) => Tag::Inline,
        ("office", "annotation") => Tag::Annotation,
        ("office", "change-info") => Tag::Skipped,
        ("office", "binary-data") => Tag::Binary,
        ("office", "scripts" | "settings" | "font-face-decls" | "meta") => Tag::Skipped,
        ("dc", "creator") => Tag::Creator,
        ("dc", "date") | ("meta", _) => Tag::Skipped,
        ("svg", "title" | "desc") => Tag::Said,
        ("draw", "text-box") => Tag::TextBox,
        ("draw", "page") => Tag::Slide,
        ("draw", "a" | "frame" | "g") => Tag::Frame,
        (
            "draw",
            "custom-shape" | "rect" | "ellipse" | "circle" | "line" | "polyline" | "polygon"
            | "path" | "caption" | "connector" | "measure" | "regular-polygon",
        ) => Tag::TextBox,
        ("presentation", "notes") => Tag::Notes,
        ("presentation", "header-decl") => Tag::Story(Place::Header),
        ("presentation", "footer-decl" | "date-time-decl") => Tag::Story(Place::Footer),
        ("presentation", _) => Tag::Inline,
        ("style", "header" | "header-left" | "header-first") => Tag::Story(Place::Header),
        ("style", "footer" | "footer-left" | "footer-first") => Tag::Story(Place::Footer),
        ("style", "master-page" | "handout-master") => Tag::Story(Place::Box),
        ("style", "style") => Tag::Style,
        ("table", "table-cell") => Tag::Cell,
        ("table", "table-row") => Tag::Row,
        ("table", "tracked-changes") => Tag::Story(Place::Hidden),
        ("math", "mi" | "mn" | "mo" | "mtext" | "ms")
        | ("", "mi" | "mn" | "mo" | "mtext" | "ms") => Tag::Formula,
        _ => Tag::Other,
    }
}
