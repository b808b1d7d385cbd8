//! Where a text names an Act: in full, by its short form, as `the Act`, or an Act that the table does not know.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::table::Provisions;
use crate::error::{Error, Result};
use crate::facts::pattern::{STATES, built_in};

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// An Act of the table, by its key.
    Known(String),
    /// The Data Protection Act, no year given.
    DataProtection,
    /// An Act without a row, as printed.
    Other(String),
    /// `the Act`.
    TheAct,
    /// `that Act`, `the same Act`: the one named last.
    ThatAct,
    /// `the Regulations`.
    TheRegulations,
    /// `the 2018 Act`.
    OfYear(u16),
    /// A paper that is no Act: `this report`, `the policy`, `our guidance`.
    NoAct,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub named: Named,
    pub start: usize,
    pub end: usize,
}

/// The patterns of all names. As one pattern they have states for each beginning of a name within the others, which
/// most texts would have to build anew.
#[derive(Debug)]
pub(super) struct Naming {
    /// Of names that fit at one place the one of the first pattern is meant.
    patterns: [Regex; PATTERNS],
    tail: Regex,
    /// Names in lower case with single blanks, to keys.
    long: HashMap<String, String>,
    exact: HashMap<String, String>,
}

/// How many patterns there are.
const PATTERNS: usize = 4;

/// The place among them of names in capitals without a row of their own.
const PRINTED: usize = 1;

/// The words with which those end, but for a place and a year behind them.
const ENDINGS: &str = "Act|Regulations|Order|Rules|Directive|Measure|Ordinance";

/// Whether a word stands from `from` on with which a name in capitals may end. The automaton of such names has a state
/// for every few of the capitals before it, and most texts would have it build them for nothing.
fn may_end(text: &str, from: usize) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| built_in(ENDINGS));
    let bytes = text.as_bytes();
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let rest = text.get(from..).unwrap_or_default();
    WORDS.find_iter(rest).any(|word| {
        let before = (from + word.start()).checked_sub(1).map(|at| bytes[at]);
        let behind = bytes.get(from + word.end());
        matches!(before, Some(b' ' | b'\n')) && !behind.is_some_and(in_word)
    })
}

/// Where a pattern has its next name.
enum Next {
    Unknown,
    At(usize, usize),
    Nowhere,
}

impl Next {
    /// Whether it must be looked for anew from a place on.
    fn is_before(&self, from: usize) -> bool {
        match self {
            Self::Unknown => true,
            Self::At(start, _) => *start < from,
            Self::Nowhere => false,
        }
    }
}

/// Papers with sections of their own, and adjectives before them.
const PAPERS: &str = "report|form|document|policy|guidance|manual|letter|agreement|contract|lease|plan|leaflet|\
    questionnaire|handbook|strategy|application|statement|code|template|protocol|memorandum|procedures?|website|\
    page|register|minutes|log|file|bundle|submission|annex|appendix|spreadsheet|e-?mail|response|request|review|\
    tender|specification|constitution|standing orders|bylaws|byelaws|rules|paper|booklet|guide|notice|decision|\
    judgment|terms|schedule|scheme|survey|workbook|toolkit|brochure|toolbox|inventory|catalogue|assessment|dpia|\
    newsletter|list|index|chapter|volume|book|article|study|inspection|audit|return|claim|checklist|reply";

/// Letters as names of Acts have them. The classes of Unicode make an automaton a hundred times as large.
const UPPER: &str = r"[A-Z\u{C0}-\u{DE}]";
const LETTER: &str = r"[0-9A-Za-z_\u{C0}-\u{24F}’'&-]";

