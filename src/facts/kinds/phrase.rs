//! The phrases of `schema/record_kinds.toml` as patterns, and the runs of words without which none of them is there.

use super::Zone;
use crate::facts::openings::Openings;

/// A phrase of the table as a pattern.
pub(super) fn pattern(phrase: &str, zone: Zone) -> String {
    let alternatives: Vec<String> = phrase
        .split('|')
        .map(|one| alternative(one.trim_end(), zone))
        .collect();
    alternatives.join("|")
}

fn alternative(phrase: &str, zone: Zone) -> String {
    let mut pattern = String::new();
    let begins_line = phrase.trim_start().starts_with('^');
    if !begins_line && phrase.trim_start().starts_with(char::is_alphanumeric) {
        pattern.push_str(r"(?-u:\b)");
    }
    let mut glued = begins_line;
    for (nth, word) in phrase.split_whitespace().enumerate() {
        let joint = if nth == 0 || glued {
            ""
        } else {
            r"[ \t\r\n_]+"
        };
        match word {
            "^" => {
                pattern.push_str(r"^[ \t]*");
                continue;
            }
            "$" => {
                pattern.push_str(r"[ \t.\r]*$");
                continue;
            }
            ".." => {
                pattern.push_str(r"(?:[ \t\r\n_]+[^\s.!?]+){0,3}?");
                continue;
            }
            "~" => {
                pattern.push_str(r"(?s:.*?)");
                glued = true;
                continue;
            }
            "..." => {
                pattern.push_str(r"[^.!?]*?");
                glued = true;
                continue;
            }
            word => {
                pattern.push_str(joint);
                if glued && nth > 1 {
                    pattern.push_str(r"(?-u:\b)");
                }
                pattern.push_str(&spelled(word));
            }
        }
        glued = false;
    }
    let whole = zone != Zone::Name && phrase.ends_with(|c: char| c.is_alphanumeric());
    if zone == Zone::Ending {
        pattern.push('$');
    } else if whole {
        pattern.push_str(r"(?i-u:s|ed)?(?-u:\b)");
    }
    pattern
}

/// The runs of words that a phrase without alternatives has between its gaps: where one of them is not in a text, the
/// phrase is not. Each begins where a word of the text does; of a phrase that begins with a gap the first need not, and
/// is left out.
pub(super) fn runs(phrase: &str) -> Vec<String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let gapped = matches!(words.first(), Some(&(".." | "..." | "~")));
    words
        .split(|word| matches!(*word, "^" | "$" | ".." | "..." | "~"))
        .filter(|run| !run.is_empty())
        .skip(usize::from(gapped))
        .map(|run| run.join(" ").replace('\u{2019}', "'"))
        .collect()
}

/// Runs of words, looked for all at once.
#[derive(Debug)]
pub(super) struct Runs {
    runs: Vec<String>,
    openings: Openings,
}

impl Runs {
    pub(super) fn of(runs: Vec<String>) -> Self {
        Self {
            openings: Openings::of(runs.iter().map(String::as_str)),
            runs,
        }
    }

    /// The places of the runs that stand in a text, each once.
    pub(super) fn in_text(&self, text: &str) -> Vec<usize> {
        let mut there = Vec::new();
        let mut from = 0;
        while let Some((at, like)) = self.openings.next(text, from) {
            for run in like {
                if begins(&text.as_bytes()[at..], &self.runs[run]) && !there.contains(&run) {
                    there.push(run);
                }
            }
            from = at + 1;
        }
        there
    }
}

/// Whether a text begins with a run of words as [`pattern`] reads them: in any case, with any blanks between them, with any
/// apostrophe or none.
fn begins(text: &[u8], run: &str) -> bool {
    let mut text = text;
    run.bytes().all(|letter| {
        let rest = match letter {
            b' ' => {
                let blanks = |byte: &u8| b" \t\r\n_".contains(byte);
                let count = text.iter().take_while(|byte| blanks(byte)).count();
                (count > 0).then(|| &text[count..])
            }
            b'\'' => Some(
                text.strip_prefix(b"'")
                    .or_else(|| text.strip_prefix("\u{2019}".as_bytes()))
                    .unwrap_or(text),
            ),
            letter => text
                .split_first()
                .filter(|(first, _)| first.eq_ignore_ascii_case(&letter))
                .map(|(_, rest)| rest),
        };
        text = rest.unwrap_or_default();
        rest.is_some()
    })
}

/// A word in any case; an apostrophe may be curly or left out.
fn spelled(word: &str) -> String {
    let plain = word.replace('\u{2019}', "'");
    let parts: Vec<String> = plain
        .split('\'')
        .map(|part| format!("(?i-u:{})", regex::escape(part)))
        .collect();
    parts.join("['\u{2019}]?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_words_are_seen_over_any_blanks_and_apostrophes_where_a_word_begins() {
        let known = Runs::of(runs("^ the keeper's lamp ... was lit"));
        for (text, there) in [
            ("The  keeper\u{2019}s\nLAMP was", &[0][..]),
            ("the keepers lamp_was_lit", &[0, 1]),
            ("bathe keepers lamp, lit", &[]),
        ] {
            assert_eq!(known.in_text(text), there, "{text}");
        }
    }

    #[test]
    fn a_run_behind_a_gap_at_the_beginning_is_left_out() {
        assert_eq!(runs("... lamp ~ lit"), ["lit"]);
    }
}
