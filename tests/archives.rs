//! What is read out of archives and signed messages, odd and hostile ones included.

mod packing;

use packing::{Member, Oddities, docx, gz, mailbox, message, odd_zip, seven_zip, tar, zip};
use recordroom::extract::tree::{fetch, read_file};
use recordroom::extract::{Category, Format, Item, Limits, Reading, TextStatus};
use recordroom::record::part_address;

fn read(bytes: &[u8], name: &str) -> Reading {
    let reading = read_file(bytes, name, &Limits::default());
    for item in &reading.items {
        let again = fetch(bytes, name, &item.steps, &Limits::default());
        let again = again.unwrap_or_else(|| panic!("{name}: {:?} is gone", item.steps));
        assert_eq!(again.len() as u64, item.size, "{name}: {:?}", item.steps);
    }
    reading
}

fn addresses(reading: &Reading) -> Vec<String> {
    let of = |item: &Item| part_address(&item.steps);
    reading.items.iter().map(of).collect()
}

fn text(item: &Item) -> String {
    let passages = item.extraction.passages.iter();
    passages.map(|passage| passage.text.as_str()).collect()
}

#[track_caller]
fn item<'r>(reading: &'r Reading, address: &str) -> &'r Item {
    let found = reading
        .items
        .iter()
        .find(|item| part_address(&item.steps) == address);
    found.unwrap_or_else(|| panic!("no {address} in {:?}", addresses(reading)))
}

#[track_caller]
fn category(item: &Item) -> Category {
    let problem = item.problems.first();
    problem
        .unwrap_or_else(|| panic!("no problem in {item:?}"))
        .category
}

fn note(word: &str) -> Vec<u8> {
    format!("The {word} note lies in this archive.\n").into_bytes()
}

#[test]
fn members_of_every_kind_of_archive_are_read_down_to_the_bottom() {
    let letter = message(
        "avocet",
        &[(
            "inner.zip",
            &zip(&[Member::new("deep/knot.txt", note("knot"))]),
        )],
    );
    let packs = [
        (
            "pack.zip",
            zip(&[Member::new("a/letter.eml", letter.clone())]),
        ),
        ("pack.tar", tar(&[("a/letter.eml", &letter)])),
        ("pack.7z", seven_zip(&[("a/letter.eml", &letter)], 0)),
    ];
    for (name, bytes) in packs {
        let reading = read(&bytes, name);
        assert_eq!(
            addresses(&reading),
            [
                "a/letter.eml",
                "a/letter.eml > attachment 1: inner.zip > deep/knot.txt"
            ],
            "{name}"
        );
        assert!(text(&reading.items[0]).contains("avocet stands"), "{name}");
        assert!(text(&reading.items[1]).contains("knot note"), "{name}");
        assert_eq!(reading.items[1].parent, Some(0), "{name}");
        assert!(
            reading.problems.is_empty(),
            "{name}: {:?}",
            reading.problems
        );
        let packed = gz(None, &bytes);
        let outer = format!("{name} > a/letter.eml");
        let reading = read(&packed, &format!("{name}.gz"));
        assert!(text(item(&reading, &outer)).contains("avocet stands"));
    }
}

#[test]
fn a_single_stream_counts_as_its_content() {
    let stored = read(&gz(Some("folder/stored.txt"), &note("ruff")), "x.gz");
    assert_eq!(addresses(&stored), ["stored.txt"]);
    let mut two = gz(None, b"The first half and ");
    two.extend(gz(None, b"the second half of the dunlin.\n"));
    let reading = read(&two, "halves.txt.gz");
    assert_eq!(addresses(&reading), ["halves.txt"]);
    assert!(text(&reading.items[0]).contains("half and the second half of the dunlin"));
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    std::io::Write::write_all(&mut packer, &note("godwit")).expect("in memory");
    let reading = read(&packer.finish().expect("in memory"), "g.txt.bz2");
    assert!(text(item(&reading, "g.txt")).contains("godwit note"));
    let xz = bytes_of(
        "fd377a585a000004e6d6b4460200210116000000742fe5a301001a5468652061766f636574206e6f7465206973207061636b65642e0a0000\
         7ece729a6253bf5d0001331bf719885e1fb6f37d010000000004595a",
    );
    assert!(text(item(&read(&xz, "a.txt.xz"), "a.txt")).contains("avocet note is packed"));
    let whole = gz(None, &note("sanderling").repeat(400));
    let cut = read(&whole[..whole.len() - 9], "cut.txt.gz");
    assert!(text(&cut.items[0]).contains("sanderling note"));
    assert_eq!(category(&cut.items[0]), Category::Damaged);
}

