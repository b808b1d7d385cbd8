//! Letters that nobody had seen who wrote the readers, against `labels/unseen_letters.toml`, which says what each key means,
//! and against `labels/stranger_letters.toml`, which another wrote later.

use recordroom::facts::{self, Carried, DateSource, Facts, Form, Party, Role, Tables, View};
use serde::Deserialize;

/// How many were right, by class.
type Reached = [(&'static str, usize); 16];

/// What was right when the table was last read: a change may raise these, never lower them.
const REACHED: Reached = [
    ("kind", 44),
    ("date", 47),
    ("received", 2),
    ("from", 35),
    ("to", 16),
    ("names", 6),
    ("cc", 5),
    ("subject", 2),
    ("references", 63),
    ("roles", 53),
    ("own_numbers", 7),
    ("not_references", 89),
    ("provisions", 77),
    ("not_provisions", 29),
    ("cites", 5),
    ("doubts", 3),
];

/// The same of `labels/stranger_letters.toml`, in the same order of classes.
const REACHED_OF_STRANGER: Reached = [
    ("kind", 71),
    ("date", 77),
    ("received", 0),
    ("from", 63),
    ("to", 37),
    ("names", 17),
    ("cc", 0),
    ("subject", 0),
    ("references", 168),
    ("roles", 166),
    ("own_numbers", 0),
    ("not_references", 14),
    ("provisions", 219),
    ("not_provisions", 0),
    ("cites", 36),
    ("doubts", 0),
];

#[derive(Deserialize)]
struct Labels {
    letter: Vec<Label>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(&self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one.clone()],
            Self::More(more) => more.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    name: String,
    text: String,
    kind: Option<String>,
    #[serde(default)]
    kind_any: Vec<String>,
    date: Option<String>,
    #[serde(default)]
    date_any: Vec<String>,
    received: Option<String>,
    from: Option<OneOrMore>,
    to: Option<OneOrMore>,
    #[serde(default)]
    from_any: Vec<String>,
    #[serde(default)]
    to_any: Vec<String>,
    from_name: Option<String>,
    to_name: Option<String>,
    cc: Option<Vec<String>>,
    subject: Option<String>,
    references: Vec<Wanted>,
    #[serde(default)]
    references_may: Vec<Wanted>,
    #[serde(default)]
    own_numbers: Vec<String>,
    #[serde(default)]
    not_references: Vec<String>,
    provisions: Option<Vec<Limb>>,
    #[serde(default)]
    provisions_may: Vec<Limb>,
    #[serde(default)]
    not_provisions: Vec<Limb>,
    cites: Option<Vec<Cites>>,
    doubts: Option<Vec<String>>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    canonical: String,
    family: Option<String>,
    role: Option<Role>,
    #[serde(default)]
    role_any: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limb {
    act: Option<String>,
    provision: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cites {
    as_printed: String,
    kind: Option<String>,
    from: Option<String>,
    to: Option<String>,
    date: Option<String>,
}

/// Right and asked, by class.
type Counts = [(usize, usize); REACHED.len()];

struct Tally {
    counts: Counts,
    wrong: Vec<String>,
}

impl Tally {
    fn judge(&mut self, class: &str, name: &str, right: bool, said: impl FnOnce() -> String) {
        let at = REACHED
            .iter()
            .position(|(known, _)| *known == class)
            .expect("a class of the table");
        self.counts[at].1 += 1;
        if right {
            self.counts[at].0 += 1;
        } else {
            self.wrong.push(format!("{name} {class}: {}", said()));
        }
    }
}

#[test]
fn letters_that_nobody_had_seen_are_read_as_their_labels_say() {
    measured(
        "unseen_letters",
        include_str!("labels/unseen_letters.toml"),
        40,
        &REACHED,
    );
}

#[test]
fn letters_of_a_stranger_are_read_as_their_labels_say() {
    measured(
        "stranger_letters",
        include_str!("labels/stranger_letters.toml"),
        80,
        &REACHED_OF_STRANGER,
    );
}

fn measured(set: &str, text: &str, least: usize, floors: &Reached) {
    let labels: Labels = toml::from_str(text).expect("the labels are sound");
    assert!(
        labels.letter.len() >= least,
        "too few labels to tell anything"
    );
    let tables = Tables::built_in();
    let mut tally = Tally {
        counts: [(0, 0); REACHED.len()],
        wrong: Vec::new(),
    };
    for label in &labels.letter {
        let facts = facts::read(&View::of_text(Form::Text, &label.text), &tables);
        head(label, &facts, &mut tally);
        numbers(label, &facts, &mut tally);
        law(label, &facts, &mut tally);
        if let Some(wanted) = &label.cites {
            for one in wanted {
                tally.judge("cites", &label.name, cited(one, &facts), || {
                    format!("{:?} of {:?}", one.as_printed, facts.cites)
                });
            }
        }
        if let Some(doubts) = &label.doubts {
            for doubt in doubts {
                let told = facts
                    .doubts
                    .iter()
                    .any(|told| told.contains(doubt.as_str()))
                    || doubt == "reference" && !facts.possible_references.is_empty()
                    || doubt == "date" && facts.doubts.iter().any(|told| told.contains("day"))
                    || doubt == "party" && facts.doubts.iter().any(|told| told.contains("sender"))
                    || doubt == "reference"
                        && facts
                            .doubts
                            .iter()
                            .any(|told| told.contains("nearly equal"));
                tally.judge("doubts", &label.name, told, || {
                    format!("{doubt} not in {:?}", facts.doubts)
                });
            }
        }
    }
    for line in &tally.wrong {
        println!("{set} {line}");
    }
    let mut lowered = Vec::new();
    let (mut all, mut asked_all) = (0, 0);
    println!("{set}");
    for ((class, reached), (right, asked)) in floors.iter().zip(tally.counts) {
        println!("{class:15} {right:4} {asked:4}");
        all += right;
        asked_all += asked;
        if right < *reached {
            lowered.push(format!(
                "{class}: {right} of {asked}, and {reached} were reached"
            ));
        }
    }
    println!("{:15} {all:4} {asked_all:4}", "all");
    assert!(lowered.is_empty(), "{lowered:#?}");
}

fn same(a: &str, b: &str) -> bool {
    let letters = |words: &str| -> String {
        words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(a) == letters(b)
}

fn head(label: &Label, facts: &Facts, tally: &mut Tally) {
    let name = label.name.as_str();
    let kinds: Vec<&String> = label.kind.iter().chain(&label.kind_any).collect();
    if !kinds.is_empty() {
        let right = kinds.iter().any(|kind| **kind == facts.kind);
        tally.judge("kind", name, right, || {
            format!("{} ({}), not {kinds:?}", facts.kind, facts.kind_reason)
        });
    }
    let days: Vec<&String> = label.date.iter().chain(&label.date_any).collect();
    if !days.is_empty() {
        let day = facts
            .date
            .filter(|_| facts.date_source != DateSource::None)
            .map_or_else(|| "none".to_owned(), |day| day.to_string());
        tally.judge("date", name, days.iter().any(|one| **one == day), || {
            format!(
                "{day}, not {days:?}; doubts {:?}; {}",
                facts.doubts, label.why
            )
        });
    }
    if let Some(wanted) = &label.received {
        let day = facts.received.map(|day| day.to_string());
        tally.judge("received", name, day.as_ref() == Some(wanted), || {
            format!("{day:?}, not {wanted}")
        });
    }
    side(
        "from",
        name,
        label.from.as_ref(),
        &label.from_any,
        &facts.from,
        tally,
    );
    side(
        "to",
        name,
        label.to.as_ref(),
        &label.to_any,
        &facts.to,
        tally,
    );
    // a header prints the last name first, and honours stand behind a name
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric() && c != '-');
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    for (wanted, parties) in [(&label.from_name, &facts.from), (&label.to_name, &facts.to)] {
        if let Some(wanted) = wanted {
            let right = parties
                .iter()
                .filter_map(|party| party.name.as_deref())
                .any(|name| {
                    let read = words(name);
                    words(wanted).iter().all(|word| read.contains(word))
                });
            tally.judge("names", name, right, || {
                format!("{parties:?}, not {wanted}")
            });
        }
    }
    if let Some(wanted) = &label.cc {
        let said = format!("{:?}", facts.cc);
        let right = wanted.iter().all(|word| said.contains(word.as_str()));
        tally.judge("cc", name, right, || format!("{said}, not {wanted:?}"));
    }
    if let Some(wanted) = &label.subject {
        let said = facts.subject.as_deref().unwrap_or("none");
        tally.judge("subject", name, same(said, wanted), || {
            format!("{said:?}, not {wanted:?}")
        });
    }
}

fn side(
    class: &str,
    name: &str,
    exactly: Option<&OneOrMore>,
    any: &[String],
    parties: &[Party],
    tally: &mut Tally,
) {
    let mut read: Vec<String> = parties
        .iter()
        .filter_map(|party| party.organisation.clone())
        .collect();
    read.sort();
    read.dedup();
    let right = if let Some(wanted) = exactly {
        let mut wanted = wanted.all();
        wanted.retain(|one| one != "none");
        wanted.len() == read.len()
            && wanted
                .iter()
                .all(|one| read.iter().any(|other| same(one, other)))
    } else if any.is_empty() {
        return;
    } else {
        match read.as_slice() {
            [] => any.iter().any(|one| one == "none"),
            read => read
                .iter()
                .all(|one| any.iter().any(|other| same(one, other))),
        }
    };
    tally.judge(class, name, right, || {
        let wanted = exactly.map_or_else(|| any.to_vec(), OneOrMore::all);
        format!("{read:?}, not {wanted:?}")
    });
}

fn numbers(label: &Label, facts: &Facts, tally: &mut Tally) {
    let name = label.name.as_str();
    let of = |wanted: &Wanted, one: &Carried| {
        one.canonical == wanted.canonical
            && wanted
                .family
                .as_ref()
                .is_none_or(|family| one.family == *family)
    };
    for wanted in &label.references {
        let found = facts.references.iter().find(|one| of(wanted, one));
        tally.judge("references", name, found.is_some(), || {
            let read: Vec<(&str, &str)> = facts
                .references
                .iter()
                .map(|one| (one.canonical.as_str(), one.family.as_str()))
                .collect();
            let possible: Vec<&str> = facts
                .possible_references
                .iter()
                .map(|one| one.canonical.as_str())
                .collect();
            format!(
                "{} of {:?} is not among {read:?}, possible {possible:?}",
                wanted.canonical, wanted.family
            )
        });
        let roles: Vec<Role> = wanted
            .role
            .iter()
            .chain(&wanted.role_any)
            .copied()
            .collect();
        if let Some(found) = found
            && !roles.is_empty()
        {
            tally.judge("roles", name, roles.contains(&found.role), || {
                format!("{} is {:?}, not {roles:?}", found.canonical, found.role)
            });
        }
    }
    let is_own = |one: &Carried| {
        label
            .own_numbers
            .iter()
            .any(|own| same(own, &one.as_printed) || same(own, &one.canonical))
    };
    for one in &facts.references {
        let mut asked = label.references.iter().chain(&label.references_may);
        if !asked.any(|wanted| of(wanted, one)) {
            let known = is_own(one);
            let class = if known {
                "own_numbers"
            } else {
                "not_references"
            };
            tally.judge(class, name, false, || {
                format!(
                    "{} of {} from {:?}",
                    one.canonical, one.family, one.as_printed
                )
            });
        }
    }
    for own in &label.own_numbers {
        let taken = facts
            .references
            .iter()
            .any(|one| same(own, &one.as_printed));
        if !taken {
            tally.judge("own_numbers", name, true, String::new);
        }
    }
    for never in &label.not_references {
        let taken = facts.references.iter().any(|one| {
            never.contains(one.as_printed.as_str())
                && !label.references.iter().any(|wanted| of(wanted, one))
        });
        if !taken {
            tally.judge("not_references", name, true, String::new);
        }
    }
}

fn law(label: &Label, facts: &Facts, tally: &mut Tally) {
    let name = label.name.as_str();
    let spelled = |provision: &str| provision.replace([' ', '.'], "").to_lowercase();
    let act = |act: Option<&str>| act.unwrap_or("none").to_lowercase();
    let is = |limb: &Limb, one: &facts::provisions::Provision| {
        spelled(&limb.provision) == spelled(&one.provision)
            && (limb.act.is_none() || act(limb.act.as_deref()) == act(one.act.as_deref()))
    };
    let read = || -> Vec<String> {
        facts
            .provisions
            .iter()
            .map(|one| format!("{}:{}", one.act.as_deref().unwrap_or("none"), one.provision))
            .collect()
    };
    if let Some(wanted) = &label.provisions {
        for limb in wanted {
            let right = facts.provisions.iter().any(|one| is(limb, one));
            tally.judge("provisions", name, right, || {
                format!("{:?}:{} not in {:?}", limb.act, limb.provision, read())
            });
        }
        for one in &facts.provisions {
            let known = wanted
                .iter()
                .chain(&label.provisions_may)
                .any(|limb| is(limb, one));
            if !known {
                tally.judge("provisions", name, false, || {
                    format!("{:?}:{} is too much", one.act, one.provision)
                });
            }
        }
    }
    for limb in &label.not_provisions {
        let right = !facts.provisions.iter().any(|one| is(limb, one));
        tally.judge("not_provisions", name, right, || {
            format!("{:?}:{} in {:?}", limb.act, limb.provision, read())
        });
    }
}

fn cited(wanted: &Cites, facts: &Facts) -> bool {
    facts.cites.iter().any(|one| {
        one.as_printed.contains(&wanted.as_printed)
            && wanted.kind.as_ref().is_none_or(|kind| *kind == one.kind)
            && wanted
                .from
                .as_ref()
                .is_none_or(|from| one.from.as_ref().is_some_and(|one| same(one, from)))
            && wanted
                .to
                .as_ref()
                .is_none_or(|to| one.to.as_ref().is_some_and(|one| same(one, to)))
            && wanted
                .date
                .as_ref()
                .is_none_or(|day| one.date.is_some_and(|one| one.to_string() == *day))
    })
}
