//! One walk over the records of a workbook: its sheets in the order of the stream, and what stands on each.

mod globals;

use super::super::super::{Category, Place, code_page};
use super::super::book::{Book, Sheet, Sight};
use super::super::formula::Writing;
use super::super::furniture;
use super::super::serial::Epoch;
use super::super::styles::Styles;
use super::cells::{self, Biff, Value};
use super::objects::{self, Objects};
use super::records::{Record, Records, narrow, u16_at};
use encoding_rs::Encoding;

/// A sheet as the workbook announces it: where its first record stands, its name, who sees it.
struct Announced {
    at: usize,
    name: String,
    sight: Sight,
}

struct Walk<'w, 'b> {
    book: &'w mut Book<'b>,
    biff: Biff,
    encoding: Option<&'static Encoding>,
    styles: Styles,
    formats: u32,
    announced: Vec<Announced>,
    shared: Vec<String>,
    sheet: Option<Sheet>,
    objects: Objects,
    headers: Vec<String>,
    footers: Vec<String>,
    boxes: String,
    /// Charts within a sheet, one within the other.
    charts: usize,
    /// The cell whose text follows.
    awaited: Option<(u32, u32, usize)>,
    elsewhere: String,
    names: String,
    lost: usize,
}

/// Reads all records into `book`.
pub fn read(mut records: Records<'_>, book: &mut Book<'_>) {
    let mut walk = Walk {
        book,
        biff: Biff::B8,
        encoding: None,
        styles: Styles::default(),
        formats: 0,
        announced: Vec::new(),
        shared: Vec::new(),
        sheet: None,
        objects: Objects::default(),
        headers: Vec::new(),
        footers: Vec::new(),
        boxes: String::new(),
        charts: 0,
        awaited: None,
        elsewhere: String::new(),
        names: String::new(),
        lost: 0,
    };
    let mut is_sealed = false;
    for record in records.by_ref() {
        if record.kind == 0x2F && record.bytes().len() >= 4 {
            is_sealed = true;
            break;
        }
        walk.record(&record);
        if walk
            .sheet
            .as_ref()
            .is_some_and(|sheet| sheet.cells.is_full())
        {
            break;
        }
    }
    let is_cut = records.is_cut && !is_sealed;
    walk.end_sheet();
    let missing = walk.announced.len();
    let sheets = walk.book.sheets as usize;
    walk.finish();
    if is_sealed {
        book.problem(Category::Encrypted, "a workbook with a password");
    } else if is_cut || sheets < missing {
        let reason = match missing > sheets {
            true => format!("{} of its {missing} sheets are not there", missing - sheets),
            false => "it ends within a record; what stands before was read".to_string(),
        };
        book.problem(Category::Damaged, reason);
    }
}

impl Walk<'_, '_> {
    fn record(&mut self, record: &Record<'_>) {
        match record.kind {
            0x0009 | 0x0209 | 0x0409 | 0x0809 => self.begin(record),
            0x0A => match self.charts {
                0 => self.end_sheet(),
                _ => self.charts -= 1,
            },
            0x42 => self.encoding = record.u16(0).and_then(code_page::encoding),
            0x22 if record.u16(0) == Some(1) => self.styles.epoch = Epoch::Y1904,
            0x85 => self.announce(record),
            0x1E | 0x41E => self.format(record),
            0xE0 | 0x243 | 0x443 => {
                let format = match self.biff {
                    Biff::B5 | Biff::B8 => record.u16(2).map(u32::from),
                    _ => record.bytes().get(1).map(|number| u32::from(*number)),
                };
                self.styles.add_look(format.unwrap_or(0));
            }
            0xFC => self.share(record),
            0x18 | 0x218 => self.name(record),
            0x5C => {
                let writer = match self.biff {
                    Biff::B8 => record.cursor(0).long_text(),
                    _ => self.short(record.bytes()),
                };
                self.book
                    .field("last written by", &writer.unwrap_or_default());
            }
            0x12 if record.u16(0) == Some(1) => {
                let what = match &self.sheet {
                    Some(sheet) => format!("sheet {}", sheet.name),
                    None => "workbook".to_string(),
                };
                self.book.field("protected", &what);
            }
            0x1AE => {
                if let Some((place, sheets)) = objects::other_book(record) {
                    self.book.link(&place);
                    for sheet in sheets {
                        self.elsewhere.push_str(&sheet);
                        self.elsewhere.push('\n');
                    }
                }
            }
            0x5A if self.biff == Biff::B8 => {
                let texts = objects::other_cells(record);
                self.elsewhere.push_str(&texts.join("\t"));
                self.elsewhere.push('\n');
            }
            0x1B8 => {
                for target in objects::link(record.bytes()) {
                    self.book.link(&target);
                }
            }
            // All pictures of the workbook.
            0xEB => {
                self.book.drawings(&record.pieces.concat());
            }
            0x800 => self.book.link(&objects::link_label(record.bytes())),
            _ => self.on_sheet(record),
        }
    }

