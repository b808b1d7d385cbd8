//! What an archive withstands: a disk that is full at any size, a source that changes under the reader, many searches
//! at once; what others may see of it; and a worker that tries to break out.
#![cfg(target_os = "linux")]

mod program;
mod yard;

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use program::{Answer, Room, answer};
use recordroom::extract::sandbox;
use yard::copied;

fn letter(room: &Room, name: &str, word: &str) {
    let path = room.path(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, message(name, word)).expect("written");
}

fn message(name: &str, word: &str) -> String {
    format!(
        "From: Yard <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <{name}@timber.example>\n\
         Date: Mon, 7 Mar 2022 10:00:00 +0000\nSubject: Note of the {word}\n\nThe {word} is stacked in bay nine.\n"
    )
}

/// Every file and folder below this one.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(below(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// Runs a command as the shell starts it after these words.
fn after(shell: &str, room: &Room, words: &[&str]) -> Answer {
    let inner = room.command(words);
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{shell}; exec \"$0\" \"$@\"")])
        .arg(inner.get_program())
        .args(inner.get_args())
        .current_dir(room.path(""))
        .env("RECORDROOM_OCR", "never")
        .env_remove("RECORDROOM_REQUEST")
        .stdin(Stdio::null());
    answer(&mut command)
}

fn everything(room: &Room) -> String {
    let words = ["search", "--all", "--format", "jsonl", "--no-log"];
    room.run(&words).ends(0).out
}

#[test]
fn an_archive_is_its_owners_alone_whatever_the_umask_and_nothing_is_written_beside_it() {
    let room = Room::new();
    letter(&room, "tree/a.eml", "plumwood");
    letter(&room, "tree/b.eml", "cherrywood");
    let beside = || -> Vec<PathBuf> {
        let mut all = below(&room.path(""));
        all.retain(|path| !path.starts_with(room.path("archive")));
        all
    };
    let before = beside();
    for words in [
        &["ingest", "tree"][..],
        &["search", "plumwood"],
        &["log", "list"],
        &["stats"],
        &["verify"],
        &["reindex"],
        &["refresh"],
    ] {
        after("umask 0", &room, words).ends(0);
        let files = below(&room.path("archive"));
        assert!(files.len() > 8, "{files:?}");
        for path in files {
            let mode = fs::metadata(&path).expect("there").permissions().mode() & 0o7777;
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(
                mode,
                wanted,
                "{words:?} left {} as {mode:o}",
                path.display()
            );
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            assert!(
                !name.starts_with(".tmp") && !name.ends_with(".new"),
                "{words:?} left {name}"
            );
        }
        assert_eq!(beside(), before, "{words:?} wrote beside the archive");
    }
}

#[test]
fn a_disk_that_is_full_at_any_size_costs_nothing_that_was_there() {
    let room = Room::new();
    for n in 0..12 {
        letter(&room, &format!("tree/{n}.eml"), &format!("plumwood{n}"));
    }
    room.run(&["ingest", "tree"]).ends(0);
    let before = everything(&room);
    let kept = room.path("kept");
    copied(&room.path("archive"), &kept);
    for n in 12..40 {
        letter(&room, &format!("tree/{n}.eml"), &format!("cherrywood{n}"));
    }
    room.run(&["ingest", "tree"]).ends(0);
    let whole = everything(&room);
    assert_eq!(whole.lines().count(), 40);
    let mut refused = 0;
    // blocks of 512 bytes: no file may grow beyond so many
    for blocks in [
        0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512,
    ] {
        fs::remove_dir_all(room.path("archive")).expect("removed");
        copied(&kept, &room.path("archive"));
        let shell = format!("trap '' XFSZ; ulimit -f {blocks}");
        let full = after(&shell, &room, &["ingest", "tree"]);
        match full.code {
            Some(2) => {
                refused += 1;
                assert!(full.err.contains("error: "), "{blocks}: {}", full.err);
                assert!(!full.err.contains("panicked"), "{blocks}: {}", full.err);
            }
            code => assert_eq!(code, Some(0), "{blocks}: {}", full.err),
        }
        let there = everything(&room);
        for line in before.lines() {
            assert!(there.contains(line), "{blocks} blocks lost {line}");
        }
        room.run(&["ingest", "tree"]).ends(0);
        room.run(&["verify"]).ends(0);
        assert_eq!(everything(&room), whole, "{blocks} blocks");
    }
    assert!(refused >= 6, "the disk was full only {refused} times");
}

