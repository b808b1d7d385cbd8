//! The Acts of `schema/provisions.toml` and what is known of their provisions: it tells Acts apart, and corrects nothing.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::naming::Naming;
use super::printed::Unit;
use crate::error::{Error, Result};
use crate::facts::pattern::proven;

/// An Act as the table gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// How it is called in a record, such as `FOIA`.
    pub key: String,
    /// Its full name.
    pub name: String,
    /// Other names, read in any case.
    #[serde(default)]
    pub names: Vec<String>,
    /// Short forms, read only as they are written.
    #[serde(default)]
    pub exact: Vec<String>,
    /// Its last section, 0 where it has none.
    #[serde(default)]
    pub sections: u32,
    /// Its last regulation.
    #[serde(default)]
    pub regulations: u32,
    /// Its last article.
    #[serde(default)]
    pub articles: u32,
    /// Its last schedule.
    #[serde(default)]
    pub schedules: u32,
    /// Citations as printed, and the provision that each is.
    pub examples: Vec<(String, String)>,
    /// Where the row was seen.
    pub source: String,
    /// Whether its content is still to be held against the text of the Act.
    #[serde(default)]
    pub check: bool,
}

/// A provision of an Act as the table gives it, in one of its wordings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The Act's key.
    pub act: String,
    /// The provision without limbs, such as `s31`.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Other words under which it is cited.
    #[serde(default)]
    pub also: Vec<String>,
    /// What sort of ground it is.
    pub class: Class,
    /// What the ground rests on.
    pub basis: Option<String>,
    /// Whether the public interest is weighed.
    pub public_interest: Option<String>,
    /// The limb that lifts the duty to confirm or deny.
    pub confirm_or_deny: Option<String>,
    /// The limbs known, written short: `(1)(a-c)`.
    #[serde(default)]
    pub limbs: Vec<String>,
    /// The first day in force, where it was not always so.
    pub from: Option<jiff::civil::Date>,
    /// The last day in force.
    pub until: Option<jiff::civil::Date>,
    /// What else a reader should know.
    pub notes: Option<String>,
    /// Where the row was seen.
    pub source: String,
    /// Whether its content is still to be held against the text of the Act.
    #[serde(default)]
    pub check: bool,
}

impl Row {
    /// Whether this wording of the provision has a limb: `(1)(a)`, or `(1)` where that has limbs of its own.
    pub fn has(&self, limb: &str) -> bool {
        !limb.is_empty()
            && self.limbs.iter().any(|limbs| {
                spelt_out(limbs).is_some_and(|all| {
                    all.iter().any(|one| {
                        one == limb
                            || one
                                .strip_prefix(limb)
                                .is_some_and(|rest| rest.starts_with('('))
                    })
                })
            })
    }
}

/// What sort of ground a provision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// An exemption without a weighing of the public interest.
    Absolute,
    /// One with it.
    Qualified,
    /// Its limbs differ.
    Mixed,
    /// A ground that is no exemption: cost, vexatious requests, a refusal's form.
    Procedural,
    /// No ground of refusal.
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    act: Vec<Act>,
    provisions: Vec<Row>,
    other_acts: Vec<String>,
}

/// Every Act and provision of the table.
#[derive(Debug)]
pub struct Provisions {
    acts: Vec<Act>,
    rows: Vec<Row>,
    other_acts: Vec<String>,
    /// Rows by Act and number.
    by_number: HashMap<(String, String), Vec<usize>>,
    /// The pattern of the Acts' names, made when a text first cites something.
    naming: OnceLock<Naming>,
}

impl Provisions {
    /// The table compiled into the program.
    ///
    /// # Errors
    /// When the table contradicts itself.
    pub fn built_in() -> Result<Self> {
        Self::from_toml(include_str!("../../../schema/provisions.toml"))
    }

    /// Reads a table of the shape of `schema/provisions.toml`.
    ///
    /// # Errors
    /// When it is not TOML of that shape, an Act stands in it twice, or a row is of no Act, beyond its last provision,
    /// without source, or with limbs that cannot be read.
    pub fn from_toml(toml: &str) -> Result<Self> {
        let table: Table = toml::from_str(toml).map_err(|cause| {
            Error::table("schema/provisions.toml cannot be read").because(cause)
        })?;
        let mut acts: HashMap<&str, &Act> = HashMap::new();
        for act in &table.act {
            if acts.insert(&act.key, act).is_some() {
                return Err(Error::table(format!(
                    "the Act `{}` stands in two rows",
                    act.key
                )));
            }
            if act.source.trim().is_empty() {
                return Err(Error::table(format!("the Act `{}` has no source", act.key)));
            }
        }
        let mut by_number: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, row) in table.provisions.iter().enumerate() {
            let wrong = |why: &str| {
                Error::table(format!(
                    "the provision `{}` of `{}` {why}",
                    row.number, row.act
                ))
            };
            let act = acts
                .get(row.act.as_str())
                .ok_or_else(|| wrong("is of no Act of the table"))?;
            let (unit, number) =
                Unit::of(&row.number).ok_or_else(|| wrong("has no number that can be read"))?;
            if number > act.last(unit) {
                return Err(wrong("is beyond the last that the Act has"));
            }
            if row.source.trim().is_empty() {
                return Err(wrong("has no source"));
            }
            if row.limbs.iter().any(|limbs| spelt_out(limbs).is_none()) {
                return Err(wrong("has limbs that cannot be read"));
            }
            by_number
                .entry((row.act.clone(), row.number.clone()))
                .or_default()
                .push(at);
        }
        Ok(Self {
            by_number,
            acts: table.act,
            rows: table.provisions,
            other_acts: table.other_acts,
            naming: OnceLock::new(),
        })
    }

    /// Every Act, in the table's order.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Every provision, in the table's order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Short forms of Acts that have no row.
    pub fn other_acts(&self) -> &[String] {
        &self.other_acts
    }

    /// The rows of a provision without its limbs; several where its wording changed.
    pub fn rows_of(&self, act: &str, number: &str) -> impl Iterator<Item = &Row> {
        self.by_number
            .get(&(act.to_owned(), number.to_owned()))
            .into_iter()
            .flatten()
            .filter_map(|&at| self.rows.get(at))
    }

    /// The row of an Act.
    pub fn act(&self, key: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.key == key)
    }

    /// Whether an Act goes as far as this number.
    pub(super) fn reaches(&self, key: &str, unit: Unit, number: u32) -> bool {
        self.act(key)
            .is_some_and(|act| (1..=act.last(unit)).contains(&number))
    }

    /// Whether the table knows this limb of a provision: `s31`, `(1)(a)`.
    pub fn has_limb(&self, act: &str, number: &str, limb: &str) -> bool {
        self.rows_of(act, number).any(|row| row.has(limb))
    }

    /// The pattern of the Acts' names.
    pub(super) fn naming(&self) -> &Naming {
        self.naming.get_or_init(|| proven(Naming::of(self)))
    }
}

