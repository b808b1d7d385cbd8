//! A message's header fields: those it came with over the internet, and what only its properties say.
//!
//! Where it came with headers they stand first, as they were. What they lack is made from properties: sender,
//! recipients, subject, time, and the fields that tie messages together. A recipient whom no header names is added, so
//! that a blind copy is found. Names of properties are those of MS-OXPROPS.

use super::super::{Field, mail};
use super::property::{Object, Properties, STRING8, Speech, mail_date, moment, note};

/// A conversation's index is no longer than this: 22 bytes, and five for each answer.
const MOST_INDEX: usize = 22 + 5 * 400;

/// The header fields of an object.
pub fn of(object: &Object, speech: &Speech, doubts: &mut Vec<String>) -> Vec<Field> {
    let mut all = transported(object, speech, doubts);
    let properties = &object.properties;
    let came = !all.is_empty();
    people(object, speech, &mut all, doubts);
    subject(properties, speech, &mut all, doubts);
    times(properties, &mut all, came, doubts);
    for (name, id) in [
        ("Message-ID", 0x1035),
        ("In-Reply-To", 0x1042),
        ("References", 0x1039),
        ("Reply-To", 0x0050),
        ("Thread-Topic", 0x0070),
    ] {
        if !has(&all, name)
            && let Some(value) = speech.text(properties, id, doubts)
        {
            put(&mut all, name, one_line(&value));
        }
    }
    // which conversation it belongs to, in the writing of the header that carries it (PidTagConversationIndex)
    if !has(&all, "Thread-Index")
        && let Some(index) = properties.get(0x0071)
    {
        let bytes = index.bytes();
        if (22..=MOST_INDEX).contains(&bytes.len()) {
            put(&mut all, "Thread-Index", base64(bytes));
        }
    }
    for (name, id, words) in [
        ("Importance", 0x0017, ["low", "normal", "high", ""]),
        (
            "Sensitivity",
            0x0036,
            ["normal", "personal", "private", "company-confidential"],
        ),
    ] {
        let word = properties
            .number(id)
            .and_then(|number| words.get(usize::try_from(number).ok()?))
            .filter(|word| !word.is_empty() && **word != "normal");
        if let Some(word) = word.filter(|_| !has(&all, name)) {
            put(&mut all, name, (*word).to_owned());
        }
    }
    all
}

/// The headers that it came with (PidTagTransportMessageHeaders).
fn transported(object: &Object, speech: &Speech, doubts: &mut Vec<String>) -> Vec<Field> {
    const HEADERS: u16 = 0x007D;
    let Some(value) = object.properties.get(HEADERS) else {
        return Vec::new();
    };
    // bytes of a code page may be those of the wire, which the header reader knows better
    if value.kind == STRING8 {
        let end = value
            .bytes()
            .iter()
            .rposition(|b| *b != 0)
            .map_or(0, |at| at + 1);
        return mail::header_fields(&value.bytes()[..end], doubts);
    }
    match speech.text(&object.properties, HEADERS, doubts) {
        Some(text) => mail::header_fields(text.as_bytes(), doubts),
        None => Vec::new(),
    }
}

fn has(all: &[Field], name: &str) -> bool {
    all.iter()
        .any(|field| field.name.eq_ignore_ascii_case(name) && !field.value.trim().is_empty())
}

fn put(all: &mut Vec<Field>, name: &str, value: String) {
    all.push(Field {
        name: name.to_owned(),
        value,
    });
}

/// Bytes in the writing of RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().chain([0, 0].iter()).take(3);
        let bits = all.fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Somebody with a name, an address or both.
struct Person {
    name: Option<String>,
    address: Option<String>,
}

impl Person {
    /// Reads name, SMTP address, address and the address's kind from these properties.
    fn read(
        properties: &Properties,
        [name, smtp, address, kind]: [u16; 4],
        speech: &Speech,
        doubts: &mut Vec<String>,
    ) -> Option<Self> {
        let mut text = |id| {
            let text = speech.text(properties, id, doubts)?;
            Some(one_line(text.trim_matches(['\'', '"', ' ']))).filter(|text| !text.is_empty())
        };
        let (name, smtp, address, kind) = (text(name), text(smtp), text(address), text(kind));
        let internal = kind
            .as_deref()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("EX"))
            || address
                .as_deref()
                .is_some_and(|address| address.starts_with("/o="));
        let told = smtp.or_else(|| address.clone().filter(|_| !internal));
        // some writers put the address in the place of the name
        let told = told.or_else(|| name.clone().filter(|name| is_address(name)));
        if told.is_none() && internal {
            let known_as = name.as_deref().or(address.as_deref()).unwrap_or("nobody");
            note(
                doubts,
                format!("the address of {known_as} is one of Exchange; only the name is known"),
            );
        }
        let name = name.or_else(|| address.filter(|_| told.is_none()));
        (name.is_some() || told.is_some()).then_some(Self {
            name,
            address: told,
        })
    }

    /// As a header writes it.
    fn written(&self) -> String {
        let quoted = |name: &str| {
            let special = |c: char| "()<>[]:;@\\,.\"".contains(c);
            match name.contains(special) {
                true => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
                false => name.to_owned(),
            }
        };
        match (&self.name, &self.address) {
            (Some(name), Some(address)) if name.eq_ignore_ascii_case(address) => address.clone(),
            (Some(name), Some(address)) => format!("{} <{address}>", quoted(name)),
            (Some(name), None) => quoted(name),
            (None, Some(address)) => address.clone(),
            (None, None) => String::new(),
        }
    }

    /// Whether a header names them already.
    fn is_in(&self, value: &str) -> bool {
        let lower = value.to_lowercase();
        let within = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| lower.contains(&text.to_lowercase()))
        };
        match self.address {
            Some(_) => within(&self.address),
            None => within(&self.name),
        }
    }
}

