//! Organisations: their names, misprints and mail domains, each read back to one short name.

mod spelling;

use std::sync::{Mutex, OnceLock};

use serde::Deserialize;

use super::hashing::{Cheap, Map};
use super::{Address, Party};
use crate::error::{Error, Result};
use spelling::{Names, fold, one_letter_off};

/// Whether two printed names are one.
pub fn same_name(a: &str, b: &str) -> bool {
    let a = name_key(a);
    !a.is_empty() && a == name_key(b)
}

/// What two printed names that are one have in common: capitals, an article, spaces and apostrophes do not matter.
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let bare = folded.strip_prefix("the ").map(str::to_owned);
    bare.unwrap_or(folded)
}

/// A name from which on a missing or doubled letter is forgiven; shorter names lie too close to each other.
const LONG_NAME: usize = 12;

/// An organisation as `schema/parties.toml` gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// How it is called in records and titles, such as `ICO`.
    pub short: String,
    /// Its full name today.
    pub name: String,
    /// What it is: `regulator`, `police`, `tribunal`, `carrier` and so on.
    pub kind: String,
    /// Whether a sentence puts "the" before the short name.
    #[serde(default)]
    pub article: bool,
    /// Other names, read in any case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Short forms, read only as they are written here.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Buildings and lines that only its own paper bears.
    #[serde(default)]
    pub letterhead: Vec<String>,
    /// Mail and web domains, without sub-domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Where the row was seen.
    pub source: String,
    /// Names with the days between which they were borne.
    #[serde(default)]
    pub named: Vec<Named>,
}

/// A name that came or went on a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The first day or year of it, ISO 8601.
    pub from: Option<String>,
    /// The last day or year of it, ISO 8601.
    pub until: Option<String>,
    /// Where that was seen.
    pub source: String,
}

/// An organisation named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its short name.
    pub short: String,
    /// Where the name begins, in bytes.
    pub start: usize,
    /// Where the name ends, in bytes.
    pub end: usize,
    /// The name as printed.
    pub as_printed: String,
}

/// Every organisation of the table, ready to be looked for.
#[derive(Debug)]
pub struct Parties {
    rows: Vec<Organisation>,
    /// All names, made ready when a text is first read: a search never needs them.
    names: OnceLock<Names>,
    /// Folded names and short forms to rows.
    folded: Map<String, usize>,
    /// Long folded names with their rows, by length in bytes: a name one letter off is at most one byte off.
    long: Map<usize, Vec<(String, usize)>>,
    /// Short forms in their very letters to rows.
    exact: Map<String, usize>,
    domains: Map<String, usize>,
    shorts: Map<String, usize>,
    /// What the names of correspondents told: in mail the same few stand on every message.
    told: Mutex<Map<String, Option<String>>>,
    /// Who stands behind a name and an address: in mail the same few write every message.
    correspondents: Mutex<Map<Address, Party>>,
    /// What lines named: each line of a letter's head is asked several times over, and letterheads come again.
    named: Mutex<Map<String, Vec<Mention>>>,
}

/// So many names of correspondents, and so many lines, are remembered before all are forgotten.
const REMEMBERED: usize = 10_000;
/// The longest line that is remembered, in bytes.
const LONGEST_LINE: usize = 120;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    party: Vec<Organisation>,
}

impl Parties {
    /// The table compiled into the program.
    ///
    /// # Errors
    /// When the table contradicts itself.
    pub fn built_in() -> Result<Self> {
        Self::of(super::pattern::compiled(include_str!(concat!(
            env!("OUT_DIR"),
            "/parties.json"
        )))?)
    }

    /// The table compiled in with the rows of a user's own tables, each with the name under which it is spoken of.
    ///
    /// # Errors
    /// When one is not of that shape, or says of a name or a domain what another row says.
    pub fn with_own(own: &[(&str, &str)]) -> Result<Self> {
        let mut whole = include_str!("../../schema/parties.toml").to_owned();
        for (name, text) in own {
            let said = |cause| {
                Error::table(format!("{name} cannot be used as a table of parties")).because(cause)
            };
            let _: Table = toml::from_str(text).map_err(|cause| {
                Error::table(format!("{name} cannot be read as a table of parties"))
                    .hint("the opening comment of schema/parties.toml explains each key of a row")
                    .because(cause)
            })?;
            whole.push('\n');
            whole.push_str(text);
            Self::from_toml(&whole).map_err(said)?;
        }
        Self::from_toml(&whole)
    }

