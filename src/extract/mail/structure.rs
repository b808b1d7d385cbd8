//! Multipart bodies: where the parts begin and end, and what stands outside of them.
//!
//! A boundary counts only as a whole line, so one that begins with another is not mistaken for it. Parts after a
//! premature closing line are parts all the same.

use std::ops::Range;

use memchr::memmem;

use super::super::identity::{is_field, line_end};

/// A multipart body taken apart.
#[derive(Default)]
pub(super) struct Multipart {
    /// Each part, headers and all.
    pub parts: Vec<Range<usize>>,
    /// What stands before, after and between: preamble, epilogue.
    pub outside: Vec<Range<usize>>,
    /// Whether the closing line is there.
    pub closed: bool,
}

/// Takes a body apart at a boundary; without that boundary in it there are no parts.
pub(super) fn split(body: &[u8], boundary: &[u8]) -> Multipart {
    let mark = [b"--", boundary].concat();
    let mut found = Multipart::default();
    let (mut from, mut inside) = (0, false);
    for hit in memmem::find_iter(body, &mark) {
        if hit < from || (hit > 0 && body[hit - 1] != b'\n') {
            continue;
        }
        let end = line_end(body, hit);
        let tail = body[hit + mark.len()..end].trim_ascii();
        let closing = tail == b"--";
        if !tail.is_empty() && !closing {
            continue;
        }
        let piece = from..hit - line_break_before(body, from, hit);
        if inside {
            found.parts.push(piece);
        } else {
            found.outside.push(piece);
        }
        inside = !closing;
        found.closed = closing;
        from = end;
    }
    let last = from..body.len();
    if inside {
        found.parts.push(last);
    } else {
        found.outside.push(last);
    }
    found
        .outside
        .retain(|piece| !body[piece.clone()].trim_ascii().is_empty());
    found
}

/// The length of the line break before a boundary, which belongs to it and not to the part.
fn line_break_before(body: &[u8], from: usize, hit: usize) -> usize {
    match &body[from..hit] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

/// The boundary that a body shows where its header names none or another: a line of dashes before a header.
pub(super) fn shown_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while at < body.len() {
        let end = line_end(body, at);
        if let Some(boundary) = body[at..end].strip_prefix(b"--") {
            let boundary = boundary.trim_ascii_end();
            let next = &body[end..line_end(body, end)];
            let content =
                next.len() > 8 && next[..8].eq_ignore_ascii_case(b"content-") && is_field(next);
            if content && !boundary.is_empty() {
                return Some(boundary);
            }
        }
        at = end;
    }
    None
}

/// The sentence that mail programs put before the first part for readers that know no MIME: it says nothing.
pub(super) fn is_boilerplate(preamble: &str) -> bool {
    const SENTENCES: [&str; 7] = [
        "this is a multi-part message in mime format.",
        "this is a multi-part message in mime format",
        "this is a multipart message in mime format.",
        "this is a multipart message in mime format",
        "this is a mime-formatted message. if you see this text it means that your e-mail software does not support mime-formatted messages.",
        "this is an openpgp/mime signed message (rfc 4880 and 3156)",
        "this is a cryptographically signed message in mime format.",
    ];
    if preamble.len() > 400 {
        return false;
    }
    let plain = preamble
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    SENTENCES.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart_by_whole_lines() {
        let body = b"before\n--abc\nA: 1\n\none\n--abcd\nstill one\n--abc  \n\ntwo\r\n--abc--\nafter\n--abc\n\nthree\n";
        let found = split(body, b"abc");
        let texts = |ranges: &[Range<usize>]| {
            ranges
                .iter()
                .map(|r| body[r.clone()].to_vec())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(&found.parts),
            [
                b"A: 1\n\none\n--abcd\nstill one".as_slice(),
                b"\ntwo",
                b"\nthree\n"
            ]
        );
        assert_eq!(texts(&found.outside), [b"before".as_slice(), b"after"]);
        assert!(split(b"no boundary at all", b"abc").parts.is_empty());
        assert_eq!(
            shown_boundary(b"x\n--other\nContent-Type: text/plain\n\nhello"),
            Some(b"other".as_slice())
        );
    }
}
