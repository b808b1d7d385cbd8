//! Whose words a line is: the authority's own, the requester's, the Act's, earlier mail's, or a web page's furniture.

use super::paper::{Line, Paragraph, plain};
use super::phrases::any;
use crate::facts::{dates, letter, request};

/// Whose words a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Notices of the page it was published on.
    Furniture,
    /// Letterhead, date line, references: what stands above the salutation.
    Head,
    /// The requester's words, quoted.
    Request,
    /// The authority's own words.
    Own,
    /// The text of an Act, quoted.
    Law,
    /// Earlier mail.
    Quoted,
}

impl Zone {
    /// Whether it is what the authority says in this response.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Own | Self::Head)
    }
}

/// What notices of a published page say.
const FURNITURE: [&str; 27] = [
    "escape key",
    "leave this site",
    "essential cookies",
    "cookie settings",
    "cookie preferences",
    "cookies notice",
    "use cookies",
    "accept all cookies",
    "technical problem. please try again",
    "this site is a beta",
    "skip to main content",
    "skip to content",
    "enable javascript",
    "share this page",
    "share on twitter",
    "share on facebook",
    "print this page",
    "back to top",
    "is this page useful",
    "was this page helpful",
    "did you find what you were looking for",
    "all rights reserved",
    "you are here:",
    "back to disclosure log",
    "return to disclosure log",
    "breadcrumb",
    "home > ",
];

/// Whether a line, in plain small letters, is a notice of a web page.
pub(super) fn is_furniture(lower: &str) -> bool {
    FURNITURE.iter().any(|notice| lower.contains(notice))
}

/// Whether a line greets a person, and so opens a letter.
pub(super) fn is_salutation(lower: &str) -> bool {
    [
        "dear ",
        "annwyl ",
        "hello ",
        "hi ",
        "good morning ",
        "good afternoon ",
        "good evening ",
    ]
    .iter()
    .any(|greeting| lower.starts_with(greeting))
        && lower.len() < 80
        && lower.split(' ').count() <= 9
}

/// Headings under which the text of an Act stands.
const ANNEXES: &str = "legal annex | legislation annex | annex - legislation | relevant legislation | text of the act | \
    extracts from the act | extract from the act | extracts from the freedom of information act | \
    extract from the freedom of information act | extracts of legislation | text of the exemption | \
    text of the exemptions | statutory text | the legislation | freedom of information act extracts | \
    statutory extracts | wording of the act | what the act says";

/// Words in a heading that end what stands under the heading before.
const OTHER_HEADINGS: &str = "complaint | complaints | review | appeal | your rights | right of | dissatisfied | unhappy | harm | \
    public interest | reason | reasons | decision | conclusion | response | disclosure";

/// The zone of each line.
pub(super) fn of_lines(text: &str, lines: &[Line<'_>], message: bool) -> Vec<Zone> {
    let quoted_from = quoted_from(text, message);
    let asked = without_answers(text, request::quoted_in_answer(text));
    let salutation = lines
        .iter()
        .take(60)
        .position(|line| is_salutation(&plain(line.text)));
    let asks = |line: &Line<'_>| {
        let lower = plain(line.text);
        let end = line.start + line.text.len();
        !line.text.is_empty()
            && !goes_on_after_quote(&lower)
            && !decides_here(&lower)
            && !is_salutation(&lower)
            && !is_of_head(line.text)
            && asked
                .iter()
                .any(|(from, to)| *from < end && line.start < *to)
    };
    let mut in_request: Vec<bool> = lines.iter().map(asks).collect();
    super::interlined::give_back(lines, &mut in_request);
    super::rows::give_back(lines, &mut in_request);
    lines
        .iter()
        .zip(in_request)
        .enumerate()
        .map(|(at, (line, in_request))| {
            let lower = plain(line.text);
            if is_furniture(&lower) {
                Zone::Furniture
            } else if line.start >= quoted_from || line.text.starts_with('>') {
                Zone::Quoted
            } else if in_request {
                Zone::Request
            } else if salutation.is_some_and(|salutation| at < salutation) {
                Zone::Head
            } else {
                Zone::Own
            }
        })
        .collect()
}

