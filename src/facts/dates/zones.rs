//! Time zones as mail headers name them.

/// Names and what they are ahead of UTC, in minutes. Those that mean several zones are left out.
const NAMES: [(&str, i32); 47] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("met", 60),
    ("mez", 60),
    ("mewt", 60),
    ("cest", 120),
    ("mest", 120),
    ("mesz", 120),
    ("cedt", 120),
    ("eet", 120),
    ("eest", 180),
    ("sast", 120),
    ("msk", 180),
    ("msd", 240),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("nst", -210),
    ("ndt", -150),
    ("ast", -240),
    ("adt", -180),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("brt", -180),
    ("brst", -120),
    ("clt", -240),
];

/// Names in full as one mail program writes them: the place, its standard time; summer time is an hour more.
const PLACES: [(&str, i32); 12] = [
    ("eastern", -300),
    ("central", -360),
    ("mountain", -420),
    ("pacific", -480),
    ("atlantic", -240),
    ("alaskan", -540),
    ("hawaiian", -600),
    ("gmt", 0),
    ("greenwich", 0),
    ("british", 0),
    ("romance", 60),
    ("tokyo", 540),
];

/// The furthest that any zone is ahead of or behind UTC, in minutes.
const FURTHEST: i32 = 14 * 60;

/// Minutes ahead of UTC for `BST`, `EDT`, `z`.
pub(super) fn named(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    NAMES
        .iter()
        .find(|(name, _)| *name == lower)
        .map(|(_, minutes)| *minutes)
}

/// Minutes ahead of UTC for the words of `Eastern Daylight Time`, from the first word on.
pub(super) fn in_words(words: &[&str]) -> Option<i32> {
    let place = words.first()?.to_lowercase();
    let standard = PLACES
        .iter()
        .find(|(name, _)| *name == place)
        .map(|(_, minutes)| *minutes)?;
    let season = words.get(1)?.to_lowercase();
    match season.as_str() {
        "standard" | "mean" => Some(standard),
        "daylight" | "summer" => Some(standard + 60),
        _ => None,
    }
}

/// Minutes ahead of UTC for `+0100`, `-500`, `+-0500`, `+01:00`, `+1`; none where there is no such zone.
pub(super) fn offset(written: &str) -> Option<i32> {
    let figures = written.trim_start_matches(['+', '-', '\u{2212}']);
    let signs = written.get(..written.len() - figures.len())?;
    let west = signs.contains(['-', '\u{2212}']);
    let plain: String = figures.chars().filter(|c| *c != ':').collect();
    let value: i32 = plain.parse().ok()?;
    let (hours, minutes) = match plain.len() {
        1 | 2 => (value, 0),
        3 | 4 => (value / 100, value % 100),
        _ => return None,
    };
    let ahead = hours * 60 + minutes;
    (!signs.is_empty() && minutes < 60 && ahead <= FURTHEST).then_some(if west {
        -ahead
    } else {
        ahead
    })
}
