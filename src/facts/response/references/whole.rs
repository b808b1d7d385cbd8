//! A number of which only the end was read.

use super::is_number;

/// The number of a file of which these figures are one part, whichever: `2024-FOI-0027` round `2024`.
pub(super) fn around(line: &str, read: &str) -> Option<String> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '|'))
        .map(|token| token.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .find(|token| {
            token.len() > read.len()
                && token.split(['-', '/']).any(|part| part == read)
                && token.contains(|c: char| c.is_ascii_uppercase())
                && is_number(token)
        })
        .map(str::to_owned)
}

/// The whole of a number of which only the end was read: `HB-FOI-0512` of which `0512`.
pub(in crate::facts::response) fn whole(text: &str, subject: Option<&str>, read: String) -> String {
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_');
    let longer = |text: &str| {
        text.match_indices(read.as_str()).find_map(|(at, _)| {
            let head = text.get(..at)?;
            let from = head
                .char_indices()
                .rev()
                .take_while(|(_, c)| part_of_one(*c))
                .last()
                .map(|(at, _)| at)?;
            let behind = text.get(at + read.len()..)?;
            let ends = !behind.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !behind
                    .strip_prefix(['-', '/'])
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
            let token = text.get(from..at + read.len())?;
            let joined = head.ends_with(['-', '/', '_']);
            (ends && joined && is_number(token)).then(|| token.to_owned())
        })
    };
    let lettered = |subject: &str| {
        ["FOI", "EIR", "RFI", "SAR"].iter().find_map(|letters| {
            let whole = format!("{letters} {read}");
            (read.bytes().all(|b| b.is_ascii_digit())
                && (subject == whole || subject.ends_with(&format!(" {whole}"))))
            .then_some(whole)
        })
    };
    subject
        .and_then(longer)
        .or_else(|| longer(text))
        .or_else(|| subject.and_then(|subject| around(subject, &read)))
        .or_else(|| {
            let figures = !read.contains(|c: char| c.is_alphabetic());
            const HEAD: usize = 30;
            figures
                .then(|| text.lines().take(HEAD).find_map(|line| around(line, &read)))
                .flatten()
        })
        .or_else(|| subject.and_then(lettered))
        .unwrap_or(read)
}