/// Whether a line quotes the request and then answers it: `You wrote: "How many?" There were two.`
fn goes_on_after_quote(lower: &str) -> bool {
    const AN_ANSWER: usize = 4;
    if !super::deciding::tells_the_wish(lower)
        && !any(lower, "you wrote: | you asked: | you requested:")
    {
        return false;
    }
    let Some((_, rest)) = lower.split_once('"') else {
        return false;
    };
    rest.rsplit_once('"')
        .is_some_and(|(_, after)| after.split_whitespace().count() >= AN_ANSWER)
}

/// Whether a line is a label of a letter's head with its number or its day: `Your request: HL-2024-0612`.
fn is_of_head(text: &str) -> bool {
    const LABEL: usize = 4;
    text.split_once(": ").is_some_and(|(label, rest)| {
        let rest = rest.trim();
        let day = dates::find(rest)
            .first()
            .is_some_and(|found| found.start == 0 && found.end == rest.len());
        let of_letter = any(
            &label.to_lowercase(),
            "your | our | ref | reference | request | foi | reply | response",
        );
        label.split_whitespace().count() <= LABEL
            && of_letter
            && (day || super::references::is_number(rest) && !rest.contains(' '))
    })
}

/// Whether a line speaks as only the authority does, wherever it stands.
fn decides_here(lower: &str) -> bool {
    // `a) Please find attached ...`, which nobody asks
    let bare =
        super::paper::mark(lower).map_or(lower, |mark| lower.get(mark.len()..).unwrap_or_default());
    let offers = ["please find", "please see", "please refer to"]
        .iter()
        .any(|begin| bare.trim_start().starts_with(begin));
    offers
        || any(
            lower,
            "in our view | we hold | we do not hold | we have decided | we are refusing | we refuse | we withhold | \
            we are withholding | we need not | i have decided | the request is vexatious | your request is vexatious | \
            in answer to question | in response to question | in answer to questions | is your next step | \
            you may ask us | you may ask the | you may appeal | you have the right to | if you are dissatisfied",
        ) && !lower.starts_with('"')
        || any(
            lower,
            "ico.org.uk | wycliffe house | foi.scot | 0303 123 1113 | casework@ico*",
        ) && !lower.contains('?')
}

