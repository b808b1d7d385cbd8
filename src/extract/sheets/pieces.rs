//! XML parts of workbooks, piece by piece: what opens, what closes, and the letters between.

use crate::extract::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// One piece of a part.
#[derive(Debug)]
pub enum Piece<'p> {
    /// An element begins: its name without prefix, and its attributes.
    Open(&'p str, &'p BytesStart<'p>),
    /// An element ends; one without content does so at once.
    Close(&'p str),
    /// Letters between tags, references resolved.
    Letters(&'p str),
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// The next piece, please.
    On,
    /// Enough has been read.
    Home,
}

/// Shows each piece of `text` to `see`; answers why the part could not be read to its end, where it could not.
pub fn each(text: &str, mut see: impl FnMut(Piece<'_>) -> Go) -> Option<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(reason) => return Some(reason.to_string()),
        };
        let go = match event {
            Event::Start(start) => {
                depth += 1;
                see(Piece::Open(xml::local(start.name().as_ref()), &start))
            }
            Event::Empty(start) => {
                let name = start.name();
                let name = xml::local(name.as_ref());
                match see(Piece::Open(name, &start)) {
                    Go::On => see(Piece::Close(name)),
                    Go::Home => Go::Home,
                }
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                see(Piece::Close(xml::local(end.name().as_ref())))
            }
            Event::Text(letters) => see(Piece::Letters(&letters.xml10_content())),
            Event::CData(letters) => see(Piece::Letters(&letters.xml10_content())),
            Event::GeneralRef(reference) => see(Piece::Letters(&xml::entity(&reference))),
            Event::Eof if depth > 0 => return Some("it ends inside an element".to_string()),
            Event::Eof => return None,
            _ => Go::On,
        };
        if go == Go::Home {
            return None;
        }
    }
}

/// The name of the root element, without prefix.
pub fn root(text: &str) -> Option<String> {
    let mut root = None;
    each(text, |piece| match piece {
        Piece::Open(name, _) => {
            root = Some(name.to_string());
            Go::Home
        }
        _ => Go::On,
    });
    root
}

/// An attribute's value where it says something.
pub fn said(start: &BytesStart<'_>, name: &str) -> Option<String> {
    xml::attribute(start, name).filter(|value| !value.trim().is_empty())
}

/// Whether an attribute is set.
pub fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    matches!(
        xml::attribute(start, name).as_deref(),
        Some("1" | "true" | "on")
    )
}
