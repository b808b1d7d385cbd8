//! A case: its records with why each belongs, what is tied to it, what it cites and does not have, and its months.

use std::sync::LazyLock;

use serde_json::Value;

use super::record;
use super::searched;
use super::sections::unsearched;
use crate::facts::Tables;
use crate::present::sheet::{Bar, Cell, Column, Figure, Sheet};
use crate::present::table::{Line, Screen, columns, wrapped};
use crate::present::{Lines, Page, Report, json, safe, words};
use crate::verbs::answers::{CaseFile, CaseRecord, Gap, Month};

const MARGIN: usize = 6;
/// The longest bar of the timeline, in signs.
const LONGEST: usize = 40;
/// Empty months in a row that are told as one line.
const SILENCE: usize = 4;

impl Report for CaseFile {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let what = match self.means.as_str() {
            "" => String::new(),
            means => format!(", {}", safe::line(means)),
        };
        let heading = format!("CASE  {}{what}", safe::line(&self.reference));
        let extent = format!(
            "{}{}",
            words::records(words::len(&self.records)),
            span(&self.records).map_or(String::new(), |span| format!(", {span}"))
        );
        if columns(&heading) + columns(&extent) + 2 <= screen.width() {
            screen.line(Line::new().bold(&heading).right(&extent));
        } else {
            screen.heading(&heading);
            screen.text(MARGIN, &extent);
        }
        if let Some(as_at) = self.as_at {
            searched::left_in(&mut screen, MARGIN, as_at);
        }
        if self.records.is_empty() {
            screen.blank();
            screen.text(0, "No record in this archive carries this reference.");
        }
        for (nth, tied) in self.related.iter().enumerate() {
            let label = if nth == 0 { "Tied references: " } else { "" };
            let text = format!(
                "{}  {}; {}, {}",
                safe::line(&tied.canonical),
                safe::line(&tied.means),
                words::records(tied.records),
                safe::line(&tied.how)
            );
            screen.labelled(&format!("      {label}"), 24, &text);
        }
        if !self.months.is_empty() {
            screen.blank();
            timeline(&mut screen, &self.months);
        }
        if !self.records.is_empty() {
            screen.blank();
            list(&mut screen, &self.records);
        }
        if !self.records.is_empty() {
            screen.blank();
            gaps(&mut screen, self);
        }
        apart(&mut screen, self);
        possible(&mut screen, self);
        if !self.people.is_empty() {
            let bodies = self.people.iter().filter(|one| one.organisation);
            let said: Vec<String> = bodies
                .map(|one| {
                    format!(
                        "{} (wrote {}, received {})",
                        safe::line(&one.name),
                        one.wrote,
                        one.received
                    )
                })
                .collect();
            screen.blank();
            screen.labelled("INVOLVED", 10, &said.join("; "));
        }
        screen.blank();
        screen.text(0, &footnote_of_case(self));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut lead = vec![format!(
            "{}{}.",
            words::records(words::len(&self.records)),
            span(&self.records).map_or(String::new(), |span| format!(", {span}"))
        )];
        for tied in &self.related {
            lead.push(format!(
                "Tied reference: {}, {}; {}, {}.",
                tied.canonical,
                tied.means,
                words::records(tied.records),
                tied.how
            ));
        }
        let mut notes = Vec::new();
        for gap in &self.gaps {
            notes.push(format!("Cited and not in this archive: {}.", told(gap)));
        }
        for near in &self.apart {
            notes.push(format!(
                "Another case, never merged with this one: {} ({}; {}).",
                near.canonical,
                words::records(near.records),
                near.differs
            ));
        }
        for alike in &self.possible {
            notes.push(format!(
                "Perhaps of this case, and not counted with it: {} ({}), which prints \"{}\".",
                alike.title, alike.record, alike.as_printed
            ));
        }
        notes.push(footnote_of_case(self));
        Sheet {
            title: format!("Case {}", self.reference),
            lead,
            figures: figure(self).into_iter().collect(),
            columns: [
                "number",
                "date",
                "record",
                "why",
                "because",
                "author",
                "addressee",
                "kind",
                "references",
                "marking",
                "pages",
                "id",
                "digest",
            ]
            .map(Column::new)
            .to_vec(),
            rows: self.records.iter().map(cells).collect(),
            notes,
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.records.iter().map(json::tree))
    }

    fn ids(&self) -> Option<Vec<String>> {
        let records = self.records.iter();
        Some(records.map(|one| one.record.id.to_string()).collect())
    }
}

