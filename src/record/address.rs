//! Addresses of parts: `message 12 > attachment 2: scan.pdf`, and back.

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
            Step::Member(path) => push_safe(&mut out, path),
        }
    }
    out
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
}