    fn on_sheet(&mut self, record: &Record<'_>) {
        match record.kind {
            0x14 => self.headers.extend(self.furniture(record)),
            0x15 => self.footers.extend(self.furniture(record)),
            0x89C => self.further_furniture(record),
            // A text box or a button of Excel 5, whose words stand in the record in a way that is not known here.
            0x5D if self.biff == Biff::B5 => {
                if matches!(record.u16(4), Some(6 | 7)) {
                    self.book
                        .doubt("words in text boxes of Excel 5 and 95 were not read");
                }
            }
            0x5D => self.objects.object(record),
            0x1B6 => self.objects.words(record),
            0x1C if self.biff == Biff::B8 => self.objects.note(record),
            0x1C => self.objects.old_note(record),
            0x1BE => {
                if let Some(sheet) = &mut self.sheet {
                    objects::rule(record)
                        .iter()
                        .for_each(|told| sheet.beside(told));
                }
            }
            // The words of a chart: its titles, and the names of its rows of values.
            0x100D => {
                let text = match self.biff {
                    Biff::B8 => record.cursor(2).short_text(),
                    _ => self.short(record.bytes().get(2..).unwrap_or_default()),
                };
                if let Some(text) = text {
                    self.boxes.push_str(text.trim());
                    self.boxes.push('\n');
                }
            }
            0x04 | 0x204 | 0xD6 => self.label(record),
            0x07 | 0x207 => self.awaited_text(record),
            _ => self.cells(record),
        }
    }

    /// The first record of the workbook's own part, of a sheet, or of a chart within one.
    fn begin(&mut self, record: &Record<'_>) {
        self.biff = match (record.kind, record.u16(0)) {
            (0x0009, _) => Biff::B2,
            (0x0209, _) => Biff::B3,
            (0x0409, _) => Biff::B4,
            (_, Some(0x0600)) => Biff::B8,
            (_, Some(0x0500)) => Biff::B5,
            // Odd versions that some programs write.
            _ if record.bytes().len() >= 16 => Biff::B8,
            _ => Biff::B5,
        };
        match record.u16(2) {
            Some(0x05 | 0x06 | 0x100) => {}
            Some(0x20) if self.sheet.is_some() => self.charts += 1,
            _ => {
                self.end_sheet();
                let nth = self
                    .announced
                    .iter()
                    .position(|sheet| sheet.at == record.at);
                let next = self.book.sheets + 1;
                let (name, sight, page) = match nth.map(|nth| (nth, &self.announced[nth])) {
                    Some((nth, found)) => (
                        found.name.clone(),
                        found.sight,
                        u32::try_from(nth + 1).unwrap_or(next),
                    ),
                    None if self.announced.is_empty() => (String::new(), Sight::Shown, next),
                    None => (
                        "a sheet without a name".to_string(),
                        Sight::VeryHidden,
                        next,
                    ),
                };
                self.book.sheets += 1;
                self.sheet = Some(self.book.new_sheet(&name, page, sight));
            }
        }
    }

    /// A text of one-byte letters with its length in the byte before.
    fn short(&self, bytes: &[u8]) -> Option<String> {
        let (length, letters) = bytes.split_first()?;
        let letters = &letters[..usize::from(*length).min(letters.len())];
        Some(narrow(letters, self.encoding))
    }

    /// A text of one-byte letters with its length in the two bytes before.
    fn long(&self, bytes: &[u8]) -> Option<String> {
        let length = usize::from(u16_at(bytes, 0)?);
        let letters = bytes.get(2..)?;
        Some(narrow(&letters[..length.min(letters.len())], self.encoding))
    }

    fn furniture(&self, record: &Record<'_>) -> Option<String> {
        match self.biff {
            Biff::B8 => record.cursor(0).long_text(),
            _ => self.short(record.bytes()),
        }
    }

    /// Headers and footers of even and of first pages (MS-XLS 2.4.137).
    fn further_furniture(&mut self, record: &Record<'_>) {
        let mut cursor = record.cursor(12 + 16 + 2);
        let lengths: Vec<u16> = (0..4).map_while(|_| cursor.u16()).collect();
        for (nth, length) in lengths.into_iter().enumerate() {
            if length == 0 {
                continue;
            }
            let Some(text) = cursor.long_text() else {
                return;
            };
            match nth % 2 {
                0 => self.headers.push(text),
                _ => self.footers.push(text),
            }
        }
    }

