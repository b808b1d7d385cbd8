//! JPEG 2000: pictures as `.jp2` and bare code streams, decoded by `hayro-jpeg2000` as those in a PDF are.

use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};

use super::super::{Category, Problem};
use super::LONGEST_SIDE;

/// Whether bytes begin as such a picture does: in its boxes, or bare.
pub fn is_it(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0\0\0\x0CjP  ") || bytes.starts_with(b"\xFF\x4F\xFF\x51")
}

/// How wide and high it is, in pixels.
///
/// # Errors
/// Why its header cannot be read.
pub fn dimensions(bytes: &[u8]) -> Result<(u32, u32), String> {
    std::panic::catch_unwind(|| {
        let image = Image::new(bytes, &DecodeSettings::default());
        image.map(|image| (image.width(), image.height()))
    })
    .map_err(|_| "the decoder fell over it".to_owned())?
    .map_err(|cause| cause.to_string())
}

/// Decodes it, at a smaller size where it has more pixels than `most`.
///
/// # Errors
/// A picture that is damaged or too large to be decoded.
pub fn decode(bytes: &[u8], most: usize) -> Result<DynamicImage, Problem> {
    let damaged = |cause: String| Problem {
        category: Category::Damaged,
        reason: format!("it cannot be decoded: {cause}"),
    };
    let whole = dimensions(bytes).map_err(damaged)?;
    if whole.0.max(whole.1) > LONGEST_SIDE {
        return Err(Problem {
            category: Category::TooLarge,
            reason: format!("a side of it is longer than {LONGEST_SIDE} pixels"),
        });
    }
    let share = (most as f64 / (f64::from(whole.0) * f64::from(whole.1))).sqrt();
    let smaller = |side: u32| (f64::from(side) * share) as u32;
    let settings = DecodeSettings {
        target_resolution: (share < 1.0).then(|| (smaller(whole.0), smaller(whole.1))),
        ..DecodeSettings::default()
    };
    let image = Image::new(bytes, &settings).map_err(|cause| damaged(cause.to_string()))?;
    let (width, height) = (image.width(), image.height());
    let pixels = width as usize * height as usize;
    if pixels > most.saturating_mul(4) {
        return Err(Problem {
            category: Category::TooLarge,
            reason: format!("it has {pixels} pixels and holds no smaller picture of itself"),
        });
    }
    let mut context = DecoderContext::default();
    let decoded = image
        .decode(&mut context)
        .map_err(|cause| damaged(cause.to_string()))?;
    let data = decoded.data_u8();
    let channels = data.len().checked_div(pixels).unwrap_or(0);
    let picture = match (channels, image.has_alpha()) {
        (1, _) => GrayImage::from_raw(width, height, data).map(Into::into),
        (2, true) => GrayAlphaImage::from_raw(width, height, data).map(Into::into),
        (3, false) => RgbImage::from_raw(width, height, data).map(Into::into),
        (4, true) => RgbaImage::from_raw(width, height, data).map(Into::into),
        (4, false) => GrayImage::from_raw(width, height, inks(&data)).map(Into::into),
        (0, _) => None,
        // of other channels the first is as good as any
        (many, _) => {
            let first = data.chunks_exact(many).map(|dot| dot[0]).collect();
            GrayImage::from_raw(width, height, first).map(Into::into)
        }
    };
    picture.ok_or_else(|| damaged("its channels are not all of one size".into()))
}

/// Four inks as a shade of grey.
fn inks(data: &[u8]) -> Vec<u8> {
    let shade = |dot: &[u8]| {
        let [cyan, magenta, yellow, black] = [0, 1, 2, 3].map(|n| u32::from(dot[n]));
        let ink = (30 * cyan + 59 * magenta + 11 * yellow) / 100 + black;
        255 - u8::try_from(ink).unwrap_or(255)
    };
    data.chunks_exact(4).map(shade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_decoded_at_any_size() {
        const LANTERN: &[u8] = include_bytes!("../../../tests/specimens/pictures/lantern.jp2");
        assert_eq!(dimensions(LANTERN), Ok((420, 120)));
        let picture = decode(LANTERN, 1 << 20).expect("a picture").into_luma8();
        assert_eq!(picture.dimensions(), (420, 120));
        let ink = picture.pixels().filter(|dot| dot.0[0] < 96).count();
        assert!((1_500..8_000).contains(&ink), "{ink}");
        let small = decode(LANTERN, 10_000).expect("a smaller picture");
        assert!(small.width() < 420, "{}", small.width());
        assert!(decode(&LANTERN[..200], 1 << 20).is_err());
    }

    #[test]
    fn bytes_that_only_begin_so_are_told() {
        assert!(is_it(b"\xFF\x4F\xFF\x51 and no more"));
        assert!(!is_it(b"\xFF\xD8\xFF"));
        let problem = decode(b"\0\0\0\x0CjP  \r\n\x87\n", 1000).expect_err("nothing there");
        assert_eq!(problem.category, Category::Damaged);
        assert_eq!(
            inks(&[0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255]),
            [255, 0, 0]
        );
    }
}
