//! The days of a response: when the request came, when it was answered, and what moved the clock between.

mod clock;
mod receipt;
mod yearless;

use jiff::civil::Date;

use super::paper::{Paper, Paragraph, plain};
use super::phrases::any;
use super::zones::Zone;
use crate::facts::dates;
use crate::facts::dates::typed::WEEKDAYS;
use crate::facts::{DateSource, Facts};

pub use clock::Clock;

/// A day that a response states, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    /// The day.
    pub day: Date,
    /// The line on which it stands, from 1; 0 where it was not read off the text.
    pub line: usize,
    /// Where it stands in the text, in bytes; 0 where it was not read off the text.
    pub start: usize,
    /// Whether it is the request's own date, which says nothing of receipt.
    pub of_request: bool,
}

/// The days that a response states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// When the request was received, or else made.
    pub received: Option<Stated>,
    /// When it was answered.
    pub responded: Option<Stated>,
    /// By when the authority says it was or is due.
    pub stated_due: Option<Stated>,
    /// What moved the clock.
    pub clock: Clock,
}

/// A date of the text with the words round it.
struct Around<'a> {
    day: Date,
    line: usize,
    start: usize,
    paragraph: &'a Paragraph,
    /// The words of its sentence before it, in plain small letters.
    before: String,
    /// And after it.
    after: String,
    /// The sentence behind that one.
    next: String,
    /// Whether nothing but a label or a place stands beside it.
    alone: bool,
}

/// Reads the days.
pub(super) fn read(text: &str, paper: &Paper, facts: &Facts) -> Days {
    let mut days = Days::default();
    let around = all_around(text, paper, &dates::find(text));
    days.received = receipt::received(&around);
    days.responded = responded(&around, facts);
    if days.received.is_none()
        && let Some(reply) = days.responded.map(|stated| stated.day).or(facts.date)
    {
        // `your request of 3 September (received the same day)`: of the year before the reply
        days.received = receipt::received(&all_around(
            text,
            paper,
            &yearless::without_year(text, reply),
        ));
    }
    days.stated_due = around
        .iter()
        .find(|date| {
            date.paragraph.zone.is_own()
                && any(
                    &date.before,
                    "respond* … by | reply … by | response … by | due by | due on | due date | deadline … is | \
                        deadline of | no later than | not later than | on or before | by which | answered by | expect … by | \
                        reply by | answer by | decision by | response due",
                )
        })
        .map(|date| Stated {
            day: date.day,
            line: date.line,
            start: date.start,
            of_request: false,
        });
    days.clock = clock::read(paper);
    days
}

fn all_around<'a>(text: &str, paper: &'a Paper, found: &[dates::Found]) -> Vec<Around<'a>> {
    found
        .iter()
        .filter_map(|found| around(text, paper, found))
        .collect()
}

fn around<'a>(text: &str, paper: &'a Paper, found: &dates::Found) -> Option<Around<'a>> {
    let paragraph = paper.paragraphs.get(paper.paragraph_at(found.start)?)?;
    let nth = paper.sentence_at(found.start)?;
    let sentence = paper.sentences.get(nth)?;
    let next = paper
        .sentences
        .get(nth + 1)
        .filter(|next| next.paragraph <= sentence.paragraph + 1)
        .map(|next| next.lower.clone())
        .unwrap_or_default();
    let before = text.get(sentence.start..found.start).unwrap_or_default();
    let after = text
        .get(found.end..sentence.end.max(found.end))
        .unwrap_or_default();
    let tidy = |text: &str| plain(&super::paper::on_one_line(text));
    let (mut before, after) = (tidy(before), tidy(after));
    let line_start = text
        .get(..found.start)
        .and_then(|head| head.rfind(['\n', '\u{c}']).map(|at| at + 1))
        .unwrap_or(0);
    let line_end = text
        .get(found.end..)
        .and_then(|rest| rest.find(['\n', '\u{c}']))
        .map_or(text.len(), |at| found.end + at);
    // what stands apart by a wide gap is another column: `WU-1204        7 February 2024`
    const GAP: &str = "    ";
    let before_it = text.get(line_start..found.start).unwrap_or_default();
    let behind_it = text.get(found.end..line_end).unwrap_or_default();
    let line = tidy(before_it.rsplit(GAP).next().unwrap_or(before_it));
    let rest = tidy(behind_it.split(GAP).next().unwrap_or(behind_it));
    let place_or_label = |words: &str| {
        // a label in one language or two
        let words = match words.rsplit_once(':') {
            Some((label, rest))
                if any(label, "date | dyddiad")
                    && !any(
                        label,
                        "receipt | received | request | requested | due | derbyn*",
                    )
                    && label.split(' ').count() <= 3 =>
            {
                rest.trim_start()
            }
            _ => words,
        };
        // the same day in another language before it
        let words = words
            .strip_suffix('/')
            .or_else(|| words.strip_suffix("/ "))
            .filter(|first| {
                first.split(' ').filter(|word| !word.is_empty()).count() <= 3
                    && first.starts_with(|c: char| c.is_ascii_digit())
            })
            .map_or(words, |_| "");
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty()
            || WEEKDAYS.contains(&bare)
            || matches!(
                bare,
                "date"
                    | "dated"
                    | "our date"
                    | "letter date"
                    | "date sent"
                    | "sent"
                    | "date of letter"
                    | "date of reply"
                    | "date of response"
                    | "response date"
                    | "replied"
                    | "date of this letter"
                    | "responded"
                    | "response sent"
                    | "date responded"
                    | "reply sent"
                    | "date issued"
                    | "issued"
            )
    };
    // a label on the line above, as the parts of a web page's list of facts stand
    let apart = before.is_empty()
        && after
            .trim_matches(|c: char| !c.is_alphanumeric())
            .is_empty();
    let label_above = apart
        .then(|| label_above(text.get(..line_start).unwrap_or_default()))
        .flatten();
    if let Some(label) = &label_above {
        before = label.clone();
    }
    let breaks = text.get(..found.start)?.matches(['\n', '\u{c}']).count();
    Some(Around {
        day: found.day,
        line: breaks + 1,
        start: found.start,
        paragraph,
        before,
        after,
        next,
        alone: place_or_label(&line)
            && place_or_label(label_above.as_deref().unwrap_or_default())
            && rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty(),
    })
}

