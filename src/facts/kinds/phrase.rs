//! The phrases of `schema/record_kinds.toml` as patterns.

use super::Zone;

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

/// The runs of words that a phrase without alternatives has between its gaps, each as a pattern: where one of them is not
/// in a text, the phrase is not.
pub(super) fn runs(phrase: &str) -> Vec<String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    words
        .split(|word| matches!(*word, "^" | "$" | ".." | "..." | "~"))
        .filter(|run| !run.is_empty())
        .map(|run| {
            let spelled: Vec<String> = run.iter().map(|word| spelled(word)).collect();
            spelled.join(r"[ \t\r\n_]+")
        })
        .collect()
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
