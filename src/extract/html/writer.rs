//! From tokens to text: what is shown, what is hidden, what only attributes say.

use std::cell::RefCell;
use std::collections::HashSet;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    CharacterTokens, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult,
};

use super::super::Field;
use super::Page;
use super::lines::Lines;
use super::tags::{is_block, is_hidden, is_void, one_line, unescaped, value};

/// Takes the tokens of one page.
#[derive(Default)]
pub(super) struct Sink(RefCell<Writer>);

impl Sink {
    /// What the page said.
    pub fn finish(self) -> Page {
        self.0.into_inner().finish()
    }
}

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
    /// The link that is open, and where its text begins.
    link: Option<(String, usize)>,
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
                // Links do not nest: another one closes the first.
                self.keep_link();
                self.link = value(tag, "href").map(|href| (href.to_owned(), self.shown.len()));
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
            } else if &*attribute.name.local == "srcdoc" {
                self.say(&one_line(&without_tags(&attribute.value)));
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
        let Some((href, from)) = self.link.take() else {
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
        let shown = self.shown.since(from);
        if !shown.contains(address.trim_end_matches('/')) {
            self.say(&one_line(&address));
        }
    }

    fn finish(mut self) -> Page {
        self.keep_link();
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

/// A page that stands in an attribute, as its words: tags are blanks.
fn without_tags(page: &str) -> String {
    let mut words = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => {
                within = true;
                words.push(' ');
            }
            '>' => within = false,
            c if !within => words.push(c),
            _ => {}
        }
    }
    words
}