#[test]
fn a_limit_that_would_end_an_ingest_without_a_word_is_told_of_before() {
    let room = Room::new();
    fs::create_dir_all(room.path("tree")).expect("a folder");
    letter(&room, "tree/1.eml", "cherrywood1");
    let said = after("ulimit -f 400000", &room, &["ingest", "tree"])
        .ends(0)
        .err;
    assert!(said.contains("`ulimit -f`"), "{said}");
    for shell in ["trap '' XFSZ; ulimit -f 400000", "true"] {
        let said = after(shell, &room, &["ingest", "tree"]).ends(0).err;
        assert!(!said.contains("ulimit"), "{shell}: {said}");
    }
}

#[test]
fn a_mailbox_that_grows_while_it_is_read_is_listed_and_read_again() {
    let room = Room::new();
    let mailbox = room.path("tree/growing.mbox");
    fs::create_dir_all(room.path("tree")).expect("a folder");
    let mut file = fs::File::create(&mailbox).expect("a file");
    let mut put = |n: usize| {
        let text = message(&format!("m{n}"), &format!("plumwood{n}"));
        let filled = "Another plank was counted and found sound.\n".repeat(40);
        writeln!(
            file,
            "From yard@timber.example Mon Mar  7 10:00:00 2022\n{text}{filled}"
        )
        .expect("written");
    };
    // larger than what is read at once
    (0..3000).for_each(&mut put);
    let ended = AtomicBool::new(false);
    let mut written = 3000;
    let first = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let answer = room.run(&["ingest", "tree", "--format", "json"]);
            ended.store(true, Ordering::Relaxed);
            answer
        });
        while !ended.load(Ordering::Relaxed) {
            put(written);
            written += 1;
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        reading.join().expect("the ingest ends")
    });
    first.ends(3);
    let listed = room.run(&["problems"]).ends(0).out;
    let listed = listed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(listed.contains("changed while it was read"), "{listed}");
    room.run(&["ingest", "tree"]).ends(0);
    assert_eq!(everything(&room).lines().count(), written);
}

/// A message whose every place bears a word of its own, and those words.
fn marked(n: usize) -> (String, Vec<String>) {
    let words: Vec<String> = [
        "body", "subject", "header", "name", "file", "text", "member",
    ]
    .iter()
    .map(|place| format!("zanthoxyl{place}{n}x"))
    .collect();
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    packed
        .start_file(format!("{}.txt", words[6]), plain)
        .expect("a member");
    packed
        .write_all(format!("In the box: {}.\n", words[6]).as_bytes())
        .expect("written");
    let packed = packed.finish().expect("a box").into_inner();
    let armoured: String = packed.iter().map(|byte| format!("={byte:02X}")).collect();
    let text = format!(
        "From: {name} <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <marked{n}@timber.example>\n\
         Date: Mon, 7 Mar 2022 10:00:00 +0000\nX-Lot: {header}\nSubject: Note of {subject}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain\n\n\
         The {body} is stacked beside the gate of the sawmill.\n\
         --cut\nContent-Type: text/plain; name={file}.txt\nContent-Disposition: attachment; filename={file}.txt\n\n\
         Enclosed: {enclosed}.\n--cut\nContent-Type: application/zip; name=box.zip\n\
         Content-Disposition: attachment; filename=box.zip\nContent-Transfer-Encoding: quoted-printable\n\n\
         {armoured}\n--cut--\n",
        body = words[0],
        subject = words[1],
        header = words[2],
        name = words[3],
        file = words[4],
        enclosed = words[5],
    );
    (text, words)
}

/// What the catalogue has packed of the records that a query finds.
fn packed(room: &Room, query: &str) -> Vec<Vec<u8>> {
    let ids = room.run(&["search", query, "--format", "ids", "--no-log"]);
    let db = rusqlite::Connection::open(room.path("archive/catalogue.db")).expect("a catalogue");
    let mut find = db
        .prepare("SELECT facts, packed FROM records JOIN extractions USING (seq) WHERE idn = ?1")
        .expect("a statement");
    let mut values = Vec::new();
    for id in ids.out.lines() {
        let number = u64::from_str_radix(id.trim_start_matches("r-"), 16).expect("an id");
        // as the catalogue keeps it: its top bit turned
        let idn = (number ^ (1 << 63)).cast_signed();
        let both = find
            .query_row([idn], |row| Ok([row.get(0)?, row.get(1)?]))
            .expect("a record");
        values.extend::<[Vec<u8>; 2]>(both);
    }
    values
}

