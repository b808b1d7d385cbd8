//! The records that stand beside one: its conversation, and those whose text is like its own.

use serde_json::Value;

use super::record;
use crate::present::sheet::{Cell, Column, Sheet};
use crate::present::table::{Line, Screen};
use crate::present::{Lines, Page, Report, json, words};
use crate::record::Described;
use crate::verbs::answers::{Conversation, Similar};

/// The width of a day.
const DAY: usize = 11;

impl Report for Conversation {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        let Some(thread) = &self.thread else {
            screen.text(
                0,
                "This record is no message, so it belongs to no conversation.",
            );
            for member in &self.records {
                line(&mut screen, None, &member.record);
                for holder in &member.record.parents {
                    screen.text(
                        DAY + 2,
                        &format!(
                            "attached to {}: recordroom thread {}",
                            holder.short(),
                            holder.short()
                        ),
                    );
                }
            }
            return screen.finish();
        };
        screen.heading(&format!(
            "CONVERSATION {thread}, {}",
            words::count(words::len(&self.records), "message", "messages")
        ));
        screen.blank();
        for (n, member) in (1_u64..).zip(&self.records) {
            line(&mut screen, Some(n), &member.record);
            let mut remarks = Vec::new();
            if let Some(sides) = record::sides(&member.record) {
                remarks.push(sides);
            }
            if let Some(at) = member
                .answers
                .and_then(|id| self.records.iter().position(|other| other.record.id == id))
            {
                remarks.push(format!("answers {}", at + 1));
            }
            if !member.record.attachments.is_empty() {
                remarks.push(words::count(
                    words::len(&member.record.attachments),
                    "attachment",
                    "attachments",
                ));
            }
            if !remarks.is_empty() {
                screen.text(DAY + 6, &remarks.join("; "));
            }
        }
        screen.blank();
        screen.text(0, &absent(self));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut columns = vec![Column::new("n"), Column::new("answers")];
        columns.extend(record::COLUMNS);
        Sheet {
            title: match &self.thread {
                Some(thread) => format!("Conversation {thread}"),
                None => "A record that is no message".to_owned(),
            },
            columns,
            rows: (1_u64..)
                .zip(&self.records)
                .map(|(n, member)| {
                    let mut row = vec![Cell::Number(n), Cell::maybe(member.answers)];
                    row.extend(record::cells(&member.record));
                    row
                })
                .collect(),
            notes: vec![absent(self)],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.records.iter().map(json::tree))
    }

    fn ids(&self) -> Option<Vec<String>> {
        let ids = self.records.iter().map(|one| one.record.id.to_string());
        Some(ids.collect())
    }
}

fn absent(conversation: &Conversation) -> String {
    match conversation.absent {
        0 => "Every message that these answer or refer to is in this archive.".to_owned(),
        1 => "1 message that these answer or refer to is not in this archive.".to_owned(),
        many => format!(
            "{} messages that these answer or refer to are not in this archive.",
            words::thousands(many)
        ),
    }
}

fn line(screen: &mut Screen, n: Option<u64>, record: &Described) {
    let number = n.map(|n| format!("{n:>2}  ")).unwrap_or_default();
    let day = words::day_short(record.date);
    screen.line(
        Line::new()
            .bold(&number)
            .cell(&day, DAY)
            .plain(&words::without_day(&record.title, record.date))
            .right(&record.id.short()),
    );
}

impl Report for Similar {
    fn screen(&self, page: &Page) -> String {
        let mut screen = Screen::new(page);
        screen.heading(&format!("LIKE {}", self.of.title));
        screen.blank();
        for one in &self.records {
            let day = words::day_short(one.record.date);
            screen.line(
                Line::new()
                    .bold(&format!("{:>3} %  ", (one.similarity * 100.0).round()))
                    .cell(&day, DAY)
                    .plain(&words::without_day(&one.record.title, one.record.date))
                    .right(&one.record.id.short()),
            );
            let mut remarks = Vec::new();
            if one.record.draft {
                remarks.push("a draft");
            }
            if self.of.carriers.contains(&one.record.id) {
                remarks.push("the same text in another form");
            }
            if self.of.thread.is_some() && self.of.thread == one.record.thread {
                remarks.push("in the same conversation");
            }
            if !remarks.is_empty() {
                screen.text(DAY + 9, &remarks.join("; "));
            }
        }
        screen.blank();
        screen.text(0, &compared(self));
        screen.finish()
    }

    fn sheet(&self) -> Sheet {
        let mut columns = vec![Column::new("similarity")];
        columns.extend(record::COLUMNS);
        Sheet {
            title: format!("Records like {}", self.of.id),
            lead: vec![self.of.title.clone()],
            columns,
            rows: self
                .records
                .iter()
                .map(|one| {
                    let mut row = vec![Cell::Decimal(one.similarity)];
                    row.extend(record::cells(&one.record));
                    row
                })
                .collect(),
            notes: vec![compared(self)],
            ..Sheet::default()
        }
    }

    fn tree(&self) -> Value {
        json::tree(self)
    }

    fn lines(&self) -> Lines<'_> {
        Box::new(self.records.iter().map(json::tree))
    }

    fn ids(&self) -> Option<Vec<String>> {
        let ids = self.records.iter().map(|one| one.record.id.to_string());
        Some(ids.collect())
    }
}

fn compared(similar: &Similar) -> String {
    if !similar.comparable {
        return "No words were read from this record, so there is nothing to compare.".to_owned();
    }
    format!(
        "{} shown of {} whose text was compared. The part is of all runs of four words in either text; below 50 % none is \
         shown.",
        words::thousands(words::len(&similar.records)),
        words::thousands(similar.compared)
    )
}
