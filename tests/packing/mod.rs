//! Archives and messages packed here, byte by byte, so that they can be as odd as they come.
#![allow(
    dead_code,
    reason = "each test that shares this file asks for some of it"
)]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// A member of a ZIP archive, as its headers will have it.
#[derive(Clone)]
pub struct Member {
    /// Its path, as stored.
    pub path: Vec<u8>,
    /// Its content.
    pub content: Vec<u8>,
    /// Its flags.
    pub flags: u16,
    /// Its packing method; 0 and 8 are packed so, any other is stored under that number.
    pub method: u16,
    /// What is added to its checksum.
    pub wrong: u32,
    /// Its attributes, and 3 for Unix as the system that wrote them.
    pub unix: Option<u32>,
}

impl Member {
    /// A member with a path and a content, deflated.
    pub fn new(path: &str, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.as_bytes().to_vec(),
            content: content.into(),
            flags: 0x800,
            method: 8,
            wrong: 0,
            unix: None,
        }
    }
}

/// How an archive as a whole is odd.
#[derive(Clone, Copy, Default)]
pub struct Oddities {
    /// It has no directory.
    pub lost: bool,
    /// Sizes and checksums stand after each member.
    pub after: bool,
    /// Its sizes and offsets are wide.
    pub wide: bool,
    /// It says that it is the last of this many files.
    pub disks: u16,
}

fn crc(content: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    crc.sum()
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).expect("in memory");
    packer.finish().expect("in memory")
}

/// A ZIP archive of these members.
pub fn zip(members: &[Member]) -> Vec<u8> {
    odd_zip(members, Oddities::default())
}

/// A ZIP archive of these members with these oddities.
pub fn odd_zip(members: &[Member], odd: Oddities) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        let packed = match member.method {
            8 => deflated(&member.content),
            _ => member.content.clone(),
        };
        let sum = crc(&member.content).wrapping_add(member.wrong);
        let start = out.len();
        let flags = member.flags | if odd.after { 8 } else { 0 };
        let sizes = [packed.len(), member.content.len()].map(|size| size as u32);
        let told = if odd.after { (0, [0, 0]) } else { (sum, sizes) };
        out.extend(b"PK\x03\x04\x14\0");
        out.extend(flags.to_le_bytes());
        out.extend(member.method.to_le_bytes());
        out.extend([0; 4]);
        out.extend(told.0.to_le_bytes());
        out.extend(told.1[0].to_le_bytes());
        out.extend(told.1[1].to_le_bytes());
        out.extend((member.path.len() as u16).to_le_bytes());
        out.extend([0; 2]);
        out.extend(&member.path);
        out.extend(&packed);
        if odd.after {
            out.extend(b"PK\x07\x08");
            out.extend(sum.to_le_bytes());
            out.extend(sizes[0].to_le_bytes());
            out.extend(sizes[1].to_le_bytes());
        }
        let mut extra = Vec::new();
        if odd.wide {
            extra.extend([1, 0, 24, 0]);
            for value in [sizes[1] as usize, sizes[0] as usize, start] {
                extra.extend((value as u64).to_le_bytes());
            }
        }
        let narrow = |value: u32| if odd.wide { u32::MAX } else { value };
        directory.extend(b"PK\x01\x02\x14");
        directory.push(if member.unix.is_some() { 3 } else { 0 });
        directory.extend([0x14, 0]);
        directory.extend(flags.to_le_bytes());
        directory.extend(member.method.to_le_bytes());
        directory.extend([0; 4]);
        directory.extend(sum.to_le_bytes());
        directory.extend(narrow(sizes[0]).to_le_bytes());
        directory.extend(narrow(sizes[1]).to_le_bytes());
        directory.extend((member.path.len() as u16).to_le_bytes());
        directory.extend((extra.len() as u16).to_le_bytes());
        directory.extend([0; 6]);
        directory.extend((member.unix.unwrap_or(0) << 16).to_le_bytes());
        directory.extend(narrow(start as u32).to_le_bytes());
        directory.extend(&member.path);
        directory.extend(&extra);
    }
    if odd.lost {
        return out;
    }
    let start = out.len();
    out.extend(&directory);
    let count = members.len();
    if odd.wide {
        let record = out.len();
        out.extend(b"PK\x06\x06");
        out.extend(44_u64.to_le_bytes());
        out.extend([45, 0, 45, 0]);
        out.extend([0; 8]);
        for value in [count, count, directory.len(), start] {
            out.extend((value as u64).to_le_bytes());
        }
        out.extend(b"PK\x06\x07\0\0\0\0");
        out.extend((record as u64).to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    out.extend(b"PK\x05\x06");
    out.extend(odd.disks.to_le_bytes());
    out.extend([0; 2]);
    let narrow = if odd.wide { u16::MAX } else { count as u16 };
    out.extend(narrow.to_le_bytes());
    out.extend(narrow.to_le_bytes());
    let place = |value: usize| if odd.wide { u32::MAX } else { value as u32 };
    out.extend(place(directory.len()).to_le_bytes());
    out.extend(place(start).to_le_bytes());
    out.extend([0; 2]);
    out
}

/// A gzip stream, with a stored name where one is given.
pub fn gz(name: Option<&str>, content: &[u8]) -> Vec<u8> {
    let mut builder = flate2::GzBuilder::new();
    if let Some(name) = name {
        builder = builder.filename(name);
    }
    let mut packer = builder.write(Vec::new(), Compression::default());
    packer.write_all(content).expect("in memory");
    packer.finish().expect("in memory")
}

/// A TAR archive of files.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, path, Cursor::new(content))
            .expect("in memory");
    }
    builder.into_inner().expect("in memory")
}

