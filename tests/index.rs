//! What the index finds, in which order, what it shows of it, and that it notices when its files were changed.

use std::fs;
use std::path::Path;

use recordroom::error::Kind;
use recordroom::facts::references::Families;
use recordroom::index::{self, Entry, Index, Order, Searcher, fields, tokens};
use recordroom::query::{self, Query};
use recordroom::record::RecordId;

/// A record of the tests, in values of its own.
#[derive(Clone, Default)]
struct Sample {
    number: u64,
    day: Option<i32>,
    kind: &'static str,
    subject: String,
    from: Vec<String>,
    to: Vec<String>,
    cc: Vec<String>,
    organisations: Vec<String>,
    files: Vec<String>,
    keys: Vec<String>,
    body: Vec<String>,
}

impl Sample {
    fn new(number: u64, body: &str) -> Self {
        Self {
            number,
            kind: "letter",
            body: vec![body.to_owned()],
            ..Self::default()
        }
    }

    fn with<T>(mut self, change: impl FnOnce(&mut Self) -> T) -> Self {
        change(&mut self);
        self
    }

    fn entered(&self, take: impl FnOnce(&Entry<'_>)) {
        let body: Vec<&str> = self.body.iter().map(String::as_str).collect();
        take(&Entry {
            id: RecordId::from_number(self.number),
            day: self.day,
            keys: &self.keys,
            families: &[],
            provisions: &[],
            kind: self.kind,
            format: "eml",
            marking: None,
            has: &[],
            mentions: &[],
            subject: &self.subject,
            title: "",
            from: &self.from,
            to: &self.to,
            cc: &self.cc,
            from_organisations: &self.organisations,
            to_organisations: &[],
            cc_organisations: &[],
            files: &self.files,
            body: &body,
        });
    }
}

fn families() -> Families {
    Families::built_in().expect("the table of families is sound")
}

fn parsed(typed: &str) -> Query {
    query::parse(typed, &families()).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// An index of samples, committed after every so many.
fn built(folder: &Path, samples: &[Sample], every: usize) -> Searcher {
    let index = Index::create(folder).expect("a new index");
    let mut writer = index.writer(30_000_000).expect("a writer");
    for (place, sample) in samples.iter().enumerate() {
        sample.entered(|entry| writer.add(entry).expect("added"));
        if (place + 1) % every == 0 {
            writer.commit(place as u64).expect("committed");
        }
    }
    writer.commit(samples.len() as u64).expect("committed");
    writer.finish().expect("finished");
    index.searcher().expect("a searcher")
}

fn numbers(searcher: &Searcher, typed: &str) -> Vec<u64> {
    let query = parsed(typed);
    let ids: Vec<u64> = searcher
        .ids(&query)
        .expect("found")
        .iter()
        .map(|id| id.number())
        .collect();
    assert_eq!(
        searcher.count(&query).expect("counted"),
        ids.len(),
        "typed: {typed}"
    );
    ids
}

/// A dozen records that each show one thing, among forty that show none of it.
fn correspondence() -> Vec<Sample> {
    let inv = |year: &str| format!("ico/INV/0283/{year}");
    let mut samples = vec![
        Sample::new(
            1,
            "The leaflet was sent to every station. The action plan follows.",
        )
        .with(|s| {
            s.keys = vec![inv("2020")];
            s.day = Some(20_211_203);
            s.from = vec!["Jane Holloway jane.holloway@ico.example".to_owned()];
            s.to = vec!["Disclosure Unit MPS".to_owned()];
            s.organisations = vec!["Regulator".to_owned()];
        }),
        Sample::new(
            2,
            "Our action; plan it well. INV 0283 2020 stands in a table here.",
        )
        .with(|s| s.day = Some(20_211_203)),
        Sample::new(3, "INV/0283/2021 is a neighbour.").with(|s| s.keys = vec![inv("2021")]),
        Sample::new(
            4,
            "Section 31(1)(a) applies, and s31(1)(a) again. Caf\u{e9} na\u{ef}ve \u{fb01}le.",
        ),
        Sample::new(
            5,
            "No\u{b7}thing. Officer\u{2019}s note, e\u{ad}mail held\u{b2}.",
        )
        .with(|s| {
            s.kind = "email";
            s.subject = "Reprimand of the Force".to_owned();
            s.from = vec![
                "Unit one@force.example".to_owned(),
                "Second two@force.example".to_owned(),
            ];
        }),
        Sample::new(6, "Scan attached").with(|s| {
            s.kind = "email";
            s.files = vec![
                "2021-12-03_ICO-letter.pdf".to_owned(),
                "annex.docx".to_owned(),
            ];
            s.cc = vec!["Jane Holloway".to_owned()];
            s.day = Some(20_220_131);
        }),
        Sample::new(7, "first passage ends with alpha")
            .with(|s| s.body.push("beta begins the second".to_owned())),
        Sample::new(8, "alpha beta in one passage").with(|s| s.day = Some(20_220_201)),
        Sample::new(
            9,
            "\u{6771}\u{4eac}\u{90fd} and \u{ff29}\u{ff2e}\u{ff36} full width",
        ),
    ];
    for number in 10..50 {
        samples.push(
            Sample::new(number, "Nothing of note here, thank you for writing.").with(|s| {
                s.day = (number % 7 != 0).then_some(20_200_101 + (number % 3) as i32);
                s.kind = if number % 2 == 0 { "minutes" } else { "report" };
            }),
        );
    }
    samples
}

#[test]
fn every_class_of_query_finds_its_records_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let mapped = built(folder.path(), &correspondence(), 11);
    // as where the archive is not in memory
    let fetched = Index::open_to_ask(folder.path(), false).expect("opened");
    let cases: &[(&str, &[u64])] = &[
        ("leaflet", &[1]),
        ("*leaflet", &[1]),
        ("?eaflet", &[1]),
        ("*ction plan", &[1, 2]),
        ("*zzz", &[]),
        ("LEAFLET", &[1]),
        ("leaf", &[]),
        ("leaflet station", &[1]),
        ("leaflet plan", &[1]),
        ("\"action plan\"", &[1, 2]),
        ("\"plan action\"", &[]),
        ("action OR reprimand", &[1, 2, 5]),
        ("action -leaflet", &[2]),
        ("-nothing", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("NOT (nothing OR action)", &[3, 4, 5, 6, 7, 8, 9]),
        ("(action OR beta) -NOT leaflet", &[1]),
        ("action OR -nothing", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("INV/0283/2020", &[1]),
        ("inv 0283 2020", &[1]),
        ("ref:INV-0283-2020", &[1]),
        ("INV/0283/2021", &[3]),
        ("INV/0283/2020 OR INV/0283/2021", &[1, 3]),
        ("\"INV\" \"0283\"", &[2, 3]),
        ("s31(1)(a)", &[4]),
        ("cafe naive file", &[4]),
        ("CAF\u{c9}", &[4]),
        ("officer's", &[5]),
        ("email", &[5]),
        ("held", &[5]),
        ("kind:email", &[5, 6]),
        ("kind:email -file:pdf", &[5]),
        ("subject:reprimand", &[5]),
        ("subject:leaflet", &[]),
        ("reprimand", &[5]),
        ("from:holloway", &[1]),
        ("from:jane.holloway@ico.example", &[1]),
        ("from:ico", &[1]),
        ("from:regulator", &[1]),
        ("party:regulator", &[1]),
        ("regulator", &[]),
        ("to:mps", &[1]),
        ("to:holloway", &[]),
        ("party:holloway", &[1, 6]),
        ("party:\"jane holloway\" date:2022", &[6]),
        ("holloway", &[1, 6]),
        ("\"one force example second\"", &[]),
        ("from:\"force.example Second\"", &[]),
        ("file:ico-letter", &[6]),
        ("\"2021-12-03_ICO-letter.pdf\"", &[6]),
        ("annex.docx", &[6]),
        ("\"alpha beta\"", &[8]),
        ("alpha beta", &[7, 8]),
        ("\u{6771}\u{4eac}", &[9]),
        ("\u{4eac}\u{6771}", &[]),
        ("inv full", &[9]),
        ("date:2021-12-03", &[1, 2]),
        ("date:2021-12..2022-01", &[1, 2, 6]),
        ("date:>=2022", &[6, 8]),
        (
            "date:2020 kind:report date:2020-01-02",
            &[13, 19, 25, 31, 37, 43],
        ),
    ];
    for searcher in [&mapped, &fetched] {
        for (typed, expected) in cases {
            assert_eq!(numbers(searcher, typed), *expected, "typed: {typed}");
        }
        assert_eq!(numbers(searcher, "").len(), 49);
    }
}

#[test]
fn dates_order_with_ties_by_id_and_the_undated_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = correspondence();
    let searcher = built(folder.path(), &samples, 9);
    for (order, sign) in [(Order::DateAscending, 1), (Order::DateDescending, -1)] {
        let found = searcher.search(&parsed(""), order, None).expect("found");
        let mut expected: Vec<(i64, u64)> = samples
            .iter()
            .map(|s| {
                (
                    s.day.map_or(i64::MAX, |day| sign * i64::from(day)),
                    s.number,
                )
            })
            .collect();
        expected.sort_unstable();
        let ids: Vec<u64> = found.hits.iter().map(|hit| hit.id.number()).collect();
        assert_eq!(
            ids,
            expected
                .iter()
                .map(|(_, number)| *number)
                .collect::<Vec<_>>()
        );
        assert_eq!(found.total, samples.len());
    }
}

#[test]
fn an_answer_does_not_depend_on_how_the_records_came_in() {
    let samples: Vec<Sample> = (0..400_u64)
        .map(|n| {
            let words = ["plan", "letter", "force", "notice", "data"];
            let body: Vec<&str> = (0..3 + n % 5)
                .map(|k| words[((n * 7 + k * k * 3) % 5) as usize])
                .collect();
            Sample::new(n.wrapping_mul(0x9e37_79b9_7f4a_7c15), &body.join(" "))
                .with(|s| s.day = Some(20_200_100 + (n % 9) as i32))
        })
        .collect();
    let mut backwards = samples.clone();
    backwards.reverse();
    let (one, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let one = built(one.path(), &samples, 1_000);
    let other = built(other.path(), &backwards, 23);
    for typed in [
        "plan",
        "plan letter",
        "plan OR letter OR data",
        "\"plan letter\"",
        "-plan",
        "force -notice",
        "",
    ] {
        let query = parsed(typed);
        for order in [
            Order::Relevance,
            Order::DateAscending,
            Order::DateDescending,
            Order::Id,
        ] {
            let all = one.search(&query, order, None).expect("found");
            assert_eq!(all.total, all.hits.len());
            assert_eq!(
                all,
                other.search(&query, order, None).expect("found"),
                "typed: {typed}, {order:?}"
            );
            for limit in [0, 1, 5, 50, 70, 200, 1_000] {
                let some = one.search(&query, order, Some(limit)).expect("found");
                assert_eq!(some.total, all.total);
                assert_eq!(
                    some.hits,
                    all.hits[..limit.min(all.total)],
                    "typed: {typed}, {order:?}, {limit}"
                );
            }
            let ranked = all.hits.windows(2).all(|pair| {
                order != Order::Relevance
                    || pair[0].score > pair[1].score
                    || (pair[0].score == pair[1].score && pair[0].id < pair[1].id)
            });
            assert!(ranked, "typed: {typed}");
        }
    }
}

#[test]
fn a_record_is_replaced_and_removed_only_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::create(folder.path()).expect("a new index");
    let mut writer = index.writer(20_000_000).expect("a writer");
    for sample in correspondence() {
        sample.entered(|entry| writer.add(entry).expect("added"));
    }
    writer.commit(1).expect("committed");
    Sample::new(1, "quite another text").entered(|entry| writer.replace(entry).expect("replaced"));
    Sample::new(77, "new record").entered(|entry| writer.replace(entry).expect("replaced"));
    writer.remove(RecordId::from_number(8)).expect("removed");
    writer
        .remove(RecordId::from_number(4_000))
        .expect("not there, no matter");
    assert_eq!(
        index.count().expect("counted"),
        49,
        "nothing is seen before the commit"
    );
    writer.commit(2).expect("committed");
    Sample::new(78, "never committed").entered(|entry| writer.add(entry).expect("added"));
    writer.discard().expect("discarded");
    writer.commit(3).expect("committed");
    writer.finish().expect("finished");
    let searcher = index.searcher().expect("a searcher");
    assert_eq!(numbers(&searcher, "leaflet"), Vec::<u64>::new());
    assert_eq!(numbers(&searcher, "another"), [1]);
    assert_eq!(numbers(&searcher, "\"alpha beta\""), Vec::<u64>::new());
    assert_eq!(numbers(&searcher, "committed"), Vec::<u64>::new());
    assert_eq!(index.count().expect("counted"), 49);
    let ids: Vec<u64> = index
        .ids()
        .expect("ids")
        .iter()
        .map(|id| id.number())
        .collect();
    let expected: Vec<u64> = (1..50).filter(|n| *n != 8).chain([77]).collect();
    assert_eq!(ids, expected);
}

#[test]
fn the_generation_is_committed_with_the_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::create(folder.path()).expect("a new index");
    assert_eq!(index.generation().expect("read"), 0);
    let mut writer = index.writer(15_000_000).expect("a writer");
    Sample::new(1, "text").entered(|entry| writer.add(entry).expect("added"));
    writer.commit(41).expect("committed");
    let before = index.searcher().expect("a searcher");
    Sample::new(2, "text").entered(|entry| writer.add(entry).expect("added"));
    writer.commit(42).expect("committed");
    writer.gather().expect("gathered");
    assert_eq!((before.generation(), before.records()), (41, 1));
    let again = Index::open(folder.path()).expect("opened");
    assert_eq!(
        (
            again.generation().expect("read"),
            again.count().expect("counted")
        ),
        (42, 2)
    );
    assert!(
        Index::create(folder.path()).is_err(),
        "an index is never made over another"
    );
}

#[test]
fn a_second_writer_is_told_that_another_run_is_writing() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::create(folder.path()).expect("a new index");
    let writer = index.writer(15_000_000).expect("a writer");
    let error = Index::open(folder.path())
        .expect("opened")
        .writer(15_000_000)
        .err()
        .expect("locked");
    assert_eq!(error.kind(), Kind::Archive);
    assert!(
        error.to_string().contains("another run is writing"),
        "{error}"
    );
    drop(writer);
    index.writer(15_000_000).expect("free again");
}

