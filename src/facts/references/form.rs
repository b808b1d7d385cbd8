//! The shape of a reference, as a row of the table writes it, and how it is matched against folded text.

use super::Family;
use super::confusion::{Reading, alike, as_digit, as_letter, separates_like};
use super::finder::Place;
use super::fold::{LINE, Unit};
use super::separators::Separators;
use super::written::Part;
use crate::facts::dates::months::NAMES;

/// The most groups of digits or letters that a form may have.
pub(super) const MOST_GROUPS: usize = 6;

/// One step of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// This letter or digit.
    Literal(u8),
    /// So many digits.
    Digits {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
    /// So many letters.
    Letters(usize),
    /// So many characters, each a letter or a digit.
    Mixed(usize),
    /// A separator, in any of the row's spellings; the byte is the issuer's own, if it prints one.
    Separator(Option<u8>),
    /// A bracket, which may be missing or of the other sort.
    Bracket(u8),
}

/// Where a form matched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// The first unit.
    pub start: usize,
    /// The unit after the last.
    pub end: usize,
    /// How many characters were taken for others.
    pub confusions: usize,
    /// Whether it can be nothing else; if not it is a possible reference.
    pub sure: bool,
    /// The first unit of the list whose year it alone prints, where it does.
    pub opens: usize,
    groups: [(usize, usize); MOST_GROUPS],
    count: usize,
}

impl Fit {
    /// The units of each group of digits or letters.
    pub(super) fn groups(&self) -> &[(usize, usize)] {
        self.groups.get(..self.count).unwrap_or_default()
    }

    /// Adds the units of a further group.
    pub(super) fn keep(&mut self, from: usize, to: usize) -> Option<()> {
        *self.groups.get_mut(self.count)? = (from, to);
        self.count += 1;
        Some(())
    }
}

