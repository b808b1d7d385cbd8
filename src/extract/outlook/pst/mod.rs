//! Outlook stores (.pst, and .ost of the same layout): every message of every folder, one after the other.
//!
//! Messages are taken from the store's own list of nodes, not from the tables of its folders: so those outside of the
//! visible tree, and those whose folder or table is broken, are found as well. They are numbered within their folder in
//! the order of their ids, which is the order of their making. Of what is linked in search folders only the original is
//! read; a folder's associated items (views, rules, forms) are settings of the program and are not read.
//!
//! A message of a store has no bytes of its own. What stands for them is the .msg file that `written` makes of all its
//! properties; the same store always gives the same file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Read, Seek};

use super::super::{Limits, Part, Problem, Step};
use super::property::{Held, Names, Speech};
use super::storage::named;
use super::written;

mod blocks;
mod cipher;
mod file;
mod heap;
mod message;

use blocks::Below;
use file::{File, damage};

/// The first bytes of every store.
pub const MAGIC: &[u8; 4] = b"!BDN";

/// Nodes: folders and messages have these kinds, the root folder and the list of names these ids (MS-PST 2.2.2.1).
const FOLDER: u32 = 0x02;
const MESSAGE: u32 = 0x04;
const ROOT: u32 = 0x122;
const NAMES: u32 = 0x61;

/// What a store gives.
#[derive(Debug)]
pub enum Found {
    /// A message, as a .msg file, and what of it could not be read; one that cannot be read at all has no bytes.
    Message(Part, Vec<Problem>),
    /// Something that concerns no single message.
    Problem(Problem),
}

/// Reads a store and hands over each message; those of a folder come together.
///
/// # Errors
/// When nothing can be read: a store of another kind, encrypted or broken at its head; or when `take` wants no more.
pub fn read(
    input: impl Read + Seek,
    limits: &Limits,
    take: &mut dyn FnMut(Found) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut store = Store::open(input, limits)?;
    for (folder, messages) in store.folders() {
        for (n, id) in (1_u32..).zip(messages) {
            let (part, problems) = store.message(&folder, n, id);
            take(Found::Message(part, problems))?;
        }
    }
    for problem in std::mem::take(&mut store.problems) {
        take(Found::Problem(problem))?;
    }
    Ok(())
}

/// The .msg file of one message, found by its folder and its number within it; none where there is no such message.
pub fn fetch(input: impl Read + Seek, folder: &str, n: u32, limits: &Limits) -> Option<Vec<u8>> {
    let mut store = Store::open(input, limits).ok()?;
    let folders = store.folders();
    let (_, messages) = folders.iter().find(|(path, _)| path == folder)?;
    let id = *messages.get(usize::try_from(n).ok()?.checked_sub(1)?)?;
    let (part, _) = store.message(folder, n, id);
    part.problem.is_none().then_some(part.bytes)
}

struct Store<'l, R> {
    file: File<R>,
    names: Names,
    limits: &'l Limits,
    /// Folders and messages by id, with their parents.
    nodes: BTreeMap<u32, u32>,
    problems: Vec<Problem>,
}

impl<'l, R: Read + Seek> Store<'l, R> {
    fn open(input: R, limits: &'l Limits) -> Result<Self, Problem> {
        let mut file = File::open(input)?;
        let (nodes, problems) = file.all_nodes(&[FOLDER, MESSAGE]);
        if nodes.is_empty()
            && let Some(first) = problems.first()
        {
            return Err(first.clone());
        }
        let mut store = Self {
            file,
            names: Names::new(),
            limits,
            nodes,
            problems,
        };
        if let Err(problem) = store.read_names() {
            store.problems.push(Problem {
                reason: format!(
                    "the names of properties cannot be read, appointments and contacts lack fields: {}",
                    problem.reason
                ),
                ..problem
            });
        }
        Ok(store)
    }

    fn node(&mut self, id: u32) -> Result<Below, Problem> {
        let node = self.file.node(id)?;
        let node = node.ok_or_else(|| damage(format!("node {id:#x} is not there")))?;
        Ok(Below {
            data: node.data,
            below: node.below,
        })
    }

