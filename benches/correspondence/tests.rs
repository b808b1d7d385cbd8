//! The tree is the same for the same seed, and its truth is what a mail reader finds in its files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use mailparse::{MailHeaderMap, ParsedMail};

use super::{Correspondence, Options, Truth};

const MESSAGES: usize = 1500;

fn made(options: &Options, messages: usize) -> (Truth, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let truth = Correspondence::new(options)
        .write(folder.path(), messages)
        .expect("the tree is written");
    let mut files = BTreeMap::new();
    gather(folder.path(), folder.path(), &mut files);
    (truth, files)
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below the root");
            files.insert(
                name.to_string_lossy().into_owned(),
                std::fs::read(&path).expect("a file"),
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (_, first) = made(&Options::default(), 300);
    let (_, second) = made(&Options::default(), 300);
    assert_eq!(first.len(), 300);
    assert!(first == second);
    let (_, other) = made(
        &Options {
            seed: 2,
            ..Options::default()
        },
        300,
    );
    assert!(first.values().ne(other.values()));
}

#[test]
fn a_tree_grown_in_two_steps_equals_one_made_at_once() {
    let (truth, at_once) = made(&Options::default(), 330);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut tree = Correspondence::new(&Options::default());
    tree.write(folder.path(), 300).expect("the first step");
    let grown = tree.write(folder.path(), 30).expect("the second step");
    let mut files = BTreeMap::new();
    gather(folder.path(), folder.path(), &mut files);
    assert!(files == at_once);
    assert_eq!(grown.records(), truth.records());
}

#[test]
fn options_leave_out_attachments_and_folders() {
    let (truth, files) = made(
        &Options {
            attachments: false,
            folders: 1,
            ..Options::default()
        },
        200,
    );
    assert_eq!((truth.attachments, truth.records()), (0, 200));
    assert!(files.keys().all(|name| name.starts_with("correspondence/")));
    let texts = Options {
        texts: true,
        ..Options::default()
    };
    let (truth, files) = made(&texts, 200);
    assert!(truth.attachments > 4, "{}", truth.attachments);
    let enclosed = |ending: &str| {
        let named = format!(".{ending}\"\nContent-Transfer-Encoding");
        let holds = |bytes: &&Vec<u8>| String::from_utf8_lossy(bytes).contains(&named);
        files.values().filter(holds).count()
    };
    assert_eq!(enclosed("txt") + enclosed("html"), truth.attachments);
    assert_eq!(enclosed("docx") + enclosed("pdf"), 0);
}

/// What a reader of mail sees of one message or enclosure.
struct Seen {
    text: String,
    sender: Option<String>,
    year: Option<String>,
}

fn enclosed(part: &ParsedMail<'_>) -> String {
    let bytes = part.get_body_raw().expect("decodes");
    let without_marks = |text: String| {
        let mut out = String::new();
        let mut inside = false;
        for letter in text.replace("</p>", " ").replace("</w:p>", " ").chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => out.push(letter),
                _ => {}
            }
        }
        out
    };
    match part.ctype.mimetype.as_str() {
        "text/plain" => String::from_utf8(bytes).expect("UTF-8"),
        "text/html" => without_marks(String::from_utf8(bytes).expect("UTF-8")),
        "application/pdf" => {
            let raw: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            raw.lines()
                .filter_map(|line| line.strip_prefix('(')?.strip_suffix(") Tj T*"))
                .collect::<Vec<_>>()
                .join(" ")
        }
        _ => {
            let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
            let mut body = String::new();
            package
                .by_name("word/document.xml")
                .expect("a body")
                .read_to_string(&mut body)
                .expect("UTF-8");
            without_marks(body)
        }
    }
}

