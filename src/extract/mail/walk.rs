//! Through the parts of a message, in order: what is body, what is attachment, what stands outside of both.
//!
//! Text parts without a name are body; a text part with a name or the disposition `attachment` is an attachment, and
//! so is every other part that holds no parts of its own. The parts still to be seen lie on a list: nesting costs no
//! stack, and beyond the limit what is left is kept raw and said.

use std::borrow::Cow;

use super::super::{
    Category, Field, Limits, Part, Passage, Place, Problem, Step, charset, html, sniff,
};
use super::fields::Fields;
use super::leaf::{self, Description};
use super::settle::{self, Reading, passage};
use super::{structure, uuencode};

/// Doubts kept of one message; a thousand bad headers are one doubt many times.
const MOST_DOUBTS: usize = 12;

/// What a walk found.
#[derive(Default)]
pub(super) struct Found {
    pub passages: Vec<Passage>,
    pub parts: Vec<Part>,
    pub problems: Vec<Problem>,
    pub doubts: Vec<String>,
    /// Whether the body cannot be read without a key.
    pub encrypted: bool,
}

struct Node<'a> {
    raw: Cow<'a, [u8]>,
    depth: usize,
    in_digest: bool,
    /// The multipart/alternative that it belongs to, counted in the message.
    group: Option<usize>,
}

/// A walk through one message.
pub(super) struct Walk<'l> {
    limits: &'l Limits,
    found: Found,
    readings: Vec<Reading>,
    remainders: Vec<Passage>,
    described: String,
    groups: usize,
    nodes: usize,
}

