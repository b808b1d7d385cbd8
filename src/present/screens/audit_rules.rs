//! The rules of an audit: the list of them, and a page on each.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::audit::{Level, RULES, Rule};
use crate::facts::response::{Regime, Stage};
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};

/// The margin of a rule's page.
const MARGIN: usize = 10;

/// Every rule.
pub struct RuleList;

/// One rule.
pub struct RulePage(pub &'static Rule);

impl Report for RuleList {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        for rule in RULES {
            screen.labelled(rule.level.word(), MARGIN, rule.name);
            screen.text(MARGIN, rule.asks);
        }
        screen.blank();
        screen.text(
            0,
            &format!("{} rules, each with the highest level that it gives. recordroom audit --explain RULE has its reasons.", RULES.len()),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: "The rules of an audit".to_owned(),
            columns: ["rule", "level", "asks", "why", "cure", "see", "sources"]
                .map(Column::new)
                .to_vec(),
            rows: RULES.into_iter().map(cells).collect(),
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        Value::Array(RULES.into_iter().map(value).collect())
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(RULES.into_iter().map(value))
    }
}

impl Report for RulePage {
    fn screen(&self, page: &Page) -> String {
        let rule = self.0;
        let mut screen = Screen::new(page);
        screen.heading(rule.name);
        screen.blank();
        screen.labelled("ASKS", MARGIN, rule.asks);
        screen.labelled("LEVEL", MARGIN, &format!("{} at most", rule.level.word()));
        screen.labelled("WHY", MARGIN, rule.why);
        screen.labelled("CURE", MARGIN, rule.cure);
        screen.labelled("SEE", MARGIN, rule.see);
        screen.labelled("ASKED OF", MARGIN, &asked_of(rule));
        screen.blank();
        for (label, letter) in [
            ("RAISES", rule.raises.letter),
            ("DOES NOT", rule.passes.letter),
        ] {
            let mut first = true;
            for line in letter.lines().filter(|line| !line.trim().is_empty()) {
                screen.labelled(if first { label } else { "" }, MARGIN, line);
                first = false;
            }
            screen.blank();
        }
        for (at, source) in rule.sources.iter().enumerate() {
            screen.labelled(if at == 0 { "SOURCES" } else { "" }, MARGIN, source);
        }
        if rule.check {
            screen.text(
                MARGIN,
                "The wording of the law behind this rule is still to be held against the published text.",
            );
        }
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        Sheet {
            title: self.0.name.to_owned(),
            columns: ["rule", "level", "asks", "why", "cure", "see", "sources"]
                .map(Column::new)
                .to_vec(),
            rows: vec![cells(self.0)],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        value(self.0)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(std::iter::once(value(self.0)))
    }
}

fn asked_of(rule: &Rule) -> String {
    let regimes: Vec<&str> = rule.regimes.iter().map(|regime| regime.word()).collect();
    let stages: Vec<String> = rule
        .stages
        .iter()
        .map(|stage| stage.word().replace('_', " "))
        .collect();
    let law = if regimes.is_empty() {
        "any law".to_owned()
    } else {
        words::list(&regimes, "and")
    };
    let stage = if stages.is_empty() {
        "any letter".to_owned()
    } else {
        words::list(&stages, "and")
    };
    format!("{stage}, under {law}")
}

fn cells(rule: &Rule) -> Vec<Cell> {
    vec![
        Cell::text(rule.name),
        Cell::text(rule.level.word()),
        Cell::text(rule.asks),
        Cell::text(rule.why),
        Cell::text(rule.cure),
        Cell::text(rule.see),
        Cell::joined(rule.sources),
    ]
}

/// One rule, as `audit --rules` and `audit --explain` give it to a machine.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleRow {
    /// Its name.
    pub rule: &'static str,
    /// The highest level that it gives.
    pub level: Level,
    /// What it asks of a response.
    pub asks: &'static str,
    /// Why: the law, guidance or decision behind it.
    pub why: &'static str,
    /// What would mend what it finds.
    pub cure: &'static str,
    /// The provision that it turns on.
    pub see: &'static str,
    /// Where the why was read.
    pub sources: &'static [&'static str],
    /// Whether its source is still to be checked by hand; such a rule stays at info.
    pub check: bool,
    /// The regimes under which it is asked.
    pub regimes: &'static [Regime],
    /// The stages at which it is asked; none given is any.
    pub stages: &'static [Stage],
    /// A letter that raises it.
    pub raises: &'static str,
    /// A letter that does not.
    pub passes: &'static str,
}

fn value(rule: &Rule) -> Value {
    json::tree(&RuleRow {
        rule: rule.name,
        level: rule.level,
        asks: rule.asks,
        why: rule.why,
        cure: rule.cure,
        see: rule.see,
        sources: rule.sources,
        check: rule.check,
        regimes: rule.regimes,
        stages: rule.stages,
        raises: rule.raises.letter,
        passes: rule.passes.letter,
    })
}
