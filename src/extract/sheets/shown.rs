//! What a number looks like in its cell: number formats, as far as they change words, digits or days.
//!
//! The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31, which the binary formats share. A reference kept as
//! the number 283 under the code `"INV/"0000` is read as `INV/0283`, and the number is kept beside it.

use super::code::{Code, Section, Token};
use super::serial::{self, Epoch};
use jiff::civil::DateTime;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// As a reader sees it; behind a day, the same day as ISO 8601 writes it.
    pub text: String,
    /// What is stored, where the reader sees something else.
    pub stored: Option<String>,
}

impl Shown {
    fn plainly(text: String) -> Self {
        Self { text, stored: None }
    }
}

/// A number in plain decimals, with the fifteen digits that spreadsheets keep.
pub fn plain(value: f64) -> String {
    let kept: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if kept == 0.0 {
        return "0".to_string();
    }
    if (1e-7..1e21).contains(&kept.abs()) {
        format!("{kept}")
    } else {
        format!("{kept:E}")
    }
}

/// A number under a format code.
pub fn number(value: f64, code: &Code, epoch: Epoch) -> Shown {
    let stored = plain(value);
    let Some((section, is_signed)) = code.for_number(value) else {
        return Shown::plainly(stored);
    };
    if section.is_day() {
        return match serial::moment(value, epoch) {
            Some(moment) => day(value, moment, section),
            None => Shown::plainly(stored),
        };
    }
    let text = match digits(value, section, is_signed) {
        Some(text) => text,
        None => return Shown::plainly(stored),
    };
    // `12.50` does not tell 12.5 to a search, `INV/0283` tells 283.
    let is_told = text.match_indices(&stored).any(|(at, _)| {
        let behind = text[at + stored.len()..].chars().next();
        !behind.is_some_and(|next| next.is_ascii_digit())
    });
    Shown {
        text,
        stored: (!is_told).then_some(stored),
    }
}

/// A text under a format code.
pub fn text(said: &str, code: &Code) -> Shown {
    let Some(section) = code.for_text() else {
        return Shown::plainly(said.to_string());
    };
    let mut text = String::new();
    for token in &section.tokens {
        match token {
            Token::Literal(letters) => text.push_str(letters),
            Token::Text => text.push_str(said),
            _ => {}
        }
    }
    if text.contains(said) {
        Shown::plainly(text)
    } else {
        Shown {
            text,
            stored: Some(said.to_string()),
        }
    }
}

/// Writes a number by its placeholders; none where the section only says how wide or in which fractions.
fn digits(value: f64, section: &Section, is_signed: bool) -> Option<String> {
    if section.is_general() {
        return None;
    }
    let layout = section.layout();
    if layout.is_fraction {
        return None;
    }
    let mut scaled = value.abs() * 100_f64.powi(layout.percents);
    scaled /= 1000_f64.powi(layout.thousands);
    if !scaled.is_finite() || scaled >= 1e21 {
        return None;
    }
    let mut exponent = 0_i32;
    if layout.has_exponent && scaled > 0.0 {
        let written = format!("{scaled:.*e}", layout.decimals);
        let (mantissa, power) = written.split_once('e')?;
        scaled = mantissa.parse().ok()?;
        exponent = power.parse().ok()?;
    }
    let written = format!("{scaled:.*}", layout.decimals);
    let (whole, after) = written.split_once('.').unwrap_or((&written, ""));
    let whole = whole.trim_start_matches('0');
    let is_zero = whole.is_empty() && after.bytes().all(|b| b == b'0');
    let mut text = String::new();
    if is_signed && value < 0.0 && !is_zero {
        text.push('-');
    }
    let mut left = Left {
        digits: whole.as_bytes(),
        places: layout.places,
        grouped: layout.is_grouped,
        has_begun: false,
    };
    let mut after = after.bytes().enumerate();
    let needed = layout.needed(after.clone().map(|(_, digit)| digit));
    let mut in_decimals = false;
    for token in &section.tokens {
        match token {
            Token::Literal(letters) => text.push_str(letters),
            Token::Digit(kind) if in_decimals => {
                if let Some((at, digit)) = after.next() {
                    match kind {
                        _ if at < needed => text.push(char::from(digit)),
                        '?' => text.push(' '),
                        _ => {}
                    }
                }
            }
            Token::Digit(kind) => left.push(*kind, &mut text),
            Token::Point => {
                if layout.places == 0 {
                    left.rest(&mut text);
                }
                in_decimals = true;
                if needed > 0 {
                    text.push('.');
                }
            }
            Token::Percent => text.push('%'),
            Token::Exponent(sign) => {
                text.push('E');
                let written = match (exponent < 0, sign) {
                    (true, _) => "-",
                    (false, '+') => "+",
                    _ => "",
                };
                text.push_str(written);
                text.push_str(&format!("{:02}", exponent.unsigned_abs()));
                break;
            }
            _ => {}
        }
    }
    Some(text.trim().to_string())
}

/// The digits before the point, still to be laid into their placeholders.
struct Left<'d> {
    digits: &'d [u8],
    places: usize,
    grouped: bool,
    has_begun: bool,
}