#[test]
fn an_index_of_another_make_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Index::open(&folder.path().join("none"))
        .err()
        .expect("none there");
    assert_eq!(missing.kind(), Kind::Archive);
    built(folder.path(), &correspondence(), 100);
    let meta = folder.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("read");
    assert!(text.contains("recordroom 3 generation 49"));
    fs::write(&meta, text.replace("recordroom 3 ", "recordroom 0 ")).expect("written");
    let error = Index::open(folder.path()).err().expect("refused");
    assert!(error.to_string().contains("another version"), "{error}");
    assert!(
        error
            .advice()
            .is_some_and(|advice| advice.contains("reindex"))
    );
}

#[test]
fn any_changed_bit_of_any_file_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::create(folder.path()).expect("a new index");
    let mut writer = index.writer(15_000_000).expect("a writer");
    for sample in correspondence() {
        sample.entered(|entry| writer.add(entry).expect("added"));
    }
    writer.commit(1).expect("committed");
    writer.remove(RecordId::from_number(3)).expect("removed");
    writer.commit(2).expect("committed");
    writer.finish().expect("finished");
    assert_eq!(index.damaged().expect("looked at"), Vec::<String>::new());
    let mut files = 0;
    for file in fs::read_dir(folder.path()).expect("a folder") {
        let path = file.expect("an entry").path();
        let whole = fs::read(&path).expect("read");
        if whole.is_empty() {
            continue;
        }
        files += 1;
        let step = (whole.len() / 40).max(1);
        for (turn, place) in (0..whole.len())
            .step_by(step)
            .chain(whole.len().saturating_sub(9)..whole.len())
            .enumerate()
        {
            let mut changed = whole.clone();
            changed[place] ^= 1 << (turn % 8);
            fs::write(&path, &changed).expect("written");
            let found = index::damaged(folder.path()).expect("looked at");
            assert!(
                !found.is_empty(),
                "{}: bit {} of byte {place}",
                path.display(),
                turn % 8
            );
        }
        fs::write(&path, &whole[..whole.len() / 2]).expect("written");
        assert!(
            !index::damaged(folder.path()).expect("looked at").is_empty(),
            "{} cut",
            path.display()
        );
        fs::write(&path, &whole).expect("written");
    }
    assert!(files >= 8, "{files} files were changed");
    assert_eq!(index.damaged().expect("looked at"), Vec::<String>::new());
}