/// The stretches of a quoted request up to where its quotation closes, or where the numbers of its questions come again:
/// what follows is the answer.
fn without_answers(text: &str, asked: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let opens = |line: &str| line.starts_with(['"', '“']);
    let quoted = asked
        .first()
        .and_then(|(start, end)| text.get(*start..*end))
        .is_some_and(|line| opens(line.trim()));
    let mut seen: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for (start, end) in asked {
        let line = plain(text.get(start..end).unwrap_or_default().trim());
        let number: String = line
            .trim_start_matches("questions ")
            .trim_start_matches("question ")
            .trim_start_matches('q')
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let figures = !number.is_empty() && number.len() <= 2;
        let answers = [
            "in answer to",
            "in response to",
            "response to",
            "our response",
            "responses to",
            "reply to",
            "answer",
            "as to question",
            "in reply to",
        ]
        .iter()
        .any(|begin| line.starts_with(begin));
        if answers && !seen.is_empty() {
            break;
        }
        // letters count where no figures do, for a list within a list has its own each time
        let mark = if figures {
            Some(number)
        } else {
            super::paper::mark(&line)
                .map(|mark| mark.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
                .filter(|mark| !mark.is_empty())
                .filter(|_| {
                    !seen
                        .iter()
                        .any(|one| one.bytes().all(|b| b.is_ascii_digit()))
                })
        };
        if let Some(mark) = mark {
            if seen.contains(&mark) {
                break;
            }
            seen.push(mark);
        }
        kept.push((start, end));
        if quoted && line.ends_with('"') {
            break;
        }
    }
    kept
}

/// Where earlier mail begins; a letter whose own words are few is not cut.
fn quoted_from(text: &str, message: bool) -> usize {
    const FEW_WORDS: usize = 40;
    let from = letter::own_end(text);
    let own = text.get(..from).unwrap_or_default();
    if own.split_whitespace().count() < FEW_WORDS && !(message && from > 0) {
        return text.len();
    }
    from
}

/// Sets apart the text of Acts: under an annex's heading, and where a sentence leads to a quotation of a provision.
pub(super) fn settle(paragraphs: &mut [Paragraph]) {
    let mut annex = false;
    let mut quoting = false;
    let mut asked = false;
    let mut answered = false;
    let mut first = true;
    let mut listed = false;
    let mut below_answer = false;
    let mut past_request = false;
    let mut past_answer = false;
    for paragraph in paragraphs {
        if paragraph.heading && paragraph.zone == Zone::Own {
            let bare = paragraph.lower.trim_matches(|c: char| !c.is_alphanumeric());
            below_answer = matches!(
                bare,
                "answer"
                    | "response"
                    | "our response"
                    | "our answer"
                    | "reply"
                    | "our reply"
                    | "decision"
                    | "the response"
                    | "our decision"
                    | "the answer"
                    | "outcome"
            ) || below_answer && !any(bare, "request | question* | you asked");
        }
        // `The original response`, `Findings`: a heading of the authority's own below a request quoted without marks
        if paragraph.heading && matches!(paragraph.zone, Zone::Request | Zone::Own) {
            let bare = paragraph.lower.trim_matches(|c: char| !c.is_alphanumeric());
            past_request = heads_a_review(bare)
                || past_request && !any(bare, "your request | the request | you asked");
        }
        if paragraph.zone == Zone::Request && past_request && !is_wish(&paragraph.lower) {
            paragraph.zone = Zone::Own;
            continue;
        }
        if paragraph.zone == Zone::Request {
            if below_answer
                && paragraph.mark.is_none()
                && !paragraph.lower.contains('?')
                && !paragraph.lower.starts_with('"')
                && !is_wish(&paragraph.lower)
            {
                paragraph.zone = Zone::Own;
                continue;
            }
            // what the authority says below the request is no more of it, numbered or not
            answered |= decides_by_number(paragraph);
            answered |= past_answer && answers_below(paragraph)
                || !first && (answers_below(paragraph) || listed && goes_on_to_answer(paragraph));
            first = false;
            listed |= paragraph.mark.is_some();
            if answered && !is_wish(&paragraph.lower) {
                paragraph.zone = Zone::Own;
            }
        } else if !first && paragraph.zone == Zone::Own {
            past_answer = super::deciding::keeps_back(&paragraph.lower)
                || super::giving::is_given(&paragraph.lower);
            first = true;
            answered = false;
            listed = false;
        }
        if paragraph.zone != Zone::Own {
            continue;
        }
        let lower = paragraph.lower.as_str();
        if asked && is_wish(lower) {
            paragraph.zone = Zone::Request;
            continue;
        }
        asked = lower.ends_with([':', '-'])
            && (super::deciding::tells_the_wish(lower)
                || any(
                    lower,
                    "you asked | you requested | your request | you wrote | your email",
                ));
        if paragraph.heading || lower.split(' ').count() <= 8 {
            let names_annex = any(lower, ANNEXES)
                || (lower.starts_with("annex") || lower.starts_with("appendix"))
                    && any(lower, "legislation | statute | the act | legal | extract");
            if names_annex {
                annex = true;
                paragraph.zone = Zone::Law;
                continue;
            }
            if annex && paragraph.heading && any(lower, OTHER_HEADINGS) {
                annex = false;
            }
        }
        if annex && speaks_for_itself(lower) {
            annex = false;
        }
        if annex {
            paragraph.zone = Zone::Law;
            continue;
        }
        let bracketed = paragraph
            .mark
            .as_deref()
            .is_some_and(|mark| mark.starts_with('('));
        let opens_quote = lower.starts_with('"');
        if quoting && (bracketed || opens_quote) && !speaks_for_itself(lower) {
            paragraph.zone = Zone::Law;
            continue;
        }
        quoting = lower.ends_with(':')
            && any(
                lower,
                "provides | states | reads | says | provides that | states that | sets out",
            )
            && any(lower, "section | regulation | the act | article");
        if lower.ends_with(":-") {
            quoting = quoting || any(lower, "provides that | states that");
        }
    }
}

/// Whether a heading, in plain small letters, is one of those that part the report of a review.
fn heads_a_review(bare: &str) -> bool {
    const HEADINGS: &str = "the original response | original response | our original response | initial response | the initial response | \
        our initial response | the first response | original decision | the original decision | findings | my findings | our findings | \
        review findings | findings of the review | your grounds | grounds for review | grounds of review | your grounds for review | \
        your complaint | my review | our review | the review | my consideration | consideration | analysis";
    HEADINGS.split(" | ").any(|heading| heading == bare)
}

/// Whether a numbered paragraph counted to the request decides, argues or tells of rights, which no question does.
pub(super) fn decides_by_number(paragraph: &Paragraph) -> bool {
    let lower = paragraph.lower.as_str();
    paragraph.mark.is_some()
        && !lower.contains('?')
        && !lower.contains('"')
        && lower.trim_end().ends_with('.')
        && !any(
            lower,
            "please provide | please send | please supply | please state | please tell | i would | i want | i request | could you | \
                can you | would you | your force | your council | your trust | your organisation | any | whether you",
        )
        && (super::deciding::keeps_back(lower)
            || super::giving::is_given(lower)
                && !any(lower, "my | i | which is | which are | that is | that are")
            || super::IDEAS.regulator.is_in(lower) && super::IDEAS.open.is_in(lower)
            || any(
                lower,
                "i can confirm that we | i can confirm that the | we can confirm that | we have decided | i have decided | \
                    public interest in maintaining | is being withheld | are being withheld | has been withheld | have been withheld | \
                    the exemption is | the exemption at | is exempt under | are exempt under",
            ))
}

/// Whether a paragraph below a list of questions is no question, and speaks of what is given, held or refused.
fn goes_on_to_answer(paragraph: &Paragraph) -> bool {
    let lower = paragraph.lower.as_str();
    paragraph.mark.is_none()
        && !lower.contains('?')
        && !lower.starts_with(['"', '\''])
        && !any(
            lower,
            "i | my | me | please | would you | could you | can you | your force | your council | your trust | \
                your organisation | should include | to include | e.g. | if possible",
        )
        && (super::IDEAS.regulator.is_in(lower)
            || super::IDEAS.again.is_in(lower) && super::IDEAS.open.is_in(lower)
            || any(
                lower,
                "public interest | section 4* | section 3* | section 2* | section 1*",
            )
            || any(
                lower,
                "attached | enclosed | held | hold | holds | we | our | disclos* | provided | refus* | exempt* | withh* | \
                search* | located | records | answered | answers",
            ))
}

/// Whether a paragraph counted to the request is what only the authority says: it speaks as `we` or of the reader's
/// rights, and asks for nothing.
fn answers_below(paragraph: &Paragraph) -> bool {
    let lower = paragraph.lower.as_str();
    let asks = lower.contains('?')
        || lower.starts_with(['"', '\''])
        || any(
            lower,
            "please | i would | i request | i want | my request | i wish | could you | can you | would you | \
                your force | your council | your trust | your organisation",
        );
    !asks
        && paragraph.mark.is_none()
        && (super::IDEAS.regulator.is_in(lower) && super::IDEAS.open.is_in(lower)
            || lower.starts_with("section ")
            || super::IDEAS.again.is_in(lower)
                && super::IDEAS.open.is_in(lower)
                && any(
                    lower,
                    "decision | handling | reply | reconsider* | internal review",
                )
            || any(
                lower,
                "we hold | we do not hold | we received | we issued | we spent | we paid | we recorded | we have | we are | we will | we shall | our decision | you may ask | \
                you may appeal | you may complain | you have the right | if you are dissatisfied | \
                if you are unhappy | if you are not satisfied | ask us to review | ask us to reconsider | \
                information commissioner* may | i have decided | i am withholding | is withheld under | \
                are withheld under | is exempt under | are exempt under | searches located | for the foregoing | \
                your request is refused | i can confirm | we can confirm",
            ))
}

/// Whether a paragraph after `You asked:` is the requester's: it is quoted whole, or asks in the requester's own person.
fn is_wish(lower: &str) -> bool {
    let quoted =
        lower.starts_with(['"', '\'']) && lower.trim_end_matches(['.', ',']).ends_with(['"', '\'']);
    let asks = any(
        lower,
        "please provide | please send | please supply | please let me | please tell me | please disclose | \
            i would like | i am writing | i write | i request | i wish to | i want | i am requesting | could i have | \
            can i have | may i have | i should like | please can you | please could you | i hereby | i'd like",
    );
    quoted || asks && !any(lower, "we | our")
}

/// Whether somebody speaks here, which an Act never does.
fn speaks_for_itself(lower: &str) -> bool {
    any(
        lower,
        "i am | i have | i can | i note | we | our | my | you | your | yours sincerely | please",
    )
}
