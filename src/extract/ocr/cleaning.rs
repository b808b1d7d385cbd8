//! A second look at a poor picture: specks taken out, contrast drawn apart, turned straight, drawn larger.

use crate::extract::drawing::{Drawn, MOST_PIXELS};

/// Print on a page of fewer rows than this is small, and gains from being drawn at twice the size.
const SMALL: u32 = 2_600;
/// The share of pixels at either end that contrast does not heed.
const HEEDLESS: f64 = 0.01;
/// Lines are turned straight up to this slope, in rows to a column: some twelve degrees.
const STEEPEST: f32 = 0.216;
/// The slopes tried to either side.
const SLOPES: i32 = 90;
/// A slope below this is left as it is: tesseract bears it.
const STRAIGHT: f32 = 0.004;

/// Whether nothing at all is to be seen: one shade from edge to edge.
pub fn is_blank(drawn: &Drawn) -> bool {
    const LEAST_CONTRAST: u8 = 24;
    let darkest = drawn.shades.iter().min().copied().unwrap_or(0);
    let lightest = drawn.shades.iter().max().copied().unwrap_or(0);
    lightest - darkest < LEAST_CONTRAST
}

/// Whether most of the page is specked: the paper itself is uneven, not just the edges of the print.
pub fn is_noisy(drawn: &Drawn) -> bool {
    const LEAST_STRAY: u8 = 3;
    // every eighth row and column tells it as well
    const STEP: usize = 8;
    let (width, height) = (drawn.width as usize, drawn.height as usize);
    let mut strays: Vec<u8> = Vec::with_capacity(drawn.shades.len() / (STEP * STEP) + 1);
    for y in (1..height.saturating_sub(1)).step_by(STEP) {
        for x in (1..width.saturating_sub(1)).step_by(STEP) {
            let mut around = [0; 9];
            for row in 0..3 {
                let from = (y + row - 1) * width + x - 1;
                around[row * 3..row * 3 + 3].copy_from_slice(&drawn.shades[from..from + 3]);
            }
            let own = around[4];
            strays.push(own.abs_diff(*around.select_nth_unstable(4).1));
        }
    }
    let middle = strays.len() / 2;
    !strays.is_empty() && *strays.select_nth_unstable(middle).1 >= LEAST_STRAY
}

/// The picture, cleaned for a second attempt.
pub fn clean(drawn: &Drawn) -> Drawn {
    // a median takes out specks, and thin strokes with them where specks are everywhere
    let mut drawn = if is_noisy(drawn) {
        blurred(drawn)
    } else {
        without_specks(drawn)
    };
    stretch(&mut drawn.shades);
    let slope = slope_of(&drawn);
    if slope.abs() >= STRAIGHT {
        drawn = straightened(&drawn, slope);
    }
    let doubled = drawn.shades.len().saturating_mul(4);
    if drawn.height.min(drawn.width) < SMALL && doubled <= MOST_PIXELS {
        drawn = doubled_in_size(&drawn);
    }
    drawn
}

/// Each pixel becomes the median of itself and its eight neighbours.
fn without_specks(drawn: &Drawn) -> Drawn {
    let (width, height) = (drawn.width as usize, drawn.height as usize);
    let mut shades = drawn.shades.clone();
    for y in 1..height.saturating_sub(1) {
        let rows = [y - 1, y, y + 1].map(|row| &drawn.shades[row * width..(row + 1) * width]);
        for x in 1..width.saturating_sub(1) {
            let mut around = [0; 9];
            for (nth, row) in rows.iter().enumerate() {
                around[nth * 3..nth * 3 + 3].copy_from_slice(&row[x - 1..x + 2]);
            }
            shades[y * width + x] = *around.select_nth_unstable(4).1;
        }
    }
    Drawn {
        shades,
        ..drawn.clone()
    }
}

