//! The shape of the numbers that authorities give, whatever their family.

/// What stands before a wide gap on a line: the date often stands at its other end.
pub(super) fn first_column(line: &str) -> &str {
    let end = [line.find("   "), line.find('\t')]
        .into_iter()
        .flatten()
        .min();
    end.and_then(|end| line.get(..end)).unwrap_or(line).trim()
}

/// Whether figures alone are a number within a year: `24-0511`, `101/24`.
pub(super) fn is_numbered_by_year(text: &str) -> bool {
    const FIGURES: std::ops::RangeInclusive<usize> = 5..=9;
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let all_figures = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    matches!(parts.as_slice(), [_, _])
        && parts.iter().all(all_figures)
        && FIGURES.contains(&text.bytes().filter(u8::is_ascii_digit).count())
        && crate::facts::dates::find(text).is_empty()
}

/// The number within a year with which a title opens: `1162-2023 Lamps refused`, but no span of years.
pub(super) fn opens_with_year(title: &str) -> Option<String> {
    let (first, rest) = title.split_once(' ')?;
    let years = first
        .split(['-', '/'])
        .filter(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
        .count();
    (is_numbered_by_year(first) && years == 1 && rest.starts_with(|c: char| c.is_alphabetic()))
        .then(|| first.to_owned())
}

/// Whether a few signs are the number of a file: capital letters and figures, parted or joined, and no date, postcode
/// or telephone number.
pub(in crate::facts::response) fn is_number(text: &str) -> bool {
    let text = text.split(" / ").next().unwrap_or(text).trim();
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    let plain_signs = text
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"/-.: ".contains(&b));
    let parted = text.contains(['/', '-']) && !text.contains(' ');
    let words: Vec<&str> = text.split(' ').collect();
    let is_year =
        |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let joined = words.split_last().is_some_and(|(number, letters)| {
        (1..=3).contains(&letters.len())
            && letters
                .iter()
                .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase()))
            && number.len() >= 4
            && !is_year(number)
            && number
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'/' || b == b'-')
    });
    plain_signs
        && text.len() <= 24
        && (capitals >= 2 || capitals == 1 && parted && figures >= 5)
        && figures >= 2
        && (parted || joined)
        && crate::facts::dates::find(text).is_empty()
}

/// A number with which a subject line or a page's title opens, or ends after a colon.
pub(in crate::facts::response) fn in_subject(subject: &str) -> Option<String> {
    const LONGEST: usize = 3;
    let mut subject = subject.trim();
    // an answer's or a forwarded message's own mark
    while let Some((mark, rest)) = subject.split_once(':')
        && matches!(
            mark.to_lowercase().as_str(),
            "re" | "fw" | "fwd" | "aw" | "foi" | "eir" | "ref" | "our ref"
        )
    {
        subject = rest.trim_start();
    }
    let words: Vec<&str> = subject.split_whitespace().collect();
    let runs = (1..=LONGEST).rev().flat_map(|many| {
        words
            .windows(many)
            .map(|run| run.join(" "))
            .collect::<Vec<_>>()
    });
    let tries = [
        subject.split(" - ").next(),
        subject.rsplit(": ").next(),
        subject.split(' ').next(),
        subject.rsplit(' ').next(),
    ];
    tries
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .chain(runs)
        .map(|part| {
            part.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';' | '(' | ')' | '[' | ']'))
                .trim()
                .to_owned()
        })
        .find(|part| is_number(part))
}

#[cfg(test)]
mod tests {
    use super::opens_with_year;

    #[test]
    fn a_title_may_open_with_the_number_within_a_year() {
        assert_eq!(
            opens_with_year("1162-2023 Lamps refused").as_deref(),
            Some("1162-2023")
        );
        assert_eq!(
            opens_with_year("2024/00511 Lamps lit").as_deref(),
            Some("2024/00511")
        );
        assert_eq!(opens_with_year("2019-2020 Lamps lit"), None);
        assert_eq!(opens_with_year("Lamps lit 1162-2023"), None);
    }
}