impl Naming {
    /// The pattern of a table's names.
    pub fn of(table: &Provisions) -> Result<Self> {
        let mut long = HashMap::new();
        let mut exact = HashMap::new();
        for act in table.acts() {
            for name in std::iter::once(&act.name).chain(&act.names) {
                long.insert(folded(name), act.key.clone());
            }
            for form in &act.exact {
                exact.insert(form.clone(), act.key.clone());
            }
        }
        let mut names: Vec<&String> = long.keys().collect();
        names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let names: Vec<String> = names.iter().map(|name| spelled(name)).collect();
        let names = names.join("|");
        let mut forms: Vec<&String> = exact.keys().collect();
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let forms: Vec<String> = forms
            .iter()
            .map(|form| regex::escape(form) + end_of(form))
            .collect();
        let others: Vec<String> = table
            .other_acts()
            .iter()
            .map(|form| format!(r"{form}(?-u:\b)(?:[ \n]+\d{{4}}(?-u:\b))?"))
            .collect();
        let (forms, others) = (forms.join("|"), others.join("|"));
        let made = |words: &str| {
            RegexBuilder::new(words)
                .dfa_size_limit(STATES)
                .build()
                .map_err(|cause| {
                    Error::table("the names of schema/provisions.toml make no pattern")
                        .because(cause)
                })
        };
        let told = made(&format!(
            r"(?x)(?-u:\b)(?:
            (?P<long>(?i-u:{names}))(?:(?-u:\b)|[)])
            | (?P<exact>{forms})
            | (?P<dp>(?i-u:Data[\ \s]+Protection[\ \s]+Act(?-u:\b)(?:[\ ]\(DPA\))?) | DPA(?-u:\b))
            | (?P<year>(?i:the)\s+(?P<number>(?:19|20)[0-9][0-9])\s+Act(?-u:\b))
            | (?P<the>(?i:the|that|said|this|same)\s+Act(?-u:\b))
            | (?P<regs>(?i:the|those|these)\s+(?:[0-9][0-9][0-9][0-9]\s+)?Regulations(?-u:\b))
            | (?P<convention>the\s+Convention(?-u:\b)|(?:the\s+)?European\s+Convention\s+(?:on|of)\s+Human\s+Rights(?-u:\b))
            )",
        ))?;
        let printed = made(&format!(
            r"(?x)(?-u:\b)(?:
                (?:(?:Access\ to\ )?{upper}{letter}*)
                (?:,?[\ \n]{{1,2}}(?:{upper}{letter}*|of|and|for|from|at|on|etc\.?|&|[Aa]gainst\ the|
                    \((?:Scotland|Northern\ Ireland|Wales|England|Amendment|General|Misc[^)]*|{upper}[^()\n]{{2,50}})\))){{0,12}}
                [\ \n]{{1,2}}(?:{ENDINGS})(?-u:\b)
                (?:\s\((?:Scotland|Northern\s+Ireland|Wales)\))?(?:,?[\ \n]{{1,2}}\(?(?:1[5-9]|20)[0-9][0-9]\)?)?
            )",
            upper = UPPER,
            letter = LETTER,
        ))?;
        let others = made(&format!(r"(?x)(?-u:\b)(?:{others})"))?;
        let paper = made(&format!(
            r"(?x)(?-u:\b)(?i:(?:the|this|that|our|your|their|his|her|its|my|an?|attached|enclosed|same)\s+
                (?:(?-i:[a-z]){letter}*\s+){{0,3}}?(?:{papers})(?-u:\b))",
            letter = LETTER,
            papers = PAPERS.replace(' ', r"\ "),
        ))?;
        let tail = made(&format!(r"(?i-u:{names})\)?$"))?;
        Ok(Self {
            patterns: [told, printed, others, paper],
            tail,
            long,
            exact,
        })
    }

    /// Every name in a text, in order.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut from = 0;
        let mut next = [const { Next::Unknown }; PATTERNS];
        loop {
            for (which, (pattern, next)) in self.patterns.iter().zip(&mut next).enumerate() {
                if next.is_before(from) {
                    let may_be = which != PRINTED || may_end(text, from);
                    let found = may_be.then(|| pattern.find_at(text, from)).flatten();
                    *next =
                        found.map_or(Next::Nowhere, |found| Next::At(found.start(), found.end()));
                }
            }
            let at = |next: &Next| match next {
                Next::At(start, end) => Some((*start, *end)),
                _ => None,
            };
            let places = next.iter().enumerate();
            let places = places.filter_map(|(which, next)| Some((which, at(next)?)));
            let Some((which, (start, end))) =
                places.min_by_key(|(which, (start, _))| (*start, *which))
            else {
                return found;
            };
            from = end;
            let printed = &text[start..end];
            let named = match which {
                0 => self.told(text, start),
                PRINTED | 2 => self.generic(printed),
                _ => Some((Named::NoAct, 0)),
            };
            if let Some((named, cut)) = named {
                found.push(Mention {
                    named,
                    start: start + cut,
                    end,
                });
            }
        }
    }

    /// What the name that the first pattern has at this place stands for, and how much before it does not belong to it.
    fn told(&self, text: &str, at: usize) -> Option<(Named, usize)> {
        let captures = self.patterns[0].captures_at(text, at)?;
        let has = |name: &str| captures.name(name);
        let named = if let Some(long) = has("long") {
            Named::Known(self.long.get(&folded(long.as_str()))?.clone())
        } else if let Some(form) = has("exact") {
            Named::Known(self.exact.get(form.as_str())?.clone())
        } else if has("dp").is_some() {
            Named::DataProtection
        } else if let Some(year) = has("number") {
            Named::OfYear(year.as_str().parse().unwrap_or_default())
        } else if let Some(the) = has("the") {
            let which = the.as_str().split_whitespace().next().unwrap_or_default();
            if ["that", "said", "same"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(which))
            {
                Named::ThatAct
            } else {
                Named::TheAct
            }
        } else if has("regs").is_some() {
            Named::TheRegulations
        } else {
            return self.generic(captures.get(0)?.as_str());
        };
        Some((named, 0))
    }

    /// A name in capitals without a row of its own, and how much before it does not belong to it.
    fn generic(&self, printed: &str) -> Option<(Named, usize)> {
        const NO_PART: [&str; 24] = [
            "under", "see", "the", "in", "of", "by", "from", "section", "sections", "our", "your",
            "this", "that", "an", "a", "both", "and", "if", "when", "where", "as", "since", "uk",
            "to",
        ];
        if let Some(tail) = self.tail.find(printed) {
            let key = self.long.get(&folded(tail.as_str()))?;
            return Some((Named::Known(key.clone()), tail.start()));
        }
        let mut cut = 0;
        loop {
            let rest = printed.get(cut..)?;
            let word = rest.split([' ', '\n', ',']).next()?;
            if !NO_PART.contains(&word.to_lowercase().as_str()) {
                break;
            }
            cut += word.len();
            cut += rest
                .get(word.len()..)?
                .find(|c: char| c.is_alphanumeric())?;
        }
        let rest = printed.get(cut..)?;
        let bare = matches!(
            rest,
            "Act" | "Regulations" | "Order" | "Rules" | "Directive"
        );
        match rest {
            "English Act" | "UK Act" => return Some((Named::Known("FOIA".to_owned()), cut)),
            "Scottish Act" => return Some((Named::Known("FOISA".to_owned()), cut)),
            _ => {}
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        (!bare).then(|| (Named::Other(words.join(" ")), cut))
    }
}

/// Lower case with single blanks, without quotation marks.
fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A name as paper prints it: any blanks, `and` as `&`.
fn spelled(name: &str) -> String {
    let words: Vec<String> = name.split(' ').map(regex::escape).collect();
    words.join(r"[\ \t\r\n>]+")
}

fn end_of(form: &str) -> &'static str {
    if form.ends_with(char::is_alphanumeric) {
        r"(?-u:\b)"
    } else {
        ""
    }
}
