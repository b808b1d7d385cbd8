//! Stores made here: every message of every folder, in both layouts, and what another reader makes of the same bytes.

use std::io::Cursor;
use std::rc::Rc;

use outlook_pst::UnicodePstFile;
use outlook_pst::ltp::prop_context::PropertyValue;
use outlook_pst::messaging::message::{Message as _, UnicodeMessage};
use outlook_pst::messaging::store::{Store as _, UnicodeStore};
use outlook_pst::ndb::node_id::NodeId;
use recordroom::extract::{Category, Format, Limits, Place, Reading, Step, identity, tree};

use super::mapi::{Bag, Message, file, forwarded, letter, msg, wide};
use super::store_bytes::{ROOT, Store};
use super::{all_of, header, read, text_at};

const PUBLIC: [u8; 16] = [0x29, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

/// A letter with everything in it, one with a long body, one in a folder that nothing leads to.
fn specimen(wide_layout: bool) -> (Vec<u8>, u32) {
    let mut store = Store::new(wide_layout);
    let top = store.folder(0x401, ROOT, "Top of Personal Folders");
    let inbox = store.folder(0x402, top, "Inbox");
    let mut first = letter("knot");
    // as stores mark a prefix
    first.bag.0.retain(|(tag, _)| *tag >> 16 != 0x0037);
    first.bag = first
        .bag
        .raw(0x0037_001F, &wide("\u{1}\u{5}FW: Subjectknot"));
    first.named = vec![(PUBLIC, Err("Keywords"), 0x001F, wide("pilchards"))];
    let mut inner = letter("ruff");
    inner.attachments = vec![file("deep.txt", b"the deepest shearwater")];
    first.attachments = vec![file("ledger.txt", b"the attached heron"), forwarded(inner)];
    let one = store.message(inbox, &first);
    let long = "skua ".repeat(9000) + "the very end";
    let two = store.message(
        inbox,
        &Message {
            bag: Bag::default()
                .text(0x001A, "IPM.Note")
                .text(0x0037, "long")
                .text(0x1000, &long),
            ..Message::default()
        },
    );
    let lost = store.folder(0x777, 0x9992, "Adrift/aside");
    let three = store.message(lost, &letter("tern"));
    store.tables(ROOT, &[top], &[]);
    store.tables(top, &[inbox], &[]);
    store.tables(inbox, &[], &[one, two]);
    store.tables(lost, &[], &[three]);
    (store.bytes(), one)
}

fn at<'a>(reading: &'a Reading, marker: &str) -> &'a recordroom::extract::Item {
    let found = reading
        .items
        .iter()
        .find(|item| all_of(item).contains(marker));
    found.unwrap_or_else(|| panic!("{marker} among {} items", reading.items.len()))
}

#[test]
fn every_message_of_every_folder_is_read_in_both_layouts() {
    for layout in [true, false] {
        let (bytes, _) = specimen(layout);
        let reading = read(&bytes, "store.pst");
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        for item in &reading.items {
            assert!(item.problems.is_empty(), "{:?}", item.problems);
            assert_eq!(item.extraction.doubts, Vec::<String>::new());
        }
        let inbox = Step::Member("Top of Personal Folders/Inbox".into());
        let first = at(&reading, "Plainknot");
        assert_eq!(first.steps, [inbox.clone(), Step::Message(1)]);
        assert_eq!(first.extraction.format, Format::Msg);
        assert_eq!(header(first, "Subject"), ["FW: Subjectknot"]);
        assert_eq!(
            header(first, "Bcc"),
            ["Blindknot <blind@ambleford.example>"]
        );
        let other = text_at(first, Place::Alternative);
        assert!(other.contains("Markupknot") && other.contains("Richknot"));
        assert!(all_of(first).contains("pilchards"));
        assert_eq!(
            text_at(at(&reading, "the attached heron"), Place::Body),
            "the attached heron"
        );
        assert_eq!(at(&reading, "Plainruff").steps.len(), 3);
        assert_eq!(at(&reading, "the deepest shearwater").steps.len(), 4);
        assert!(text_at(at(&reading, "skua"), Place::Body).ends_with("skua the very end"));
        let lost = at(&reading, "Plaintern");
        assert_eq!(
            lost.steps,
            [Step::Member("Adrift/aside".into()), Step::Message(1)]
        );
        // the same message in a file of its own is the same content
        let alone = read(&msg(&letter("tern")), "");
        assert_eq!(alone.items[0].identity, lost.identity);
        for item in &reading.items {
            let raw = tree::fetch(&bytes, "store.pst", &item.steps, &Limits::default());
            let raw = raw.unwrap_or_else(|| panic!("the bytes of {:?}", item.steps));
            assert_eq!(identity::of_bytes(&raw), item.sha256, "{:?}", item.steps);
        }
    }
}