    /// Reads a table of the shape of `schema/parties.toml`.
    ///
    /// # Errors
    /// When it is not TOML of that shape, or a short name, a long name or a domain belongs to two rows.
    pub fn from_toml(toml: &str) -> Result<Self> {
        let table = toml::from_str(toml)
            .map_err(|cause| Error::table("schema/parties.toml cannot be read").because(cause))?;
        Self::of(table)
    }

    fn of(table: Table) -> Result<Self> {
        let rows = table.party;
        let names = |row: &Organisation| row.long_names().count() + row.letterhead.len();
        let room = |names: usize| Map::with_capacity_and_hasher(names, Cheap::default());
        let mut folded = room(rows.iter().map(names).sum());
        let mut domains = room(rows.iter().map(|row| row.domains.len()).sum());
        let mut shorts = room(rows.len());
        let mut exact = room(rows.iter().map(|row| row.exact.len()).sum());
        let mut shared = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if shorts.insert(row.short.to_lowercase(), at).is_some() {
                return Err(twice("the short name", &row.short));
            }
            for name in row.long_names().chain(row.letterhead.iter()) {
                if folded
                    .insert(fold(name), at)
                    .is_some_and(|other| other != at)
                {
                    return Err(twice("the name", name));
                }
            }
            for domain in &row.domains {
                if domains
                    .insert(domain.to_lowercase(), at)
                    .is_some_and(|other| other != at)
                {
                    return Err(twice("the domain", domain));
                }
            }
            for form in &row.exact {
                if exact
                    .insert(form.clone(), at)
                    .is_some_and(|other| other != at)
                {
                    shared.push(form.clone());
                }
            }
        }
        for form in shared {
            exact.remove(&form);
        }
        let mut long: Map<usize, Vec<(String, usize)>> = Map::default();
        for (name, &at) in folded.iter().filter(|(name, _)| name.len() >= LONG_NAME) {
            long.entry(name.len()).or_default().push((name.clone(), at));
        }
        Ok(Self {
            rows,
            names: OnceLock::new(),
            folded,
            long,
            exact,
            domains,
            shorts,
            told: Mutex::default(),
            correspondents: Mutex::default(),
            named: Mutex::default(),
        })
    }

    /// The organisation that a correspondent's name is or names, else what `unknown` takes it for, which must follow from
    /// the name alone. One that carries mail for others is none.
    pub fn of_correspondent(
        &self,
        name: &str,
        unknown: fn(&str) -> Option<String>,
    ) -> Option<String> {
        let told = self.told.lock().ok();
        if let Some(told) = told.and_then(|told| told.get(name).cloned()) {
            return told;
        }
        let known = |short: &str| self.row(short).is_none_or(|row| row.kind != "carrier");
        let whole = self.by_name(name).filter(|short| known(short));
        let within = || {
            let mut within = self.find(name).into_iter().map(|found| found.short);
            within.find(|short| known(short))
        };
        let of = whole.map(str::to_owned).or_else(within);
        let of = of.or_else(|| unknown(name));
        if let Ok(mut told) = self.told.lock() {
            if told.len() >= REMEMBERED {
                told.clear();
            }
            told.insert(name.to_owned(), of.clone());
        }
        of
    }

    /// Who stands behind a name and an address; as `read` tells it, which must follow from the two alone.
    pub(super) fn of_address(&self, one: &Address, read: impl FnOnce() -> Party) -> Party {
        let known = self.correspondents.lock().ok();
        if let Some(party) = known.and_then(|known| known.get(one).cloned()) {
            return party;
        }
        let party = read();
        let length = |part: &Option<String>| part.as_ref().map_or(0, String::len);
        if length(&one.name) + length(&one.address) <= LONGEST_LINE
            && let Ok(mut known) = self.correspondents.lock()
        {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(one.clone(), party.clone());
        }
        party
    }

    /// Finds every organisation named in `text`: the longest name that fits, whole words only. Long names are read
    /// in any case, over line ends and with a stray ending (`Commissioner's Officer`); short forms as they stand.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        if text.len() > LONGEST_LINE {
            return self.looked_for(text);
        }
        let named = self.named.lock().ok();
        if let Some(known) = named.and_then(|named| named.get(text).cloned()) {
            return known;
        }
        let mentions = self.looked_for(text);
        if let Ok(mut named) = self.named.lock() {
            if named.len() >= REMEMBERED {
                named.clear();
            }
            named.insert(text.to_owned(), mentions.clone());
        }
        mentions
    }

    fn looked_for(&self, text: &str) -> Vec<Mention> {
        let names = self
            .names
            .get_or_init(|| Names::of(&self.rows, &self.exact));
        let mut mentions = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = names.next(text, from) {
            from = end;
            let printed = &text[start..end];
            mentions.extend(self.row_of(printed).map(|row| Mention {
                short: row.short.clone(),
                start,
                end,
                as_printed: printed.to_owned(),
            }));
        }
        mentions
    }

    /// The organisation to whose domain, or a sub-domain of it, a mail or web address belongs.
    pub fn by_domain(&self, address: &str) -> Option<&str> {
        self.domain_row(address).map(|row| row.short.as_str())
    }

    /// The organisation of that name: full name, alias or short form, whole. Long names may be one letter off.
    pub fn by_name(&self, name: &str) -> Option<&str> {
        let name = name.trim().trim_end_matches(['.', ',', ';', ':']);
        let exact = self.exact.get(name);
        // Who types `Met` means the Met, though a text must say so in full.
        if let Some(&at) = exact.or_else(|| self.exact.get(&format!("the {name}"))) {
            return Some(&self.rows[at].short);
        }
        let key = fold(
            name.strip_prefix("the ")
                .or_else(|| name.strip_prefix("The "))
                .unwrap_or(name),
        );
        if let Some(&at) = self.folded.get(&key) {
            return Some(&self.rows[at].short);
        }
        if let Some(&at) = self
            .shorts
            .get(&key)
            .or_else(|| self.shorts.get(&name.to_lowercase()))
        {
            return Some(&self.rows[at].short);
        }
        if key.len() < LONG_NAME {
            return None;
        }
        let mut near = None;
        let lengths = key.len() - 1..=key.len() + 1;
        let like = lengths.filter_map(|length| self.long.get(&length));
        for (known, at) in like.flatten() {
            let at = *at;
            if one_letter_off(known, &key) {
                if near.is_some_and(|other| other != at) {
                    return None;
                }
                near = Some(at);
            }
        }
        near.map(|at| self.rows[at].short.as_str())
    }

    /// Every name under which an organisation goes, its short name first; empty for one that the table lacks.
    pub fn names_of(&self, short: &str) -> Vec<&str> {
        let Some(row) = self.row(short) else {
            return Vec::new();
        };
        let mut names = vec![row.short.as_str()];
        let own = row
            .exact
            .iter()
            .filter(|form| self.exact.contains_key(*form));
        for name in row.long_names().chain(own) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// The row of a short name, in any case.
    pub fn row(&self, short: &str) -> Option<&Organisation> {
        self.shorts
            .get(&short.to_lowercase())
            .map(|&at| &self.rows[at])
    }

    /// Every row, in the table's order.
    pub fn rows(&self) -> &[Organisation] {
        &self.rows
    }

    fn domain_row(&self, address: &str) -> Option<&Organisation> {
        let host = address.rsplit('@').next().unwrap_or(address);
        let host = host.split_once("://").map_or(host, |(_, rest)| rest);
        let host = host.split(['/', '?', '>', ' ', ':']).next().unwrap_or(host);
        let host = host
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(&at) = self.domains.get(rest) {
                return Some(&self.rows[at]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    fn row_of(&self, printed: &str) -> Option<&Organisation> {
        if let Some(&at) = self.exact.get(printed) {
            return Some(&self.rows[at]);
        }
        let key = fold(printed);
        let mut rest = key.as_str();
        // Two letters of misprint may follow a long name's last word.
        for _ in 0..3 {
            if let Some(&at) = self.folded.get(rest) {
                return Some(&self.rows[at]);
            }
            rest = rest.get(..rest.len().checked_sub(1)?)?;
        }
        None
    }
}

impl Organisation {
    /// The organisation in a sentence: "the ICO", "Essex Police".
    pub fn with_article(&self) -> String {
        if self.article {
            format!("the {}", self.short)
        } else {
            self.short.clone()
        }
    }

    fn long_names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name)
            .chain(&self.aliases)
            .chain(self.named.iter().map(|named| &named.name))
    }
}

fn twice(what: &str, name: &str) -> Error {
    Error::table(format!(
        "{what} `{name}` stands in two rows of schema/parties.toml"
    ))
    .hint("keep it in one of them")
}

#[cfg(test)]
mod tests;
