//! A message of a store as an [`Object`]: MS-PST 2.4.5 and 2.4.6.

use std::io::{Read, Seek};

use super::super::super::{Category, Limits, Problem};
use super::super::property::{Attachment, Held, Names, OBJECT, Object, Properties, note};
use super::blocks::{Below, Blocks, Under};
use super::file::{File, damage, number};
use super::heap::Heap;

/// The kinds of nodes below a message.
const ATTACHMENT: u32 = 0x05;
const ATTACHMENTS: u32 = 0x11;
const RECIPIENTS: u32 = 0x12;
const DATA: u16 = 0x3701;

/// Reads messages of one store.
pub struct Reader<'f, 'l, R> {
    blocks: Blocks<'f, R>,
    names: &'f Names,
    limits: &'l Limits,
    /// Recipients and attachments that may still come.
    objects: usize,
}

/// Reads the message of a node.
///
/// # Errors
/// When its properties cannot be read; what is lost of a message that can is told in it.
pub fn read<R: Read + Seek>(
    file: &mut File<R>,
    names: &Names,
    node: Below,
    limits: &Limits,
) -> Result<Object, Problem> {
    let mut reader = Reader {
        blocks: Blocks {
            file,
            left: limits.unpacked,
            doubts: Vec::new(),
        },
        names,
        limits,
        objects: limits.parts,
    };
    reader.blocks.file.damaged = false;
    let mut object = reader.message(node, 0)?;
    if reader.blocks.file.damaged {
        note(
            &mut object.doubts,
            "a check sum of the store is wrong where this message lies".into(),
        );
    }
    let doubts = std::mem::take(&mut reader.blocks.doubts);
    doubts
        .into_iter()
        .for_each(|doubt| note(&mut object.doubts, doubt));
    Ok(object)
}

/// The properties of any node: of a folder, of the store's list of names.
pub fn properties_of<R: Read + Seek>(
    file: &mut File<R>,
    node: Below,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> Result<Properties, Problem> {
    let mut blocks = Blocks {
        file,
        left: limits.unpacked,
        doubts: Vec::new(),
    };
    let under = blocks.under(node.below)?;
    let heap = Heap::of(blocks.pieces(node.data)?)?;
    heap.properties(&mut blocks, &under, problems)
}

impl<R: Read + Seek> Reader<'_, '_, R> {
    fn message(&mut self, node: Below, depth: usize) -> Result<Object, Problem> {
        let mut object = Object::default();
        // without the nodes below only what is on the heap can be had
        let under = self.blocks.under(node.below).unwrap_or_else(|problem| {
            object.problems.push(problem);
            Under::new()
        });
        let heap = Heap::of(self.blocks.pieces(node.data)?)?;
        object.properties = heap.properties(&mut self.blocks, &under, &mut object.problems)?;
        object.names = self.names.clone();
        let of_kind = |kind: u32| under.iter().filter(move |(id, _)| **id & 0x1F == kind);
        for (_, table) in of_kind(RECIPIENTS) {
            match self.rows(*table) {
                Ok(rows) => object.recipients.extend(rows),
                Err(problem) => object.problems.push(Problem {
                    reason: format!("its recipients: {}", problem.reason),
                    ..problem
                }),
            }
        }
        for (id, attachment) in of_kind(ATTACHMENT) {
            if self.objects == 0 {
                object.problems.push(Problem {
                    category: Category::TooLarge,
                    reason:
                        "not wholly read: more recipients and attachments than the limit on parts"
                            .into(),
                });
                break;
            }
            self.objects -= 1;
            let attachment = self.attachment(*attachment, depth, &mut object);
            object
                .attachments
                .push(attachment.unwrap_or_else(|problem| Attachment {
                    properties: Properties::default(),
                    held: Held::Lost(Problem {
                        reason: format!("attachment {id:#x}: {}", problem.reason),
                        ..problem
                    }),
                }));
        }
        self.compare(&under, &mut object);
        Ok(object)
    }

    /// Tells of attachments that the message's table lists and that are not there.
    fn compare(&mut self, under: &Under, object: &mut Object) {
        for (_, table) in under.iter().filter(|(id, _)| **id & 0x1F == ATTACHMENTS) {
            let listed = self
                .blocks
                .pieces(table.data)
                .and_then(Heap::of)
                .and_then(|heap| heap.row_ids());
            match listed {
                Ok(ids) => {
                    let missing = ids.iter().filter(|id| !under.contains_key(id)).count();
                    if missing > 0 {
                        object.problems.push(damage(format!(
                            "{missing} of {} attachments are listed but not there",
                            ids.len()
                        )));
                    }
                }
                Err(_) => note(
                    &mut object.doubts,
                    "the table of attachments cannot be read".into(),
                ),
            }
        }
    }

    fn rows(&mut self, table: Below) -> Result<Vec<Properties>, Problem> {
        let under = self.blocks.under(table.below)?;
        let heap = Heap::of(self.blocks.pieces(table.data)?)?;
        let rows = heap.rows(&mut self.blocks, &under, self.objects)?;
        self.objects -= rows.len();
        if heap.row_ids()?.len() > rows.len() {
            note(
                &mut self.blocks.doubts,
                "not all recipients could be read".into(),
            );
        }
        Ok(rows)
    }

    fn attachment(
        &mut self,
        node: Below,
        depth: usize,
        of: &mut Object,
    ) -> Result<Attachment, Problem> {
        let under = self.blocks.under(node.below)?;
        let heap = Heap::of(self.blocks.pieces(node.data)?)?;
        let mut problems = Vec::new();
        let mut properties = heap.properties(&mut self.blocks, &under, &mut problems)?;
        let mut held = Held::Nothing;
        let data = format!("property {DATA:04X}");
        if let Some(at) = problems
            .iter()
            .position(|problem| problem.reason.starts_with(&data))
        {
            held = Held::Lost(problems.swap_remove(at));
        }
        of.problems.append(&mut problems);
        if properties
            .get(DATA)
            .is_some_and(|value| value.kind == OBJECT)
            && let Some(value) = properties.take(DATA)
        {
            held = self.object(value.bytes(), &properties, &under, depth);
        }
        Ok(Attachment { properties, held })
    }

    /// What an attachment's object is: a message, or a storage as a file.
    fn object(
        &mut self,
        value: &[u8],
        properties: &Properties,
        under: &Under,
        depth: usize,
    ) -> Held {
        const MESSAGE: i64 = 5;
        // levels cost stack, whatever the limits say
        let deepest = self.limits.depth.min(96) + 2;
        let node = number(value, 0, 4).and_then(|id| under.get(&(id as u32)).copied());
        let Some(node) = node else {
            return Held::Lost(damage("what is attached is not there"));
        };
        if properties.number(0x3705) != Some(MESSAGE) {
            return match self.blocks.data(node.data) {
                Ok(bytes) => Held::File(bytes),
                Err(problem) => Held::Lost(problem),
            };
        }
        if depth >= deepest {
            return Held::Lost(Problem {
                category: Category::TooLarge,
                reason: format!("not opened: more than {depth} levels of messages within messages"),
            });
        }
        match self.message(node, depth + 1) {
            Ok(message) => Held::Message(Box::new(message)),
            Err(problem) => Held::Lost(problem),
        }
    }
}
