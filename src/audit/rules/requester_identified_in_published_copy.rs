//! Does a published page name the requester?

use crate::audit::rule::{Case, Example, Found, Level, Rule, Verdict};
use crate::facts::response::phrases::any;
use crate::facts::response::{Copy, Quote, Zone};

/// The rule.
pub const RULE: Rule = Rule {
    name: "requester-identified-in-published-copy",
    level: Level::Error,
    asks: "Does a copy made for publication still bear the requester's name, postal address or email address?",
    why: "Who asked is no part of what is disclosed to the world, and a requester's name on a page is personal data that nobody needs. An officer's signature, a person the records are about and a press office are something else.",
    cure: "Take the page down or redact it.",
    see: "UK GDPR Art 5(1)",
    sources: &[
        "https://ico.org.uk/for-organisations/foi/freedom-of-information-and-environmental-information-regulations/when-to-refuse-to-confirm-or-deny-holding-information/",
    ],
    check: true,
    regimes: &[],
    stages: &[],
    raises: Example::letter(
        "Skip to main content\n\nFreedom of information request reference no: FOI 204/26\n\nDear Mr Harold Penhale,\n\nPlease find attached the register of lamps.",
    ),
    passes: Example::letter(
        "Skip to main content\n\nFreedom of information request reference no: FOI 204/26\n\nDear Sir or Madam,\n\nPlease find attached the register of lamps.\n\nHarriet Lowe\nInformation Rights Officer",
    ),
    judge,
};

/// How people are called before their names.
const TITLES: [&str; 8] = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor"];

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    if response.copy != Copy::Published {
        return Verdict::not_judged("this is no copy made for publication");
    }
    let mut found: Vec<Found> = Vec::new();
    // the row before, where it may head the columns of this one
    let heads = |at: usize| -> Option<&str> {
        const FEW: usize = 9;
        let before = response.paper.sentences.get(at.checked_sub(1)?)?;
        (before.text.split(' ').count() <= FEW && !before.text.ends_with(['.', '?', ',']))
            .then_some(before.text.as_str())
    };
    for (at, sentence) in response.paper.sentences.iter().enumerate() {
        let Some(paragraph) = response.paper.paragraphs.get(sentence.paragraph) else {
            continue;
        };
        if matches!(paragraph.zone, Zone::Furniture | Zone::Law) {
            continue;
        }
        let what = if let Some(name) = asked_by(&sentence.text) {
            Some(format!("a line names {name} as the requester"))
        } else if let Some(name) =
            signed(&sentence.text).filter(|_| paragraph.zone == Zone::Request)
        {
            Some(format!("the request is signed {name}"))
        } else if let Some(name) = greeted(&sentence.text)
            // whom the request itself greets did not make it
            .filter(|_| paragraph.zone != Zone::Request)
            .filter(|name| !is_of_authority(name, response.authority.as_deref()))
        {
            Some(format!("a salutation names {name}"))
        } else if let Some(name) = labelled(&sentence.text)
            .or_else(|| in_a_row(&sentence.text, ""))
            .or_else(|| in_a_row(heads(at)?, &sentence.text))
        {
            Some(format!("a line names {name} as the requester"))
        } else if let Some(name) = response
            .requester
            .iter()
            .find(|name| name.contains(' ') && sentence.text.contains(name.as_str()))
        {
            Some(format!("the requester's name is printed: {name}"))
        } else {
            address(case, &sentence.text, &sentence.lower, paragraph.zone)
                .map(|address| format!("a private address is printed: {address}"))
        };
        if let Some(what) = what {
            found.push(Found::new(
                Level::Error,
                format!("On this published copy {what}. Check whether that is the requester"),
                Some(Quote::from(sentence)),
            ));
        }
    }
    found.truncate(3);
    Verdict::Asked(found)
}

/// The person who signs a request: `Yours, Jane Tarn, 3 Mill Lane`, `Regards Jane Tarn`.
fn signed(text: &str) -> Option<String> {
    const CLOSINGS: [&str; 10] = [
        "Yours sincerely",
        "Yours faithfully",
        "Yours",
        "Kind regards",
        "Best regards",
        "Regards",
        "Many thanks",
        "Thanks",
        "Thank you",
        "Best wishes",
    ];
    let rest = CLOSINGS
        .iter()
        .find_map(|closing| text.strip_prefix(closing))?;
    let name = rest
        .trim_start_matches([',', ' ', '.', '-'])
        .split([',', '(', ';'])
        .next()?
        .trim_end_matches('.')
        .trim();
    let words: Vec<&str> = name.split(' ').collect();
    ((2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
        }))
    .then(|| name.to_owned())
}

