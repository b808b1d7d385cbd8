//! Header values as people read them: unfolded, encoded words (RFC 2047) decoded, and never a byte dropped.
//!
//! Real headers hold raw 8-bit bytes inside and outside of encoded words, charsets nobody knows, words that are never
//! closed, and characters cut in two by a word's end. Words that stand side by side in one charset are therefore
//! joined as bytes before they are decoded.

use memchr::memmem;

use super::super::charset;
use super::{base64, quoted};

/// Decodes a raw value; what was guessed is added to `doubts`.
pub(super) fn decode(raw: &[u8], doubts: &mut Vec<String>) -> String {
    let raw = raw.trim_ascii();
    if memmem::find(raw, b"=?").is_none() {
        return inner(raw, doubts);
    }
    let mut out = String::with_capacity(raw.len());
    let mut run: Option<Run<'_>> = None;
    let (mut kept, mut at) = (0, 0);
    let mut unclosed = false;
    while let Some(found) = memmem::find(&raw[at..], b"=?") {
        let start = at + found;
        let Some(word) = Word::at(&raw[start..], &mut unclosed) else {
            at = start + 2;
            continue;
        };
        let between = &raw[kept..start];
        let joined = run.is_some() && between.trim_ascii().is_empty();
        if !joined {
            finish(&mut out, run.take(), doubts);
            if out.is_empty() {
                out.push_str(&inner(between.trim_ascii_start(), doubts));
            } else {
                out.push_str(&inner(between, doubts));
            }
        }
        match &mut run {
            Some(run) if run.charset.eq_ignore_ascii_case(word.charset) => run.append(&word),
            _ => {
                finish(&mut out, run.take(), doubts);
                let mut begun = Run {
                    charset: word.charset,
                    bytes: Vec::new(),
                    base64: Vec::new(),
                };
                begun.append(&word);
                run = Some(begun);
            }
        }
        at = start + word.len;
        kept = at;
    }
    finish(&mut out, run, doubts);
    out.push_str(&inner(&raw[kept..], doubts));
    out.truncate(out.trim_end().len());
    out
}

/// Raw bytes between words: unfolded, blanks at the ends kept.
fn inner(raw: &[u8], doubts: &mut Vec<String>) -> String {
    if raw.is_ascii()
        && let Ok(text) = std::str::from_utf8(raw)
    {
        return unfolded(text);
    }
    let (text, doubt) = charset::read(raw, None);
    doubts.extend(doubt.map(|doubt| format!("a header: {doubt}")));
    unfolded(&text)
}

/// A line end and the white space after it become one space.
pub(super) fn unfolded(text: &str) -> String {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        out.push_str(rest[..at].trim_end_matches([' ', '\t']));
        out.push(' ');
        rest = rest[at..].trim_start_matches(['\r', '\n', ' ', '\t']);
    }
    out.push_str(rest);
    out
}

/// Words side by side in one charset, as bytes.
struct Run<'a> {
    charset: &'a [u8],
    bytes: Vec<u8>,
    /// Base64 not decoded yet: some programs cut a word within four characters that belong together.
    base64: Vec<u8>,
}

impl Run<'_> {
    fn append(&mut self, word: &Word<'_>) {
        let fits = !self.base64.len().is_multiple_of(4)
            && (self.base64.len() + word.text.len()).is_multiple_of(4);
        if !(word.base64 && fits) {
            self.settle();
        }
        if word.base64 {
            self.base64.extend_from_slice(word.text);
        } else {
            word.unquote(&mut self.bytes);
        }
    }

    fn settle(&mut self) {
        let decoded = base64::decode(&self.base64);
        self.bytes.extend_from_slice(&decoded.bytes);
        self.bytes
            .extend_from_slice(decoded.rest.unwrap_or_default().trim_ascii());
        self.base64.clear();
    }
}

fn finish(out: &mut String, run: Option<Run<'_>>, doubts: &mut Vec<String>) {
    let Some(mut run) = run else { return };
    run.settle();
    let label = String::from_utf8_lossy(run.charset);
    let (text, doubt) = charset::read(&run.bytes, Some(&label));
    doubts.extend(doubt.map(|doubt| format!("a header: {doubt}")));
    out.push_str(&unfolded(&text));
}

struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    text: &'a [u8],
    len: usize,
}