/// Every piece of so many bytes: longer than what two texts have in common by chance.
fn windows(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.windows(24)
}

/// The pieces of some packed texts that no other has. Two letters that differ in a few words end alike when they are
/// packed: what repeats in a text stands behind the words that it repeats.
fn of_these_alone<'a>(these: &'a [Vec<u8>], others: &'a [Vec<u8>]) -> HashSet<&'a [u8]> {
    let others: HashSet<&[u8]> = others.iter().flat_map(|packed| windows(packed)).collect();
    let mut alone: HashSet<&[u8]> = these.iter().flat_map(|packed| windows(packed)).collect();
    alone.retain(|piece| !others.contains(piece));
    alone
}

#[test]
fn a_letter_that_ends_like_a_pruned_one_is_kept_and_nothing_else_of_that_one_is() {
    let room = Room::new();
    let twin = |word: &str| {
        // what repeats, in another order each time: it takes room behind the words when it is packed
        let lines: String = (0..40)
            .map(|n| {
                format!(
                    "Lot {} is stacked in bay {}, beside lot {}.\n",
                    n % 7,
                    n % 5,
                    n % 3
                )
            })
            .collect();
        format!(
            "From: Yard <yard@timber.example>\nTo: Desk <desk@timber.example>\nMessage-ID: <{word}@timber.example>\n\
             Date: Mon, 7 Mar 2022 10:00:00 +0000\nSubject: Note of {word}\n\nThe {word} is stacked.\n{lines}"
        )
    };
    fs::create_dir_all(room.path("tree")).expect("a folder");
    fs::write(room.path("tree/a.eml"), twin("plumwood")).expect("written");
    fs::write(room.path("tree/b.eml"), twin("kiriwood")).expect("written");
    room.run(&["ingest", "tree"]).ends(0);
    let before = packed(&room, "plumwood");
    fs::remove_file(room.path("tree/a.eml")).expect("removed");
    let rule = ["--prune", "--reason", "r", "--authority", "a"];
    room.run(&[&["ingest", "tree"][..], &rule].concat()).ends(0);
    let kept = packed(&room, "kiriwood");
    let end = |packed: &Vec<u8>| packed[packed.len() - 24..].to_vec();
    assert!(
        before
            .iter()
            .any(|one| kept.iter().any(|other| end(one) == end(other)))
    );
    let gone = of_these_alone(&before, &kept);
    assert!(gone.len() > 50, "{} pieces", gone.len());
    for path in below(&room.path("archive")) {
        if path.is_file() {
            let bytes = fs::read(&path).expect("a file");
            let left = windows(&bytes).find(|piece| gone.contains(piece));
            assert_eq!(left, None, "{}", path.display());
            assert_eq!(memchr::memmem::find(&bytes, b"plumwood"), None);
        }
    }
}

#[test]
fn the_number_of_a_pruned_record_is_left_in_no_file() {
    let room = Room::new();
    letter(&room, "tree/kept.eml", "INV/7702/2019");
    letter(&room, "tree/gone.eml", "INV/7701/2019");
    room.run(&["ingest", "tree"]).ends(0);
    fs::remove_file(room.path("tree/gone.eml")).expect("removed");
    let rule = ["--prune", "--reason", "r", "--authority", "a"];
    room.run(&[&["ingest", "tree"][..], &rule].concat()).ends(0);
    let mut kept = false;
    for path in below(&room.path("archive")) {
        if path.is_file() {
            let bytes = fs::read(&path).expect("a file");
            let has = |number: &[u8]| memchr::memmem::find(&bytes, number).is_some();
            assert!(!has(b"INV/7701/2019"), "{}", path.display());
            kept |= has(b"INV/7702/2019");
        }
    }
    assert!(kept, "numbers are looked for as they lie there");
}

