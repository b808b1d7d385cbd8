//! The words of a text by which days and papers are told that bear no figures of their own, looked for in one pass.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

use crate::facts::pattern::built_in;

/// Words that stand for a day end with one of the first two; the others are parts of the words that point at what is
/// quoted below, such as few other words have. None of them runs into another.
static PARTS: LazyLock<Regex> = LazyLock::new(|| built_in("day|same date|below|neath|reunder"));

/// What is said of days and papers in a text.
#[derive(Debug)]
pub(super) struct Words {
    /// The text in small letters, as far as they are ASCII.
    lower: String,
    /// Where words that stand for a day may end.
    pub days: Vec<usize>,
    /// Whether a word may point at what stands below.
    pub may_point: bool,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let (mut days, mut may_point) = (Vec::new(), false);
        for part in PARTS.find_iter(&lower) {
            if part.as_str().starts_with(['d', 's']) {
                days.push(part.end());
            } else {
                may_point = true;
            }
        }
        Self {
            lower,
            days,
            may_point,
        }
    }

    /// Where `your`, `our` or `my` stands in a part of the text, a blank behind it, in order.
    pub(super) fn owners(&self, part: Range<usize>) -> Vec<usize> {
        static ENDINGS: LazyLock<[Finder<'static>; 2]> =
            LazyLock::new(|| [Finder::new("our"), Finder::new("my")]);
        let bytes = self.lower.as_bytes();
        let opens = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        };
        let within = bytes.get(part.clone()).unwrap_or_default();
        let mut owners = Vec::new();
        for ending in ENDINGS.iter() {
            for at in ending.find_iter(within) {
                let behind = within.get(at + ending.needle().len());
                if !behind.is_some_and(|byte| b" \t\r\n".contains(byte)) {
                    continue;
                }
                let at = part.start + at;
                let longer = at.checked_sub(1).filter(|longer| {
                    bytes[*longer] == b'y' && ending.needle().len() == 3 && *longer >= part.start
                });
                owners.extend(
                    [Some(at), longer]
                        .into_iter()
                        .flatten()
                        .filter(|at| opens(*at)),
                );
            }
        }
        owners.sort_unstable();
        owners
    }
}
