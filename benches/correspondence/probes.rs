//! What is asked of the tree: words, phrases and references planted among near misses, and the exact number of
//! messages and attachments that hold each.
//!
//! The count is taken from the text that was meant, before any of it is encoded, by comparing tokens in a row. It
//! knows nothing of how recordroom reads or searches.

use super::people::PROBED_SURNAME;
use super::words::Chance;

/// A rare word: in the body of message 77 of every 10,000.
pub const RARE: &str = "quintavole";
/// A word in about one body in 140.
pub const UNCOMMON: &str = "marchpane";
/// A word in about a third of all bodies.
pub const COMMON: &str = "vellmoot";
/// A word in about one body in a hundred and in no attachment, for asking together with a year.
pub const DATED: &str = "lanthorn";
/// The year it is asked with.
pub const YEAR: i64 = 2020;
/// Two words that sometimes meet.
pub const PAIR: [&str; 2] = ["gantry", "osprey"];
/// How far apart at most these two words are asked for.
pub const WITHIN: usize = 12;
/// The beginning of the uncommon word, asked for with an asterisk.
pub const BEGINNING: &str = "marchp";
/// The uncommon word with a wrong letter, asked for with a tilde.
pub const MISTYPED: &str = "marchpame";
/// A phrase whose words also stand apart.
pub const PHRASE: &str = "salt cellar inventory";
/// Words that stand in no body, one for each kind of attachment: text, HTML, DOCX, PDF.
pub const ATTACHED: [&str; 4] = ["cordgrass", "periwharf", "tollbridge", "millrace"];

/// Words of which the vocabulary must keep clear.
pub const APART: &[&str] = &[
    RARE,
    UNCOMMON,
    COMMON,
    DATED,
    PAIR[0],
    PAIR[1],
    "salt",
    "cellar",
    "inventory",
    ATTACHED[0],
    ATTACHED[1],
    ATTACHED[2],
    ATTACHED[3],
    "quillfeather",
];

/// A reference that is asked for, its spellings, and what only looks like it.
struct Planted {
    query: &'static str,
    spellings: &'static [&'static str],
    near_misses: &'static [&'static str],
}

const REFERENCES: [Planted; 3] = [
    Planted {
        query: "INV/0283/2020",
        spellings: &[
            "INV/0283/2020",
            "INV-0283-2020",
            "inv/0283/2020",
            "INV 0283 2020",
            "INV/0283/2020",
        ],
        near_misses: &[
            "INV/0283/2021",
            "INV/0284/2020",
            "INV/0283/20201",
            "INV/10283/2020",
            "XINV/0283/2020",
            "INV/02/83/2020",
            "2020/0283/INV",
            "INV number 0283 of 2020",
        ],
    },
    Planted {
        query: "IC-123456-A1B2",
        spellings: &[
            "IC-123456-A1B2",
            "IC/123456/A1B2",
            "ic-123456-a1b2",
            "IC-123456-A1B2",
        ],
        near_misses: &[
            "IC-123456-A1B3",
            "IC-123457-A1B2",
            "IC-1234567-A1B2",
            "IC-123456-A1B25",
            "MIC-123456-A1B2",
            "A1B2-123456-IC",
        ],
    },
    Planted {
        query: "01.FOI.22.025669",
        spellings: &[
            "01.FOI.22.025669",
            "01/FOI/22/025669",
            "01-foi-22-025669",
            "01.FOI.22.025669",
        ],
        near_misses: &[
            "01.FOI.23.025669",
            "01.FOI.22.025668",
            "01.FOI.22.0256691",
            "101.FOI.22.025669",
            "025669.22.FOI.01",
        ],
    },
];

