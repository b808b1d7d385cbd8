//! One compressed stream: gzip (RFC 1952), bzip2, xz. It counts as its content.
//!
//! Streams that follow one another in a file are one content. A stream that is cut off gives what was unpacked of it.

use std::io::Read;

use flate2::bufread::GzDecoder;

use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Specimen};
use super::{End, Gathering, Member, Unpacked, closed, names, path_name, unpack};

/// The memory that an xz stream may ask for, in KiB.
const XZ_MEMORY_KIB: u32 = 256 << 10;

/// Reads gzip, bzip2 and xz.
pub struct Gzip;

#[derive(Clone, Copy)]
enum Kind {
    Gzip,
    Bzip2,
    Xz,
}

impl Kind {
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x1F\x8B\x08") {
            Some(Self::Gzip)
        } else if bytes.starts_with(b"\xFD7zXZ\0") {
            Some(Self::Xz)
        } else if bytes.starts_with(b"BZh")
            && bytes
                .get(3)
                .is_some_and(|level| matches!(level, b'1'..=b'9'))
            && bytes.get(4..10).is_some_and(|mark| {
                // a block, or the end of an empty stream
                mark == b"1AY&SY" || mark == b"\x17\x72\x45\x38\x50\x90"
            })
        {
            Some(Self::Bzip2)
        } else {
            None
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
        }
    }
}

impl Extractor for Gzip {
    fn format(&self) -> Format {
        Format::Gzip
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        Kind::of(specimen.bytes).map(|_| Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let bytes = specimen.bytes;
        let Some(kind) = Kind::of(bytes) else {
            return closed(Format::Gzip, Category::Damaged, "not a compressed stream");
        };
        let mut gathering = Gathering::new(limits);
        let mut stored = None;
        let mut doubts = Vec::new();
        let unpacked = match kind {
            Kind::Gzip => gzip(bytes, limits, &mut stored, &mut doubts),
            Kind::Bzip2 => unpack(
                &mut bzip2::bufread::MultiBzDecoder::new(bytes),
                bytes.len(),
                limits.unpacked,
                limits,
            ),
            Kind::Xz => unpack(
                &mut lzma_rust2::XzReader::new_mem_limit(bytes, true, XZ_MEMORY_KIB),
                bytes.len(),
                limits.unpacked,
                limits,
            ),
        };
        let problem = unpacked.problem(limits);
        if let Some(problem) = &problem
            && unpacked.bytes.is_empty()
        {
            return closed(
                Format::Other,
                problem.category,
                format!("a {} stream: {}", kind.word(), problem.reason),
            );
        }
        gathering.take(Member {
            path: stored.unwrap_or_else(|| content_name(specimen.name)),
            bytes: unpacked.bytes,
            problem,
            doubts,
            kind: None,
        });
        gathering.finish(Format::Gzip)
    }
}

/// Unpacks every gzip stream in turn; `stored` gets the name of the first that has one.
fn gzip(
    bytes: &[u8],
    limits: &Limits,
    stored: &mut Option<String>,
    doubts: &mut Vec<String>,
) -> Unpacked {
    let mut whole = Unpacked {
        bytes: Vec::new(),
        end: End::Whole,
    };
    let mut rest = bytes;
    loop {
        let mut decoder = GzDecoder::new(rest);
        let room = limits.unpacked.saturating_sub(whole.bytes.len());
        let next = unpack(
            &mut (&mut decoder as &mut dyn Read),
            bytes.len(),
            room,
            limits,
        );
        if stored.is_none() {
            *stored = decoder
                .header()
                .and_then(|header| header.filename())
                .and_then(|name| names::decode(&[(name, false)]).pop())
                .map(|name| {
                    doubts.extend(name.doubt);
                    path_name(&name.text)
                })
                .filter(|name| !name.is_empty());
        }
        let after = decoder.into_inner();
        let moved = after.len() < rest.len();
        rest = after;
        whole.bytes.extend_from_slice(&next.bytes);
        whole.end = next.end;
        if !matches!(whole.end, End::Whole) || !moved {
            return whole;
        }
        let padding = rest.iter().take_while(|byte| **byte == 0).count();
        rest = &rest[padding..];
        if rest.is_empty() {
            return whole;
        }
        if !rest.starts_with(b"\x1F\x8B") {
            doubts.push(format!(
                "{} bytes after the end of the compressed stream were not read",
                rest.len()
            ));
            return whole;
        }
    }
}

/// The name of what a compressed file holds: its own, less what compressing added.
fn content_name(name: &str) -> String {
    const ENDINGS: [(&str, &str); 10] = [
        (".tgz", ".tar"),
        (".taz", ".tar"),
        (".tbz2", ".tar"),
        (".tbz", ".tar"),
        (".txz", ".tar"),
        (".svgz", ".svg"),
        (".emz", ".emf"),
        (".gz", ""),
        (".bz2", ""),
        (".xz", ""),
    ];
    let lower = name.to_ascii_lowercase();
    for (ending, instead) in ENDINGS {
        if lower.ends_with(ending) && name.len() > ending.len() {
            return format!("{}{instead}", &name[..name.len() - ending.len()]);
        }
    }
    match name.is_empty() {
        true => "content".to_owned(),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::content_name;

    #[test]
    fn content_is_named_after_its_file() {
        for (file, content) in [
            ("letter.eml.gz", "letter.eml"),
            ("pack.TGZ", "pack.tar"),
            ("export.mbox.bz2", "export.mbox"),
            (".gz", ".gz"),
            ("", "content"),
        ] {
            assert_eq!(content_name(file), content);
        }
    }
}