/// A form, ready to match.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// Its steps.
    pub pieces: Vec<Piece>,
    /// How its canonical spelling is written; none when it is the form itself.
    pub template: Option<Vec<Part>>,
    /// What must not stand right before it.
    pub never_after: Vec<u8>,
    /// What must not follow it, white space apart.
    pub never_before: Vec<u8>,
    /// What must follow it, with nothing between.
    pub only_before: Vec<u8>,
    /// The separators taken in running text, where they are fewer than those of the row.
    pub in_text: Option<Separators>,
    /// Whether it is read only as a piece of a web address about requests for information.
    pub in_address: bool,
    /// Whether standing alone in round brackets is label enough.
    pub in_brackets: bool,
    /// Words that are label enough where they follow it, in capitals.
    pub announced_after: Vec<String>,
    /// Whether it alone of its row needs words that mean a case's number.
    pub weak: bool,
    /// Whether what it reads is only ever possible.
    pub possible: bool,
}

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = written.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '#' if rest.peek() == Some(&'{') => {
                    let range: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    let (least, most) =
                        range_of(&range).ok_or(format!("`{range}` is not a range such as 1-5"))?;
                    if least == 0 {
                        return Err("a group of digits needs at least one".to_owned());
                    }
                    pieces.push(Piece::Digits { least, most });
                }
                '\'' => {
                    let mark = rest.next().filter(|mark| mark.is_ascii_graphic());
                    let (Some(mark), Some('\'')) = (mark, rest.next()) else {
                        return Err("a mark that stands for itself is written as '@'".to_owned());
                    };
                    pieces.push(Piece::Literal(mark as u8));
                }
                '#' | '@' | '*' => {
                    let mut count = 1;
                    while rest.next_if_eq(&c).is_some() {
                        count += 1;
                    }
                    pieces.push(match c {
                        '#' => Piece::Digits {
                            least: count,
                            most: count,
                        },
                        '@' => Piece::Letters(count),
                        _ => Piece::Mixed(count),
                    });
                }
                'A'..='Z' | '0'..='9' => pieces.push(Piece::Literal(c as u8)),
                '|' => pieces.push(Piece::Separator(None)),
                '/' | '-' | '_' | '.' | '\\' | ' ' => pieces.push(Piece::Separator(Some(c as u8))),
                '[' | ']' | '(' | ')' => pieces.push(Piece::Bracket(c as u8)),
                _ => return Err(format!("`{c}` has no meaning in a form")),
            }
        }
        let groups = pieces.iter().filter(|piece| piece.is_group()).count();
        if groups == 0 || groups > MOST_GROUPS {
            return Err(format!(
                "a form has 1 to {MOST_GROUPS} groups of digits or letters"
            ));
        }
        Ok(Self {
            pieces,
            template: None,
            never_after: Vec::new(),
            never_before: Vec::new(),
            only_before: Vec::new(),
            in_text: None,
            in_address: false,
            in_brackets: false,
            announced_after: Vec::new(),
            weak: false,
            possible: false,
        })
    }

    /// The separators that it takes where it is read.
    pub(super) fn separators<'a>(&'a self, family: &'a Family, place: Place) -> &'a Separators {
        let narrower = self.in_text.as_ref().filter(|_| place == Place::Text);
        narrower.unwrap_or(&family.separators)
    }

    /// Whether it is digits and marks alone.
    pub(super) fn is_bare(&self) -> bool {
        !self.pieces.iter().any(|piece| match piece {
            Piece::Literal(c) => c.is_ascii_alphabetic(),
            _ => false,
        })
    }

    /// Whether it opens with the family's letters, or with the bracket of a citation.
    pub(super) fn leads(&self) -> bool {
        match self.pieces.first() {
            Some(Piece::Literal(c)) => c.is_ascii_alphabetic(),
            Some(Piece::Bracket(_)) => true,
            _ => false,
        }
    }

    /// Whether its first character is always printed, and a letter.
    pub(super) fn opens_with_a_letter(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece::Literal(c)) if c.is_ascii_alphabetic())
    }

    /// The numbers of digits with which it may begin, where it begins with digits and what follows them is none;
    /// `fused`: its separators may be missing.
    pub(super) fn opening_digits(&self, fused: bool) -> Option<(usize, usize)> {
        match self.pieces.as_slice() {
            [Piece::Digits { least, most }, next, ..] => {
                let parted = match next {
                    Piece::Literal(c) => !c.is_ascii_digit(),
                    Piece::Letters(_) => true,
                    Piece::Separator(_) => !fused,
                    _ => false,
                };
                parted.then_some((*least, *most))
            }
            _ => None,
        }
    }

    /// The fewest digits that it can be printed with.
    pub(super) fn fewest_digits(&self) -> usize {
        let digits = self.pieces.iter().map(|piece| match piece {
            Piece::Digits { least, .. } => *least,
            Piece::Literal(c) => usize::from(c.is_ascii_digit()),
            _ => 0,
        });
        digits.sum()
    }

    /// Whether a match may begin with this unit.
    pub(super) fn may_begin(&self, ch: u8, reading: Reading) -> bool {
        for piece in &self.pieces {
            match *piece {
                Piece::Bracket(b) if bracket_like(ch, b) => return true,
                Piece::Bracket(_) => {}
                Piece::Literal(c) => {
                    return ch == c || reading.confuses() && alike(ch, c);
                }
                Piece::Digits { .. } => {
                    return ch.is_ascii_digit() || reading.confuses() && as_digit(ch).is_some();
                }
                Piece::Letters(_) => return ch.is_ascii_alphabetic(),
                Piece::Mixed(_) => return ch.is_ascii_alphanumeric(),
                Piece::Separator(_) => return false,
            }
        }
        false
    }

    /// The characters that must follow where it begins with `first`, up to a separator; `#` is any digit,
    /// `@` any letter. Beside them the piece that stands right behind, where that place can be told.
    pub(super) fn head(&self, first: u8, separators: &Separators) -> (Vec<u8>, Option<usize>) {
        let mut head = Vec::new();
        let mut behind = Some(self.pieces.len());
        for (n, piece) in self.pieces.iter().enumerate() {
            match *piece {
                Piece::Bracket(_) if n == 0 => {}
                Piece::Literal(c) if !matches!(c, b'@' | b'#') => head.push(c),
                Piece::Letters(count) => head.extend(std::iter::repeat_n(b'@', count)),
                Piece::Digits { least, most } => {
                    head.extend(std::iter::repeat_n(b'#', least));
                    if most > least {
                        behind = None;
                        break;
                    }
                }
                // behind letters a line may break within the digits
                Piece::Separator(_) if separators.are_none() && !self.opens_with_a_letter() => {}
                // a literal `@` or `#` too: these two stand for any letter and any digit here
                _ => {
                    behind = Some(n);
                    break;
                }
            }
        }
        // of what begins with a piece that is none of these the first character is not told apart
        let behind = behind.filter(|_| !head.is_empty());
        // A bracket comes before all of this; anything else was its first character.
        let head = head.split_off(usize::from(first.is_ascii_alphanumeric()).min(head.len()));
        (head, behind)
    }

    /// Matches at the unit `start`.
    pub(super) fn fit(
        &self,
        units: &[Unit],
        start: usize,
        separators: &Separators,
        reading: Reading,
    ) -> Option<Fit> {
        self.fit_pieces(units, start, separators, reading, self.pieces.len())
    }

    /// Matches the first `count` pieces at the unit `start`, exactly.
    pub(super) fn fit_first(
        &self,
        units: &[Unit],
        start: usize,
        separators: &Separators,
        count: usize,
    ) -> Option<Fit> {
        self.fit_pieces(units, start, separators, Reading::Exact, count)
    }

    fn fit_pieces(
        &self,
        units: &[Unit],
        start: usize,
        separators: &Separators,
        reading: Reading,
        count: usize,
    ) -> Option<Fit> {
        let mut fit = Fit {
            start,
            end: start,
            confusions: 0,
            sure: true,
            opens: start,
            groups: [(0, 0); MOST_GROUPS],
            count: 0,
        };
        let mut wraps_left = usize::from(reading == Reading::Wrapped);
        let (mut beside_blanks, mut as_issued) = (false, false);
        // whether the step `n` is a separator for which this may have been read
        let blurs = |n: usize, ch: u8| match self.pieces.get(n) {
            Some(Piece::Separator(Some(own))) => {
                reading == Reading::Blurred && separates_like(ch, *own)
            }
            _ => false,
        };
        for (n, piece) in self.pieces.iter().take(count).enumerate() {
            let at = fit.end;
            match *piece {
                Piece::Literal(c) => {
                    let unit = units.get(at)?;
                    if unit.ch != c {
                        if !reading.confuses() || !alike(unit.ch, c) {
                            return None;
                        }
                        fit.confusions += 1;
                    }
                    fit.end += 1;
                }
                Piece::Digits { least, most } => {
                    let mut count = 0;
                    while count < most
                        && let Some(unit) = units.get(fit.end)
                    {
                        if unit.ch.is_ascii_digit() {
                            count += 1;
                        } else if reading.confuses()
                            && as_digit(unit.ch).is_some()
                            && !(count >= least && blurs(n + 1, unit.ch))
                        {
                            count += 1;
                            fit.confusions += 1;
                        } else if count > 0
                            && wraps_left > 0
                            && unit.ch == LINE
                            && goes_on(units, fit.end, n + 1 == self.pieces.len())
                        {
                            wraps_left -= 1;
                        } else {
                            break;
                        }
                        fit.end += 1;
                    }
                    if count < least {
                        return None;
                    }
                    fit.keep(at, fit.end)?;
                }
                Piece::Letters(count) => {
                    // A digit too many at the end is a longer number, not a mistaken letter.
                    let inside = n + 1 < self.pieces.len();
                    for _ in 0..count {
                        let unit = units.get(fit.end)?;
                        if !unit.ch.is_ascii_alphabetic() {
                            if !(inside && reading.confuses() && as_letter(unit.ch).is_some()) {
                                return None;
                            }
                            fit.confusions += 1;
                        }
                        fit.end += 1;
                    }
                    fit.keep(at, fit.end)?;
                }
                Piece::Mixed(count) => {
                    for _ in 0..count {
                        units
                            .get(fit.end)
                            .filter(|unit| unit.ch.is_ascii_alphanumeric())?;
                        fit.end += 1;
                    }
                    fit.keep(at, fit.end)?;
                }
                Piece::Separator(_) if reading == Reading::Paged => {
                    fit.end = separators
                        .over_page(units, at)
                        .or_else(|| separators.after(units, at))?;
                }
                Piece::Separator(own) => {
                    let mistaken = own
                        .filter(|_| reading == Reading::Blurred)
                        .and_then(|own| separators.mistaken(units, at, own));
                    if let Some((after, blank)) = mistaken {
                        fit.confusions += 1;
                        beside_blanks |= blank;
                        fit.end = after;
                    } else {
                        fit.end = separators.after(units, at)?;
                        let printed = units.get(at..fit.end).unwrap_or_default();
                        as_issued |= printed.iter().any(|unit| Some(unit.ch) == own);
                    }
                }
                Piece::Bracket(bracket) => {
                    let space = units.get(at).is_some_and(|unit| unit.ch == b' ');
                    let place = at + usize::from(space);
                    if units
                        .get(place)
                        .is_some_and(|unit| bracket_like(unit.ch, bracket))
                    {
                        fit.end = place + 1;
                    }
                }
            }
        }
        // "EA, 2024 1500" is prose; where the issuer's own mark stands as well a comma may have been one
        let is_prose = beside_blanks && !as_issued;
        (!is_prose).then_some(fit)
    }
}

