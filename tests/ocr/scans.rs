//! Letters of invented words, drawn and spoiled as a scanner would, and put into PDFs and TIFFs.

use std::io::Write;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::pdf_bytes::{Paper, line};

/// A page in grey, 0 black.
#[derive(Clone)]
pub struct Scan {
    pub width: usize,
    pub height: usize,
    pub shades: Vec<u8>,
}

/// How a scanner spoils a page.
#[derive(Clone, Copy)]
pub struct Spoiled {
    /// Dots to the inch.
    pub dots: f32,
    /// Degrees that the sheet lay askew.
    pub askew: f32,
    /// How far a pixel strays from its shade, at most.
    pub noise: i32,
    /// Of a hundred, how much of the contrast is left.
    pub contrast: i32,
}

/// A letter: lines of print in one of PDF's own fonts.
pub fn letter(font: &str, lines: &[&str]) -> Vec<u8> {
    let content: String = lines
        .iter()
        .zip(0_u32..)
        .map(|(text, nth)| line(760 - 22 * nth, text))
        .collect();
    let mut paper = Paper::with_pages(&[&content]);
    let font = paper.add(format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
    ));
    paper.page = format!("/Resources << /Font << /F1 {font} 0 R >> >>");
    paper.bytes()
}

/// The first page of a PDF as a scanner sees it.
pub fn scanned(pdf: Vec<u8>, spoiled: Spoiled) -> Scan {
    let file = Pdf::new(pdf).expect("a PDF");
    let scale = spoiled.dots / 72.0;
    let drawn = render(
        &file.pages()[0],
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
    let straight: Vec<u8> = drawn.data().iter().map(|dot| dot.g).collect();
    let (sine, cosine) = spoiled.askew.to_radians().sin_cos();
    let mut chance = Chance(0x5EED);
    let mut shades = Vec::with_capacity(straight.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = (
                x as f32 - width as f32 / 2.0,
                y as f32 - height as f32 / 2.0,
            );
            let old_x = (cosine * from_x - sine * from_y + width as f32 / 2.0).round();
            let old_y = (sine * from_x + cosine * from_y + height as f32 / 2.0).round();
            let inside = old_x >= 0.0
                && old_y >= 0.0
                && (old_x as usize) < width
                && (old_y as usize) < height;
            let shade = if inside {
                i32::from(straight[old_y as usize * width + old_x as usize])
            } else {
                255
            };
            let faint = 255 - (255 - shade) * spoiled.contrast / 100;
            let strayed = faint - 20 + chance.below(2 * spoiled.noise + 1) - spoiled.noise;
            shades.push(strayed.clamp(0, 255) as u8);
        }
    }
    Scan {
        width,
        height,
        shades,
    }
}

/// Numbers by chance, the same in every run: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: i32) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.unsigned_abs() as u64) as i32
    }
}

/// Whether a picture in a PDF is packed: raw bytes make a file too large to be read in one frame with others.
#[derive(Clone, Copy, PartialEq)]
pub enum Packing {
    Packed,
    Raw,
}

/// A PDF of pages, each of text or of one scan over the whole sheet.
pub fn paper(pages: &[Result<&Scan, &str>], packing: Packing) -> Vec<u8> {
    let contents: Vec<String> = pages
        .iter()
        .enumerate()
        .map(|(nth, page)| match page {
            Ok(_) => format!("q 595 0 0 842 0 0 cm /Im{nth} Do Q\n"),
            Err(text) => line(700, text),
        })
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let mut paper = Paper::with_pages(&contents);
    let mut pictures = String::new();
    for (nth, page) in pages.iter().enumerate() {
        let Ok(scan) = page else { continue };
        let (data, filter) = match packing {
            Packing::Raw => (scan.shades.clone(), ""),
            Packing::Packed => (packed(&scan.shades), "/Filter /FlateDecode"),
        };
        let entries = format!(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 8 {filter}",
            scan.width, scan.height
        );
        let number = paper.add_stream(&entries, &data);
        pictures.push_str(&format!("/Im{nth} {number} 0 R "));
    }
    paper.page = format!("/Resources << /Font << /F1 3 0 R >> /XObject << {pictures} >> >>");
    paper.bytes()
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(data).expect("packed");
    packer.finish().expect("packed")
}

/// A TIFF with a page for each scan, not compressed.
pub fn tiff(scans: &[&Scan]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for scan in scans {
        let strip = bytes.len() as u32;
        bytes.extend(&scan.shades);
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        let directory = bytes.len() as u32;
        bytes[link..link + 4].copy_from_slice(&directory.to_le_bytes());
        let entries: [(u16, u16, u32); 9] = [
            (256, 4, scan.width as u32),  // ImageWidth
            (257, 4, scan.height as u32), // ImageLength
            (258, 3, 8),                  // BitsPerSample
            (259, 3, 1),                  // Compression: none
            (262, 3, 1),                  // PhotometricInterpretation: 0 is black
            (273, 4, strip),              // StripOffsets
            (277, 3, 1),                  // SamplesPerPixel
            (278, 4, scan.height as u32), // RowsPerStrip
            (279, 4, scan.shades.len() as u32),
        ];
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        link = bytes.len();
        bytes.extend([0; 4]);
    }
    bytes
}

/// A PNG.
pub fn png(scan: &Scan) -> Vec<u8> {
    let picture =
        image::GrayImage::from_raw(scan.width as u32, scan.height as u32, scan.shades.clone())
            .expect("as many shades as pixels");
    let mut bytes = Vec::new();
    picture
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .expect("a PNG");
    bytes
}