#[test]
fn the_parts_of_a_query_and_look_alikes_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let searcher = built(folder.path(), &correspondence(), 100);
    let query = parsed("INV/0283/2020 OR \"action plan\" -zebra \"action plan\"");
    let parts: Vec<(String, usize)> = searcher
        .parts(&query)
        .expect("counted")
        .into_iter()
        .map(|part| (part.read_as, part.records))
        .collect();
    assert_eq!(
        parts,
        [
            ("the reference INV/0283/2020, in any spelling".to_owned(), 1),
            ("the phrase \"action plan\"".to_owned(), 2),
            ("the word \"zebra\"".to_owned(), 0),
        ]
    );
    assert_eq!(searcher.same_words(&query).expect("counted"), 1);
    assert_eq!(
        searcher
            .same_words(&parsed("INV/0283/2021"))
            .expect("counted"),
        0
    );
    assert_eq!(searcher.same_words(&parsed("action")).expect("counted"), 0);
}

#[test]
fn snippets_show_words_phrases_and_references_where_they_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let searcher = built(folder.path(), &correspondence(), 100);
    let families = families();
    let marked = |typed: &str, text: &str, width: usize| {
        let snippet = searcher
            .highlight(&parsed(typed), &families, text, width)
            .expect("shown");
        let chars: Vec<char> = snippet.text.chars().collect();
        assert!(chars.len() <= width, "{}", snippet.text);
        assert!(!snippet.text.chars().any(char::is_control));
        let marked: Vec<String> = snippet
            .highlights
            .iter()
            .map(|(start, end)| chars[*start..*end].iter().collect())
            .collect();
        (snippet.text, marked)
    };
    let text = "Dear Sir,\r\n\r\nThe  Action\n\tplan\u{7} in INV-0283-\n2020 is late; \u{201c}caf\u{e9}\u{201d} plan.";
    assert_eq!(
        marked("\"action plan\" inv/0283/2020 CAFE zebra", text, 200),
        (
            "Dear Sir, The Action plan in INV-0283- 2020 is late; \u{201c}caf\u{e9}\u{201d} plan."
                .to_owned(),
            vec![
                "Action plan".to_owned(),
                "INV-0283- 2020".to_owned(),
                "caf\u{e9}".to_owned()
            ]
        )
    );
    assert_eq!(marked("plan", text, 200).1, ["plan", "plan"]);
    assert_eq!(
        marked("-plan subject:action", text, 200).1,
        Vec::<String>::new()
    );
    let long = format!(
        "{}the action plan {} action here",
        "word ".repeat(300),
        "more ".repeat(300)
    );
    let (shown, found) = marked("action plan", &long, 60);
    assert_eq!(found, ["action", "plan"]);
    assert!(
        shown.starts_with('…') && shown.ends_with('…') && shown.len() > 40,
        "{shown}"
    );
    assert_eq!(marked("absent", &long, 40).1, Vec::<String>::new());
    assert_eq!(marked("absent", "", 40).0, "");
    assert_eq!(marked("absent", "short", 40).0, "short");
    assert_eq!(marked("s31(1)(a)", "see s31(1)(a)&(b)", 40).1, ["s31(1)(a"]);
    let unbroken = "x".repeat(5_000);
    assert_eq!(
        marked(&unbroken, &format!("begin {unbroken} end"), 30)
            .0
            .chars()
            .count(),
        30
    );
}

