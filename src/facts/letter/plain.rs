//! Words as labels are compared: in lower case, with single blanks, without weekdays.

use crate::facts::dates::typed::WEEKDAYS;

/// Lower case words, weekdays left out.
pub(super) fn plain(words: &str) -> String {
    plain_within(words, usize::MAX)
}

/// As [`plain`], but of words without end no more than any label has: a line may hold a whole paper and all its days.
pub(super) fn plain_start(words: &str) -> String {
    const WORDS: usize = 12;
    plain_within(words, WORDS)
}

fn plain_within(words: &str, most: usize) -> String {
    const SOME: usize = 300;
    const MANY: usize = 4096;
    let mut plain = String::with_capacity(words.len().min(SOME));
    let mut written = 0;
    for word in words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word = word.to_lowercase();
        let day = WEEKDAYS.contains(&word.as_str())
            || matches!(word.as_str(), "mon" | "tue" | "wed" | "thu" | "fri");
        if day {
            continue;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&word);
        written += 1;
        if most < usize::MAX && plain.len() > SOME && (written > most || plain.len() > MANY) {
            break;
        }
    }
    plain
}
