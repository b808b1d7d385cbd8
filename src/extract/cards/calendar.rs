//! Calendars: what each entry says, in the order in which a person would tell it.

use super::super::{Field, Limits, html};
use super::line::{self, Line};
use super::times::{Zones, day, day_told, span_told};
use super::{Cards, content_lines};

/// A component: an event, a task, an alarm within one, the calendar itself.
struct Entry {
    kind: String,
    lines: Vec<Line>,
}

/// Reads a calendar.
pub(super) fn read(bytes: &[u8], declared: Option<&str>, limits: &Limits) -> Cards {
    let mut cards = Cards::new(limits);
    let lines = content_lines(bytes, declared, &mut cards);
    let entries = entries(lines, &mut cards);
    let mut telling = Telling {
        zones: zones_of(&entries),
        cards,
        stamps: Vec::new(),
    };
    for entry in entries {
        telling.entry(entry);
    }
    telling.finish()
}

/// The components in the order in which they begin, each with its own lines; nesting is told by the order alone.
fn entries(lines: Vec<Line>, cards: &mut Cards) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        match line.name.as_str() {
            "BEGIN" => {
                open.push(entries.len());
                entries.push(Entry {
                    kind: line.value.trim().to_uppercase(),
                    lines: Vec::new(),
                });
            }
            "END" => {
                if open.pop().is_none() {
                    cards.doubt("an entry ends that never began".into());
                }
            }
            _ => match open.last() {
                Some(nth) => entries[*nth].lines.push(line),
                None => cards.note(&line.name, &line.value),
            },
        }
    }
    if !open.is_empty() {
        cards.doubt("an entry has no end; it may be cut off".into());
    }
    entries
}

/// The offsets that the calendar states: each `STANDARD` and `DAYLIGHT` belongs to the `VTIMEZONE` before it.
fn zones_of(entries: &[Entry]) -> Zones {
    let mut zones = Zones::default();
    let mut name = String::new();
    for entry in entries {
        let value = |wanted: &str| entry.lines.iter().find(|line| line.name == wanted);
        match entry.kind.as_str() {
            "VTIMEZONE" => name = value("TZID").map(Line::text).unwrap_or_default(),
            "STANDARD" | "DAYLIGHT" => {
                if let Some(offset) = value("TZOFFSETTO") {
                    zones.state(&name, &offset.value);
                }
            }
            _ => {}
        }
    }
    zones
}

/// How a property is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    /// Words.
    Text,
    /// Words with mark-up.
    Page,
    /// Days, times, stretches of time.
    Time,
    /// The day after the last one, where it is a day.
    End,
    /// How long.
    Span,
    /// A person.
    Person,
    /// How often.
    Rule,
    /// A file or an address.
    File,
}

/// The properties that a person reads, in the order in which they are told. Every other one is metadata.
const TOLD: &[(&str, &str, As)] = &[
    ("SUMMARY", "Summary", As::Text),
    ("METHOD", "Method", As::Text),
    ("NAME", "Calendar", As::Text),
    ("X-WR-CALNAME", "Calendar", As::Text),
    ("X-WR-CALDESC", "About the calendar", As::Text),
    ("DTSTART", "Start", As::Time),
    ("DTEND", "End", As::End),
    ("DUE", "Due", As::Time),
    ("DURATION", "Lasts", As::Span),
    ("COMPLETED", "Completed", As::Time),
    ("RECURRENCE-ID", "In place of", As::Time),
    ("RRULE", "Repeats", As::Rule),
    ("EXRULE", "Does not repeat", As::Rule),
    ("RDATE", "Also on", As::Time),
    ("EXDATE", "Not on", As::Time),
    ("FREEBUSY", "Free and busy", As::Time),
    ("TRIGGER", "Reminder", As::Span),
    ("LOCATION", "Where", As::Text),
    ("STATUS", "Status", As::Text),
    ("ORGANIZER", "Organizer", As::Person),
    ("ATTENDEE", "Attendee", As::Person),
    ("CONTACT", "Contact", As::Text),
    ("CATEGORIES", "Categories", As::Text),
    ("RESOURCES", "Resources", As::Text),
    ("CLASS", "Class", As::Text),
    ("URL", "Address", As::Text),
    ("CONFERENCE", "Conference", As::Text),
    ("ATTACH", "Attachment", As::File),
    ("IMAGE", "Picture", As::File),
    ("DESCRIPTION", "Description", As::Text),
    ("STYLED-DESCRIPTION", "Description", As::Page),
    ("X-ALT-DESC", "Description", As::Page),
    ("COMMENT", "Comment", As::Text),
    ("REQUEST-STATUS", "Answer", As::Text),
];

