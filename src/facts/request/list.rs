//! Numbers the entries of a list as they come, however deep they stand.

use super::blocks::Marker;
use super::sentences::{sentences, tidy, tidy_entry};
use super::{Item, wording};

/// The items of a list as they come.
#[derive(Debug, Default)]
pub(super) struct List {
    items: Vec<Item>,
    /// How deep each item stands.
    depths: Vec<usize>,
    /// The sorts of mark that the next entry stands under.
    sorts: Vec<u8>,
    /// The numbers of the entries that the next one stands under.
    path: Vec<String>,
    /// The words of the entry at each depth.
    leads: Vec<String>,
    /// How often the top numbering began anew.
    restarts: u32,
    last_top: u32,
    bullets: u32,
    pub(super) open: bool,
}

impl List {
    pub(super) fn entry(&mut self, marker: &Marker, text: &str) {
        let sort = sort(marker);
        let known = self.sorts.iter().position(|known| *known == sort);
        let depth = known.unwrap_or(self.sorts.len());
        if matches!(marker, Marker::Bullet) && depth > 0 {
            // Dots under a number enlarge on it.
            self.go_on(text);
            return;
        }
        self.sorts.truncate(depth);
        self.sorts.push(sort);
        self.path.truncate(depth);
        self.leads.truncate(depth);
        let label = self.label(marker, depth);
        self.path.push(label);
        self.leads.push(text.to_owned());
        self.depths.push(depth);
        self.items.push(Item {
            n: self.path.concat(),
            text: tidy_entry(text),
            under: depth
                .checked_sub(1)
                .and_then(|above| self.leads.get(above))
                .cloned(),
        });
        self.open = true;
    }

    fn label(&mut self, marker: &Marker, depth: usize) -> String {
        let plain = match marker {
            Marker::Number { value, part, .. } => {
                if depth == 0 && part.is_none() {
                    self.restarts += u32::from(*value <= self.last_top && self.last_top > 0);
                    self.last_top = *value;
                }
                format!("{value}{}", part.as_deref().unwrap_or_default())
            }
            Marker::Letter(value) => letter(*value),
            Marker::Roman(value) => {
                const ROMAN: [&str; 12] = [
                    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
                ];
                usize::try_from(*value)
                    .ok()
                    .and_then(|value| ROMAN.get(value.checked_sub(1)?))
                    .map_or_else(|| value.to_string(), |roman| (*roman).to_owned())
            }
            Marker::Bullet => {
                self.bullets += 1;
                self.bullets.to_string()
            }
        };
        if depth == 0 && self.restarts > 0 {
            format!("{}.{plain}", self.restarts + 1)
        } else {
            plain
        }
    }

    /// Adds words to the entry last read.
    pub(super) fn go_on(&mut self, text: &str) {
        if let Some(item) = self.items.last_mut() {
            if !item.text.is_empty() {
                item.text.push(' ');
            }
            item.text.push_str(text);
        }
        if let Some(lead) = self.leads.last_mut() {
            lead.push(' ');
            lead.push_str(text);
        }
    }

    /// Adds what is asked outside the entries.
    pub(super) fn asked_besides(&mut self, text: &str, below: bool) {
        let mut excluded = false;
        for sentence in sentences(text) {
            excluded = wording::excludes(sentence) || (excluded && wording::points_back(sentence));
            let procedure = below && wording::is_procedure(sentence);
            if !excluded && !procedure && wording::asks_for_something(sentence) {
                self.depths.push(0);
                self.items.push(Item {
                    n: String::new(),
                    text: tidy(sentence),
                    under: None,
                });
            }
        }
    }

    /// The items, entries that only head others left out, each with a number of its own.
    pub(super) fn finish(self) -> Vec<Item> {
        let heads: Vec<bool> = (0..self.items.len())
            .map(|at| {
                let (Some(item), Some(next)) = (self.items.get(at), self.items.get(at + 1)) else {
                    return false;
                };
                let parted = self.depths.get(at + 1) > self.depths.get(at) && !next.n.is_empty();
                parted
                    && (item.text.ends_with([':', '-', '–'])
                        || item.text.is_empty()
                        || !wording::asks_fully(&item.text))
            })
            .collect();
        let mut items: Vec<Item> = self
            .items
            .into_iter()
            .zip(heads)
            .filter(|(item, head)| !head && !item.text.is_empty())
            .map(|(item, _)| item)
            .collect();
        let mut next = items
            .iter()
            .filter_map(|item| {
                item.n
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect::<String>()
                    .parse::<u32>()
                    .ok()
            })
            .max()
            .unwrap_or(0);
        for item in &mut items {
            if item.n.is_empty() {
                next += 1;
                item.n = next.to_string();
            }
        }
        items
    }
}

fn letter(value: u32) -> String {
    u8::try_from(value)
        .ok()
        .filter(|value| (1..=26).contains(value))
        .map_or_else(
            || value.to_string(),
            |value| char::from(b'a' + value - 1).to_string(),
        )
}

/// What sort of mark it is; entries with the same sort of mark stand at the same depth.
fn sort(marker: &Marker) -> u8 {
    match marker {
        Marker::Number { .. } => 0,
        Marker::Letter(_) => 1,
        Marker::Roman(_) => 2,
        Marker::Bullet => 3,
    }
}
