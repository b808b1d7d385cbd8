//! The provisions of a response: where each is printed, and which of them add up to what is relied on.

use jiff::civil::Date;

use super::phrases::any;
use super::reliance::Standing;
use super::{Cite, Paper, Quote, Relied, Sentence};
use crate::facts::Tables;
use crate::facts::provisions::{self, Class, Provisions};

/// Every place where the text prints a provision.
pub(super) fn cites(text: &str, day: Option<Date>, paper: &Paper, tables: &Tables) -> Vec<Cite> {
    let table = &tables.provisions;
    let (places, _) = provisions::places(text, day, table);
    let scottish = only_scottish(paper);
    let environmental = places
        .iter()
        .any(|place| place.provision.act.as_deref() == Some("EIR"))
        && !places.iter().any(|place| {
            place.provision.act.as_deref() == Some("FOIA")
                && place
                    .provision
                    .as_printed
                    .starts_with(|c: char| c.is_alphabetic())
        });
    places
        .into_iter()
        .filter_map(|place| {
            let paragraph = paper.paragraph_at(place.start)?;
            let provision = place.provision.provision;
            let provision = provision.as_str();
            let (number, limbs) = match provision.find('(') {
                Some(at) => provision.split_at(at),
                None => (provision, ""),
            };
            let act = match place.provision.act {
                Some(act) if scottish && act == "FOIA" => Some("FOISA".to_owned()),
                act => act,
            };
            // `(12(1)(b))` in a letter that speaks of regulations and of no section
            let bare = place
                .provision
                .as_printed
                .starts_with(|c: char| c.is_ascii_digit());
            let (number, act) = match (number.strip_prefix('s'), act) {
                (Some(rest), Some(act)) if bare && environmental && act == "FOIA" => {
                    (format!("r{rest}"), Some("EIR".to_owned()))
                }
                (_, act) => (number.to_owned(), act),
            };
            let number = number.as_str();
            let provision = format!("{number}{limbs}");
            let breaks = text.get(..place.start)?.matches(['\n', '\u{c}']).count();
            Some(Cite {
                number: number.to_owned(),
                limbs: limbs.to_owned(),
                ground: is_ground(act.as_deref(), number, table)
                    && !(number == "r12" && is_no_exception(act.as_deref(), limbs)),
                confirm_or_deny: lifts_duty(act.as_deref(), &provision, number, table),
                provision: provision.clone(),
                act,
                as_printed: place.provision.as_printed,
                line: breaks + 1,
                start: place.start,
                end: place.end,
                paragraph,
                sentence: paper.sentence_at(place.start),
                own: !place.label
                    && paper
                        .paragraphs
                        .get(paragraph)
                        .is_some_and(|paragraph| paragraph.zone.is_own()),
                label: place.label,
                standing: Standing::Mentioned,
            })
        })
        .collect()
}

/// Whether the letter names the Scottish Act of 2002 and never that of 2000, so that `the Act` is the Scottish one.
fn only_scottish(paper: &Paper) -> bool {
    let names = |phrases: &str| {
        paper
            .own()
            .any(|(_, paragraph)| any(&paragraph.lower, phrases))
    };
    names(
        "freedom of information (scotland) act | foi (scotland) act | foisa | scottish information commissioner",
    ) && !names("freedom of information act 2000 | freedom of information act | foia | act 2000")
}

/// Whether a provision is a ground of refusal, or of the Act of 2000 and not in the table at all.
fn is_ground(act: Option<&str>, number: &str, table: &Provisions) -> bool {
    let Some(act) = act else {
        return false;
    };
    if !matches!(act, "FOIA" | "EIR" | "FOISA" | "EISR") {
        return false;
    }
    if act == "FOISA" && number == "s18" {
        return true;
    }
    let mut rows = table.rows_of(act, number).peekable();
    if rows.peek().is_none() {
        return act == "FOIA" && number.starts_with('s') && !number.starts_with("sch");
    }
    rows.any(|row| match row.class {
        Class::Absolute | Class::Qualified | Class::Mixed => true,
        Class::Procedural => matches!(number, "s12" | "s14"),
        Class::Other => false,
    })
}

/// Whether limbs of regulation 12 except nothing: the rule (1), the presumption (2), and what is said of parts (11).
fn is_no_exception(act: Option<&str>, limbs: &str) -> bool {
    act == Some("EIR")
        && ["(1)", "(2)", "(9)", "(10)", "(11)"]
            .iter()
            .any(|limb| limbs.starts_with(limb))
}

