//! The pages of a PDF that want OCR, rendered in grey.

use super::{load, pages, problem};
use crate::extract::drawing::{DOTS, Drawn, MOST_PIXELS, Sitting, Told};
use crate::extract::{Category, Problem};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// PDF measures in points, 72 to the inch.
const POINTS: f32 = 72.0;
/// The renderer counts rows and columns in 16 bits.
const LONGEST_SIDE: f32 = 65_000.0;

/// Draws the pages that want OCR, in their order.
///
/// # Errors
/// Only what `tell` refuses.
pub fn draw(
    sitting: &Sitting,
    tell: &mut dyn FnMut(Told) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let (Ok(file), _) = load(&sitting.bytes) else {
        return tell(Told::Pages(Vec::new()));
    };
    let wanted = pages::wanted(&file, &sitting.limits);
    tell(Told::Pages(wanted.clone()))?;
    let mut cache = RenderCache::new();
    for wanted in wanted.iter().filter(|w| w.page > sitting.after) {
        let Some(page) = file.pages().get(wanted.page as usize - 1) else {
            continue;
        };
        let drawn = catch_unwind(AssertUnwindSafe(|| one(page, wanted.page, &cache)));
        let told = match drawn {
            Ok(Ok(drawn)) => Told::Drawn(drawn),
            Ok(Err(problem)) => Told::NotDrawn(wanted.page, problem),
            Err(_) => {
                // what the page left in the cache is not to be trusted
                cache = RenderCache::new();
                Told::NotDrawn(
                    wanted.page,
                    problem(Category::Crashed, "the renderer fell over it"),
                )
            }
        };
        tell(told)?;
    }
    Ok(())
}

fn one<'a>(page: &'a Page<'a>, number: u32, cache: &RenderCache<'a>) -> Result<Drawn, Problem> {
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width >= 1.0 && height >= 1.0) {
        return Err(problem(Category::Damaged, "the page has no size"));
    }
    let scale = scale_of(width, height);
    let pixmap = render(
        page,
        cache,
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    Ok(Drawn {
        page: number,
        width: u32::from(pixmap.width()),
        height: u32::from(pixmap.height()),
        dots: Some((scale * POINTS).round().max(1.0) as u32),
        shades: pixmap
            .data()
            .iter()
            .map(|dot| shade(dot.r, dot.g, dot.b))
            .collect(),
    })
}

/// How many pixels to a point: [`DOTS`] to the inch, fewer where the page would be too large.
fn scale_of(width: f32, height: f32) -> f32 {
    let usual = DOTS / POINTS;
    let by_area = (MOST_PIXELS as f32 / (width * height)).sqrt();
    usual.min(by_area).min(LONGEST_SIDE / width.max(height))
}

/// The brightness of a colour, by the weights of ITU-R BT.601 in 256ths.
fn shade(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    (sum >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_drawn_at_300_dots_and_a_plan_more_coarsely() {
        assert!((scale_of(595.0, 842.0) * POINTS - 300.0).abs() < 0.1);
        let plan = scale_of(2384.0, 3370.0);
        assert!(plan * POINTS < 300.0 && plan * POINTS > 120.0, "{plan}");
        assert!(2384.0 * plan * 3370.0 * plan <= MOST_PIXELS as f32 * 1.001);
        assert!(scale_of(1.0, 14_400.0) * 14_400.0 <= LONGEST_SIDE);
    }

    #[test]
    fn black_stays_black_and_white_white() {
        assert_eq!((shade(0, 0, 0), shade(255, 255, 255)), (0, 255));
    }
}
