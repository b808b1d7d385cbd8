//! What looks like a provision and is none: a label over removed words, and a section of a paper.

use super::printed::{Group, Introduced, Unit, floor, gap, word_at, word_before};

/// Marks that black out words.
const BLOCKS: [char; 8] = ['█', '■', '▇', '▓', '▒', '▬', '▄', '▮'];
/// How long a bracketed label may be, in bytes.
const LABEL: usize = 90;

/// Which groups are labels over removed words, told by layout alone.
pub(super) fn labels(text: &str, groups: &[Group]) -> Vec<bool> {
    let sure: Vec<bool> = groups
        .iter()
        .map(|group| {
            blacked_out(text, group) || bracketed(text, group, groups) || in_a_field(text, group)
        })
        .collect();
    let any = sure.contains(&true);
    groups
        .iter()
        .zip(&sure)
        .map(|(group, &sure)| {
            sure || group.introduced == Introduced::Weakly && in_place_of_a_line(text, group, any)
        })
        .collect()
}

/// `*** S40(2) ***`, `██ s31(1)(a)`: marks touch it on either side.
fn blacked_out(text: &str, group: &Group) -> bool {
    let line = text.get(..group.start).unwrap_or_default();
    let begins = memchr::memrchr2(b'\n', 0x0c, line.as_bytes()).map_or(0, |end| end + 1);
    let line = line.get(begins..).unwrap_or_default().trim_start();
    if [
        "redaction key",
        "key to redactions",
        "redactions:",
        "redaction codes",
    ]
    .iter()
    .any(|key| {
        let head = line.get(..key.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(key))
    }) {
        return true;
    }
    let marks = |signs: &mut dyn Iterator<Item = char>| {
        let mut blanks = 0;
        let (mut stars, mut lines, mut blocks) = (0, 0, 0);
        for c in signs {
            match c {
                '*' => stars += 1,
                '_' => lines += 1,
                c if BLOCKS.contains(&c) => blocks += 1,
                ' ' | '\u{a0}' | '(' | ')' if stars + lines + blocks == 0 && blanks < 3 => {
                    blanks += 1
                }
                _ => break,
            }
        }
        stars > 2 || lines > 3 || blocks > 0
    };
    let before = text.get(..group.start).unwrap_or_default();
    let after = text.get(group.end..).unwrap_or_default();
    marks(&mut before.chars().rev()) || marks(&mut after.chars())
}

/// `[s.40(2)]`, `[redacted - section 40(2) FOIA]`: nothing else in the brackets, and no word before that cites.
fn bracketed(text: &str, group: &Group, groups: &[Group]) -> bool {
    let from = floor(text, group.start.saturating_sub(LABEL));
    let before = text.get(from..group.start).unwrap_or_default();
    let Some(open) = before.rfind(['[', ']', '<', '>', '\n', '\u{c}']) else {
        return false;
    };
    let angle = before.get(open..).is_some_and(|rest| rest.starts_with('<'));
    if !angle && !before.get(open..).is_some_and(|rest| rest.starts_with('[')) {
        return false;
    }
    let open = from + open;
    let to = floor(text, group.end + LABEL);
    let after = text.get(group.end..to).unwrap_or_default();
    let Some(close) = after.find(['[', ']', '<', '>', '\n', '\u{c}']) else {
        return false;
    };
    if !after
        .get(close..)
        .is_some_and(|rest| rest.starts_with(if angle { '>' } else { ']' }))
    {
        return false;
    }
    let close = group.end + close;
    // what stands in the brackets besides citations
    let mut rest = String::new();
    let mut at = open + 1;
    for other in groups
        .iter()
        .filter(|other| other.start > open && other.end <= close)
    {
        rest.push_str(text.get(at..other.start).unwrap_or_default());
        rest.push(' ');
        at = other.end;
    }
    rest.push_str(text.get(at..close).unwrap_or_default());
    let rest = rest.to_lowercase();
    let says_removed = ["redact", "remov", "withheld", "deleted", "omitted"]
        .iter()
        .any(|word| rest.contains(word));
    let plain = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| {
            [
                "redacted",
                "redaction",
                "removed",
                "withheld",
                "deleted",
                "omitted",
                "exempt",
                "exemption",
                "under",
                "by",
                "virtue",
                "of",
                "the",
                "act",
                "foi",
                "foia",
                "eir",
                "dpa",
                "2000",
                "information",
                "data",
                "personal",
                "name",
                "and",
                "or",
                "in",
                "accordance",
                "with",
                "pursuant",
                "to",
                "text",
                "words",
            ]
            .contains(&word)
        });
    if !plain || angle && !says_removed {
        return false;
    }
    let (word, _) = word_before(text, text.get(..open).unwrap_or_default().trim_end().len());
    let cites = [
        "exempt",
        "exempted",
        "exemption",
        "exemptions",
        "under",
        "see",
        "withheld",
        "refused",
        "engaged",
        "applied",
    ];
    says_removed || !cites.contains(&word.to_lowercase().as_str())
}