#[test]
fn another_reader_finds_the_same_in_the_same_bytes() {
    let (bytes, one) = specimen(true);
    let file = UnicodePstFile::read_from(Box::new(Cursor::new(bytes))).expect("a store");
    let store = UnicodeStore::read(Rc::new(file)).expect("its properties");
    let id = store
        .properties()
        .make_entry_id(NodeId::from(one))
        .expect("an id");
    let message = UnicodeMessage::read(store, &id, None).expect("a message");
    let Some(PropertyValue::Unicode(body)) = message.properties().get(0x1000) else {
        panic!("a body");
    };
    assert!(body.to_string().contains("Plainknot"));
    assert!(message.recipient_table().is_some() && message.attachment_table().is_some());
}

#[test]
fn a_streamed_store_gives_what_a_whole_one_gives() {
    let (bytes, _) = specimen(true);
    let whole = read(&bytes, "store.pst");
    let mut items = Vec::new();
    tree::read_store(Cursor::new(&bytes), &Limits::default(), &mut |reading| {
        items.extend(reading.items);
    });
    let steps = |items: &[recordroom::extract::Item]| -> Vec<_> {
        items
            .iter()
            .map(|item| (item.steps.clone(), item.sha256))
            .collect()
    };
    assert_eq!(steps(&items), steps(&whole.items));
}

#[test]
fn stores_that_cannot_be_read_say_why() {
    let (sound, _) = specimen(true);
    let with = |at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        let reading = read(&bytes, "store.pst");
        reading.items[0].problems[0].clone()
    };
    assert_eq!(with(10, 36).category, Category::Unsupported);
    assert_eq!(with(10, 37).category, Category::Encrypted);
    assert_eq!(with(10, 99).category, Category::Unsupported);
    assert_eq!(with(513, 0x10).category, Category::Encrypted);
    let mut empty = Store::new(true);
    empty.tables(ROOT, &[], &[]);
    let reading = read(&empty.bytes(), "empty.pst");
    assert_eq!(reading.items[0].extraction.format, Format::Pst);
    assert_eq!(reading.items[0].problems[0].category, Category::NoText);
    assert_eq!(
        read(&sound[..400], "cut.pst").items[0].problems[0].category,
        Category::Damaged
    );
}

#[test]
fn a_message_whose_block_is_damaged_is_told_and_the_others_are_read() {
    let (mut bytes, _) = specimen(true);
    let marker = wide("Plaintern");
    let place = bytes
        .windows(marker.len())
        .position(|w| w == marker)
        .expect("the marker");
    // the head of the heap that holds it
    let block = (0..=place / 64)
        .rev()
        .map(|n| n * 64)
        .find(|at| bytes[at + 2] == 0xEC)
        .expect("a heap");
    bytes[block + 2] = 0;
    let reading = read(&bytes, "store.pst");
    let lost = reading
        .items
        .iter()
        .find(|item| item.steps == [Step::Member("Adrift/aside".into()), Step::Message(1)])
        .expect("the lost message is an item");
    assert_eq!(lost.problems[0].category, Category::Damaged);
    assert!(lost.problems[0].reason.contains("message 1 of Adrift"));
    at(&reading, "Plainknot");
}

#[test]
fn long_lists_of_blocks_and_of_nodes_are_followed_to_their_end() {
    let mut store = Store::new(true);
    let inbox = store.folder(0x401, ROOT, "Inbox");
    let mut many = letter("many");
    many.attachments = (0..350)
        .map(|n| file("n.txt", format!("piece {n}").as_bytes()))
        .collect();
    store.message(inbox, &many);
    let mut large = letter("large");
    let mut bytes = b"grebe ".repeat(1_500_000);
    bytes.extend(b"the very end");
    large.attachments = vec![file("large.txt", &bytes)];
    store.message(inbox, &large);
    let reading = read(&store.bytes(), "store.pst");
    assert!(reading.items.iter().all(|item| item.problems.is_empty()));
    assert_eq!(reading.items.len(), 1 + 350 + 1 + 1);
    assert_eq!(text_at(at(&reading, "piece 349"), Place::Body), "piece 349");
    let last = reading.items.last().expect("the large one");
    assert_eq!(last.sha256, identity::of_bytes(&bytes));
}