#[test]
fn an_archive_of_any_maker_is_read() {
    let members = [
        Member::new("one.txt", note("first")),
        Member::new("two.txt", note("second")),
    ];
    let all = |odd| {
        let bytes = odd_zip(&members, odd);
        (bytes.clone(), read(&bytes, "x.zip"))
    };
    for odd in [
        Oddities {
            after: true,
            ..Oddities::default()
        },
        Oddities {
            wide: true,
            ..Oddities::default()
        },
    ] {
        let (_, reading) = all(odd);
        assert_eq!(addresses(&reading), ["one.txt", "two.txt"]);
        assert!(
            reading.items.iter().all(|item| item.problems.is_empty()),
            "{reading:?}"
        );
    }
    for odd in [
        Oddities {
            lost: true,
            ..Oddities::default()
        },
        Oddities {
            lost: true,
            after: true,
            ..Oddities::default()
        },
    ] {
        let (_, reading) = all(odd);
        assert_eq!(addresses(&reading), ["one.txt", "two.txt"]);
        assert!(text(&reading.items[1]).contains("second note"));
        assert_eq!(reading.problems[0].category, Category::Damaged);
        assert!(!reading.items[0].extraction.doubts.is_empty());
    }
    let mut program = b"MZ a program that unpacks itself, as long as it needs to be ".repeat(9);
    program.extend(zip(&members));
    let reading = read(&program, "setup.exe");
    assert_eq!(addresses(&reading), ["one.txt", "two.txt"]);
    assert!(reading.items[0].extraction.doubts[0].contains("before the archive"));
    let (_, split) = all(Oddities {
        disks: 3,
        ..Oddities::default()
    });
    assert_eq!(split.items.len(), 2);
    assert!(split.problems[0].reason.contains("split"), "{split:?}");
    let last = odd_zip(
        &members,
        Oddities {
            disks: 3,
            ..Oddities::default()
        },
    );
    let tail = read(&last[last.len() - 140..], "x.zip");
    assert_eq!(category(item(&tail, "one.txt")), Category::Damaged);
    let mut joined = zip(&members[..1]);
    joined.extend(zip(&members[1..]));
    assert_eq!(read(&joined, "joined.zip").items.len(), 2);
}

#[test]
fn a_member_that_cannot_be_read_is_an_item_that_says_so() {
    let locked = Member {
        flags: 0x801,
        ..Member::new("locked.txt", note("locked"))
    };
    let strange = Member {
        method: 6,
        ..Member::new("strange.txt", note("strange"))
    };
    let wrong = Member {
        wrong: 1,
        ..Member::new("wrong.txt", note("wrong"))
    };
    let reading = read(
        &zip(&[
            locked,
            strange,
            wrong,
            Member::new("empty.txt", ""),
            Member::new("sound.txt", note("sound")),
        ]),
        "x.zip",
    );
    assert_eq!(category(item(&reading, "locked.txt")), Category::Encrypted);
    assert_eq!(
        item(&reading, "locked.txt").extraction.text_status,
        TextStatus::Encrypted
    );
    assert_eq!(
        category(item(&reading, "strange.txt")),
        Category::Unsupported
    );
    let wrong = item(&reading, "wrong.txt");
    assert!(text(wrong).contains("wrong note") && wrong.problems[0].reason.contains("checksum"));
    assert_eq!(category(item(&reading, "empty.txt")), Category::NoText);
    assert!(item(&reading, "sound.txt").problems.is_empty());
    let sealed = read(
        &seven_zip(&[("sealed.txt", b"0123456789abcdef")], 1),
        "x.7z",
    );
    assert_eq!(category(item(&sealed, "sealed.txt")), Category::Encrypted);
    let odd = read(&seven_zip(&[("odd.txt", b"0123456789abcdef")], 2), "x.7z");
    assert_eq!(category(item(&odd, "odd.txt")), Category::Unsupported);
    for (mark, what) in [
        (&b"Rar!\x1A\x07\x01\0 and more"[..], "RAR"),
        (b"MSCF\0\0\0\0 and more", "cabinet"),
        (b"\x60\xEA\x2B\0\x22 and more \0\0", "ARJ"),
    ] {
        let reading = read(mark, "x");
        assert_eq!(category(&reading.items[0]), Category::Unsupported);
        assert!(reading.items[0].problems[0].reason.contains(what));
    }
}

