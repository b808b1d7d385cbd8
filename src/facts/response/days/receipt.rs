//! When a request was received, or else made, in whatever words a letter says so.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Around, Stated, tail};
use crate::facts::response::phrases::{any, first_of};
use crate::facts::response::zones::Zone;

pub(super) fn received(around: &[Around<'_>]) -> Option<Stated> {
    let own = || {
        around
            .iter()
            .filter(|date| matches!(date.paragraph.zone, Zone::Own | Zone::Head | Zone::Request))
    };
    let stated = |date: &Around<'_>, of_request: bool| Stated {
        day: date.day,
        line: date.line,
        start: date.start,
        of_request,
    };
    if let Some(date) = own().find(|date| {
        (date.paragraph.zone != Zone::Request || leads_to_wish(date)) && says_received(date)
    }) {
        return Some(stated(date, false));
    }
    if let Some((date, day)) = own()
        .filter(|date| date.paragraph.zone != Zone::Request || leads_to_wish(date))
        .filter(|date| is_of_request(date))
        .find_map(|date| Some((date, came_behind(date)?)))
    {
        return Some(Stated {
            day,
            ..stated(date, false)
        });
    }
    own()
        .find(|date| date.paragraph.zone != Zone::Request && says_requested(date))
        .map(|date| stated(date, true))
}

/// Whether a date stands in the authority's words that lead to the request quoted behind them.
fn leads_to_wish(date: &Around<'_>) -> bool {
    const FEW: usize = 40;
    date.before.len() < FEW
        || !date.before.contains(['"', '?'])
            && any(
                &date.before,
                "thank you for your | your request | your freedom of information | your foi | your email of | your letter of | \
                    you asked | you wrote | you contacted",
            )
}

/// The day on which a request came, told behind its own: `your request of 3 May, received the next day`, `You asked us
/// on 3 May for the list. It reached us that day.`
fn came_behind(date: &Around<'_>) -> Option<Date> {
    const SHORT: usize = 14;
    let arrives = |words: &str| {
        any(
            words,
            "received | recieved | arrived | reached | came | landed | got | logged | was registered | delivered",
        )
    };
    let at_once = |words: &str| {
        any(
            words,
            "same day | that day | that same day | that date | same date | that evening | that morning | that afternoon | \
                the day it was sent",
        )
    };
    let day = |words: &str| {
        if !arrives(words) {
            None
        } else if any(words, "next day | following day | day after | next morning") {
            date.day.tomorrow().ok()
        } else {
            at_once(words).then_some(date.day)
        }
    };
    const NEAR: usize = 60;
    let after = date.after.get(..date.after.floor_char_boundary(NEAR))?;
    // `your request of 4 October 2022, logged here on 5 October`
    let of_its_own = |words: &str| {
        const A_MONTH: i8 = 31;
        const SOON: usize = 40;
        let (_, behind) = words.split_once(" on ").filter(|(came, behind)| {
            arrives(came) && came.len() <= SOON && behind.starts_with(|c: char| c.is_ascii_digit())
        })?;
        let latest = date.day.checked_add(i64::from(A_MONTH).days()).ok()?;
        let first = super::yearless::without_year(&super::yearless::in_print(behind), latest);
        let first = first.first().filter(|found| found.start == 0)?;
        (first.day >= date.day).then_some(first.day)
    };
    if let Some(day) = of_its_own(after) {
        return Some(day);
    }
    day(after).or_else(|| {
        let next = date.next.as_str();
        let of_it = any(
            next,
            "your request | your message | your email | your e-mail | your letter | your enquiry | it | this | we received",
        );
        let came = any(
            next,
            "reached us | reached the | reached our | arrived | was received | we received | came to us | came in | got to us | \
                we logged | was logged | was registered",
        );
        (of_it
            && came
            && next.split(' ').count() <= SHORT
            && !any(next, "reply | replied | response | review"))
        .then(|| day(next))
        .flatten()
    })
}

/// Whether the words before a date speak of the request and of nothing later.
fn is_of_request(date: &Around<'_>) -> bool {
    any(
        &date.before,
        "your request | your email | your letter | your e-mail | request | asking | you asked | you wrote | you contacted us | \
            you emailed us | you got in touch | you applied | you approached us | your message | wrote on | \
            enquiry | inquiry | application | yours of | your foi",
    ) && !any(&date.before, "review | clarif* | complain*")
}