impl<'l> Walk<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            found: Found::default(),
            readings: Vec::new(),
            remainders: Vec::new(),
            described: String::new(),
            groups: 0,
            nodes: 0,
        }
    }

    pub fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if self.found.doubts.len() < MOST_DOUBTS && !self.found.doubts.contains(&doubt) {
            self.found.doubts.push(doubt);
        }
    }

    fn take_doubts(&mut self, doubts: Vec<String>) {
        doubts.into_iter().for_each(|doubt| self.doubt(doubt));
    }

    /// Walks a whole message and gives its headers.
    pub fn message(&mut self, raw: &[u8]) -> Vec<Field> {
        let fields = Fields::of_message(raw);
        let mut doubts = Vec::new();
        let headers = super::decoded_headers(&fields, &mut doubts);
        self.take_doubts(doubts);
        if fields.is_empty() && !raw.trim_ascii().is_empty() {
            self.doubt("no headers; all of it was read as text");
        } else if !fields.parted {
            self.doubt("no blank line between headers and text");
        }
        let mut stack = Vec::new();
        let root = Node {
            raw: Cow::Borrowed(raw),
            depth: 0,
            in_digest: false,
            group: None,
        };
        self.entity(
            &root,
            &fields,
            raw.get(fields.body..).unwrap_or_default(),
            &mut stack,
        );
        while let Some(node) = stack.pop() {
            match &node.raw {
                Cow::Borrowed(bytes) => {
                    let fields = Fields::of_part(bytes);
                    let body = bytes.get(fields.body..).unwrap_or_default();
                    self.entity(&node, &fields, body, &mut stack);
                }
                Cow::Owned(bytes) => {
                    let fields = Fields::of_part(bytes);
                    let body = bytes.get(fields.body..).unwrap_or_default();
                    let mut inner = Vec::new();
                    self.entity(&node, &fields, body, &mut inner);
                    stack.extend(inner.into_iter().map(owned));
                }
            }
        }
        headers
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
        let description = Description::read(fields, node.in_digest, &mut doubts);
        self.take_doubts(doubts);
        if node.depth > 0 {
            self.describe(fields);
        }
        if description.kind.starts_with("multipart/") {
            self.multipart(node, &description, body, stack);
        } else {
            self.leaf(node, &description, body);
        }
    }

    fn multipart<'a>(
        &mut self,
        node: &Node<'_>,
        description: &Description,
        body: &'a [u8],
        stack: &mut Vec<Node<'a>>,
    ) {
        if node.depth >= self.limits.depth || self.nodes > self.limits.parts {
            let reason = if node.depth >= self.limits.depth {
                format!(
                    "more than {} levels of parts within parts; the innermost were kept as raw text",
                    self.limits.depth
                )
            } else {
                format!(
                    "more than {} parts in one message; the rest was kept as raw text",
                    self.limits.parts
                )
            };
            self.problem(Category::TooLarge, reason);
            self.remainder(body);
            return;
        }
        if description.kind == "multipart/encrypted" {
            self.found.encrypted = true;
            self.problem(Category::Encrypted, "an encrypted message".into());
        }
        let boundary = description.parameters.bytes("boundary").unwrap_or_default();
        let boundary = boundary.trim_ascii_end();
        let mut body = Cow::Borrowed(body);
        let mut parts = self.parts_at(&body, boundary);
        if parts.is_none()
            && !matches!(
                description.encoding.as_str(),
                "" | "7bit" | "8bit" | "binary"
            )
        {
            let content = leaf::content(&body, &description.encoding)
                .bytes
                .into_owned();
            if let Some(decoded) = self.parts_at(&content, boundary) {
                self.doubt("a multipart body was itself encoded");
                parts = Some(decoded);
                body = Cow::Owned(content);
            }
        }
        let Some(parts) = parts else {
            self.doubt("a multipart body without parts; kept as raw text");
            let content = leaf::content(&body, &description.encoding).bytes;
            self.remainder(&content);
            return;
        };
        let group = if description.kind == "multipart/alternative" && node.group.is_none() {
            self.groups += 1;
            Some(self.groups)
        } else {
            node.group
        };
        let in_digest = description.kind == "multipart/digest";
        let depth = node.depth + 1;
        stack.extend(parts.into_iter().rev().map(|range| {
            let raw = match &body {
                Cow::Borrowed(body) => Cow::Borrowed(&body[range]),
                Cow::Owned(body) => Cow::Owned(body[range].to_vec()),
            };
            Node {
                raw,
                depth,
                in_digest,
                group,
            }
        }));
    }

    /// The ranges of the parts of a body, what stands outside of them kept; none where there are no parts.
    fn parts_at(&mut self, body: &[u8], boundary: &[u8]) -> Option<Vec<std::ops::Range<usize>>> {
        let mut found = structure::Multipart::default();
        if !boundary.is_empty() {
            found = structure::split(body, boundary);
        }
        if found.parts.is_empty() {
            let shown = structure::shown_boundary(body)?;
            found = structure::split(body, shown);
            if found.parts.is_empty() {
                return None;
            }
            self.doubt(
                "the boundary between parts is not the one declared; it was taken from the text",
            );
        } else if !found.closed {
            self.doubt("a multipart body has no closing line; it may be cut off");
        }
        for piece in &found.outside {
            self.remainder(piece);
        }
        let start = body.as_ptr().addr();
        Some(
            found
                .parts
                .iter()
                .map(|part| {
                    let from = part.as_ptr().addr() - start;
                    from..from + part.len()
                })
                .collect(),
        )
    }

    fn leaf(&mut self, node: &Node<'_>, description: &Description, body: &[u8]) {
        let content = leaf::content(body, &description.encoding);
        if let Some(doubt) = &content.doubt {
            self.doubt(doubt.clone());
        }
        if let Some(rest) = content.rest {
            self.remainder(rest);
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
        if kind.ends_with("pkcs7-mime")
            && description.parameters.token("smime-type").as_deref() != Some("signed-data")
        {
            self.sealed(&content.bytes);
        }
        if !readable || named || attached {
            self.attach(description, content.bytes.into_owned(), content.doubt);
        } else if is_other(&content.bytes) {
            self.attach(
                description,
                content.bytes.into_owned(),
                Some(format!("declared {kind} but is not text")),
            );
        } else {
            self.body(node, description, &content.bytes);
        }
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
        if matches!(
            description.kind.as_str(),
            "text/html" | "text/enriched" | "text/richtext"
        ) {
            let html::Page {
                text,
                hidden,
                attributes,
                title,
                ..
            } = leaf::page(bytes, description, &mut doubts);
            reading.text = text;
            reading.hidden = hidden;
            reading.attributes = attributes;
            if let Some(title) = title {
                reading.attributes.insert_str(0, &format!("{title}\n"));
            }
        } else {
            let files = uuencode::find(bytes);
            let mut left = Cow::Borrowed(bytes);
            for file in files.iter().rev() {
                let end = file.range.end;
                let shorter = [&left[..file.range.start], &left[end..]].concat();
                left = Cow::Owned(shorter);
            }
            reading.text = leaf::plain_text(&left, description, &mut doubts);
            for file in files {
                let (name, _) = charset::read(&file.name, None);
                self.push_part(Some(name.into_owned()), None, None, file.bytes, None);
            }
            if reading.text.contains("-----BEGIN PGP MESSAGE-----") {
                self.found.encrypted = true;
                self.problem(
                    Category::Encrypted,
                    "the text holds an encrypted PGP message".into(),
                );
            }
        }
        self.take_doubts(doubts);
        self.readings.push(reading);
    }

    fn sealed(&mut self, bytes: &[u8]) {
        let signed =
            memchr::memmem::find(bytes.get(..64).unwrap_or(bytes), b"\xF7\x0D\x01\x07\x02")
                .is_some();
        if !signed {
            self.found.encrypted = true;
            self.problem(Category::Encrypted, "an encrypted message (S/MIME)".into());
        }
    }

    fn attach(&mut self, description: &Description, bytes: Vec<u8>, doubt: Option<String>) {
        // Where nothing could be decoded, what is left over is kept in the message.
        let charset = description.charset();
        self.push_part(
            description.name.clone(),
            Some(description.kind.clone()),
            charset,
            bytes,
            doubt,
        );
    }

    fn push_part(
        &mut self,
        name: Option<String>,
        declared: Option<String>,
        charset: Option<String>,
        bytes: Vec<u8>,
        doubt: Option<String>,
    ) {
        let n = u32::try_from(self.found.parts.len() + 1).unwrap_or(u32::MAX);
        self.found.parts.push(Part {
            step: Step::Attachment(n, name.clone()),
            name: name.unwrap_or_default(),
            declared,
            charset,
            bytes,
            doubts: doubt.into_iter().collect(),
        });
    }

    fn problem(&mut self, category: Category, reason: String) {
        let problem = Problem { category, reason };
        if !self.found.problems.contains(&problem) {
            self.found.problems.push(problem);
        }
    }

    /// Keeps raw bytes that stand outside of any part.
    fn remainder(&mut self, bytes: &[u8]) {
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let (text, _) = charset::read(bytes, None);
        let text = charset::plain_lines(text);
        if !structure::is_boilerplate(&text) {
            self.remainders.push(Passage {
                place: Place::Remainder,
                page: None,
                text,
            });
        }
    }

    /// Keeps what a part's own headers say beyond the machinery of MIME.
    fn describe(&mut self, fields: &Fields<'_>) {
        const MACHINERY: [&str; 6] = [
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
            "mime-version",
            "x-attachment-id",
        ];
        let mut doubts = Vec::new();
        for (name, value) in fields.iter() {
            if MACHINERY
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
            {
                continue;
            }
            let value = super::words::decode(value, &mut doubts);
            self.described
                .push_str(&format!("{}: {value}\n", String::from_utf8_lossy(name)));
        }
        self.take_doubts(doubts);
    }

    /// Settles which readings are body and which say something else, and gives everything in order.
    pub fn finish(mut self) -> Found {
        let readings = std::mem::take(&mut self.readings);
        let settled = settle::settle(readings);
        if settled.quarrel {
            self.doubt("the plain and the other reading of the text differ widely; both were kept");
        }
        self.found.passages = settled.passages;
        self.found
            .passages
            .extend(passage(Place::Metadata, self.described));
        self.found.passages.append(&mut self.remainders);
        self.found
    }
}

fn owned<'b>(node: Node<'_>) -> Node<'b> {
    Node {
        raw: Cow::Owned(node.raw.into_owned()),
        depth: node.depth,
        in_digest: node.in_digest,
        group: node.group,
    }
}

/// Whether what is declared as text is something else: it has the mark of a known format, or zeros that are no text.
fn is_other(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
        || ((memchr::memchr(0, bytes).is_some() || bytes.starts_with(b"PK\x03\x04"))
            && !sniff::reads_as_text(bytes))
}
