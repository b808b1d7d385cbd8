//! Decisions on records: question by question, on a whole record or a part of one, typed or taken back from a schedule.
//!
//! Each is an entry of the log. A later one on the same record, part and question supersedes; none is overwritten.

mod checks;
mod sheet;

use serde_json::{Value, json};

use super::answers::{DecisionRow, RequestRow};
use super::desk::Desk;
use crate::archive::log::{Entry, Line, Log};
use crate::error::{Error, Result};
use crate::extract::pool::Bounds;
use crate::query;
use crate::record::RecordId;

/// What may be decided of a record.
pub const DECISIONS: [&str; 8] = [
    "disclose",
    "redact",
    "withhold",
    "out",
    "part-out",
    "duplicate",
    "published",
    "consult",
];

/// Activities whose time counts towards the limit: regulation 4(3)(a) to (d) of the Freedom of Information and Data
/// Protection (Appropriate Limit and Fees) Regulations 2004. Taking out exempt passages is none of them.
pub const ACTIVITIES: [&str; 4] = ["determine", "locate", "retrieve", "extract"];

/// A decision on a record or a part of one.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// The item's number or the record's id, perhaps with `:PART`.
    pub of: &'a str,
    /// One of [`DECISIONS`].
    pub decision: &'a str,
    /// The question it answers.
    pub question: Option<&'a str>,
    /// Provisions relied on, as typed.
    pub provisions: &'a [String],
    /// Why.
    pub reason: &'a str,
    /// How long it took, in minutes, and at which of [`ACTIVITIES`].
    pub time: Option<(f64, &'a str)>,
}

/// A decision that was checked and may be recorded.
#[derive(Debug, Clone, PartialEq)]
struct Checked {
    record: RecordId,
    part: Option<String>,
    decision: String,
    question: Option<String>,
    provisions: Vec<String>,
    reason: String,
    time: Option<(f64, String)>,
}

/// Records a decision.
///
/// # Errors
/// When the record, the request or the question is not there, or the decision is none or lacks its reason.
pub fn decide(desk: &Desk<'_>, reference: &str, decision: &Decision<'_>) -> Result<u64> {
    let request = desk.request(reference)?;
    let checked = check(
        desk,
        &request.reference,
        &questions_of(&request.questions),
        decision,
    )?;
    append(desk, &request.reference, &checked)
}

/// What a filled schedule came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Decisions recorded.
    pub recorded: usize,
    /// Rows whose decision was on record already.
    pub known: usize,
    /// Rows without a decision.
    pub open: usize,
    /// Numbers of located records that have no row and no decision on record.
    pub absent: Vec<u64>,
}

/// Takes the decisions of a filled schedule, a CSV file or a workbook. All rows are checked first: one that cannot be
/// taken refuses the whole file, and nothing is recorded.
///
/// # Errors
/// When the file cannot be read, lacks a column, or a row does not fit.
pub fn take_back(
    desk: &Desk<'_>,
    reference: &str,
    name: &str,
    bytes: Vec<u8>,
    bounds: &Bounds,
) -> Result<Taken> {
    let request = desk.request(reference)?;
    let questions = questions_of(&request.questions);
    let rows = sheet::read(name, bytes, bounds)?;
    let mut taken = Taken::default();
    let mut checked: Vec<(usize, Checked)> = Vec::new();
    let mut listed: Vec<RecordId> = Vec::new();
    for row in rows {
        let at = |error: Error| {
            let hint = error.advice().unwrap_or("nothing was recorded").to_owned();
            Error::request(format!("row {} of {name}: {error}", row.n)).hint(hint)
        };
        let id = desk.named(&row.id, None).map_err(at)?;
        listed.push(id);
        if row.decision.is_empty() {
            let filled = [
                ("an exemption", !row.provisions.is_empty()),
                ("a reason", !row.reason.is_empty()),
            ];
            if let Some((what, _)) = filled.iter().find(|(_, filled)| *filled) {
                return Err(at(Error::request(format!("it has {what} and no decision"))
                    .hint(
                        "fill in the decision too, or empty both; nothing was recorded",
                    )));
            }
            taken.open += 1;
            continue;
        }
        if let Ok(number) = row.number.parse::<u64>()
            && desk.catalogue.numbered(request.id, number)? != Some(id)
        {
            return Err(at(Error::request(format!(
                "item {number} of {} is another record than {}",
                request.reference, row.id
            ))
            .hint("the sheet belongs to another request, or its rows were moved; nothing was recorded")));
        }
        if row.reason.is_empty() {
            return Err(at(Error::request("it has a decision and no reason")
                .hint("fill in its reason; nothing was recorded")));
        }
        let of = match row.part.as_str() {
            "" => row.id.clone(),
            part => format!("{}:{part}", row.id),
        };
        let asked = if row.questions.is_empty() {
            vec![None]
        } else {
            row.questions.iter().map(|n| Some(n.as_str())).collect()
        };
        for question in asked {
            let decision = Decision {
                of: &of,
                decision: &row.decision,
                question,
                provisions: &row.provisions,
                reason: &row.reason,
                time: None,
            };
            let one = check(desk, &request.reference, &questions, &decision).map_err(at)?;
            match checked.iter().find(|(_, other)| other.same_matter(&one)) {
                None => checked.push((row.n, one)),
                // a row that was pasted twice says the same twice
                Some((_, other)) if *other == one => {}
                Some((n, _)) => {
                    return Err(at(Error::request(format!(
                        "it decides what row {n} decides too, and otherwise"
                    ))
                    .hint("keep the one that is meant; nothing was recorded")));
                }
            }
        }
    }
    let known = latest(&Log::of(desk.archive).lines()?, &request.reference);
    for (n, record, located) in desk.catalogue.numbers_of(request.id)? {
        let here = |id: &RecordId| listed.contains(id) || known.iter().any(|row| row.record == *id);
        // the same words in another form stand on one line with it
        let carried = || match desk.describe(record, None) {
            Ok(described) => described.carriers.iter().any(here),
            Err(_) => true, // what is no longer in the archive has no row
        };
        if located && !here(&record) && !carried() {
            taken.absent.push(n);
        }
    }
    for (_, one) in checked {
        if known.iter().any(|row| one.is(row)) {
            taken.known += 1;
            continue;
        }
        append(desk, &request.reference, &one)?;
        taken.recorded += 1;
    }
    Ok(taken)
}