fn is_address(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_whitespace)
}

fn people(object: &Object, speech: &Speech, all: &mut Vec<Field>, doubts: &mut Vec<String>) {
    const REPRESENTED: [u16; 4] = [0x0042, 0x5D02, 0x0065, 0x0064];
    const SENDER: [u16; 4] = [0x0C1A, 0x5D01, 0x0C1F, 0x0C1E];
    let properties = &object.properties;
    let mut aside = Vec::new();
    if !has(all, "From") {
        let from = Person::read(properties, REPRESENTED, speech, doubts);
        let sender = Person::read(properties, SENDER, speech, doubts);
        if let Some(from) = from.as_ref().or(sender.as_ref()) {
            put(all, "From", from.written());
        }
        if let (Some(from), Some(sender)) = (&from, &sender)
            && !sender.is_in(&from.written())
        {
            put(all, "Sender", sender.written());
        }
    }
    let mut added: [Vec<String>; 3] = Default::default();
    for recipient in &object.recipients {
        let Some(person) = Person::read(
            recipient,
            [0x3001, 0x39FE, 0x3003, 0x3002],
            speech,
            &mut aside,
        ) else {
            continue;
        };
        // the kind's high bits are flags; what is no known kind is taken for an addressee
        let which = match recipient.number(0x0C15).map_or(1, |kind| kind & 0xF) {
            2 => 1,
            3 => 2,
            _ => 0,
        };
        let named = all.iter().any(|field| {
            ["to", "cc", "bcc", "resent-to"].contains(&field.name.to_ascii_lowercase().as_str())
                && person.is_in(&field.value)
        });
        if !named {
            added[which].push(person.written());
        }
    }
    // where the table of recipients is not there, the line that was shown is
    for (which, shown) in [0x0E04, 0x0E03, 0x0E02].into_iter().enumerate() {
        let name = ["To", "Cc", "Bcc"][which];
        if added[which].is_empty()
            && object.recipients.is_empty()
            && !has(all, name)
            && let Some(shown) = speech.text(properties, shown, doubts)
        {
            added[which].push(one_line(&shown));
        }
        if !added[which].is_empty() {
            put(all, name, added[which].join(", "));
        }
    }
    aside.into_iter().for_each(|doubt| note(doubts, doubt));
}

/// The subject, without the two control signs by which stores mark a prefix (MS-PST 2.5.3.1.1.1).
fn subject(
    properties: &Properties,
    speech: &Speech,
    all: &mut Vec<Field>,
    doubts: &mut Vec<String>,
) {
    let whole = speech
        .text(properties, 0x0037, doubts)
        .map(|subject| super::property::without_prefix_mark(&subject).to_owned());
    let told = whole.or_else(|| {
        let prefix = speech.text(properties, 0x003D, doubts).unwrap_or_default();
        let rest = speech.text(properties, 0x0E1D, doubts)?;
        Some(prefix + &rest)
    });
    let Some(told) = told
        .map(|told| one_line(&told))
        .filter(|told| !told.is_empty())
    else {
        return;
    };
    let came = all
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case("Subject"))
        .map(|field| one_line(&field.value));
    match came {
        Some(came) if came == told => {}
        Some(_) => {
            note(
                doubts,
                "the subject differs from the one in the headers that the message came with; both were kept".into(),
            );
            put(all, "Subject", told);
        }
        None => put(all, "Subject", told),
    }
}

/// When it was sent and when it arrived (PidTagClientSubmitTime, PidTagMessageDeliveryTime).
fn times(properties: &Properties, all: &mut Vec<Field>, came: bool, doubts: &mut Vec<String>) {
    let moment = |id| properties.number(id).and_then(moment).map(mail_date);
    let (sent, arrived) = (moment(0x0039), moment(0x0E06));
    if !has(all, "Date") {
        match (&sent, &arrived) {
            (Some(sent), _) => put(all, "Date", sent.clone()),
            (None, Some(arrived)) => {
                note(
                    doubts,
                    "no time of sending; the time of delivery stands for it".into(),
                );
                put(all, "Date", arrived.clone());
            }
            (None, None) => {}
        }
    }
    if let Some(arrived) = arrived.filter(|_| !came && !has(all, "Received")) {
        put(
            all,
            "Received",
            format!("(time of delivery kept by Outlook); {arrived}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_a_header_writes_them() {
        let written = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
