//! A search made again: same, added, gone, and why.

use serde_json::Value;

use super::sections::MARGIN;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::Screen;
use crate::present::{Lines, Page, Report, json, words};
use crate::verbs::answers::{Differs, Replayed, State};

impl Report for Replayed {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading(&title(self));
        screen.text(0, &summary(self));
        screen.blank();
        for (at, search) in self.searches.iter().enumerate() {
            let label = if at == 0 { "Looked for" } else { "" };
            screen.labelled(
                label,
                MARGIN,
                &format!(
                    "{}: {} then, {} now",
                    search.query,
                    words::records(search.hits_then),
                    words::thousands(search.hits)
                ),
            );
            if search.read_as != search.read_as_then {
                screen.text(MARGIN, &format!("read then as: {}", search.read_as_then));
                screen.text(MARGIN, &format!("read now as: {}", search.read_as));
            }
        }
        section(&mut screen, "Added", &self.added);
        section(&mut screen, "Gone", &self.gone);
        screen.blank();
        if let Some(then) = &self.archive_then {
            screen.labelled("Then", MARGIN, &state(then, self.program_then.as_deref()));
        }
        screen.labelled("Now", MARGIN, &state(&self.archive, Some(self.program)));
        screen.labelled(
            "Recorded",
            MARGIN,
            &format!("as entry {}: recordroom log show {}", self.log, self.of),
        );
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let rows = |side: &'static str, records: &[Differs]| -> Vec<Vec<Cell>> {
            records
                .iter()
                .map(|one| {
                    vec![
                        Cell::text(side),
                        Cell::text(one.id),
                        Cell::day(one.date),
                        Cell::maybe(one.title.as_ref()),
                        Cell::text(one.why),
                        Cell::text(&one.reason),
                    ]
                })
                .collect()
        };
        let mut all = rows("added", &self.added);
        all.extend(rows("gone", &self.gone));
        Sheet {
            title: title(self),
            lead: vec![summary(self)],
            columns: ["side", "id", "date", "title", "why", "reason"]
                .map(Column::new)
                .to_vec(),
            rows: all,
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        let with_side = |side: &'static str| {
            move |one: &Differs| {
                let mut tree = json::tree(one);
                if let Value::Object(keys) = &mut tree {
                    keys.insert("side".into(), side.into());
                }
                tree
            }
        };
        Box::new(
            self.added
                .iter()
                .map(with_side("added"))
                .chain(self.gone.iter().map(with_side("gone"))),
        )
    }

    fn ids(&self) -> Option<Vec<String>> {
        let all = self.added.iter().chain(&self.gone);
        Some(all.map(|one| one.id.to_string()).collect())
    }
}

fn title(replayed: &Replayed) -> String {
    format!("SEARCH {} MADE AGAIN", replayed.of)
}

fn summary(replayed: &Replayed) -> String {
    let made = words::recorded_day(&replayed.at);
    let same = words::records(replayed.same);
    if replayed.same_result {
        return format!("The same result as on {made}: {same}.");
    }
    format!(
        "Another result than on {made}: {same} as then, {} added since, {} gone.",
        words::thousands(words::len(&replayed.added)),
        words::thousands(words::len(&replayed.gone))
    )
}

fn section(screen: &mut Screen, label: &str, records: &[Differs]) {
    if records.is_empty() {
        return;
    }
    screen.blank();
    for (at, one) in records.iter().enumerate() {
        let title = one.title.as_deref().unwrap_or("a record without content");
        let day = words::day_short(one.date);
        screen.labelled(
            if at == 0 { label } else { "" },
            MARGIN,
            &format!("{}  {day}  {title}", one.id.short()),
        );
        screen.text(MARGIN + 2, &one.reason);
    }
}

fn state(state: &State, program: Option<&str>) -> String {
    let made = program.map(|version| format!("; recordroom {version}"));
    format!(
        "{}, check code {}{}",
        words::records(state.records),
        words::code(&state.digest),
        made.unwrap_or_default()
    )
}