/// Whether the words round a date say that the request was received then.
fn says_received(date: &Around<'_>) -> bool {
    // a paper asked for may be called a review
    let near = [
        " documents",
        " papers",
        " report",
        " file",
        " findings",
        " meeting",
        " panel",
        " group",
        " minutes",
    ]
    .iter()
    .fold(tail(&date.before, 90).to_owned(), |left, noun| {
        left.replace(&format!("review{noun}"), noun.trim_start())
    });
    let near = near.as_str();
    let of_others = any(
        near,
        "clarif* | fee | payment | review | complaint | reprimand | letter of complaint | consultation | \
            extension | refined | revised | further email | your reply",
    );
    if of_others {
        return false;
    }
    let label = [
        "received on",
        "received by us on",
        "received by the",
        "received",
        "receipt",
        "reached us on",
        "reached us",
        "came to us on",
        "reached this office on",
        "arrived on",
        "received here on",
        "arrived with us on",
        "came in on",
        "came through our web form on",
        "came by email on",
        "came by post on",
        "had your request on",
        "got your request on",
        "your request came on",
        "your letter came on",
        "came to this office on",
        "was with us on",
        "reached the council on",
        "reached the trust on",
        "reached the force on",
        "your request reached us on",
        "your request came in on",
        "we had on",
        "had from you on",
        "had it on",
        "got it on",
        "we got on",
        "to hand on",
        "was logged on",
        "were logged on",
        "was registered on",
        "request registered on",
        "registered with us on",
        "logged here on",
        "logged with us on",
        "request logged on",
        "opened your letter on",
        "opened your email on",
        "opened your message on",
        "opened your request on",
        "delivered on",
        "was delivered to us on",
        "picked up on",
        "opened on",
        "date in",
    ]
    .iter()
    .filter_map(|label| first_of(near, label).map(|at| at + label.len()))
    .max();
    let came = any(
        near,
        "your letter … came on | your email … came on | your request … came on | your message … came on",
    ) && near.trim_end().ends_with("came on");
    // whatever came in then, and came to us: `yours of 3 May landed with me on Monday 6 May`
    let asked = any(
        &date.before,
        "request | requests | email | e-mail | letter | enquiry | inquiry | application | message | questions | yours | which | your foi | note",
    );
    let landed = ["reached", "arrived", "landed", "recieved", "came", "got"]
        .iter()
        .filter_map(|verb| {
            near.rmatch_indices(verb)
                .next()
                .and_then(|(at, _)| near.get(at + verb.len()..))
        })
        .any(|between| {
            between.starts_with(' ')
                && between.split(' ').filter(|word| !word.is_empty()).count() <= 6
                && !any(
                    between,
                    "decision | conclusion | view | agreement | back | verdict | of | dated",
                )
        });
    let close = came
        || asked
            && landed
            && !any(
                near,
                "we reached | has reached | have reached | been reached",
            )
        || label.is_some_and(|end| {
            near.get(end..).is_some_and(|between| {
                let words = between.split(' ').filter(|word| !word.is_empty()).count();
                let of_request = any(between, "your request") && between.trim_end().ends_with("on");
                (words <= 6 || of_request && words <= 14)
                    && !any(between, "dated | of your | letter of")
            })
        });
    let after = date
        .after
        .get(..date.after.len().min(48))
        .unwrap_or(&date.after);
    let behind = any(
        after,
        "was received | we received | when we received | when it was received | the day we received | \
            day of receipt | the date of receipt | when your request reached | being the date of receipt",
    ) && !any(
        date.after
            .get(..date.after.floor_char_boundary(64))
            .unwrap_or_default(),
        "received on | received by us on | received here on",
    );
    close || behind || received_then(date)
}

/// Whether a sentence begins with the date and goes on that the request came: `On 3 May the Board received your request`.
fn received_then(date: &Around<'_>) -> bool {
    const OPENING: usize = 3;
    const NEAR: usize = 80;
    let after = date
        .after
        .get(..date.after.floor_char_boundary(NEAR))
        .unwrap_or(&date.after);
    date.before.split_whitespace().count() <= OPENING
        && any(
            after,
            "received your request | received your letter | received your email | received your e-mail | received your message | \
                received your enquiry | received your application | received the following | received from you | received this request | \
                received the request | request from you | had your request | had your letter | had your email | had from you | \
                got your request | got your letter | got your email | was sent your request | your request came | \
                your request reached | your request arrived | your letter reached | your letter arrived | your email reached | your email arrived",
        )
        && !any(
            after,
            "complaint | clarif* | a review | internal review | review of | fee | payment | reply | response | not | earlier | previous | \
                last | other | refined | revised | further | reminder | cheque | consultation | extension",
        )
}

