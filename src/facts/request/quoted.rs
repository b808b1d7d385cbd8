//! Tells a message's own lines from the headers above and the earlier mail below.

use super::{blocks, wording};

/// Header lines that a message or a printed message begins with.
pub(super) const HEADERS: [&str; 11] = [
    "from:",
    "to:",
    "cc:",
    "bcc:",
    "sent:",
    "date:",
    "subject:",
    "reply-to:",
    "importance:",
    "attachments:",
    "message-id:",
];

/// The lines of the newest message: earlier mail quoted below it is left out, unless only that one asks something.
pub(super) fn without_quoted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let cut = (0..lines.len()).find(|at| begins_quoted(lines, *at));
    let (own, quoted) = lines.split_at(cut.unwrap_or(lines.len()));
    let kept: Vec<&str> = own
        .iter()
        .copied()
        .filter(|line| !line.trim_start().starts_with('>'))
        .collect();
    let asks = |lines: &[&str]| {
        let body = lines.iter().filter(|line| {
            let lower = line.trim_start().to_lowercase();
            !HEADERS.iter().any(|header| lower.starts_with(header))
        });
        let body: Vec<&str> = body.copied().collect();
        let listed = body
            .iter()
            .filter(|line| blocks::marker(line).is_some())
            .count()
            > 1;
        listed || wording::asks_in_body(&body.join(" ").to_lowercase())
    };
    if asks(&kept) || (quoted.is_empty() && kept.len() == lines.len()) {
        return kept;
    }
    let unquoted: Vec<&str> = own
        .iter()
        .chain(quoted.iter().skip(usize::from(
            !quoted.first().is_some_and(|line| is_header(line)),
        )))
        .map(|line| {
            line.trim_start()
                .trim_start_matches('>')
                .strip_prefix(' ')
                .unwrap_or(line.trim_start().trim_start_matches('>'))
        })
        .collect();
    let inner = if quoted.is_empty() {
        unquoted
    } else {
        let inner: Vec<&str> = unquoted.into_iter().skip(own.len()).collect();
        without_quoted(&inner)
    };
    if asks(&inner) { inner } else { kept }
}

fn is_header(line: &str) -> bool {
    let lower = line
        .trim_start()
        .trim_start_matches(['>', ' '])
        .to_lowercase();
    HEADERS.iter().any(|header| lower.starts_with(header))
}

/// Whether earlier mail begins at this line.
fn begins_quoted(lines: &[&str], at: usize) -> bool {
    let Some(line) = lines.get(at).map(|line| line.trim()) else {
        return false;
    };
    let lower = line.to_lowercase();
    let dashes = line.starts_with("--") || line.starts_with("__");
    if dashes && (lower.contains("original message") || lower.contains("forwarded"))
        || lower.starts_with("begin forwarded message")
    {
        return true;
    }
    if lower.starts_with("on ")
        && lines
            .iter()
            .skip(at)
            .take(3)
            .any(|line| line.trim_end().ends_with("wrote:"))
    {
        return true;
    }
    let headers_follow = lines
        .iter()
        .skip(at + 1)
        .take(4)
        .filter(|line| is_header(line))
        .count();
    let after_text = lines
        .iter()
        .take(at)
        .any(|line| !line.trim().is_empty() && !is_header(line));
    lower.starts_with("from:") && headers_follow >= 1 && after_text
}
