//! Number-format codes, read into sections and tokens.

use jiff::civil::DateTime;

/// A code longer than this is no code; Excel itself allows 255 characters.
const LONGEST: usize = 255;

/// One step of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Letters that are shown as they stand.
    Literal(String),
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// A comma among digits: thousands, or division by a thousand.
    Comma,
    /// Times a hundred.
    Percent,
    /// Scientific notation, and the sign that it was given.
    Exponent(char),
    /// A stroke: a fraction, or between the parts of a day.
    Stroke,
    /// Part of a day or time: its letter and how often it stands.
    Time(char, usize),
    /// Hours, minutes or seconds that go on counting.
    Elapsed(char),
    /// Morning or afternoon.
    Half,
    /// The text of the cell.
    Text,
    /// As the program thinks fit.
    General,
}

/// A condition on numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    sign: &'static str,
    bound: f64,
}

impl Condition {
    fn holds(self, value: f64) -> bool {
        match self.sign {
            "<=" => value <= self.bound,
            ">=" => value >= self.bound,
            "<>" => value != self.bound,
            "<" => value < self.bound,
            ">" => value > self.bound,
            _ => value == self.bound,
        }
    }
}

/// How one kind of value is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Its steps.
    pub tokens: Vec<Token>,
    condition: Option<Condition>,
}

/// What a section's placeholders ask for.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Placeholders before the point.
    pub places: usize,
    /// Placeholders behind it.
    pub decimals: usize,
    kinds: Vec<char>,
    /// Thousands are grouped.
    pub is_grouped: bool,
    /// How often it is divided by a thousand.
    pub thousands: i32,
    /// How often it is multiplied by a hundred.
    pub percents: i32,
    /// Scientific notation.
    pub has_exponent: bool,
    /// A fraction.
    pub is_fraction: bool,
}

impl Layout {
    /// How many of these decimals are shown: a `#` shows no closing nought.
    pub fn needed(&self, decimals: impl Iterator<Item = u8>) -> usize {
        let wanted = decimals
            .zip(&self.kinds)
            .enumerate()
            .filter(|(_, (digit, kind))| *digit != b'0' || **kind == '0');
        wanted.last().map_or(0, |(at, _)| at + 1)
    }
}

impl Section {
    /// Whether it shows days or times.
    pub fn is_day(&self) -> bool {
        let of_time = |token: &Token| matches!(token, Token::Time(..) | Token::Elapsed(_));
        self.tokens.iter().any(of_time)
    }

    /// Whether it leaves the matter to the program.
    pub fn is_general(&self) -> bool {
        self.tokens.contains(&Token::General)
    }

    /// Counts its placeholders.
    pub fn layout(&self) -> Layout {
        let mut layout = Layout::default();
        let mut in_decimals = false;
        let mut commas = 0;
        for token in &self.tokens {
            match token {
                Token::Digit(_) if layout.has_exponent => {}
                Token::Digit(kind) if in_decimals => {
                    layout.decimals += 1;
                    layout.kinds.push(*kind);
                }
                Token::Digit(_) => {
                    layout.is_grouped |= commas > 0;
                    commas = 0;
                    layout.places += 1;
                }
                Token::Comma if layout.places > 0 => commas += 1,
                Token::Point => in_decimals = true,
                Token::Percent => layout.percents += 1,
                Token::Exponent(_) => layout.has_exponent = true,
                Token::Stroke => layout.is_fraction = true,
                _ => {}
            }
        }
        layout.thousands = commas;
        layout
    }