#[test]
fn letters_are_folded_alike_wherever_they_stand() {
    let alike: &[(&str, &[&str])] = &[
        ("CAF\u{c9} cafe\u{301}", &["cafe", "cafe"]),
        (
            "Stra\u{df}e \u{c6}sop \u{152}uvre \u{d8}re",
            &["strasse", "aesop", "oeuvre", "ore"],
        ),
        (
            "\u{fb01}le o\u{fb03}ce \u{ff29}\u{ff2e}\u{ff36}\u{ff0f}\u{ff10}\u{ff12}",
            &["file", "office", "inv", "02"],
        ),
        (
            "O\u{2019}Donnell O'Donnell O\u{2bc}Donnell",
            &["o", "donnell", "o", "donnell", "o", "donnell"],
        ),
        (
            "re\u{ad}prim\u{200b}and\u{feff} INV\u{2060}0283",
            &["reprimand", "inv0283"],
        ),
        ("a\u{2013}b a_b a\u{2011}b", &["a", "b", "a", "b", "a", "b"]),
        (
            "held\u{b2} 2\u{bd} Acme\u{2122} m\u{b2}",
            &["held", "2", "2", "1", "2", "acme", "tm", "m", "2"],
        ),
        (
            "\u{6771}\u{4eac}\u{90fd}",
            &["\u{6771}", "\u{4eac}", "\u{90fd}"],
        ),
        ("\u{130}stanbul \u{131}", &["istanbul", "i"]),
        (
            "\u{39f}\u{394}\u{39f}\u{3a3} \u{3bf}\u{3b4}\u{3bf}\u{3c2}",
            &[
                "\u{3bf}\u{3b4}\u{3bf}\u{3c3}",
                "\u{3bf}\u{3b4}\u{3bf}\u{3c3}",
            ],
        ),
        ("\u{1f600} -- \u{301} \u{37a}\u{37a} \u{37a}", &[]),
        ("IC-66449-W4Z5", &["ic", "66449", "w4z5"]),
    ];
    for (text, expected) in alike {
        assert_eq!(tokens::of(text), *expected, "text: {text}");
    }
}