#[test]
fn names_are_names_and_never_paths() {
    let odd = [
        "../../x.txt",
        "/etc/x.txt",
        "C:\\temp\\x.txt",
        "a\0b.txt",
        "line\nbreak.txt",
        "a > b.txt",
        "message 7",
        "100%.txt",
        "same.txt",
        "same.txt",
    ];
    let members: Vec<Member> = odd
        .iter()
        .map(|path| Member::new(path, note("plover")))
        .collect();
    let reading = read(&zip(&members), "x.zip");
    assert_eq!(
        addresses(&reading),
        [
            "../../x.txt",
            "/etc/x.txt",
            "C:/temp/x.txt",
            "a%00b.txt",
            "line%0Abreak.txt",
            "a %3E b.txt",
            "%6Dessage 7",
            "100%25.txt",
            "same.txt",
            "same.txt (2)"
        ]
    );
    assert!(reading.items[..3].iter().all(|item| item.name == "x.txt"));
    let raw = Member {
        path: b"caf\x82.txt".to_vec(),
        flags: 0,
        ..Member::new("", note("cafe"))
    };
    let reading = read(&zip(&[raw]), "x.zip");
    assert_eq!(addresses(&reading), ["café.txt"]);
    assert!(!reading.items[0].extraction.doubts.is_empty());
    let long = format!("{}/letter.txt", "folder".repeat(60));
    assert_eq!(
        addresses(&read(&tar(&[(&long, &note("long"))]), "x.tar")),
        [long]
    );
}

#[test]
fn what_programs_leave_behind_is_passed_by_and_listed() {
    let link = Member {
        unix: Some(0o120_777),
        ..Member::new("latest", "letter.txt")
    };
    let lock = vec![7; 162];
    let reading = read(
        &zip(&[
            Member::new("letter.txt", note("letter")),
            Member::new("__MACOSX/._letter.txt", "\0\u{5}\u{16}\u{7}"),
            Member::new("__MACOSX/kept.txt", note("kept")),
            Member::new("sub/Thumbs.db", "cache"),
            Member::new("sub/~$letter.docx", lock),
            link,
        ]),
        "x.zip",
    );
    let excluded: Vec<bool> = reading
        .items
        .iter()
        .map(|item| item.excluded.is_some())
        .collect();
    assert_eq!(excluded, [false, true, false, true, true, true]);
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder
        .append_link(&mut header, "latest", "letter.txt")
        .expect("in memory");
    let reading = read(&builder.into_inner().expect("in memory"), "x.tar");
    assert!(
        reading.items[0]
            .excluded
            .as_deref()
            .is_some_and(|rule| rule.contains("link"))
    );
}

#[test]
fn a_package_of_an_office_program_is_no_archive_and_an_archive_of_such_is() {
    let reading = read(&docx("The turnstone is typed."), "letter.docx");
    assert_eq!(reading.items[0].extraction.format, Format::Docx);
    let mut stored = Member::new("letter.docx", docx("The turnstone is typed."));
    stored.method = 0;
    let reading = read(&zip(&[stored]), "pack.zip");
    assert_eq!(addresses(&reading), ["letter.docx"]);
    assert!(text(&reading.items[0]).contains("turnstone"));
    let letters = mailbox(&[message("whimbrel", &[]), message("curlew", &[])]);
    let mut stored = Member::new("box.mbox", letters);
    stored.method = 0;
    let reading = read(&zip(&[stored]), "pack");
    assert_eq!(
        addresses(&reading),
        ["box.mbox > message 1", "box.mbox > message 2"]
    );
    let cut = docx("The turnstone is typed.");
    let reading = read(&cut[..60], "letter.docx");
    assert_eq!(addresses(&reading), [""]);
    let unknown = zip(&[
        Member::new("[Content_Types].xml", "<Types/>"),
        Member::new("model.txt", note("model")),
    ]);
    assert!(text(item(&read(&unknown, "x.package"), "model.txt")).contains("model note"));
}

#[test]
fn an_archive_behind_the_end_of_a_document_is_read_too() {
    const LETTER: &[u8] = include_bytes!("../sample_corpus/formats/letter.pdf");
    let archive = zip(&[Member::new("in.txt", note("hidden"))]);
    let dot: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0;";
    for (name, front) in [("letter.pdf", LETTER), ("dot.gif", dot)] {
        let reading = read(&[front, &archive].concat(), name);
        let format = reading.items[0].extraction.format;
        assert!(
            matches!(format, Format::Pdf | Format::Image),
            "{name}: {format:?}"
        );
        let inner = item(&reading, "archive behind its end.zip > in.txt");
        assert_eq!(text(inner).trim(), "The hidden note lies in this archive.");
        assert_eq!(inner.parent, Some(0));
        assert!(!reading.items[0].extraction.doubts.is_empty());
    }
    // one within a document is that document's own affair
    let within = [LETTER, &archive, b"\n%%EOF\n"].concat();
    assert_eq!(read(&within, "letter.pdf").items.len(), 1);
}