struct Telling {
    zones: Zones,
    cards: Cards,
    stamps: Vec<String>,
}

impl Telling {
    fn entry(&mut self, mut entry: Entry) {
        let kind = entry.kind.as_str();
        let heading = match kind {
            "VEVENT" => "Event",
            "VTODO" => "Task",
            "VJOURNAL" => "Journal entry",
            "VFREEBUSY" => "Free and busy times",
            "VALARM" => "Reminder",
            _ => "",
        };
        if matches!(kind, "VTIMEZONE" | "STANDARD" | "DAYLIGHT") {
            self.cards.note(kind, "");
            for line in entry.lines {
                self.raw(&line);
            }
            return;
        }
        if !heading.is_empty() {
            if !self.cards.body.is_empty() {
                self.cards.body.push('\n');
            }
            self.cards.body.push_str(heading);
            self.cards.body.push('\n');
        } else if kind != "VCALENDAR" {
            self.cards.note("Component", kind);
        }
        if matches!(kind, "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY") {
            self.describe(&entry.lines);
        }
        let rank = |line: &Line| TOLD.iter().position(|(name, ..)| *name == line.name);
        entry
            .lines
            .sort_by_key(|line| rank(line).unwrap_or(TOLD.len()));
        for line in &entry.lines {
            match rank(line) {
                Some(row) => self.tell(TOLD[row].1, TOLD[row].2, line),
                None => self.raw(line),
            }
        }
    }

    /// Keeps what names an entry: the first one's title and organizer, every entry's categories and day of making.
    fn describe(&mut self, lines: &[Line]) {
        let of = |name: &str| lines.iter().find(|line| line.name == name);
        let stamp = of("CREATED")
            .or_else(|| of("DTSTAMP"))
            .and_then(|line| self.zones.stamp(&line.value, line.parameter("TZID")));
        self.stamps.push(stamp.unwrap_or_default());
        self.keep("title", of("SUMMARY").map(Line::text));
        self.keep("author", of("ORGANIZER").map(person));
        self.keep("keywords", of("CATEGORIES").map(Line::text));
        self.keep("location", of("LOCATION").map(Line::text));
    }

    fn keep(&mut self, name: &str, value: Option<String>) {
        let value = value.unwrap_or_default();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && !self.cards.fields.iter().any(|field| field.name == name) {
            self.cards.fields.push(Field {
                name: name.to_owned(),
                value,
            });
        }
    }

    /// A property among the metadata; its times are told in words as well.
    fn raw(&mut self, line: &Line) {
        let times = matches!(line.name.as_str(), "DTSTAMP" | "CREATED" | "LAST-MODIFIED");
        let value = if times {
            self.zones.told(&line.value, line.parameter("TZID"))
        } else if let Some(file) = &line.file {
            self.cards.file(line, file.clone());
            line.value.clone()
        } else {
            line.text()
        };
        self.cards.note(&line.name, &value);
        self.cards.note_parameters(line, &[]);
        if let Some(zone) = line.parameter("TZID").filter(|_| !times) {
            let told = format!("{} (TZID={zone})", line.name);
            self.cards.note(&told, "");
        }
    }

