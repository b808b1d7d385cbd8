//! The marks by which formats without a reader are known, and what is said of each.

use memchr::memmem;

use super::super::{Category, Problem, Specimen};

/// Marks at the very beginning, and what they mean.
const AT_START: &[(&[u8], Kind)] = &[
    (b"\x89PNG\r\n\x1a\n", Kind::Picture("PNG")),
    (b"\xFF\xD8\xFF", Kind::Picture("JPEG")),
    (b"GIF87a", Kind::Picture("GIF")),
    (b"GIF89a", Kind::Picture("GIF")),
    (b"II*\0", Kind::Picture("TIFF")),
    (b"MM\0*", Kind::Picture("TIFF")),
    (b"II+\0", Kind::Picture("BigTIFF")),
    (b"MM\0+", Kind::Picture("BigTIFF")),
    (b"8BPS", Kind::Picture("Photoshop")),
    (b"\0\0\x01\0", Kind::Picture("icon")),
    (b"\0\0\0\x0CjP  ", Kind::Picture("JPEG 2000")),
    (b"\xFF\x4F\xFF\x51", Kind::Picture("JPEG 2000")),
    (b"\0\0\0\x0CJXL \r\n", Kind::Picture("JPEG XL")),
    (b"\x97JB2\r\n\x1A\n", Kind::Picture("JBIG2")),
    (b"\xD7\xCD\xC6\x9A", Kind::Picture("Windows metafile")),
    (b"\x1F\x8B", Kind::Unread("damaged or unusual GZIP archive")),
    (b"BZh", Kind::Unread("damaged BZIP2 archive")),
    (b"\x28\xB5\x2F\xFD", Kind::Unread("Zstandard archive")),
    (b"Rar!\x1A\x07", Kind::Unread("RAR archive")),
    (b"MSCF\0\0\0\0", Kind::Unread("Windows cabinet")),
    (b"ISc(", Kind::Unread("InstallShield cabinet")),
    (b"\x1F\x9D", Kind::Unread("archive of compress (.Z)")),
    (b"LZIP\x01", Kind::Unread("LZIP archive")),
    (b"!<arch>\n", Kind::Unread("AR archive")),
    (b"070701", Kind::Unread("CPIO archive")),
    (b"070707", Kind::Unread("CPIO archive")),
    (b"StuffIt ", Kind::Unread("StuffIt archive")),
    (b"**ACE**", Kind::Unread("ACE archive")),
    (b"MSWIM\0\0\0", Kind::Unread("Windows image")),
    (b"!BDN", Kind::Unread("Outlook data file (PST or OST)")),
    (b"\x78\x9F\x3E\x22", Kind::Unread("winmail.dat (TNEF)")),
    (b"{\\rtf", Kind::Unread("RTF document")),
    (b"{\\urtf", Kind::Unread("RTF document")),
    (b"%!PS", Kind::Unread("PostScript")),
    (b"\xFFWPC", Kind::Unread("WordPerfect document")),
    (b"\x00\x05\x16\x00", Kind::Unread("AppleSingle file")),
    (
        b"\x00\x05\x16\x07",
        Kind::Unread("Macintosh resource fork (AppleDouble)"),
    ),
    (b"%PDF-", Kind::Unread("damaged or unusual PDF document")),
    (b"SQLite format 3\0", Kind::Unread("SQLite database")),
    (b"\0\x01\0\0Standard ", Kind::Unread("Access database")),
    (b"MZ", Kind::Unread("Windows program")),
    (b"\x7FELF", Kind::Unread("Linux program")),
    (b"\xCA\xFE\xBA\xBE", Kind::Unread("program")),
    (b"ID3", Kind::Unread("sound recording (MP3)")),
    (b"OggS", Kind::Unread("sound or video recording (Ogg)")),
    (b"fLaC", Kind::Unread("sound recording (FLAC)")),
    (b"#!AMR", Kind::Unread("sound recording (AMR)")),
    (
        b"\x1A\x45\xDF\xA3",
        Kind::Unread("video recording (Matroska)"),
    ),
    (b"\0\0\x01\xBA", Kind::Unread("video recording (MPEG)")),
    (b"\0\0\x01\xB3", Kind::Unread("video recording (MPEG)")),
    (
        b"\x30\x26\xB2\x75\x8E\x66\xCF\x11",
        Kind::Unread("sound or video recording (Windows Media)"),
    ),
    (b"FLV\x01", Kind::Unread("video recording (Flash)")),
    (b"L\0\0\0\x01\x14\x02\0", Kind::Unread("Windows shortcut")),
    (b"wOFF", Kind::Unread("font")),
    (b"OTTO", Kind::Unread("font")),
    (b"AC10", Kind::Unread("AutoCAD drawing")),
    (b"AutoCAD Binary DXF", Kind::Unread("AutoCAD drawing (DXF)")),
    (b"(DWF V", Kind::Unread("Autodesk drawing (DWF)")),
    (
        b"\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3",
        Kind::Unread("OneNote section"),
    ),
    (
        b"\xA1\x2F\xFF\x43\xD9\xEF\x76\x4C\x9E\xE2\x10\xEA\x57\x22\x76\x5F",
        Kind::Unread("OneNote table of contents"),
    ),
    (
        b"\x06\x06\xED\xF5\xD8\x1D\x46\xE5",
        Kind::Unread("InDesign document"),
    ),
    (b"AT&TFORM", Kind::Unread("DjVu document")),
    (b"MThd\0\0\0\x06", Kind::Unread("music (MIDI)")),
    (b"caff\0\x01", Kind::Unread("sound recording (CAF)")),
    (b"\x02dss", Kind::Unread("dictation (DSS)")),
    (b"\x03dss", Kind::Unread("dictation (DSS)")),
    (b"\x03ds2", Kind::Unread("dictation (DS2)")),
    (b"\xFF\xFB", Kind::Unread("sound recording (MP3)")),
    (b"\xFF\xF3", Kind::Unread("sound recording (MP3)")),
    (b"\xFF\xF2", Kind::Unread("sound recording (MP3)")),
    (b"\xFF\xF1", Kind::Unread("sound recording (AAC)")),
    (b"\xFF\xF9", Kind::Unread("sound recording (AAC)")),
    (
        b"\x0E\x11\xFC\x0D\xD0\xCF\x11\x0E",
        Kind::Unread("early Office document (OLE)"),
    ),
];

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Members that name the kind of a ZIP, and what it is.
const IN_ZIP: &[(&[u8], &str)] = &[
    (b"xl/workbook.bin", "damaged or unusual XLSB spreadsheet"),
    (b"xl/workbook.xml", "damaged or unusual XLSX spreadsheet"),
    (b"xl/", "damaged or unusual XLSX spreadsheet"),
    (b"ppt/", "damaged or unusual PPTX presentation"),
    (b"word/", "damaged or unusual DOCX document"),
    (b"visio/", "Visio drawing"),
    (b"opendocument.text", "damaged or unusual ODT document"),
    (
        b"opendocument.spreadsheet",
        "damaged or unusual ODS spreadsheet",
    ),
    (
        b"opendocument.presentation",
        "damaged or unusual ODP presentation",
    ),
    (b"opendocument.graphics", "ODG drawing"),
    (b"Index/Document.iwa", "Apple iWork document"),
];

