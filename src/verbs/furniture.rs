//! Lines that belong to pages and not to what they say: `2`, `- 2 -`, `IG/2023/17 Page 1 of 2`.
//!
//! A letter as PDF has them where the same letter as DOCX has none. They are told by their order alone: the numbers of
//! all such lines count up by one from 1 or 2, and what stands beside the number is the same on each. A number in a
//! table that breaks the count makes them all words of the text, so that two letters are never taken for one.

use std::borrow::Cow;

/// A line of this many bytes at most may be one.
const LONGEST: usize = 90;

/// The texts without such lines.
pub fn without<'t>(texts: &[&'t str]) -> Vec<Cow<'t, str>> {
    let bare = counts_up(texts, bare_number);
    let labelled = counts_up(texts, |line| {
        labelled_number(line).map(|(number, _)| number)
    }) && beside_is_one(texts);
    if !bare && !labelled {
        return texts.iter().map(|text| Cow::Borrowed(*text)).collect();
    }
    let kept = |line: &&str| {
        !(bare && bare_number(line).is_some() || labelled && labelled_number(line).is_some())
    };
    let rest = |text: &&str| Cow::Owned(lines(text).filter(kept).collect::<Vec<_>>().join("\n"));
    texts.iter().map(rest).collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\u{c}'])
}

/// Whether there are such lines, and their numbers count up by one from 1 or 2.
fn counts_up(texts: &[&str], number: impl Fn(&str) -> Option<u32>) -> bool {
    let mut last: Option<u32> = None;
    for found in texts.iter().flat_map(|text| lines(text)).filter_map(number) {
        let follows = match last {
            None => matches!(found, 1 | 2),
            Some(before) => found == before + 1,
        };
        if !follows {
            return false;
        }
        last = Some(found);
    }
    last.is_some()
}

/// Whether the same words stand beside every labelled number.
fn beside_is_one(texts: &[&str]) -> bool {
    let all = texts.iter().flat_map(|text| lines(text));
    let mut beside = all.filter_map(labelled_number).map(|(_, beside)| beside);
    let first = beside.next();
    beside.all(|other| Some(&other) == first.as_ref())
}

/// The number of a line that holds nothing else.
fn bare_number(line: &str) -> Option<u32> {
    if line.len() > LONGEST {
        return None;
    }
    let line = line.trim();
    let dashed = line
        .strip_prefix('-')
        .and_then(|rest| rest.strip_suffix('-'));
    let digits = dashed.map_or(line, str::trim);
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The number behind the word `Page` on a short line that is no sentence, and what stands beside it, `of 8` included.
fn labelled_number(line: &str) -> Option<(u32, (&str, &str))> {
    if line.len() > LONGEST {
        return None;
    }
    let line = line.trim();
    let at = line.find("Page ").or_else(|| line.find("page "))?;
    let behind = line.get(at + "Page ".len()..)?;
    let length = behind.bytes().take_while(u8::is_ascii_digit).count();
    let number = behind.get(..length).filter(|_| (1..=3).contains(&length))?;
    let rest = behind.get(length..)?.trim();
    let sentence = line.ends_with(['.', ',', ';']);
    (!sentence).then_some((number.parse().ok()?, (line.get(..at)?.trim(), rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        without(&[text]).concat()
    }

    #[test]
    fn numbers_of_pages_are_left_out_and_others_kept() {
        for paged in [
            "One.\n   1\nTwo.\n   2",
            "One.\n- 1 -\nTwo.\n- 2 -",
            "IG/1 Page 1 of 2\nOne.\nIG/1 Page 2 of 2\nTwo.",
            "One.\nTwo.\nPage 2",
        ] {
            assert_eq!(left(paged).trim(), "One.\nTwo.", "{paged}");
        }
        for kept in [
            "One.\n1\nTwo.\n3",
            "One.\n28\nTwo.",
            "One.\n1\nTwo.\n1",
            "See page 2 of the book.\nOne.",
            "Lamp Page 1\nQuay Page 2",
        ] {
            assert_eq!(left(kept), kept);
        }
    }
}
