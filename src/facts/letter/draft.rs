//! Whether a record is a draft: its own words, watermark or name must say so.

use super::layout::{Layout, lines, strip_prefix_folded};
use crate::facts::{Form, View};

/// The reason for taking a record for a draft, if there is one.
pub fn read(view: &View<'_>, layout: &Layout<'_>, subject: Option<&str>) -> Option<String> {
    if subject.is_some_and(marked) {
        return Some("its subject begins with \"Draft\"".to_owned());
    }
    if view.form != Form::Email {
        if let Some(line) = layout.head.iter().find(|cell| alone(cell.text)) {
            return Some(format!("the line \"{}\" at its head", line.text));
        }
        let mut above = "";
        let watermark = view.text.contains("DRAFT") && {
            lines(view.text).any(|line| {
                let trimmed = line.text.trim();
                let found = trimmed.contains("DRAFT") && alone(trimmed);
                above = trimmed;
                found
            })
        };
        if watermark {
            return Some(format!("the line \"{above}\" stands in it"));
        }
        let heading = layout.head.iter().take(6).find(|cell| marked(cell.text));
        if let Some(heading) = heading {
            return Some(format!("its heading begins \"{}\"", heading.text));
        }
    }
    view.file_names
        .iter()
        .find(|name| named(name, view.form))
        .map(|name| format!("its file is called \"{name}\""))
}

/// `Draft: ...`, `[DRAFT] ...`, `DRAFT - ...`, `Draft letter to ...` in capitals.
fn marked(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', '*', ' ']);
    let Some(rest) = strip_prefix_folded(line, "draft") else {
        return false;
    };
    let set_off = rest
        .trim_start_matches(' ')
        .starts_with([':', ']', ')', '-', '\u{2013}', '\u{2014}', '*'])
        && !rest.starts_with('-');
    set_off
        || rest.trim().is_empty()
        || line.starts_with("DRAFT ") && !rest.chars().all(|c| !c.is_lowercase())
}

/// `DRAFT`, `*** DRAFT ***`, `DRAFT v2`, `D R A F T`, `DRAFT - NOT SENT`, `First draft`.
fn alone(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.concat() == "draft" {
        return true;
    }
    const BESIDE: [&str; 30] = [
        "draft",
        "first",
        "second",
        "third",
        "final",
        "working",
        "version",
        "v",
        "not",
        "sent",
        "yet",
        "for",
        "comment",
        "comments",
        "discussion",
        "review",
        "approval",
        "only",
        "internal",
        "letter",
        "in",
        "confidence",
        "issued",
        "policy",
        "do",
        "send",
        "legal",
        "unapproved",
        "copy",
        "to",
    ];
    let spoken = words.iter().all(|word| {
        BESIDE.contains(&word.as_str())
            || word
                .trim_start_matches('v')
                .chars()
                .all(|c| c.is_ascii_digit())
    });
    words.iter().any(|word| word == "draft") && spoken && !line.trim_end().ends_with('.')
}

fn named(name: &str, form: Form) -> bool {
    let lower = name.to_lowercase();
    let message = [".eml", ".msg", ".mbox"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    // The names of a message's enclosures are not its own.
    (form != Form::Email || message)
        && lower
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word == "draft")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_so_in_a_line_of_its_own() {
        for line in [
            "DRAFT",
            "*** Draft ***",
            "D R A F T",
            "DRAFT v2",
            "Draft - not yet sent",
            "First draft for comment",
        ] {
            assert!(alone(line), "{line}");
        }
        for line in [
            "We enclose a draft.",
            "The draft letter was sent",
            "Draughts",
            "draft drawings of the lamp room and cellar",
        ] {
            assert!(!alone(line), "{line}");
        }
    }

    #[test]
    fn a_subject_is_marked_at_its_beginning_only() {
        assert!(
            marked("Draft: reply to the regulator")
                && marked("[DRAFT] reply")
                && marked("DRAFT \u{2013} reply")
        );
        assert!(
            !marked("Re: Draft: reply")
                && !marked("Draft reply attached")
                && !marked("draft-dodgers")
        );
    }

    #[test]
    fn a_message_is_no_draft_for_carrying_one() {
        assert!(!named("draft letter.docx", Form::Email));
        assert!(
            named("2022-01-21_draft_letter.docx", Form::Document)
                && named("Draft.eml", Form::Email)
        );
    }
}