/// Whether a name is one of the words by which the authority is called.
fn is_of_authority(name: &str, authority: Option<&str>) -> bool {
    authority.is_some_and(|authority| {
        name.split(' ')
            .all(|word| authority.split(' ').any(|of| of.eq_ignore_ascii_case(word)))
    })
}

/// The person whom a salutation names.
fn greeted(text: &str) -> Option<String> {
    let rest = text.strip_prefix("Dear ")?;
    if rest.split(' ').count() > 7 {
        return None;
    }
    let name = rest.split([',', ':']).next().unwrap_or_default().trim();
    let lower = name.to_lowercase();
    let nobody = any(
        &lower,
        "sir | madam | applicant | requester | requestor | redacted | colleague | all | customer | enquirer | \
            name | correspondent | information | resident | team",
    );
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let blanked = name.contains(['[', '*', '█', '_', '<', '…'])
        || letters < 3
        || lower.chars().all(|c| c == 'x' || !c.is_alphabetic());
    let last = name.split(' ').next_back().unwrap_or_default();
    let initial_only = last.trim_end_matches('.').chars().count() <= 1;
    let titled_only = matches!(
        lower.trim_end_matches('.'),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "mx"
    );
    (!nobody && !blanked && !initial_only && !titled_only && name.starts_with(char::is_uppercase))
        .then(|| name.to_owned())
}

/// The person from whom a request is said to be: `Request from Miss Jane Tarn, 3 Mill Lane`.
fn asked_by(text: &str) -> Option<String> {
    const OPENINGS: [&str; 5] = [
        "Request from ",
        "Request by ",
        "Request made by ",
        "Requested by ",
        "A request from ",
    ];
    let rest = OPENINGS
        .iter()
        .find_map(|opening| text.strip_prefix(opening))?;
    let name = rest
        .split([',', ':', '('])
        .next()
        .unwrap_or_default()
        .trim();
    let first = name
        .split(' ')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let capital = name
        .split(' ')
        .all(|word| word.starts_with(char::is_uppercase));
    (TITLES.contains(&first) && capital && (2..=5).contains(&name.split(' ').count()))
        .then(|| name.to_owned())
}

/// A requester named in a row of a table, whose cells stand side by side: `Requester Mr Harold Penhale, 4 Mill Lane`; or
/// below the head of a column: `Reference Requested by Date`, `FOI 204 Mr Harold Penhale 1 May`.
fn in_a_row(row: &str, below: &str) -> Option<String> {
    const CELLS: [&str; 9] = [
        "Requester",
        "Requestor",
        "Requested by",
        "Requested By",
        "Name of requester",
        "Name of requestor",
        "Requester name",
        "Requester's name",
        "Name of applicant",
    ];
    CELLS.iter().find_map(|cell| {
        let (before, rest) = row.split_once(cell)?;
        let starts = before.is_empty() || before.ends_with(' ');
        // what goes on in small letters is a sentence, or a column of another thing: `Requester type`
        let goes_on = rest.trim_start_matches([' ', ':']);
        if !starts
            || !rest.is_empty() && !rest.starts_with([' ', ':'])
            || goes_on.starts_with(char::is_lowercase)
        {
            return None;
        }
        if below.is_empty() {
            // without a title, only what fills its row
            let alone = || {
                let value = goes_on.split(',').next().unwrap_or_default().trim();
                (before.is_empty() && is_a_name(value)).then(|| value.to_owned())
            };
            return titled(goes_on).or_else(alone);
        }
        // the other columns name nobody who works there
        let others = any(
            &row.to_lowercase(),
            "officer | contact | author | owner | handled | councillor | manager | signed",
        );
        let starts = std::iter::once(0).chain(below.match_indices(' ').map(|(at, _)| at + 1));
        (!others)
            .then(|| starts.filter_map(|at| titled(below.get(at..)?)).next())
            .flatten()
    })
}

/// A name with which a text begins, where it has a title.
fn titled(text: &str) -> Option<String> {
    let first = text.split(' ').next()?;
    TITLES
        .contains(&first.trim_end_matches('.'))
        .then(|| name_at(text))
        .flatten()
}

/// The words of a name with which a text begins: those with capitals, up to four.
fn name_at(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(' ')
        .take(4)
        .take_while(|word| word.starts_with(char::is_uppercase))
        .collect();
    let end = words
        .iter()
        .position(|word| word.ends_with([',', ';']))
        .map_or(words.len(), |at| at + 1);
    let name = words.get(..end)?.join(" ");
    let name = name.trim_end_matches([',', ';']);
    (name.split(' ').count() >= 2).then(|| name.to_owned())
}