/// How an answer is to be counted.
#[derive(Debug, Clone)]
enum Held {
    Word(&'static str),
    Both([&'static str; 2]),
    InYear(&'static str, i64),
    Row(Vec<String>, Vec<Vec<String>>),
    Near([&'static str; 2], usize),
    Begins(&'static str),
    OneEdit(&'static str),
    Sender,
}

/// One question and its true answer.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Its class, such as `phrase`.
    pub class: &'static str,
    /// As recordroom is asked.
    pub query: String,
    /// As notmuch is asked; a dash where it has no such query.
    pub notmuch: String,
    /// As mu is asked; a dash where it has no such query.
    pub mu: String,
    /// Messages whose subject or body hold it.
    pub messages: usize,
    /// Attachments that hold it.
    pub attachments: usize,
    /// Messages and attachments that hold a near miss and not the thing itself.
    pub decoys: usize,
    held: Held,
}

impl Probe {
    /// Records that hold it: messages and attachments, each counted once.
    pub fn records(&self) -> usize {
        self.messages + self.attachments
    }
}

/// What was written, for counting.
#[derive(Debug)]
pub struct Written<'a> {
    /// The words as they were meant.
    pub text: &'a str,
    /// The sender's name, for a message.
    pub sender: Option<&'a str>,
    /// The year of a message.
    pub year: Option<i64>,
}

/// Every question, with nothing counted yet.
pub fn all() -> Vec<Probe> {
    let probe = |class, query: &str, held| Probe {
        class,
        query: query.to_owned(),
        notmuch: query.to_owned(),
        mu: query.to_owned(),
        messages: 0,
        attachments: 0,
        decoys: 0,
        held,
    };
    let quoted = format!("\"{PHRASE}\"");
    let mut probes = vec![
        probe("rare word", RARE, Held::Word(RARE)),
        probe("uncommon word", UNCOMMON, Held::Word(UNCOMMON)),
        probe("common word", COMMON, Held::Word(COMMON)),
        probe(
            "phrase",
            &quoted,
            Held::Row(tokens(PHRASE), vec![tokens("inventory of the salt cellar")]),
        ),
        probe("AND", &PAIR.join(" "), Held::Both(PAIR)),
        probe(
            "NEAR",
            &format!("{} NEAR/{WITHIN} {}", PAIR[0], PAIR[1]),
            Held::Near(PAIR, WITHIN),
        ),
        probe("prefix", &format!("{BEGINNING}*"), Held::Begins(BEGINNING)),
        probe("fuzzy", &format!("{MISTYPED}~"), Held::OneEdit(MISTYPED)),
        probe(
            "date and word",
            &format!("date:{YEAR} {DATED}"),
            Held::InYear(DATED, YEAR),
        ),
        probe(
            "sender",
            &format!("from:{}", PROBED_SURNAME.to_lowercase()),
            Held::Sender,
        ),
    ];
    for planted in &REFERENCES {
        let near = planted
            .near_misses
            .iter()
            .map(|miss| tokens(miss))
            .collect();
        let mut reference = probe(
            "reference",
            planted.query,
            Held::Row(tokens(planted.query), near),
        );
        // A slash or a full stop is not for the other tools' query parsers: quotes give them the tokens in a row.
        reference.notmuch = format!("\"{}\"", planted.query);
        reference.mu = reference.notmuch.clone();
        probes.push(reference);
    }
    for (word, kind) in ATTACHED
        .iter()
        .zip(["in text", "in HTML", "in DOCX", "in PDF"])
    {
        probes.push(probe(kind, word, Held::Word(word)));
    }
    for probe in &mut probes {
        match probe.class {
            "date and word" => {
                probe.notmuch = format!("date:{YEAR}-01-01..{YEAR}-12-31 and {DATED}");
                probe.mu = format!("date:{YEAR}0101..{YEAR}1231 and {DATED}");
            }
            "NEAR" => probe.mu = "-".to_owned(),
            "fuzzy" => (probe.notmuch, probe.mu) = ("-".to_owned(), "-".to_owned()),
            _ => {}
        }
    }
    probes
}

/// What to plant in the body of this message.
pub fn for_body(message: usize, chance: &mut Chance) -> Vec<String> {
    let mut planted: Vec<String> = Vec::new();
    let mut plant = |yes: bool, what: &str| {
        if yes {
            planted.push(what.to_owned());
        }
    };
    plant(message % 10_000 == 77, RARE);
    plant(chance.permille(7) || message % 400 == 9, UNCOMMON);
    plant(chance.permille(290), COMMON);
    plant(chance.permille(9) || message % 100 == 51, DATED);
    plant(chance.permille(140), PAIR[0]);
    plant(chance.permille(190), PAIR[1]);
    plant(chance.permille(8) || message % 300 == 33, PHRASE);
    plant(chance.permille(12), "inventory of the salt cellar");
    for (number, reference) in REFERENCES.iter().enumerate() {
        if chance.permille(2) || message % 500 == 60 + number {
            planted.push(format!("reference {}", chance.pick(reference.spellings)));
        }
        if chance.permille(4) || message % 250 == 70 + number {
            planted.push(format!("reference {}", chance.pick(reference.near_misses)));
        }
    }
    planted
}

/// What to plant in this attachment: its number, and which of the four kinds it is.
pub fn for_attachment(number: usize, kind: usize, chance: &mut Chance) -> Vec<String> {
    let mut planted = Vec::new();
    if number / 4 % 20 == 3 {
        planted.push(ATTACHED[kind].to_owned());
    }
    for (permille, word) in [(400, COMMON), (140, PAIR[0]), (190, PAIR[1]), (20, PHRASE)] {
        if chance.permille(permille) {
            planted.push(word.to_owned());
        }
    }
    for reference in &REFERENCES {
        if chance.permille(12) {
            planted.push(format!("reference {}", chance.pick(reference.spellings)));
        }
        if chance.permille(20) {
            planted.push(format!("reference {}", chance.pick(reference.near_misses)));
        }
    }
    planted
}

/// Counts one message or attachment into every probe.
pub fn count(probes: &mut [Probe], written: &Written<'_>) {
    let all = tokens(written.text);
    let has = |word: &str| all.iter().any(|token| token == word);
    let row = |wanted: &[String]| all.windows(wanted.len()).any(|run| run == wanted);
    for probe in probes {
        let (holds, nearly) = match &probe.held {
            Held::Word(word) => (has(word), false),
            Held::Both(words) => (
                words.iter().all(|word| has(word)),
                words.iter().any(|word| has(word)),
            ),
            Held::InYear(word, year) => (has(word) && written.year == Some(*year), has(word)),
            Held::Near(words, within) => (
                near(&all, *words, *within),
                words.iter().all(|word| has(word)),
            ),
            Held::Begins(start) => (all.iter().any(|token| token.starts_with(start)), false),
            Held::OneEdit(word) => (all.iter().any(|token| one_edit(token, word)), false),
            Held::Row(wanted, near) => (row(wanted), near.iter().any(|miss| row(miss))),
            Held::Sender => (
                written
                    .sender
                    .is_some_and(|sender| sender.ends_with(PROBED_SURNAME)),
                has(&PROBED_SURNAME.to_lowercase()),
            ),
        };
        if holds && written.sender.is_some() {
            probe.messages += 1;
        } else if holds {
            probe.attachments += 1;
        } else if nearly {
            probe.decoys += 1;
        }
    }
}

/// Whether two words stand so far apart at most, in either order.
fn near(all: &[String], words: [&str; 2], within: usize) -> bool {
    let of = |word: &str| -> Vec<usize> { (0..all.len()).filter(|at| all[*at] == word).collect() };
    let (left, right) = (of(words[0]), of(words[1]));
    left.iter()
        .any(|a| right.iter().any(|b| a.abs_diff(*b) <= within))
}

/// Whether two words are alike but for one letter put in, left out, changed, or exchanged with its neighbour.
fn one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one, other) {
        ([], []) => true,
        ([_, rest @ ..], other) if rest == other => true,
        (one, [_, rest @ ..]) if rest == one => true,
        ([a, b, one @ ..], [c, d, other @ ..]) if (a, b) == (d, c) && one == other => true,
        ([_, one @ ..], [_, other @ ..]) => one == other,
        _ => false,
    }
}

/// The letters and digits of a text in runs, in lower case.
pub fn tokens(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
        .collect()
}