#[test]
fn nothing_of_a_pruned_record_is_left_in_any_file() {
    let room = Room::new();
    for n in 0..220 {
        letter(&room, &format!("tree/{n}.eml"), "oakwood");
    }
    let mut words = vec!["zanthoxylfolder".to_owned()];
    fs::create_dir_all(room.path("tree/zanthoxylfolder")).expect("a folder");
    for n in 0..40 {
        let (text, own) = marked(n);
        let path = format!("tree/zanthoxylfolder/zanthoxylpath{n}x.eml");
        fs::write(room.path(&path), text).expect("written");
        words.extend(own);
        words.push(format!("zanthoxylpath{n}x"));
    }
    room.run(&["ingest", "tree"]).ends(0);
    let found = room.run(&["search", "zanthoxyl*", "--count", "--no-log"]);
    assert_eq!(found.ends(0).out.trim(), "120");
    let id = room.run(&["search", "zanthoxylbody1x", "--format", "ids", "--no-log"]);
    room.run(&["similar", id.ends(0).out.trim()]);
    room.run(&["search", "oakwood"]).ends(0);
    let before = packed(&room, "zanthoxyl*");
    assert_eq!(before.len(), 240);
    let trained = |room: &Room| {
        let db =
            rusqlite::Connection::open(room.path("archive/catalogue.db")).expect("a catalogue");
        db.query_row("SELECT count(*) FROM dictionaries", [], |row| {
            row.get::<_, i64>(0)
        })
        .expect("a number")
    };
    assert_eq!(trained(&room), 1, "texts are packed with a dictionary");
    assert!(
        before.iter().all(|value| value[0] == 1),
        "what was read before it was trained, too"
    );
    fs::remove_dir_all(room.path("tree/zanthoxylfolder")).expect("removed");
    // once without the rule: the files are missing, and are named
    let told = room.run(&["ingest", "tree"]).ends(0).out;
    assert!(told.contains("zanthoxylpath"), "{told}");
    let words_of_rule = [
        "ingest",
        "tree",
        "--prune",
        "--reason",
        "r",
        "--authority",
        "a",
    ];
    room.run(&words_of_rule).ends(0);
    let kept = packed(&room, "oakwood");
    let gone = of_these_alone(&before, &kept);
    for path in below(&room.path("archive")) {
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).expect("a file");
        let marked = memchr::memmem::find(&bytes.to_ascii_lowercase(), b"zanthoxyl");
        assert_eq!(marked, None, "{}", path.display());
        let left = windows(&bytes).find(|piece| gone.contains(piece));
        assert_eq!(left, None, "a packed text in {}", path.display());
    }
    assert_eq!(trained(&room), 1, "another dictionary is in its place");
    // the index's list of words is no plain text: it is asked
    let asked = [
        "search",
        "zanthox*",
        "--format",
        "json",
        "--no-log",
        "--explain",
    ];
    let left = room.run(&asked).ends(1);
    assert!(!left.err.contains("zanthoxyl"), "{}", left.err);
    for word in &words {
        let asked = ["search", word, "--count", "--no-log"];
        assert_eq!(room.run(&asked).ends(1).out.trim(), "0", "{word}");
    }
    let oaks = room.run(&["search", "oakwood", "--count", "--no-log"]);
    assert_eq!(oaks.ends(0).out.trim(), "220");
    room.run(&["verify"]).ends(0);
}

#[test]
fn words_that_a_reader_keeps_from_going_are_told_until_they_are_gone() {
    let room = Room::new();
    letter(&room, "tree/kept.eml", "plumwood");
    letter(&room, "tree/gone.eml", "zanthoxyl");
    room.run(&["ingest", "tree"]).ends(0);
    let removals = |room: &Room, ends: i32| {
        let told = room.run(&["verify", "--format", "json"]).ends(ends).json();
        let checks = told["checks"].as_array().expect("checks").clone();
        let of_removals = checks.into_iter().find(|row| row["name"] == "removals");
        of_removals.expect("a check")["ok"].as_bool()
    };
    assert_eq!(removals(&room, 0), Some(true));
    fs::remove_file(room.path("tree/gone.eml")).expect("removed");
    let reader =
        rusqlite::Connection::open(room.path("archive/catalogue.db")).expect("a catalogue");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM records")
        .expect("a state is held");
    let rule = ["--prune=force", "--reason", "r", "--authority", "a"];
    let told = room.run(&[&["ingest", "tree"][..], &rule].concat()).ends(0);
    assert!(told.out.contains("1 removed"), "{}", told.out);
    assert!(
        told.out.contains("Words of removed records still stand"),
        "{}",
        told.out
    );
    assert_eq!(removals(&room, 1), Some(false));
    reader.execute_batch("COMMIT").expect("let go");
    drop(reader);
    let told = room.run(&["ingest", "tree"]).ends(0);
    assert!(!told.out.contains("Words of removed"), "{}", told.out);
    assert_eq!(removals(&room, 0), Some(true));
}

