//! The rows of `schema/reference_families.toml`: how they are read, and the proofs each must pass.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::beginnings::Beginnings;
use super::form::{Form, Piece, range_of};
use super::lettered::LettersBefore;
use super::separators::Separators;
use super::spaced::Openings;
use super::written::template;
use super::{Families, Family, Row, UNATTRIBUTED};
use crate::error::{Error, Result};

const BUILT_IN: (&str, &str) = (
    "schema/reference_families.toml",
    include_str!("../../../schema/reference_families.toml"),
);

const USUAL_SEPARATORS: &str = "/-_.\\ ";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    family: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    issuer: String,
    means: String,
    forms: Vec<FormEntry>,
    #[serde(default)]
    limits: Vec<String>,
    year: Option<usize>,
    separators: Option<String>,
    fused: Option<bool>,
    #[serde(default)]
    needs_label: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    issuers: Vec<String>,
    in_text: Option<String>,
    #[serde(default)]
    over_paragraphs: bool,
    years_run: Option<(usize, usize)>,
    #[serde(default)]
    file_name_is_label: bool,
    #[serde(default)]
    labels: Vec<String>,
    examples: BTreeMap<String, Vec<String>>,
    not_examples: Vec<String>,
    #[serde(default)]
    shares_shape_with: Vec<String>,
    letters_before: Option<LettersBefore>,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum FormEntry {
    Plain(String),
    Detailed(DetailedForm),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailedForm {
    form: String,
    written: Option<String>,
    #[serde(default)]
    never_after: String,
    #[serde(default)]
    never_before: String,
    #[serde(default)]
    only_before: String,
    in_text: Option<String>,
    #[serde(default)]
    in_address: bool,
    #[serde(default)]
    in_brackets: bool,
    #[serde(default)]
    announced_after: Vec<String>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    possible: bool,
}

/// Reads tables, each with the name under which it is spoken of.
fn read<'a>(tables: &[(&'a str, &str)]) -> Result<Vec<(&'a str, Table)>> {
    tables
        .iter()
        .map(|&(name, text)| {
            let table = toml::from_str(text).map_err(|cause| {
                Error::table(format!(
                    "{name} cannot be read as a table of reference families"
                ))
                .hint("its opening comment explains each key of a row")
                .because(cause)
            })?;
            Ok((name, table))
        })
        .collect()
}

impl Families {
    /// The families compiled into the program. Their proofs are held by the tests, not by every start: proving them
    /// took longer than a look-up.
    ///
    /// # Errors
    /// When the table contradicts itself; a released program never does.
    pub fn built_in() -> Result<Self> {
        let compiled = include_str!(concat!(env!("OUT_DIR"), "/reference_families.json"));
        let table = super::super::pattern::compiled(compiled)?;
        Ok(Self::unproven([(BUILT_IN.0, table)])?.0)
    }

    /// The families of one table.
    ///
    /// # Errors
    /// When it is not such a table, or a row fails its own proof.
    pub fn from_toml(table: &str) -> Result<Self> {
        Self::from_files(&[("the table of reference families", table)])
    }

    /// The families of several tables, each with the name under which it is spoken of.
    ///
    /// # Errors
    /// When one is not such a table, a key is used twice, or a row fails its own proof.
    pub fn from_files(tables: &[(&str, &str)]) -> Result<Self> {
        let (families, entries) = Self::unproven(read(tables)?)?;
        for (name, entry) in &entries {
            families.prove(name, entry)?;
            families.prove_likeness(name, entry, &entries)?;
        }
        Ok(families)
    }

    /// The families compiled in and those of a user's own tables, whose rows are proved here.
    ///
    /// # Errors
    /// As [`Families::from_files`]. A row that is like one compiled in says so alone.
    pub fn with_own(own: &[(&str, &str)]) -> Result<Self> {
        let tables: Vec<(&str, &str)> = [BUILT_IN].into_iter().chain(own.iter().copied()).collect();
        let (families, entries) = Self::unproven(read(&tables)?)?;
        for (name, entry) in entries.iter().filter(|(name, _)| *name != BUILT_IN.0) {
            families.prove(name, entry)?;
            families.prove_likeness(name, entry, &entries)?;
        }
        Ok(families)
    }

