//! What a page draws over its own words, or in the colour of the paper: words that are not seen and can be copied out.
//!
//! Boxes are enough for this: a bar that hides words is a rectangle or nearly one. A shape that lets what is under it
//! shine through hides nothing. A picture or shape as large as the page is a scan or a background.

use super::glyph::{Glyph, Letters};
use crate::extract::covered::Cover;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use std::collections::HashSet;

/// A shape fills its box, but for rounded corners.
const FILLS_ITS_BOX: f64 = 0.85;
/// What covers this share of a page is its background, or the page itself.
const WHOLE_PAGE: f64 = 0.6;
/// A letter is covered when this share of its box is.
const MOST_OF_A_LETTER: f64 = 0.6;
/// Colours nearer than this are one colour to the eye, in 255ths.
const SAME_COLOUR: u8 = 8;
/// A page with more shapes than this is a drawing, and what they cover is not asked.
const MOST_SHAPES: usize = 3_000;
/// Letters beyond this number on one page are not looked at.
const MOST_LETTERS: usize = 100_000;
/// What shows more of what is under it than this is no cover, in 255ths.
const OPAQUE: u8 = 242;
/// Paper.
const WHITE: Rgb = [255, 255, 255];

/// A colour in 255ths of red, green and blue.
pub type Rgb = [u8; 3];

/// A letter where it was drawn.
#[derive(Debug)]
struct Letter {
    /// What it says; none where its font does not tell.
    words: Option<Letters>,
    place: Rect,
    /// Its colour; none where it is a pattern.
    colour: Option<Rgb>,
    cover: Option<Cover>,
}

impl Letter {
    fn said(&self) -> String {
        let mut said = String::new();
        if let Some(words) = &self.words {
            words.each(|c| said.push(c));
        }
        said
    }
}

/// A shape or a picture where it was drawn.
#[derive(Debug)]
struct Ground {
    place: Rect,
    /// Its colour; none where it is a picture or a pattern.
    colour: Option<Rgb>,
}

/// Follows what a page draws, in its order.
#[derive(Debug, Default)]
pub struct Covers {
    letters: Vec<Letter>,
    grounds: Vec<Ground>,
    clips: Vec<Option<Rect>>,
    see_through: usize,
    groups: Vec<bool>,
    page: f64,
    given_up: bool,
}

impl Covers {
    /// Says how large the page is, in square units.
    pub fn with_page(mut self, area: f64) -> Self {
        self.page = area;
        self
    }

    /// Letters are drawn. `colour`: none for a pattern; `seen`: not the letters of an OCR layer.
    pub fn letters(&mut self, run: &[Glyph], colour: Option<Rgb>, seen: bool) {
        for glyph in run {
            if self.letters.len() >= MOST_LETTERS {
                self.given_up = true;
                return;
            }
            let place = box_of(glyph);
            let cover = (seen && self.is_lost(place, colour)).then_some(Cover::SameColour);
            self.letters.push(Letter {
                words: glyph.text.clone(),
                place,
                colour: colour.filter(|_| seen),
                cover,
            });
        }
    }

    /// Whether letters of this colour cannot be told from what is behind them.
    fn is_lost(&self, place: Rect, colour: Option<Rgb>) -> bool {
        let Some(colour) = colour else {
            return false;
        };
        // a page of dark words on white paper is asked nothing more
        if self.grounds.is_empty() && !is_same(colour, WHITE) {
            return false;
        }
        let centre = place.center();
        let behind = self
            .grounds
            .iter()
            .rev()
            .find(|ground| ground.place.contains(centre));
        match behind {
            Some(ground) => ground.colour.is_some_and(|ground| is_same(ground, colour)),
            None => is_same(colour, WHITE),
        }
    }

    /// A shape is filled. `colour` with how opaque it is, in 255ths.
    pub fn shape(&mut self, path: &BezPath, placed: Affine, colour: Option<(Rgb, u8)>) {
        let drawn = placed * path.clone();
        let whole = drawn.bounding_box();
        let place = self.clipped(whole);
        let Some(place) = place.filter(|place| place.area() > 0.0) else {
            return;
        };
        let solid = whole.area() > 0.0 && drawn.area().abs() >= FILLS_ITS_BOX * whole.area();
        let opaque = colour.is_none_or(|(_, alpha)| alpha >= OPAQUE) && self.see_through == 0;
        if solid && opaque {
            self.cover(place, colour.map(|(rgb, _)| rgb), Cover::Shape);
        }
    }

