//! Whether what a decision names is there: provisions in the tables of the Acts, pages and enclosures in the record.

use crate::error::{Error, Result};
use crate::facts::{Tables, provisions};
use crate::record::RecordId;
use crate::verbs::desk::Desk;

/// What is read as the Act where a decision names none: decisions are made on requests under it.
const ACT: &str = "Freedom of Information Act 2000";

/// Provisions as typed, each limb by itself in the one spelling of the tables: `s31(1)(a)&(b)` is two.
///
/// # Errors
/// When one cannot be read, or the tables do not have it.
pub(super) fn provisions(typed: &[String], tables: &Tables) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for one in typed
        .iter()
        .flat_map(|one| one.split(';'))
        .map(str::trim)
        .filter(|one| !one.is_empty())
    {
        for provision in each(one, tables)? {
            if !all.contains(&provision) {
                all.push(provision);
            }
        }
    }
    Ok(all)
}

fn each(typed: &str, tables: &Tables) -> Result<Vec<String>> {
    let plain = typed.replace(':', " ");
    let bare = plain.starts_with(|c: char| c.is_ascii_digit());
    let printed = if bare { format!("s{plain}") } else { plain };
    let table = &tables.provisions;
    let named = provisions::read(&printed, None, table);
    let told = |read: &provisions::Read| {
        !read.provisions.is_empty() && read.provisions.iter().all(|one| one.act.is_some())
    };
    let of_regulations = printed.to_lowercase().starts_with('r');
    let read = if told(&named) || of_regulations {
        named
    } else {
        provisions::read(&format!("{printed} of the {ACT}"), None, table)
    };
    if read.provisions.is_empty() {
        return Err(
            Error::request(format!("`{}` is no provision", typed.escape_debug()))
                .hint("a provision looks like s40(2) or s31(1)(a); nothing was recorded"),
        );
    }
    let mut known = Vec::new();
    for one in read.provisions {
        let act = one
            .act
            .clone()
            .unwrap_or_else(|| if of_regulations { "EIR" } else { "FOIA" }.to_owned());
        let (number, limb) = match one.provision.find('(') {
            Some(at) => one.provision.split_at(at),
            None => (one.provision.as_str(), ""),
        };
        let rows: Vec<_> = table.rows_of(&act, number).collect();
        let limbs: Vec<String> = rows.iter().flat_map(|row| row.limbs.clone()).collect();
        let fault = if rows.is_empty() && table.act(&act).is_some() {
            Some(format!("{act} has no {number} in the tables"))
        } else if !limb.is_empty() && !limbs.is_empty() && !table.has_limb(&act, number, limb) {
            Some(format!(
                "{number} of {act} has no {limb}; it has {}",
                limbs.join(", ")
            ))
        } else {
            None
        };
        if let Some(fault) = fault {
            return Err(Error::request(format!(
                "`{}` was not taken: {fault}",
                typed.escape_debug()
            ))
            .hint("check it against the Act and type the limb meant; nothing was recorded"));
        }
        known.push(match act.as_str() {
            "FOIA" => one.provision,
            _ => format!("{act} {}", one.provision),
        });
    }
    Ok(known)
}

/// A part as typed, in one spelling: `p 2`, `pp. 2-3` and `page 2` are pages, and must be there.
///
/// # Errors
/// When the record has no such page or enclosure.
pub(super) fn part(desk: &Desk<'_>, record: RecordId, typed: &str) -> Result<String> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = typed.to_lowercase();
    let begins = lower
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(lower.len());
    let (word, rest) = lower.split_at(begins);
    let rest = rest.trim_start_matches(['.', ' ']);
    let none = |what: String, hint: String| Err(Error::request(what).hint(hint));
    match word {
        "p" | "pp" | "page" | "pages" => {
            let Some((first, last)) = numbers(rest) else {
                return none(
                    format!("`{}` names no page", typed.escape_debug()),
                    "write page 2, or pages 2-3; nothing was recorded".to_owned(),
                );
            };
            let stored = desk.catalogue.record(record)?;
            let pages = stored.and_then(|stored| stored.known.pages);
            if first == 0 || first > last || pages.is_some_and(|pages| last > pages) {
                return none(
                    format!("{} has no {lower}", record.short()),
                    match pages {
                        Some(1) => "it has 1 page; nothing was recorded".to_owned(),
                        Some(pages) => format!("it has {pages} pages; nothing was recorded"),
                        None => "pages count from 1; nothing was recorded".to_owned(),
                    },
                );
            }
            Ok(if first == last {
                format!("page {first}")
            } else {
                format!("pages {first}-{last}")
            })
        }
        "attachment" | "enclosure" => {
            let enclosed = desk.catalogue.attachments(record)?.len();
            let number = rest
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .and_then(|digits| digits.parse::<usize>().ok());
            match number {
                Some(n) if n == 0 || n > enclosed => none(
                    format!("{} has no attachment {n}", record.short()),
                    format!("it carries {enclosed} in this archive; nothing was recorded"),
                ),
                _ => Ok(typed),
            }
        }
        _ => Ok(typed),
    }
}

/// `2`, `2-3`, `2 to 3`: the first and the last.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let mut figures = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse::<u32>);
    let first = figures.next()?.ok()?;
    let last = match figures.next() {
        Some(last) => last.ok()?,
        None => first,
    };
    let between = text.trim_matches(|c: char| c.is_ascii_digit()).trim();
    let joins = matches!(between, "" | "-" | "\u{2013}" | "to" | "and");
    (joins && figures.next().is_none()).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::{numbers, provisions};
    use crate::facts::Tables;

    #[test]
    fn provisions_are_told_limb_by_limb_and_must_exist() {
        let tables = Tables::built_in();
        let read = |typed: &str| provisions(&[typed.to_owned()], &tables);
        for (typed, all) in [
            ("s40(2)", "s40(2)"),
            ("Section 40(2)", "s40(2)"),
            ("40(2)", "s40(2)"),
            ("s31(1)(a)&(b)", "s31(1)(a) s31(1)(b)"),
            ("s31(1)(a), (b)", "s31(1)(a) s31(1)(b)"),
            ("s31(1)(a) and (b)", "s31(1)(a) s31(1)(b)"),
            ("s40(2); s31(1)(a)", "s40(2) s31(1)(a)"),
            ("s40(2), s31(1)(a)", "s40(2) s31(1)(a)"),
            ("FOIA:s23(1)", "s23(1)"),
            ("s40(2)&(3A)(a)", "s40(2) s40(3A)(a)"),
            ("s12", "s12"),
        ] {
            let known = read(typed).map(|all| all.join(" ")).ok();
            assert_eq!(known.as_deref(), Some(all), "{typed}");
        }
        for typed in ["r12(5)(b)", "EIR r12(5)(b)", "regulation 12(5)(b)"] {
            assert_eq!(
                read(typed).map(|all| all.join(" ")).ok().as_deref(),
                Some("EIR r12(5)(b)"),
                "{typed}"
            );
        }
        for typed in [
            "s99(9)",
            "s31(1)(z)",
            "s31(9)",
            "personal data",
            "s40(2)(q)",
        ] {
            let refused = read(typed).map_err(|error| error.to_string());
            assert!(refused.is_err(), "{typed}: {refused:?}");
        }
    }

    #[test]
    fn pages_are_read_however_they_are_joined() {
        assert_eq!(numbers("2"), Some((2, 2)));
        assert_eq!(numbers("2-3"), Some((2, 3)));
        assert_eq!(numbers("2 to 3"), Some((2, 3)));
        assert_eq!(numbers("2, 5, 9"), None);
        assert_eq!(numbers("ii"), None);
    }
}