    fn label(&mut self, record: &Record<'_>) {
        let Some((row, column, look, content)) = cells::place(record, self.biff) else {
            return;
        };
        let bytes = record.bytes().get(content..).unwrap_or_default();
        let text = match self.biff {
            Biff::B8 => record.cursor(content).long_text(),
            Biff::B2 => self.short(bytes),
            _ => self.long(bytes),
        };
        if let Some(text) = text {
            self.say(row, column, look, &text);
        }
    }

    fn awaited_text(&mut self, record: &Record<'_>) {
        let Some((row, column, look)) = self.awaited.take() else {
            return;
        };
        let text = match self.biff {
            Biff::B8 => record.cursor(0).long_text(),
            Biff::B2 => self.short(record.bytes()),
            _ => self.long(record.bytes()),
        };
        if let Some(text) = text {
            self.say(row, column, look, &text);
        }
    }

    /// Puts a text to its cell, or to its chart.
    fn say(&mut self, row: u32, column: u32, look: usize, said: &str) {
        match &mut self.sheet {
            Some(sheet) if self.charts == 0 => sheet.text(row, column, &self.styles, look, said),
            _ if said.trim().is_empty() => {}
            _ => {
                self.boxes.push_str(said.trim());
                self.boxes.push('\n');
            }
        }
    }

    fn cells(&mut self, record: &Record<'_>) {
        for cell in cells::cells(record, self.biff) {
            let (row, column, look) = (cell.row, cell.column, cell.look);
            self.awaited = None;
            let said = match cell.value {
                Value::Shared(at) => match self.shared.get(at) {
                    Some(_) => at,
                    None => {
                        self.lost += 1;
                        continue;
                    }
                },
                Value::TextFollows => {
                    self.awaited = Some((row, column, look));
                    self.formula(record, row, column);
                    continue;
                }
                value => {
                    self.plainly(row, column, look, &value);
                    self.formula(record, row, column);
                    continue;
                }
            };
            let text = std::mem::take(&mut self.shared[said]);
            self.say(row, column, look, &text);
            self.shared[said] = text;
        }
    }

    fn plainly(&mut self, row: u32, column: u32, look: usize, value: &Value) {
        // Numbers of a chart are those of its cells.
        let Some(sheet) = self.sheet.as_mut().filter(|_| self.charts == 0) else {
            return;
        };
        match value {
            Value::Number(number) => sheet.number(row, column, &self.styles, look, *number),
            Value::Truth(true) => sheet.cells.cell(row, column, "TRUE"),
            Value::Truth(false) => sheet.cells.cell(row, column, "FALSE"),
            Value::Fault(number) => sheet.cells.cell(row, column, cells::fault(*number)),
            _ => {}
        }
    }

    /// Keeps the words of a formula.
    fn formula(&mut self, record: &Record<'_>, row: u32, column: u32) {
        if !matches!(record.kind, 0x06 | 0x206 | 0x406) {
            return;
        }
        let (at, writing) = match self.biff {
            Biff::B8 => (20, Writing::Binary),
            Biff::B5 => (20, Writing::Old),
            _ => return,
        };
        let texts = objects::formula_texts(record.bytes(), at, writing);
        if let Some(sheet) = self.sheet.as_mut().filter(|_| !texts.is_empty()) {
            let cell = super::super::rows::address(row, column);
            sheet.beside(&format!("{cell}: {}", texts.join(" | ")));
        }
    }

    fn end_sheet(&mut self) {
        self.charts = 0;
        self.awaited = None;
        let Some(sheet) = self.sheet.take() else {
            return;
        };
        let page = Some(sheet.page);
        let name = sheet.name.clone();
        self.book.add(sheet);
        let encoding = self.encoding;
        let objects = std::mem::take(&mut self.objects);
        let (comments, boxes) = objects.finish(|bytes| narrow(bytes, encoding));
        self.book.say(Place::Comment, page, comments);
        let boxes = boxes + &std::mem::take(&mut self.boxes);
        self.book.say(Place::Box, page, boxes);
        for (place, codes) in [
            (Place::Header, std::mem::take(&mut self.headers)),
            (Place::Footer, std::mem::take(&mut self.footers)),
        ] {
            let lines: String = codes
                .iter()
                .map(|code| furniture::words(code) + "\n")
                .collect();
            self.book.say(place, page, lines);
        }
        if self.lost > 0 {
            self.book.problem(
                Category::Damaged,
                format!(
                    "{} cells of sheet \"{name}\" name a text that is not there",
                    self.lost
                ),
            );
            self.lost = 0;
        }
    }

    fn finish(self) {
        if !self.elsewhere.trim().is_empty() {
            self.book
                .doubt("it keeps cells of other workbooks; they were read as hidden text");
        }
        self.book.say(Place::Hidden, None, self.elsewhere);
        self.book.say(Place::Metadata, None, self.names);
    }
}
