//! A search that found nothing: how it was read, what is near, what was searched and what was not.

use super::searched::same_words;
use super::sections::{MARGIN, Named, named_counts, not_covered, source, unsearched, within_words};
use crate::present::table::Screen;
use crate::present::words;
use crate::verbs::answers::{HYPHEN, Searched};

/// Lays it out.
pub(super) fn lay_out(screen: &mut Screen, searched: &Searched) {
    screen.text(
        0,
        &match searched.archive.records {
            0 => "There is no record in this archive yet, so nothing was searched.".to_owned(),
            1 => "The one record searched did not match.".to_owned(),
            records => format!(
                "None of the {} records searched matched.",
                words::thousands(records)
            ),
        },
    );
    screen.blank();
    read_as(screen, searched);
    if !searched.nearest.is_empty() {
        screen.blank();
        nearest(screen, searched);
    }
    screen.blank();
    let sources: Vec<Named> = searched.sources.iter().map(source).collect();
    named_counts(screen, "SEARCHED", &sources);
    let unread = unsearched(searched.not_searched).map_or_else(
        || "nothing is listed as unread in this archive".to_owned(),
        |unread| format!("{unread}: recordroom problems"),
    );
    screen.labelled("NOT SEARCHED", MARGIN, &unread);
    if let Some(within) = searched.not_searched_within {
        screen.text(MARGIN, &within_words(within));
    }
    not_covered(screen, &searched.not_covered);
    screen.blank();
    screen.text(
        0,
        "This says what was searched and how. It does not say that the information is not held.",
    );
    if let Some(n) = searched.log {
        screen.text(
            0,
            &format!("Recorded as search {n}. For the file: recordroom log show {n}"),
        );
    }
}

fn read_as(screen: &mut Screen, searched: &Searched) {
    let parts: Vec<Named> = searched
        .parts
        .iter()
        .map(|part| (part.read_as.clone(), part.records, String::new()))
        .collect();
    match searched.parts.as_slice() {
        [part] if part.read_as == searched.read_as => named_counts(screen, "READ AS", &parts),
        _ => {
            screen.labelled("READ AS", MARGIN, &searched.read_as);
            named_counts(screen, "BY ITSELF", &parts);
        }
    }
    if searched.same_words > 0 {
        screen.labelled(
            "SAME WORDS",
            MARGIN,
            &same_words(searched.same_words).replacen(" more ", " ", 1),
        );
    }
}

fn nearest(screen: &mut Screen, searched: &Searched) {
    screen.labelled(
        "NEAREST",
        MARGIN,
        match searched
            .nearest
            .iter()
            .any(|near| near.canonical.starts_with("provision:") || near.differs == HYPHEN)
        {
            true => "Not searched for. Did you mean one of them?",
            false => "Other references, not searched for. Did you mean one of them?",
        },
    );
    let rows: Vec<Named> = searched
        .nearest
        .iter()
        .map(|near| (near.canonical.clone(), near.records, near.differs.clone()))
        .collect();
    named_counts(screen, "", &rows);
}
