//! A store's lowest layer: header, pages, the two trees that find nodes and blocks. Follows MS-PST 2.2.
//!
//! Pages are read from the input when they are needed and a bounded number is kept, so that a store is never held
//! whole. Every page and block is compared with its check sum; one that fails is told, and read all the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use super::super::super::{Category, Problem};
use super::super::crc;
use super::cipher::Cipher;

/// Pages kept at a time: two megabytes.
const KEPT: usize = 4096;
const PAGE: usize = 512;
const BLOCKS: u8 = 0x80;
const NODES: u8 = 0x81;
/// No tree is deeper: even a thin one has twenty branches a page.
const DEEPEST: u8 = 16;

/// Where things stand in a store of 32 or of 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Whether ids and places have 64 bits.
    pub wide: bool,
}

impl Layout {
    fn pick<T>(self, wide: T, narrow: T) -> T {
        if self.wide { wide } else { narrow }
    }

    /// Bytes of an id or a place.
    pub fn word(self) -> usize {
        self.pick(8, 4)
    }
}

/// A store that is open.
pub struct File<R> {
    input: R,
    /// Where things stand.
    pub layout: Layout,
    /// How blocks are disguised.
    pub cipher: Cipher,
    nodes: u64,
    blocks: u64,
    pages: HashMap<u64, Rc<Page>>,
    /// Whether a page or block failed its check sum since this was last asked.
    pub damaged: bool,
}

/// A page of one of the trees.
struct Page {
    level: u8,
    entries: Vec<Vec<u8>>,
}

/// A node: its parent, and the blocks of its data and of the nodes below it.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The block or tree of blocks of its data.
    pub data: u64,
    /// The block that lists the nodes below it; zero for none.
    pub below: u64,
    /// The folder of a message or of a folder.
    pub parent: u32,
}

/// Reads a little-endian number of up to eight bytes.
pub fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let mut wide = [0; 8];
    wide.get_mut(..size)?
        .copy_from_slice(bytes.get(at..at.checked_add(size)?)?);
    Some(u64::from_le_bytes(wide))
}

pub fn damage(reason: impl Into<String>) -> Problem {
    Problem {
        category: Category::Damaged,
        reason: reason.into(),
    }
}

fn unsupported(reason: &str) -> Problem {
    Problem {
        category: Category::Unsupported,
        reason: reason.into(),
    }
}