/// Streams that name the kind of an OLE file, the usual ending of its name, and what it is.
const IN_OLE: &[(&str, &str, &str)] = &[
    (
        "__properties_version1.0",
        "msg",
        "damaged Outlook message (.msg)",
    ),
    (
        "WordDocument",
        "doc",
        "damaged or unusual Word 97-2003 document (.doc)",
    ),
    (
        "Workbook",
        "xls",
        "damaged or unusual Excel 97-2003 spreadsheet (.xls)",
    ),
    (
        "PowerPoint Document",
        "ppt",
        "damaged or unusual PowerPoint 97-2003 presentation (.ppt)",
    ),
    (
        "Book",
        "xls",
        "damaged or unusual Excel 5 spreadsheet (.xls)",
    ),
    ("VisioDocument", "vsd", "Visio drawing"),
    ("Quill", "pub", "Publisher document"),
];

/// Names of programs by which OLE files say who may open them.
const PROGRAMS: &[(&[u8], &str)] = &[
    (b"MSProject.Project", "Project plan"),
    (b"Publisher.Document", "Publisher document"),
    (b"Visio.Drawing", "Visio drawing"),
];

/// How a QuickTime film without a brand begins, behind the size of its first piece.
const QUICKTIME: [&[u8]; 6] = [b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];

