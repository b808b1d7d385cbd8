//! What sort of exemption a provision is, as far as its limb tells.

use crate::facts::Tables;
use crate::facts::provisions::Class;
use crate::facts::response::Relied;

/// Whether the public interest is to be weighed for a provision of the Act of 2000; none where its limb would decide
/// and is not printed.
pub fn is_qualified(relied: &Relied, tables: &Tables) -> Option<bool> {
    match relied.number.as_str() {
        "s40" => {
            let qualified = ["(3B)", "(4A)", "(5B)(b)", "(5B)(c)", "(5B)(d)"]
                .iter()
                .any(|limb| relied.limbs.starts_with(limb));
            if qualified {
                Some(true)
            } else if relied.limbs.is_empty() {
                None
            } else {
                Some(false)
            }
        }
        "s37" => match relied.limbs.as_str() {
            "" | "(1)" => None,
            "(1)(a)" | "(1)(aa)" | "(1)(ab)" => Some(false),
            _ => Some(true),
        },
        number => {
            let class = tables
                .provisions
                .rows_of("FOIA", number)
                .map(|row| row.class)
                .next()?;
            match class {
                Class::Qualified => Some(true),
                Class::Absolute => Some(false),
                _ => None,
            }
        }
    }
}

/// Whether a provision of the Act of 2000 rests on a harm that has to be shown: prejudice, or in its own words that
/// something is required for safeguarding or would endanger.
pub fn rests_on_harm(relied: &Relied) -> bool {
    match relied.number.as_str() {
        "s22A" | "s24" | "s26" | "s28" | "s29" | "s31" | "s33" | "s36" | "s38" => true,
        "s27" => !relied.limbs.starts_with("(2)"),
        "s43" => !relied.limbs.starts_with("(1)"),
        _ => false,
    }
}

/// How a provision is called in a message: `section 31(1)(a)`.
pub fn called(provision: &str) -> String {
    let figures = provision
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or_default();
    let (unit, rest) = provision.split_at(figures);
    match unit {
        "s" => format!("section {rest}"),
        "r" => format!("regulation {rest}"),
        "Art" => format!("Article {rest}"),
        "sch" => format!("Schedule {rest}"),
        _ => provision.to_owned(),
    }
}