    fn read_names(&mut self) -> Result<(), Problem> {
        let node = self.node(NAMES)?;
        let properties =
            message::properties_of(&mut self.file, node, self.limits, &mut self.problems)?;
        let stream = |id| properties.bytes(id).unwrap_or_default();
        self.names = named(stream(2), stream(3), stream(4));
        Ok(())
    }

    /// The folders by their paths, each with the ids of its messages.
    fn folders(&mut self) -> Vec<(String, Vec<u32>)> {
        let mut within: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (id, parent) in &self.nodes {
            if id & 0x1F == MESSAGE {
                within.entry(*parent).or_default().push(*id);
            }
        }
        let mut labels = BTreeMap::new();
        let mut folders: Vec<(String, Vec<u32>)> = within
            .into_iter()
            .map(|(folder, messages)| (self.path(folder, &mut labels), messages))
            .collect();
        folders.sort();
        // two folders of one path are told apart by a number
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for (path, _) in &mut folders {
            let count = seen.entry(path.clone()).or_default();
            *count += 1;
            if *count > 1 {
                path.push_str(&format!(" ({count})"));
            }
        }
        folders
    }

    /// A folder's path from below the root.
    fn path(&mut self, folder: u32, labels: &mut BTreeMap<u32, String>) -> String {
        let mut steps = Vec::new();
        let mut at = folder;
        while at != ROOT && steps.len() < self.limits.depth.max(1) {
            if let Entry::Vacant(vacant) = labels.entry(at) {
                vacant.insert(self.label(at));
            }
            steps.extend(labels.get(&at).cloned());
            match self.nodes.get(&at) {
                Some(parent) if *parent != at && parent & 0x1F == FOLDER => at = *parent,
                _ => break,
            }
        }
        if steps.is_empty() {
            return "root".into();
        }
        steps.reverse();
        steps.join("/")
    }

    fn label(&mut self, folder: u32) -> String {
        const NAME: u16 = 0x3001;
        let limits = self.limits;
        let properties = self
            .node(folder)
            .and_then(|node| message::properties_of(&mut self.file, node, limits, &mut Vec::new()));
        match properties {
            Ok(properties) => {
                let name = Speech::of(&properties).text(&properties, NAME, &mut Vec::new());
                name.map_or_else(
                    || format!("folder {folder:#x}"),
                    |name| name.trim().to_owned(),
                )
            }
            Err(problem) => {
                self.problems.push(Problem {
                    reason: format!(
                        "folder {folder:#x}: its name cannot be read: {}",
                        problem.reason
                    ),
                    ..problem
                });
                format!("folder {folder:#x}")
            }
        }
    }

    fn message(&mut self, folder: &str, n: u32, id: u32) -> (Part, Vec<Problem>) {
        let limits = self.limits;
        let object = self
            .node(id)
            .and_then(|node| message::read(&mut self.file, &self.names, node, limits));
        let mut part = Part {
            steps: vec![Step::Member(folder.to_owned()), Step::Message(n)],
            name: String::new(),
            declared: Some("application/vnd.ms-outlook".into()),
            charset: None,
            bytes: Vec::new(),
            doubts: Vec::new(),
            problem: None,
        };
        match object {
            Ok(mut object) => {
                part.doubts = std::mem::take(&mut object.doubts);
                // what was lost cannot be written into the file
                let lost =
                    object
                        .attachments
                        .iter()
                        .filter_map(|attachment| match &attachment.held {
                            Held::Lost(problem) => Some(problem.clone()),
                            _ => None,
                        });
                let mut problems = std::mem::take(&mut object.problems);
                problems.extend(lost);
                part.bytes = written::message(object);
                (part, problems)
            }
            Err(problem) => {
                part.problem = Some(Problem {
                    reason: format!("message {n} of {folder}: {}", problem.reason),
                    ..problem
                });
                (part, Vec::new())
            }
        }
    }
}
