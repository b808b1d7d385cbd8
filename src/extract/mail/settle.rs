//! Which of a message's texts are its body, and which are other readings of it.
//!
//! Of a multipart/alternative the plain text is body, and another reading is kept only for what it says besides.

use super::super::{Passage, Place};
use super::alternatives::Words;

/// A text that may be body or another reading of it.
pub(in super::super) struct Reading {
    /// The multipart/alternative that it belongs to, counted in the message.
    pub group: Option<usize>,
    /// Whether it is plain text.
    pub plain: bool,
    pub text: String,
    pub hidden: String,
    pub attributes: String,
}

/// The texts of a message, settled.
pub(in super::super) struct Settled {
    pub passages: Vec<Passage>,
    /// Whether two readings of one body have little in common.
    pub quarrel: bool,
}

/// How many words a reading has before its difference from another is worth a doubt.
const WORTH_A_DOUBT: usize = 20;

/// Settles which readings are body and which say something besides.
pub(in super::super) fn settle(readings: Vec<Reading>) -> Settled {
    let plain_groups: Vec<usize> = readings
        .iter()
        .filter(|reading| reading.plain && !reading.text.trim().is_empty())
        .filter_map(|reading| reading.group)
        .collect();
    let leads = |reading: &Reading| match reading.group {
        Some(group) if plain_groups.contains(&group) => reading.plain,
        _ => true,
    };
    let mut said = Words::default();
    if readings.iter().any(|reading| !leads(reading)) {
        readings
            .iter()
            .filter(|reading| leads(reading))
            .for_each(|reading| said.add(&reading.text));
    }
    let mut quarrel = false;
    let mut passages = Vec::new();
    let mut later = Vec::new();
    for reading in readings {
        if leads(&reading) {
            passages.extend(passage(Place::Body, reading.text));
            later.extend(passage(Place::Hidden, reading.hidden));
            later.extend(passage(Place::Metadata, reading.attributes));
            continue;
        }
        let (missing, all) = said.missing(&reading.text);
        if missing > 0 {
            quarrel |= missing * 2 > all && all >= WORTH_A_DOUBT;
            later.extend(passage(Place::Alternative, reading.text));
        }
        for (place, text) in [
            (Place::Hidden, reading.hidden),
            (Place::Metadata, reading.attributes),
        ] {
            if said.missing(&text).0 > 0 {
                later.extend(passage(place, text));
            }
        }
    }
    passages.append(&mut later);
    Settled { passages, quarrel }
}

/// A passage, unless there is nothing in it.
pub(in super::super) fn passage(place: Place, text: String) -> Option<Passage> {
    (!text.trim().is_empty()).then_some(Passage {
        place,
        page: None,
        text,
    })
}
