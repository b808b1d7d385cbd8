//! HTML as text: what a reader of the page sees, what its author hid, and what only its attributes say.
//!
//! The page is read token by token and no tree is built, so nesting cannot exhaust anything. Mark-up within a word
//! does not split it; blocks end lines, cells end in tabs. Scripts, styles and templates are left out, unless one of
//! them is never closed: then it has swallowed the page, and its text is kept as hidden.

use std::cell::RefCell;
use std::collections::HashSet;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    CharacterTokens, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::{
    Confidence, Extraction, Extractor, Field, Format, Limits, Opened, Passage, Place, Specimen,
    TextStatus, charset, sniff,
};

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
    let queue = BufferQueue::default();
    // Tendrils count in 32 bits: large pages are handed over in pieces.
    let mut rest = text;
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
    let mut page = tokenizer.sink.0.into_inner().finish();
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

#[derive(Default)]
struct Sink(RefCell<Writer>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut writer = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => writer.characters(&text),
            TagToken(tag) if tag.kind == TagKind::StartTag => return writer.start(&tag),
            TagToken(tag) => writer.end(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// An element whose text goes elsewhere until it is closed.
struct Aside {
    name: String,
    depth: usize,
    hides: bool,
}

#[derive(Default)]
struct Writer {
    shown: Lines,
    hidden: Lines,
    title: String,
    attributes: String,
    said: HashSet<String>,
    metadata: Vec<Field>,
    links: Vec<(String, usize)>,
    aside: Option<Aside>,
    /// The raw element that the tokenizer is in: script, style, title, textarea, xmp.
    raw: Option<&'static str>,
    swallowed: String,
    pre: usize,
}

impl Writer {
    fn lines(&mut self) -> &mut Lines {
        if self.aside.is_some() {
            &mut self.hidden
        } else {
            &mut self.shown
        }
    }

    fn dropping(&self) -> bool {
        self.aside.as_ref().is_some_and(|aside| !aside.hides)
    }

    fn characters(&mut self, text: &str) {
        match self.raw {
            Some("title") => self.title.push_str(text),
            Some("script" | "style") => self.swallowed.push_str(text),
            _ if self.dropping() => self.swallowed.push_str(text),
            raw => {
                let as_typed = self.pre > 0 || raw.is_some();
                self.lines().push(text, as_typed);
            }
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let block = is_block(name);
        match &mut self.aside {
            Some(aside) if aside.name == "p" && block => self.aside = None,
            Some(aside) if aside.name == name && !tag.self_closing => aside.depth += 1,
            Some(_) => {}
            None if name == "template" => {
                self.aside = Some(Aside {
                    name: name.into(),
                    depth: 1,
                    hides: false,
                });
            }
            None if is_hidden(tag) && !is_void(name) => {
                self.aside = Some(Aside {
                    name: name.into(),
                    depth: 1,
                    hides: true,
                });
            }
            None => {}
        }
        self.attributes_of(tag, name);
        self.break_for(name, block);
        match name {
            "pre" | "listing" => self.pre += 1,
            "a" => {
                let at = self.shown.text.len();
                if let Some(href) = value(tag, "href")
                    && self.links.len() < 100_000
                {
                    self.links.push((href.to_owned(), at));
                }
            }
            _ => {}
        }
        let (raw, kind) = match name {
            "script" => ("script", RawKind::ScriptData),
            "style" => ("style", RawKind::Rawtext),
            "xmp" => ("xmp", RawKind::Rawtext),
            // A title within an SVG drawing is raw too as far as a tokenizer can tell.
            "title" => ("title", RawKind::Rcdata),
            "textarea" => ("textarea", RawKind::Rcdata),
            "plaintext" => {
                self.pre += 1;
                return TokenSinkResult::Plaintext;
            }
            _ => return TokenSinkResult::Continue,
        };
        self.raw = Some(raw);
        self.swallowed.clear();
        TokenSinkResult::RawData(kind)
    }

    fn end(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if self.raw == Some("title") && name == "title" {
            self.title.push(' ');
        }
        self.raw = None;
        if let Some(aside) = &mut self.aside
            && aside.name == name
        {
            aside.depth -= 1;
            if aside.depth == 0 {
                self.hidden.end_line(false);
                self.aside = None;
                self.swallowed.clear();
            }
        }
        match name {
            "pre" | "listing" => self.pre = self.pre.saturating_sub(1),
            "a" => self.keep_link(),
            "td" | "th" => self.lines().end_cell(),
            _ => self.break_for(name, is_block(name)),
        }
    }

    fn break_for(&mut self, name: &str, block: bool) {
        if name == "br" {
            self.lines().break_line();
        } else if block {
            let apart = matches!(
                name,
                "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "table"
            );
            self.lines().end_line(apart);
        }
    }

    fn attributes_of(&mut self, tag: &Tag, name: &str) {
        if tag.attrs.is_empty() {
            return;
        }
        if name == "meta" {
            let key = value(tag, "name").or_else(|| value(tag, "property"));
            if let (Some(key), Some(content)) = (key, value(tag, "content"))
                && !content.trim().is_empty()
                && !matches!(
                    key.to_ascii_lowercase().as_str(),
                    "viewport" | "robots" | "generator" | "format-detection"
                )
            {
                self.metadata.push(Field {
                    name: key.to_ascii_lowercase(),
                    value: one_line(content),
                });
            }
            return;
        }
        for attribute in &tag.attrs {
            let telling = match &*attribute.name.local {
                "alt" | "title" | "placeholder" | "aria-label" | "summary" | "label" => true,
                "value" => matches!(name, "input" | "button" | "option" | "data"),
                _ => false,
            };
            if telling {
                self.say(&one_line(&attribute.value));
            }
        }
    }

    fn say(&mut self, text: &str) {
        if !text.is_empty() && self.said.insert(text.to_owned()) {
            self.attributes.push_str(text);
            self.attributes.push('\n');
        }
    }

    /// Keeps the address of the link that ends here, unless the text shows it.
    fn keep_link(&mut self) {
        let Some((href, from)) = self.links.pop() else {
            return;
        };
        let href = href.trim();
        let scheme = href
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if href.is_empty()
            || href.starts_with('#')
            || matches!(scheme.as_str(), "javascript" | "data" | "cid")
        {
            return;
        }
        let address = unescaped(href.strip_prefix("mailto:").unwrap_or(href));
        let shown = self.shown.text.get(from..).unwrap_or_default();
        if !shown.contains(address.trim_end_matches('/')) {
            self.say(&one_line(&address));
        }
    }

    fn finish(mut self) -> Page {
        while !self.links.is_empty() {
            self.keep_link();
        }
        let mut doubts = Vec::new();
        let mut hidden = self.hidden.finish();
        let open = matches!(self.raw, Some("script" | "style"))
            || self.aside.as_ref().is_some_and(|a| !a.hides);
        if open && !self.swallowed.trim().is_empty() {
            hidden.push_str(&self.swallowed);
            doubts.push(
                "a script, style or template is never closed; its text is kept as hidden text"
                    .into(),
            );
        }
        let title = one_line(&self.title);
        Page {
            text: self.shown.finish(),
            hidden,
            attributes: self.attributes,
            title: (!title.is_empty()).then_some(title),
            metadata: self.metadata,
            doubts,
        }
    }
}

/// Text growing line by line, white space drawn together as a browser draws it.
#[derive(Default)]
struct Lines {
    text: String,
    space: bool,
}

impl Lines {
    fn push(&mut self, text: &str, as_typed: bool) {
        if as_typed {
            self.flush_space();
            self.text
                .extend(text.chars().filter(|c| *c != '\u{AD}' && *c != '\r'));
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
            let word = rest.find(blank).unwrap_or(rest.len());
            if word > 0 {
                self.flush_space();
                for piece in rest[..word].split('\u{AD}') {
                    self.text.push_str(piece);
                }
            }
            rest = &rest[word..];
            let after = rest.find(|c| !blank(c)).unwrap_or(rest.len());
            self.space |= after > 0;
            rest = &rest[after..];
        }
    }

    fn flush_space(&mut self) {
        if self.space && !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push(' ');
        }
        self.space = false;
    }

    fn break_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn end_line(&mut self, apart: bool) {
        self.space = false;
        if self.text.is_empty() {
            return;
        }
        while self.text.ends_with('\t') {
            self.text.pop();
        }
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if apart && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn end_cell(&mut self) {
        self.space = false;
        // Blocks within a cell end its lines; the cell itself stays on the row.
        let kept = self.text.trim_end_matches('\n').len();
        self.text.truncate(kept);
        if !self.text.is_empty() {
            self.text.push('\t');
        }
    }

    fn finish(mut self) -> String {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        if kept > 0 {
            self.text.push('\n');
        }
        self.text
    }
}

fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| &*attribute.value)
}

fn is_hidden(tag: &Tag) -> bool {
    tag.attrs
        .iter()
        .any(|attribute| match &*attribute.name.local {
            "hidden" => true,
            "style" => {
                let style: String = attribute
                    .value
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .map(|c| c.to_ascii_lowercase())
                    .collect();
                ["display:none", "visibility:hidden", "mso-hide:all"]
                    .iter()
                    .any(|rule| style.contains(rule))
            }
            _ => false,
        })
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "textarea"
            | "tfoot"
            | "thead"
            | "title"
            | "tr"
            | "ul"
            | "xmp"
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address with its `%XX` read, so that a reference within it is seen; as it stands where that makes no text.
fn unescaped(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' && byte >= 0x20 => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
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
