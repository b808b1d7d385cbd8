//! SVG: the letters of a drawing and what is said of it, read event by event, so that nesting costs nothing.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::extract::xml;

/// What a drawing says.
#[derive(Debug, Default)]
pub(super) struct Svg {
    /// Its letters: each text a line, and each part of one that is set at a place of its own.
    pub text: String,
    /// Titles, descriptions, labels, and where links lead.
    pub said: String,
    /// Why the rest could not be read.
    pub broken: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Text,
    Said,
    Nowhere,
}

/// Reads a drawing, as far as it is sound and as `room` bytes of text allow.
pub(super) fn read(text: &str, room: usize) -> Svg {
    let mut svg = Svg::default();
    let mut open = vec![To::Nowhere];
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    while svg.text.len() + svg.said.len() < room {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let now = enter(
                    &mut svg,
                    &start,
                    open.last().copied().unwrap_or(To::Nowhere),
                );
                open.push(now);
            }
            Ok(Event::Empty(start)) => {
                enter(&mut svg, &start, To::Nowhere);
            }
            Ok(Event::End(end)) => {
                if open.len() > 1 {
                    open.pop();
                }
                let name = end.name();
                if matches!(
                    xml::local(name.as_ref()),
                    "text" | "title" | "desc" | "p" | "div"
                ) {
                    end_line(&mut svg.text);
                    end_line(&mut svg.said);
                }
            }
            Ok(Event::Text(letters)) => say(&mut svg, &open, &letters.xml10_content()),
            Ok(Event::CData(letters)) => say(&mut svg, &open, &letters.xml10_content()),
            Ok(Event::GeneralRef(reference)) => say(&mut svg, &open, &xml::entity(&reference)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(reason) => {
                svg.broken = Some(reason.to_string());
                break;
            }
        }
    }
    svg
}

/// Where the letters within an element go.
fn enter(svg: &mut Svg, start: &BytesStart<'_>, outer: To) -> To {
    for key in ["aria-label", "label", "alt"] {
        let said = xml::attribute(start, key).unwrap_or_default();
        svg.said.push_str(said.trim());
        end_line(&mut svg.said);
    }
    let name = start.name();
    let name = xml::local(name.as_ref());
    if name == "a"
        && let Some(target) = xml::attribute(start, "href")
    {
        svg.said.push_str(target.trim());
        end_line(&mut svg.said);
    }
    match name {
        "text" | "flowRoot" | "foreignObject" => To::Text,
        "title" | "desc" => To::Said,
        "script" | "style" | "metadata" => To::Nowhere,
        "tspan" | "flowPara" | "p" | "br" | "div" => {
            let apart = name != "tspan"
                || ["x", "y", "dy"]
                    .iter()
                    .any(|key| xml::attribute(start, key).is_some());
            if apart {
                end_line(&mut svg.text);
            }
            outer
        }
        _ => outer,
    }
}

fn say(svg: &mut Svg, open: &[To], letters: &str) {
    let to = match open.last() {
        Some(To::Text) => &mut svg.text,
        Some(To::Said) => &mut svg.said,
        _ => return,
    };
    // line ends within a text are blanks
    for c in letters.chars() {
        match c.is_whitespace() {
            true if to.is_empty() || to.ends_with(char::is_whitespace) => {}
            true => to.push(' '),
            false => to.push(c),
        }
    }
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_apart_and_letters_of_one_word_together() {
        let svg = read(
            "<svg><title>Plan</title><g><desc>of the yard</desc><text>Fr<tspan>ont</tspan>\n  gate<tspan y='9'>below</tspan></text>\
             <text>&amp; wall</text><style>no</style></g><a href='https://x.example/'><path aria-label='bend'/></a></svg>",
            1 << 20,
        );
        assert_eq!(svg.text, "Front gate\nbelow\n& wall\n");
        assert_eq!(svg.said, "Plan\nof the yard\nhttps://x.example/\nbend\n");
        assert!(svg.broken.is_none());
    }
}
