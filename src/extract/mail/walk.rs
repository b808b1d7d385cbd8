//! Through the parts of a message, in order: what is body, what is attachment, what stands outside of both.
//!
//! Text parts without a name are body; a text part with a name or the disposition `attachment` is an attachment, and
//! so is every other part that holds no parts of its own. The parts still to be seen lie on a list: nesting costs no
//! stack, and beyond the limit what is left is kept raw and said.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{
    Category, Field, Limits, Part, Place, Step, cards, charset, html, smime, sniff,
};
use super::fields::Fields;
use super::gathered::{Found, Gathered};
use super::leaf::{self, Content, Description};
use super::settle::Reading;
use super::{structure, uuencode};

/// A message or a part of one, headers and all.
struct Node<'a> {
    raw: Cow<'a, [u8]>,
    depth: usize,
    in_digest: bool,
    /// The multipart/alternative that it belongs to, counted in the message.
    group: Option<usize>,
}

impl Node<'_> {
    fn into_owned<'b>(self) -> Node<'b> {
        Node {
            raw: Cow::Owned(self.raw.into_owned()),
            depth: self.depth,
            in_digest: self.in_digest,
            group: self.group,
        }
    }
}

/// A walk through one message.
pub(super) struct Walk<'l> {
    limits: &'l Limits,
    /// What it has met.
    pub gathered: Gathered,
    /// Whether it is a saved web page: then a page is text whatever its name, and the rest is named by its address.
    pub is_page: bool,
    groups: usize,
    nodes: usize,
}

