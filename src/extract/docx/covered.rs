//! Words of a Word part that are marked over in the colour they are written in, or written in the colour of the page.
//!
//! A black highlight over black words looks like a redaction and is none. Words without a colour of their own turn
//! white on dark shading by themselves, so that shading counts only where both colours are given. White words in a
//! table or a text box may stand on a ground that a style gives, and are not told.

use crate::extract::covered::Cover;
use crate::extract::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Covered words beyond this many bytes are not gathered.
const ROOM: usize = 64 << 10;

/// What is known of the run in hand and of what it stands on.
#[derive(Debug, Default)]
struct Run {
    colour: Option<String>,
    highlight: Option<String>,
    shade: Option<String>,
}

#[derive(Debug, Default)]
struct Walk {
    /// Names of the elements that are open, without prefixes, and how deep.
    open: Vec<String>,
    run: Run,
    /// Shading of the paragraph, and of the cell.
    paragraph: Option<String>,
    cell: Option<String>,
    tables: usize,
    boxes: usize,
    /// A ground for the whole page.
    ground: bool,
    found: Vec<(Cover, String)>,
    bytes: usize,
    last: Option<Cover>,
}

/// Finds the covered words of a part.
pub fn find(text: &str) -> Vec<(Cover, String)> {
    // most documents have neither, and are not walked again
    if !["w:highlight", "w:shd", "FFFFFF", "ffffff"]
        .iter()
        .any(|mark| text.contains(mark))
    {
        return Vec::new();
    }
    let mut walk = Walk::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                walk.start(&start);
                walk.open.push(xml::local(start.name().as_ref()).to_owned());
            }
            Ok(Event::Empty(start)) => walk.start(&start),
            Ok(Event::End(_)) => walk.end(),
            Ok(Event::Text(text)) => walk.letters(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => walk.letters(&xml::entity(&reference)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        if walk.bytes > ROOM {
            break;
        }
    }
    walk.found
}

impl Walk {
    fn within(&self, name: &str) -> bool {
        self.open.iter().any(|open| open == name)
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.name();
        let value = |key: &str| xml::attribute(start, key).map(|value| value.to_lowercase());
        match xml::local(name.as_ref()) {
            "background" => self.ground = true,
            "tbl" => self.tables += 1,
            "txbxContent" => self.boxes += 1,
            "tc" => self.cell = None,
            "p" => {
                self.paragraph = None;
                self.last = None;
            }
            "r" => self.run = Run::default(),
            "color" if self.within("rPr") => self.run.colour = value("val"),
            "highlight" if self.within("rPr") => self.run.highlight = value("val"),
            "shd" => {
                let fill = value("fill").filter(|fill| fill != "auto");
                if self.within("rPr") {
                    self.run.shade = fill;
                } else if self.within("pPr") {
                    self.paragraph = fill;
                } else if self.within("tcPr") {
                    self.cell = fill;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        match self.open.pop().as_deref() {
            Some("tbl") => self.tables = self.tables.saturating_sub(1),
            Some("txbxContent") => self.boxes = self.boxes.saturating_sub(1),
            _ => {}
        }
    }

    fn letters(&mut self, letters: &str) {
        if self.open.last().is_none_or(|name| name != "t") {
            return;
        }
        let Some(cover) = self.cover() else {
            if !letters.trim().is_empty() {
                self.last = None;
            }
            return;
        };
        self.bytes += letters.len();
        match self.found.last_mut() {
            Some((of, words)) if self.last == Some(cover) && *of == cover => {
                words.push_str(letters);
            }
            _ => self.found.push((cover, letters.to_owned())),
        }
        self.last = Some(cover);
    }

    /// By what the words of this run are kept from sight.
    fn cover(&self) -> Option<Cover> {
        let colour = self
            .run
            .colour
            .as_deref()
            .filter(|colour| *colour != "auto");
        if let Some(highlight) = self.run.highlight.as_deref() {
            let over = highlight_colour(highlight)?;
            return (colour.unwrap_or("000000") == over).then_some(Cover::Highlight);
        }
        let ground = self
            .run
            .shade
            .as_deref()
            .or(self.paragraph.as_deref())
            .or(self.cell.as_deref());
        match (colour, ground) {
            (Some(colour), Some(ground)) => (colour == ground).then_some(if ground == "ffffff" {
                Cover::SameColour
            } else {
                Cover::Highlight
            }),
            (Some("ffffff"), None) => {
                (self.tables == 0 && self.boxes == 0 && !self.ground).then_some(Cover::SameColour)
            }
            _ => None,
        }
    }
}

/// The colour of a highlighter, by its name (ECMA-376 part 1, 17.18.40).
fn highlight_colour(name: &str) -> Option<&'static str> {
    Some(match name {
        "black" => "000000",
        "blue" => "0000ff",
        "cyan" => "00ffff",
        "darkblue" => "000080",
        "darkcyan" => "008080",
        "darkgray" => "808080",
        "darkgreen" => "008000",
        "darkmagenta" => "800080",
        "darkred" => "800000",
        "darkyellow" => "808000",
        "green" => "00ff00",
        "lightgray" => "c0c0c0",
        "magenta" => "ff00ff",
        "red" => "ff0000",
        "white" => "ffffff",
        "yellow" => "ffff00",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(run: &str, words: &str) -> String {
        format!(
            "<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>Seen by </w:t></w:r><w:r><w:rPr>{run}</w:rPr>\
             <w:t>{words}</w:t></w:r><w:r><w:t> at dusk.</w:t></w:r></w:p></w:body></w:document>"
        )
    }

    #[test]
    fn words_marked_over_in_their_own_colour_are_told() {
        for run in [
            "<w:highlight w:val=\"black\"/>",
            "<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>",
        ] {
            assert_eq!(
                find(&part(run, "Osbert Quill")),
                [(Cover::Highlight, "Osbert Quill".to_owned())],
                "{run}"
            );
        }
        assert_eq!(
            find(&part("<w:color w:val=\"FFFFFF\"/>", "Osbert Quill")),
            [(Cover::SameColour, "Osbert Quill".to_owned())]
        );
    }

    #[test]
    fn words_that_can_be_read_are_not() {
        for run in [
            "<w:highlight w:val=\"yellow\"/>",
            "<w:shd w:val=\"clear\" w:fill=\"000000\"/>",
            "<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"black\"/>",
            "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"1F3864\"/>",
        ] {
            assert_eq!(find(&part(run, "Osbert Quill")), [], "{run}");
        }
    }
}
