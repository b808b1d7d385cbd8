//! What appointments, tasks, contacts and notes say in properties of their own, as lines of text.

use super::property::{
    ADDRESS, APPOINTMENT, COMMON, Key, Name, Object, PUBLIC_STRINGS, Properties, Speech, TASK,
    TIME, Value, moment,
};

/// How a property is found: by its number, or by its name.
enum At {
    Id(u16),
    Named([u8; 16], u32),
}
use At::{Id, Named};

/// The lines of an appointment, a meeting request or its answer (MS-OXOCAL).
const CALENDAR: &[(&str, At)] = &[
    ("Start", Named(APPOINTMENT, 0x820D)),
    ("End", Named(APPOINTMENT, 0x820E)),
    ("Location", Named(APPOINTMENT, 0x8208)),
    ("All day", Named(APPOINTMENT, 0x8215)),
    ("Organiser", Id(0x0042)),
    ("Attendees", Named(APPOINTMENT, 0x8238)),
    ("Required", Named(APPOINTMENT, 0x823B)),
    ("Optional", Named(APPOINTMENT, 0x823C)),
    ("Recurs", Named(APPOINTMENT, 0x8232)),
    ("Time zone", Named(APPOINTMENT, 0x8234)),
    ("Proposed start", Named(APPOINTMENT, 0x8250)),
    ("Proposed end", Named(APPOINTMENT, 0x8251)),
];

/// The lines of a task (MS-OXOTASK).
const TASKS: &[(&str, At)] = &[
    ("Start", Named(TASK, 0x8104)),
    ("Due", Named(TASK, 0x8105)),
    ("Completed", Named(TASK, 0x810F)),
    ("Owner", Named(TASK, 0x811F)),
    ("Delegated by", Named(TASK, 0x8121)),
];

/// The lines of a contact or a distribution list (MS-OXOCNTC).
const CONTACTS: &[(&str, At)] = &[
    ("Name", Id(0x3001)),
    ("Title", Id(0x3A45)),
    ("Given name", Id(0x3A06)),
    ("Middle name", Id(0x3A44)),
    ("Surname", Id(0x3A11)),
    ("Suffix", Id(0x3A05)),
    ("Nickname", Id(0x3A4F)),
    ("File as", Named(ADDRESS, 0x8005)),
    ("Company", Id(0x3A16)),
    ("Department", Id(0x3A18)),
    ("Office", Id(0x3A19)),
    ("Job title", Id(0x3A17)),
    ("Profession", Id(0x3A46)),
    ("Manager", Id(0x3A4E)),
    ("Assistant", Id(0x3A30)),
    ("Email", Named(ADDRESS, 0x8083)),
    ("Email name", Named(ADDRESS, 0x8080)),
    ("Email 2", Named(ADDRESS, 0x8093)),
    ("Email 2 name", Named(ADDRESS, 0x8090)),
    ("Email 3", Named(ADDRESS, 0x80A3)),
    ("Email 3 name", Named(ADDRESS, 0x80A0)),
    ("Web page", Named(ADDRESS, 0x802B)),
    ("Web page", Id(0x3A51)),
    ("Home page", Id(0x3A50)),
    ("Instant message", Named(ADDRESS, 0x8062)),
    ("Business telephone", Id(0x3A08)),
    ("Business telephone 2", Id(0x3A1B)),
    ("Company telephone", Id(0x3A57)),
    ("Home telephone", Id(0x3A09)),
    ("Home telephone 2", Id(0x3A2F)),
    ("Mobile telephone", Id(0x3A1C)),
    ("Car telephone", Id(0x3A1E)),
    ("Other telephone", Id(0x3A1F)),
    ("Primary telephone", Id(0x3A1A)),
    ("Assistant's telephone", Id(0x3A2E)),
    ("Callback", Id(0x3A02)),
    ("Pager", Id(0x3A21)),
    ("Business fax", Id(0x3A24)),
    ("Home fax", Id(0x3A25)),
    ("Other fax", Id(0x3A23)),
    ("Address", Id(0x3A15)),
    ("Business address", Named(ADDRESS, 0x801B)),
    ("Home address", Named(ADDRESS, 0x801A)),
    ("Other address", Named(ADDRESS, 0x801C)),
    ("Street", Id(0x3A29)),
    ("Locality", Id(0x3A27)),
    ("Region", Id(0x3A28)),
    ("Postcode", Id(0x3A2A)),
    ("Country", Id(0x3A26)),
    ("Birthday", Id(0x3A42)),
    ("Anniversary", Id(0x3A41)),
    ("Spouse", Id(0x3A48)),
    ("Customer number", Id(0x3A4A)),
    ("Government id", Id(0x3A07)),
];

