//! What no reader opens is listed by its name and never passed for text: what wants a password, pictures without words,
//! and formats that nobody here reads.
#![cfg(unix)]

mod packing;
mod program;

use std::fs;
use std::io::{Cursor, Write};

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, RgbaImage};
use packing::{Member, docx, message, seven_zip, zip};
use program::Room;
use recordroom::extract::tree::read_file;
use recordroom::extract::{Category, Item, Limits, TextStatus};
use serde_json::Value;

/// An OLE file with these streams.
fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    for (name, content) in streams {
        if let Some((folder, _)) = name.rsplit_once('/') {
            file.create_storage_all(folder).expect("a storage");
        }
        let mut stream = file.create_stream(name).expect("a stream");
        stream.write_all(content).expect("in memory");
    }
    file.flush().expect("in memory");
    file.into_inner().into_inner()
}

/// A PDF that no empty password opens: its check values belong to no password that anybody knows.
fn sealed_pdf() -> Vec<u8> {
    let (owner, user, id) = ("7b".repeat(32), "e4".repeat(32), "2a".repeat(16));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = out.len();
    out.push_str(&format!(
        "xref\n0 4\n0000000000 65535 f \n{places}trailer\n<< /Size 4 /Root 1 0 R /ID [<{id}> <{id}>] /Encrypt \
         << /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{user}> /P -4 >> >>\nstartxref\n{table}\n%%EOF\n"
    ));
    out.into_bytes()
}

/// Bytes that look like compressed ones, the same at every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as u8
    };
    (0..count).map(step).collect()
}

#[test]
fn what_wants_a_password_is_listed_by_its_name_inside_zip_inside_mail() {
    let locked = Member {
        flags: 1,
        ..Member::new("within.txt", "the quince ledger")
    };
    let office = ole(&[("/EncryptedPackage", &noise(5_000))]);
    let sealed: [(&str, Vec<u8>, &str); 6] = [
        ("vault.zip", zip(&[locked]), "vault.zip > within.txt"),
        (
            "vault.7z",
            seven_zip(&[("within.txt", b"0123456789abcdef")], 1),
            "vault.7z > within.txt",
        ),
        ("vault.docx", office.clone(), "vault.docx"),
        ("vault.xlsx", office.clone(), "vault.xlsx"),
        ("vault.pptx", office, "vault.pptx"),
        ("vault.pdf", sealed_pdf(), "vault.pdf"),
    ];
    for (name, bytes, part) in sealed {
        let room = Room::new();
        fs::create_dir(room.path("tree")).expect("a folder");
        let outer = zip(&[
            Member::new(name, bytes),
            Member::new("note.txt", "The damson note lies open."),
        ]);
        fs::write(
            room.path("tree/mail.eml"),
            message("medlar", &[("outer.zip", &outer)]),
        )
        .expect("a file");
        let told = room.ingest(&room.path("tree")).ends(3).json();
        assert_eq!(told["ledger"]["balanced"], true, "{name}: {told:#}");
        assert_eq!(told["ledger"]["problems"], 1, "{name}: {told:#}");
        let rows = room.run(&["problems", "--format", "json"]).ends(0).json();
        let rows = rows.as_array().expect("rows");
        assert_eq!(rows.len(), 1, "{name}: {rows:?}");
        assert_eq!(
            (&rows[0]["category"], &rows[0]["part"]),
            (
                &Value::from("encrypted"),
                &format!("attachment 1: outer.zip > {part}").into()
            )
        );
        for word in ["medlar", "damson"] {
            let found = room.run(&["search", word, "--count", "--no-log"]).ends(0);
            assert_eq!(found.out.trim(), "1", "{name}: {word}");
        }
        let all = room
            .run(&["search", "--all", "--no-log", "--format", "jsonl"])
            .ends(0);
        for record in all.lines_of_json() {
            let place = record["locations"][0]["part"].as_str().unwrap_or_default();
            let status = if place.contains("vault") {
                "encrypted"
            } else {
                "text"
            };
            assert_eq!(record["text_status"], status, "{name}: {record}");
        }
    }
}