fn seen(raw: &[u8]) -> Vec<Seen> {
    fn walk(part: &ParsedMail<'_>, body: &mut Option<String>, rest: &mut Vec<Seen>) {
        for inner in &part.subparts {
            walk(inner, body, rest);
        }
        if !part.subparts.is_empty() {
        } else if part
            .get_content_disposition()
            .params
            .contains_key("filename")
        {
            rest.push(Seen {
                text: enclosed(part),
                sender: None,
                year: None,
            });
        } else if body.is_none() {
            *body = Some(part.get_body().expect("decodes"));
        }
    }
    let mail = mailparse::parse_mail(raw).expect("a message");
    let header = |name| mail.headers.get_first_value(name).expect("has the header");
    let (mut body, mut all) = (None, Vec::new());
    walk(&mail, &mut body, &mut all);
    all.push(Seen {
        text: format!("{}\n{}", header("Subject"), body.expect("has a body")),
        sender: Some(header("From")),
        year: header("Date").split(' ').nth(3).map(str::to_owned),
    });
    all
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let words: Vec<String> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn in_a_row(text: &str, wanted: &str) -> bool {
    let spaced = |text: &str| format!(" {} ", words(text).collect::<Vec<String>>().join(" "));
    spaced(text).contains(&spaced(wanted))
}

#[test]
fn the_truth_is_what_a_mail_reader_finds() {
    let (truth, files) = made(&Options::default(), MESSAGES);
    let all: Vec<Seen> = files.values().flat_map(|raw| seen(raw)).collect();
    assert_eq!(files.len(), truth.messages);
    assert_eq!(all.len(), truth.records());
    assert_eq!(
        files.values().map(|raw| raw.len() as u64).sum::<u64>(),
        truth.bytes
    );
    for probe in &truth.probes {
        let holds = |one: &&Seen| match probe.class {
            "date and word" => {
                in_a_row(&one.text, probe.query.split(' ').nth(1).expect("a word"))
                    && one.year.as_deref() == Some("2020")
            }
            "AND" => probe.query.split(' ').all(|word| in_a_row(&one.text, word)),
            "NEAR" => {
                let words: Vec<String> = words(&one.text).collect();
                let words = &words;
                let at = move |word| (0..words.len()).filter(move |place| words[*place] == word);
                let asked: Vec<&str> = probe.query.split(' ').collect();
                at(asked[0]).any(|left| at(asked[2]).any(|right| left.abs_diff(right) <= 12))
            }
            "prefix" => words(&one.text).any(|word| word.starts_with("marchp")),
            // No other word of the tree comes near it.
            "fuzzy" => words(&one.text).any(|word| word == "marchpane"),
            "sender" => one
                .sender
                .as_ref()
                .is_some_and(|from| from.contains("Quillfeather")),
            _ => in_a_row(&one.text, &probe.query),
        };
        let (messages, attachments): (Vec<&Seen>, Vec<&Seen>) = all
            .iter()
            .filter(holds)
            .partition(|one| one.sender.is_some());
        assert_eq!(
            (messages.len(), attachments.len()),
            (probe.messages, probe.attachments),
            "{}: {}",
            probe.class,
            probe.query
        );
        assert!(
            probe.records() > 0,
            "nothing to find for {}: {}",
            probe.class,
            probe.query
        );
        if matches!(probe.class, "reference" | "phrase") {
            assert!(probe.decoys > 0, "no near miss beside {}", probe.query);
        }
    }
}

#[test]
fn a_message_is_of_the_usual_size() {
    let (truth, files) = made(&Options::default(), MESSAGES);
    let mean = truth.bytes as usize / truth.messages;
    assert!((3400..4200).contains(&mean), "{mean} bytes");
    assert!(files.values().any(|raw| !raw.is_ascii()));
    let share = truth.attachments * 1000 / truth.messages;
    assert!(
        (70..130).contains(&share),
        "{share} in a thousand have an attachment"
    );
}

#[test]
fn accents_survive_every_way_of_sending() {
    let (_, files) = made(&Options::default(), MESSAGES);
    let mut ways = BTreeMap::new();
    for raw in files.values() {
        let mail = mailparse::parse_mail(raw).expect("a message");
        let way = mail
            .headers
            .get_first_value("Content-Transfer-Encoding")
            .unwrap_or_default();
        let body = mail.get_body().unwrap_or_default();
        assert!(!body.contains('\u{fffd}'));
        if !body.is_ascii() {
            *ways.entry(way).or_insert(0) += 1;
        }
    }
    for way in ["8bit", "base64", "quoted-printable"] {
        assert!(ways.contains_key(way), "no accent sent as {way}");
    }
}