impl<R: Read + Seek> File<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it is no store, a kind of store that is not read, or its header is cut off.
    pub fn open(input: R) -> Result<Self, Problem> {
        let mut file = Self {
            input,
            layout: Layout { wide: true },
            cipher: Cipher::None,
            nodes: 0,
            blocks: 0,
            pages: HashMap::new(),
            damaged: false,
        };
        let cut_off = || damage("the store's header is cut off");
        let header = file
            .at(0, 564)
            .or_else(|| file.at(0, 512))
            .ok_or_else(cut_off)?;
        if !header.starts_with(super::MAGIC) {
            return Err(unsupported("not an Outlook store"));
        }
        // versions: MS-PST 2.2.2.6; 36 is the store of Outlook 2013's caches, with pages of 4,096 bytes
        let version = number(&header, 10, 2).unwrap_or_default();
        file.layout.wide = match version {
            14 | 15 => false,
            21 | 23 => true,
            36 => {
                return Err(unsupported(
                    "an Outlook cache (OST) of the kind with large pages: no reader",
                ));
            }
            37 => {
                return Err(Problem {
                    category: Category::Encrypted,
                    reason: "an Outlook store protected by Windows Information Protection".into(),
                });
            }
            other => {
                return Err(unsupported(&format!(
                    "an Outlook store of unknown version {other}: no reader"
                )));
            }
        };
        let (method, nodes, blocks) = file.layout.pick((513, 224, 240), (461, 188, 196));
        file.cipher = match header.get(method).copied().ok_or_else(cut_off)? {
            0 => Cipher::None,
            1 => Cipher::Permute,
            2 => Cipher::Cyclic,
            0x10 => {
                return Err(Problem {
                    category: Category::Encrypted,
                    reason: "an Outlook store protected by Windows Information Protection".into(),
                });
            }
            other => {
                return Err(Problem {
                    category: Category::Encrypted,
                    reason: format!("an Outlook store encrypted in an unknown way ({other})"),
                });
            }
        };
        let word = file.layout.word();
        file.nodes = number(&header, nodes, word).ok_or_else(cut_off)?;
        file.blocks = number(&header, blocks, word).ok_or_else(cut_off)?;
        Ok(file)
    }

    /// Bytes at a place; none where the file ends before.
    fn at(&mut self, place: u64, size: usize) -> Option<Vec<u8>> {
        self.input.seek(SeekFrom::Start(place)).ok()?;
        let mut bytes = Vec::with_capacity(size);
        let taken = (&mut self.input)
            .take(size as u64)
            .read_to_end(&mut bytes)
            .ok()?;
        (taken == size).then_some(bytes)
    }

    fn page(&mut self, place: u64, kind: u8) -> Result<Rc<Page>, Problem> {
        if let Some(page) = self.pages.get(&place) {
            return Ok(Rc::clone(page));
        }
        let broken = || {
            damage(format!(
                "a page of the store's index at {place} cannot be read"
            ))
        };
        let bytes = self.at(place, PAGE).ok_or_else(broken)?;
        let trailer = self.layout.pick(496, 500);
        let sum_at = self.layout.pick(500, 508);
        if bytes[trailer] != kind || bytes[trailer + 1] != kind {
            return Err(broken());
        }
        let covered = self.layout.pick(496, 500);
        if number(&bytes, sum_at, 4) != Some(u64::from(crc::of(&bytes[..covered]))) {
            self.damaged = true;
        }
        let facts = self.layout.pick(488, 496);
        let (count, size, level) = (bytes[facts], bytes[facts + 2], bytes[facts + 3]);
        let size = usize::from(size);
        // a branch holds key, id and place; a leaf of the nodes four words, of the blocks two and eight bytes
        let word = self.layout.word();
        let least = match (level, kind) {
            (0, NODES) => word * 3 + 4,
            (0, _) => word * 2 + 4,
            _ => word * 3,
        };
        if size < least || usize::from(count) * size > facts || level > DEEPEST {
            return Err(broken());
        }
        let entries = bytes[..facts]
            .chunks_exact(size)
            .take(usize::from(count))
            .map(<[u8]>::to_vec)
            .collect();
        let page = Rc::new(Page { level, entries });
        if self.pages.len() >= KEPT {
            self.pages.clear();
        }
        self.pages.insert(place, Rc::clone(&page));
        Ok(page)
    }

    /// The leaf entry with this key.
    fn find(&mut self, root: u64, kind: u8, key: u64) -> Result<Option<Vec<u8>>, Problem> {
        let word = self.layout.word();
        let mut place = root;
        let mut above = DEEPEST + 1;
        loop {
            let page = self.page(place, kind)?;
            if page.level >= above {
                return Err(damage("the store's index goes round in a circle"));
            }
            above = page.level;
            // ids of nodes have 32 bits even where they take 64
            let bits = if kind == NODES { 4 } else { word };
            let keys = |entry: &Vec<u8>| number(entry, 0, bits).unwrap_or(u64::MAX);
            if page.level == 0 {
                // the lowest bit of a block's id is reserved
                let clear = |id: u64| if kind == BLOCKS { id & !1 } else { id };
                return Ok(page
                    .entries
                    .iter()
                    .find(|entry| clear(keys(entry)) == clear(key))
                    .cloned());
            }
            let next = page
                .entries
                .iter()
                .take_while(|entry| keys(entry) <= key)
                .last();
            let Some(next) = next.and_then(|entry| number(entry, word * 2, word)) else {
                return Ok(None);
            };
            place = next;
        }
    }

    /// A node by its id.
    pub fn node(&mut self, id: u32) -> Result<Option<Node>, Problem> {
        let found = self.find(self.nodes, NODES, u64::from(id))?;
        Ok(found.and_then(|entry| self.node_of(&entry)))
    }

    fn node_of(&self, entry: &[u8]) -> Option<Node> {
        let word = self.layout.word();
        Some(Node {
            data: number(entry, word, word)?,
            below: number(entry, word * 2, word)?,
            parent: number(entry, word * 3, 4)? as u32,
        })
    }

    /// Where a block lies and how many bytes it has.
    pub fn block_place(&mut self, id: u64) -> Result<(u64, usize), Problem> {
        let word = self.layout.word();
        let missing = || damage(format!("block {id:#x} of the store is not there"));
        let entry = self.find(self.blocks, BLOCKS, id)?.ok_or_else(missing)?;
        let place = number(&entry, word, word).ok_or_else(missing)?;
        let size = number(&entry, word * 2, 2).ok_or_else(missing)?;
        Ok((place, size as usize))
    }

    /// A block's bytes as they lie, compared with its trailer.
    pub fn raw_block(&mut self, id: u64) -> Result<Vec<u8>, Problem> {
        let (place, size) = self.block_place(id)?;
        let trailer = self.layout.pick(16, 12);
        let whole = (size + trailer).next_multiple_of(64);
        let missing = || damage(format!("block {id:#x} lies beyond the end of the store"));
        let bytes = self.at(place, whole).ok_or_else(missing)?;
        let told = whole - trailer;
        let (id_at, sum_at) = self.layout.pick((told + 8, told + 4), (told + 4, told + 8));
        let sound = number(&bytes, told, 2) == Some(size as u64)
            && number(&bytes, id_at, self.layout.word()).is_some_and(|own| own & !1 == id & !1)
            && number(&bytes, sum_at, 4) == Some(u64::from(crc::of(&bytes[..size])));
        self.damaged |= !sound;
        let mut bytes = bytes;
        bytes.truncate(size);
        Ok(bytes)
    }

    /// Every node of these kinds, by id, with its parent; pages that cannot be read are told.
    pub fn all_nodes(&mut self, kinds: &[u32]) -> (BTreeMap<u32, u32>, Vec<Problem>) {
        let mut found = BTreeMap::new();
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        let mut left = vec![(self.nodes, DEEPEST + 1)];
        while let Some((place, above)) = left.pop() {
            if !seen.insert(place) {
                continue;
            }
            let page = match self.page(place, NODES) {
                Ok(page) if page.level < above => page,
                Ok(_) => {
                    problems.push(damage("the store's index goes round in a circle"));
                    continue;
                }
                Err(problem) => {
                    problems.push(Problem {
                        reason: format!("{}; what it lists is not known", problem.reason),
                        ..problem
                    });
                    continue;
                }
            };
            let word = self.layout.word();
            if page.level > 0 {
                let below = page
                    .entries
                    .iter()
                    .filter_map(|entry| number(entry, word * 2, word));
                left.extend(below.map(|place| (place, page.level)));
                continue;
            }
            for entry in &page.entries {
                let id = number(entry, 0, 4).unwrap_or_default() as u32;
                if let Some(node) = self.node_of(entry).filter(|_| kinds.contains(&(id & 0x1F))) {
                    found.insert(id, node.parent);
                }
            }
        }
        (found, problems)
    }
}
