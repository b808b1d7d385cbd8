//! One clause: its verbs, and whether they are denied or only supposed.

/// Words that a decision may be denied with.
const DENIALS: [&str; 16] = [
    "not", "cannot", "can't", "won't", "unable", "neither", "nor", "never", "none", "nothing",
    "no", "without", "against", "declined", "decline", "refuse",
];

/// Verbs of giving, by their beginnings.
const GIVING: [&str; 24] = [
    "disclos",
    "releas",
    "provid",
    "suppl",
    "furnish",
    "share",
    "sharing",
    "send",
    "sent",
    "give",
    "giving",
    "given",
    "hand",
    "communicat",
    "passed",
    "pass",
    "divulg",
    "reveal",
    "available",
    "include",
    "let",
    "produce",
    "enclose",
    "comply",
];

/// Words of keeping back, by their beginnings.
const KEEPING: [&str; 12] = [
    "withh",
    "redact",
    "blanked",
    "refus",
    "exempt",
    "excepted",
    "obscured",
    "declin",
    "non-disclos",
    "nondisclos",
    "rejected",
    "engage",
];

/// Words before a verb that make it a thing that only might be.
const SUPPOSED: [&str; 13] = [
    "if", "whether", "would", "may", "might", "could", "should", "unless", "where", "when", "can",
    "until", "consider",
];

