//! Responses as an audit read and judged them: the reading first, then the findings, then what was not judged.

use serde_json::Value;

use super::audit_summary;
use crate::audit::{Audited, Finding, Level, Run};
use crate::facts::response::{Copy, Outcome};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};

/// The margin of the reading.
const MARGIN: usize = 11;
/// The margin of a finding's level.
const LEVEL: usize = 9;

/// A run of an audit, and whether the rules that found nothing are listed too.
pub struct AuditAnswer<'a> {
    /// The run.
    pub run: &'a Run,
    /// Whether every rule that was asked is named.
    pub verbose: bool,
}

impl Report for AuditAnswer<'_> {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        for one in &self.run.responses {
            screen.blank();
            reading(&mut screen, one);
            screen.blank();
            for finding in &one.findings {
                found(&mut screen, finding);
            }
            for set_aside in &one.suppressed {
                let text = format!(
                    "{}: set aside, {}",
                    set_aside.finding.rule, set_aside.reason
                );
                screen.labelled("set aside", LEVEL + 1, &text);
            }
            if !one.findings.is_empty() || !one.suppressed.is_empty() {
                screen.blank();
            }
            unasked(&mut screen, one, self.verbose);
        }
        if self.run.responses.len() > 1 {
            screen.blank();
            audit_summary::show(&mut screen, &self.run.summary);
        }
        screen.blank();
        screen.text(0, &closing(self.run));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "Responses audited".to_owned(),
            lead: vec![closing(self.run)],
            columns: [
                "path",
                "request_reference",
                "authority",
                "regime",
                "stage",
                "copy",
                "outcomes",
                "received",
                "responded",
                "due",
                "working_days",
                "exemptions",
                "level",
                "rule",
                "message",
                "quote",
                "line",
                "see",
                "cure",
            ]
            .map(Column::new)
            .to_vec(),
            rows: self.run.responses.iter().flat_map(rows).collect(),
            notes: audit_summary::paragraphs(&self.run.summary),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(&self.run.responses)
    }

    fn ids(&self) -> Option<Vec<String>> {
        let ids: Vec<String> = self
            .run
            .responses
            .iter()
            .filter_map(|one| one.record.map(|id| id.to_string()))
            .collect();
        (!ids.is_empty()).then_some(ids)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.run.responses.iter().map(json::tree))
    }
}

/// One row a finding; a response without any has one row.
fn rows(one: &Audited) -> Vec<Vec<Cell>> {
    let head = vec![
        Cell::text(&one.path),
        Cell::maybe(one.request_reference.as_ref()),
        Cell::maybe(one.authority.as_ref()),
        Cell::text(one.regime.word()),
        Cell::text(one.stage.word()),
        Cell::text(one.copy.word()),
        Cell::joined(one.decided.iter().map(|decided| match &decided.question {
            Some(n) => format!("{n}: {}", decided.outcome.word()),
            None => decided.outcome.word().to_owned(),
        })),
        Cell::day(one.received),
        Cell::day(one.responded),
        Cell::day(one.due),
        Cell::number(one.working_days.map(u64::from)),
        Cell::joined(one.exemptions.iter().map(|exemption| &exemption.provision)),
    ];
    let whole = |tail: Vec<Cell>| head.iter().cloned().chain(tail).collect::<Vec<_>>();
    if one.findings.is_empty() {
        return vec![whole(vec![Cell::Empty; 7])];
    }
    one.findings
        .iter()
        .map(|finding| {
            whole(vec![
                Cell::text(finding.level.word()),
                Cell::text(finding.rule),
                Cell::text(&finding.message),
                Cell::maybe(finding.evidence.quote.as_ref()),
                Cell::number(finding.evidence.line.map(|line| line as u64)),
                Cell::text(finding.see),
                Cell::text(finding.cure),
            ])
        })
        .collect()
}

fn reading(screen: &mut Screen, one: &Audited) {
    let mut head: Vec<String> = Vec::new();
    head.extend(one.request_reference.clone());
    head.extend(one.authority.clone());
    head.push(one.regime.in_words().to_owned());
    if one.stage.word() != "response" {
        head.push(one.stage.word().replace('_', " "));
    }
    screen.labelled("RESPONSE", MARGIN, &head.join(", "));
    screen.labelled("READ FROM", MARGIN, &one.path);
    screen.labelled("COPY", MARGIN, &copy(one));
    let day = |label: &str, day: Option<jiff::civil::Date>| {
        day.map(|day| format!("{label} {}", words::day(day)))
    };
    let mut days: Vec<String> = Vec::new();
    days.extend(day(
        if one.received_is_date_of_request {
            "request dated"
        } else {
            "received"
        },
        one.received,
    ));
    days.extend(day("answered", one.responded));
    days.extend(day("twentieth working day", one.due));
    days.extend(one.working_days.map(|taken| format!("working day {taken}")));
    days.extend(day("the authority's own day", one.stated_due));
    screen.labelled_if("DAYS", MARGIN, &days.join(", "));
    screen.blank();
    screen.labelled("OUTCOME", MARGIN, &outcome(one));
    for (at, exemption) in one.exemptions.iter().enumerate() {
        let act = match exemption.act.as_deref() {
            Some("FOIA") | None => String::new(),
            Some(act) => format!(" {act}"),
        };
        let mut said: Vec<String> = Vec::new();
        if one.in_the_alternative.contains(&exemption.provision) {
            said.push("in the alternative".to_owned());
        }
        if !exemption.argued.is_empty() {
            said.push(exemption.argued.clone());
        }
        let text = format!(
            "{:<18}line {}{}{}",
            format!("{}{act}", exemption.provision),
            exemption.line,
            if said.is_empty() { "" } else { "  " },
            said.join("; ")
        );
        screen.labelled(if at == 0 { "RELIED ON" } else { "" }, MARGIN, &text);
    }
    if let Some(reasons) = &one.reasons_withheld {
        let of = if reasons.of.is_empty() {
            "its reasons".to_owned()
        } else {
            format!("the reasons on {}", reasons.of.join(" and "))
        };
        let text = format!(
            "{:<18}line {}  relied on for not giving {of}",
            reasons.provision, reasons.line
        );
        screen.labelled(
            if one.exemptions.is_empty() {
                "RELIED ON"
            } else {
                ""
            },
            MARGIN,
            &text,
        );
    }
    if !one.located.is_empty() {
        screen.blank();
    }
    for (at, listed) in one.located.iter().enumerate() {
        let matched = match (&listed.record, listed.candidates.len()) {
            (Some(id), others) => format!(
                "matched, {}{}",
                id.trim_start_matches("r-").get(..8).unwrap_or(id),
                match others {
                    0 => String::new(),
                    1 => "; 1 other fits its day and parties".to_owned(),
                    several => format!("; {several} others fit its day and parties"),
                }
            ),
            (None, 0) => String::new(),
            (None, several) => format!("{several} records fit"),
        };
        let text = format!(
            "Line {:<4} {}{}{matched}",
            listed.line,
            listed.as_printed,
            if matched.is_empty() { "" } else { "  " }
        );
        screen.labelled(if at == 0 { "LISTED" } else { "" }, MARGIN, &text);
    }
    for problem in &one.problems {
        screen.labelled("NOT READ", MARGIN, problem);
    }
}