#[test]
fn any_token_is_its_own_token_and_lies_where_it_says() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |limit: u32| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as u32 % limit
    };
    let planes = [0x80, 0x250, 0x3000, 0x1_0000, 0x11_0000];
    let mut seen = 0;
    for _ in 0..4_000 {
        let text: String = (0..30)
            .filter_map(|_| {
                let plane = planes[next(5) as usize];
                char::from_u32(next(plane))
            })
            .collect();
        let mut end = 0;
        let mut last = 0..0;
        tokens::each(&text, |token, range| {
            seen += 1;
            assert!(!token.is_empty());
            assert!(
                range == last || range.start >= end,
                "{text:?}: {range:?} after {end}"
            );
            assert!(
                text.get(range.clone())
                    .is_some_and(|piece| !piece.is_empty()),
                "{text:?}: {range:?}"
            );
            let whole: Vec<String> = tokens::of(&text[range.clone()]);
            assert!(
                whole.iter().any(|piece| piece == token),
                "{text:?}: {token:?} is not in {whole:?}"
            );
            assert_eq!(tokens::of(token).concat(), token, "{text:?}");
            end = range.end;
            last = range;
        });
    }
    assert!(seen > 20_000, "{seen}");
    let marks = "\u{37a} ".repeat(200_000);
    assert_eq!(tokens::of(&marks), Vec::<String>::new());
}

