//! OCR: pages that a worker has drawn are read by tesseract, which the main process starts, one page at a time.
//!
//! The engine gets a picture on standard input and nothing else: no shell, no name out of a record, an empty
//! environment, one thread, limits on its memory, its time and what it writes, no path but its own, no socket and no
//! further process, as far as the system can keep it from them. A page that it cannot read, or reads
//! with little confidence, is listed; its words are never taken in silence for the page's own.

mod cleaning;
mod confined;
mod ending;
mod engine;
mod introduction;
mod reading;
mod words;

pub use confined::{START, start};
pub use engine::{Engine, Found};
pub use reading::{Kept, Scanner};

/// A page's mean confidence below this, of 100, is told: it cannot be relied on that a search finds its words.
///
/// Of the spoiled letters and rotated pages looked at, none that came out as rubbish reached 45, and none of whose words
/// 19 of 20 were found again fell below this.
pub const RELIABLE: u8 = 65;

/// The name under which a record's metadata say what read its pages.
pub const ENGINE: &str = "ocr engine";

/// The mark by which a doubt about a page read by OCR is known again.
pub const BY_OCR: &str = "read by OCR";
