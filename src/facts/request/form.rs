//! A request as a web form or a clerk took it down: lines about it, and a label before what is asked.

use super::{people, wording};

/// Labels before what is asked, in lower case.
const LABELS: [&str; 16] = [
    "details of request:",
    "details of the request:",
    "details of your request:",
    "details of information requested:",
    "details of the information requested:",
    "request details:",
    "description of request:",
    "description of the request:",
    "information requested:",
    "information required:",
    "information sought:",
    "text of request:",
    "text of the request:",
    "wording of request:",
    "wording of the request:",
    "request text:",
];

/// Words before the name of the person from whom a request came.
const MADE_BY: [&str; 7] = [
    "request made by ",
    "request submitted by ",
    "request received from ",
    "request from ",
    "requested by ",
    "submitted by ",
    "made by ",
];

/// Words behind that name.
const BEHIND: [&str; 9] = [
    " via ",
    " through ",
    " using ",
    " by ",
    " on ",
    " at ",
    " of ",
    ",",
    " (",
];

/// Lines at the top among which the label stands.
const TOP: usize = 40;

/// A line that only tells who asks is no longer than this, in words.
const LONGEST: usize = 14;

/// The line whose label opens what is asked, and what stands behind the label.
pub(super) fn asked<'a>(lines: &[&'a str]) -> Option<(usize, &'a str)> {
    let top = lines.iter().enumerate().take(TOP);
    top.filter(|(_, line)| line.is_ascii())
        .find_map(|(at, line)| {
            let trimmed = line.trim_start();
            let lower = trimmed.to_lowercase();
            let label = LABELS.iter().find(|label| lower.starts_with(**label))?;
            trimmed.get(label.len()..).map(|rest| (at, rest))
        })
}

/// The person of a line that tells from whom a request came: "Request made by Ms Ann Example via web form".
pub(super) fn made_by(line: &str) -> Option<String> {
    let trimmed = line.trim();
    let lower = trimmed.to_lowercase();
    let long = trimmed.split_whitespace().count() > LONGEST;
    if lower.len() != trimmed.len() || long || wording::asks(&lower) {
        return None;
    }
    let phrase = MADE_BY.iter().find(|phrase| lower.starts_with(**phrase))?;
    let rest = trimmed.get(phrase.len()..)?;
    let end = BEHIND.iter().filter_map(|word| rest.find(word)).min();
    people::signed(rest.get(..end.unwrap_or(rest.len()))?)
        .filter(|name| name.contains(' ') && name.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::{asked, made_by};

    #[test]
    fn a_label_opens_what_is_asked() {
        let lines = [
            "Request made by Ms Ann Example via web form",
            "Details of request: the lamp diary",
        ];
        assert_eq!(asked(&lines), Some((1, " the lamp diary")));
        assert_eq!(asked(&["Please send details of request handling."]), None);
    }

    #[test]
    fn who_made_it_is_a_person() {
        assert_eq!(
            made_by("Request made by Ms Ann Example via web form").as_deref(),
            Some("Ann Example")
        );
        assert_eq!(made_by("Request from the lamp board"), None);
        assert_eq!(
            made_by("Requested by Ann Example, who asks: please send the lamp diary"),
            None
        );
        assert_eq!(made_by("The request made by Ann Example was late"), None);
    }
}
