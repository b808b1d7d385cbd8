//! Three further wordings of each manner of asking that was once missed: what is wanted is in one of the two lists, and
//! what is not meant is not located.

use std::collections::BTreeMap;
use std::fs;

use super::program::Room;
use super::{filled, names, sample};

/// A request, parts of the places of what it wants, and of what it must not have located.
type Wording = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

fn listed(room: &Room, nth: usize, text: &str) -> [Vec<String>; 2] {
    let file = room.path(&format!("wording {nth}.txt"));
    fs::write(&file, text).expect("written");
    let words = ["locate", file.to_str().expect("a path"), "--format", "json"];
    let answer = room.run(&words).json();
    ["located", "possible"].map(|list| names(&answer[list], &BTreeMap::new()))
}

fn hold(room: &Room, wordings: &[Wording]) {
    for (nth, (text, wanted, unmeant)) in wordings.iter().enumerate() {
        let [located, possible] = listed(room, nth, text);
        for part in *wanted {
            let mut all = located.iter().chain(&possible);
            assert!(
                all.any(|place| place.contains(part)),
                "{text}{part}: {located:?} {possible:?}"
            );
        }
        for part in *unmeant {
            assert!(
                !located.iter().any(|place| place.contains(part)),
                "{text}{part}: {located:?}"
            );
        }
    }
}

const FOLDER: &[&str] = &[
    "2021-12-03 ico to mps.pdf",
    "1638956400.0002.dpo",
    "1639066800.0003.dpo",
    "file note.txt",
    "reply to ico final.docx",
];
const BOXES: &[&str] = &[
    "1599555600.0007.dpo",
    "1599735600.0008.dpo",
    "2020-09-22 mps to northmere constabulary.docx",
    "1601885100.0009.dpo",
];
const HEAD: &[&str] = &[
    "2021-12-03 ico to mps.pdf",
    "ico to wessmoor police.pdf",
    "2022-05-06 ico to mps.html",
];

#[test]
fn what_is_half_remembered_is_listed_all_the_same() {
    hold(
        sample(),
        &[
            (
                "Dear MPS,\n\nSomething was in the trade papers about an open folder and the Information Commissioner. \
                 Whatever there is on that, please, notes of calls too.\n",
                FOLDER,
                &["wessmoor"],
            ),
            (
                "Dear MPS,\n\nMy cousin says the ICO was cross with the Met because anybody could open the shared folder. \
                 Can I see what was said about it?\n",
                FOLDER,
                &["2020-09-30 mps to ico", "late access", "2022-02-11"],
            ),
            (
                "Hello,\n\nWeren't you ticked off over a folder with old copies in it? By the Information Commissioner, I \
                 think. All of it please.\n",
                FOLDER,
                &["wessmoor", "late access"],
            ),
        ],
    );
}

#[test]
fn what_is_asked_by_season_and_event_is_listed() {
    hold(
        sample(),
        &[
            (
                "Dear Metropolitan Police Service,\n\nThe trial at Northmere was put off in the autumn of 2020. Some boxes \
                 had been lent for it. Please send me what was written about getting them back.\n",
                BOXES,
                &["1600160400.0010.dpo"],
            ),
            (
                "Dear Metropolitan Police Service,\n\nYou were lent some boxes in the summer of 2020. May I have the emails \
                 about them?\n",
                BOXES,
                &["1600160400.0010.dpo"],
            ),
            (
                "Dear Metropolitan Police Service,\n\nBefore the Northmere trial there was a loan of boxes. What was written \
                 about it in the weeks before?\n",
                BOXES,
                &["2021-12-03"],
            ),
        ],
    );
}

#[test]
fn letters_known_by_the_post_of_their_signer_are_listed() {
    hold(
        sample(),
        &[
            (
                "Dear Sir,\n\nPlease send me any letter signed by the Information Commissioner's Head of Investigations.\n",
                HEAD,
                &["reply to ico"],
            ),
            (
                "Dear Sir,\n\nCopies of what was written by the ICO's Head of Investigations, please, to whichever force.\n",
                HEAD,
                &["reply to ico"],
            ),
            (
                "Dear Sir,\n\nI ask for letters issued by the ICO over the name of its Head of Investigations.\n",
                HEAD,
                &["reply to ico"],
            ),
        ],
    );
}

#[test]
fn a_request_partly_in_welsh_and_one_for_the_file_on_a_request_are_understood() {
    let registry = filled("sample_corpus/registry", 0);
    const BRIDGE: &[&str] = &[
        "ico in welsh.txt",
        "welsh council.docx",
        "forwarded block in welsh",
    ];
    const SWANS: &[&str] = &[
        "acknowledgement swans",
        "response swans",
        "internal review swans",
        "agenda only",
    ];
    hold(
        &registry,
        &[
            (
                "Annwyl Gyngor Dyffryn Arth,\n\nPlease send me the letters of the Comisiynydd Gwybodaeth about the bridge, \
                 and your answers.\n\nDiolch\n",
                BRIDGE,
                &[],
            ),
            (
                "Annwyl Gyngor Dyffryn Arth,\n\nI ask for any letters to or from Swyddfa'r Comisiynydd Gwybodaeth in Hydref \
                 2023 about the bridge.\n",
                BRIDGE,
                &[],
            ),
            (
                "Bore da,\n\nSwyddfa'r Comisiynydd Gwybodaeth asked Cyngor Dyffryn Arth about papers of the bridge. Please \
                 send me what it asked and what it was told.\n",
                BRIDGE,
                &["directions on papers"],
            ),
            (
                "To: Saltmarsh Constabulary FOI\n\nPlease send me everything on file about my request, FOI 0471/24.\n",
                SWANS,
                &["file note.odt"],
            ),
            (
                "Dear Saltmarsh Constabulary,\n\nPlease send me how you dealt with FOI 471/24, the acknowledgement and the \
                 review too.\n",
                SWANS,
                &["internal review outcome"],
            ),
            (
                "Dear Saltmarsh Constabulary,\n\nI should like all records of my own request of last year. It had the number \
                 FOI 0471/24.\n",
                SWANS,
                &["barrier"],
            ),
        ],
    );
}
