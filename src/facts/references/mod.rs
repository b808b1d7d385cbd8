//! References: the numbers by which bodies know their cases, read out of any spelling into the issuer's own.
//!
//! A [`Reference`] is made only by [`Families`], the rows of `schema/reference_families.toml`, so a value of this
//! type always fits a form. The words as printed are kept beside it. What only looks like a reference, because a
//! scanner took one character for another, is a *possible* reference and is never found as one.
//!
//! ```
//! let families = recordroom::facts::references::Families::built_in()?;
//! let found = families.find("Thank you for your letter about inv-0283-2020.");
//! assert_eq!(found[0].reference.canonical(), "INV/0283/2020");
//! assert_eq!(found[0].reference.key(), "ico/INV/0283/2020");
//! # Ok::<(), recordroom::error::Error>(())
//! ```

mod beginnings;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod blurred;
mod borrowed;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod borrowing;
mod bounds;
mod characters;
mod confusion;
mod escapes;
mod finder;
mod fold;
mod form;
mod joined;
mod lettered;
mod nearest;
mod neighbourhoods;
mod others;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod printed_short;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod properties;
mod run_on;
mod separators;
mod settle;
mod short_list;
mod spaced;
mod starts;
mod table;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests;
mod told;
mod typed;
mod weak;
mod worded;
mod written;

use std::fmt;

use beginnings::Beginnings;
use form::Form;
use separators::Separators;
use spaced::Openings;

pub use typed::Typed;

/// The issuer of a number that several bodies could have given, until a record tells which.
pub const UNATTRIBUTED: &str = "unattributed";

/// The families of references that are known, checked on loading.
#[derive(Debug, Clone)]
pub struct Families {
    all: Vec<Family>,
    rows: Vec<Row>,
    beginnings: Beginnings,
    openings: Openings,
    /// No reference is printed with fewer digits.
    fewest_digits: usize,
}

/// What a family's row says, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The family's key, such as `ico-investigation`.
    pub key: String,
    /// The issuer's key, such as `ico`; [`UNATTRIBUTED`] where the number alone does not tell.
    pub issuer: String,
    /// Then, the bodies known to number so, by their short names.
    pub issuers: Vec<String>,
    /// What it numbers.
    pub means: String,
    /// Its forms: `#` a digit, `@` a letter.
    pub forms: Vec<String>,
    /// Where it was seen.
    pub source: String,
}

/// A family, ready to read.
#[derive(Debug, Clone)]
struct Family {
    key: String,
    issuer: String,
    forms: Vec<Form>,
    separators: Separators,
    /// The numbers that a group may hold, by place; none where any will do.
    limits: Vec<Option<(u64, u64)>>,
    /// The place of the group that is a year.
    year: Option<usize>,
    /// The bodies that number so, where the number alone does not tell which, as issuers' keys.
    bodies: Vec<String>,
    /// Two groups that are a year and the next one's last two digits.
    years_run: Option<(usize, usize)>,
    needs_label: bool,
    /// Whether so many other numbers look like it that only words for a case's number announce it.
    weak: bool,
    /// Whether standing in a file's name is label enough.
    file_name_is_label: bool,
    /// The row that reads its numbers where their letters stand apart.
    letters_before: Option<lettered::LettersBefore>,
    labels: Vec<String>,
}

/// A reference in the one spelling its issuer uses, such as `INV/0283/2020`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    canonical: String,
    family: String,
    issuer: String,
}

impl Reference {
    /// The family's key in `schema/reference_families.toml`.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The issuer's key.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The same number, issued by another body that numbers in the same way.
    #[must_use]
    pub fn of(&self, issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            ..self.clone()
        }
    }

    /// The issuer's own spelling.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The key under which it is searched.
    pub fn key(&self) -> String {
        key(&self.issuer, &self.canonical)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical)
    }
}

/// The search key of a reference: the issuer in small letters, a slash, and the issuer's spelling.
pub fn key(issuer: &str, canonical: &str) -> String {
    format!("{}/{canonical}", issuer.to_lowercase())
}

/// A reference where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub reference: Reference,
    /// The words as printed.
    pub as_printed: String,
    /// Its first byte in the text given.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}