#[test]
fn searches_at_once_all_go_on_record() {
    let room = Room::new();
    letter(&room, "tree/a.eml", "plumwood");
    room.run(&["ingest", "tree"]).ends(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..4 {
                    room.run(&["search", "plumwood"]).ends(0);
                }
            });
        }
    });
    let entries = room.run(&["log", "list", "--format", "json"]).json();
    let searches = entries.as_array().expect("entries").iter();
    let searches = searches.filter(|entry| entry["event"] == "search");
    assert_eq!(searches.count(), 32);
    room.run(&["log", "verify"]).ends(0);
}

#[test]
fn a_search_during_an_ingest_never_counts_fewer_than_the_one_before() {
    let room = Room::new();
    letter(&room, "tree/first.eml", "plumwood");
    room.run(&["ingest", "tree"]).ends(0);
    for n in 0..1500 {
        letter(&room, &format!("tree/{}/{n}.eml", n % 10), "plumwood");
    }
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let ingest = scope.spawn(|| {
            let answer = room.run(&["ingest", "tree"]);
            ended.store(true, Ordering::Relaxed);
            answer
        });
        let (mut last, mut generation, mut asked) = (1, 0, 0);
        while !ended.load(Ordering::Relaxed) {
            let words = ["search", "plumwood", "--format", "json", "--no-log"];
            let answer = room.run(&words).ends(0).json();
            let number = |value: &serde_json::Value| value.as_u64().expect("a count");
            let total = number(&answer["total"]);
            assert!(total >= last, "{total} after {last}");
            // every record has the word: what is not found is said to be not in the index yet
            let later = number(&answer["not_searched"]["not_in_index"]);
            let records = number(&answer["archive"]["records"]);
            assert_eq!(total + later, records, "{answer:#}");
            let now = number(&answer["archive"]["generation"]);
            assert!(now >= generation, "{now} after {generation}");
            (last, generation, asked) = (total, now, asked + 1);
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(asked > 1, "no search was made during the ingest");
        ingest.join().expect("the ingest ends").ends(0);
    });
    let words = ["search", "plumwood", "--format", "json", "--no-log"];
    assert_eq!(room.run(&words).ends(0).json()["total"], 1501);
}

#[test]
fn of_two_ingests_at_once_one_goes_on_and_the_other_names_it() {
    let room = Room::new();
    for n in 0..800 {
        letter(&room, &format!("one/{n}.eml"), "plumwood");
    }
    letter(&room, "two/a.eml", "cherrywood");
    let mut first = room.command(&["ingest", "one"]);
    first.stdout(Stdio::null()).stderr(Stdio::null());
    let mut first = first.spawn().expect("recordroom starts");
    let lock = room.path("archive/lock");
    let holder = format!("process {}", first.id());
    while !fs::read_to_string(&lock).is_ok_and(|note| note.contains(&holder)) {
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(
            first.try_wait().expect("a child").is_none(),
            "it was too quick"
        );
    }
    let second = room.run(&["ingest", "two"]);
    let still = first.try_wait().expect("a child").is_none();
    assert!(first.wait().expect("the ingest ends").success());
    if still {
        assert!(second.err.contains(&holder), "{}", second.err);
        second.ends(2);
        room.run(&["ingest", "two"]).ends(0);
    } else {
        assert!(matches!(second.code, Some(0 | 2)), "{}", second.err);
        room.run(&["ingest", "two"]).ends(0);
    }
    room.run(&["verify"]).ends(0);
    assert_eq!(everything(&room).lines().count(), 801);
}

/// Says to the test that started this process what a worker's restrictions let through.
const INSIDE: &str = "RECORDROOM_TEST_INSIDE";

