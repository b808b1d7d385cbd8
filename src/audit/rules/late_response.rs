//! Was the reply sent within twenty working days of receipt?

use crate::audit::rule::{BOTH, Case, Example, FIRST, Found, Level, Rule, Verdict};
use crate::facts::calendar::DAYS_TO_REPLY;
use crate::facts::dates::long;
use crate::facts::response::{Copy, Quote, Stated};

/// The rule.
pub const RULE: Rule = Rule {
    name: "late-response",
    level: Level::Error,
    asks: "Is the day of the reply later than the twentieth working day after the day of receipt?",
    why: "Section 10(1) wants a reply promptly and not later than the twentieth working day following receipt. A day that is a bank holiday in any part of the United Kingdom is no working day. Clarification, a fee, an extension for the public interest and a transfer move or stop the clock, and the date of publication is not the date of reply.",
    cure: "Check the day of receipt, whether the clock was stopped, and the day on which the reply left.",
    see: "s10(1), s10(6)",
    sources: &[
        "http://foiwiki.com/foiwiki/index.php/LTT47",
        "https://informationrightsandwrongs.com/2015/06/15/what-a-difference-a-day-makes/",
    ],
    check: false,
    regimes: BOTH,
    stages: FIRST,
    raises: Example::letter(
        "9 March 2022\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request, which we received on 1 February 2022. We do not hold a register of lamps, because lamps are looked after by the parish.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "1 March 2022\n\nDear Ms Tarn,\n\nReference: FOI 204/26\n\nThank you for your request, which we received on 1 February 2022. We do not hold a register of lamps, because lamps are looked after by the parish.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let days = &response.days;
    let (Some(received), Some(responded)) = (days.received, days.responded) else {
        let missing = match (days.received, days.responded) {
            (None, None) => "neither the day of receipt nor that of the reply",
            (None, _) => "no day of receipt",
            _ => "no day of reply",
        };
        return Verdict::not_judged(format!(
            "this copy states {missing}; give --received and --responded"
        ));
    };
    if received.day > responded.day {
        return Verdict::not_judged(
            "the day of receipt stated is later than that of the reply; give --received and --responded",
        );
    }
    let typed = |day: Stated| day.line == 0;
    if response.copy != Copy::AsSent && !(typed(received) && typed(responded)) {
        return Verdict::not_judged(
            "this is not known to be the letter as sent, and its days may be those of publication; give --received and --responded",
        );
    }
    let moved = [
        (days.clock.clarified, "a clarification"),
        (days.clock.fee, "a fee"),
        (days.clock.extended, "an extension"),
        (days.clock.transferred, "a transfer"),
    ];
    if let Some((Some(line), what)) = moved.iter().find(|(line, _)| line.is_some())
        && !typed(received)
    {
        return Verdict::not_judged(format!(
            "the letter speaks of {what} (line {line}), which moves the clock; give --received with the day from which it runs"
        ));
    }
    let calendar = &case.tables.calendar;
    let (Some(due), Some(taken)) = (
        calendar.due(received.day, DAYS_TO_REPLY),
        calendar.working_days_between(received.day, responded.day),
    ) else {
        return Verdict::not_judged(
            "the days lie outside the years that the table of bank holidays covers",
        );
    };
    if taken <= DAYS_TO_REPLY {
        return Verdict::nothing();
    }
    let (level, from) = if received.of_request {
        (Level::Warning, "dated")
    } else {
        (Level::Error, "received")
    };
    let stated = days
        .stated_due
        .map(|stated| format!(" The letter itself gives {} as its day.", long(stated.day)))
        .unwrap_or_default();
    Verdict::one(Found::new(
        level,
        format!(
            "The request was {from} {} and answered {}: working day {taken}, and the twentieth was {}.{stated}",
            long(received.day),
            long(responded.day),
            long(due)
        ),
        response.sentence_of(received).map(Quote::from),
    ))
}