/// What could not be searched for a case, in one line.
pub fn footnote_of_case(case: &CaseFile) -> String {
    let mut text = format!("Searched {}", words::records(case.archive.records));
    if let Some(unread) = unsearched(case.not_searched) {
        text.push_str(&format!("; {unread}: recordroom problems"));
    }
    if let Some(n) = case.log {
        text.push_str(&format!(". Recorded as search {n}"));
    }
    text.push('.');
    text
}

fn span(records: &[CaseRecord]) -> Option<String> {
    let days = records.iter().filter_map(|one| one.record.date);
    let (first, last) = (days.clone().min()?, days.max()?);
    Some(if first == last {
        words::day_short(Some(first))
    } else {
        format!(
            "{} to {}",
            words::day_short(Some(first)),
            words::day_short(Some(last))
        )
    })
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let nth = usize::try_from(month).unwrap_or(1).clamp(1, 12) - 1;
    NAMES[nth]
}

fn items(numbers: &[u64]) -> String {
    match numbers {
        [] => String::new(),
        [one] => format!("item {one}"),
        several => format!("items {}", words::runs(several)),
    }
}

fn timeline(screen: &mut Screen, months: &[Month]) {
    let most = months
        .iter()
        .map(|month| month.items.len())
        .max()
        .unwrap_or(1);
    let scale = |count: usize| {
        if most <= LONGEST {
            count
        } else {
            (count * LONGEST).div_ceil(most)
        }
    };
    let widest = months
        .iter()
        .map(|month| scale(month.items.len()))
        .max()
        .unwrap_or(0);
    let mut shown_year = None;
    let mut at = 0;
    while let Some(month) = months.get(at) {
        let silent = months[at..]
            .iter()
            .take_while(|month| month.items.is_empty())
            .count();
        if silent > SILENCE {
            screen.text(MARGIN, &format!("...   nothing in {silent} months"));
            shown_year = None;
            at += silent;
            continue;
        }
        let year = if shown_year == Some(month.year) {
            String::new()
        } else {
            month.year.to_string()
        };
        shown_year = Some(month.year);
        let line = Line::new()
            .to(MARGIN)
            .cell(&year, 4)
            .cell(month_name(month.month), 3)
            .cell(&"#".repeat(scale(month.items.len())), widest)
            .plain(&items(&month.items));
        screen.line(line);
        at += 1;
    }
}

fn list(screen: &mut Screen, records: &[CaseRecord]) {
    let digits = records.len().to_string().len().max(2);
    screen.line(
        Line::new()
            .to(digits)
            .plain("  ")
            .cell("date", 11)
            .plain("record")
            .right("because        id"),
    );
    for one in records {
        let number = one.n.to_string();
        let date = one
            .record
            .date
            .map_or("undated".to_owned(), |day| words::day_short(Some(day)));
        let end = format!("{}  {}", word(one), one.record.id.short());
        let begin = Line::new()
            .to(digits.saturating_sub(number.len()))
            .bold(&number)
            .plain("  ")
            .cell(&date, 11);
        let indent = digits + 15;
        let room = screen
            .width()
            .saturating_sub(indent + columns(&end) + 2)
            .max(20);
        let title = words::without_day(&one.record.title, one.record.date);
        let mut lines = wrapped(&safe::line(&title), room).into_iter();
        screen.line(begin.plain(&lines.next().unwrap_or_default()).right(&end));
        for more in lines {
            screen.text(indent, &more);
        }
        let mut reasons = one.because.clone();
        reasons.extend(one.as_at.map(|mark| searched::remark(mark).to_owned()));
        if let Some(marking) = &one.record.marking {
            reasons.push(format!("marked {marking}"));
        }
        reasons.push(record::physical(&one.record));
        screen.text(indent, &reasons.join("; "));
    }
}

fn word(one: &CaseRecord) -> String {
    json::tree(&one.why).as_str().unwrap_or_default().to_owned()
}