    fn unproven<'a>(
        tables: impl IntoIterator<Item = (&'a str, Table)>,
    ) -> Result<(Self, Vec<(&'a str, Entry)>)> {
        let mut entries: Vec<(&str, Entry)> = Vec::new();
        for (name, table) in tables {
            for entry in table.family {
                if entries.iter().any(|(_, known)| known.key == entry.key) {
                    return Err(Error::table(format!(
                        "two families share the key `{}` in {name}",
                        entry.key
                    ))
                    .hint("rename one of them"));
                }
                entries.push((name, entry));
            }
        }
        let mut families = Self {
            all: Vec::new(),
            rows: Vec::new(),
            beginnings: Beginnings::default(),
            openings: Openings::default(),
            fewest_digits: usize::MAX,
        };
        for (name, entry) in &entries {
            let family = entry.family(name)?;
            for form in &family.forms {
                families.fewest_digits = families.fewest_digits.min(form.fewest_digits());
            }
            families.all.push(family);
            families.rows.push(entry.row());
        }
        families.openings = Openings::of(families.all.iter().flat_map(|family| &family.forms));
        Ok((families, entries))
    }

    /// The row of a family.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// The rows, in the table's order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn prove(&self, name: &str, entry: &Entry) -> Result<()> {
        let fault = |what: String| {
            Error::table(format!("family `{}` in {name} {what}", entry.key))
                .hint("correct the row's forms, or its examples")
        };
        if entry.examples.is_empty()
            || entry.not_examples.is_empty()
            || entry.source.trim().is_empty()
        {
            return Err(fault(
                "lacks an example, a counter-example or a source".to_owned(),
            ));
        }
        for (canonical, spelt) in &entry.examples {
            // A bare number is a reference only beside its label, so its canonical form alone proves nothing.
            let itself = (!entry.needs_label && !entry.weak).then_some(canonical);
            for text in spelt.iter().chain(itself) {
                let own: Vec<_> = self
                    .find(text)
                    .into_iter()
                    .filter(|found| found.reference.family() == entry.key)
                    .collect();
                match own.as_slice() {
                    [one] if one.reference.canonical() == canonical => {}
                    [] => return Err(fault(format!("does not read its own example `{text}`"))),
                    [one, ..] => {
                        let read = one.reference.canonical();
                        return Err(fault(format!(
                            "reads its example `{text}` as `{read}`, not `{canonical}`"
                        )));
                    }
                }
            }
        }
        for text in &entry.not_examples {
            if self
                .find(text)
                .iter()
                .any(|found| found.reference.family() == entry.key)
            {
                return Err(fault(format!("reads its counter-example `{text}`")));
            }
        }
        Ok(())
    }

    fn prove_likeness(&self, name: &str, entry: &Entry, entries: &[(&str, Entry)]) -> Result<()> {
        let likes: BTreeSet<String> = entry
            .examples
            .keys()
            .flat_map(|canonical| self.read_as_printed(canonical))
            .map(|reference| reference.family().to_owned())
            .filter(|family| *family != entry.key)
            .collect();
        for other in likes {
            let declared =
                |from: &Entry, to: &str| from.shares_shape_with.iter().any(|key| key == to);
            let both = entries
                .iter()
                .find(|(_, known)| known.key == other)
                .is_some_and(|(place, known)| {
                    let said_there =
                        declared(known, &entry.key) || *place == BUILT_IN.0 && name != *place;
                    said_there && declared(entry, &other)
                });
            if !both {
                return Err(Error::table(format!(
                    "families `{}` and `{other}` in {name} read the same number",
                    entry.key
                ))
                .hint(format!(
                    "name each in the other's `shares_shape_with` (a row of the program's own only here: \
                     shares_shape_with = [\"{other}\"]), or narrow one of them"
                )));
            }
        }
        Ok(())
    }
}

