//! Finds phrases in plain small letters, by whole words.

/// Blanks that ` … ` in a phrase may stand for, in bytes.
const WIDEST_GAP: usize = 70;
/// What a word may have behind `*`, and a blank, in bytes.
const WORD_END: usize = 12;

/// Whether a text has a phrase by whole words. ` … ` in the phrase stands for other words of the same sentence.
pub fn says(lower: &str, phrase: &str) -> bool {
    find(lower, phrase).is_some()
}

/// Whether it has any of these phrases, which are parted by ` | `.
pub fn any(lower: &str, phrases: &str) -> bool {
    phrases.split(" | ").any(|phrase| says(lower, phrase))
}

/// Where the first of these phrases stands that is found first.
pub fn first_of(lower: &str, phrases: &str) -> Option<usize> {
    phrases
        .split(" | ")
        .filter_map(|phrase| find(lower, phrase))
        .min()
}

/// Where a phrase begins.
pub fn find(lower: &str, phrase: &str) -> Option<usize> {
    let (first, rest) = pieces_of(phrase);
    let mut from = 0;
    loop {
        let at = word_at(lower, first, from)?;
        if follows(lower, at + length(first), &rest) {
            return Some(at);
        }
        from = at + 1;
        while !lower.is_char_boundary(from) {
            from += 1;
        }
    }
}

/// The first piece of a phrase, and the others with the widest gap before each.
fn pieces_of(phrase: &str) -> (&str, Vec<(&str, usize)>) {
    let mut rest = Vec::new();
    let mut first = None;
    for (at, part) in phrase.split(" … ").enumerate() {
        let mut gap = if at == 0 { 0 } else { WIDEST_GAP };
        let mut left = part;
        while let Some(star) = left.find("* ") {
            let (piece, after) = left.split_at(star + 1);
            match first {
                None => first = Some(piece),
                Some(_) => rest.push((piece, gap)),
            }
            gap = WORD_END;
            left = after.trim_start();
        }
        match first {
            None => first = Some(left),
            Some(_) => rest.push((left, gap)),
        }
    }
    (first.unwrap_or(phrase), rest)
}

fn follows(lower: &str, mut from: usize, rest: &[(&str, usize)]) -> bool {
    for (piece, gap) in rest {
        match word_at(lower, piece, from) {
            Some(at) if at - from <= *gap && !lower[from..at].contains(". ") => {
                from = at + length(piece);
            }
            _ => return false,
        }
    }
    true
}

/// How long a piece is without the mark that lets it go on.
fn length(piece: &str) -> usize {
    piece.trim_end_matches('*').len()
}

/// Where a piece stands from a place on, not within a longer word. A piece that ends in `*` may go on.
fn word_at(lower: &str, piece: &str, from: usize) -> Option<usize> {
    let (piece, open) = match piece.strip_suffix('*') {
        Some(piece) => (piece, true),
        None => (piece, false),
    };
    let mut at = from;
    while let Some(found) = lower.get(at..)?.find(piece) {
        let start = at + found;
        let end = start + piece.len();
        let before = lower.get(..start)?.chars().next_back();
        let after = lower.get(end..)?.chars().next();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let left = piece.starts_with(|c: char| c.is_alphanumeric());
        let right = piece.ends_with(|c: char| c.is_alphanumeric());
        if !(left && inside(before)) && (open || !(right && inside(after))) {
            return Some(start);
        }
        at = end.max(start + 1);
        while !lower.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_by_whole_words_over_gaps() {
        let text = "these searches located the following three records, none of them new";
        assert!(says(text, "located … records"));
        assert!(says(text, "search*"));
        assert!(!says(text, "search"));
        assert!(!says(text, "record"));
        assert!(!says(text, "records … located"));
        assert!(any(text, "lamps | none of them"));
        assert!(!says("held. the records", "held … records"));
        assert!(says(
            "we are refusing to confirm or deny it",
            "refus* to confirm"
        ));
        assert!(!says(
            "we refuse and are asked to confirm",
            "refus* to confirm"
        ));
    }
}