impl Act {
    /// The highest number of a unit that it has, 0 for none.
    pub(super) fn last(&self, unit: Unit) -> u32 {
        match unit {
            Unit::Section => self.sections,
            Unit::Regulation => self.regulations,
            Unit::Article => self.articles,
            Unit::Schedule => self.schedules,
        }
    }
}

/// `(1)(a-c)` as `(1)(a)`, `(1)(b)`, `(1)(c)`; `(3)(aa,fa)` as two.
fn spelt_out(short: &str) -> Option<Vec<String>> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let mut all = vec![String::new()];
    let mut rest = short;
    let mut level = 0;
    while !rest.is_empty() {
        let (inner, after) = rest.strip_prefix('(')?.split_once(')')?;
        rest = after;
        level += 1;
        let members: Vec<String> = match inner.split_once('-') {
            None => inner.split(',').map(str::to_owned).collect(),
            Some((from, to)) => {
                let roman = |word: &str| ROMAN.iter().position(|roman| *roman == word);
                if let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) {
                    (from..=to).map(|number| number.to_string()).collect()
                } else if let (true, Some(from), Some(to)) =
                    (level > 2 || to.len() > 1, roman(from), roman(to))
                {
                    ROMAN
                        .get(from..=to)?
                        .iter()
                        .map(|&one| one.to_owned())
                        .collect()
                } else {
                    let letter = |word: &str| word.chars().next().filter(|_| word.len() == 1);
                    (letter(from)?..=letter(to)?).map(String::from).collect()
                }
            }
        };
        if members.is_empty() || members.iter().any(String::is_empty) {
            return None;
        }
        all = all
            .iter()
            .flat_map(|path| members.iter().map(move |one| format!("{path}({one})")))
            .collect();
    }
    (all != [String::new()]).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_limbs_are_spelt_out() {
        let out = |short| spelt_out(short).map(|all| all.join(" "));
        assert_eq!(out("(1)(a-c)").as_deref(), Some("(1)(a) (1)(b) (1)(c)"));
        assert_eq!(
            out("(2)(a)(i-iv)").as_deref(),
            Some("(2)(a)(i) (2)(a)(ii) (2)(a)(iii) (2)(a)(iv)")
        );
        assert_eq!(out("(1)(g-i)").as_deref(), Some("(1)(g) (1)(h) (1)(i)"));
        assert_eq!(out("(3)(aa,fa)").as_deref(), Some("(3)(aa) (3)(fa)"));
        assert_eq!(out("1(a)"), None);
        assert_eq!(out(""), None);
    }

    #[test]
    fn a_limb_is_known_by_itself_and_by_what_it_holds() {
        let table = Provisions::built_in().expect("the table is sound");
        assert!(table.has_limb("FOIA", "s31", "(1)(a)"));
        assert!(table.has_limb("FOIA", "s31", "(1)"));
        assert!(!table.has_limb("FOIA", "s31", "(a)"));
        assert!(!table.has_limb("FOIA", "s31", ""));
        assert!(
            table.has_limb("FOIA", "s40", "(5)"),
            "words before 25 May 2018"
        );
    }

    #[test]
    fn a_row_that_contradicts_the_table_is_refused() {
        let act = "other_acts = []\n[[act]]\nkey = \"A\"\nname = \"Lamp Act\"\nsections = 9\nexamples = []\nsource = \"seen\"\n";
        let row = |row: &str| Provisions::from_toml(&format!("provisions = [{row}]\n{act}"));
        let good =
            r#"{ act = "A", number = "s9", title = "Wicks", class = "other", source = "seen" }"#;
        assert!(row(good).is_ok());
        for (from, to) in [
            ("\"A\"", "\"B\""),
            ("s9", "s10"),
            ("\"seen\"", "\"\""),
            ("s9", "nine"),
        ] {
            assert!(row(&good.replace(from, to)).is_err(), "{from} to {to}");
        }
        let limbs = good.replace("class", "limbs = [\"1a\"], class");
        assert!(row(&limbs).is_err());
        assert!(Provisions::from_toml(&format!("provisions = []\n{act}{}", &act[16..])).is_err());
    }
}