    fn letters(&self) -> impl Iterator<Item = (char, usize)> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Time(letter, times) => Some((*letter, *times)),
            _ => None,
        })
    }

    /// Whether it shows hours.
    pub fn has_time(&self) -> bool {
        self.letters().any(|(letter, _)| letter == 'h')
    }

    /// Whether it shows day, month and year.
    pub fn has_whole_day(&self) -> bool {
        let has = |wanted| self.letters().any(|(letter, _)| letter == wanted);
        has('y') && has('m') && self.letters().any(|(c, times)| c == 'd' && times <= 2)
    }

    /// Whether it shows the month as a number and before the day, and no year before both.
    pub fn is_month_first(&self) -> bool {
        let mut order = self.letters().filter(|(letter, times)| {
            *letter == 'y' || (matches!(letter, 'm' | 'd') && *times <= 2)
        });
        matches!(order.next(), Some(('m', _))) && matches!(order.next(), Some(('d', _)))
    }

    /// Writes a moment.
    pub fn moment(&self, moment: DateTime, value: f64) -> String {
        let halves = self.tokens.contains(&Token::Half);
        let mut text = String::new();
        for token in &self.tokens {
            let piece = match token {
                Token::Literal(letters) => letters.clone(),
                Token::Stroke => "/".to_string(),
                Token::Comma => ",".to_string(),
                Token::Point => ".".to_string(),
                Token::Half => moment.strftime("%p").to_string(),
                Token::Elapsed(unit) => elapsed(*unit, value),
                Token::Time('n', _) => format!("{:02}", moment.minute()),
                Token::Time('h', times) => {
                    let hour = match (halves, moment.hour() % 12) {
                        (true, 0) => 12,
                        (true, hour) => hour,
                        (false, _) => moment.hour(),
                    };
                    wide(i64::from(hour), *times)
                }
                Token::Time('s', times) => wide(i64::from(moment.second()), *times),
                Token::Time('y', times) if *times <= 2 => moment.strftime("%y").to_string(),
                Token::Time('y' | 'e', _) => moment.year().to_string(),
                Token::Time('m', 3) => moment.strftime("%b").to_string(),
                Token::Time('m', 4) => moment.strftime("%B").to_string(),
                Token::Time('m', 5) => moment.strftime("%b").to_string().chars().take(1).collect(),
                Token::Time('m', times) => wide(i64::from(moment.month()), *times),
                Token::Time('d', 3) => moment.strftime("%a").to_string(),
                Token::Time('d', times) if *times > 3 => moment.strftime("%A").to_string(),
                Token::Time('d', times) => wide(i64::from(moment.day()), *times),
                _ => String::new(),
            };
            text.push_str(&piece);
        }
        text.trim().trim_end_matches('.').to_string()
    }
}

fn wide(value: i64, times: usize) -> String {
    if times > 1 {
        format!("{value:02}")
    } else {
        value.to_string()
    }
}

fn elapsed(unit: char, value: f64) -> String {
    let a_day = match unit {
        'h' => 24.0,
        'm' => 1_440.0,
        _ => 86_400.0,
    };
    // A little more, so that an hour stored as a fraction of a day is whole.
    format!("{:.0}", (value * a_day + 1e-6).floor())
}

/// A whole code: up to four sections.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Code {
    sections: Vec<Section>,
}

impl Code {
    /// Reads a code. What is beyond the rules is read as letters.
    pub fn read(code: &str) -> Self {
        if code.len() > LONGEST * 4 {
            return Self::default();
        }
        let mut sections = vec![Section::default()];
        let mut letters = code.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == ';' {
                sections.push(Section::default());
                continue;
            }
            let last = sections.len() - 1;
            let section = &mut sections[last];
            let token = match letter {
                '0' | '#' | '?' => Token::Digit(letter),
                '.' => Token::Point,
                ',' => Token::Comma,
                '%' => Token::Percent,
                '/' => Token::Stroke,
                '@' => Token::Text,
                'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' => {
                    Token::Time(letter.to_ascii_lowercase(), run(&mut letters, letter))
                }
                'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => {
                    Token::Exponent(letters.next().unwrap_or('+'))
                }
                'e' => Token::Time('y', 4.max(run(&mut letters, letter))),
                'A' | 'a' => match half(&mut letters) {
                    true => Token::Half,
                    false => Token::Literal(letter.to_string()),
                },
                'G' | 'g' => match rest_of_general(&mut letters) {
                    true => Token::General,
                    false => Token::Literal(letter.to_string()),
                },
                '"' => {
                    let quoted = letters.by_ref().take_while(|next| *next != '"');
                    Token::Literal(quoted.collect())
                }
                '\\' | '!' => Token::Literal(letters.next().into_iter().collect()),
                // As wide as the next letter.
                '_' => {
                    letters.next();
                    Token::Literal(" ".to_string())
                }
                // The next letter as often as the cell is wide.
                '*' => {
                    letters.next();
                    continue;
                }
                '[' => {
                    let inner: String = letters.by_ref().take_while(|next| *next != ']').collect();
                    match bracket(&inner, section) {
                        Some(token) => token,
                        None => continue,
                    }
                }
                other => Token::Literal(other.to_string()),
            };
            section.tokens.push(token);
        }
        sections.iter_mut().for_each(tell_minutes);
        Self { sections }
    }

    /// The section for a number, and whether it leaves the minus sign to the program.
    pub fn for_number(&self, value: f64) -> Option<(&Section, bool)> {
        let numeric: Vec<&Section> = self
            .sections
            .iter()
            .take(3)
            .filter(|section| !section.tokens.contains(&Token::Text))
            .collect();
        if numeric.iter().any(|section| section.condition.is_some()) {
            let fits = |section: &&&Section| section.condition.is_none_or(|c| c.holds(value));
            return numeric.iter().find(fits).map(|section| (*section, true));
        }
        match numeric.as_slice() {
            [] => None,
            [one] => (!one.tokens.is_empty()).then_some((*one, true)),
            [_, second] | [_, second, _] if value < 0.0 => Some((second, false)),
            [_, _, third] if value == 0.0 => Some((third, false)),
            [first, ..] => Some((first, false)),
        }
    }

    /// The section for a text, where it adds something or hides it.
    pub fn for_text(&self) -> Option<&Section> {
        let section = match self.sections.as_slice() {
            [_, _, _, fourth, ..] => fourth,
            sections => sections
                .last()
                .filter(|last| last.tokens.contains(&Token::Text))?,
        };
        let is_plain = section.tokens == [Token::Text];
        (!is_plain).then_some(section)
    }
}

