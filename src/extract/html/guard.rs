//! A guard against tags without end: the tokenizer compares each attribute with all before it in its tag.

use std::borrow::Cow;

/// Attributes in one tag beyond which no page is meant.
const MOST: usize = 2_000;

/// The page with each tag of more than [`MOST`] attributes closed there, so that its rest is read as text; and
/// whether there was one.
pub(super) fn with_short_tags(page: &str) -> (Cow<'_, str>, bool) {
    let bytes = page.as_bytes();
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        match tag_end(bytes, at) {
            Ok(end) => at = end,
            Err(cut) => {
                out.push_str(&page[kept..cut]);
                out.push('>');
                kept = cut;
                at = cut;
            }
        }
    }
    if kept == 0 {
        return (Cow::Borrowed(page), false);
    }
    out.push_str(&page[kept..]);
    (Cow::Owned(out), true)
}

/// Where a tag ends, or where it has had attributes enough.
fn tag_end(bytes: &[u8], from: usize) -> Result<usize, usize> {
    let mut attributes = 0;
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Ok(at + 1),
            quote @ (b'"' | b'\'') if bytes[from..at].trim_ascii_end().ends_with(b"=") => {
                let Some(close) = memchr::memchr(quote, &bytes[at + 1..]) else {
                    return Ok(bytes.len());
                };
                at += close + 1;
                attributes += 1;
            }
            byte if byte.is_ascii_whitespace() || byte == b'/' => attributes += 1,
            _ => {}
        }
        if attributes > MOST {
            return Err(at + 1);
        }
        at += 1;
    }
    Ok(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_tag_is_closed_and_its_rest_is_text() {
        let usual = "<p class=\"a > b\" title='x'>text <b>y</b>";
        assert_eq!(with_short_tags(usual), (Cow::Borrowed(usual), false));
        let many: String = (0..5_000).map(|n| format!("a{n}=\">\" ")).collect();
        let (page, cut) = with_short_tags(&many);
        assert_eq!((page.len(), cut), (many.len(), false));
        let endless = format!("<p {many}>INV/0283/2020");
        let (page, cut) = with_short_tags(&endless);
        assert!(cut && page.len() > endless.len() && page.ends_with("INV/0283/2020"));
        let packed: String = (0..5_000).map(|n| format!("a{n}=''")).collect();
        assert!(with_short_tags(&format!("<p {packed}>")).1);
    }
}
