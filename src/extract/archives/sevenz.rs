//! 7z archives: their blocks, and the members packed in each.
//!
//! Members are packed together in blocks; a block that cannot be unpacked costs its own members and no others. Each of
//! them is still listed with what was had of it.

use std::io::{Cursor, Read};

use sevenz_rust2::{Archive, BlockDecoder, Error, Password};

use super::super::{Category, Confidence, Extractor, Format, Limits, Opened, Problem, Specimen};
use super::{End, Gathering, Member, closed};

/// The memory that one dictionary may ask for, in KiB.
const MEMORY_KIB: usize = 512 << 10;

/// Reads 7z.
pub struct SevenZip;

impl Extractor for SevenZip {
    fn format(&self) -> Format {
        Format::SevenZip
    }

    fn bid(&self, specimen: &Specimen<'_>) -> Option<Confidence> {
        specimen
            .bytes
            .starts_with(b"7z\xBC\xAF\x27\x1C")
            .then_some(Confidence::Certain)
    }

    fn open(&self, specimen: &Specimen<'_>, limits: &Limits) -> Opened {
        let mut source = Cursor::new(specimen.bytes);
        let archive =
            match Archive::read_with_memory_limit(&mut source, &Password::empty(), MEMORY_KIB) {
                Ok(archive) => archive,
                Err(reason) => {
                    let Problem { category, reason } = problem_of(&reason);
                    return closed(
                        Format::SevenZip,
                        category,
                        format!("a 7z archive: {reason}"),
                    );
                }
            };
        let mut members: Vec<Option<Member>> = (0..archive.files.len()).map(|_| None).collect();
        let mut gathering = Gathering::new(limits);
        let mut room = limits.unpacked;
        for block in 0..archive.blocks.len() {
            read_block(
                &archive,
                block,
                &mut source,
                &mut members,
                &mut room,
                limits,
            );
        }
        for (file, member) in archive.files.iter().zip(members) {
            if file.is_directory || file.is_anti_item || !gathering.has_place() {
                continue;
            }
            let mut member = member.unwrap_or_else(|| Member {
                problem: file.has_stream.then(|| Problem {
                    category: Category::Damaged,
                    reason: "its block of the archive cannot be unpacked".to_owned(),
                }),
                ..Member::default()
            });
            member.path = file.name.replace('\\', "/");
            if (file.windows_attributes >> 16) & 0o170_000 == 0o120_000 {
                member.kind = Some("inode/symlink");
            }
            gathering.take(member);
        }
        gathering.finish(Format::SevenZip)
    }
}

/// Unpacks the members of one block, each into its place.
fn read_block(
    archive: &Archive,
    block: usize,
    source: &mut Cursor<&[u8]>,
    members: &mut [Option<Member>],
    room: &mut usize,
    limits: &Limits,
) {
    let own: Vec<usize> = archive
        .stream_map
        .file_block_index
        .iter()
        .enumerate()
        .filter(|(file, of)| **of == Some(block) && archive.files[*file].has_stream)
        .map(|(file, _)| file)
        .collect();
    if let Some(first) = own.first()
        && archive.is_file_encrypted(*first)
    {
        for file in own {
            members[file] = Some(Member {
                problem: Some(Problem {
                    category: Category::Encrypted,
                    reason: "opens only with a password".to_owned(),
                }),
                ..Member::default()
            });
        }
        return;
    }
    let packed = usize::try_from(archive.blocks[block].get_unpack_size()).unwrap_or(usize::MAX);
    let packed = packed.min(source.get_ref().len());
    let password = Password::empty();
    let mut next = own.iter();
    let mut stopped = Category::Damaged;
    let outcome =
        BlockDecoder::new_with_memory_limit(1, MEMORY_KIB, block, archive, &password, source)
            .for_each_entries(&mut |entry, reader: &mut dyn Read| {
                if !entry.has_stream {
                    return Ok(true);
                }
                let Some(file) = next.next() else {
                    return Ok(false);
                };
                let unpacked = super::unpack(&mut &mut *reader, packed, *room, limits);
                *room -= unpacked.bytes.len().min(*room);
                // a wrong checksum stands at the end of a member, and the next one may be sound
                let had = unpacked.bytes.len() as u64;
                let goes_on = match unpacked.end {
                    End::Whole => true,
                    End::Broken(_) => had == entry.size,
                    End::Bomb | End::Full => {
                        stopped = Category::TooLarge;
                        false
                    }
                };
                members[*file] = Some(Member {
                    problem: unpacked.problem(limits),
                    bytes: unpacked.bytes,
                    ..Member::default()
                });
                Ok(goes_on)
            });
    let reason = match outcome {
        Ok(true) => return,
        Ok(false) => Problem {
            category: stopped,
            reason: "not reached: a member before it in its block could not be unpacked whole"
                .to_owned(),
        },
        Err(reason) => problem_of(&reason),
    };
    for file in own {
        if members[file].is_none() {
            members[file] = Some(Member {
                problem: Some(reason.clone()),
                ..Member::default()
            });
        }
    }
}

fn problem_of(error: &Error) -> Problem {
    let (category, reason) = match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => {
            (Category::Encrypted, "opens only with a password".to_owned())
        }
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => {
            (Category::Encrypted, "opens only with a password".to_owned())
        }
        Error::UnsupportedCompressionMethod(method) => (
            Category::Unsupported,
            format!("packed by a method that is not known here ({method})"),
        ),
        Error::UnsupportedVersion { major, minor } => (
            Category::Unsupported,
            format!("7z of version {major}.{minor}: no reader"),
        ),
        Error::Unsupported(what) => (Category::Unsupported, what.to_string()),
        Error::ExternalUnsupported => (
            Category::Unsupported,
            "its directory is kept outside of it".to_owned(),
        ),
        Error::MaxMemLimited { actaul_kb, .. } => (
            Category::TooLarge,
            format!(
                "needs {} MiB of memory to unpack; the limit is {} MiB",
                actaul_kb >> 10,
                MEMORY_KIB >> 10
            ),
        ),
        other => (Category::Damaged, format!("cannot be read ({other})")),
    };
    Problem { category, reason }
}