fn only(bytes: &[u8], name: &str) -> Item {
    let mut reading = read_file(bytes, name, &Limits::default());
    assert_eq!(reading.items.len(), 1, "{name}: {:?}", reading.items);
    assert!(reading.problems.is_empty(), "{name}");
    reading.items.remove(0)
}

#[test]
fn a_picture_without_words_never_has_text() {
    let kinds = [
        ("png", ImageFormat::Png),
        ("jpg", ImageFormat::Jpeg),
        ("gif", ImageFormat::Gif),
        ("bmp", ImageFormat::Bmp),
        ("webp", ImageFormat::WebP),
        ("tif", ImageFormat::Tiff),
    ];
    for (ending, kind) in kinds {
        for (width, height) in [(1, 1), (40, 8), (400, 300)] {
            let mut bytes = Vec::new();
            let mut picture = DynamicImage::new_rgb8(width, height);
            picture.invert();
            picture
                .write_to(&mut Cursor::new(&mut bytes), kind)
                .expect("a picture");
            let name = format!("{width}x{height}.{ending}");
            let item = only(&bytes, &name);
            assert_eq!(item.extraction.text_status, TextStatus::None, "{name}");
            assert_eq!(item.problems.len(), 1, "{name}: {:?}", item.problems);
            assert_eq!(item.problems[0].category, Category::NoText, "{name}");
            assert_eq!(item.problems[0].needs_ocr(), width == 400, "{name}");
        }
    }
}

#[test]
fn an_animation_says_that_its_further_pictures_are_not_read() {
    let mut bytes = Vec::new();
    let mut animation = GifEncoder::new(&mut bytes);
    for _ in 0..3 {
        animation
            .encode_frame(Frame::new(RgbaImage::new(120, 90)))
            .expect("a frame");
    }
    drop(animation);
    let item = only(&bytes, "banner.gif");
    assert_eq!(item.extraction.text_status, TextStatus::None);
    assert!(
        item.extraction.doubts[0].contains("animation"),
        "{:?}",
        item.extraction.doubts
    );
    assert!(item.problems[0].needs_ocr());
}

