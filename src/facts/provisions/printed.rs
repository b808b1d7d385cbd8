//! What a citation is made of: its unit, its number, its limbs, and where it stands.

/// What a statute is divided into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A section of an Act: `s31`.
    Section,
    /// A regulation: `r12`.
    Regulation,
    /// An article: `Art6`.
    Article,
    /// A schedule: `sch13`.
    Schedule,
}

impl Unit {
    /// How a canonical form begins.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Section => "s",
            Self::Regulation => "r",
            Self::Article => "Art",
            Self::Schedule => "sch",
        }
    }

    /// The unit and the number of a canonical form without limbs.
    pub(super) fn of(canonical: &str) -> Option<(Self, u32)> {
        let figures = canonical.find(|c: char| c.is_ascii_digit())?;
        let (prefix, number) = canonical.split_at(figures);
        let unit = [
            Self::Section,
            Self::Regulation,
            Self::Article,
            Self::Schedule,
        ]
        .into_iter()
        .find(|unit| unit.prefix() == prefix)?;
        let number = number.trim_end_matches(|c: char| c.is_ascii_uppercase());
        Some((unit, number.parse().ok()?))
    }
}

/// How sure it is that a number was introduced as a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Introduced {
    /// By nothing but its own shape: `38(1)(b)`.
    Bare,
    /// By a letter that may stand for much else: `S40`, `r 12`.
    Weakly,
    /// By a word: `section`, `regs.`.
    Surely,
}

/// One number of a citation with its limbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// The number, a letter after it in capitals: `31`, `22A`.
    pub number: String,
    /// What is cited of it; one empty limb for the whole.
    pub limbs: Vec<String>,
    /// The words as printed begin here, in bytes.
    pub start: usize,
    /// And end here.
    pub end: usize,
}

impl Member {
    /// The number without its letter.
    pub fn value(&self) -> u32 {
        self.number
            .trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse()
            .unwrap_or(0)
    }

    /// Whether the whole is cited, and no limb.
    pub fn is_whole(&self) -> bool {
        self.limbs.iter().all(String::is_empty)
    }
}

/// A run of numbers behind one introducing word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// What is cited.
    pub unit: Unit,
    /// How surely.
    pub introduced: Introduced,
    /// Its numbers, at least one.
    pub members: Vec<Member>,
    /// Whether the number stands as `40.2`, as sections of reports do.
    pub dotted: bool,
    /// Where it begins, the introducing word included.
    pub start: usize,
    /// Where its last member ends.
    pub end: usize,
    /// Where what belongs to it ends: a gloss in brackets after the last member.
    pub gloss_end: usize,
}

/// Steps over blanks, soft hyphens and at most one line break with the marks of a quoted line; whether a line broke.
pub(super) fn gap(text: &str, mut at: usize) -> (usize, bool) {
    let mut broken = false;
    for c in text.get(at..).unwrap_or_default().chars() {
        match c {
            '\n' | '\u{2028}' if broken => break,
            '\n' | '\u{2028}' => broken = true,
            '>' if broken => {}
            '\u{c}' | '\u{b}' => break,
            '\u{200b}' | '\u{ad}' | '\u{feff}' => {}
            c if c.is_whitespace() => {}
            _ => break,
        }
        at += c.len_utf8();
    }
    (at, broken)
}

/// The greatest place at or before `at` where the text may be cut.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The run of letters that begins at `at`.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The run of letters that ends at `end`, and where it begins.
pub(super) fn word_before(text: &str, end: usize) -> (&str, usize) {
    let before = text.get(..end).unwrap_or_default();
    let word = before
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, c)| c.is_alphabetic())
        .last();
    let start = word.map_or(end, |(at, _)| at);
    (before.get(start..).unwrap_or_default(), start)
}
