//! Words that some write with a hyphen and some in one: `email`, `e-mail`; `wellbeing`, `well-being`.

use super::{Field, Node, Query, Text};

/// What is set before a word with a hyphen or without.
const BEFORE: [&str; 13] = [
    "anti", "co", "cross", "e", "multi", "non", "off", "on", "over", "pre", "self", "semi", "well",
];
/// A word behind one of them has no fewer letters.
const SHORTEST: usize = 4;
/// A longer word is none of ours, in letters.
const LONGEST: usize = 24;

impl Query {
    /// Its words, each with the same word written otherwise, as a query has it: `email` with `"e-mail"` and `"e-mails"`,
    /// `well-being` with `wellbeing`. Each once.
    pub fn hyphened_otherwise(&self) -> Vec<(&str, Vec<String>)> {
        let mut out: Vec<(&str, Vec<String>)> = Vec::new();
        for leaf in self.leaves() {
            let Node::Text {
                field: None | Some(Field::Text | Field::Subject),
                text: Text::Word { typed, .. },
                ..
            } = leaf
            else {
                continue;
            };
            let others = otherwise(typed);
            if !others.is_empty() && !out.iter().any(|(known, _)| known == typed) {
                out.push((typed, others));
            }
        }
        out
    }
}

fn otherwise(typed: &str) -> Vec<String> {
    let lower = typed.to_lowercase();
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    if let Some((first, second)) = lower.split_once(super::signs::is_dash) {
        let whole = letters(first) && letters(second) && second.chars().count() >= SHORTEST;
        return match whole && !first.is_empty() {
            true => vec![format!("{first}{second}")],
            false => Vec::new(),
        };
    }
    if !letters(&lower) || lower.chars().count() > LONGEST {
        return Vec::new();
    }
    let apart = BEFORE.iter().filter_map(|before| {
        let rest = lower.strip_prefix(before)?;
        (rest.chars().count() >= SHORTEST).then_some((before, rest))
    });
    apart
        .flat_map(|(before, rest)| {
            let other = match rest.strip_suffix('s') {
                Some(one) => one.to_owned(),
                None => format!("{rest}s"),
            };
            [
                format!("\"{before}-{rest}\""),
                format!("\"{before}-{other}\""),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_with_its_hyphen_and_without() {
        assert_eq!(otherwise("email"), ["\"e-mail\"", "\"e-mails\""]);
        assert_eq!(otherwise("E-mails"), ["emails"]);
        assert_eq!(otherwise("well\u{2010}being"), ["wellbeing"]);
        assert_eq!(
            otherwise("wellbeing"),
            ["\"well-being\"", "\"well-beings\""]
        );
        for alone in [
            "lamp",
            "e-1",
            "egg",
            "s31(1)(a)",
            "INV/0283/2020",
            "-lamp",
            "well-to-do",
        ] {
            assert!(otherwise(alone).is_empty(), "{alone}");
        }
    }
}