#[test]
fn a_format_without_a_reader_is_listed_by_its_name_and_is_never_text() {
    let with = |mark: &[u8]| [mark, &noise(3_000)].concat();
    let apple = |first: &str| {
        zip(&[
            Member::new(first, noise(400)),
            Member::new("Metadata/Properties.plist", with(b"bplist00")),
        ])
    };
    let film = |kind: &[u8]| with(&[&[0, 0, 0, 0x18], kind].concat());
    let disc = {
        let mut disc = vec![0; 0x8000];
        disc.extend(with(b"\x01CD001\x01\0"));
        disc
    };
    let packets: Vec<u8> = noise(188 * 8)
        .chunks(188)
        .flat_map(|packet| [b"G\x40\0", &packet[3..]].concat())
        .collect();
    let program = |name: &str| {
        let words = format!("\0\0{name}\0");
        ole(&[("/\u{1}CompObj", words.as_bytes()), ("/Data", &noise(600))])
    };
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("minutes.pages", apple("Index/Document.iwa"), "iWork"),
        ("sums.numbers", apple("Index/Document.iwa"), "iWork"),
        ("talk.key", apple("Index/Document.iwa"), "iWork"),
        (
            "notes.one",
            with(b"\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"),
            "OneNote",
        ),
        (
            "leaflet.pub",
            ole(&[("/Quill/QuillSub/CONTENTS", &noise(900))]),
            "Publisher",
        ),
        (
            "handbill.pub",
            program("Publisher.Document.16"),
            "Publisher",
        ),
        ("plan.mpp", program("MSProject.Project.9"), "Project"),
        (
            "pipes.vsd",
            ole(&[("/VisioDocument", &noise(900))]),
            "Visio",
        ),
        (
            "pipes.vsdx",
            zip(&[Member::new("visio/document.xml", "<VisioDocument/>")]),
            "Visio",
        ),
        ("stock.mdb", with(b"\0\x01\0\0Standard Jet DB\0"), "Access"),
        (
            "stock.accdb",
            with(b"\0\x01\0\0Standard ACE DB\0"),
            "Access",
        ),
        ("old.rar", with(b"Rar!\x1A\x07\0"), "RAR"),
        ("new.rar", with(b"Rar!\x1A\x07\x01\0"), "RAR"),
        ("drawer.cab", with(b"MSCF\0\0\0\0"), "cabinet"),
        ("disc.iso", disc, "ISO"),
        ("plan.dwg", with(b"AC1027\0\0"), "AutoCAD"),
        ("plan.dwf", with(b"(DWF V06.00)"), "DWF"),
        ("film.mp4", film(b"ftypisom"), "video"),
        ("film.mov", film(b"ftypqt  "), "video"),
        ("older.mov", film(b"moov\0\0\0lmvhd"), "QuickTime"),
        ("wide.mov", film(b"wide\0\0\x01\0mdat"), "QuickTime"),
        ("film.avi", with(b"RIFF\0\x10\0\0AVI "), "video"),
        (
            "film.wmv",
            with(b"\x30\x26\xB2\x75\x8E\x66\xCF\x11"),
            "video",
        ),
        ("film.mkv", with(b"\x1A\x45\xDF\xA3"), "video"),
        ("film.ts", packets, "video"),
        ("voice.mp3", with(b"ID3\x03\0"), "sound"),
        ("bare.mp3", with(b"\xFF\xFB\x90\x64"), "sound"),
        ("voice.aac", with(b"\xFF\xF1\x50\x80"), "sound"),
        ("voice.wav", with(b"RIFF\0\x10\0\0WAVEfmt "), "sound"),
        ("voice.aiff", with(b"FORM\0\0\x10\0AIFFCOMM"), "sound"),
        ("voice.ogg", with(b"OggS\0"), "sound"),
        ("voice.caf", with(b"caff\0\x01\0\0desc"), "sound"),
        ("letter.dss", with(b"\x02dss"), "dictation"),
        ("letter.ds2", with(b"\x03ds2"), "dictation"),
    ];
    for (name, bytes, what) in &files {
        let item = only(bytes, name);
        assert_eq!(item.extraction.text_status, TextStatus::None, "{name}");
        assert_eq!(item.problems.len(), 1, "{name}: {:?}", item.problems);
        let problem = &item.problems[0];
        assert_eq!(problem.category, Category::Unsupported, "{name}");
        assert!(problem.reason.contains(what), "{name}: {}", problem.reason);
    }
    // and by what they are, whatever they are called and wherever they lie
    let members: Vec<Member> = files
        .iter()
        .enumerate()
        .map(|(nth, (_, bytes, _))| Member::new(&format!("{nth}.txt"), bytes.clone()))
        .collect();
    let mail = message("medlar", &[("all.zip", &zip(&members))]);
    let reading = read_file(&mail, "mail.eml", &Limits::default());
    assert_eq!(reading.items.len(), 1 + files.len());
    for (item, (name, _, what)) in reading.items[1..].iter().zip(&files) {
        assert_eq!(item.extraction.text_status, TextStatus::None, "{name}");
        assert!(
            item.problems.iter().any(|one| one.reason.contains(what)),
            "{name} as text: {:?}",
            item.problems
        );
    }
}

#[test]
fn a_message_in_a_message_is_read_eight_deep() {
    let mut mail = message(
        "level8",
        &[("paper.docx", &docx("The deepest sloe is here."))],
    );
    for level in (1..8).rev() {
        let outer = message(&format!("level{level}"), &[("forwarded.eml", &mail)]);
        mail = outer;
    }
    let reading = read_file(&mail, "mail.eml", &Limits::default());
    assert_eq!(reading.items.len(), 9);
    assert!(reading.items.iter().all(|item| item.problems.is_empty()));
    let said = |item: &Item, words: &str| {
        let mut passages = item.extraction.passages.iter();
        passages.any(|passage| passage.text.contains(words))
    };
    for (level, item) in (1..=8).zip(&reading.items) {
        assert!(said(item, &format!("The level{level} stands")), "{level}");
        assert_eq!(item.steps.len(), level - 1);
    }
    assert!(said(&reading.items[8], "deepest sloe"));
}
