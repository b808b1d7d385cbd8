//! Pictures: TIFF of one page or many, PNG, JPEG, JPEG 2000, GIF, BMP, WebP.
//!
//! What is written beside the picture (comments, descriptions, dates) is read here. What is written in it is OCR's
//! business: each frame is a page, drawn by [`draw`] in grey and the right way up.

mod comments;
mod jpeg2000;
mod metafile;
mod svg;
mod tiff;
mod vector;

pub use vector::Vector;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits as Bounds,
};

use super::drawing::{Drawn, MOST_PIXELS, Sitting, Told, Wanted, Why};
use super::{
    Category, Confidence, Extractor, Field, Format, Limits, Opened, Passage, Place, Problem,
    Specimen, TextStatus, sniff,
};

/// The picture reader.
pub struct Picture;

/// Decoding one frame may take so much memory, in bytes.
const MOST_MEMORY: u64 = 512 << 20;
/// No side of a picture that is decoded is longer, in pixels.
const LONGEST_SIDE: u32 = 60_000;

/// A shorter side below this has no room for a line: print that OCR can read is about six pixels high without its
/// ascenders and descenders, and twice that with them.
const LEAST_SIDE: u32 = 12;
/// A smaller area has no room for a word: 64 by 24 pixels hold four letters at the size of a screen.
const LEAST_AREA: u64 = 64 * 24;

/// The formats that are decoded, by the marks that they bear.
fn kind_of(bytes: &[u8]) -> Option<ImageFormat> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => ImageFormat::Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ImageFormat::Gif,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => ImageFormat::Tiff,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => ImageFormat::WebP,
        // a bitmap's reserved bytes are zero; a text that begins with BM has none
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ImageFormat::Bmp,
        _ => return None,
    })
}

impl Extractor for Picture {
    fn format(&self) -> Format {
        Format::Image
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        (kind_of(specimen.bytes).is_some() || jpeg2000::is_it(specimen.bytes))
            .then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut opened = Opened {
            extraction: sniff::nothing(Format::Image),
            identity: None,
            parts: Vec::new(),
            problems: Vec::new(),
        };
        let Some(kind) = kind_of(specimen.bytes) else {
            return match jpeg2000::dimensions(specimen.bytes) {
                Ok(size) => sized(opened, size, 1, TextStatus::None, limits),
                Err(cause) => failed(opened, &format!("it cannot be decoded: {cause}")),
            };
        };
        let frames = match kind {
            ImageFormat::Tiff => tiff::frames(specimen.bytes),
            _ => tiff::Frames::one(),
        };
        let mut decoder = match decoder(specimen.bytes, kind) {
            Ok(decoder) => decoder,
            Err(cause) => return failed(opened, &format!("it cannot be decoded: {cause}")),
        };
        let size = decoder.dimensions();
        let mut said = comments::of(kind, specimen.bytes);
        if let Ok(Some(exif)) = decoder.exif_metadata() {
            said.fields.extend(tiff::texts(&exif, None));
        }
        if let Ok(Some(xmp)) = decoder.xmp_metadata() {
            said.fields.extend(comments::of_xmp(&xmp));
        }
        if kind == ImageFormat::Tiff {
            for frame in &frames.offsets {
                said.fields
                    .extend(tiff::texts(specimen.bytes, Some(*frame)));
            }
        }
        let count = frames.offsets.len().max(1);
        let extraction = &mut opened.extraction;
        // when and with which program it was made is kept, and is no text
        let beside: Vec<String> = said
            .fields
            .iter()
            .filter(|field| !matches!(field.name.as_str(), "created" | "producer"))
            .map(|field| field.value.clone())
            .collect();
        extraction.metadata.append(&mut said.fields);
        if !beside.is_empty() {
            extraction.passages.push(Passage {
                place: Place::Metadata,
                page: None,
                text: beside.join("\n"),
            });
        }
        extraction.doubts.append(&mut said.doubts);
        if moves(specimen.bytes, kind) {
            extraction
                .doubts
                .push("it is an animation; only its first picture can be read by OCR".into());
        }
        if let Some(cut) = frames.cut {
            opened.problems.push(Problem {
                category: Category::Damaged,
                reason: cut,
            });
        }
        let words = if beside
            .iter()
            .any(|text| text.chars().any(char::is_alphanumeric))
        {
            TextStatus::Text
        } else {
            TextStatus::None
        };
        sized(opened, size, count, words, limits)
    }
}

