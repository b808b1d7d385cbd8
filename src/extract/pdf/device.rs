//! Listens to a page being drawn: letters go to the layout, pictures are measured, the rest is counted.

use super::covered::{Covers, Rgb};
use super::glyph::{Glyph, Letters, Vector};
use super::layout::{Count, Lines};
use hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// Fonts measure in thousandths of their size.
const UNITS: f64 = 1000.0;

/// A page that draws more things than this is no page: forms within forms multiply.
const MOST_MARKS: usize = 2_000_000;

/// Takes the text of one page.
#[derive(Debug)]
pub struct Listener {
    marks: usize,
    lines: Lines,
    run: Vec<Glyph>,
    known: Known,
    images: usize,
    image_area: f64,
    paths: usize,
    room: usize,
    cut: bool,
    covers: Covers,
}

/// What a page was made of.
#[derive(Debug)]
pub struct Heard {
    /// Its text.
    pub text: String,
    /// Its letters.
    pub count: Count,
    /// Its pictures.
    pub images: usize,
    /// The area that they cover, in square units of the page, overlaps counted twice.
    pub image_area: f64,
    /// Lines and shapes drawn.
    pub paths: usize,
    /// Drawing was ended before the page was done: it had more text or more things than there is room for.
    pub cut: bool,
    /// What was drawn over its words.
    pub covers: Covers,
}

impl Listener {
    /// Listens to one page of an area in square units, and takes at most about `room` bytes of text.
    pub fn new(room: usize, page: f64) -> Self {
        Self {
            marks: 0,
            lines: Lines::default(),
            run: Vec::new(),
            known: Known::default(),
            images: 0,
            image_area: 0.0,
            paths: 0,
            room,
            cut: false,
            covers: Covers::default().with_page(page),
        }
    }

    /// Counts one more thing drawn, and ends the drawing when there is no room for it.
    fn mark(&mut self) {
        self.marks += 1;
        if self.marks > MOST_MARKS || self.lines.len() > self.room {
            self.cut = true;
            // A device has no other way to stop the interpreter; whoever draws a page catches this (see `pages`).
            std::panic::resume_unwind(Box::new("a page met its limit"));
        }
    }

    /// What was heard.
    pub fn finish(self) -> Heard {
        let (text, count) = self.lines.finish();
        Heard {
            text,
            count,
            images: self.images,
            image_area: self.image_area,
            paths: self.paths,
            cut: self.cut,
            covers: self.covers,
        }
    }
}

/// What the codes of a run say. All of a run are of one font, and to ask it costs more than all that is done with the
/// answer.
#[derive(Debug, Default)]
struct Known {
    run: u32,
    codes: Vec<Code>,
}

/// What one code of a font says.
#[derive(Debug, Clone, Default)]
struct Code {
    /// The run that it was asked in; nought for none.
    run: u32,
    code: u32,
    /// Its letters; none where the font does not tell.
    text: Option<Letters>,
    /// How far it moves the pen, in thousandths of the font's size.
    advance: f64,
}

impl Known {
    /// Codes that are equal in their last bits take each other's place.
    const ROOM: usize = 256;

    /// A new run begins: what is known is of another font.
    fn forget(&mut self) {
        self.codes.resize(Self::ROOM, Code::default());
        self.run += 1;
    }

    /// What the code of a glyph says.
    fn of(&mut self, glyph: &PositionedGlyph<'_>) -> &Code {
        let (run, code) = (self.run, glyph.char_code());
        let place = &mut self.codes[code as usize % Self::ROOM];
        if (place.run, place.code) != (run, code) {
            let text = match glyph.as_unicode() {
                // A name of NUL is no name.
                None | Some(BfString::Char('\0')) => None,
                Some(BfString::Char(c)) => Some(Letters::One(c)),
                Some(BfString::String(text)) => Some(Letters::Several(text.into())),
            };
            *place = Code {
                run,
                code,
                text,
                advance: advance_of(glyph),
            };
        }
        place
    }
}