#[test]
fn what_is_read_in_a_text_is_found_by_the_same_letters_in_a_query() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |limit: u32| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as u32 % limit
    };
    let samples: Vec<Sample> = (0..60)
        .map(|number| {
            let text: String = (0..40)
                .filter_map(|k| {
                    if k % 6 == 5 {
                        Some(' ')
                    } else {
                        char::from_u32(next(0x2_0000))
                    }
                })
                .filter(|c| {
                    !matches!(
                        c,
                        '"' | '\u{201c}'
                            ..='\u{201f}' | '\u{2033}' | '\u{ff02}' | '\u{ab}' | '\u{bb}' | '*'
                    )
                })
                .collect();
            Sample::new(number, &text)
        })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let searcher = built(folder.path(), &samples, 17);
    let families = families();
    let mut asked = 0;
    for sample in &samples {
        for word in sample.body[0].split_whitespace() {
            if tokens::of(word).is_empty() {
                continue;
            }
            let Ok(query) = query::parse(&format!("\"{word}\""), &families) else {
                continue;
            };
            asked += 1;
            let found = searcher.ids(&query).expect("found");
            assert!(
                found.contains(&RecordId::from_number(sample.number)),
                "{word:?} of {:?}",
                sample.body[0]
            );
        }
    }
    assert!(asked > 250, "{asked}");
}

#[test]
fn a_very_long_word_is_found_and_its_cut_is_told() {
    let long = "verylongword".repeat(9_000);
    let folded = "\u{e9}".repeat(100_000);
    assert_eq!(
        (
            tokens::cut(&format!("a {long} b")),
            tokens::cut(&folded),
            tokens::cut(&"short ".repeat(9_000))
        ),
        (1, 1, 0)
    );
    let folder = tempfile::tempdir().expect("a folder");
    let whole = "q".repeat(60_000);
    let searcher = built(
        folder.path(),
        &[
            Sample::new(1, &format!("{whole} {folded}")),
            Sample::new(2, &long[..65_531]),
        ],
        1,
    );
    assert_eq!(numbers(&searcher, &whole), [1]);
    assert_eq!(numbers(&searcher, &long[..66_000]), [2]);
}

#[test]
fn every_row_of_the_table_says_what_it_holds() {
    for (place, row) in fields::ROWS.iter().enumerate() {
        assert!(!row.help.is_empty());
        assert!(
            fields::ROWS[place + 1..]
                .iter()
                .all(|other| other.name != row.name),
            "{}",
            row.name
        );
    }
}