impl Piece {
    /// Whether it varies from reference to reference.
    pub(super) fn is_group(self) -> bool {
        matches!(
            self,
            Self::Digits { .. } | Self::Letters(_) | Self::Mixed(_)
        )
    }
}

/// Reads `5-6` or `5`.
pub(super) fn range_of(text: &str) -> Option<(usize, usize)> {
    let (least, most) = text.split_once('-').unwrap_or((text, text));
    let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (least <= most).then_some((least, most))
}

fn bracket_like(ch: u8, bracket: u8) -> bool {
    match bracket {
        b'[' | b'(' => matches!(ch, b'[' | b'('),
        _ => matches!(ch, b']' | b')'),
    }
}
/// A line shorter than this, in characters, was not broken because it was full.
const FULL_LINE: usize = 30;

/// Whether digits behind a line break may go on with those before it. A day never does, and behind a number's last group
/// only what a full line had no room for: `FOI/24/2210` above `13 June 2024`, or above `12 High Street`, ends there.
fn goes_on(units: &[Unit], line: usize, last: bool) -> bool {
    let before = units.get(..line).unwrap_or_default();
    let full = before
        .iter()
        .rev()
        .take(FULL_LINE)
        .take_while(|unit| unit.ch != LINE)
        .count();
    let after = units.get(line + 1..).unwrap_or_default();
    let digits = after.iter().take_while(|unit| unit.ch.is_ascii_digit());
    let rest = after.get(digits.count()..).unwrap_or_default();
    let word: Vec<u8> = rest
        .iter()
        .take(8)
        .map(|unit| unit.ch)
        .filter(|ch| *ch != b' ')
        .skip_while(|ch| *ch == b'.')
        .collect();
    let ordinal = [b"ST", b"ND", b"RD", b"TH"]
        .iter()
        .find_map(|ending| word.strip_prefix(&ending[..]));
    let month = ordinal.unwrap_or(&word);
    let month = month.strip_prefix(b"OF").unwrap_or(month);
    let day = NAMES
        .iter()
        .any(|name| month.starts_with(&name.as_bytes().to_ascii_uppercase()[..3]));
    let figures =
        matches!(word.as_slice(), [b'/' | b'.' | b'-', next, ..] if next.is_ascii_digit());
    if last {
        full == FULL_LINE && !day && !figures
    } else {
        !day
    }
}