fn letter(said: &Code, placed: Affine, mode: WritingMode) -> Option<Glyph> {
    let origin = placed * Point::ORIGIN;
    let across = placed * Point::new(UNITS, 0.0) - origin;
    let upward = placed * Point::new(0.0, UNITS) - origin;
    if ![origin.x, origin.y, across.x, across.y, upward.x, upward.y]
        .iter()
        .all(|n| n.is_finite())
    {
        return None;
    }
    let (axis, other, advance) = match mode {
        WritingMode::Horizontal => (across, upward, said.advance / UNITS * across.hypot()),
        WritingMode::Vertical => (-upward, across, upward.hypot()),
    };
    let length = axis.hypot();
    let along = if length > 0.0 {
        Vector {
            x: axis.x / length,
            y: axis.y / length,
        }
    } else {
        Vector { x: 1.0, y: 0.0 }
    };
    // The height is measured square to the baseline, so that slanted text keeps its size.
    let height = (along.x * other.y - along.y * other.x).abs();
    Some(Glyph {
        text: said.text.clone(),
        origin: Vector {
            x: origin.x,
            y: origin.y,
        },
        along,
        advance,
        height,
        width: length,
    })
}

/// Undoes the fitting of a stand-in font to the widths of the font it stands for: each letter is stretched by its own
/// measure, which a file's own horizontal scaling never does, and the pen moves by the widths that the file gives.
fn unstretch(run: &mut [Glyph]) {
    let Some(first) = run.first() else {
        return;
    };
    let width = first.width;
    if run
        .iter()
        .all(|glyph| (glyph.width - width).abs() <= 1e-3 * width)
    {
        return;
    }
    for glyph in run.iter_mut().filter(|glyph| glyph.width > 0.0) {
        glyph.advance *= glyph.height / glyph.width;
        glyph.width = glyph.height;
    }
}

fn advance_of(glyph: &PositionedGlyph<'_>) -> f64 {
    let advance = match &**glyph {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(type3) => type3.advance_width(),
    };
    advance.map_or(UNITS / 2.0, f64::from)
}

impl<'a> Device<'a> for Listener {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.mark();
        self.paths += 1;
        let fills = matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        if fills && props.soft_mask.is_none() && matches!(props.blend_mode, BlendMode::Normal) {
            self.covers
                .shape(path, props.transform, colour(&props.paint));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.mark();
        self.covers.push_clip(&clip.path);
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        let lets_through = opacity < 0.95 || mask.is_some() || !matches!(blend, BlendMode::Normal);
        self.covers.push_group(lets_through);
    }

    // Invisible text is taken as well: it is how a scan carries what OCR once read.
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.mark();
        self.run.clear();
        self.known.forget();
        let known = &mut self.known;
        self.run.extend(run.glyphs().iter().filter_map(|glyph| {
            letter(
                known.of(glyph),
                props.transform * glyph.transform(),
                run.writing_mode(),
            )
        }));
        unstretch(&mut self.run);
        self.lines.draw(&self.run);
        let seen = !matches!(mode, DrawMode::Invisible);
        self.covers
            .letters(&self.run, colour(&props.paint).map(|(rgb, _)| rgb), seen);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.mark();
        let area = f64::from(image.width()) * f64::from(image.height());
        self.images += 1;
        self.image_area += (props.transform.determinant() * area).abs();
        let opaque = matches!(image, Image::Raster(_))
            && props.soft_mask.is_none()
            && matches!(props.blend_mode, BlendMode::Normal);
        self.covers.picture(
            props.transform,
            f64::from(image.width()),
            f64::from(image.height()),
            opaque,
        );
    }

    fn pop_clip(&mut self) {
        self.covers.pop_clip();
    }

    fn pop_transparency_group(&mut self) {
        self.covers.pop_group();
    }
}

/// A colour and how opaque it is, in 255ths; none for a pattern.
fn colour(paint: &Paint<'_>) -> Option<(Rgb, u8)> {
    match paint {
        Paint::Color(colour) => {
            let [red, green, blue, alpha] = colour.to_rgba().to_rgba8();
            Some(([red, green, blue], alpha))
        }
        Paint::Pattern(_) => None,
    }
}
