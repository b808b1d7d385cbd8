//! What a person must still do for a request, against the appropriate limit of section 12 of the Freedom of Information
//! Act 2000.
//!
//! Only the four activities of regulation 4(3) of the Fees Regulations 2004 count: determining whether the information
//! is held, locating it, retrieving it, extracting it. Searching that a machine has done costs no more staff time, and
//! taking out exempt passages never counts. Minutes come from timed entries of the log, and from nowhere else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::archive::log::{Line, Log};
use crate::error::Result;
use crate::verbs::answers::{ActivityTime, Estimate, LocatedAll};
use crate::verbs::desk::Desk;

/// Fewer timed entries than this say too little.
const LEAST: usize = 5;

/// Two-sided 95 % points of Student's t, for 1 to 30 degrees of freedom.
const T: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
];
/// The same for more.
const T_MANY: f64 = 1.96;

/// Estimates what is left to do.
pub(super) fn of(desk: &Desk<'_>, answer: &LocatedAll, limit: u32) -> Result<Estimate> {
    let lines = Log::of(desk.archive).lines()?;
    let request = answer.request.reference.as_deref();
    let standing = request.map_or(Vec::new(), |reference| {
        crate::verbs::decisions::latest(&lines, reference)
    });
    let decided: BTreeSet<_> = standing.iter().map(|row| row.record).collect();
    let open = answer
        .possible
        .iter()
        .filter(|one| !decided.contains(&one.record.id))
        .count() as u64;
    let to_extract = answer
        .located
        .iter()
        .filter(|one| !decided.contains(&one.record.id))
        .count() as u64;
    let unread = answer
        .not_searched
        .iter()
        .map(|row| (&row.path, &row.part))
        .collect::<BTreeSet<_>>()
        .len() as u64;
    let mut work = vec![
        timed(
            &lines,
            request,
            "locate",
            "possible records to open and decide",
            open,
        ),
        timed(
            &lines,
            request,
            "locate",
            "files that could not be read, to open by hand",
            unread,
        ),
        timed(
            &lines,
            request,
            "extract",
            "located records to take the information from",
            to_extract,
        ),
        timed(
            &lines,
            request,
            "determine",
            "sources outside this archive, to ask about",
            answer.not_covered.len() as u64,
        ),
    ];
    let sources_named = !answer.not_covered.is_empty();
    work.retain(|one| one.count > 0);
    let mut estimate = summed(work, limit);
    let environmental = |note: &String| note.contains("Environmental Information Regulations");
    if answer.request.notes.iter().any(environmental) {
        estimate.reading = format!(
            "If this asks for environmental information, the limit does not apply to it. {}",
            estimate.reading
        );
    }
    if !sources_named {
        estimate.notes.push(
            "No source outside this archive is on record, so none is counted: recordroom source add NAME \
             --not-searched REASON records one."
                .to_owned(),
        );
    }
    Ok(estimate)
}

/// One kind of work; its minutes from entries timed for this request, or for any where those are too few.
fn timed(
    lines: &[Line],
    request: Option<&str>,
    activity: &str,
    what: &str,
    count: u64,
) -> ActivityTime {
    let minutes = |own: bool| -> Vec<f64> {
        lines
            .iter()
            .filter(|line| !own || line.request.as_deref() == request && request.is_some())
            .filter_map(|line| line.body.as_ref())
            .filter(|body| body.get("activity").and_then(Value::as_str) == Some(activity))
            .filter_map(|body| body.get("minutes")?.as_f64())
            .collect()
    };
    let mut sample = minutes(true);
    if sample.len() < LEAST {
        sample = minutes(false);
    }
    from_sample(&sample, activity, what, count)
}