impl Entry {
    fn row(&self) -> Row {
        Row {
            key: self.key.clone(),
            issuer: self.issuer.clone(),
            issuers: self.issuers.clone(),
            means: self.means.clone(),
            forms: self
                .forms
                .iter()
                .map(|form| form.text().to_owned())
                .collect(),
            source: self.source.clone(),
        }
    }

    fn family(&self, name: &str) -> Result<Family> {
        let fault = |what: String| {
            Error::table(format!("family `{}` in {name}: {what}", self.key))
                .hint("the table's opening comment explains forms, limits and separators")
        };
        let mut forms = self
            .forms
            .iter()
            .map(FormEntry::parse)
            .collect::<Result<Vec<_>, _>>()
            .map_err(fault)?;
        let leads = forms.iter().all(Form::leads);
        if forms.is_empty() {
            return Err(fault("it has no form".to_owned()));
        }
        let limits = self
            .limits
            .iter()
            .map(|limit| match limit.as_str() {
                "" => Some(None),
                text => range_of(text).map(|(least, most)| Some((least as u64, most as u64))),
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| fault("a limit is written as 1-12, or left empty".to_owned()))?;
        if self.year == Some(0) {
            return Err(fault("groups are counted from 1".to_owned()));
        }
        let fused = self.fused.unwrap_or(leads);
        for form in &mut forms {
            if let (None, Some(spelt)) = (&form.in_text, &self.in_text) {
                form.in_text = Some(Separators::new(spelt, fused));
            }
        }
        if (self.issuer == UNATTRIBUTED) == self.issuers.is_empty() {
            return Err(fault(format!(
                "`issuers` names the bodies of a family whose issuer is `{UNATTRIBUTED}`, and of no other"
            )));
        }
        let years_run = match self.years_run {
            Some((0, _) | (_, 0)) => return Err(fault("groups are counted from 1".to_owned())),
            years => years.map(|(first, second)| (first - 1, second - 1)),
        };
        let separators = self.separators.as_deref().unwrap_or(USUAL_SEPARATORS);
        let mut separators = Separators::new(separators, fused);
        if self.over_paragraphs {
            separators = separators.over_paragraphs();
        }
        Ok(Family {
            key: self.key.clone(),
            issuer: self.issuer.clone(),
            forms,
            separators,
            limits,
            year: self.year.map(|place| place - 1),
            bodies: self
                .issuers
                .iter()
                .map(|body| body.to_lowercase())
                .collect(),
            years_run,
            needs_label: self.needs_label || self.weak,
            weak: self.weak,
            file_name_is_label: self.file_name_is_label,
            letters_before: self.letters_before.clone(),
            labels: self
                .labels
                .iter()
                .map(|label| label.to_uppercase())
                .collect(),
        })
    }
}

impl FormEntry {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Detailed(detailed) => &detailed.form,
        }
    }

    fn parse(&self) -> Result<Form, String> {
        let mut form = Form::parse(self.text())?;
        if let Self::Detailed(detailed) = self {
            form.template = detailed.written.as_deref().map(template).transpose()?;
            form.never_after = detailed.never_after.to_uppercase().into_bytes();
            form.never_before = detailed.never_before.to_uppercase().into_bytes();
            form.only_before = detailed.only_before.to_uppercase().into_bytes();
            // what is fused in an address says so by `|`, and nothing else is
            let in_text = detailed.in_text.as_deref();
            let fused = detailed.in_address && form.pieces.contains(&Piece::Separator(None));
            form.in_text = in_text.map(|spelt| Separators::new(spelt, fused));
            form.in_address = detailed.in_address;
            form.in_brackets = detailed.in_brackets;
            form.weak = detailed.weak;
            form.possible = detailed.possible;
            form.announced_after = detailed
                .announced_after
                .iter()
                .map(|word| word.to_uppercase())
                .collect();
        }
        Ok(form)
    }
}