/// `From: s40(2)`, `Dear S.40(2)`: it stands where a name or a number would.
fn in_a_field(text: &str, group: &Group) -> bool {
    const FIELDS: [&str; 30] = [
        "from",
        "to",
        "cc",
        "bcc",
        "sent",
        "name",
        "tel",
        "telephone",
        "mobile",
        "mob",
        "phone",
        "email",
        "e-mail",
        "fax",
        "address",
        "signed",
        "contact",
        "officer",
        "author",
        "dob",
        "date of birth",
        "direct line",
        "direct dial",
        "ext",
        "t",
        "m",
        "e",
        "f",
        "requester",
        "case officer",
    ];
    /// Longer than any of them, whichever capitals it is written in.
    const LONGEST: usize = 64;
    const TITLES: [&str; 17] = [
        "dear",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "pc",
        "dc",
        "ds",
        "di",
        "dci",
        "sgt",
        "sergeant",
        "inspector",
        "hi",
        "hello",
        "constable",
    ];
    let line = line_of(text, group.start);
    let before = text.get(line..group.start).unwrap_or_default();
    let before = before
        .trim()
        .trim_start_matches(['>', ' ', '*', '|'])
        .trim_end_matches(['[', '(', ' ', '|']);
    let field = before
        .strip_suffix(':')
        .map(str::trim)
        .is_some_and(|field| {
            field.len() <= LONGEST && FIELDS.contains(&field.to_lowercase().as_str())
        });
    let (title, _) = word_before(before, before.trim_end_matches('.').len());
    let titled = TITLES.contains(&title.to_lowercase().as_str());
    let ends = || {
        let rest = text.get(group.end..).unwrap_or_default();
        let rest = rest.split(['\n', '\r', '\u{c}']).next().unwrap_or_default();
        rest.trim_matches([']', ')', ',', ' ', ';', '|', '.', '<', '>', '\u{a0}'])
            .is_empty()
    };
    (field || titled && before.len() < 12) && (titled || ends())
}

/// Alone on a line below a sign-off, or in a text whose other labels show how words were removed.
fn in_place_of_a_line(text: &str, group: &Group, others: bool) -> bool {
    let line = line_of(text, group.start);
    let alone = text
        .get(line..group.start)
        .is_some_and(|before| before.trim().is_empty())
        && text
            .get(group.end..)
            .and_then(|rest| rest.split(['\n', '\r', '\u{c}']).next())
            .is_some_and(|rest| rest.trim_matches([' ', ',', '.']).is_empty());
    if !alone {
        return false;
    }
    let above = text.get(..line).unwrap_or_default().trim_end();
    let above = above
        .get(line_of(above, above.len())..)
        .unwrap_or_default()
        .to_lowercase();
    let signed = ["yours", "regards", "kind regards", "best wishes", "signed"]
        .iter()
        .any(|closing| above.trim_start().starts_with(closing));
    signed || others && !above.trim_end().ends_with(':')
}

/// Whether a group has the look of a paper's own heading: `Section 3: Findings` at the beginning of a line.
pub(super) fn is_heading(text: &str, group: &Group) -> bool {
    let [only] = group.members.as_slice() else {
        return false;
    };
    if group.unit != Unit::Section || group.introduced != Introduced::Surely || !only.is_whole() {
        return false;
    }
    let line = line_of(text, group.start);
    let before = text.get(line..group.start).unwrap_or_default();
    let opens = before
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '#' | '*' | '>' | '•' | '-'));
    let (next, broken) = gap(text, group.end);
    let behind = text.get(next..).unwrap_or_default();
    let parts = behind.starts_with([':', '-', '–', '—', '|', '*'])
        || text
            .get(group.end..)
            .is_some_and(|rest| rest.starts_with(['.', '\t']));
    let near = behind.as_bytes().get(..90).unwrap_or_default();
    let short = behind.len() < 90 || near.contains(&b'\n') || near.contains(&b'\r');
    opens && (broken || behind.is_empty() || parts && short)
}

/// Whether the words round a whole section point into the paper itself: `section 3 below`, `complete section 4`.
pub(super) fn points_within(text: &str, group: &Group) -> bool {
    let after = word_at(text, gap(text, group.end).0).to_lowercase();
    if ["below", "above", "overleaf", "beneath", "hereof"].contains(&after.as_str()) {
        return true;
    }
    let before = text.get(..group.start).unwrap_or_default().trim_end();
    let (word, start) = word_before(text, before.len());
    let (earlier, _) = word_before(text, text.get(..start).unwrap_or_default().trim_end().len());
    let pair = format!("{} {}", earlier, word).to_lowercase();
    ["complete", "completed", "completing"].contains(&word.to_lowercase().as_str())
        || [
            "fill in",
            "filling in",
            "turn to",
            "skip to",
            "sign in",
            "go to",
            "proceed to",
        ]
        .contains(&pair.as_str())
}

/// Whether words of refusing introduce a number: `exempt under`, `withheld by virtue of`, `refused under the FOIA at`.
pub(super) fn refuses_before(text: &str, at: usize) -> bool {
    const REFUSED: [&str; 9] = [
        "exempt",
        "exempted",
        "exemption",
        "exemptions",
        "withheld",
        "withhold",
        "refused",
        "redacted",
        "engaged",
    ];
    const BETWEEN: [&str; 10] = [
        "under",
        "at",
        "by",
        "virtue",
        "of",
        "in",
        "full",
        "part",
        "accordance",
        "with",
    ];
    let mut end = text.get(..at).unwrap_or_default().trim_end().len();
    for _ in 0..5 {
        let (word, start) = word_before(text, end);
        let word = word.to_lowercase();
        if REFUSED.contains(&word.as_str()) {
            return true;
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
        end = text.get(..start).unwrap_or_default().trim_end().len();
    }
    false
}

/// Where the line begins in which `at` lies.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr3(b'\n', b'\r', 0x0c, before).map_or(0, |found| found + 1)
}