    /// A picture is drawn; `opaque` where it lets nothing through.
    pub fn picture(&mut self, placed: Affine, width: f64, height: f64, opaque: bool) {
        let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)]
            .map(|(x, y)| placed * Point::new(x, y));
        let whole = corners
            .iter()
            .fold(Rect::from_points(corners[0], corners[0]), |all, corner| {
                all.union_pt(*corner)
            });
        let Some(place) = self.clipped(whole) else {
            return;
        };
        if opaque && self.see_through == 0 {
            self.cover(place, None, Cover::Picture);
        } else {
            self.ground(place, None);
        }
    }

    fn cover(&mut self, place: Rect, colour: Option<Rgb>, cover: Cover) {
        if self.page <= 0.0 || place.area() < WHOLE_PAGE * self.page {
            for letter in self
                .letters
                .iter_mut()
                .filter(|letter| !matches!(letter.cover, Some(Cover::Shape | Cover::Picture)))
            {
                let shared = letter.place.intersect(place).area();
                if shared > 0.0 && shared >= MOST_OF_A_LETTER * letter.place.area() {
                    letter.cover = Some(cover);
                }
            }
        }
        self.ground(place, colour);
    }

    fn ground(&mut self, place: Rect, colour: Option<Rgb>) {
        if self.grounds.len() >= MOST_SHAPES {
            self.given_up = true;
            return;
        }
        self.grounds.push(Ground { place, colour });
    }

    /// What of a box is not cut away.
    fn clipped(&self, place: Rect) -> Option<Rect> {
        let mut left = place;
        for clip in &self.clips {
            // a clip that is no box may cut anything away
            left = left.intersect((*clip)?);
        }
        Some(left)
    }

    /// From here on only what lies in a shape is drawn.
    pub fn push_clip(&mut self, path: &BezPath) {
        let place = path.bounding_box();
        let boxed = path.area().abs() >= FILLS_ITS_BOX * place.area();
        self.clips.push(boxed.then_some(place));
    }

    /// The last such shape no longer counts.
    pub fn pop_clip(&mut self) {
        self.clips.pop();
    }

    /// What follows is drawn together, and may let what is under it shine through.
    pub fn push_group(&mut self, lets_through: bool) {
        self.see_through += usize::from(lets_through);
        self.groups.push(lets_through);
    }

    /// The last such group ends.
    pub fn pop_group(&mut self) {
        if self.groups.pop() == Some(true) {
            self.see_through = self.see_through.saturating_sub(1);
        }
    }

    /// Words within boxes that are marked for redaction and still drawn.
    pub fn mark(&mut self, place: Rect) {
        for letter in self.letters.iter_mut().filter(|one| one.cover.is_none()) {
            let shared = letter.place.intersect(place).area();
            if shared > 0.0 && shared >= MOST_OF_A_LETTER * letter.place.area() {
                letter.cover = Some(Cover::MarkOnly);
            }
        }
    }

    /// The covered words, run by run, in the order in which they were drawn.
    pub fn finish(self) -> Vec<(Cover, String)> {
        // nearly every page covers nothing
        if self.given_up || self.letters.iter().all(|letter| letter.cover.is_none()) {
            return Vec::new();
        }
        // some programs draw words again over the bar that makes their ground
        let seen: HashSet<(String, i64, i64)> = self
            .letters
            .iter()
            .filter(|letter| letter.cover.is_none() && letter.colour.is_some())
            .map(spot)
            .collect();
        let mut found: Vec<(Cover, String)> = Vec::new();
        let mut last: Option<&Letter> = None;
        for letter in &self.letters {
            let Some(cover) = letter.cover.filter(|_| !seen.contains(&spot(letter))) else {
                if !letter.said().trim().is_empty() {
                    last = None;
                }
                continue;
            };
            let apart = last.is_none_or(|last| {
                let gap = letter.place.x0 - last.place.x1;
                gap > 0.25 * last.place.height()
                    || (letter.place.y0 - last.place.y0).abs() > 0.5 * last.place.height()
            });
            match found.last_mut() {
                Some((of, words)) if last.is_some() && *of == cover => {
                    if apart && !words.ends_with(' ') {
                        words.push(' ');
                    }
                    words.push_str(&letter.said());
                }
                _ => found.push((cover, letter.said())),
            }
            last = Some(letter);
        }
        found
    }
}

