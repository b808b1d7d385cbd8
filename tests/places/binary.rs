//! Words in Outlook's formats, in workbooks, and in files that an office program wrote.

use crate::mapi::{file, forwarded, letter, msg};
use crate::packages::{xlsb, xlsx};
use crate::planting::{Planted, Planting, known};
use crate::program::house;
use crate::store_bytes::{ROOT, Store};

pub fn planted() -> Vec<Planted> {
    [vec![outlook(), store(), winmail()], books()].concat()
}

fn outlook() -> Planted {
    let p = Planting::new("item.msg");
    let word = p.at("base");
    let mut item = letter(&word);
    let mut inner = letter(&p.at("nested base"));
    inner.attachments = vec![file("deep.txt", p.at("attached to the nested").as_bytes())];
    item.attachments = vec![
        file(
            &format!("{}.txt", p.at("attachment's name")),
            p.at("attachment").as_bytes(),
        ),
        forwarded(inner),
    ];
    let mut planted = p.bear(msg(&item));
    planted.words.retain(|(place, _)| !place.ends_with("base"));
    for (place, word) in [("", "qitemmsgxbaseq"), ("nested ", "qitemmsgxnestedbaseq")] {
        for part in ["Subject", "Plain", "Markup", "Rich", "Blind"] {
            planted
                .words
                .push((format!("{place}{part}"), format!("{part}{word}")));
        }
    }
    planted
}

fn store() -> Planted {
    let p = Planting::new("mail.pst");
    let mut store = Store::new(true);
    let top = store.folder(0x401, ROOT, "Top of Personal Folders");
    let inbox = store.folder(0x402, top, "Inbox");
    let mut first = letter("pstfirst");
    first.attachments = vec![file("a.txt", p.at("attachment").as_bytes())];
    let one = store.message(inbox, &first);
    let lost = store.folder(0x777, 0x9992, "Adrift");
    let two = store.message(lost, &letter("pstlost"));
    store.tables(ROOT, &[top], &[]);
    store.tables(top, &[inbox], &[]);
    store.tables(inbox, &[], &[one]);
    store.tables(lost, &[], &[two]);
    let mut planted = p.bear(store.bytes());
    for (place, word) in [
        ("", "pstfirst"),
        ("in a folder that nothing leads to: ", "pstlost"),
    ] {
        for part in ["Subject", "Plain", "Markup", "Rich", "Blind"] {
            planted
                .words
                .push((format!("{place}{part}"), format!("{part}{word}")));
        }
    }
    planted
}

fn winmail() -> Planted {
    let p = Planting::new("winmail.dat");
    let attribute = |level: u8, id: u32, data: &[u8]| {
        let mut out = vec![level];
        out.extend(id.to_le_bytes());
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(data);
        let sum = data
            .iter()
            .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        out.extend(sum.to_le_bytes());
        out
    };
    let text = |place: &str| format!("{}\0", p.at(place)).into_bytes();
    let bytes = [
        vec![0x78, 0x9F, 0x3E, 0x22, 1, 0],
        attribute(1, 0x0006_9007, &1252_u64.to_le_bytes()),
        attribute(1, 0x0007_8008, b"IPM.Microsoft Mail.Note\0"),
        attribute(1, 0x0001_8004, &text("subject")),
        attribute(1, 0x0002_800C, &text("body")),
        attribute(2, 0x0006_9002, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        attribute(
            2,
            0x0001_8010,
            format!("{}.txt\0", p.at("attachment's name")).as_bytes(),
        ),
        attribute(2, 0x0006_800F, p.at("attachment").as_bytes()),
    ]
    .concat();
    p.bear(bytes)
}

/// Words of the workbook made by hand that XLSX and XLSB have in common.
const BOTH: &[&str] = &[
    "Tabmark",
    "Sharedmark",
    "Inlinemark",
    "Resultmark",
    "Elsemark",
    "Vaultmark",
    "Hiddenmark",
    "Promptmark",
    "Errormark",
    "Titleprompt",
    "Commentmark",
    "Boxmark",
    "Chartmark",
    "Seriesmark",
    "Diagrammark",
    "Buttonmark",
    "Headermark",
    "Footermark",
    "Namemark",
    "Tipmark",
    "Placemark",
    "Titlemark",
    "Authormark",
    "Companymark",
    "Custommark",
    "Altmark",
    "Alttitle",
    "Threadmark",
    "Personmark",
];

fn books() -> Vec<Planted> {
    let specimen = |path: &str| {
        let path = house("tests/specimens").join(path);
        std::fs::read(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
    };
    let more = [
        BOTH,
        &[
            "Formulamark",
            "Filtermark",
            "Listmark",
            "Evenmark",
            "Namecomment",
            "Connectmark",
            "Commandmark",
            "Tablemark",
            "Pivotmark",
            "Fieldmark",
            "Recordmark",
            "Farsheet",
            "Farmark",
            "Reservemark",
            "linkmark",
        ],
    ]
    .concat();
    let ledger = [
        "Cellmark",
        "Rowhidden",
        "Linklabel",
        "Hiddenmark",
        "Elsemark",
        "Promptmark",
        "Errormark",
        "Listmark",
        "Writermark",
        "Commentmark",
        "Boxmark",
        "Headermark",
        "Footermark",
        "Namemark",
        "linkmark",
        "Titlemark",
        "Authormark",
        "Subjectmark",
        "Keymark",
        "Custommark",
    ];
    vec![
        known("hand.xlsx", xlsx(), &more),
        known("hand.xlsb", xlsb(), BOTH),
        known("ledger.xls", specimen("sheets/ledger.xls"), &ledger),
        known("ledger.ods", specimen("sheets/ledger.ods"), &ledger),
        known("ledger.fods", specimen("sheets/ledger.fods"), &ledger),
        known(
            "lamp.doc",
            specimen("office/lamp.doc"),
            &[
                "Lampkeeper",
                "brassmark",
                "cellmark",
                "tailmark",
                "Headmark",
                "Footmark",
                "Notemark",
                "Commentmark",
                "Tobias Quill",
                "Boxmark",
                "veiledmark",
                "goneby",
                "ledgermark",
                "Odile Farrant",
                "berthmark",
            ],
        ),
        known(
            "lamp.ppt",
            specimen("office/lamp.ppt"),
            &[
                "Slidemark one",
                "Bodymark",
                "Second slidemark",
                "Shroudmark",
                "Speakermark one",
                "Speakermark two",
                "Remarkmark",
                "Harbour slides",
            ],
        ),
    ]
}
