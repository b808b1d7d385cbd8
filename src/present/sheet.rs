//! A sheet: the face of an answer that has columns and cells.

use std::fmt;

use jiff::civil::Date;

use super::{safe, words};

/// A table of whole cells, with what stands above and below it on paper.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// Paragraphs above the table.
    pub lead: Vec<String>,
    /// Pictures above the table, where the format has pictures.
    pub figures: Vec<Figure>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Paragraphs below the table.
    pub notes: Vec<String>,
}

/// A picture of bars in a row: how many of something there are, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// What it shows.
    pub title: String,
    /// The bars, from left to right.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How high it is.
    pub height: u64,
    /// How much of it is set apart by a darker shade, from below.
    pub of_which: u64,
    /// What it says when it is asked.
    pub says: String,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in a machine's table: lower case, words joined by `_`.
    pub key: &'static str,
    /// Whether a person is to fill it in, so that paper shows it even when empty.
    pub to_fill: bool,
}

impl Column {
    /// A column that the program fills.
    pub const fn new(key: &'static str) -> Self {
        Self {
            key,
            to_fill: false,
        }
    }

    /// A column that a person fills.
    pub const fn to_fill(key: &'static str) -> Self {
        Self { key, to_fill: true }
    }

    /// Its heading on paper.
    pub fn heading(self) -> String {
        words::capital(&self.key.replace('_', " "))
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text of one line, from anywhere.
    Text(String),
    /// Text of several lines, from anywhere.
    Passage(String),
    /// A number of ours.
    Number(u64),
    /// A number of ours with two decimals.
    Decimal(f64),
    /// A day.
    Day(Date),
}

impl Cell {
    /// Text; nothing where it is empty.
    pub fn text(text: impl fmt::Display) -> Self {
        let text = text.to_string();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Text where there is some.
    pub fn maybe<T: fmt::Display>(text: Option<T>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// A number where there is one.
    pub fn number(number: Option<u64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    /// A day where there is one.
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// Several values in one cell, joined by `; `.
    pub fn joined<T: fmt::Display>(values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        Self::text(values.join("; "))
    }

    /// Yes or no.
    pub fn answer(yes: bool) -> Self {
        Self::Text(if yes { "yes" } else { "no" }.to_owned())
    }

    /// What a machine's table holds: harmless text, plain digits, ISO days.
    pub fn for_machines(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => safe::line(text),
            Self::Passage(text) => safe::lines(text),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number) => format!("{number:.2}"),
            Self::Day(day) => day.to_string(),
        }
    }

    /// What paper shows: the same with dates in words and digits in groups.
    pub fn for_people(&self) -> String {
        match self {
            Self::Number(number) => words::thousands(*number),
            Self::Day(day) => words::day(*day),
            other => other.for_machines(),
        }
    }
}