impl Checked {
    /// Whether both decide the same record, part and question.
    fn same_matter(&self, other: &Self) -> bool {
        (self.record, &self.part, &self.question) == (other.record, &other.part, &other.question)
    }

    fn is(&self, row: &DecisionRow) -> bool {
        self.record == row.record
            && self.part == row.part
            && self.question == row.question
            && self.decision == row.decision
            && self.provisions == row.provisions
            && self.reason == row.reason
    }
}

fn questions_of(kept: &[(String, String)]) -> Vec<String> {
    kept.iter().map(|(n, _)| n.clone()).collect()
}

fn check(
    desk: &Desk<'_>,
    reference: &str,
    questions: &[String],
    decision: &Decision<'_>,
) -> Result<Checked> {
    let word = decision.decision.trim().to_lowercase();
    if !DECISIONS.contains(&word.as_str()) {
        return Err(Error::request(format!(
            "`{}` is no decision",
            decision.decision.escape_debug()
        ))
        .hint(match query::fields::nearest(&word, DECISIONS.into_iter()) {
            Some(near) => format!("did you mean `{near}`? nothing was recorded"),
            None => format!("decisions are {}", DECISIONS.join(", ")),
        }));
    }
    if decision.reason.trim().is_empty() {
        return Err(Error::request("a decision needs its reason").hint("add --reason \"...\""));
    }
    let question = decision.question.map(|typed| {
        let typed = typed.trim();
        typed.strip_prefix(['Q', 'q']).unwrap_or(typed).to_owned()
    });
    if let Some(n) = &question
        && !questions.is_empty()
        && !questions.contains(n)
    {
        return Err(
            Error::request(format!("request {reference} has no question {n}"))
                .hint(format!("its questions are {}", questions.join(", "))),
        );
    }
    if let Some((minutes, activity)) = decision.time
        && !(minutes.is_finite()
            && minutes > 0.0
            && minutes < 10_000.0
            && ACTIVITIES.contains(&activity))
    {
        return Err(Error::request(format!(
            "{minutes} minutes at `{activity}` is no time to record"
        ))
        .hint(format!(
            "give minutes above 0, at one of {}",
            ACTIVITIES.join(", ")
        )));
    }
    let (of, part) = match decision.of.split_once(':') {
        Some((of, part)) => (of, Some(part.trim()).filter(|part| !part.is_empty())),
        None => (decision.of, None),
    };
    let record = desk.named(of.trim(), Some(reference))?;
    Ok(Checked {
        record,
        part: part
            .map(|part| checks::part(desk, record, part))
            .transpose()?,
        decision: word,
        question,
        provisions: checks::provisions(decision.provisions, desk.tables)?,
        reason: decision.reason.trim().to_owned(),
        time: decision
            .time
            .map(|(minutes, activity)| (minutes, activity.to_owned())),
    })
}

fn append(desk: &Desk<'_>, reference: &str, one: &Checked) -> Result<u64> {
    let (minutes, activity) = match &one.time {
        Some((minutes, activity)) => (Some(minutes), Some(activity)),
        None => (None, None),
    };
    Log::of(desk.archive).append(&Entry {
        event: "decision",
        request: Some(reference),
        body: json!({
            "record": one.record, "part": one.part, "decision": one.decision,
            "question": one.question, "provisions": one.provisions, "reason": one.reason,
            "minutes": minutes, "activity": activity,
        }),
        found: None,
    })
}

/// The decisions that stand for a request: the last one on each record, part and question, in the order of the log.
pub fn latest(lines: &[Line], reference: &str) -> Vec<DecisionRow> {
    let mut standing: Vec<DecisionRow> = Vec::new();
    for line in lines {
        if line.event != "decision" || line.request.as_deref() != Some(reference) {
            continue;
        }
        let Some(row) = line.body.as_ref().and_then(|body| row_of(line, body)) else {
            continue;
        };
        standing.retain(|known| {
            (known.record, &known.part, &known.question) != (row.record, &row.part, &row.question)
        });
        standing.push(row);
    }
    standing
}

fn row_of(line: &Line, body: &Value) -> Option<DecisionRow> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let digits = text("record")?;
    let number = u64::from_str_radix(digits.strip_prefix("r-")?, 16).ok()?;
    Some(DecisionRow {
        entry: line.n,
        at: line.at.clone(),
        who: line.who.clone(),
        record: RecordId::from_number(number),
        part: text("part"),
        question: text("question"),
        decision: text("decision")?,
        provisions: body
            .get("provisions")
            .and_then(Value::as_array)
            .map(|all| {
                all.iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default(),
        reason: text("reason").unwrap_or_default(),
    })
}

/// Puts on each numbered record of a request the decisions that stand for it.
pub(super) fn onto(row: &mut RequestRow, standing: Vec<DecisionRow>) {
    let Some(detail) = &mut row.detail else {
        return;
    };
    for decision in standing {
        if let Some(item) = detail
            .records
            .iter_mut()
            .find(|item| item.record == decision.record)
        {
            item.decisions.push(decision);
        } else {
            detail.elsewhere.push(decision);
        }
    }
}
