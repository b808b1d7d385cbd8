//! Forms in XFA, an XML dialect that a PDF may carry beside its pages or instead of them: the answers given.
//!
//! Only the packet of answers is read. The questions stand in a template whose text is drawn on the pages of most
//! forms; a form that draws none has a page that says little, and its answers are then the whole of its text.

use super::attached::squeezed;
use crate::extract::xml;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Object, Stream};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The answers that are not printed on the pages, one a line.
pub fn answers(pdf: &Pdf, root: &Dict<'_>, printed: &str) -> String {
    let Some(form) = root.get::<Dict<'_>>("AcroForm") else {
        return String::new();
    };
    let printed = squeezed(printed);
    let mut answers = String::new();
    for packet in packets(pdf, &form) {
        let Ok(bytes) = packet.decoded_data() else {
            continue;
        };
        for answer in texts_within(&xml::decode(&bytes).0, "datasets") {
            if !printed.contains(&squeezed(&answer)) {
                answers.push_str(&answer);
                answers.push('\n');
            }
        }
    }
    answers
}

fn packets<'a>(pdf: &'a Pdf, form: &Dict<'a>) -> Vec<Stream<'a>> {
    match form.get::<Object<'_>>("XFA") {
        Some(Object::Stream(whole)) => vec![whole],
        Some(Object::Array(packets)) => in_array(pdf, &packets),
        _ => Vec::new(),
    }
}

fn in_array<'a>(pdf: &'a Pdf, packets: &Array<'a>) -> Vec<Stream<'a>> {
    packets
        .raw_iter()
        .filter_map(|packet| match packet {
            MaybeRef::Ref(id) => pdf.xref().get::<Stream<'a>>(id.into()),
            MaybeRef::NotRef(_) => None,
        })
        .collect()
}

/// The texts of the elements within an element of this name.
fn texts_within(text: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut texts = Vec::new();
    let mut said = String::new();
    let mut depth: usize = 0;
    let mut within: Option<usize> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if within.is_none() && xml::local(start.name().as_ref()) == name {
                    within = Some(depth);
                }
                said.clear();
            }
            Ok(Event::Text(text)) => said.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => said.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => said.push_str(&xml::entity(&reference)),
            Ok(Event::End(_)) => {
                let text = std::mem::take(&mut said);
                if within.is_some() && !text.trim().is_empty() {
                    texts.push(text.trim().to_string());
                }
                if within == Some(depth) {
                    within = None;
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) | Err(_) => return texts,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::texts_within;

    #[test]
    fn only_the_answers_are_taken() {
        let form = "<xdp:xdp><template><text>Question</text></template>\
            <xfa:datasets><xfa:data><a><b>Yes &amp; no</b><c/><d>INV/0283/2020</d></a></xfa:data></xfa:datasets></xdp:xdp>";
        assert_eq!(
            texts_within(form, "datasets"),
            ["Yes & no", "INV/0283/2020"]
        );
    }
}
