//! Contacts: every property of each card, with a label that a person would give it.

use super::super::{Field, Limits};
use super::line::Line;
use super::{Cards, content_lines};

/// The properties with a label of their own, in the order in which they are told.
const TOLD: &[(&str, &str)] = &[
    ("FN", "Name"),
    ("N", "Name in parts"),
    ("NICKNAME", "Called"),
    ("ORG", "Organisation"),
    ("TITLE", "Title"),
    ("ROLE", "Role"),
    ("TEL", "Telephone"),
    ("EMAIL", "Email"),
    ("IMPP", "Messages"),
    ("ADR", "Address"),
    ("LABEL", "Address label"),
    ("GEO", "Position"),
    ("URL", "Web page"),
    ("BDAY", "Birthday"),
    ("ANNIVERSARY", "Anniversary"),
    ("GENDER", "Gender"),
    ("LANG", "Language"),
    ("MEMBER", "Member"),
    ("RELATED", "Related"),
    ("CATEGORIES", "Categories"),
    ("NOTE", "Note"),
    ("MAILER", "Mail program"),
    ("PHOTO", "Photograph"),
    ("LOGO", "Logo"),
    ("SOUND", "Sound"),
    ("KEY", "Key"),
];

/// What only programs read.
const MACHINERY: [&str; 7] = [
    "VERSION",
    "PRODID",
    "REV",
    "UID",
    "SOURCE",
    "PROFILE",
    "CLIENTPIDMAP",
];

/// Reads a file of cards.
pub(super) fn read(bytes: &[u8], declared: Option<&str>, limits: &Limits) -> Cards {
    let mut cards = Cards::new(limits);
    let lines = content_lines(bytes, declared, &mut cards);
    let mut card: Vec<Line> = Vec::new();
    let mut open = 0_usize;
    for line in lines {
        match line.name.as_str() {
            "BEGIN" => {
                tell(std::mem::take(&mut card), &mut cards);
                open += 1;
            }
            "END" => {
                tell(std::mem::take(&mut card), &mut cards);
                if open == 0 {
                    cards.doubt("a card ends that never began".into());
                }
                open = open.saturating_sub(1);
            }
            _ => card.push(line),
        }
    }
    tell(card, &mut cards);
    if open > 0 {
        cards.doubt("a card has no end; it may be cut off".into());
    }
    cards
}

fn rank(line: &Line) -> Option<usize> {
    TOLD.iter().position(|(name, _)| *name == line.name)
}

fn tell(mut card: Vec<Line>, cards: &mut Cards) {
    if card.is_empty() {
        return;
    }
    if !cards.body.is_empty() {
        cards.body.push('\n');
    }
    if !cards.fields.iter().any(|field| field.name == "title")
        && let Some(name) = card.iter().find(|line| line.name == "FN")
        && !name.text().trim().is_empty()
    {
        cards.fields.push(Field {
            name: "title".into(),
            value: name.text().split_whitespace().collect::<Vec<_>>().join(" "),
        });
    }
    card.sort_by_key(|line| rank(line).unwrap_or(TOLD.len()));
    for line in &card {
        if let Some(file) = &line.file {
            cards.file(line, file.clone());
        }
        if MACHINERY.contains(&line.name.as_str()) {
            cards.note(&line.name, &line.text());
            cards.note_parameters(line, &[]);
            continue;
        }
        let label = rank(line).map_or(line.name.as_str(), |row| TOLD[row].1);
        let kinds: Vec<String> = line
            .parameters
            .iter()
            .filter(|(name, _)| name == "TYPE")
            .flat_map(|(_, value)| value.split(','))
            .map(|kind| kind.trim().to_lowercase())
            .filter(|kind| !kind.is_empty() && line.file.is_none())
            .collect();
        let label = match kinds.is_empty() {
            true => label.to_owned(),
            false => format!("{label} ({})", kinds.join(", ")),
        };
        cards.say(&label, &value_of(line));
        cards.note_parameters(line, if line.file.is_none() { &["TYPE"] } else { &[] });
        if !line.group.is_empty() && line.name != "X-ABLABEL" {
            let own = card
                .iter()
                .find(|other| other.name == "X-ABLABEL" && other.group == line.group);
            if let Some(own) = own {
                cards.say(&format!("{label} is"), &own.text());
            }
        }
    }
}

/// The value in words: the parts of a name by blanks, those of an address or an organisation by commas.
fn value_of(line: &Line) -> String {
    let between = match line.name.as_str() {
        "N" => " ",
        "ADR" | "ORG" | "GENDER" | "CLIENTPIDMAP" => ", ",
        _ => return line.text(),
    };
    let components = line.components();
    let mut parts: Vec<&str> = components
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    if line.name == "N" && components.len() >= 2 && parts.len() >= 2 {
        // family, given, further, before, after: told as they are spoken
        let nth = |n: usize| components.get(n).map_or("", |part| part.trim());
        let order = [nth(3), nth(1), nth(2), nth(0), nth(4)];
        let more = components.get(5..).unwrap_or_default();
        parts = order.into_iter().filter(|part| !part.is_empty()).collect();
        parts.extend(more.iter().map(|part| part.trim()));
    }
    parts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_of_every_card_is_told() {
        let text = "BEGIN:VCARD\nVERSION:3.0\nN:Osei;Dana;M.;Dr;\nFN:Dr Dana Osei\nORG:Northshire Police;Records\n\
                    TEL;TYPE=WORK,VOICE:0100 555\nitem1.EMAIL:dana@force.example\nitem1.X-ABLabel:desk\nADR:;;1 High Street;Northtown;;N1 1AA;UK\n\
                    X-ODD;X-Q=further:value\nPHOTO;ENCODING=b;TYPE=TEXT:aGVsbG8=\nUID:123\nEND:VCARD\nBEGIN:VCARD\nFN:Lee Park\nEND:VCARD\n";
        let mut cards = read(text.as_bytes(), None, &Limits::default());
        assert_eq!(
            cards.body,
            "Name: Dr Dana Osei\nName in parts: Dr Dana M. Osei\nOrganisation: Northshire Police, Records\n\
             Telephone (work, voice): 0100 555\nEmail: dana@force.example\nEmail is: desk\n\
             Address: 1 High Street, Northtown, N1 1AA, UK\nX-ABLABEL: desk\nX-ODD: value\n\nName: Lee Park\n"
        );
        assert!(cards.metadata.contains("X-Q=further") && cards.metadata.contains("UID: 123"));
        assert_eq!(
            (cards.parts.len(), cards.parts[0].bytes.as_slice()),
            (1, b"hello".as_slice())
        );
        assert_eq!(cards.fields[0].value, "Dr Dana Osei");
        assert_eq!(cards.passages().len(), 2);
    }
}