fn copy(one: &Audited) -> String {
    let by = one.copy_by.join(", ");
    match one.copy {
        Copy::AsSent => format!("The letter as sent: {by}."),
        Copy::Published => format!(
            "A published copy, not the letter as sent: {by}. What a page leaves out, the letter may have held: nothing absent is rated above info."
        ),
        Copy::Extract => format!("A part of a letter: {by}. Nothing absent is rated above info."),
        Copy::Unknown => format!(
            "Not told whether this is the letter as sent: {by}. Nothing absent is rated above info; --as-sent or --published says which it is."
        ),
    }
}

fn outcome(one: &Audited) -> String {
    let decided: Vec<String> = one
        .decided
        .iter()
        .map(|decided| match &decided.question {
            Some(n) => format!("question {n} {}", decided.outcome.in_words()),
            None if decided.outcome == Outcome::Unknown => "not read".to_owned(),
            None => decided.outcome.in_words().to_owned(),
        })
        .collect();
    let mut text = words::capital(&decided.join(", "));
    if let Some(line) = one.refusal_notice.as_ref().and_then(|notice| notice.line) {
        text.push_str(&format!(". Refusal stated (line {line})"));
    }
    if one.ncnd {
        text.push_str(". Neither confirms nor denies");
    }
    text
}

fn found(screen: &mut Screen, finding: &Finding) {
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    };
    let see = if finding.see.starts_with("none") {
        String::new()
    } else {
        format!(" {}", finding.see)
    };
    screen.labelled(
        level,
        LEVEL,
        &format!(
            "{}: {}.{see}",
            finding.rule,
            finding.message.trim_end_matches('.')
        ),
    );
    if let Some(quote) = &finding.evidence.quote {
        let line = finding
            .evidence
            .line
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let shown: String = quote.chars().take(220).collect();
        let cut = if shown.len() < quote.len() { "…" } else { "" };
        screen.text(LEVEL, &format!("{line}\"{shown}{cut}\""));
    }
    if let Some(looked) = &finding.evidence.looked_in {
        screen.text(LEVEL, &format!("Looked for in {looked}."));
    }
    screen.text(LEVEL, &format!("Cure: {}", finding.cure));
}

fn unasked(screen: &mut Screen, one: &Audited, verbose: bool) {
    // the gates shut many rules at once: they are told in one line unless all are wanted
    let telling: Vec<_> = one
        .not_judged
        .iter()
        .filter(|row| {
            verbose
                || !(row.reason.starts_with("it is ") || row.reason.starts_with("it was answered"))
        })
        .collect();
    for (at, row) in telling.iter().enumerate() {
        screen.labelled(
            if at == 0 { "NOT JUDGED" } else { "" },
            MARGIN + 1,
            &format!("{}: {}", row.rule, row.reason),
        );
    }
    let gated = one.not_judged.len() - telling.len();
    if gated > 0 {
        let text = format!(
            "{} of which {} by stage or law: --verbose lists them",
            words::count(
                one.not_judged.len() as u64,
                "rule was not judged,",
                "rules were not judged,"
            ),
            gated
        );
        screen.labelled(
            if telling.is_empty() { "NOT JUDGED" } else { "" },
            MARGIN + 1,
            &text,
        );
    }
    let text = if verbose {
        one.no_finding.join(", ")
    } else {
        format!(
            "{} asked and found nothing: --verbose lists them",
            words::count(one.no_finding.len() as u64, "rule was", "rules were")
        )
    };
    screen.labelled_if("NO FINDING", MARGIN + 1, &text);
}

fn closing(run: &Run) -> String {
    let [errors, warnings, infos] = run.summary.levels;
    format!(
        "{}, {}, {} info in {}. A finding is a prompt to look, not a decision that the Act was broken. Reasons and sources: recordroom audit --explain RULE",
        words::count(errors as u64, "error", "errors"),
        words::count(warnings as u64, "warning", "warnings"),
        words::thousands(infos as u64),
        words::count(run.responses.len() as u64, "response", "responses"),
    )
}