/// So many pieces of work, from the minutes that some like them took.
fn from_sample(sample: &[f64], activity: &str, what: &str, count: u64) -> ActivityTime {
    let (hours, between) = if sample.len() < LEAST {
        (None, None)
    } else {
        let (mean, half) = predicted(sample, count as f64);
        (
            Some(mean / 60.0),
            Some(((mean - half).max(0.0) / 60.0, (mean + half) / 60.0)),
        )
    };
    ActivityTime {
        activity: activity.to_owned(),
        what: what.to_owned(),
        count,
        sample: sample.len() as u64,
        hours,
        between,
    }
}

/// The minutes that `count` more would take, and half the width of the interval that holds their sum 19 times of 20.
fn predicted(sample: &[f64], count: f64) -> (f64, f64) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let spread = sample
        .iter()
        .map(|minutes| (minutes - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    let t = T
        .get(sample.len().saturating_sub(2))
        .copied()
        .unwrap_or(T_MANY);
    (
        mean * count,
        t * (spread * (count + count * count / n)).sqrt(),
    )
}

fn summed(work: Vec<ActivityTime>, limit: u32) -> Estimate {
    let hours: Option<f64> = work.iter().map(|one| one.hours).sum();
    // widths are added, not their squares: the parts share one sample, so that this errs on the wide side
    let between = work.iter().try_fold((0.0, 0.0), |(least, most), one| {
        let (a, b) = one.between?;
        Some((least + a, most + b))
    });
    let most = f64::from(limit);
    let reading = match between {
        None => {
            let unknown: Vec<&str> = work
                .iter()
                .filter(|one| one.hours.is_none())
                .map(|one| one.what.as_str())
                .collect();
            format!(
                "No estimate: fewer than {LEAST} timed entries for {}. Time some with recordroom decide ... --minutes M \
                 --activity A, or recordroom enquiry add ... --minutes M.",
                unknown.join("; ")
            )
        }
        Some((_, high)) if high < most => {
            format!("The whole interval lies below the limit of {limit} hours.")
        }
        Some((low, _)) if low > most => {
            format!("The whole interval lies above the limit of {limit} hours.")
        }
        Some(_) => format!(
            "The limit of {limit} hours lies within the interval: these figures do not show that it is exceeded. Time \
             more entries."
        ),
    };
    Estimate {
        limit,
        work,
        hours,
        between,
        reading,
        notes: [
            "For the Freedom of Information Act alone: the Environmental Information Regulations have no such limit.",
            "Searches that this program has made take no more staff time and are not counted; nor is taking out exempt \
             passages.",
            "If section 12 is relied on, section 16 asks for advice on what could be answered within the limit.",
            "Requests may be added together only where they come from one person, or from several acting together, \
             within 60 working days, for the same or similar information.",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ActivityTime, from_sample, predicted, summed};

    #[test]
    fn the_interval_of_a_sum_widens_with_what_is_left_and_narrows_with_the_sample() {
        let (mean, half) = predicted(&[4.0, 6.0, 5.0, 5.0, 5.0], 10.0);
        assert!((mean - 50.0).abs() < 1e-9);
        // variance 0.5, t(4) = 2.776: 2.776 * sqrt(0.5 * (10 + 100 / 5))
        assert!((half - 2.776 * 15.0_f64.sqrt()).abs() < 1e-9, "{half}");
        let wider = predicted(&[4.0, 6.0, 5.0, 5.0, 5.0], 20.0).1;
        let narrower = predicted(&[4.0, 6.0, 5.0, 5.0, 5.0, 4.0, 6.0, 5.0, 5.0, 5.0], 10.0).1;
        assert!(wider > half && narrower < half);
    }

    /// Worked out by hand, with t = 2.776 for four degrees of freedom:
    ///
    /// 30 records at 6 minutes each time: 180 minutes, 3 hours, and nothing to either side.
    ///
    /// 20 records after 2, 4, 6, 8 and 10 minutes: the mean is 6, so 120 minutes, 2 hours. The squares of the distances
    /// are 16 + 4 + 0 + 4 + 16 = 40, over 4 is 10; 10 * (20 + 20 * 20 / 5) = 1000, whose root is 31.62, times 2.776 is
    /// 87.8 minutes, 1.46 hours: from 0.54 to 3.46.
    ///
    /// 200 records after the same: 1200 minutes, 20 hours; 10 * (200 + 200 * 200 / 5) = 82,000, root 286.4, times 2.776
    /// is 794.9 minutes, 13.25 hours: from 6.75 to 33.25.
    #[test]
    fn hours_come_out_as_they_do_by_hand() {
        let spread = [2.0, 4.0, 6.0, 8.0, 10.0];
        for (sample, count, by_hand) in [
            ([6.0; 5], 30, (3.0, 3.0, 3.0)),
            (spread, 20, (2.0, 0.54, 3.46)),
            (spread, 200, (20.0, 6.75, 33.25)),
        ] {
            let one = from_sample(&sample, "locate", "records", count);
            let (least, most) = one.between.expect("an interval");
            for (said, hand) in [
                (one.hours.expect("hours"), by_hand.0),
                (least, by_hand.1),
                (most, by_hand.2),
            ] {
                assert!(
                    (said - hand).abs() < 0.005,
                    "{count}: {said}, by hand {hand}"
                );
            }
        }
    }

    #[test]
    fn a_limit_is_said_to_be_passed_only_where_the_whole_interval_is_past_it() {
        // 120 records at 10 minutes each are 20 hours: past 18 hours, and not past the 24 of central government
        let twenty = || vec![from_sample(&[10.0; 5], "locate", "records", 120)];
        assert!(
            summed(twenty(), 18)
                .reading
                .contains("above the limit of 18 hours")
        );
        assert!(
            summed(twenty(), 24)
                .reading
                .contains("below the limit of 24 hours")
        );
        // 20 hours by the mean, and 6.75 to 33.25 by the interval: neither limit is shown to be passed
        let wide = || {
            vec![from_sample(
                &[2.0, 4.0, 6.0, 8.0, 10.0],
                "locate",
                "records",
                200,
            )]
        };
        for limit in [18, 24] {
            let reading = summed(wide(), limit).reading;
            assert!(
                reading.contains("do not show that it is exceeded"),
                "{reading}"
            );
        }
        // two kinds of work: 3 hours and 20 hours are 23
        let mut both = twenty();
        both.push(from_sample(&[6.0; 5], "extract", "records", 30));
        let both = summed(both, 18);
        assert!((both.hours.expect("hours") - 23.0).abs() < 1e-9);
        assert_eq!(both.between, Some((23.0, 23.0)));
    }

    #[test]
    fn none_one_two_or_four_timed_entries_give_no_hours() {
        for minutes in [&[][..], &[3.0][..], &[3.0, 4.0][..], &[3.0; 4][..]] {
            let one = from_sample(minutes, "locate", "records", 10);
            assert_eq!((one.hours, one.between), (None, None));
            assert_eq!(one.sample, minutes.len() as u64);
            let all = summed(vec![one], 18);
            assert!(all.hours.is_none() && all.reading.contains("fewer than 5 timed entries"));
        }
        // where nothing is left to do, nothing has to be timed
        let done = summed(Vec::new(), 18);
        assert_eq!(done.hours, Some(0.0));
    }

    #[test]
    fn work_without_a_timed_sample_has_no_estimate() {
        let work = |hours| ActivityTime {
            activity: "locate".into(),
            what: "records".into(),
            count: 3,
            sample: 0,
            hours,
            between: hours.map(|hours: f64| (hours, hours)),
        };
        let unknown = summed(vec![work(Some(2.0)), work(None)], 18);
        assert!(unknown.hours.is_none() && unknown.reading.contains("No estimate"));
        let above = summed(vec![work(Some(20.0))], 18);
        assert!(above.reading.contains("above the limit of 18"));
    }
}