/// What is left to say once the size of a picture and the number of its frames are known: whether OCR is wanted.
fn sized(
    mut opened: Opened,
    (width, height): (u32, u32),
    frames: usize,
    words: TextStatus,
    limits: &Limits,
) -> Opened {
    let extraction = &mut opened.extraction;
    extraction.pages = Some(u32::try_from(frames).unwrap_or(u32::MAX));
    let size = Field {
        name: "dimensions".into(),
        value: format!("{width} x {height} pixels"),
    };
    extraction.metadata.insert(0, size);
    extraction.text_status = words;
    if frames == 1 && !has_room(width, height) {
        // a rule, a bullet, a spacer of a web page: nothing for OCR
        if words != TextStatus::Text {
            opened.problems.push(sniff::no_text(&format!(
                "a picture of {width} by {height} pixels, without room for words"
            )));
        }
        return opened;
    }
    let wanted = Wanted::tell(&wanted(frames), limits.ocr);
    opened.problems.extend(wanted);
    opened
}

/// How wide and high a picture is, in pixels, as its header says; none for what is no picture or does not say it.
pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let Some(kind) = kind_of(bytes) else {
        return match jpeg2000::is_it(bytes) {
            true => jpeg2000::dimensions(bytes).ok(),
            false => metafile::dimensions(bytes),
        };
    };
    let size = || Some(decoder(bytes, kind).ok()?.dimensions());
    catch_unwind(AssertUnwindSafe(size)).ok()?
}

/// Whether a picture has room for a word.
fn has_room(width: u32, height: u32) -> bool {
    width.min(height) >= LEAST_SIDE && u64::from(width) * u64::from(height) >= LEAST_AREA
}

fn wanted(frames: usize) -> Vec<Wanted> {
    (1_u32..)
        .take(frames)
        .map(|page| Wanted {
            page,
            why: Why::Picture,
        })
        .collect()
}

fn failed(mut opened: Opened, reason: &str) -> Opened {
    opened.extraction.text_status = TextStatus::Failed;
    opened.problems.push(Problem {
        category: Category::Damaged,
        reason: reason.into(),
    });
    opened
}

fn bounds() -> Bounds {
    let mut bounds = Bounds::default();
    bounds.max_image_width = Some(LONGEST_SIDE);
    bounds.max_image_height = Some(LONGEST_SIDE);
    bounds.max_alloc = Some(MOST_MEMORY);
    bounds
}

fn decoder(bytes: &[u8], kind: ImageFormat) -> image::ImageResult<impl ImageDecoder + '_> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    reader.limits(bounds());
    reader.into_decoder()
}

/// Whether there is more than one picture to be seen, one after the other.
fn moves(bytes: &[u8], kind: ImageFormat) -> bool {
    match kind {
        ImageFormat::Gif => GifDecoder::new(Cursor::new(bytes)).is_ok_and(|mut gif| {
            gif.set_limits(bounds()).is_ok() && gif.into_frames().nth(1).is_some()
        }),
        ImageFormat::WebP => {
            WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|webp| webp.has_animation())
        }
        ImageFormat::Png => comments::is_animated(bytes),
        _ => false,
    }
}

/// Draws every frame, in order.
///
/// # Errors
/// Only what `tell` refuses.
pub fn draw(
    sitting: &Sitting,
    tell: &mut dyn FnMut(Told) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let Some(kind) = kind_of(&sitting.bytes) else {
        let wanted = wanted(usize::from(jpeg2000::is_it(&sitting.bytes)));
        let is_due = !wanted.is_empty() && sitting.after == 0;
        tell(Told::Pages(wanted))?;
        if is_due {
            let decode = || jpeg2000::decode(&sitting.bytes, MOST_PIXELS);
            tell(told(1, catch_unwind(decode), |picture| {
                laid_down(picture, 1)
            }))?;
        }
        return Ok(());
    };
    let frames = match kind {
        ImageFormat::Tiff => tiff::frames(&sitting.bytes),
        _ => tiff::Frames::one(),
    };
    let count = frames.offsets.len().max(1);
    tell(Told::Pages(wanted(count)))?;
    let mut bytes = sitting.bytes.clone();
    for (page, nth) in (1_u32..).zip(0..count) {
        if page <= sitting.after {
            continue;
        }
        if let Some(offset) = frames.offsets.get(nth) {
            tiff::put_first(&mut bytes, *offset);
        }
        let drawn = catch_unwind(AssertUnwindSafe(|| one(&bytes, kind, page)));
        let drawn = drawn.map(|drawn| drawn.map_err(|cause| refusal(&cause)));
        tell(told(page, drawn, |drawn| drawn))?;
    }
    Ok(())
}

