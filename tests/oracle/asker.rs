//! Random queries, made of what the records say.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::asks::{Ask, Stand};
use super::reader::{Read, Shelf};

/// Makes queries out of what the records say.
pub struct Asker<'a> {
    shelf: &'a Shelf,
    state: u64,
    /// Each value of every record that has words, with its field.
    values: Vec<(&'static str, &'a [String])>,
    turn: usize,
    kinds: usize,
}

impl<'a> Asker<'a> {
    pub fn new(shelf: &'a Shelf, seed: u64) -> Self {
        let values = shelf.records.iter().flat_map(|record| {
            let values = record.fields.iter();
            values.flat_map(|(field, values)| {
                values
                    .iter()
                    .flat_map(|value| [&value.words, &value.mended])
                    .filter(|words| !words.is_empty())
                    .map(|words| (*field, words.as_slice()))
            })
        });
        Self {
            shelf,
            state: seed,
            values: values.collect(),
            turn: 0,
            kinds: 0,
        }
    }

    fn below(&mut self, many: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many.max(1) as u64) as usize
    }

    pub fn ask(&mut self) -> Ask {
        match self.below(10) {
            0..5 => self.leaf(),
            5..7 => Ask::And((0..2 + self.below(2)).map(|_| self.part()).collect()),
            7..9 => Ask::Or((0..2 + self.below(2)).map(|_| self.part()).collect()),
            _ => Ask::Not(Box::new(self.part())),
        }
    }

    fn part(&mut self) -> Ask {
        match self.below(8) {
            0 => Ask::Not(Box::new(self.leaf())),
            1 => Ask::Or(vec![self.leaf(), self.leaf()]),
            2 => Ask::And(vec![self.leaf(), self.leaf()]),
            _ => self.leaf(),
        }
    }

    /// The kinds of leaves by turns, so that each comes up as often as the others.
    fn leaf(&mut self) -> Ask {
        self.turn += 1;
        match self.turn % 12 {
            0..4 => {
                let stand = self.stand(true);
                Ask::Words(None, stand)
            }
            4 => {
                let stand = self.stand(true);
                let field = ["text", "subject", "file"][self.below(3)];
                Ask::Words(Some(field), stand)
            }
            5 => self.party(),
            6 => self.reference(),
            7 => {
                let record = self.record();
                match self.below(2) {
                    0 => Ask::Kind(record.kind.clone()),
                    _ => Ask::Format(record.format.clone()),
                }
            }
            8 => self.dated(),
            9 => self.mentioned(),
            10 => Ask::Has(["attachment", "problem", "doubt", "draft"][self.below(4)]),
            _ => self.related(),
        }
    }

    fn record(&mut self) -> &'a Read {
        let at = self.below(self.shelf.records.len());
        &self.shelf.records[at]
    }

    /// A run of words that stands somewhere, of which none could be taken for a reference or an operator.
    fn run(&mut self, length: usize) -> Vec<String> {
        for _ in 0..10_000 {
            let at = self.below(self.values.len());
            let (_, value) = self.values[at];
            if value.len() < length {
                continue;
            }
            let start = self.below(value.len() - length + 1);
            let run = value[start..start + length].to_vec();
            let plain = |word: &String| {
                let letters = word.bytes().all(|b| b.is_ascii_lowercase());
                letters
                    || (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) && length > 1)
            };
            let said = run.join(" ");
            let numbers = said.contains(|c: char| c.is_ascii_digit());
            let spells = numbers
                && run
                    .iter()
                    .any(|word| word.len() < 4 && !word.starts_with(|c: char| c.is_ascii_digit()));
            if run.iter().all(plain) && !spells && said.contains(|c: char| c.is_ascii_lowercase()) {
                return run;
            }
        }
        vec!["letter".to_owned(); length]
    }

    fn word(&mut self, least: usize) -> String {
        loop {
            let word = self.run(1).remove(0);
            if word.len() >= least {
                return word;
            }
        }
    }

    fn stand(&mut self, near: bool) -> Stand {
        // by turns, so that each kind comes up as often as another
        let kind = if near {
            self.kinds += 1;
            self.kinds % 16
        } else {
            self.below(5)
        };
        match kind {
            0 => {
                let word = self.word(1);
                Stand::Exact(word)
            }
            1..3 => {
                let word = self.word(1);
                Stand::Word(match self.below(3) {
                    0 => format!("{}{}", word[..1].to_uppercase(), &word[1..]),
                    _ => word,
                })
            }
            3..5 => {
                let length = 2 + self.below(3);
                Stand::Phrase(self.run(length))
            }
            5 => {
                let length = 2 + self.below(2);
                let mut run = self.run(length);
                let last = run.pop().unwrap_or_default();
                let kept = 1 + self.below(last.len());
                Stand::Open(run, last[..kept].to_owned())
            }
            6 => {
                let length = 3 + self.below(4);
                let mut run = self.run(length);
                // some of its words, in another order
                let gone = self.below(run.len());
                run.remove(gone);
                let turned = self.below(run.len());
                run.rotate_left(turned);
                Stand::Among(run, 1 + self.below(6))
            }
            7 => {
                let (left, right) = (self.stand(false), self.stand(false));
                let within = 1 + self.below(90);
                Stand::Near(Box::new(left), Box::new(right), within)
            }
            8 => self.close(),
            9 | 13 => {
                let word = self.word(3);
                let kept = 2 + self.below(word.len() - 2);
                Stand::Pattern(format!("{}*", &word[..kept]), "prefix")
            }
            10 => {
                let word = self.word(4);
                let at = 1 + self.below(word.len() - 2);
                let sign = ["?", "*"][self.below(2)];
                let after = at + 1 + self.below(word.len() - at - 1);
                let after = if sign == "?" { at + 1 } else { after };
                Stand::Pattern(
                    format!("{}{sign}{}", &word[..at], &word[after..]),
                    "wildcard",
                )
            }
            11 => {
                let word = self.word(4);
                let from = 1 + self.below(word.len() - 3);
                Stand::Pattern(format!("*{}", &word[from..]), "suffix")
            }
            _ => {
                let word = self.word(5);
                let edits = 1 + self.below(2);
                let mut letters: Vec<char> = word.chars().collect();
                for _ in 0..edits {
                    let at = self.below(letters.len() - 1);
                    match self.below(4) {
                        0 => letters.swap(at, at + 1),
                        1 => letters[at] = 'q',
                        2 => letters.insert(at, 'x'),
                        _ => {
                            letters.remove(at);
                        }
                    }
                }
                Stand::Fuzzy(letters.into_iter().collect(), edits)
            }
        }
    }

    /// Two words of one value, the first of them sometimes a phrase, with their very distance, one less or one more, in
    /// either order: a limit that is wrong by one shows.
    fn close(&mut self) -> Stand {
        let plain = |word: &String| word.bytes().all(|b| b.is_ascii_lowercase());
        for _ in 0..10_000 {
            let at = self.below(self.values.len());
            let (_, value) = self.values[at];
            let apart = 1 + self.below(12);
            let phrase = self.below(3) == 0;
            let last = usize::from(phrase);
            if value.len() <= apart + last {
                continue;
            }
            let start = self.below(value.len() - apart - last);
            let left = value[start..=start + last].to_vec();
            let right = value[start + last + apart].clone();
            if !left.iter().all(plain) || !plain(&right) {
                continue;
            }
            let left = if phrase {
                Stand::Phrase(left)
            } else {
                Stand::Exact(left.concat())
            };
            let right = Stand::Exact(right);
            let (left, right) = if self.below(2) == 0 {
                (left, right)
            } else {
                (right, left)
            };
            let within = (apart + self.below(3)).max(2) - 1;
            return Stand::Near(Box::new(left), Box::new(right), within);
        }
        Stand::Word("letter".to_owned())
    }

    fn party(&mut self) -> Ask {
        for _ in 0..1_000 {
            let field = ["from", "to", "party"][self.below(3)];
            let side = ["from", "to", "cc", "from organisation", "to organisation"][self.below(5)];
            let values = &self.record().fields[side];
            if values.is_empty() {
                continue;
            }
            let value = &values[self.below(values.len())];
            if value.words.is_empty() {
                continue;
            }
            let word = value.words[self.below(value.words.len())].clone();
            let plain = word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
            if plain {
                return Ask::Words(Some(field), Stand::Word(word));
            }
        }
        Ask::Words(Some("from"), Stand::Word("office".to_owned()))
    }

    fn reference(&mut self) -> Ask {
        let all: BTreeSet<&String> = self
            .shelf
            .records
            .iter()
            .flat_map(|record| &record.references)
            .collect();
        let all: Vec<&String> = all.into_iter().collect();
        let canonical = all[self.below(all.len())].clone();
        let spelt = match self.below(4) {
            0 => canonical.to_lowercase(),
            1 => canonical.replace(['/', '-', '.'], "-"),
            2 => format!("ref:\"{}\"", canonical.replace(['/', '-', '.'], " ")),
            _ => canonical,
        };
        Ask::Reference(spelt)
    }

    fn day(&mut self) -> Date {
        for _ in 0..1_000 {
            if let Some(day) = self.record().date {
                return day;
            }
        }
        date(2021, 12, 3)
    }

    fn dated(&mut self) -> Ask {
        let day = self.day();
        let month = (day.first_of_month(), day.last_of_month());
        match self.below(6) {
            0 => Ask::Date(day.to_string(), day, day),
            1 => Ask::Date(day.strftime("%Y-%m").to_string(), month.0, month.1),
            2 => Ask::Date(
                day.year().to_string(),
                day.first_of_year(),
                day.last_of_year(),
            ),
            3 => Ask::Date(format!(">={day}"), day, Date::MAX),
            4 => Ask::Date(
                format!("{}/{}/{}", day.day(), day.month(), day.year()),
                day,
                day,
            ),
            _ => {
                let other = self.day();
                let (first, last) = (day.min(other), day.max(other));
                Ask::Date(format!("{first}..{last}"), first, last)
            }
        }
    }

    fn mentioned(&mut self) -> Ask {
        for _ in 0..1_000 {
            let days: Vec<Date> = self.record().mentions.iter().copied().collect();
            if !days.is_empty() {
                return Ask::Mentions(days[self.below(days.len())]);
            }
        }
        Ask::Mentions(date(2021, 12, 3))
    }

    fn related(&mut self) -> Ask {
        if self.below(2) == 0 {
            for _ in 0..1_000 {
                if let Some(holder) = self.record().parents.iter().next() {
                    return Ask::In(*holder);
                }
            }
        }
        let start = loop {
            let record = self.record();
            if !record.messages.is_empty() {
                break record;
            }
        };
        let mut members = BTreeSet::from([start.id]);
        let mut messages = start.messages.clone();
        loop {
            let before = members.len();
            for record in &self.shelf.records {
                if !record.messages.is_disjoint(&messages) {
                    members.insert(record.id);
                    messages.extend(record.messages.iter().cloned());
                }
            }
            if members.len() == before {
                return Ask::Thread(start.id, members);
            }
        }
    }
}
