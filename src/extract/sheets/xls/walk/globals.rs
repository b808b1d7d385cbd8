//! What the workbook's own part says before any sheet: announcements of sheets, number formats, shared texts, names.

use super::super::super::book::Sight;
use super::super::super::formula::{self, Writing};
use super::super::cells::Biff;
use super::super::records::{Record, narrow, u32_at};
use super::{Announced, Walk};

impl Walk<'_, '_> {
    /// Keeps where a sheet begins, its name, and who sees it.
    pub(super) fn announce(&mut self, record: &Record<'_>) {
        let bytes = record.bytes();
        let (Some(at), Some(sight)) = (u32_at(bytes, 0), bytes.get(4)) else {
            return;
        };
        let name = match self.biff {
            Biff::B8 => record.cursor(6).short_text(),
            _ => self.short(bytes.get(6..).unwrap_or_default()),
        };
        self.announced.push(Announced {
            at: at as usize,
            name: name.unwrap_or_default(),
            sight: match sight & 3 {
                0 => Sight::Shown,
                1 => Sight::Hidden,
                _ => Sight::VeryHidden,
            },
        });
    }

    /// Keeps a number format.
    pub(super) fn format(&mut self, record: &Record<'_>) {
        let bytes = record.bytes();
        let (number, code) = match self.biff {
            Biff::B8 => (record.u16(0), record.cursor(2).long_text()),
            Biff::B5 => (
                record.u16(0),
                self.short(bytes.get(2..).unwrap_or_default()),
            ),
            // The first ones number their formats by where they stand.
            Biff::B4 => (None, self.short(bytes.get(2..).unwrap_or_default())),
            _ => (None, self.short(bytes)),
        };
        let number = number.map_or(self.formats, u32::from);
        self.formats += 1;
        if let Some(code) = code {
            self.styles.define(number, &code);
        }
        if self.biff == Biff::B2 {
            self.styles.add_look(number);
        }
    }

    /// Reads the shared texts.
    pub(super) fn share(&mut self, record: &Record<'_>) {
        let mut cursor = record.cursor(4);
        let Some(count) = cursor.u32() else {
            return;
        };
        for _ in 0..count {
            if cursor.is_done() {
                break;
            }
            match cursor.long_text() {
                Some(text) => self.shared.push(text),
                None => break,
            }
        }
    }

    /// Keeps a name that somebody gave, and the words of what it stands for.
    pub(super) fn name(&mut self, record: &Record<'_>) {
        let bytes = record.bytes();
        let (Some(flags), Some(length)) = (record.u16(0), bytes.get(3)) else {
            return;
        };
        // Print areas and the like, which the program names itself.
        if flags & 0x20 != 0 {
            return;
        }
        let length = usize::from(*length);
        let (name, tokens, writing) = match self.biff {
            Biff::B8 => {
                let mut cursor = record.cursor(14);
                let size = bytes
                    .get(14)
                    .map_or(0, |flags| if flags & 1 != 0 { length * 2 } else { length });
                (cursor.flagged_text(length), 15 + size, Writing::Binary)
            }
            Biff::B5 => {
                let letters = bytes.get(14..14 + length);
                (
                    letters.map(|letters| narrow(letters, self.encoding)),
                    14 + length,
                    Writing::Old,
                )
            }
            _ => return,
        };
        let tokens = bytes.get(tokens..).unwrap_or_default();
        let said = formula::texts(tokens, writing).join(" ");
        let name = name.unwrap_or_default();
        self.names.push_str(&format!("{name} {said}\n"));
    }
}
