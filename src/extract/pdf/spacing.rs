//! Letter-spacing: headings whose letters stand apart on purpose, `L E A F L E T`.

use super::glyph::Glyph;

/// A run of fewer letters is too short to tell spacing from words.
const FEWEST: usize = 4;
/// Letters further apart than this many ems are words or columns.
const WIDEST: f64 = 0.9;
/// Letters nearer than this many ems need no help.
const NARROWEST: f64 = 0.08;
/// Gaps of one run differ from each other by less than this many ems, spaces between words apart.
const EVEN: f64 = 0.06;

/// How much further apart than their widths the letters of a run stand, all of them alike; 0 for ordinary text.
///
/// Figures in columns stand apart evenly too, so that most of the run must be letters.
pub fn letter_spacing(run: &[Glyph]) -> f64 {
    if run.len() < FEWEST || !is_mostly_letters(run) {
        return 0.0;
    }
    let em = run.iter().map(|glyph| glyph.width).fold(f64::MAX, f64::min);
    let gaps = run
        .windows(2)
        .map(|pair| pair[1].along.dot(pair[1].origin.minus(pair[0].end())));
    let least = gaps.clone().fold(f64::MAX, f64::min);
    if !(NARROWEST * em..WIDEST * em).contains(&least) {
        return 0.0;
    }
    let even = gaps.filter(|gap| gap - least < EVEN * em).count();
    if 4 * even >= 3 * (run.len() - 1) {
        least
    } else {
        0.0
    }
}

fn is_mostly_letters(run: &[Glyph]) -> bool {
    let letters = run
        .iter()
        .filter_map(|glyph| glyph.text.as_ref())
        .filter(|text| text.all(char::is_alphabetic))
        .count();
    2 * letters > run.len()
}
