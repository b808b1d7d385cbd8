//! MAPI objects put together for the tests, and .msg files made of them with another hand's compound files.

use std::io::{Cursor, Write};

use cfb::CompoundFile;

/// Properties by tag (number and type), raw.
#[derive(Clone, Default)]
pub struct Bag(pub Vec<(u32, Vec<u8>)>);

impl Bag {
    pub fn raw(mut self, tag: u32, bytes: &[u8]) -> Self {
        self.0.push((tag, bytes.to_vec()));
        self
    }

    /// A string in UTF-16.
    pub fn text(self, id: u32, text: &str) -> Self {
        self.raw(id << 16 | 0x001F, &wide(text))
    }

    pub fn number(self, id: u32, number: i32) -> Self {
        self.raw(id << 16 | 0x0003, &number.to_le_bytes())
    }

    /// A moment, from seconds since 1970.
    pub fn time(self, id: u32, seconds: i64) -> Self {
        let ticks = (seconds + 11_644_473_600) * 10_000_000;
        self.raw(id << 16 | 0x0040, &ticks.to_le_bytes())
    }
}

pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// 4 May 2021, 09:15 UTC.
pub const SENT: i64 = 1_620_119_700;

/// A message to be.
#[derive(Clone, Default)]
pub struct Message {
    pub bag: Bag,
    pub recipients: Vec<Bag>,
    pub attachments: Vec<Hanging>,
    /// Properties with names; they are numbered from 0x8000.
    pub named: Vec<Named>,
}