fn spot(letter: &Letter) -> (String, i64, i64) {
    (
        letter.said(),
        letter.place.x0.round() as i64,
        letter.place.y0.round() as i64,
    )
}

fn is_same(one: Rgb, other: Rgb) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.abs_diff(other) <= SAME_COLOUR)
}

/// The box of a letter: from its baseline up, as far as it moves the pen.
fn box_of(glyph: &Glyph) -> Rect {
    /// Letters stand this share of their font's size above the baseline.
    const TALL: f64 = 0.7;
    let end = glyph.end();
    let up = (
        -glyph.along.y * glyph.height * TALL,
        glyph.along.x * glyph.height * TALL,
    );
    Rect::from_points(
        Point::new(glyph.origin.x, glyph.origin.y),
        Point::new(end.x, end.y),
    )
    .union_pt(Point::new(glyph.origin.x + up.0, glyph.origin.y + up.1))
}

#[cfg(test)]
mod tests {
    use super::super::glyph::{Letters, Vector};
    use super::*;

    fn run(words: &str, x: f64, y: f64) -> Vec<Glyph> {
        words
            .chars()
            .enumerate()
            .map(|(at, c)| Glyph {
                text: Some(Letters::One(c)),
                origin: Vector {
                    x: x + 6.0 * at as f64,
                    y,
                },
                along: Vector { x: 1.0, y: 0.0 },
                advance: 6.0,
                height: 10.0,
                width: 10.0,
            })
            .collect()
    }

    fn bar(x: f64, y: f64, wide: f64, high: f64) -> BezPath {
        Rect::new(x, y, x + wide, y + high).to_path(0.1)
    }

    const BLACK: Rgb = [0, 0, 0];

    #[test]
    fn a_bar_drawn_over_words_covers_them_and_one_drawn_under_them_does_not() {
        let mut covers = Covers::default().with_page(500_000.0);
        covers.shape(
            &bar(0.0, 0.0, 60.0, 12.0),
            Affine::IDENTITY,
            Some((BLACK, 255)),
        );
        covers.letters(&run("HEADING", 2.0, 2.0), Some(WHITE), true);
        covers.letters(
            &run("seen by Osbert Quill at dusk", 0.0, 100.0),
            Some(BLACK),
            true,
        );
        covers.shape(
            &bar(8.0 * 6.0, 97.0, 12.0 * 6.0, 12.0),
            Affine::IDENTITY,
            Some((BLACK, 255)),
        );
        assert_eq!(covers.finish(), [(Cover::Shape, "Osbert Quill".to_owned())]);
    }

    #[test]
    fn what_shines_through_or_lies_under_the_whole_page_covers_nothing() {
        let mut covers = Covers::default().with_page(10_000.0);
        covers.letters(&run("plain words", 0.0, 50.0), Some(BLACK), true);
        covers.shape(
            &bar(0.0, 45.0, 99.0, 20.0),
            Affine::IDENTITY,
            Some(([255, 255, 0], 90)),
        );
        covers.push_group(true);
        covers.shape(
            &bar(0.0, 45.0, 99.0, 20.0),
            Affine::IDENTITY,
            Some((BLACK, 255)),
        );
        covers.pop_group();
        covers.picture(Affine::IDENTITY, 100.0, 100.0, true);
        assert_eq!(covers.finish(), []);
    }

    #[test]
    fn words_in_the_colour_of_the_paper_are_told_and_an_ocr_layer_is_not() {
        let mut covers = Covers::default().with_page(500_000.0);
        covers.letters(&run("white", 0.0, 50.0), Some(WHITE), true);
        covers.letters(&run("scanned", 0.0, 80.0), Some(WHITE), false);
        assert_eq!(covers.finish(), [(Cover::SameColour, "white".to_owned())]);
    }
}
