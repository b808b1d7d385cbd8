//! What a person should consider about a request as a whole.

use super::wording::{has_words, plain};

/// What makes a request one about the environment.
const ENVIRONMENT: [&str; 14] = [
    "emission",
    "noise",
    "pollution",
    "wildlife",
    "waste",
    "planning permission",
    "flood",
    "contaminat",
    "air quality",
    "water quality",
    "radiation",
    "biodiversity",
    "energy consumption",
    "environmental information",
];

/// What makes a request one for the requester's own data.
const OWN_DATA: [&str; 16] = [
    "subject access",
    "information about me",
    "hold about me",
    "held about me",
    "hold on me",
    "my personal data",
    "my own data",
    "my personal information",
    "data about me",
    "records about me",
    "relating to me",
    "recorded about me",
    "written about me",
    "my own file",
    "my own records",
    "my own information",
];

/// What a person should know about the request as a whole.
pub(super) fn read(asking: &str) -> Vec<String> {
    let lower = plain(asking);
    let mut hints = Vec::new();
    if OWN_DATA.iter().any(|phrase| has_words(&lower, phrase)) {
        hints.push(
            "The request may be for the requester's own data: subject access, with another clock."
                .to_owned(),
        );
    }
    if let Some(word) = ENVIRONMENT.iter().find(|word| lower.contains(**word)) {
        hints.push(format!("The request speaks of \"{word}\": consider whether the Environmental Information Regulations apply."));
    }
    hints
}