/// The lines that any item may have.
const ANY: &[(&str, At)] = &[
    ("Companies", Named(COMMON, 0x8539)),
    ("Contacts", Named(COMMON, 0x853A)),
    ("Billing", Named(COMMON, 0x8535)),
    ("Mileage", Named(COMMON, 0x8534)),
];

/// The lines for an item of this class; empty for an ordinary message that has none of them.
pub fn of(object: &Object, speech: &Speech, class: &str, doubts: &mut Vec<String>) -> String {
    let class = class.to_ascii_lowercase();
    let is = |start: &str| class == start || class.starts_with(&format!("{start}."));
    let own: &[(&str, At)] = if is("ipm.appointment") || is("ipm.schedule") {
        CALENDAR
    } else if is("ipm.task") || is("ipm.taskrequest") {
        TASKS
    } else if is("ipm.contact") || is("ipm.distlist") {
        CONTACTS
    } else {
        &[]
    };
    let mut text = String::new();
    for (label, at) in own.iter().chain(ANY) {
        let value = match at {
            Id(id) => object.properties.get(*id),
            Named(set, number) => named(object, &Key::Number(*number), set),
        };
        if let Some(said) = value.and_then(|value| said(value, speech, doubts)) {
            let line = format!("{label}: {}\n", said.trim());
            if !text.contains(&line) {
                text.push_str(&line);
            }
        }
    }
    members(object, speech, &mut text, doubts);
    own_words(object, speech, &mut text, doubts);
    text
}

/// The categories that a person gave the item.
pub fn keywords(object: &Object, speech: &Speech, doubts: &mut Vec<String>) -> Option<String> {
    let value = named(object, &Key::Word("Keywords".into()), &PUBLIC_STRINGS)?;
    speech.texts(value, doubts)
}

/// A value by its name.
fn named<'a>(object: &'a Object, key: &Key, set: &[u8; 16]) -> Option<&'a Value> {
    let name = Name {
        set: *set,
        key: key.clone(),
    };
    let (id, _) = object.names.iter().find(|(_, other)| **other == name)?;
    object.properties.get(*id)
}

fn said(value: &Value, speech: &Speech, doubts: &mut Vec<String>) -> Option<String> {
    if let Some(text) = speech.texts(value, doubts) {
        return Some(text);
    }
    let mut one = Properties::default();
    one.put(0, value.clone());
    match value.kind {
        TIME => one
            .number(0)
            .and_then(moment)
            .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        // a no says nothing
        super::property::BOOLEAN => one.number(0).filter(|yes| *yes != 0).map(|_| "yes".into()),
        _ => None,
    }
}

/// The people on a distribution list: one-off entries of name and address (PidLidDistributionListOneOffMembers).
fn members(object: &Object, speech: &Speech, text: &mut String, doubts: &mut Vec<String>) {
    let _ = (speech, &doubts);
    let Some(list) = named(object, &Key::Number(0x8054), &ADDRESS) else {
        return;
    };
    for entry in &list.data {
        // flags, provider and version, then name, kind and address as strings that end in zero
        let Some(rest) = entry.get(24..) else {
            continue;
        };
        let wide = entry.get(22..24).is_some_and(|flags| flags[1] & 0x80 != 0);
        let words: Vec<String> = if wide {
            let text = super::property::utf16(rest);
            text.split('\0').map(str::to_owned).collect()
        } else {
            rest.split(|b| *b == 0)
                .map(|word| super::super::charset::decode(word, None).0)
                .collect()
        };
        if let [name, _, address, ..] = words.as_slice() {
            text.push_str(&format!("Member: {name} <{address}>\n"));
        }
    }
}

/// Fields that a person or a form added: named by words in the public set, not those of the machinery.
fn own_words(object: &Object, speech: &Speech, text: &mut String, doubts: &mut Vec<String>) {
    for (id, name) in &object.names {
        let Key::Word(word) = &name.key else {
            continue;
        };
        // names of internet headers and of programs are lower case or have dashes, colons and slashes
        let by_hand = name.set == PUBLIC_STRINGS
            && word != "Keywords"
            && word.starts_with(|c: char| c.is_uppercase())
            && !word.contains(['-', ':', '/', '_']);
        if let Some(said) = by_hand
            .then(|| object.properties.get(*id))
            .flatten()
            .and_then(|value| said(value, speech, doubts))
        {
            text.push_str(&format!("{word}: {}\n", said.trim()));
        }
    }
}