#[derive(Clone, Copy)]
enum Kind {
    /// A picture that is not decoded, by the name of its format.
    Picture(&'static str),
    Unread(&'static str),
}

/// What kind of file a mark at its beginning proves.
fn kind_of(bytes: &[u8]) -> Option<Kind> {
    if let Some((_, kind)) = AT_START.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(*kind);
    }
    let box_kind = bytes.get(4..12).unwrap_or_default();
    if let Some(brand) = box_kind.strip_prefix(b"ftyp") {
        return Some(match brand {
            b"heic" | b"heix" | b"heim" | b"hevc" | b"hevx" | b"heis" | b"mif1" | b"msf1" => {
                Kind::Picture("HEIC")
            }
            b"avif" | b"avis" => Kind::Picture("AVIF"),
            _ => Kind::Unread("sound or video recording (MP4)"),
        });
    }
    if bytes.first() == Some(&0)
        && matches!(box_kind, [kind @ .., _, _, _, _] if QUICKTIME.contains(&kind))
    {
        return Some(Kind::Unread("video recording (QuickTime)"));
    }
    if bytes.starts_with(b"FORM") && matches!(bytes.get(8..12), Some(b"AIFF" | b"AIFC")) {
        return Some(Kind::Unread("sound recording (AIFF)"));
    }
    // packets of 188 bytes, each opened by a G
    let packets = bytes.iter().step_by(188).take(5);
    if bytes.len() > 4 * 188
        && packets.clone().all(|byte| *byte == b'G')
        && bytes.iter().take(188).any(|byte| *byte < 8)
    {
        return Some(Kind::Unread("video recording (MPEG)"));
    }
    // a picture of the Macintosh says its version behind its size, with a head of 512 bytes as a file and without
    let is_pict = |at| {
        bytes
            .get(at..)
            .is_some_and(|rest| rest.starts_with(b"\0\x11\x02\xFF\x0C\0"))
    };
    if is_pict(10) || is_pict(522) {
        return Some(Kind::Picture("PICT"));
    }
    if bytes.starts_with(b"RIFF") {
        return Some(match bytes.get(8..12) {
            Some(b"WEBP") => Kind::Picture("WebP"),
            Some(b"WAVE") => Kind::Unread("sound recording (WAV)"),
            Some(b"AVI ") => Kind::Unread("video recording (AVI)"),
            _ => Kind::Unread("RIFF media file"),
        });
    }
    // A bitmap's reserved bytes are zero; a text that begins with BM has none.
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(b"\0\0\0\0".as_slice()) {
        return Some(Kind::Picture("BMP"));
    }
    if bytes.get(257..262) == Some(b"ustar".as_slice()) {
        return Some(Kind::Unread("damaged TAR archive"));
    }
    if bytes.get(0x8001..0x8006) == Some(b"CD001".as_slice()) {
        return Some(Kind::Unread("disc image (ISO 9660)"));
    }
    // LZH tells its method after two bytes; ARJ the size of its first header, which has a bound
    if matches!(bytes.get(2..7), Some([b'-', b'l', b'h' | b'z', _, b'-'])) {
        return Some(Kind::Unread("LZH archive"));
    }
    match bytes.get(..4) {
        Some([0x60, 0xEA, low, high])
            if (30..=2600).contains(&u16::from_le_bytes([*low, *high])) =>
        {
            Some(Kind::Unread("ARJ archive"))
        }
        _ => None,
    }
}

/// Whether the bytes bear the mark of something that is not text.
pub(super) fn known(bytes: &[u8]) -> bool {
    // Two letters are too few to call a text a program or an archive.
    let short = bytes.starts_with(b"MZ") || bytes.starts_with(b"BZh") || bytes.starts_with(b"ID3");
    let bare = bytes.get(..512).unwrap_or(bytes);
    if short && !bare.contains(&0) && std::str::from_utf8(bare).is_ok() {
        return false;
    }
    bytes.starts_with(ZIP) || bytes.starts_with(OLE) || kind_of(bytes).is_some()
}

/// Formats written in printing characters that are nevertheless no text to read.
pub(super) fn hides_in_text(bytes: &[u8]) -> bool {
    let start = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    start.starts_with(b"{\\rtf") || start.starts_with(b"{\\urtf") || start.starts_with(b"%!PS")
}

/// What to say of bytes that no reader took.
pub(super) fn problem_of(specimen: &Specimen<'_>) -> Problem {
    let bytes = specimen.bytes;
    if bytes.starts_with(ZIP)
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(b"PK\x07\x08")
    {
        return of_zip(bytes);
    }
    if bytes.starts_with(OLE) {
        return of_ole(bytes, specimen.name);
    }
    match kind_of(bytes.trim_ascii_start()).or_else(|| kind_of(bytes)) {
        Some(Kind::Picture(format)) => unsupported(&format!(
            "picture in {format} format, which is not decoded: no reader yet"
        )),
        Some(Kind::Unread(what)) => unsupported(&format!("{what}: no reader yet")),
        None => unsupported(&unknown(specimen)),
    }
}

fn unsupported(reason: &str) -> Problem {
    Problem {
        category: Category::Unsupported,
        reason: reason.into(),
    }
}

fn encrypted(reason: &str) -> Problem {
    Problem {
        category: Category::Encrypted,
        reason: reason.into(),
    }
}

fn unknown(specimen: &Specimen<'_>) -> String {
    let ending = specimen
        .name
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| {
            (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    match (ending, specimen.declared) {
        (Some(ending), Some(declared)) => {
            format!("unknown format (named .{ending}, declared {declared}): no reader")
        }
        (Some(ending), None) => format!("unknown format (named .{ending}): no reader"),
        (None, Some(declared)) => format!("unknown format (declared {declared}): no reader"),
        (None, None) => "unknown format: no reader".into(),
    }
}

fn of_zip(bytes: &[u8]) -> Problem {
    let has = |member: &[u8]| memmem::find(bytes, member).is_some();
    // The first bit of a member's flags says that it is encrypted.
    if bytes.starts_with(ZIP) && bytes.get(6).is_some_and(|flags| flags & 1 == 1) {
        return encrypted("ZIP archive with a password");
    }
    match IN_ZIP.iter().find(|(member, _)| has(member)) {
        Some((_, what)) => unsupported(&format!("{what}: no reader yet")),
        None => unsupported("package of an unknown kind (ZIP): no reader yet"),
    }
}

fn of_ole(bytes: &[u8], name: &str) -> Problem {
    let has = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        return encrypted("Office document with a password");
    }
    // A spreadsheet may hold a document and the other way round: of several kinds the one its name tells.
    let name = name.to_ascii_lowercase();
    let kinds: Vec<_> = IN_OLE.iter().filter(|(stream, _, _)| has(stream)).collect();
    let named = kinds
        .iter()
        .find(|(_, ending, _)| name.ends_with(&format!(".{ending}")));
    match named.or(kinds.first()) {
        Some((_, _, what)) => unsupported(&format!("{what}: no reader yet")),
        None => {
            let program = PROGRAMS
                .iter()
                .find(|(program, _)| memmem::find(bytes, program).is_some());
            let what = program.map_or("OLE file of an unknown kind", |(_, what)| what);
            unsupported(&format!("{what}: no reader yet"))
        }
    }
}
