//! HTML as text: what a reader of the page sees, what its author hid, and what only its attributes say.
//!
//! The page is read token by token and no tree is built, so nesting cannot exhaust anything. Mark-up within a word
//! does not split it; blocks end lines, cells end in tabs. Scripts, styles and templates are left out, unless one of
//! them is never closed: then it has swallowed the page, and its text is kept as hidden.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};

use self::writer::Sink;
use super::{
    Confidence, Extraction, Extractor, Field, Format, Limits, Opened, Passage, Place, Specimen,
    TextStatus, charset, sniff,
};

mod guard;
mod lines;
mod tags;
mod writer;

/// The HTML reader.
pub struct Html;

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What is shown.
    pub text: String,
    /// What the page hides.
    pub hidden: String,
    /// `alt`, `title`, `placeholder`, `value` and `aria-label`, one a line, and addresses that the text does not show.
    pub attributes: String,
    /// The title, on one line.
    pub title: Option<String>,
    /// Named values of its head: description, author, keywords and others.
    pub metadata: Vec<Field>,
    /// What was guessed or broken.
    pub doubts: Vec<String>,
}

impl Page {
    /// The page's texts by place, the empty ones left out.
    pub fn passages(&self) -> Vec<Passage> {
        [
            (Place::Body, &self.text),
            (Place::Hidden, &self.hidden),
            (Place::Metadata, &self.attributes),
        ]
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(place, text)| Passage {
            place,
            page: None,
            text: text.clone(),
        })
        .collect()
    }
}

/// Reads a page; `declared` is the charset that its container names.
pub fn read(bytes: &[u8], declared: Option<&str>) -> Page {
    let own = declared_within(bytes);
    let label = if encoding_mark(bytes) {
        None
    } else {
        declared.or(own.as_deref())
    };
    let (text, doubt) = charset::read(bytes, label);
    let mut page = read_text(&text);
    page.doubts.extend(doubt);
    page
}

/// Reads a page that is text already.
pub fn read_text(text: &str) -> Page {
    let (guarded, cut) = guard::with_short_tags(text);
    let queue = BufferQueue::default();
    // Tendrils count in 32 bits: large pages are handed over in pieces.
    let mut rest: &str = &guarded;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(1 << 28));
        queue.push_back(StrTendril::from_slice(piece));
        rest = after;
    }
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    let unclosed = text
        .rfind("<!--")
        .filter(|open| !text[*open..].contains("--") || !text[open + 4..].contains("-->"));
    let mut page = tokenizer.sink.finish();
    if let Some(open) = unclosed
        && !text[open + 4..].contains("--!>")
        && !text[open + 4..].trim().is_empty()
        && !text[open..].starts_with("<!-->")
        && !text[open..].starts_with("<!--->")
    {
        page.hidden.push_str(&text[open + 4..]);
        page.doubts
            .push("a comment is never closed; what follows it is kept as hidden text".into());
    }
    if cut {
        page.doubts
            .push("a tag with thousands of attributes; its rest was read as text".into());
    }
    page
}

impl Extractor for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        if !sniff::is_text(specimen.bytes) {
            return None;
        }
        let name = specimen.name.to_ascii_lowercase();
        let named = [".html", ".htm", ".xhtml", ".shtml"]
            .iter()
            .any(|ending| name.ends_with(ending));
        if sniff::opens_like_html(specimen.bytes) {
            Some(Confidence::Certain)
        } else if named
            || matches!(
                specimen.declared,
                Some("text/html" | "application/xhtml+xml")
            )
        {
            Some(Confidence::Likely)
        } else {
            None
        }
    }

    fn open(&self, specimen: &Specimen<'_>, _limits: &Limits) -> Opened {
        let mut page = read(specimen.bytes, specimen.charset);
        let passages = page.passages();
        let mut metadata = std::mem::take(&mut page.metadata);
        if let Some(title) = page.title.take() {
            metadata.insert(
                0,
                Field {
                    name: "title".into(),
                    value: title,
                },
            );
        }
        let any = !passages.is_empty() || !metadata.is_empty();
        Opened {
            extraction: Extraction {
                format: Format::Html,
                headers: Vec::new(),
                metadata,
                passages,
                pages: None,
                text_status: if any {
                    TextStatus::Text
                } else {
                    TextStatus::None
                },
                doubts: page.doubts,
            },
            identity: None,
            parts: Vec::new(),
            problems: if any {
                Vec::new()
            } else {
                vec![sniff::no_text("the page shows no text")]
            },
        }
    }
}

fn encoding_mark(bytes: &[u8]) -> bool {
    encoding_rs::Encoding::for_bom(bytes).is_some()
}

/// The charset that the page's own head declares: `<meta charset=...>` or the older form within `content`.
fn declared_within(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..8192).unwrap_or(bytes).to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&head[from..], b"charset") {
        let start = from + at + 7;
        let rest = head[start..].trim_ascii_start();
        if let Some(value) = rest.strip_prefix(b"=") {
            let label: String = value
                .trim_ascii_start()
                .iter()
                .skip_while(|b| matches!(b, b'"' | b'\''))
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
                .map(|b| char::from(*b))
                .collect();
            // A page that can be read this far is not UTF-16, whatever it says.
            if !label.is_empty() && !label.starts_with("utf-16") {
                return Some(label);
            }
        }
        from = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        read_text(page).text
    }

    #[test]
    fn markup_within_a_word_does_not_split_it() {
        assert_eq!(
            text("<p>INV/<b>0283</b>/<wbr>20<i>2</i>0&shy;</p>"),
            "INV/0283/2020\n"
        );
        assert_eq!(
            text("a <b>b</b> c<br>d<td>e</td><td>f</td>"),
            "a b c\nde\tf\n"
        );
    }

    #[test]
    fn what_is_not_shown_is_told_apart_and_not_lost() {
        let page = read_text(
            "<title>Our&nbsp;page</title><style>p{}</style><script>var x='<p>no'</script><p>Seen</p>\
             <div style='display: none'>under<div>neath</div></div><p>Again<img alt='a map'><template>t</template>",
        );
        assert_eq!(page.title.as_deref(), Some("Our page"));
        assert_eq!(page.text, "Seen\n\nAgain\n");
        assert_eq!(page.hidden, "under\nneath\n");
        assert_eq!(page.attributes, "a map\n");
        assert!(page.doubts.is_empty());
        let open = read_text("<p>Before<style>p{} INV/0283/2020");
        assert!(open.hidden.contains("INV/0283/2020") && !open.doubts.is_empty());
        let comment = read_text("<p>Before<!-- INV/0283/2020");
        assert!(comment.hidden.contains("INV/0283/2020") && !comment.doubts.is_empty());
    }

    #[test]
    fn deep_nesting_is_read_to_the_bottom() {
        let deep = format!("{}marker", "<div><b>".repeat(200_000));
        assert_eq!(text(&deep), "marker\n");
    }

    #[test]
    fn the_charset_is_found_in_the_head() {
        let page = read(b"<meta charset=iso-8859-2><p>\xB3</p>", None);
        assert_eq!(page.text, "ł\n");
        let page = read(
            b"<p>fee \xA310 <a href='https://x.example/INV%2F0283%2F2020'>here</a>",
            None,
        );
        assert_eq!(page.text, "fee £10 here\n");
        assert_eq!(page.attributes, "https://x.example/INV/0283/2020\n");
    }
}