/// Each pixel becomes the mean of itself and its neighbours, itself weighing four, those beside it two.
fn blurred(drawn: &Drawn) -> Drawn {
    const WEIGHTS: [u16; 9] = [1, 2, 1, 2, 4, 2, 1, 2, 1];
    let (width, height) = (drawn.width as usize, drawn.height as usize);
    let mut shades = drawn.shades.clone();
    for y in 1..height.saturating_sub(1) {
        let rows = [y - 1, y, y + 1].map(|row| &drawn.shades[row * width..(row + 1) * width]);
        for x in 1..width.saturating_sub(1) {
            let around = rows.iter().flat_map(|row| &row[x - 1..x + 2]);
            let sum: u16 = around
                .zip(WEIGHTS)
                .map(|(shade, weight)| u16::from(*shade) * weight)
                .sum();
            shades[y * width + x] = (sum / 16) as u8;
        }
    }
    Drawn {
        shades,
        ..drawn.clone()
    }
}

/// Draws the shades apart, from black to white, and turns white print on black over.
fn stretch(shades: &mut [u8]) {
    let mut counts = [0_usize; 256];
    for shade in shades.iter() {
        counts[usize::from(*shade)] += 1;
    }
    let heedless = (shades.len() as f64 * HEEDLESS) as usize;
    let mut passed = 0;
    let mut heeded = |shade: &usize| {
        passed += counts[*shade];
        passed > heedless
    };
    let dark = (0..256).find(&mut heeded).unwrap_or(0) as i32;
    passed = 0;
    let mut heeded = |shade: &usize| {
        passed += counts[*shade];
        passed > heedless
    };
    let light = (0..256).rev().find(&mut heeded).unwrap_or(255) as i32;
    let mean = shades.iter().map(|s| u64::from(*s)).sum::<u64>() / (shades.len() as u64).max(1);
    let over = (mean as i32) < (dark + light) / 2;
    let range = (light - dark).max(1);
    for shade in shades {
        let drawn_apart = ((i32::from(*shade) - dark) * 255 / range).clamp(0, 255) as u8;
        *shade = if over { 255 - drawn_apart } else { drawn_apart };
    }
}

/// The slope of the lines of print: the one along which rows are most unlike each other, dark beside light.
fn slope_of(drawn: &Drawn) -> f32 {
    // a picture of at most some 800 columns tells the slope as well
    let step = (drawn.width as usize / 800).max(1);
    let (width, height) = (drawn.width as usize / step, drawn.height as usize / step);
    if width < 100 || height < 100 {
        return 0.0;
    }
    let mut dark: Vec<(f32, f32)> = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if drawn.shades[y * step * drawn.width as usize + x * step] < 110 {
                dark.push((x as f32, y as f32));
            }
        }
    }
    if dark.len() < 200 || dark.len() > width * height / 2 {
        return 0.0;
    }
    let unlikeness = |slope: f32| {
        let margin = (STEEPEST * width as f32) as usize + 1;
        let mut rows = vec![0.0_f32; height + 2 * margin];
        for (x, y) in &dark {
            let row = (y - slope * x + margin as f32) as usize;
            if let Some(row) = rows.get_mut(row) {
                *row += 1.0;
            }
        }
        rows.windows(2)
            .map(|pair| (pair[1] - pair[0]).powi(2))
            .sum::<f32>()
    };
    let level = unlikeness(0.0);
    (-SLOPES..=SLOPES)
        .map(|nth| nth as f32 / SLOPES as f32 * STEEPEST)
        .map(|slope| (slope, unlikeness(slope)))
        .filter(|(_, found)| *found > level * 1.05)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0.0, |(slope, _)| slope)
}

/// The picture turned by the slope, about its middle; what comes in from beyond the edge is white.
fn straightened(drawn: &Drawn, slope: f32) -> Drawn {
    let (width, height) = (drawn.width as i64, drawn.height as i64);
    let length = slope.hypot(1.0);
    let (sine, cosine) = (slope / length, 1.0 / length);
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let at = |x: i64, y: i64| -> f32 {
        if x < 0 || y < 0 || x >= width || y >= height {
            return 255.0;
        }
        f32::from(drawn.shades[(y * width + x) as usize])
    };
    let mut shades = Vec::with_capacity(drawn.shades.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = (x as f32 - middle_x, y as f32 - middle_y);
            let old_x = cosine * from_x - sine * from_y + middle_x;
            let old_y = sine * from_x + cosine * from_y + middle_y;
            let (left, top) = (old_x.floor(), old_y.floor());
            let (right_share, low_share) = (old_x - left, old_y - top);
            let (left, top) = (left as i64, top as i64);
            let upper = at(left, top) * (1.0 - right_share) + at(left + 1, top) * right_share;
            let lower =
                at(left, top + 1) * (1.0 - right_share) + at(left + 1, top + 1) * right_share;
            shades.push((upper * (1.0 - low_share) + lower * low_share).round() as u8);
        }
    }
    Drawn {
        shades,
        ..drawn.clone()
    }
}

