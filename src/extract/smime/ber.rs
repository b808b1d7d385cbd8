//! BER as signed messages carry it: elements of definite and indefinite length (ITU-T X.690, section 8).
//!
//! Nothing recurses; levels and lengths are checked against the bytes there are.

/// How deep elements of indefinite length may lie within each other.
const DEEPEST: usize = 32;

/// One element.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    /// Its first byte: class, constructed or not, number.
    pub tag: u8,
    /// Its content, without an end mark.
    pub content: &'a [u8],
    /// The bytes end before it does.
    pub cut: bool,
}

impl Element<'_> {
    /// Whether it is made of further elements.
    pub fn is_constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }
}

/// Elements one after the other.
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

/// The elements that some bytes hold.
pub fn elements(bytes: &[u8]) -> Elements<'_> {
    Elements { rest: bytes }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let head = Head::read(self.rest)?;
        let body = self.rest.get(head.size..)?;
        let (content, used, cut) = match head.length {
            Some(length) => match body.get(..length) {
                Some(content) => (content, length, false),
                None => (body, body.len(), true),
            },
            None => match end_of(body) {
                Some((end, after)) => (&body[..end], after, false),
                None => (body, body.len(), true),
            },
        };
        self.rest = &body[used..];
        // two zeros end an element of indefinite length and are none themselves
        (head.tag != 0).then_some(Element {
            tag: head.tag,
            content,
            cut,
        })
    }
}

struct Head {
    tag: u8,
    /// None where it is indefinite.
    length: Option<usize>,
    size: usize,
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (tag, mut rest) = bytes.split_first()?;
        if tag & 0x1F == 0x1F {
            // numbers of several bytes: the last has its top bit clear
            let end = rest.iter().take(5).position(|byte| byte & 0x80 == 0)?;
            rest = &rest[end + 1..];
        }
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7F => (Some(usize::from(*first)), rest),
            0x80 => (None, rest),
            _ => {
                let count = usize::from(first & 0x7F);
                let (number, rest) = rest.split_at_checked(count)?;
                let length = number.iter().try_fold(0_usize, |length, byte| {
                    length.checked_mul(256)?.checked_add(usize::from(*byte))
                })?;
                (Some(length), rest)
            }
        };
        if length.is_none() && tag & 0x20 == 0 {
            return None;
        }
        Some(Self {
            tag: *tag,
            length,
            size: bytes.len() - rest.len(),
        })
    }
}

/// Where the content of an element of indefinite length ends, and where its end mark does.
fn end_of(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut open = 1_usize;
    let mut at = 0;
    loop {
        let head = Head::read(bytes.get(at..)?)?;
        let body = at + head.size;
        match head.length {
            Some(0) if head.tag == 0 => {
                open -= 1;
                if open == 0 {
                    return Some((at, body));
                }
                at = body;
            }
            Some(length) => {
                at = body.checked_add(length)?;
            }
            None => {
                open += 1;
                if open > DEEPEST {
                    return None;
                }
                at = body;
            }
        }
    }
}

/// The bytes of an octet string, whole or in pieces within pieces; and whether it is cut off.
pub fn octets(element: Element<'_>) -> (Vec<u8>, bool) {
    if !element.is_constructed() {
        return (element.content.to_vec(), element.cut);
    }
    let mut bytes = Vec::with_capacity(element.content.len());
    let mut cut = element.cut;
    let mut levels = vec![elements(element.content)];
    while let Some(level) = levels.last_mut() {
        match level.next() {
            None => {
                cut |= !level.rest.is_empty() && !level.rest.starts_with(&[0, 0]);
                levels.pop();
            }
            Some(piece) => {
                cut |= piece.cut;
                if !piece.is_constructed() {
                    bytes.extend_from_slice(piece.content);
                } else if levels.len() < DEEPEST {
                    levels.push(elements(piece.content));
                } else {
                    cut = true;
                }
            }
        }
    }
    (bytes, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_octet_string_in_pieces_of_indefinite_length_is_joined() {
        let bytes = b"\x24\x80\x04\x03abc\x24\x80\x04\x01d\x00\x00\x04\x02ef\x00\x00\x02\x01\x07";
        let mut found = elements(bytes);
        let first = found.next().expect("an element");
        assert_eq!(octets(first), (b"abcdef".to_vec(), false));
        assert_eq!(found.next().map(|e| e.content), Some(&[7_u8][..]));
        assert!(found.next().is_none());
    }

    #[test]
    fn lengths_beyond_the_bytes_are_a_cut_and_never_a_panic() {
        let huge = b"\x04\x88\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFab";
        assert!(elements(huge).next().is_none_or(|e| e.cut));
        let (bytes, cut) = octets(elements(b"\x04\x20ab").next().expect("an element"));
        assert_eq!((bytes.as_slice(), cut), (&b"ab"[..], true));
        let deep = [0x24_u8, 0x80].repeat(5000);
        assert!(elements(&deep).next().is_some_and(|e| e.cut));
    }
}
