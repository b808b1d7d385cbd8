//! Addresses of parts: `message 12 > attachment 2: scan.pdf`, and back.
//!
//! Whatever a part is called, its address leads back to it: names cannot pass for steps, nor members for messages.

use crate::extract::Step;

/// Shows the steps to a part as the contract writes them: `message 12 > attachment 2: scan.pdf`.
///
/// Control characters, `>` and `%` in names are written %XX, so that no name can pass for a step.
pub fn part_address(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        if !out.is_empty() {
            out.push_str(" > ");
        }
        match step {
            Step::Message(n) => out.push_str(&format!("message {n}")),
            Step::Attachment(n, None) => out.push_str(&format!("attachment {n}")),
            Step::Attachment(n, Some(name)) => {
                out.push_str(&format!("attachment {n}: "));
                push_safe(&mut out, name);
            }
            Step::Member(path) => {
                // a member whose path begins like one of the other steps gives up its first letter
                match path.chars().next() {
                    Some(first) if is_like_step(path) => {
                        out.push_str(&format!("%{:02X}", u32::from(first)));
                        push_safe(&mut out, &path[first.len_utf8()..]);
                    }
                    _ => push_safe(&mut out, path),
                }
            }
        }
    }
    out
}

fn is_like_step(path: &str) -> bool {
    path.starts_with("message ") || path.starts_with("attachment ")
}

/// The steps that an address made by [`part_address`] names.
pub fn part_steps(address: &str) -> Vec<Step> {
    let number = |text: &str| text.parse::<u32>().ok();
    address
        .split(" > ")
        .map(|step| {
            if let Some(n) = step.strip_prefix("message ").and_then(number) {
                return Step::Message(n);
            }
            if let Some(rest) = step.strip_prefix("attachment ") {
                if let Some(n) = number(rest) {
                    return Step::Attachment(n, None);
                }
                if let Some((n, name)) = rest.split_once(": ")
                    && let Some(n) = number(n)
                {
                    return Step::Attachment(n, Some(unescaped(name)));
                }
            }
            Step::Member(unescaped(step))
        })
        .collect()
}

fn unescaped(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        (bytes, rest) = match hex {
            Some(byte) => {
                bytes.push(byte);
                (bytes, &after[2..])
            }
            None => {
                bytes.push(*first);
                (bytes, after)
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push_safe(out: &mut String, name: &str) {
    for c in name.chars() {
        // only `%` before two hexadecimal digits would be taken for an escape, but one rule is easier to read back
        if c == '>' || c == '%' || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_pass_for_a_step() {
        let steps = [
            Step::Message(12),
            Step::Attachment(2, Some("a > b\n.pdf".into())),
        ];
        assert_eq!(
            part_address(&steps),
            "message 12 > attachment 2: a %3E b%0A.pdf"
        );
        assert_eq!(part_steps(&part_address(&steps)), steps);
    }

    #[test]
    fn a_member_cannot_pass_for_a_message() {
        let steps = [
            Step::Attachment(1, Some("pack.zip".into())),
            Step::Member("message 3".into()),
            Step::Member("inner/attachment 2: a%20b.txt".into()),
        ];
        assert_eq!(
            part_address(&steps),
            "attachment 1: pack.zip > %6Dessage 3 > inner/attachment 2: a%2520b.txt"
        );
        assert_eq!(part_steps(&part_address(&steps)), steps);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn every_address_leads_back(steps in proptest::collection::vec(a_step(), 1..5)) {
            proptest::prop_assert_eq!(part_steps(&part_address(&steps)), steps);
        }
    }

    fn a_step() -> impl proptest::strategy::Strategy<Value = Step> {
        use proptest::prelude::*;
        // names of what an address is made of, and of anything
        let name = proptest::collection::vec(
            prop_oneof![
                Just(" > ".to_owned()),
                Just("%".to_owned()),
                Just("%3E".to_owned()),
                Just("message ".to_owned()),
                Just("attachment 1: ".to_owned()),
                Just("7".to_owned()),
                any::<char>().prop_map(String::from),
            ],
            1..6,
        )
        .prop_map(|pieces| pieces.concat());
        prop_oneof![
            any::<u32>().prop_map(Step::Message),
            (any::<u32>(), proptest::option::of(name.clone()))
                .prop_map(|(n, name)| Step::Attachment(n, name)),
            name.prop_map(Step::Member),
        ]
    }
}