impl<'a> Word<'a> {
    /// The encoded word at the start of `raw`. `unclosed` remembers that no end is left to look for.
    fn at(raw: &'a [u8], unclosed: &mut bool) -> Option<Self> {
        let label = raw.get(2..raw.len().min(80))?;
        let mark = memchr::memchr(b'?', label)?;
        let charset = &label[..mark];
        if charset.is_empty() || charset.iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        let base64 = match raw.get(mark + 3)? {
            b'B' | b'b' => true,
            b'Q' | b'q' => false,
            _ => return None,
        };
        if raw.get(mark + 4) != Some(&b'?') {
            return None;
        }
        let start = mark + 5;
        let body = &raw[start..];
        // A new word before the end of this one: this one was never closed. The end is looked for before it only.
        let next = memmem::find(body, b"=?").filter(|at| opens(&body[*at..]));
        let near = &body[..next.unwrap_or(body.len())];
        let closing = if *unclosed {
            None
        } else {
            memmem::find(near, b"?=")
        };
        *unclosed |= closing.is_none() && next.is_none();
        let closing = closing.map(|end| if base64 { end } else { past_escape(near, end) });
        let (text, len) = match (closing, next) {
            (Some(end), _) => (&body[..end], start + end + 2),
            (None, Some(next)) => (body[..next].trim_ascii_end(), start + next),
            (None, None) => {
                let end = body
                    .iter()
                    .position(u8::is_ascii_whitespace)
                    .unwrap_or(body.len());
                (&body[..end], start + end)
            }
        };
        Some(Self {
            charset,
            base64,
            text,
            len,
        })
    }

    /// The Q encoding, raw bytes as they stand.
    fn unquote(&self, bytes: &mut Vec<u8>) {
        let mut at = 0;
        while at < self.text.len() {
            match self.text[at] {
                b'_' => bytes.push(b' '),
                b'=' => match quoted::hex_pair(self.text.get(at + 1..at + 3)) {
                    Some(byte) => {
                        bytes.push(byte);
                        at += 2;
                    }
                    None => bytes.push(b'='),
                },
                byte => bytes.push(byte),
            }
            at += 1;
        }
    }
}

/// `?=` before two hexadecimal digits may be a raw question mark and an escape; then a later `?=` close by ends it.
fn past_escape(body: &[u8], end: usize) -> usize {
    if quoted::hex_pair(body.get(end + 2..end + 4)).is_none() {
        return end;
    }
    let near = &body[end + 2..body.len().min(end + 80)];
    match memmem::find(near, b"?=") {
        Some(later) if !near[..later].iter().any(u8::is_ascii_whitespace) => end + 2 + later,
        _ => end,
    }
}

/// Whether an encoded word opens here: `=?charset?Q?` or `=?charset?B?`.
fn opens(raw: &[u8]) -> bool {
    let Some(label) = raw.get(2..raw.len().min(80)) else {
        return false;
    };
    memchr::memchr(b'?', label).is_some_and(|mark| {
        mark > 0
            && matches!(label.get(mark + 1), Some(b'B' | b'b' | b'Q' | b'q'))
            && label.get(mark + 2) == Some(&b'?')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &[u8]) -> String {
        decode(raw, &mut Vec::new())
    }

    #[test]
    fn words_are_read_whatever_was_done_to_them() {
        assert_eq!(
            read(b"=?utf-8?Q?Ref_INV/02?=\r\n =?utf-8?Q?83/2020?="),
            "Ref INV/0283/2020"
        );
        assert_eq!(read(b"=?utf-8?B?Y2Fmw?= =?utf-8?B?6k=?= end"), "café end");
        assert_eq!(read(b"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?="), "café");
        assert_eq!(read(b"=?iso-8859-1?Q?fee_\xA310?="), "fee £10");
        assert_eq!(read(b"fee \xA310 =?utf-8?q?due?="), "fee £10 due");
        assert_eq!(read(b"=?x-unknown?Q?fee_=A310?="), "fee £10");
        assert_eq!(read(b"Re: =?utf-8?Q?never closed"), "Re: never closed");
        assert_eq!(read(b"=?utf-8?Q?really?=20now?="), "really? now");
        assert_eq!(read(b"a\r\n\tb  c \r\n"), "a b  c");
        assert_eq!(read(b"what =? is this ?="), "what =? is this ?=");
        assert_eq!(read(b"=?utf-8?B?SU5WLzAyODM!oops?="), "INV/0283!oops");
    }

    #[test]
    fn many_openings_cost_no_more_than_their_length() {
        let mut raw = b"=?utf-8?q?".repeat(60_000);
        raw.extend_from_slice(b"x?=");
        let started = std::time::Instant::now();
        assert_eq!(decode(&raw, &mut Vec::new()), "x");
        assert!(started.elapsed().as_secs() < 5);
    }
}
