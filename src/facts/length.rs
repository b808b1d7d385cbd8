//! How much of a request or a response is read.

/// The most of one that is read, in bytes: some forty thousand words. Reading takes longer than its length grows, and
/// no letter that a person wrote is as long; what was released with one, in the same file, may be.
const MOST_READ: usize = 250_000;
/// It ends with a line that ends within so many bytes before, else with a word.
const NEAR: usize = 4_000;

/// As much of a text as is read, up to the end of a line or else of a word.
pub fn as_read(text: &str) -> &str {
    if text.len() <= MOST_READ {
        return text;
    }
    let cut = &text[..text.floor_char_boundary(MOST_READ)];
    let near = &cut[cut.ceil_char_boundary(MOST_READ - NEAR).min(cut.len())..];
    let kept = near.rfind('\n').or_else(|| near.rfind(' '));
    kept.map_or(cut, |at| &cut[..cut.len() - near.len() + at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_that_may_be_read_is_read() {
        assert_eq!(as_read("Dear Ms Tarn\nNo."), "Dear Ms Tarn\nNo.");
        let lines = "The lamps of bay four.\n".repeat(20_000);
        let one = format!("Dear Ms Tarn\n{}", "The lamps of bay four. ".repeat(20_000));
        let letters = "\u{e9}".repeat(200_000);
        for text in [&lines, &one, &letters] {
            let read = as_read(text);
            assert!(text.starts_with(read) && read.len() <= MOST_READ);
            assert!(read.len() > MOST_READ - NEAR, "{}", read.len());
        }
        assert!(as_read(&lines).ends_with("four."));
    }
}