#[test]
fn bombs_cost_one_problem_that_names_the_limit() {
    let limits = Limits {
        unpacked: 4 << 20,
        ..Limits::default()
    };
    let zeros = vec![b' '; 3 << 20];
    let many: Vec<Member> = (0..6)
        .map(|n| Member::new(&format!("{n}.txt"), [&note("first")[..], &zeros].concat()))
        .collect();
    let reading = read_file(&zip(&many), "bomb.zip", &limits);
    assert_eq!(reading.items.len(), 6);
    assert!(text(&reading.items[0]).contains("first note"));
    assert!(
        reading.items[1..]
            .iter()
            .all(|item| category(item) == Category::TooLarge)
    );
    let many: Vec<Member> = (0..50)
        .map(|n| Member::new(&format!("{n}.txt"), note("one")))
        .collect();
    let limits = Limits {
        parts: 20,
        ..Limits::default()
    };
    let reading = read_file(&zip(&many), "many.zip", &limits);
    assert_eq!(reading.items.len(), 20);
    assert!(
        reading.problems[0]
            .reason
            .contains("limit of 20 members was met; 30 more were not read"),
        "{:?}",
        reading.problems
    );
    let mut nested = zip(&[Member::new("bottom.txt", note("bottom"))]);
    for _ in 0..70 {
        nested = zip(&[
            Member::new("side.txt", note("side")),
            Member::new("inner.zip", nested),
        ]);
    }
    let reading = read_file(&nested, "nested.zip", &Limits::default());
    let deepest = reading.items.last().expect("items");
    assert!(
        deepest.problems[0].reason.contains("64 levels"),
        "{deepest:?}"
    );
    let dense = gz(None, &vec![0; 40 << 20]);
    let reading = read_file(&dense, "dense.gz", &Limits::default());
    assert_eq!(category(&reading.items[0]), Category::TooLarge);
    assert!(reading.items[0].problems[0].reason.contains("200 times"));
}

#[test]
fn an_entry_longer_than_the_directory_is_told_and_its_archive_is_read() {
    let mut bytes = zip(&[Member::new("reed.txt", note("reed"))]);
    let listed = memchr::memmem::rfind(&bytes, b"PK\x01\x02").expect("a directory");
    for field in [28, 30, 32] {
        let kept = [bytes[listed + field], bytes[listed + field + 1]];
        bytes[listed + field..listed + field + 2].copy_from_slice(&[0xF0, 0x7F]);
        let reading = read(&bytes, "x.zip");
        assert!(text(&reading.items[0]).contains("reed note"), "{field}");
        let told = reading.problems.iter().chain(&reading.items[0].problems);
        assert!(
            told.clone().count() > 0 && told.clone().all(|one| one.category != Category::Crashed),
            "{field}: {reading:?}"
        );
        bytes[listed + field..listed + field + 2].copy_from_slice(&kept);
    }
}

#[test]
fn what_was_signed_is_read_as_what_it_is() {
    let entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe signed heronry report.\r\n";
    let definite = signed(Some(entity));
    let pieces = signed_in_pieces(entity);
    for (bytes, how) in [(&definite, "definite"), (&pieces, "indefinite")] {
        let reading = read(bytes, "smime.p7m");
        assert_eq!(addresses(&reading), ["signed content"], "{how}");
        assert!(text(&reading.items[0]).contains("heronry report"), "{how}");
        let mail = format!(
            "From: Nell Tarrant <nell@saltmarsh.example>\nTo: Piers Quay <piers@kingsmere.example>\nSubject: Signed\n\
             Date: Thu, 6 May 2021 09:00:00 +0100\nMessage-ID: <s@saltmarsh.example>\nMIME-Version: 1.0\n\
             Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\
             Content-Transfer-Encoding: base64\n\n{}\n",
            packing::base64(bytes)
        );
        let reading = read(mail.as_bytes(), "signed.eml");
        assert_eq!(addresses(&reading), [""], "{how}");
        assert!(text(&reading.items[0]).contains("heronry report"), "{how}");
    }
    let letter = read(&signed(Some(&note("bittern"))), "letter.txt.p7m");
    assert!(text(item(&letter, "letter.txt")).contains("bittern note"));
    let cut = read(&definite[..definite.len() - 20], "smime.p7m");
    assert_eq!(category(&cut.items[0]), Category::Damaged);
    let apart = read(&signed(None), "smime.p7s");
    assert!(apart.items[0].excluded.is_some() && apart.items[0].problems.is_empty());
    let sealed = read(&cms(3, &[0x30, 3, 2, 1, 0]), "smime.p7m");
    assert_eq!(category(&sealed.items[0]), Category::Encrypted);
    let pgp = b"-----BEGIN PGP MESSAGE-----\n\nhQEMAw==\n-----END PGP MESSAGE-----\n";
    assert_eq!(
        category(&read(pgp, "letter.asc").items[0]),
        Category::Encrypted
    );
    let clear = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe clear egret.\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n";
    assert!(text(&read(clear, "letter.asc").items[0]).contains("clear egret"));
}