/// The line above, where it is a label of a day and nothing else: `Date of request`, `Received`.
fn label_above(above: &str) -> Option<String> {
    const FEW: usize = 5;
    let line = above.trim_end_matches(['\n', '\r', '\u{c}']);
    let line = line.rsplit(['\n', '\u{c}']).next()?.trim();
    let lower = plain(line.trim_end_matches(':'));
    let label = any(
        &lower,
        "date | received | responded | issued | due | requested | answered | published",
    ) && lower.split(' ').count() <= FEW
        && !line.ends_with(['.', '?'])
        && !lower.bytes().any(|b| b.is_ascii_digit());
    label.then_some(lower)
}

fn responded(around: &[Around<'_>], facts: &Facts) -> Option<Stated> {
    let first_request = around
        .iter()
        .find(|date| date.paragraph.zone == Zone::Request)
        .map_or(usize::MAX, |date| date.line);
    let labelled = around.iter().find(|date| {
        date.paragraph.zone.is_own()
            && any(
                tail(&date.before, 40),
                "date of response | response date | date of reply | date responded | date of this letter | \
                    response sent | date sent | letter date | responded on | reply sent | date issued | date of letter | \
                    date of issue | response issued",
            )
    });
    let line = || {
        around.iter().find(|date| {
            let label = tail(&date.before, 30);
            date.alone
                && date.paragraph.zone.is_own()
                && (date.line < first_request || date.paragraph.zone == Zone::Own)
                && !any(
                    label,
                    "receiv* | receipt | request* | publish* | published | updated | your ref | due | deadline | logged",
                )
        })
    };
    // beside other things in the head of the letter, as in a table there
    let in_head = || {
        around.iter().find(|date| {
            date.paragraph.zone == Zone::Head
                && !any(
                    &date.before,
                    "receiv* | receipt | request* | publish* | updated | your | due | deadline | logged | of",
                )
                && !any(
                    date.after.get(..date.after.floor_char_boundary(24)).unwrap_or_default(),
                    "to | until | receiv*",
                )
        })
    };
    let by_text = labelled.or_else(line).or_else(in_head).map(|date| Stated {
        day: date.day,
        line: date.line,
        start: date.start,
        of_request: false,
    });
    let by_facts = || {
        facts
            .date
            .filter(|_| matches!(facts.date_source, DateSource::Header))
            .map(|day| Stated {
                day,
                line: 0,
                start: 0,
                of_request: false,
            })
    };
    by_text.or_else(by_facts)
}

/// The last so many bytes of a text, from a whole sign on.
fn tail(text: &str, bytes: usize) -> &str {
    let from = text.ceil_char_boundary(text.len().saturating_sub(bytes));
    text.get(from..).unwrap_or(text)
}

/// The estimated date of a decision that an extension gives: a day, or so many working days from now.
pub(super) fn gives_date(paper: &Paper) -> Option<usize> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            if any(lower, "appeal* | internal review | complain* | commissioner | ico | dissatisfied | not content") {
                return false;
            }
            let ahead = any(
                lower,
                "by | respond* | estimate* | expect* | aim | hope | anticipate* | intend | decision | until | \
                    no later than | write to you | deadline | reply | extend* | extension",
            ) && !any(lower, "received | your request of | your request dated");
            let in_days = any(lower, "working days | calendar days | within 20 days")
                && !any(lower, "beyond | longer than | permits | allows | normal | within 20 working days where")
                && any(lower, "from today | from the date | further 20 | additional 20 | within | a further | of this letter | \
                    from this letter | 20 working days | 40 working days | more")
                && !any(lower, "internal review | complain* | usual | normally | statutory");
            let day = !dates::find(&sentence.text).is_empty() || yearless::day_and_month(lower);
            (ahead && day) || in_days
        })
        .map(|sentence| sentence.line)
}