/// What is told of a page: its picture, or why there is none.
fn told<T>(
    page: u32,
    drawn: std::thread::Result<Result<T, Problem>>,
    lay_down: impl FnOnce(T) -> Drawn,
) -> Told {
    match drawn {
        Ok(Ok(drawn)) => Told::Drawn(lay_down(drawn)),
        Ok(Err(problem)) => Told::NotDrawn(page, problem),
        Err(_) => Told::NotDrawn(
            page,
            Problem {
                category: Category::Crashed,
                reason: "the decoder fell over it".into(),
            },
        ),
    }
}

fn refusal(cause: &image::ImageError) -> Problem {
    let category = match cause {
        image::ImageError::Limits(_) => Category::TooLarge,
        image::ImageError::Unsupported(_) => Category::Unsupported,
        _ => Category::Damaged,
    };
    Problem {
        category,
        reason: format!("it cannot be decoded: {cause}"),
    }
}

fn one(bytes: &[u8], kind: ImageFormat, page: u32) -> image::ImageResult<Drawn> {
    let mut decoder = decoder(bytes, kind)?;
    let turned = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turned);
    Ok(laid_down(picture, page))
}

/// A picture in grey, on white, no larger than a page of print needs.
fn laid_down(mut picture: DynamicImage, page: u32) -> Drawn {
    let pixels = picture.width() as usize * picture.height() as usize;
    if pixels > MOST_PIXELS {
        let share = (MOST_PIXELS as f64 / pixels as f64).sqrt();
        let smaller = |side: u32| ((f64::from(side) * share) as u32).max(1);
        picture = picture.thumbnail_exact(smaller(picture.width()), smaller(picture.height()));
    }
    let (width, height) = (picture.width(), picture.height());
    let shades = if picture.color().has_alpha() {
        // what is see-through shows the paper behind it
        picture
            .into_luma_alpha8()
            .pixels()
            .map(|dot| {
                let [shade, cover] = dot.0.map(u32::from);
                ((shade * cover + 255 * (255 - cover)) / 255) as u8
            })
            .collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Drawn {
        page,
        width,
        height,
        dots: None,
        shades,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Ocr;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgba8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("a PNG");
        bytes
    }

    fn open(bytes: &[u8]) -> Opened {
        let specimen = Specimen {
            bytes,
            name: "scan.png",
            declared: None,
            charset: None,
        };
        assert_eq!(Picture.bid(&specimen), Some(Confidence::Certain));
        Picture.open(&specimen, &Limits::default())
    }

    #[test]
    fn a_picture_with_room_for_words_needs_ocr_and_a_spacer_does_not() {
        let scan = open(&png(640, 200));
        assert_eq!(scan.extraction.text_status, TextStatus::None);
        assert_eq!(scan.problems, Wanted::tell(&wanted(1), Ocr::Never));
        let spacer = open(&png(16, 16));
        assert_eq!(spacer.problems.len(), 1);
        assert_eq!(spacer.problems[0].category, Category::NoText);
        assert!(!spacer.problems[0].needs_ocr());
        assert_eq!(spacer.extraction.text_status, TextStatus::None);
        assert_eq!(spacer.extraction.passages, []);
        assert!(has_room(100, 16) && !has_room(400, 8));
    }

    #[test]
    fn what_is_see_through_is_drawn_white() {
        let drawn = one(&png(20, 10), ImageFormat::Png, 1).expect("drawn");
        assert_eq!((drawn.width, drawn.height), (20, 10));
        assert!(drawn.shades.iter().all(|shade| *shade == 255));
    }

    #[test]
    fn a_broken_picture_is_told_and_never_drawn() {
        let mut broken = png(640, 200);
        broken.truncate(20);
        let opened = open(&broken);
        assert_eq!(opened.extraction.text_status, TextStatus::Failed);
        assert_eq!(opened.problems[0].category, Category::Damaged);
        let mut cut = png(640, 200);
        cut.truncate(cut.len() / 2);
        assert!(one(&cut, ImageFormat::Png, 1).is_err());
    }
}
