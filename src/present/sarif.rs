//! SARIF 2.1.0, which code review tools and editors read: an audit's findings as results.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json;
use crate::audit::{Level, RULES, Run};

/// Writes a run's findings as one SARIF document; what was set aside is there with its reason.
///
/// # Errors
/// When the output takes no more.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    json::document(&document(run), out)
}

fn document(run: &Run) -> Value {
    let rules: Vec<Value> = RULES
        .into_iter()
        .map(|rule| {
            json!({
                "id": rule.name,
                "shortDescription": {"text": rule.asks},
                "fullDescription": {"text": rule.why},
                "help": {"text": format!("{} ({})", rule.cure, rule.see)},
                "defaultConfiguration": {"level": level(rule.level)},
            })
        })
        .collect();
    let mut results = Vec::new();
    for one in &run.responses {
        let all = one.findings.iter().map(|finding| (finding, None)).chain(
            one.suppressed
                .iter()
                .map(|row| (&row.finding, Some(row.reason.as_str()))),
        );
        for (finding, set_aside) in all {
            let mut place = json!({"artifactLocation": {"uri": uri(&one.path)}});
            if let Some(line) = finding.evidence.line {
                place["region"] = json!({
                    "startLine": line,
                    "snippet": {"text": finding.evidence.quote.as_deref().unwrap_or_default()},
                });
            }
            let mut result = json!({
                "ruleId": finding.rule,
                "level": level(finding.level),
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": place}],
            });
            if let Some(reason) = set_aside {
                result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
            }
            results.push(result);
        }
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "recordroom",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "results": results,
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A path as a relative reference: what a URI does not hold as it is becomes %XX.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
