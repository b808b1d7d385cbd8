//! Where a message's own text ends and what it quotes or forwards begins.

use super::layout::lines;

/// Where quoted or forwarded mail begins.
pub fn quoted_from(text: &str) -> usize {
    let mut from_line: Option<usize> = None;
    for line in lines(text) {
        let trimmed = line.text.trim_start_matches([' ', '\t', '*', '_']);
        let Some(&first) = trimmed.as_bytes().first() else {
            continue;
        };
        match first {
            b'>' => return from_line.unwrap_or(line.at),
            b'-' if trimmed.starts_with("--")
                && (trimmed.contains("Original Message")
                    || trimmed.contains("Forwarded")
                    || trimmed.contains("Original message")) =>
            {
                return line.at;
            }
            b'B' if trimmed.starts_with("Begin forwarded message") => return line.at,
            b'O' if trimmed.starts_with("On ") && trimmed.trim_end().ends_with("wrote:") => {
                return line.at;
            }
            b'O' if trimmed.starts_with("On ") && trimmed.len() < 120 => from_line = Some(line.at),
            b'F' if trimmed.starts_with("From:") => from_line = Some(line.at),
            b'S' | b'D' if trimmed.starts_with("Sent:") || trimmed.starts_with("Date:") => {
                if let Some(at) = from_line.filter(|&at| {
                    line.at - at < 200
                        && at > 0
                        && text[at..]
                            .trim_start_matches(['*', ' ', '_'])
                            .starts_with("From:")
                }) {
                    return at;
                }
            }
            _ if from_line.is_some() && trimmed.trim_end().ends_with("wrote:") => {
                if let Some(at) = from_line.filter(|&at| line.at - at < 200) {
                    return at;
                }
            }
            _ => {}
        }
        // An `On ...` line counts only together with what stands directly below it.
        if let Some(at) = from_line
            && line.at - at > 300
        {
            from_line = None;
        }
    }
    text.len()
}