/// Base64 in lines.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (nth, three) in bytes.chunks(3).enumerate() {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
        if nth % 19 == 18 {
            out.push('\n');
        }
    }
    out
}

/// A message with a body and attachments.
pub fn message(word: &str, attachments: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = format!(
        "From: Nell Tarrant <nell@saltmarsh.example>\nTo: Piers Quay <piers@kingsmere.example>\n\
         Date: Thu, 6 May 2021 09:00:00 +0100\nSubject: The {word}\nMessage-ID: <{word}@saltmarsh.example>\n\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"hurdle\"\n\n--hurdle\n\
         Content-Type: text/plain; charset=utf-8\n\nThe {word} stands in the register.\n"
    );
    for (name, content) in attachments {
        out.push_str(&format!(
            "--hurdle\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"{name}\"\n\
             Content-Transfer-Encoding: base64\n\n{}\n",
            base64(content)
        ));
    }
    out.push_str("--hurdle--\n");
    out.into_bytes()
}

/// A mailbox of messages.
pub fn mailbox(messages: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for message in messages {
        out.extend(b"From nell@saltmarsh.example Thu May  6 09:00:00 2021\n");
        out.extend(message);
        out.push(b'\n');
    }
    out
}

/// The package of a DOCX with one sentence.
pub fn docx(sentence: &str) -> Vec<u8> {
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>\
         {sentence}</w:t></w:r></w:p></w:body></w:document>"
    );
    let mut members = vec![
        Member::new("[Content_Types].xml", "<Types/>"),
        Member::new("word/document.xml", body),
    ];
    for member in &mut members {
        // stored, so that its names stand bare in whatever holds it
        member.method = 0;
    }
    zip(&members)
}

/// A 7z archive whose members lie in one block: copied (0), sealed (1), or packed by a method that nobody has (2).
pub fn seven_zip(members: &[(&str, &[u8])], how: u8) -> Vec<u8> {
    let content: Vec<u8> = members
        .iter()
        .flat_map(|(_, content)| content.to_vec())
        .collect();
    let number = |n: usize| {
        // the first byte says that three follow, the lowest first
        vec![0xE0, n as u8, (n >> 8) as u8, (n >> 16) as u8]
    };
    let coder: &[u8] = match how {
        0 => &[1, 0],
        1 => &[0x24, 6, 0xF1, 7, 1, 2, 0, 0],
        _ => &[4, 0x7E, 0x7E, 0x7E, 0x7E],
    };
    let mut head = vec![1, 4, 6, 0];
    head.extend(number(1));
    head.push(9);
    head.extend(number(content.len()));
    head.extend([0, 7, 0x0B, 1, 0, 1]);
    head.extend(coder);
    head.push(0x0C);
    head.extend(number(content.len()));
    head.extend([0, 8, 0x0D]);
    head.extend(number(members.len()));
    if members.len() > 1 {
        head.push(9);
        for (_, content) in &members[..members.len() - 1] {
            head.extend(number(content.len()));
        }
    }
    head.extend([0, 0, 5]);
    head.extend(number(members.len()));
    let names: Vec<u8> = members
        .iter()
        .flat_map(|(name, _)| {
            format!("{name}\0")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
        })
        .collect();
    head.push(0x11);
    head.extend(number(names.len() + 1));
    head.push(0);
    head.extend(names);
    head.extend([0, 0]);
    let sum = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let mut start = (content.len() as u64).to_le_bytes().to_vec();
    start.extend((head.len() as u64).to_le_bytes());
    start.extend(sum(&head));
    let mut out = b"7z\xBC\xAF\x27\x1C\0\x04".to_vec();
    out.extend(sum(&start));
    out.extend(start);
    out.extend(content);
    out.extend(head);
    out
}