fn lifts_duty(act: Option<&str>, provision: &str, number: &str, table: &Provisions) -> bool {
    act.is_some_and(|act| {
        table
            .rows_of(act, number)
            .filter_map(|row| row.confirm_or_deny.as_deref())
            .any(|limb| provision.starts_with(limb))
    }) || provision.starts_with("s40(5)")
        || provision.starts_with("s40(5A)")
        || provision.starts_with("s40(5B)")
        || act == Some("FOISA") && number == "s18"
}

/// What is relied on: for each section its listed limbs, else those that its reasons rely on, else the section alone.
pub(super) fn relied(cites: &[Cite]) -> Vec<Relied> {
    let used: Vec<&Cite> = cites
        .iter()
        .filter(|cite| cite.standing.is_reliance())
        .collect();
    let mut found: Vec<Relied> = Vec::new();
    // a condition of section 40(2) that the letter's own reasons name completes it
    let conditions = cites.iter().filter(|cite| {
        cite.own
            && cite.act.as_deref() == Some("FOIA")
            && cite.number == "s40"
            && ["(3A)", "(3B)", "(4A)"]
                .iter()
                .any(|limb| cite.limbs.starts_with(limb))
            && used.iter().any(|other| {
                other.number == "s40" && (other.limbs.is_empty() || other.limbs.starts_with("(2)"))
            })
    });
    let used: Vec<&Cite> = used
        .iter()
        .copied()
        .chain(conditions.filter(|cite| !cite.standing.is_reliance()))
        .collect();
    for cite in &used {
        let same = |other: &&&Cite| other.act == cite.act && other.number == cite.number;
        let listed = |other: &&&Cite| other.standing == Standing::Listed;
        let limbed = |other: &&&Cite| !other.limbs.is_empty();
        let kept = if used
            .iter()
            .filter(same)
            .filter(listed)
            .any(|other| limbed(&other))
        {
            limbed(&cite) && (listed(&cite) || cite.standing == Standing::Mentioned)
        } else if used.iter().filter(same).any(|other| limbed(&other)) {
            limbed(&cite)
        } else {
            true
        };
        // `s31(1)` says less than `s31(1)(a)`, unless both stand in the list
        let vaguer = used.iter().filter(same).any(|other| {
            other.limbs.len() > cite.limbs.len()
                && other.limbs.starts_with(&cite.limbs)
                && !cite.limbs.is_empty()
                && cite.number != "s40"
        });
        // a condition of section 40(2) printed as its limb is the same ground
        let finer = cite.number == "s40"
            && cite.limbs.starts_with("(2)(")
            && used.iter().filter(same).any(|other| other.limbs == "(2)");
        let known = found
            .iter()
            .any(|known| known.act == cite.act && known.provision == cite.provision);
        if kept && !vaguer && !finer && !known {
            found.push(Relied {
                provision: cite.provision.clone(),
                act: cite.act.clone(),
                number: cite.number.clone(),
                limbs: cite.limbs.clone(),
                as_printed: cite.as_printed.clone(),
                line: cite.line,
                confirm_or_deny: cite.confirm_or_deny,
            });
        }
    }
    found
}

/// The provisions relied on in the alternative, and the sentence that says so.
pub(super) fn alternative(
    paper: &Paper,
    cites: &[Cite],
    relied: &[Relied],
) -> (Vec<String>, Option<Quote>) {
    let said = |sentence: &&Sentence| {
        any(
            &sentence.lower,
            "in the alternative | alternatively | either section | either under section | in the alternate",
        ) && !any(&sentence.lower, "not in the alternative | if you | you may")
    };
    for sentence in paper.own_sentences().filter(said) {
        let whole = paper
            .paragraphs
            .get(sentence.paragraph)
            .map_or((sentence.start, sentence.end), |paragraph| {
                (paragraph.start, paragraph.end)
            });
        for (start, end) in [(sentence.start, sentence.end), whole] {
            let numbers: Vec<&str> = cites
                .iter()
                .filter(|cite| cite.ground && (start..end).contains(&cite.start))
                .map(|cite| cite.number.as_str())
                .collect();
            let of: Vec<String> = relied
                .iter()
                .filter(|one| numbers.contains(&one.number.as_str()))
                .map(|one| one.provision.clone())
                .collect();
            let several = relied
                .iter()
                .filter(|one| numbers.contains(&one.number.as_str()))
                .map(|one| &one.number)
                .collect::<std::collections::BTreeSet<_>>()
                .len()
                > 1;
            if several {
                return (of, Some(Quote::from(sentence)));
            }
        }
    }
    (Vec::new(), None)
}