#[test]
fn nothing_hostile_makes_a_reader_panic_or_loses_the_file() {
    let letter = message(
        "avocet",
        &[("inner.zip", &zip(&[Member::new("knot.txt", note("knot"))]))],
    );
    let members = [
        Member::new("letter.eml", letter.clone()),
        Member::new("note.txt", note("stint")),
    ];
    let specimens = [
        ("x.zip", zip(&members)),
        (
            "y.zip",
            odd_zip(
                &members,
                Oddities {
                    wide: true,
                    after: true,
                    ..Oddities::default()
                },
            ),
        ),
        (
            "x.tar",
            tar(&[("letter.eml", &letter), ("note.txt", &note("stint"))]),
        ),
        (
            "x.7z",
            seven_zip(&[("letter.eml", &letter), ("note.txt", &note("stint"))], 0),
        ),
        (
            "x.tar.gz",
            gz(Some("x.tar"), &tar(&[("letter.eml", &letter)])),
        ),
        ("x.p7m", signed_in_pieces(&letter)),
    ];
    let limits = Limits {
        unpacked: 16 << 20,
        ..Limits::default()
    };
    let mut seed = 0x9E37_79B9_u32;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize
    };
    let check = |bytes: &[u8], name: &str| {
        let reading = read_file(bytes, name, &limits);
        let said = reading.items.len() + reading.problems.len();
        assert!(said > 0, "{name} of {} bytes vanished", bytes.len());
        let crashed = |category: Category| category == Category::Crashed;
        let problems = reading.items.iter().flat_map(|item| &item.problems);
        for problem in problems.chain(&reading.problems) {
            assert!(!crashed(problem.category), "{name}: {}", problem.reason);
        }
    };
    for (name, bytes) in &specimens {
        for sixteenth in 1..16 {
            check(&bytes[..bytes.len() * sixteenth / 16], name);
        }
        for _ in 0..400 {
            let mut flipped = bytes.clone();
            for _ in 0..1 + random() % 4 {
                let at = random() % flipped.len();
                flipped[at] ^= 1 << (random() % 8);
            }
            check(&flipped, name);
        }
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    let read = |pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16);
    pairs.map(|pair| read(pair).expect("hexadecimal")).collect()
}

/// An element of DER.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag, 0x83];
    out.extend(&(content.len() as u32).to_be_bytes()[1..]);
    out.extend(content);
    out
}

fn kind(n: u8) -> Vec<u8> {
    der(6, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, n])
}

/// A PKCS #7 envelope of a kind.
fn cms(n: u8, content: &[u8]) -> Vec<u8> {
    der(0x30, &[kind(n), der(0xA0, content)].concat())
}

/// Signed data around a content, or apart from it. Nobody signed it: nothing here checks signatures.
fn signed(content: Option<&[u8]>) -> Vec<u8> {
    let mut description = kind(1);
    if let Some(content) = content {
        description.extend(der(0xA0, &der(4, content)));
    }
    let inside = [
        der(2, &[1]),
        der(0x31, &[]),
        der(0x30, &description),
        der(0x31, &[]),
    ]
    .concat();
    cms(2, &der(0x30, &inside))
}

/// As [`signed`], with lengths left open and the content in pieces.
fn signed_in_pieces(content: &[u8]) -> Vec<u8> {
    let open = |tag: u8, inside: &[u8]| [&[tag, 0x80], inside, &[0, 0]].concat();
    let pieces: Vec<u8> = content.chunks(16).flat_map(|piece| der(4, piece)).collect();
    let description = [kind(1), open(0xA0, &open(0x24, &pieces))].concat();
    let inside = [
        der(2, &[1]),
        der(0x31, &[]),
        open(0x30, &description),
        der(0x31, &[]),
    ]
    .concat();
    open(0x30, &[kind(2), open(0xA0, &open(0x30, &inside))].concat())
}