/// Set, number or word, and the value's type and bytes.
pub type Named = ([u8; 16], Result<u32, &'static str>, u32, Vec<u8>);

/// An attachment to be.
#[derive(Clone, Default)]
pub struct Hanging {
    pub bag: Bag,
    pub message: Option<Box<Message>>,
    /// Streams of an OLE object.
    pub streams: Vec<(&'static str, Vec<u8>)>,
}

/// A letter with a word in each of its places.
pub fn letter(word: &str) -> Message {
    let html = format!("<html><body><p>Plain{word} and Markup{word}</p></body></html>");
    let rtf = format!("{{\\rtf1\\ansi Plain{word} Markup{word} Rich{word}\\par}}");
    Message {
        bag: Bag::default()
            .text(0x001A, "IPM.Note")
            .text(0x0037, &format!("Harbour dues Subject{word}"))
            .text(0x0C1A, "Maud Larkby")
            .text(0x0C1E, "SMTP")
            .text(
                0x0C1F,
                &format!("maud.{word}@wexcombe.example").to_lowercase(),
            )
            .text(0x0042, "Maud Larkby")
            .text(
                0x5D02,
                &format!("maud.{word}@wexcombe.example").to_lowercase(),
            )
            .text(0x1035, &format!("<{word}@wexcombe.example>"))
            .text(0x1042, "<earlier@ambleford.example>")
            .text(0x0070, "Harbour dues")
            .time(0x0039, SENT)
            .time(0x0E06, SENT + 60)
            .number(0x3FDE, 65001)
            .text(
                0x1000,
                &format!("Dear Ned,\r\nthe Plain{word} is ready.\r\n"),
            )
            .raw(0x1013_0102, html.as_bytes())
            .raw(
                0x1009_0102,
                &compressed_rtf::compress_rtf(&rtf).expect("packed"),
            ),
        recipients: vec![
            Bag::default()
                .number(0x0C15, 1)
                .text(0x3001, "Gorsefield, Ned")
                .text(0x39FE, "ned@ambleford.example"),
            Bag::default()
                .number(0x0C15, 3)
                .text(0x3001, &format!("Blind{word}"))
                .text(0x3003, "blind@ambleford.example"),
        ],
        ..Message::default()
    }
}

/// An attached file.
pub fn file(name: &str, bytes: &[u8]) -> Hanging {
    Hanging {
        bag: Bag::default()
            .number(0x3705, 1)
            .text(0x3707, name)
            .raw(0x3701_0102, bytes),
        ..Hanging::default()
    }
}

/// An attached message.
pub fn forwarded(message: Message) -> Hanging {
    Hanging {
        bag: Bag::default()
            .number(0x3705, 5)
            .text(0x3001, "a forwarded letter"),
        message: Some(Box::new(message)),
        ..Hanging::default()
    }
}

/// The message as a .msg file.
pub fn msg(message: &Message) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    let mut names = Names::default();
    put_message(&mut file, "", 32, message, &mut names);
    file.create_storage("/__nameid_version1.0").expect("names");
    for (number, bytes) in [
        ("0002", &names.sets),
        ("0003", &names.entries),
        ("0004", &names.words),
    ] {
        put(
            &mut file,
            &format!("/__nameid_version1.0/__substg1.0_{number}0102"),
            bytes,
        );
    }
    file.flush().expect("written");
    file.into_inner().into_inner()
}

#[derive(Default)]
struct Names {
    sets: Vec<u8>,
    entries: Vec<u8>,
    words: Vec<u8>,
}

impl Names {
    fn add(&mut self, set: [u8; 16], key: Result<u32, &str>) -> u32 {
        let id = self.entries.len() / 8;
        let nth = self.sets.len() / 16;
        self.sets.extend(set);
        let (value, word) = match key {
            Ok(number) => (number, 0),
            Err(word) => {
                let at = self.words.len() as u32;
                let text = wide(word);
                self.words.extend((text.len() as u32).to_le_bytes());
                self.words.extend(text);
                self.words.resize(self.words.len().next_multiple_of(4), 0);
                (at, 1)
            }
        };
        self.entries.extend(value.to_le_bytes());
        self.entries
            .extend((((nth + 3) as u16) << 1 | word).to_le_bytes());
        self.entries.extend((id as u16).to_le_bytes());
        0x8000 + id as u32
    }
}

type File = CompoundFile<Cursor<Vec<u8>>>;

fn put(file: &mut File, path: &str, bytes: &[u8]) {
    let mut stream = file.create_stream(path).expect(path);
    stream.write_all(bytes).expect(path);
}

fn put_message(file: &mut File, path: &str, header: usize, message: &Message, names: &mut Names) {
    let mut bag = message.bag.clone();
    for (set, key, kind, value) in &message.named {
        let id = names.add(*set, *key);
        bag = bag.raw(id << 16 | kind, value);
    }
    put_bag(file, path, header, &bag);
    for (nth, recipient) in message.recipients.iter().enumerate() {
        let path = format!("{path}/__recip_version1.0_#{nth:08X}");
        file.create_storage(&path).expect("a recipient");
        put_bag(file, &path, 8, recipient);
    }
    for (nth, attachment) in message.attachments.iter().enumerate() {
        let path = format!("{path}/__attach_version1.0_#{nth:08X}");
        file.create_storage(&path).expect("an attachment");
        put_bag(file, &path, 8, &attachment.bag);
        let inner = format!("{path}/__substg1.0_3701000D");
        if let Some(message) = &attachment.message {
            file.create_storage(&inner).expect("a message");
            put_message(file, &inner, 24, message, names);
        }
        if !attachment.streams.is_empty() {
            file.create_storage(&inner).expect("an object");
            for (name, bytes) in &attachment.streams {
                put(file, &format!("{inner}/{name}"), bytes);
            }
        }
    }
}

fn put_bag(file: &mut File, path: &str, header: usize, bag: &Bag) {
    let mut table = vec![0; header];
    for (tag, bytes) in &bag.0 {
        table.extend(tag.to_le_bytes());
        table.extend(6_u32.to_le_bytes());
        let mut value = [0; 8];
        if matches!(tag & 0xFFFF, 0x0003 | 0x000B | 0x0040) {
            value[..bytes.len()].copy_from_slice(bytes);
        } else {
            value[..4].copy_from_slice(&(bytes.len() as u32).to_le_bytes());
            put(file, &format!("{path}/__substg1.0_{tag:08X}"), bytes);
        }
        table.extend(value);
    }
    put(file, &format!("{path}/__properties_version1.0"), &table);
}
