//! An Outlook object as an item: headers, texts, fields, parts, and what could not be read.

use super::super::mail::settle::passage;
use super::super::{Extraction, Field, Place, sniff};
use super::property::{Object, Speech};
use super::{
    Category, Format, Limits, Opened, Problem, TextStatus, bodies, fields, headers, parts,
};

/// Reads an object. Its identity is the caller's to tell.
pub fn open(mut object: Object, format: Format, limits: &Limits) -> Opened {
    let mut doubts = std::mem::take(&mut object.doubts);
    let mut problems = std::mem::take(&mut object.problems);
    let speech = Speech::of(&object.properties);
    let class = speech
        .text(&object.properties, 0x001A, &mut doubts)
        .unwrap_or_default();
    let headers = headers::of(&object, &speech, &mut doubts);
    let (texts, embedded) = bodies::of(&object, &speech, limits, &mut doubts, &mut problems);
    let found = parts::of(&mut object, &speech, &class, embedded, &mut doubts);
    let fields = fields::of(&object, &speech, &class, &mut doubts);
    let mut passages = texts;
    passages.extend(passage(Place::Body, fields));
    let sealed = found.sealed;
    let legible = passages.iter().any(|passage| passage.place == Place::Body);
    passages.extend(passage(Place::Metadata, found.described));
    let any = !headers.is_empty() || !passages.is_empty();
    let text_status = match (&sealed, any) {
        (Some(sealed), _) if !legible || sealed.always => TextStatus::Encrypted,
        (_, true) => TextStatus::Text,
        (_, false) => TextStatus::None,
    };
    problems.extend(sealed.map(|sealed| Problem {
        category: Category::Encrypted,
        reason: sealed.reason.to_owned(),
    }));
    if !any && problems.is_empty() {
        problems.push(sniff::no_text("an Outlook item without headers or text"));
    }
    Opened {
        extraction: Extraction {
            format,
            headers,
            metadata: metadata(&object, &speech, &class, &mut doubts),
            passages,
            pages: None,
            text_status,
            doubts,
        },
        identity: None,
        parts: found.parts,
        problems,
    }
}

fn metadata(object: &Object, speech: &Speech, class: &str, doubts: &mut Vec<String>) -> Vec<Field> {
    const UNSENT: i64 = 8;
    let mut all = Vec::new();
    let mut put = |name: &str, value: Option<String>| {
        all.extend(value.map(|value| Field {
            name: name.to_owned(),
            value,
        }));
    };
    let moment = |id| {
        let ticks = object.properties.number(id)?;
        super::property::moment(ticks).map(|at| at.to_string())
    };
    put("created", moment(0x3007));
    put("modified", moment(0x3008));
    put(
        "class",
        Some(class.to_owned()).filter(|class| !class.is_empty()),
    );
    put("keywords", fields::keywords(object, speech, doubts));
    let unsent = object
        .properties
        .number(0x0E07)
        .is_some_and(|flags| flags & UNSENT != 0);
    put("status", unsent.then(|| "not sent".to_owned()));
    all
}
