//! A provision as it may be typed, in the form that the index holds: `s31(1)(a)`, `r12(4)(b)`, `art6(1)(f)`, `sch13para2`.

/// What may stand for each kind of provision; the first is the index's own.
const KINDS: [&[&str]; 4] = [
    &["s", "sections", "section", "sec.", "sec", "ss.", "ss", "s."],
    &[
        "r",
        "regulations",
        "regulation",
        "regs.",
        "regs",
        "reg.",
        "reg",
        "r.",
    ],
    &["art", "articles", "article", "arts", "art."],
    &["sch", "schedules", "schedule", "sched.", "sched", "sch."],
];

/// The index's key for a provision as typed, perhaps with its Act and a colon before it; none where it is no provision.
pub(super) fn key(typed: &str) -> Option<String> {
    let plain: String = typed
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let (act, provision) = match plain.split_once(':') {
        Some((act, provision)) => (Some(act), provision),
        None => (None, plain.as_str()),
    };
    let key = KINDS.iter().find_map(|names| {
        let mut longest: Vec<&&str> = names.iter().collect();
        longest.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let rest = longest
            .iter()
            .find_map(|name| provision.strip_prefix(**name))?;
        let sound = rest.starts_with(|c: char| c.is_ascii_digit())
            && rest
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')'))
            && rest.matches('(').count() == rest.matches(')').count();
        sound.then(|| format!("{}{rest}", names[0]))
    })?;
    match act {
        None => Some(key),
        Some("") => None,
        Some(act) => Some(format!("{act}:{key}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provision_is_known_however_it_is_typed() {
        for (typed, expected) in [
            ("s31(1)(a)", "s31(1)(a)"),
            ("S31(1)(A)", "s31(1)(a)"),
            ("section 31 (1)(a)", "s31(1)(a)"),
            ("s.40(2)", "s40(2)"),
            ("reg 12(4)(b)", "r12(4)(b)"),
            ("Article 6(1)(f)", "art6(1)(f)"),
            ("FOIA:s31", "foia:s31"),
            ("schedule 13 para 2", "sch13para2"),
            ("s40(3A)(a)", "s40(3a)(a)"),
        ] {
            assert_eq!(key(typed).as_deref(), Some(expected), "{typed}");
        }
        for typed in ["31", "leaflet", "s", "s31(1", ":s31", "section"] {
            assert_eq!(key(typed), None, "{typed}");
        }
    }
}