/// Whether words end in somebody's turning to the authority, whoever it is: `You contacted the council on`, `thank you for
/// getting in touch on`.
fn turned_to_us(near: &str) -> bool {
    const FEW: usize = 5;
    const TURNED: [&str; 9] = [
        "you contacted",
        "you wrote",
        "you emailed",
        "you approached",
        "you got in touch",
        "for contacting",
        "for emailing",
        "for writing",
        "for getting in touch",
    ];
    let Some(before) = near.trim_end().strip_suffix(" on") else {
        return false;
    };
    TURNED
        .iter()
        .filter_map(|verb| before.rfind(verb).map(|at| at + verb.len()))
        .max()
        .and_then(|end| before.get(end..))
        .is_some_and(|between| {
            between.split_whitespace().count() <= FEW
                && !any(
                    between,
                    "about | regarding | concerning | for | of | meeting | held | what | how | who | when | happened | to say",
                )
        })
}

/// Whether the words before a date say that the request was made then.
fn says_requested(date: &Around<'_>) -> bool {
    let near = tail(&date.before, 80);
    let asked = any(
        near,
        "your request of | your request dated | your request made on | your email of | your email dated | \
            your e-mail of | your letter of | your letter dated | date of request | request date | request dated | \
            requested on | you wrote on | your request … dated | request … dated | request … made on | \
            request … of | request … sent on | your email … dated | you asked on | you asked us on | you contacted us on | you emailed us on | you approached us on | you applied on | submitted on | \
            you wrote to us on | dated | you sent … on | you made … on | you put … on | sent to us on | \
            your enquiry of | your application of | your message of | your questions of | your foi of | yours of",
    );
    let after = date
        .after
        .get(..date.after.floor_char_boundary(24))
        .unwrap_or(&date.after);
    if near.trim_end().ends_with("on")
        && any(
            after,
            "you asked | you wrote | you requested | you sent | you emailed | you made",
        )
        && !any(near, "review | clarif*")
        && near.split(' ').filter(|word| !word.is_empty()).count() <= 2
    {
        return true;
    }
    let asked = asked || turned_to_us(near);
    let request = any(
        &date.before,
        "in touch | for contacting | for emailing | for writing | your request | your email | your letter | your e-mail | date of request | request date | you asked | you contacted | you emailed | you approached | you applied | \
            you wrote | requested | request | your message | enquiry | inquiry | application | your questions | your foi | yours of",
    );
    // the day of a meeting is not that of the request for its minutes
    let of_meeting = [
        "meeting of",
        "meeting on",
        "meeting held on",
        "minutes of",
        "minutes dated",
    ]
    .iter()
    .any(|words| near.trim_end().ends_with(words));
    asked
        && request
        && !of_meeting
        && !any(
            near,
            "clarif* | review | complain* | decision | our letter | our email | my letter | our acknowledgement | our response | \
            our reply | fee | between",
        )
}

#[cfg(test)]
mod tests {
    use super::super::super::paper;
    use super::super::all_around;
    use super::*;
    use crate::facts::dates;

    fn came(words: &str) -> Option<String> {
        let text =
            format!("Dear Ms Tarn,\n\n{words}\n\nThe list is attached.\n\nYours sincerely\n");
        let paper = paper::read(&text, false);
        received(&all_around(&text, &paper, &dates::find(&text)))
            .map(|stated| stated.day.to_string())
    }

    #[test]
    fn the_day_of_receipt_is_known_in_whatever_words() {
        for words in [
            "You asked us on 9 October 2023 for the list of lamps. Your request was received on that date.",
            "You contacted us on 9 October 2023 about lamps. Your message reached us the same day.",
            "On 9 October 2023 the Board received your request for the list of lamps.",
            "On 9 October 2023 the Trust received the following from you, a request for lamps.",
            "On 9 October 2023 your request arrived at the lamp office.",
            "I write about your request for the review papers on lamps, received by the Lamp Board on 9 October 2023.",
            "You wrote on 8 October 2023 about the lamps. It arrived the next day.",
            "You contacted the council on 9 October 2023 to ask for the list of lamps.",
            "Thanks for getting in touch on 9 October 2023 about lamps.",
            "Further to your lamp request registered on 9 October 2023, the list is attached.",
            "Thank you for your request of 6 October 2023, logged here on 9 October, for the list of lamps.",
            "I opened your letter on 9 October 2023.",
            "Date of request\n9 October 2023",
        ] {
            assert_eq!(came(words).as_deref(), Some("2023-10-09"), "{words}");
        }
        for words in [
            "The lamps had been bought before your request was made, as the minutes of the meeting of 9 October 2023 say.",
            "On 9 October 2023 the Board received your request for an internal review.",
            "On 9 October 2023 the Board received the lamps.",
            "We will be in touch on 9 October 2023 with the list.",
            "You contacted the council about the meeting on 9 October 2023.",
            "Date published\n9 October 2023",
        ] {
            assert_eq!(came(words), None, "{words}");
        }
    }
}