impl Left<'_> {
    fn push(&mut self, kind: char, text: &mut String) {
        if self.places == 0 {
            return;
        }
        // The first placeholder takes all digits that the others have no room for.
        while self.digits.len() > self.places {
            self.one(self.digits[0], self.digits.len() - 1, text);
            self.digits = &self.digits[1..];
        }
        self.places -= 1;
        if self.digits.len() > self.places {
            self.one(self.digits[0], self.places, text);
            self.digits = &self.digits[1..];
        } else if kind == '0' {
            self.one(b'0', self.places, text);
        }
    }

    fn one(&mut self, digit: u8, behind: usize, text: &mut String) {
        self.has_begun = true;
        text.push(char::from(digit));
        if self.grouped && behind > 0 && behind.is_multiple_of(3) {
            text.push(',');
        }
    }

    fn rest(&mut self, text: &mut String) {
        while let [digit, rest @ ..] = self.digits {
            text.push(char::from(*digit));
            self.digits = rest;
        }
    }
}

/// A day, a time, or both. A section that gives no whole day leaves the day to be told beside it, and one that puts
/// the month before the day is not shown in the body, where a British eye would read another day.
fn day(value: f64, moment: DateTime, section: &Section) -> Shown {
    let text = section.moment(moment, value);
    let iso = if moment.time() == jiff::civil::Time::midnight() || section.has_time() {
        moment.date().to_string()
    } else {
        moment.strftime("%Y-%m-%d %H:%M").to_string()
    };
    if value < 1.0 || text.contains(&iso) {
        return Shown::plainly(text);
    }
    if section.is_month_first() {
        return Shown {
            text: match section.has_time() {
                true => format!("{iso} {}", moment.strftime("%H:%M")),
                false => iso,
            },
            stored: Some(text),
        };
    }
    if section.has_whole_day() {
        let day = moment.date().to_string();
        return Shown {
            stored: (iso.len() > day.len()).then_some(iso),
            text: format!("{text} ({day})"),
        };
    }
    Shown {
        text,
        stored: Some(iso),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: f64, code: &str) -> String {
        number(value, &Code::read(code), Epoch::Y1900).text
    }

    #[test]
    fn numbers_keep_the_digits_that_a_spreadsheet_keeps() {
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(1_234_567.0), "1234567");
        assert_eq!(plain(-2.50), "-2.5");
        assert_eq!(plain(1e300), "1E300");
        assert_eq!(plain(f64::NAN), "NaN");
    }

    #[test]
    fn a_reference_made_by_its_format_is_read() {
        assert_eq!(show(283.0, "\"INV/\"0000"), "INV/0283");
        assert_eq!(show(1234.0, "00000000"), "00001234");
        assert_eq!(show(2_079_460_123.0, "000\\-0000\\-0000"), "020-7946-0123");
        let shown = number(283.0, &Code::read("\"INV/\"0000"), Epoch::Y1900);
        assert_eq!(shown.stored, None, "283 stands in what is shown");
        let hidden = number(283.0, &Code::read(";;;"), Epoch::Y1900);
        assert_eq!(
            (hidden.text.as_str(), hidden.stored.as_deref()),
            ("", Some("283"))
        );
    }

    #[test]
    fn common_codes_look_as_they_do_on_screen() {
        assert_eq!(show(1234.5, "#,##0.00"), "1,234.50");
        assert_eq!(show(-1234.5, "#,##0.00;(#,##0.00)"), "(1,234.50)");
        assert_eq!(show(1_234_567.0, "[$£-809]#,##0"), "£1,234,567");
        assert_eq!(show(0.125, "0.0%"), "12.5%");
        assert_eq!(show(0.5, "0.##"), "0.5");
        assert_eq!(show(1500.0, "0.00E+00"), "1.50E+03");
        assert_eq!(show(2_500_000.0, "0.0,,\"m\""), "2.5m");
        assert_eq!(show(5.0, "[<10]\"few\";\"many\""), "few");
        assert_eq!(show(50.0, "[<10]\"few\";\"many\""), "many");
        assert_eq!(show(-3.0, "0"), "-3");
        assert_eq!(show(0.75, "# ?/?"), "0.75");
        assert_eq!(show(0.0, "#"), "");
    }

    #[test]
    fn days_are_shown_and_told_in_iso() {
        assert_eq!(show(44_533.0, "dd/mm/yyyy"), "03/12/2021 (2021-12-03)");
        assert_eq!(
            show(44_533.0, "d mmmm yyyy"),
            "3 December 2021 (2021-12-03)"
        );
        assert_eq!(show(44_533.0, "yyyy-mm-dd"), "2021-12-03");
        assert_eq!(show(0.5, "h:mm AM/PM"), "12:00 PM");
        assert_eq!(show(1.5, "[h]:mm"), "36:00");
        let american = number(44_533.0, &Code::read("m/d/yyyy"), Epoch::Y1900);
        assert_eq!(american.text, "2021-12-03");
        assert_eq!(american.stored.as_deref(), Some("12/3/2021"));
        let month = number(44_533.0, &Code::read("mmm-yy"), Epoch::Y1900);
        assert_eq!(month.text, "Dec-21");
        assert_eq!(month.stored.as_deref(), Some("2021-12-03"));
        assert_eq!(
            show(44_533.25, "dd/mm/yyyy hh:mm"),
            "03/12/2021 06:00 (2021-12-03)"
        );
    }

    #[test]
    fn no_code_and_no_number_stops_the_reader() {
        let codes = [
            "", ";", "[", "\"", "\\", "_", "*", "[$", "0.0.0", "E+", ",", "@@", "/", "[h",
        ];
        for code in codes {
            for value in [0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY, 44_533.7] {
                number(value, &Code::read(code), Epoch::Y1904);
            }
            assert!(!text("said", &Code::read(code)).text.is_empty() || code == ";");
        }
        let longest = "0".repeat(100_000);
        assert!(number(1.0, &Code::read(&longest), Epoch::Y1900).text.len() <= 300);
    }
}