#[test]
fn a_worker_cannot_break_out() {
    if std::env::var_os(INSIDE).is_some() {
        let open = fs::File::options().append(true).open("/dev/null").is_ok();
        assert!(open && Command::new("true").status().is_ok(), "free before");
        let kept = sandbox::kept(sandbox::MEMORY);
        let mut escaped = Vec::new();
        if kept.contains(&"paths") {
            for path in ["/etc/passwd", "/proc/self/status", "."] {
                if fs::File::open(path).is_ok() || fs::read_dir(path).is_ok() {
                    escaped.push(format!("opened {path}"));
                }
            }
            let new = std::env::temp_dir().join("recordroom-broke-out");
            if fs::write(&new, "x").is_ok() || fs::create_dir(&new).is_ok() {
                escaped.push("made a file".into());
            }
        }
        if kept.contains(&"calls") {
            if std::net::UdpSocket::bind("127.0.0.1:0").is_ok()
                || std::net::TcpListener::bind("127.0.0.1:0").is_ok()
                || std::os::unix::net::UnixStream::pair().is_ok()
            {
                escaped.push("made a socket".into());
            }
            if Command::new("/bin/true").spawn().is_ok() {
                escaped.push("started a program".into());
            }
        }
        // over the streams that it has, as a worker tells; this is no file, whose size would be limited
        println!("\nkept {kept:?} escaped {escaped:?}");
        return;
    }
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "a_worker_cannot_break_out", "--nocapture"])
        .env(INSIDE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("escaped []"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let room = Room::new();
    letter(&room, "tree/a.eml", "plumwood");
    room.run(&["ingest", "tree"]).ends(0);
    let stats = room.run(&["stats", "--format", "json"]).ends(0).json();
    for word in sandbox::WORDS {
        let told = stats["sandbox"]
            .as_array()
            .is_some_and(|kept| kept.iter().any(|one| one == word));
        assert_eq!(
            told,
            said.contains(&format!("\"{word}\"")),
            "{word}: {stats:#}"
        );
    }
}

/// Says to the test that was started in an engine's place that it is there.
const ENGINE: &str = "RECORDROOM_TEST_ENGINE";

#[test]
fn what_reads_scans_cannot_break_out() {
    if std::env::var_os(ENGINE).is_some() {
        assert!(fs::read_dir("/usr/lib").is_ok(), "libraries are left to it");
        let mut escaped = Vec::new();
        let letter = std::env::var_os(ENGINE).expect("the path of a letter");
        for path in [
            Path::new("/etc/passwd"),
            Path::new("/proc/self/status"),
            Path::new("."),
            Path::new(&letter),
        ] {
            if fs::File::open(path).is_ok() || fs::read_dir(path).is_ok() {
                escaped.push(format!("paths: opened {}", path.display()));
            }
        }
        let new = std::env::temp_dir().join("recordroom-engine-broke-out");
        let own = std::env::current_exe().expect("a path");
        if fs::write(&new, "x").is_ok()
            || fs::create_dir(&new).is_ok()
            || fs::OpenOptions::new().append(true).open(own).is_ok()
        {
            escaped.push("paths: made or changed a file".into());
        }
        if Command::new("/bin/cat").exec().kind() != std::io::ErrorKind::PermissionDenied {
            escaped.push("paths: became another program".into());
        }
        if std::net::UdpSocket::bind("127.0.0.1:0").is_ok()
            || std::net::TcpListener::bind("127.0.0.1:0").is_ok()
            || std::os::unix::net::UnixStream::pair().is_ok()
        {
            escaped.push("calls: made a socket".into());
        }
        if Command::new(std::env::current_exe().expect("a path"))
            .spawn()
            .is_ok()
        {
            escaped.push("calls: started a program".into());
        }
        println!("\ntried, {escaped:?}");
        return;
    }
    let room = Room::new();
    letter(&room, "tree/a.eml", "plumwood");
    let started = |program: &Path, asked: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recordroom"));
        command
            .args(["__start-engine", "confined", "30"])
            .arg(program)
            .args(asked);
        command
            .env(ENGINE, room.path("tree/a.eml"))
            .stdin(Stdio::null());
        answer(&mut command)
    };
    let held = started(Path::new("/bin/true"), &["--version"]).ends(0).out;
    let held = held
        .strip_prefix("held:")
        .expect("it says how it is held")
        .to_owned();
    let own = std::env::current_exe().expect("this program");
    let said = started(
        &own,
        &[
            "--exact",
            "what_reads_scans_cannot_break_out",
            "--nocapture",
        ],
    );
    let (_, escaped) = said
        .out
        .split_once("tried, ")
        .unwrap_or_else(|| panic!("{}{}", said.out, said.err));
    for word in held.split_whitespace() {
        assert!(
            !escaped.contains(&format!("{word}: ")),
            "held from {held}: {escaped}"
        );
    }
    // where the system grants all of it, nothing at all
    let stats_say_all = held.split_whitespace().count() == sandbox::WORDS.len();
    assert!(!stats_say_all || escaped.starts_with("[]"), "{escaped}");
}