    fn tell(&mut self, label: &str, how: As, line: &Line) {
        let mut shown: &[&str] = &[];
        match how {
            As::Text => self.cards.say(label, &line.text()),
            As::Page => self.page(label, line),
            As::Time | As::End => self.times(label, how, line),
            As::Span => match span_told(&line.value) {
                Some(span) => self.cards.say(label, &span),
                None => self.times(label, As::Time, line),
            },
            As::Person => {
                shown = &[
                    "CN",
                    "EMAIL",
                    "PARTSTAT",
                    "SENT-BY",
                    "DELEGATED-TO",
                    "DELEGATED-FROM",
                ];
                self.cards.say(label, &person(line));
            }
            As::Rule => {
                let told = rule(&line.value, &mut self.zones);
                self.cards.say(label, &told);
            }
            As::File => match &line.file {
                Some(bytes) => {
                    self.cards.file(line, bytes.clone());
                    self.cards.say(label, &line.value);
                }
                None => self.cards.say(label, &line.text()),
            },
        }
        self.cards.note_parameters(line, shown);
    }

    /// A description with mark-up says once more, as a rule, what the plain one said.
    fn page(&mut self, label: &str, line: &Line) {
        let is_page = line
            .kind()
            .is_none_or(|kind| kind.eq_ignore_ascii_case("text/html"));
        if is_page {
            let mut page = html::read_text(&line.text());
            self.cards.doubts.append(&mut page.doubts);
            self.cards.pages.push(page);
        } else {
            self.cards.say(label, &line.text());
        }
    }

    fn times(&mut self, label: &str, how: As, line: &Line) {
        let zone = line.parameter("TZID");
        let told: Vec<String> = line::split(&line.value, ',')
            .into_iter()
            .map(|one| match day(one) {
                // whole days end where the next one begins
                Some(after) if how == As::End => {
                    let last = after.yesterday().unwrap_or(after);
                    format!("{} (whole days; printed {})", day_told(last), one.trim())
                }
                _ => self.zones.told(one, zone),
            })
            .collect();
        self.cards.say(label, &told.join("; "));
    }

    fn finish(mut self) -> Cards {
        for zone in std::mem::take(&mut self.zones.unknown) {
            self.cards.doubt(format!(
                "the time zone {zone} is not known; its times are told as they were written"
            ));
        }
        // entries made on several days have no one day
        self.stamps
            .dedup_by(|one, other| one.get(..10) == other.get(..10));
        if let [stamp] = self.stamps.as_slice()
            && !stamp.is_empty()
        {
            let stamp = stamp.clone();
            self.keep("created", Some(stamp));
        }
        self.cards
    }
}

/// A person: the name, the address, and how they answered.
fn person(line: &Line) -> String {
    let value = line.text();
    let address = |value: &str| {
        let plain = value
            .get(..7)
            .is_some_and(|head| head.eq_ignore_ascii_case("mailto:"));
        value[if plain { 7 } else { 0 }..].trim().to_owned()
    };
    let name = line.parameter("CN").map(str::trim).unwrap_or_default();
    let mut addresses = vec![address(&value)];
    addresses.extend(line.parameter("EMAIL").map(address));
    addresses.retain(|one| !one.is_empty() && one != name);
    addresses.dedup();
    let mut told = name.to_owned();
    for one in &addresses {
        match told.is_empty() {
            true => told = one.clone(),
            false => told.push_str(&format!(" <{one}>")),
        }
    }
    for (key, word) in [
        ("PARTSTAT", ""),
        ("SENT-BY", "sent by "),
        ("DELEGATED-TO", "handed on to "),
        ("DELEGATED-FROM", "handed on by "),
    ] {
        if let Some(value) = line.parameter(key) {
            let value = match key {
                "PARTSTAT" => value.to_lowercase().replace('-', " "),
                _ => value.split(',').map(address).collect::<Vec<_>>().join(", "),
            };
            told.push_str(&format!(", {word}{value}"));
        }
    }
    told
}