/// The words of a clause without the signs round them.
fn words_of(clause: &str) -> Vec<&str> {
    clause
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '/'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a clause says of something that it is not given.
pub(in crate::facts::response) fn denies(clause: &str) -> bool {
    let words = words_of(clause);
    (0..words.len()).any(|at| denies_giving(&words, at))
}

/// Whether a clause keeps something back.
pub(super) fn clause_keeps_back(clause: &str) -> bool {
    let words = words_of(clause);
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let before =
        |at: usize, wide: usize| words.get(at.saturating_sub(wide)..at).unwrap_or_default();
    let has =
        |at: usize, wide: usize, of: &[&str]| before(at, wide).iter().any(|word| of.contains(word));
    for at in 0..words.len() {
        let this = word(at);
        if KEEPING.iter().any(|begin| this.starts_with(begin)) {
            let denied = has(
                at,
                5,
                &[
                    "not", "no", "never", "nothing", "none", "without", "neither", "nor", "rather",
                    "cannot",
                ],
            );
            let supposed = has(at, 6, &SUPPOSED);
            let keeps = if this.starts_with("exempt") {
                is_exempt(&words, at)
            } else if this.starts_with("engage") {
                matches!(this, "engaged" | "engages" | "engage")
                    && words.iter().any(|word| {
                        word.starts_with("section")
                            || word.starts_with("exempti")
                            || word.starts_with("regulation")
                            || word.starts_with("excepti")
                    })
            } else if this.starts_with("refus") {
                is_refusal(&words, at)
            } else if this.starts_with("reject") || this.starts_with("declin") {
                words.iter().any(|word| {
                    matches!(
                        *word,
                        "request" | "disclose" | "release" | "provide" | "supply"
                    )
                }) && !words
                    .iter()
                    .any(|word| matches!(*word, "complaint" | "review"))
            } else if this.starts_with("redaction") {
                has(
                    at,
                    5,
                    &[
                        "made",
                        "applied",
                        "subject",
                        "with",
                        "some",
                        "certain",
                        "following",
                    ],
                )
            } else {
                true
            };
            // what was wrongly or formerly kept back is so no longer
            let undone = has(
                at,
                2,
                &[
                    "wrongly",
                    "incorrectly",
                    "improperly",
                    "mistakenly",
                    "originally",
                    "previously",
                    "initially",
                    "formerly",
                    "unnecessarily",
                ],
            );
            let by_you =
                has(at, 3, &["you"]) || has(at, 4, &["public"]) && this.starts_with("withh");
            if keeps && !denied && !supposed && !by_you && !undone {
                return true;
            }
        }
        if matches!(this, "back" | "out" | "removed")
            && (this == "removed" && has(at, 4, &["been", "have", "i", "we", "has", "are", "is"])
                || has(
                    at,
                    3,
                    &[
                        "held", "kept", "hold", "keep", "holding", "keeping", "taken", "blacked",
                        "blanked",
                    ],
                ) && this == "back"
                || this == "out"
                    && (has(at, 2, &["blacked", "blanked"])
                        || has(at, 2, &["taken", "took", "left", "cut"])
                            && has(at, 5, &["been", "have", "has", "i", "we", "are", "is"])))
            && !has(at, 5, &["not", "nothing", "no"])
            && !has(at, 6, &SUPPOSED)
        {
            return true;
        }
        if denies_giving(&words, at) {
            return true;
        }
    }
    false
}

/// Whether `exempt` is said of something, and not a part of its name.
fn is_exempt(words: &[&str], at: usize) -> bool {
    let this = words.get(at).copied().unwrap_or_default();
    let before = |wide: usize| words.get(at.saturating_sub(wide)..at).unwrap_or_default();
    if this.starts_with("exemption") {
        let may = words
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take(3)
            .any(|word| matches!(*word, "may" | "might" | "could"));
        return !may
            && words.iter().any(|word| {
                matches!(
                    *word,
                    "apply"
                        | "applies"
                        | "applied"
                        | "engaged"
                        | "maintained"
                        | "maintain"
                        | "maintaining"
                        | "rely"
                        | "relied"
                        | "relying"
                        | "under"
                        | "subject"
                )
            })
            && !before(3).contains(&"qualified")
            && (before(4).iter().any(|word| {
                matches!(
                    *word,
                    "applied"
                        | "apply"
                        | "applying"
                        | "maintaining"
                        | "maintain"
                        | "rely"
                        | "relying"
                        | "relied"
                        | "claim"
                        | "claimed"
                        | "claiming"
                )
            }) || words
                .get(at + 1..)
                .unwrap_or_default()
                .iter()
                .take(12)
                .any(|word| {
                    matches!(
                        *word,
                        "applies" | "apply" | "applied" | "engaged" | "maintained"
                    )
                }));
    }
    if this != "exempt" && this != "exempted" {
        return false;
    }
    let next = words.get(at + 1).copied().unwrap_or_default();
    if matches!(
        next,
        "information" | "material" | "if" | "where" | "unless" | "when"
    ) {
        return false;
    }
    before(5).iter().any(|word| {
        matches!(
            *word,
            "is" | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "as"
                | "it"
                | "them"
                | "this"
                | "considers"
                | "information"
                | "therefore"
                | "also"
        )
    })
}

/// Whether a form of `refuse` is the refusal of what was asked for.
fn is_refusal(words: &[&str], at: usize) -> bool {
    let this = words.get(at).copied().unwrap_or_default();
    let after = words.get(at + 1..).unwrap_or_default();
    let before = words.get(at.saturating_sub(6)..at).unwrap_or_default();
    let near = |of: &[&str]| {
        after
            .iter()
            .take(8)
            .chain(before)
            .any(|word| of.contains(word))
    };
    match this {
        "refused" | "refuse" | "refuses" | "refusing" => {
            near(&[
                "request",
                "information",
                "disclose",
                "release",
                "provide",
                "supply",
                "question",
                "part",
                "list",
                "it",
                "them",
                "this",
                "these",
                "section",
                "regulation",
                "access",
                "copies",
                "copy",
                "names",
                "figures",
                "disclosure",
                "under",
                "records",
                "documents",
                "report",
                "letter",
                "to",
            ]) && !near(&[
                "comply",
                "confirm",
                "entry",
                "treatment",
                "consent",
                "pay",
                "applicant's",
            ]) && !before
                .iter()
                .any(|word| matches!(*word, "entitled" | "right" | "can" | "able"))
        }
        "refusal" => {
            after.first().is_some_and(|word| *word == "notice") && {
                words.iter().any(|word| {
                    matches!(
                        *word,
                        "this" | "constitutes" | "serves" | "acts" | "is" | "represents"
                    )
                })
            }
        }
        _ => false,
    }
}

/// Whether a word is a verb of giving that is denied: `will not on this occasion be released`.
fn denies_giving(words: &[&str], at: usize) -> bool {
    let this = words.get(at).copied().unwrap_or_default();
    if !GIVING.iter().any(|begin| this.starts_with(begin))
        || this.starts_with("provided") && words.get(at + 1) == Some(&"that")
        || this.starts_with("let") && !matches!(this, "let" | "letting" | "lets")
        || this.starts_with("sentence")
    {
        return false;
    }
    let from = at.saturating_sub(12);
    let before = words.get(from..at).unwrap_or_default();
    // the nearest denial
    let Some(denial) = before.iter().rposition(|word| DENIALS.contains(word)) else {
        return false;
    };
    let denied = before.get(denial).copied().unwrap_or_default();
    let between = before.get(denial + 1..).unwrap_or_default();
    let ahead = words.get(..from + denial).unwrap_or_default();
    if matches!(denied, "no" | "nothing" | "none" | "without") {
        // `none of it will be released`, not `no information was provided to us`
        let passive = between.iter().any(|word| matches!(*word, "be" | "being"));
        if !passive
            || between
                .iter()
                .any(|word| matches!(*word, "if" | "would" | "fee" | "reason" | "harm"))
        {
            return false;
        }
    }
    if denied == "against"
        && !ahead
            .iter()
            .rev()
            .take(3)
            .any(|word| matches!(*word, "decided" | "determined" | "decision" | "concluded"))
    {
        return false;
    }
    if denied == "refuse"
        && !ahead.iter().rev().take(3).any(|word| {
            matches!(
                *word,
                "i" | "we" | "must" | "to" | "therefore" | "council" | "trust" | "force"
            )
        })
    {
        return false;
    }
    if denied == "not" && between.first() == Some(&"only") {
        return false;
    }
    let other_subject = ahead.iter().rev().take(3).any(|word| {
        matches!(
            *word,
            "you" | "they" | "he" | "she" | "who" | "act" | "regulations"
        )
    }) || ahead.iter().rev().take(2).any(|word| {
        matches!(
            *word,
            "section" | "supplier" | "company" | "contractor" | "system"
        )
    });
    let supposed = ahead.iter().any(|word| {
        SUPPOSED.contains(word) && !matches!(*word, "can" | "when" | "where" | "consider")
    }) || between.iter().any(|word| {
        matches!(
            *word,
            "if" | "whether"
                | "unless"
                | "until"
                | "recorded"
                | "obliged"
                | "required"
                | "yet"
                | "have"
                | "held"
        )
    });
    let object = words.get(at + 1..).unwrap_or_default();
    let something_else = object.iter().take(5).any(|word| {
        matches!(
            *word,
            "rise"
                | "reasons"
                | "reason"
                | "explanation"
                | "consent"
                | "weight"
                | "estimate"
                | "clarification"
                | "address"
                | "us"
                | "opinion"
                | "advice"
                | "for"
        )
    }) && !object
        .iter()
        .take(2)
        .any(|word| matches!(*word, "you" | "the" | "this" | "it"))
        || this.starts_with("pass") && !object.iter().take(3).any(|word| *word == "on")
        || this.starts_with("hand") && !object.iter().take(3).any(|word| *word == "over")
        || this == "let" && !object.iter().take(3).any(|word| *word == "have")
        || this == "available"
            && !before
                .iter()
                .any(|word| matches!(*word, "make" | "made" | "be" | "making"))
        || this.starts_with("comply") && !object.iter().take(4).any(|word| *word == "request");
    let place = matches!(this, "given" | "include" | "share") && before.contains(&"detail");
    !other_subject && !supposed && !something_else && !place
}