impl<'l> Walk<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            gathered: Gathered::default(),
            is_page: false,
            groups: 0,
            nodes: 0,
        }
    }

    /// Walks a whole message and gives its headers.
    pub fn message(&mut self, raw: &[u8]) -> Vec<Field> {
        let fields = Fields::of_message(raw);
        let mut doubts = Vec::new();
        let headers = super::decoded_headers(&fields, &mut doubts);
        self.gathered.doubts(doubts);
        if fields.is_empty() && !raw.trim_ascii().is_empty() {
            self.gathered
                .doubt("no headers; all of it was read as text");
        } else if !fields.parted {
            self.gathered
                .doubt("no blank line between headers and text");
        }
        let root = Node {
            raw: Cow::Borrowed(raw),
            depth: 0,
            in_digest: false,
            group: None,
        };
        let mut stack = Vec::new();
        self.entity(&root, &fields, &raw[fields.body..], &mut stack);
        while let Some(node) = stack.pop() {
            match &node.raw {
                Cow::Borrowed(bytes) => {
                    let fields = Fields::of_part(bytes);
                    self.entity(&node, &fields, &bytes[fields.body..], &mut stack);
                }
                Cow::Owned(bytes) => {
                    let fields = Fields::of_part(bytes);
                    let mut inner = Vec::new();
                    self.entity(&node, &fields, &bytes[fields.body..], &mut inner);
                    stack.extend(inner.into_iter().map(Node::into_owned));
                }
            }
        }
        headers
    }

    /// What was met.
    pub fn finish(self) -> Found {
        self.gathered.finish()
    }

    fn entity<'a>(
        &mut self,
        node: &Node<'_>,
        fields: &Fields<'_>,
        body: &'a [u8],
        stack: &mut Vec<Node<'a>>,
    ) {
        self.nodes += 1;
        let mut doubts = Vec::new();
        let mut description = Description::read(fields, node.in_digest, &mut doubts);
        if self.is_page && description.kind == "text/html" {
            description.name = None;
            description.disposition.clear();
        } else if self.is_page && description.name.is_none() {
            description.name = fields.get("content-location").and_then(leaf::name_in);
        }
        self.gathered.doubts(doubts);
        if node.depth > 0 {
            self.gathered.describe(fields);
        }
        if !description.kind.starts_with("multipart/") {
            match self.signed(node, &description, body) {
                Some(inner) => stack.push(inner),
                None => self.leaf(node, &description, body),
            }
        } else if let Some(reason) = self.over(node.depth) {
            self.gathered.problem(Category::TooLarge, reason);
            self.gathered.remainder(body);
        } else {
            self.multipart(node, &description, body, stack);
        }
    }

    /// What a part was signed around: it is a message part, and read in the signature's place.
    fn signed<'b>(
        &self,
        node: &Node<'_>,
        description: &Description,
        body: &[u8],
    ) -> Option<Node<'b>> {
        if !description.kind.ends_with("pkcs7-mime") || self.over(node.depth).is_some() {
            return None;
        }
        let content = leaf::content(body, &description.encoding);
        smime::signed_entity(&content.bytes, self.limits).map(|entity| Node {
            raw: Cow::Owned(entity),
            depth: node.depth + 1,
            in_digest: false,
            group: node.group,
        })
    }

    /// The limit that a multipart this deep breaks.
    fn over(&self, depth: usize) -> Option<String> {
        let Limits {
            depth: levels,
            parts,
            ..
        } = self.limits;
        if depth >= *levels {
            Some(format!(
                "more than {levels} levels of parts within parts; the innermost were kept as raw text"
            ))
        } else if self.nodes > *parts {
            Some(format!(
                "more than {parts} parts in one message; the rest was kept as raw text"
            ))
        } else {
            None
        }
    }

    fn multipart<'a>(
        &mut self,
        node: &Node<'_>,
        description: &Description,
        body: &'a [u8],
        stack: &mut Vec<Node<'a>>,
    ) {
        if description.kind == "multipart/encrypted" {
            self.gathered.sealed("an encrypted message");
        }
        let boundary = description.parameters.bytes("boundary").unwrap_or_default();
        let boundary = boundary.trim_ascii_end();
        let mut body = Cow::Borrowed(body);
        let mut parts = self.parts_at(&body, boundary);
        if parts.is_none() && !leaf::is_identity(&description.encoding) {
            let content = leaf::content(&body, &description.encoding)
                .bytes
                .into_owned();
            parts = self.parts_at(&content, boundary);
            if parts.is_some() {
                self.gathered.doubt("a multipart body was itself encoded");
                body = Cow::Owned(content);
            }
        }
        let Some(parts) = parts else {
            self.gathered
                .doubt("a multipart body without parts; kept as raw text");
            let Content { bytes, rest, .. } = leaf::content(&body, &description.encoding);
            self.gathered.remainder(&bytes);
            self.gathered.remainder(rest.unwrap_or_default());
            return;
        };
        let group = if description.kind == "multipart/alternative" && node.group.is_none() {
            self.groups += 1;
            Some(self.groups)
        } else {
            node.group
        };
        stack.extend(parts.into_iter().rev().map(|range| Node {
            raw: match &body {
                Cow::Borrowed(body) => Cow::Borrowed(&body[range]),
                Cow::Owned(body) => Cow::Owned(body[range].to_vec()),
            },
            depth: node.depth + 1,
            in_digest: description.kind == "multipart/digest",
            group,
        }));
    }

    /// Where the parts of a body stand, what stands outside of them kept; none where there are no parts.
    fn parts_at(&mut self, body: &[u8], boundary: &[u8]) -> Option<Vec<Range<usize>>> {
        let mut found = structure::Multipart::default();
        if !boundary.is_empty() {
            found = structure::split(body, boundary);
        }
        if found.parts.is_empty() {
            found = structure::split(body, structure::shown_boundary(body)?);
            self.gathered.doubt(
                "the boundary between parts is not the one declared; it was taken from the text",
            );
        } else if !found.closed {
            self.gathered
                .doubt("a multipart body has no closing line; it may be cut off");
        }
        for piece in found.outside {
            self.gathered.remainder(&body[piece]);
        }
        (!found.parts.is_empty()).then_some(found.parts)
    }

    fn leaf(&mut self, node: &Node<'_>, description: &Description, body: &[u8]) {
        let mut content = leaf::content(body, &description.encoding);
        if let Some(doubt) = &content.doubt {
            self.gathered.doubt(doubt.clone());
        }
        let root = node.depth == 0;
        let kind = description.kind.as_str();
        let readable = match kind {
            "text/plain" | "text/html" => true,
            kind => (root || node.group.is_some()) && kind.starts_with("text/"),
        };
        let named = description.name.is_some() && !root && node.group.is_none();
        let attached =
            description.disposition == "attachment" && !(root && description.name.is_none());
        let body_text = readable && !named && !attached;
        match content.rest {
            // Nothing could be decoded: an attachment is its raw bytes then.
            Some(_) if content.bytes.is_empty() && !body_text => {
                content.bytes = Cow::Borrowed(body)
            }
            Some(rest) => self.gathered.remainder(rest),
            None => {}
        }
        if kind.ends_with("pkcs7-mime") && !is_signed(&content.bytes) {
            self.gathered.sealed("an encrypted message (S/MIME)");
        }
        if !body_text {
            let bytes = match self.uuencoded(description, &content.bytes) {
                Some(file) => file,
                None => content.bytes.into_owned(),
            };
            self.attach(description, bytes, content.doubt);
        } else if is_other(&content.bytes) {
            let doubt = format!("declared {kind} but is not text");
            self.attach(description, content.bytes.into_owned(), Some(doubt));
        } else {
            self.body(node, description, &content.bytes);
        }
    }

    fn attach(&mut self, description: &Description, bytes: Vec<u8>, doubt: Option<String>) {
        let part = Part {
            declared: Some(description.kind.clone()),
            charset: description.charset(),
            doubts: doubt.into_iter().collect(),
            ..part_of(bytes)
        };
        self.gathered.part(description.name.clone(), part);
    }

    fn body(&mut self, node: &Node<'_>, description: &Description, bytes: &[u8]) {
        let mut doubts = Vec::new();
        let mut reading = Reading {
            group: node.group,
            plain: description.kind == "text/plain",
            text: String::new(),
            hidden: String::new(),
            attributes: String::new(),
        };
        let declared = description.charset();
        let kind = description.kind.as_str();
        if let Some(mut cards) = cards::body_of(kind, bytes, declared.as_deref(), self.limits) {
            doubts.append(&mut cards.doubts);
            let parts = std::mem::take(&mut cards.parts);
            for passage in cards.passages() {
                let text = match passage.place {
                    Place::Body | Place::Alternative => &mut reading.text,
                    Place::Hidden => &mut reading.hidden,
                    _ => &mut reading.attributes,
                };
                text.push_str(&passage.text);
            }
            for part in parts {
                self.gathered.part(Some(part.name.clone()), part);
            }
        } else if matches!(kind, "text/html" | "text/enriched" | "text/richtext") {
            let html::Page {
                text,
                hidden,
                attributes,
                title,
                metadata,
                ..
            } = leaf::page(bytes, description, &mut doubts);
            reading.text = text;
            reading.hidden = hidden;
            reading.attributes = title.map(|title| title + "\n").unwrap_or_default() + &attributes;
            // what wrote the page says nothing of what it says
            for field in metadata
                .iter()
                .filter(|field| field.name != "producer" && field.name != "generator")
            {
                reading
                    .attributes
                    .push_str(&format!("{}: {}\n", field.name, field.value));
            }
        } else {
            let text = self.without_files(bytes);
            reading.text = leaf::plain_text(&text, description, &mut doubts);
            if let Some(encoding) = uuencode::other_encoding(&text) {
                let reason = format!("the text holds a file in {encoding}, which is not decoded");
                self.gathered.problem(Category::Unsupported, reason);
            }
            if reading.text.contains("-----BEGIN PGP MESSAGE-----") {
                self.gathered
                    .sealed("the text holds an encrypted PGP message");
            }
        }
        self.gathered.doubts(doubts);
        self.gathered.reading(reading);
    }

    /// The file that an attachment is, where it was sent in uuencode: as its transfer encoding, or as all that there
    /// is. What stands beside it is kept.
    fn uuencoded(&mut self, description: &Description, bytes: &[u8]) -> Option<Vec<u8>> {
        let says_so = leaf::is_uuencode(&description.encoding);
        if !says_so && !bytes.trim_ascii_start().starts_with(b"begin ") {
            return None;
        }
        let mut files = uuencode::find(bytes).into_iter();
        let file = files.next()?;
        let (before, after) = (&bytes[..file.range.start], &bytes[file.range.end..]);
        if !says_so && !after.trim_ascii().is_empty() {
            return None;
        }
        self.gathered.remainder(before);
        let after = self.without_files(after);
        self.gathered.remainder(&after);
        Some(file.bytes)
    }

    /// The text without the files that are uuencoded in it; those are attachments.
    fn without_files<'t>(&mut self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let files = uuencode::find(text);
        if files.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut left = Vec::with_capacity(text.len());
        let mut from = 0;
        for file in files {
            left.extend_from_slice(&text[from..file.range.start]);
            from = file.range.end;
            let (name, _) = charset::read(&file.name, None);
            self.gathered
                .part(Some(name.into_owned()), part_of(file.bytes));
        }
        left.extend_from_slice(&text[from..]);
        Cow::Owned(left)
    }
}

/// A part of which only the bytes are known; its number and name come with its place.
fn part_of(bytes: Vec<u8>) -> Part {
    Part {
        steps: vec![Step::Attachment(0, None)],
        name: String::new(),
        declared: None,
        charset: None,
        bytes,
        doubts: Vec::new(),
        problem: None,
    }
}

/// Whether what is declared as text is something else: it has the mark of a known format, or zeros that are no text.
fn is_other(bytes: &[u8]) -> bool {
    let suspect = memchr::memchr(0, bytes).is_some()
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"%PDF-");
    suspect && !sniff::reads_as_text(bytes)
}

/// PKCS #7 that is signed but not sealed: its object identifier ends in 2.
fn is_signed(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes.get(..64).unwrap_or(bytes), b"\xF7\x0D\x01\x07\x02").is_some()
}