/// How often: the frequency and the last day in words, the rule as written after them.
fn rule(written: &str, zones: &mut Zones) -> String {
    let of = |key: &str| {
        written
            .split(';')
            .filter_map(|piece| piece.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(key))
            .map(|(_, value)| value.trim())
    };
    let mut told = of("FREQ").map(str::to_lowercase).unwrap_or_default();
    if let Some(count) = of("COUNT") {
        told.push_str(&format!(", {count} times"));
    }
    if let Some(until) = of("UNTIL") {
        told.push_str(&format!(", until {}", zones.told(until, None)));
    }
    format!("{told} ({})", written.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Cards {
        read(
            text.replace('\n', "\r\n").as_bytes(),
            None,
            &Limits::default(),
        )
    }

    #[test]
    fn an_invitation_is_told_as_a_person_would_tell_it() {
        let mut cards = read_text(
            "BEGIN:VCALENDAR\nMETHOD:REQUEST\nPRODID:-//Maker//EN\nBEGIN:VEVENT\nUID:77@maker.example\n\
             DTSTAMP:20211130T090000Z\nDTSTART;TZID=GMT Standard Time:20211203T100000\nDURATION:PT45M\n\
             SUMMARY:Records\\, and boxes\nORGANIZER;CN=\"Osei, Dana\":mailto:dana@force.example\n\
             ATTENDEE;ROLE=CHAIR;PARTSTAT=NEEDS-ACTION:mailto:lee@force.example\nDESCRIPTION:One\\nTwo\n\
             X-OWN;X-P=deep:thing\nBEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Soon\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n",
        );
        assert_eq!(
            cards.body,
            "Method: REQUEST\n\nEvent\nSummary: Records, and boxes\nStart: Friday 3 December 2021, 10:00\nLasts: 45m\n\
             Organizer: Osei, Dana <dana@force.example>\nAttendee: lee@force.example, needs action\n\
             Description:\nOne\nTwo\n\nReminder\nReminder: 15m ago\nDescription: Soon\n"
        );
        for word in [
            "-//Maker//EN",
            "77@maker.example",
            "30 November 2021",
            "ROLE=CHAIR",
            "X-P=deep",
            "thing",
        ] {
            assert!(cards.metadata.contains(word), "{word}: {}", cards.metadata);
        }
        let field = |name: &str| cards.fields.iter().find(|field| field.name == name);
        assert_eq!(
            field("title").map(|field| field.value.as_str()),
            Some("Records, and boxes")
        );
        assert_eq!(
            field("created").map(|field| field.value.as_str()),
            Some("2021-11-30T09:00:00Z")
        );
        assert_eq!((cards.doubts.len(), cards.passages().len()), (0, 2));
    }

    #[test]
    fn whole_days_repetition_and_several_entries() {
        let cards = read_text(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20211203\nDTEND;VALUE=DATE:20211205\n\
             RRULE:FREQ=WEEKLY;UNTIL=20220101\nEXDATE;VALUE=DATE:20211210,20211217\nEND:VEVENT\n\
             BEGIN:VTODO\nSUMMARY:Second\nATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a.txt:aGVsbG8=\nEND:VTODO",
        );
        assert!(
            cards
                .body
                .contains("End: Saturday 4 December 2021 (whole days; printed 20211205)")
        );
        assert!(cards.body.contains(
            "Repeats: weekly, until Saturday 1 January 2022 (FREQ=WEEKLY;UNTIL=20220101)"
        ));
        assert!(
            cards
                .body
                .contains("Not on: Friday 10 December 2021; Friday 17 December 2021")
        );
        assert!(cards.body.contains("Task\nSummary: Second"));
        assert_eq!(
            (
                cards.parts[0].name.as_str(),
                cards.parts[0].bytes.as_slice()
            ),
            ("a.txt", b"hello".as_slice())
        );
        assert_eq!(cards.doubts, ["an entry has no end; it may be cut off"]);
    }
}
