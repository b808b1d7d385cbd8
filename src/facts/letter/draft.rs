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
    if let Some(name) = view.file_names.iter().find(|name| named(name, view.form)) {
        return Some(format!("its file is called \"{name}\""));
    }
    // what only a letter's name or an open place in it tells
    if view.form == Form::Email || layout.salutation.is_none() {
        return None;
    }
    if let Some(name) = view.file_names.iter().find(|name| worked_on(name)) {
        return Some(format!("its file is called \"{name}\""));
    }
    // where names are taken out, a crossed day is taken out too
    if is_released(view.text) {
        return None;
    }
    let open = layout.head.iter().find_map(|cell| open_place(cell.text))?;
    Some(format!(
        "\"{open}\" stands where its head is to be filled in"
    ))
}

/// Short words before `comments` that are nobody's initials.
const NO_INITIALS: [&str; 40] = [
    "no", "my", "all", "and", "on", "the", "of", "to", "re", "our", "its", "his", "her", "for",
    "new", "any", "in", "fw", "fwd", "old", "ico", "foi", "eir", "dpa", "mps", "met", "gmp", "wmp",
    "btp", "tvp", "nca", "cps", "moj", "hr", "it", "psd", "dps", "uk", "eu", "sar",
];

/// A name under which a letter is still being worked on: `v0.3`, `tracked changes`, `RC comments`, `with PS edits`. A
/// letter about comments, or in answer to some, has such words too, so only its last words tell.
fn worked_on(name: &str) -> bool {
    const CHANGES: [&str; 4] = ["comments", "edits", "amends", "amendments"];
    const ABOUT: [&str; 9] = [
        "to", "on", "of", "about", "re", "and", "from", "request", "call",
    ];
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let lower = stem.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "s")
        .collect();
    let initials = |word: &str| {
        (2..=3).contains(&word.len())
            && word.chars().all(char::is_alphabetic)
            && !NO_INITIALS.contains(&word)
    };
    let ended = match words.as_slice() {
        [.., before, _, _] if ABOUT.contains(before) => false,
        [.., "not", "sent" | "final"] => true,
        [.., "for", last] => matches!(
            *last,
            "comment" | "comments" | "clearance" | "approval" | "signature"
        ),
        [.., "with", _, last] if CHANGES.contains(last) => true,
        [.., "with", last] => CHANGES[1..].contains(last),
        [.., who, last] if CHANGES.contains(last) => initials(who),
        _ => false,
    };
    let unfinished = words
        .last()
        .is_some_and(|last| matches!(*last, "wip" | "unsent" | "redline" | "redlined" | "tracked"));
    let changes = words
        .windows(2)
        .any(|two| matches!(two, ["track" | "tracked", "changes"]));
    // `v0.3`, `V0_3`, `v0-1`: what is finished begins with 1
    let version = lower.match_indices("v0").any(|(at, _)| {
        let opens = at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
        let rest = &lower.as_bytes()[at + 2..];
        opens
            && matches!(rest, [mark, digit, ..] if b"._- ".contains(mark) && digit.is_ascii_digit())
    });
    ended || unfinished || changes || version
}

/// Whether a paper is a copy from which something was taken out: it shows a black bar, or a bracket that names the
/// exemption, `[s40(2)]`, `[Redacted s.40(2)]`.
fn is_released(text: &str) -> bool {
    text.contains('\u{2588}')
        || text.split('[').skip(1).any(|rest| {
            let Some((inside, _)) = rest.split_once(']') else {
                return false;
            };
            let lower: String = inside.chars().take(24).collect::<String>().to_lowercase();
            let number = ["section ", "s. ", "s.", "s "]
                .iter()
                .find_map(|word| lower.strip_prefix(word))
                .or_else(|| lower.strip_prefix('s'));
            lower.starts_with("redacted")
                || number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// A place that is still to be filled in: `[date]`, `XX March 2022`, `xx/xx/2022`, `[insert name]`, `[TBC]`. A name
/// or an address in brackets is what a released copy shows for one that was taken out.
fn open_place(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > 80 {
        return None;
    }
    let lower = line.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let crossed =
        |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte == b'x');
    let day = words
        .clone()
        .zip(words.clone().skip(1))
        .any(|(first, second)| {
            (crossed(first) || first == "dd")
                && (crossed(second)
                    || second == "mm"
                    || MONTHS.contains(&second.get(..3).unwrap_or_default()) && second.len() > 2)
        });
    let bracketed = lower.split('[').skip(1).any(|rest| {
        let inside = rest.split(']').next().unwrap_or_default().trim();
        rest.contains(']')
            && (matches!(inside, "date" | "day" | "tbc" | "tba")
                || inside.starts_with("insert ")
                || inside.starts_with("to be ")
                || inside.starts_with("date to"))
    });
    let pending = words.any(|word| matches!(word, "tbc" | "tba")) && lower.contains("date");
    (day || bracketed || pending).then_some(line)
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

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
    // The names of a message's enclosures are not its own, and a message may be named for what it carries.
    let mut words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let carries = [
        "and",
        "attached",
        "enclosed",
        "with",
        "attaching",
        "enclosing",
    ];
    if form == Form::Email && words.clone().any(|word| carries.contains(&word)) {
        return false;
    }
    (form != Form::Email || message) && words.any(|word| word == "draft" || word == "drft")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_of_a_released_copy_is_named() {
        for text in [
            "[Redacted s.40(2)]",
            "Dear [s40(2)]",
            "of [s.31(1)(a)]",
            "[Section 40(2)]",
            "\u{2588}\u{2588} told us",
        ] {
            assert!(is_released(text), "{text}");
        }
        for text in [
            "XX April 2020",
            "[insert name]",
            "[date] [some of it]",
            "[s",
            "no bracket of s40",
            "[2020] UKFTT 3",
        ] {
            assert!(!is_released(text), "{text}");
        }
    }

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
        assert!(!named("draft and final enclosed.msg", Form::Email));
    }

    #[test]
    fn a_letter_still_worked_on_is_told_by_its_name() {
        for name in [
            "kiln letter v0.3.docx",
            "kiln letter V0_1.docx",
            "reply RC comments.txt",
            "reply with Orla's edits.docx",
            "reply tracked.docx",
            "reply (track changes).docx",
            "reply NOT SENT.docx",
            "reply for clearance.docx",
        ] {
            assert!(worked_on(name), "{name}");
        }
        for name in [
            "kiln letter v1.0.docx",
            "comments on the lamp code.docx",
            "changes to the rota.docx",
            "letter with enclosures.docx",
            "response to comments.docx",
            "move0.3.docx",
            "the comments.docx",
            "reply to ICO comments.docx",
            "letter with comments on the code.docx",
            "answer to request for comment.docx",
            "letter re tracked lorries.docx",
            "why it was not issued.docx",
        ] {
            assert!(!worked_on(name), "{name}");
        }
    }

    #[test]
    fn a_place_to_be_filled_in_is_told_from_one_that_is() {
        for line in [
            "[date]",
            "XX March 2022",
            "Date: xx/xx/2022",
            "xx October 2022",
            "[insert name of officer]",
            "Date: TBC",
            "[Date to be added]",
            "DD/MM/2022",
        ] {
            assert!(open_place(line).is_some(), "{line}");
        }
        for line in [
            "3 March 2022",
            "XX Regiment, March",
            "Our ref: XX/2022/1",
            "[redacted]",
            "[name]",
            "[address]",
            "** August 2008",
            "May Exx 2022",
        ] {
            assert!(open_place(line).is_none(), "{line}");
        }
    }
}