/// The picture at twice the size, the shades between two pixels halfway between theirs.
fn doubled_in_size(drawn: &Drawn) -> Drawn {
    let (width, height) = (drawn.width as usize, drawn.height as usize);
    let at =
        |x: usize, y: usize| u16::from(drawn.shades[y.min(height - 1) * width + x.min(width - 1)]);
    let mut shades = Vec::with_capacity(drawn.shades.len() * 4);
    for y in 0..height * 2 {
        let (top, below) = (y / 2, y / 2 + y % 2);
        for x in 0..width * 2 {
            let (left, right) = (x / 2, x / 2 + x % 2);
            let sum = at(left, top) + at(right, top) + at(left, below) + at(right, below);
            shades.push((sum / 4) as u8);
        }
    }
    Drawn {
        width: drawn.width * 2,
        height: drawn.height * 2,
        dots: drawn.dots.map(|dots| dots * 2),
        shades,
        page: drawn.page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> Drawn {
        Drawn {
            page: 1,
            width,
            height,
            dots: Some(150),
            shades: (0..height)
                .flat_map(|y| (0..width).map(move |x| (x, y)))
                .map(|(x, y)| shade(x, y))
                .collect(),
        }
    }

    #[test]
    fn a_speck_goes_and_a_stroke_stays() {
        let speck = drawn(9, 9, |x, y| if (x, y) == (4, 4) { 0 } else { 200 });
        assert!(without_specks(&speck).shades.iter().all(|s| *s == 200));
        let stroke = drawn(9, 9, |x, _| if (3..6).contains(&x) { 0 } else { 200 });
        assert_eq!(without_specks(&stroke), stroke);
    }

    #[test]
    fn faint_print_becomes_black_and_white_print_too() {
        let mut faint = drawn(40, 40, |x, _| if x % 8 == 0 { 120 } else { 180 }).shades;
        stretch(&mut faint);
        assert_eq!((faint[0], faint[1]), (0, 255));
        let mut white = drawn(40, 40, |x, _| if x % 8 == 0 { 250 } else { 5 }).shades;
        stretch(&mut white);
        assert_eq!((white[0], white[1]), (0, 255));
    }

    #[test]
    fn lines_that_fall_are_turned_straight() {
        for slope in [0.05_f32, -0.03, 0.17, 0.0] {
            let page = drawn(800, 600, |x, y| {
                let along = y as f32 - slope * x as f32;
                if along.rem_euclid(40.0) < 8.0 { 0 } else { 255 }
            });
            assert!((slope_of(&page) - slope).abs() < 0.004, "{slope}");
            if slope != 0.0 {
                let straight = straightened(&page, slope_of(&page));
                assert!(slope_of(&straight).abs() < 0.006, "{slope}");
            }
        }
    }

    #[test]
    fn twice_the_size_is_four_times_the_pixels() {
        let small = drawn(3, 2, |x, _| (x * 100) as u8);
        let large = doubled_in_size(&small);
        assert_eq!((large.width, large.height, large.dots), (6, 4, Some(300)));
        assert_eq!(large.shades[..6], [0, 50, 100, 150, 200, 200]);
    }

    #[test]
    fn specks_all_over_are_noise_and_print_is_none() {
        let print = drawn(
            200,
            200,
            |x, y| if x % 9 < 3 && y % 20 < 12 { 0 } else { 250 },
        );
        assert!(!is_noisy(&print));
        let specked = drawn(200, 200, |x, y| {
            200 - (x * 31 + y * y * 17 + x * y * 7) as u8 % 40
        });
        assert!(is_noisy(&specked));
    }

    #[test]
    fn a_page_of_one_shade_is_blank() {
        assert!(is_blank(&drawn(9, 9, |x, _| 240 + x as u8)));
        assert!(!is_blank(&drawn(9, 9, |x, _| if x == 4 {
            90
        } else {
            240
        })));
    }
}
