//! An Outlook store read message by message, so that a large one is never held whole.

use std::io::{Cursor, Read, Seek};

use super::super::outlook::{Msg, pst};
use super::super::{Limits, Part, Problem, Reading, Specimen, sniff};
use super::{Place, descend, open, unopened};

/// Reads a store and hands over each message's items as they come, `parent` counting within the batch. Each message has
/// the limits to itself. What is wrong with the store as a whole comes as a reading without items.
pub fn read_store(input: impl Read + Seek, limits: &Limits, emit: &mut dyn FnMut(Reading)) {
    let mut any = false;
    let outcome = pst::read(input, limits, &mut |found| {
        let mut reading = Reading::default();
        match found {
            pst::Found::Message(part, problems) => message(&mut reading, part, problems, limits),
            pst::Found::Problem(problem) => reading.problems.push(problem),
        }
        any = true;
        emit(reading);
        Ok(())
    });
    let problem = match outcome {
        Err(problem) => Some(problem),
        Ok(()) if !any => Some(sniff::no_text(EMPTY)),
        Ok(()) => None,
    };
    if let Some(problem) = problem {
        emit(Reading {
            items: Vec::new(),
            problems: vec![problem],
        });
    }
}

/// What is said of a store without messages.
const EMPTY: &str = "an Outlook store without messages";

/// Reads a store that is at hand whole; false where it gave no item, so that the file is one itself.
pub(super) fn read_whole(reading: &mut Reading, bytes: &[u8], limits: &Limits) -> bool {
    read_store(Cursor::new(bytes), limits, &mut |mut more| {
        let before = reading.items.len();
        for item in &mut more.items {
            item.parent = item.parent.map(|parent| parent + before);
        }
        reading.items.append(&mut more.items);
        reading.problems.append(&mut more.problems);
    });
    if reading.items.is_empty() {
        reading.problems.clear();
    }
    !reading.items.is_empty()
}

fn message(reading: &mut Reading, part: Part, problems: Vec<Problem>, limits: &Limits) {
    let specimen = Specimen {
        bytes: &part.bytes,
        name: &part.name,
        declared: part.declared.as_deref(),
        charset: None,
    };
    let mut opened = match part.problem {
        Some(problem) => unopened(Some((problem.category, problem.reason))),
        None => open(&Msg, &specimen, limits, None),
    };
    opened.extraction.doubts.splice(0..0, part.doubts);
    opened.problems.extend(problems);
    let place = Place {
        steps: part.steps,
        parent: None,
        sha256: None,
        excluded: None,
    };
    descend(reading, &specimen, place, opened, limits);
}