/// Lines that break within words, the same words whole, and what only looks like it.
fn narrow() -> Vec<Sample> {
    let lines = [
        "The harbour-\nmaster asked for a light-\n  house keeper at once.",
        "The harbourmaster asked for a lighthouse keeper at once.",
        "The harbour-master asked for a light house keeper.",
        "Of the well-\nbeing of crews, and of pier-\r\nheads in winter.",
        "The harbour -\nmaster, and 14-\nday tides.",
    ];
    (1..)
        .zip(lines)
        .map(|(number, line)| Sample::new(number, line))
        .collect()
}

const FOUND_NARROW: &[(&str, &[u64])] = &[
    ("harbourmaster", &[1, 2]),
    ("harbourmasters", &[1, 2]),
    ("=harbourmaster", &[1, 2]),
    ("harbourm*", &[1, 2]),
    ("*rmaster", &[1, 2]),
    ("harbormaster~", &[1, 2]),
    ("harbour-master", &[1, 3, 5]),
    ("\"harbour master asked\"", &[1, 3]),
    ("\"the harbourmaster\"", &[1, 2]),
    ("\"harbourmaster asked\"", &[1, 2]),
    (
        "\"the harbourmaster asked for a lighthouse keeper at once\"",
        &[1, 2],
    ),
    ("\"the harbour master asked for a lighthouse keeper\"", &[1]),
    (
        "\"the harbourmaster asked for a light house keeper at\"",
        &[1],
    ),
    ("\"the harbourmast* asked\"", &[1, 2]),
    ("\"the harbourmaster asked once\"", &[]),
    ("the NEAR/1 harbourmaster", &[1, 2]),
    ("harbourmaster NEAR/1 asked", &[1, 2]),
    ("the NEAR/2 asked", &[1, 2]),
    ("harbourmaster NEAR/4 lighthouse", &[1, 2]),
    ("harbourmaster NEAR/3 lighthouse", &[]),
    ("\"harbourmaster lighthouse\"~3", &[1, 2]),
    ("\"harbourmaster lighthouse\"~2", &[]),
    ("\"the well being of crews\"", &[4]),
    ("\"the wellbeing of crews\"", &[4]),
    ("well-being", &[4]),
    ("wellbeing pierheads", &[4]),
    ("14day", &[]),
    ("\"harbourmaster and\"", &[]),
];

#[test]
fn a_word_broken_at_a_line_end_is_found_whole_and_in_parts() {
    let room = tempfile::tempdir().expect("a folder");
    for every in [1, 5] {
        let searcher = built(&room.path().join(every.to_string()), &narrow(), every);
        for (typed, found) in FOUND_NARROW {
            assert_eq!(numbers(&searcher, typed), *found, "{typed}");
        }
    }
}

#[test]
fn a_long_row_over_many_broken_words_takes_no_longer_than_its_words() {
    let room = tempfile::tempdir().expect("a folder");
    let text = format!("{} wharf, and elsewhere a quay", "a-\n".repeat(300));
    let searcher = built(room.path(), &[Sample::new(1, &text)], 5);
    let row = |last: &str| format!("\"{}{last}\"", "a ".repeat(60));
    assert_eq!(numbers(&searcher, &row("wharf")), [1]);
    assert_eq!(numbers(&searcher, &row("quay")), [0_u64; 0]);
}

#[test]
fn a_broken_word_is_shown_over_both_lines() {
    let room = tempfile::tempdir().expect("a folder");
    let searcher = built(room.path(), &narrow(), 5);
    let families = families();
    for (typed, shown) in [
        ("harbourmaster", "harbour- master"),
        ("\"the harbourmaster asked\"", "The harbour- master asked"),
        ("\"harbour master\"", "harbour- master"),
        ("asked", "asked"),
    ] {
        let query = parsed(typed);
        let lent = &families;
        let highlighter = searcher.highlighter(&query, &lent).expect("made ready");
        let snippet = highlighter.snippet("The harbour-\nmaster asked.", 60);
        let letters: Vec<char> = snippet.text.chars().collect();
        let marked: Vec<String> = snippet
            .highlights
            .iter()
            .map(|(from, to)| letters[*from..*to].iter().collect())
            .collect();
        assert_eq!(marked, [shown], "{typed}");
    }
}