/// How often a letter stands in a row, the first one counted already.
fn run(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, letter: char) -> usize {
    let mut times = 1;
    while letters
        .next_if(|next| next.eq_ignore_ascii_case(&letter))
        .is_some()
    {
        times += 1;
    }
    times
}

fn rest_of_general(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut ahead = letters.clone();
    let is_general = "eneral".chars().all(|wanted| {
        ahead
            .next()
            .is_some_and(|next| next.eq_ignore_ascii_case(&wanted))
    });
    if is_general {
        *letters = ahead;
    }
    is_general
}

/// The rest of `AM/PM` or `A/P`.
fn half(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    for wanted in ["m/pm", "/p"] {
        let mut ahead = letters.clone();
        if wanted.chars().all(|wanted| {
            ahead
                .next()
                .is_some_and(|next| next.eq_ignore_ascii_case(&wanted))
        }) {
            *letters = ahead;
            return true;
        }
    }
    false
}

/// What stands in square brackets: a currency, a condition, a count of hours; colours and languages say nothing.
fn bracket(inner: &str, section: &mut Section) -> Option<Token> {
    if let Some(currency) = inner.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        return (!sign.is_empty()).then(|| Token::Literal(sign.to_string()));
    }
    let lower = inner.to_ascii_lowercase();
    let first = lower.chars().next()?;
    if matches!(first, 'h' | 'm' | 's') && lower.chars().all(|c| c == first) {
        return Some(Token::Elapsed(first));
    }
    for sign in ["<=", ">=", "<>", "<", ">", "="] {
        if let Some(bound) = inner.strip_prefix(sign) {
            if let Ok(bound) = bound.trim().parse() {
                section.condition = Some(Condition { sign, bound });
            }
            return None;
        }
    }
    None
}

/// An `m` behind hours or before seconds means minutes: it becomes `n`.
fn tell_minutes(section: &mut Section) {
    let times: Vec<usize> = (0..section.tokens.len())
        .filter(|at| matches!(section.tokens[*at], Token::Time(..) | Token::Elapsed(_)))
        .collect();
    for (nth, at) in times.iter().enumerate() {
        let Token::Time('m', many) = section.tokens[*at] else {
            continue;
        };
        let before = nth.checked_sub(1).map(|nth| &section.tokens[times[nth]]);
        let behind = times.get(nth + 1).map(|at| &section.tokens[*at]);
        let after_hours = matches!(before, Some(Token::Time('h', _) | Token::Elapsed('h')));
        let before_seconds = matches!(behind, Some(Token::Time('s', _) | Token::Elapsed('s')));
        if many <= 2 && (after_hours || before_seconds) {
            section.tokens[*at] = Token::Time('n', many);
        }
    }
}

/// The codes that files name by number alone (ECMA-376 part 1, 18.8.30), as a British reader sees them.
pub fn built_in(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"£\"#,##0;-\"£\"#,##0",
        7 | 8 => "\"£\"#,##0.00;-\"£\"#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 | 13 => "# ?/?",
        14 => "dd/mm/yyyy",
        15 => "dd-mmm-yy",
        16 => "dd-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "hh:mm",
        21 => "hh:mm:ss",
        22 => "dd/mm/yyyy hh:mm",
        // Days in East Asian spellings; the day itself is what matters.
        27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        32..=35 | 55 | 56 => "hh:mm:ss",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}