/// Whether a few words are somebody's name, and no kind of requester.
fn is_a_name(value: &str) -> bool {
    let words: Vec<&str> = value.split(' ').collect();
    (2..=4).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && !any(
            &value.to_lowercase(),
            "public | member | police | council | media | journalist | redacted | withheld | private | individual | \
                business | company | office | team | unit | information | freedom | department | press | organisation* | \
                commercial | resident* | local | charity | academic | student | researcher | solicitor* | anonymous | other | \
                political | party | mp | councillor | unknown | type | category | group | campaign* | citizen | firm | ltd | \
                limited | plc | university | service | services | not",
        )
}

/// The person whom a form's line names as the requester.
fn labelled(text: &str) -> Option<String> {
    let (label, value) = text.split_once(':')?;
    let label = label.trim().to_lowercase();
    let asks = matches!(
        label.as_str(),
        "requester"
            | "requestor"
            | "applicant"
            | "requested by"
            | "name of requester"
            | "name of applicant"
            | "requester name"
            | "applicant name"
            | "request from"
            | "from"
            | "requester's name"
            | "applicant's name"
            | "name"
    );
    // a postal address may follow the name
    let value = value.split(',').next().unwrap_or_default().trim();
    (asks && is_a_name(value)).then(|| value.to_owned())
}

/// A mail address that is no authority's, where a person's would stand.
fn address(case: &Case<'_>, text: &str, lower: &str, zone: Zone) -> Option<String> {
    let address = text
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ','))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| {
            word.split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        })?;
    let host = address
        .split('@')
        .next_back()
        .unwrap_or_default()
        .to_lowercase();
    let public = [
        ".gov.uk",
        ".police.uk",
        ".nhs.uk",
        ".ac.uk",
        ".mod.uk",
        ".parliament.uk",
        "ico.org.uk",
        ".gov.scot",
        ".gov.wales",
    ]
    .iter()
    .any(|end| host.ends_with(end) || format!(".{host}").ends_with(end));
    if public || case.tables.parties.by_domain(address).is_some() {
        return None;
    }
    // an address at the body whose page it is
    let own = host
        .split('.')
        .flat_map(|part| part.split('-'))
        .filter(|word| word.len() >= 5 && !matches!(*word, "police" | "council" | "example"))
        .any(|word| {
            case.response.paper.paragraphs.iter().any(|paragraph| {
                paragraph.text.len() < 90
                    && !paragraph.text.contains('@')
                    && any(&paragraph.lower, word)
            })
        });
    if own {
        return None;
    }
    let office = any(
        lower,
        "contact us | our | press office | write to | complain* | review | officer | foi@* | team | enquiries",
    );
    (!office && matches!(zone, Zone::Request | Zone::Head | Zone::Own | Zone::Quoted))
        .then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requester_in_a_table_is_named_and_a_kind_of_requester_is_not() {
        for (row, below, name) in [
            (
                "Requester Mr Harold Penhale, 4 Mill Lane, Wick",
                "",
                "Mr Harold Penhale",
            ),
            (
                "Ref FOI 7 Requester Dr Ada Quill Received 1 May",
                "",
                "Dr Ada Quill",
            ),
            ("Requestor Jean Osgood", "", "Jean Osgood"),
            (
                "Ref Requested by Date",
                "FOI 7 Ms Ada Quill 1 May",
                "Ms Ada Quill",
            ),
            (
                "Name of requester: Tom Wintle, 9 Quay Street",
                "",
                "Tom Wintle",
            ),
        ] {
            let read = in_a_row(row, below);
            assert!(
                read.as_deref().is_some_and(|read| read.starts_with(name)),
                "{row}: {read:?}"
            );
        }
        for (row, below) in [
            ("Requester Member of the public", ""),
            ("Requester Commercial Organisation", ""),
            ("Requester type Media", ""),
            ("Requester Media Responsible officer Mrs Ada Quill", ""),
            ("Requester [redacted]", ""),
            ("The requester Mr Penhale was told", ""),
            (
                "Requester asked for copies of letters from Dr Ada Quill.",
                "",
            ),
            (
                "Requester type Date Subject",
                "Media 3 May Dr Ada Quill appointment",
            ),
        ] {
            assert_eq!(in_a_row(row, below), None, "{row}");
        }
    }
}
