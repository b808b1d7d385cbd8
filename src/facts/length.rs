//! How much of a request or a response is read.

/// The most of one that is read, in bytes: some forty thousand words. Reading takes longer than its length grows, and
/// no letter that a person wrote is as long; what was released with one, in the same file, may be.
const MOST_READ: usize = 250_000;

/// As much of a text as is read, up to the end of a line.
pub fn as_read(text: &str) -> &str {
    if text.len() <= MOST_READ {
        return text;
    }
    let cut = &text[..text.floor_char_boundary(MOST_READ)];
    cut.rfind('\n').map_or(cut, |at| &cut[..at])
}