/// A gap in words, with who cites it.
fn told(gap: &Gap) -> String {
    let mut text = String::new();
    let mut say = |part: &str| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    };
    if let Some(from) = &gap.from {
        say(&safe::line(from));
    }
    say(&record::kind(&gap.kind).to_lowercase());
    if let Some(to) = &gap.to {
        say(&format!("to {}", bodied(to)));
    }
    if let Some(day) = gap.date {
        say(&format!("of {}", words::day(day)));
    }
    let cited: Vec<String> = gap
        .citations
        .iter()
        .map(|citing| {
            let page = citing
                .page
                .map_or(String::new(), |page| format!(", page {page}"));
            format!(
                "item {}{page}: \"{}\"",
                citing.item,
                safe::line(&citing.as_printed)
            )
        })
        .collect();
    format!("{text}, cited by {}", cited.join("; "))
}

/// A body as a sentence names it: "the ICO", "Essex Police".
fn bodied(name: &str) -> String {
    static TABLES: LazyLock<Tables> = LazyLock::new(Tables::built_in);
    match TABLES.parties.row(name) {
        Some(row) => row.with_article(),
        None => safe::line(name),
    }
}

fn gaps(screen: &mut Screen, case: &CaseFile) {
    let gaps = &case.gaps;
    if gaps.is_empty() {
        let none = match case.cited_dated {
            0 => "none: these records cite no other letter by its day",
            1 => {
                "none: the one dated letter that these records cite has a record of that day here that fits"
            }
            _ => {
                "none: every dated letter that these records cite has a record of that day here that fits"
            }
        };
        screen.labelled("GAPS", MARGIN, none);
        return;
    }
    screen.heading(&format!(
        "GAPS  cited by these records, not in this archive ({})",
        gaps.len()
    ));
    for gap in gaps {
        screen.text(MARGIN, &told(gap));
    }
}

fn apart(screen: &mut Screen, case: &CaseFile) {
    for (nth, near) in case.apart.iter().enumerate() {
        if nth == 0 {
            screen.blank();
        }
        let text = format!(
            "{} ({}; {}) is another case and is never merged with this one",
            safe::line(&near.canonical),
            words::records(near.records),
            near.differs
        );
        screen.labelled(if nth == 0 { "APART" } else { "" }, 7, &text);
    }
}

/// What a scanner may have misread: apart from the case, with the command that shows it.
fn possible(screen: &mut Screen, case: &CaseFile) {
    const POSSIBLE: usize = 10;
    for (nth, alike) in case.possible.iter().enumerate() {
        if nth == 0 {
            screen.blank();
        }
        let day = alike
            .date
            .map_or(String::new(), |day| format!(", {}", words::day(day)));
        let text = format!(
            "{}{day}, prints \"{}\": recordroom show {}",
            safe::line(&alike.title),
            safe::line(&alike.as_printed),
            alike.record.short()
        );
        screen.labelled(if nth == 0 { "POSSIBLE" } else { "" }, POSSIBLE, &text);
    }
}

fn cells(one: &CaseRecord) -> Vec<Cell> {
    let record = &one.record;
    vec![
        Cell::Number(one.n),
        Cell::day(record.date),
        Cell::text(&record.title),
        Cell::text(word(one)),
        Cell::joined(&one.because),
        Cell::joined(record.from.iter().map(record::party)),
        Cell::joined(record.to.iter().map(record::party)),
        Cell::text(record::kind(&record.kind)),
        Cell::joined(
            record
                .references
                .iter()
                .map(|reference| &reference.canonical),
        ),
        Cell::maybe(record.marking.as_ref()),
        Cell::number(record.pages.map(u64::from)),
        Cell::text(record.id),
        Cell::joined(record::digests(record)),
    ]
}

fn figure(case: &CaseFile) -> Option<Figure> {
    let bars: Vec<Bar> = case
        .months
        .iter()
        .map(|month| Bar {
            label: format!("{} {}", month_name(month.month), month.year),
            height: words::len(&month.items),
            of_which: 0,
            says: items(&month.items),
        })
        .collect();
    (!bars.is_empty()).then(|| Figure {
        title: format!("Records of {} by month", case.reference),
        bars,
    })
}
