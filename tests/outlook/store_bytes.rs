//! An Outlook store put together byte by byte, of 64 or of 32 bits, by MS-PST.

use super::mapi::{Bag, Message};

/// A store being built: its blocks and its nodes.
pub struct Store {
    wide: bool,
    next: u64,
    blocks: Vec<(u64, Vec<u8>)>,
    nodes: Vec<(u32, u32, u64, u64)>,
    messages: u32,
    names: [Vec<u8>; 3],
}

pub const ROOT: u32 = 0x122;

/// Values longer than this do not fit on a heap and lie in a node of their own.
const ON_HEAP: usize = 3000;
/// Data in one block.
const IN_BLOCK: usize = 8176;
/// Blocks and nodes in one list of them.
const IN_LIST: usize = 1000;
const NODES_IN_LIST: usize = 300;

fn crc(bytes: &[u8]) -> u32 {
    let mut sum = 0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                0xEDB8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            };
        }
    }
    sum
}

impl Store {
    /// A store with its own properties and a root folder.
    pub fn new(wide: bool) -> Self {
        let mut store = Self {
            wide,
            next: 4,
            blocks: Vec::new(),
            nodes: Vec::new(),
            messages: 0,
            names: Default::default(),
        };
        let entry = |nid: u32| [&[0; 4][..], &[7; 16], &nid.to_le_bytes()].concat();
        let mut own = Bag::default()
            .raw(0x0FF9_0102, &[7; 16])
            .text(0x3001, "Fixture store");
        for tag in [0x35E0_0102, 0x35E3_0102, 0x35E7_0102] {
            own = own.raw(tag, &entry(ROOT));
        }
        let (data, below) = store.properties(&own, Vec::new());
        store.nodes.push((0x21, 0, data, below));
        let (data, below) = store.properties(&folder_bag(""), Vec::new());
        store.nodes.push((ROOT, ROOT, data, below));
        store
    }

    fn word(&self) -> usize {
        if self.wide { 8 } else { 4 }
    }

    fn put_word(&self, out: &mut Vec<u8>, value: u64) {
        out.extend(&value.to_le_bytes()[..self.word()]);
    }

    fn block(&mut self, bytes: Vec<u8>, listing: bool) -> u64 {
        let id = self.next | if listing { 2 } else { 0 };
        self.next += 4;
        self.blocks.push((id, bytes));
        id
    }

    /// Data of any size: one block, or a list of blocks.
    fn data(&mut self, bytes: &[u8]) -> u64 {
        if bytes.len() <= IN_BLOCK {
            return self.block(bytes.to_vec(), false);
        }
        let pieces = bytes.chunks(IN_BLOCK);
        let ids: Vec<u64> = pieces
            .map(|piece| self.block(piece.to_vec(), false))
            .collect();
        let mut lists = Vec::new();
        for (nth, piece) in ids.chunks(IN_LIST).enumerate() {
            let size = bytes.len() - nth * IN_LIST * IN_BLOCK;
            lists.push(self.list(1, size.min(IN_LIST * IN_BLOCK), piece));
        }
        match lists.as_slice() {
            [one] => *one,
            lists => self.list(2, bytes.len(), lists),
        }
    }

    fn list(&mut self, level: u8, size: usize, ids: &[u64]) -> u64 {
        let mut list = vec![1, level];
        list.extend((ids.len() as u16).to_le_bytes());
        list.extend((size as u32).to_le_bytes());
        ids.iter().for_each(|id| self.put_word(&mut list, *id));
        self.block(list, true)
    }

    fn under(&mut self, nodes: &[(u32, u64, u64)]) -> u64 {
        if nodes.is_empty() {
            return 0;
        }
        let mut nodes = nodes.to_vec();
        nodes.sort_unstable();
        let mut lists = Vec::new();
        for nodes in nodes.chunks(NODES_IN_LIST) {
            lists.push((nodes[0].0, self.nodes_below(nodes)));
        }
        if let [(_, one)] = lists.as_slice() {
            return *one;
        }
        let mut list = vec![2, 1];
        list.extend((lists.len() as u16).to_le_bytes());
        if self.wide {
            list.extend([0; 4]);
        }
        for (first, id) in lists {
            self.put_word(&mut list, u64::from(first));
            self.put_word(&mut list, id);
        }
        self.block(list, true)
    }

    fn nodes_below(&mut self, nodes: &[(u32, u64, u64)]) -> u64 {
        let mut list = vec![2, 0];
        list.extend((nodes.len() as u16).to_le_bytes());
        if self.wide {
            list.extend([0; 4]);
        }
        for (id, data, below) in nodes {
            self.put_word(&mut list, u64::from(*id));
            self.put_word(&mut list, *data);
            self.put_word(&mut list, *below);
        }
        self.block(list, true)
    }

    /// Properties on a heap; `under` are nodes that lie below besides. The blocks of data and of the list below.
    fn properties(&mut self, bag: &Bag, mut under: Vec<(u32, u64, u64)>) -> (u64, u64) {
        let mut sorted = bag.0.clone();
        sorted.sort_by_key(|(tag, _)| *tag);
        let mut items = vec![vec![0xB5, 2, 6, 0, 0x40, 0, 0, 0], Vec::new()];
        let mut records = Vec::new();
        for (tag, bytes) in &sorted {
            let value = match tag & 0xFFFF {
                0x0003 | 0x000B => {
                    let mut inline = bytes.clone();
                    inline.resize(4, 0);
                    u32::from_le_bytes(inline.try_into().expect("four bytes"))
                }
                _ if bytes.len() > ON_HEAP => {
                    let id = 0x1000 + (under.len() as u32) * 0x20 + 0x1F;
                    let data = self.data(bytes);
                    under.push((id, data, 0));
                    id
                }
                _ => {
                    items.push(bytes.clone());
                    (items.len() as u32) << 5
                }
            };
            records.extend(((tag >> 16) as u16).to_le_bytes());
            records.extend((*tag as u16).to_le_bytes());
            records.extend(value.to_le_bytes());
        }
        items[1] = records;
        let data = self.block(heap(0xBC, &items), false);
        (data, self.under(&under))
    }

    /// A table; each row has an id and columns that all rows have, of four bytes or on the heap.
    fn table(&mut self, rows: &[(u32, Bag)]) -> u64 {
        let mut tags: Vec<u32> = rows
            .iter()
            .flat_map(|(_, bag)| bag.0.iter().map(|(tag, _)| *tag))
            .chain([0x67F2_0003, 0x67F3_0003])
            .collect();
        tags.sort_unstable();
        tags.dedup();
        let place = |tag: u32| match tag {
            0x67F2_0003 => 0,
            0x67F3_0003 => 1,
            tag => {
                2 + tags
                    .iter()
                    .filter(|other| **other < tag && **other >> 16 < 0x67F2)
                    .count()
            }
        };
        let fixed = tags.len() * 4;
        let size = fixed + tags.len().div_ceil(8);
        let mut info = vec![0x7C, tags.len() as u8];
        for end in [fixed, fixed, fixed, size] {
            info.extend((end as u16).to_le_bytes());
        }
        for hid in [0x40_u32, if rows.is_empty() { 0 } else { 0x80 }, 0] {
            info.extend(hid.to_le_bytes());
        }
        for tag in &tags {
            info.extend(tag.to_le_bytes());
            info.extend((place(*tag) as u16 * 4).to_le_bytes());
            info.extend([4, place(*tag) as u8]);
        }
        let index_value = if self.wide { 4 } else { 2 };
        let root: u32 = if rows.is_empty() { 0 } else { 0x60 };
        let mut index_head = vec![0xB5, 4, index_value, 0];
        index_head.extend(root.to_le_bytes());
        let mut items = vec![info, index_head, Vec::new(), Vec::new()];
        for (nth, (id, bag)) in rows.iter().enumerate() {
            items[2].extend(id.to_le_bytes());
            items[2].extend(&(nth as u32).to_le_bytes()[..usize::from(index_value)]);
            let mut row = vec![0; size];
            row[..4].copy_from_slice(&id.to_le_bytes());
            row[fixed] |= 0xC0;
            for (tag, bytes) in &bag.0 {
                let value = match tag & 0xFFFF {
                    0x0003 => bytes.clone(),
                    _ => {
                        items.push(bytes.clone());
                        ((items.len() as u32) << 5).to_le_bytes().to_vec()
                    }
                };
                let at = place(*tag);
                row[at * 4..at * 4 + 4].copy_from_slice(&value);
                row[fixed + at / 8] |= 0x80 >> (at % 8);
            }
            items[3].extend(row);
        }
        if rows.is_empty() {
            items.truncate(2);
        }
        self.block(heap(0x7C, &items), false)
    }

    /// A folder below another; its id.
    pub fn folder(&mut self, nth: u32, parent: u32, name: &str) -> u32 {
        let id = nth << 5 | 2;
        let (data, below) = self.properties(&folder_bag(name), Vec::new());
        self.nodes.push((id, parent, data, below));
        id
    }

    /// The tables that readers which go from folder to folder need.
    pub fn tables(&mut self, folder: u32, folders: &[u32], messages: &[u32]) {
        for (kind, ids) in [(0x0D, folders), (0x0E, messages), (0x0F, &[])] {
            let rows: Vec<(u32, Bag)> = ids.iter().map(|id| (*id, Bag::default())).collect();
            let data = self.table(&rows);
            self.nodes.push((folder & !0x1F | kind, 0, data, 0));
        }
    }

    /// A message in a folder; its id.
    pub fn message(&mut self, folder: u32, message: &Message) -> u32 {
        self.messages += 1;
        let id = (0x10000 + self.messages) << 5 | 4;
        let (data, below) = self.message_node(message);
        self.nodes.push((id, folder, data, below));
        id
    }

    fn message_node(&mut self, message: &Message) -> (u64, u64) {
        let mut under = Vec::new();
        let mut bag = message.bag.clone();
        for (set, key, kind, value) in &message.named {
            bag = bag.raw(self.name(*set, *key) << 16 | kind, value);
        }
        let rows: Vec<(u32, Bag)> = (1..).zip(message.recipients.iter().cloned()).collect();
        let recipients = self.table(&rows);
        under.push((0x692, recipients, 0));
        let mut listed = Vec::new();
        for (nth, attachment) in (1_u32..).zip(&message.attachments) {
            let id = (0x400 + nth) << 5 | 5;
            let mut inner = Vec::new();
            let mut bag = attachment.bag.clone();
            if let Some(message) = &attachment.message {
                let (data, below) = self.message_node(message);
                let node = 0x20_0024;
                inner.push((node, data, below));
                let mut object = u32::to_le_bytes(node).to_vec();
                object.extend([0; 4]);
                bag = bag.raw(0x3701_000D, &object);
            }
            let (data, below) = self.properties(&bag, inner);
            under.push((id, data, below));
            listed.push((id, Bag::default()));
        }
        let attachments = self.table(&listed);
        under.push((0x671, attachments, 0));
        self.properties(&bag, under)
    }

    fn name(&mut self, set: [u8; 16], key: Result<u32, &str>) -> u32 {
        let [sets, entries, words] = &mut self.names;
        let id = entries.len() / 8;
        let nth = sets.len() / 16;
        sets.extend(set);
        let (value, word) = match key {
            Ok(number) => (number, 0),
            Err(word) => {
                let at = words.len() as u32;
                let text = super::mapi::wide(word);
                words.extend((text.len() as u32).to_le_bytes());
                words.extend(text);
                words.resize(words.len().next_multiple_of(4), 0);
                (at, 1)
            }
        };
        entries.extend(value.to_le_bytes());
        entries.extend((((nth + 3) as u16) << 1 | word).to_le_bytes());
        entries.extend((id as u16).to_le_bytes());
        0x8000 + id as u32
    }

    /// The file.
    pub fn bytes(mut self) -> Vec<u8> {
        let [sets, entries, words] = self.names.clone();
        let map = Bag::default()
            .number(1, 251)
            .raw(0x0002_0102, &sets)
            .raw(0x0003_0102, &entries)
            .raw(0x0004_0102, &words);
        let (data, below) = self.properties(&map, Vec::new());
        self.nodes.push((0x61, 0, data, below));
        self.nodes.sort_unstable();
        self.blocks.sort_unstable_by_key(|(id, _)| *id);
        let mut out = vec![0; 0x4600];
        let mut places = Vec::new();
        let trailer = if self.wide { 16 } else { 12 };
        for (id, bytes) in &self.blocks {
            let place = out.len() as u64;
            out.extend(bytes);
            out.resize((out.len() + trailer).next_multiple_of(64) - trailer, 0);
            out.extend((bytes.len() as u16).to_le_bytes());
            out.extend(signature(place, *id).to_le_bytes());
            let sum = crc(bytes).to_le_bytes();
            if self.wide {
                out.extend(sum);
                out.extend(id.to_le_bytes());
            } else {
                out.extend((*id as u32).to_le_bytes());
                out.extend(sum);
            }
            places.push((*id, place, bytes.len() as u16));
        }
        out.resize(out.len().next_multiple_of(512), 0);
        let nodes: Vec<(u64, Vec<u8>)> = self
            .nodes
            .iter()
            .map(|(id, parent, data, below)| {
                let mut entry = Vec::new();
                for word in [u64::from(*id), *data, *below] {
                    self.put_word(&mut entry, word);
                }
                entry.extend(parent.to_le_bytes());
                entry.resize(self.word() * 4, 0);
                (u64::from(*id), entry)
            })
            .collect();
        let blocks: Vec<(u64, Vec<u8>)> = places
            .iter()
            .map(|(id, place, size)| {
                let mut entry = Vec::new();
                self.put_word(&mut entry, *id);
                self.put_word(&mut entry, *place);
                entry.extend(size.to_le_bytes());
                entry.extend(2_u16.to_le_bytes());
                entry.resize(if self.wide { 24 } else { 12 }, 0);
                (*id, entry)
            })
            .collect();
        let nodes = self.tree(&mut out, 0x81, nodes);
        let blocks = self.tree(&mut out, 0x80, blocks);
        self.header(&mut out, nodes, blocks);
        out
    }

    /// A tree of pages; id and place of its root.
    fn tree(&mut self, out: &mut Vec<u8>, kind: u8, leaves: Vec<(u64, Vec<u8>)>) -> (u64, u64) {
        let room = if self.wide { 488 } else { 496 };
        let (mut entries, mut level) = (leaves, 0);
        loop {
            let size = entries[0].1.len();
            let mut above = Vec::new();
            for page in entries.chunks(room / size) {
                let place = out.len() as u64;
                let id = self.next;
                self.next += 4;
                let mut bytes: Vec<u8> = page.iter().flat_map(|(_, entry)| entry.clone()).collect();
                bytes.resize(room, 0);
                bytes.extend([page.len() as u8, (room / size) as u8, size as u8, level]);
                if self.wide {
                    bytes.extend([0; 4]);
                }
                let sum = crc(&bytes).to_le_bytes();
                bytes.extend([kind, kind]);
                bytes.extend(signature(place, id).to_le_bytes());
                if self.wide {
                    bytes.extend(sum);
                    bytes.extend(id.to_le_bytes());
                } else {
                    bytes.extend((id as u32).to_le_bytes());
                    bytes.extend(sum);
                }
                assert_eq!(bytes.len(), 512);
                out.extend(bytes);
                let mut branch = Vec::new();
                for word in [page[0].0, id, place] {
                    self.put_word(&mut branch, word);
                }
                above.push((page[0].0, branch, id, place));
            }
            if let [(_, _, id, place)] = above.as_slice() {
                return (*id, *place);
            }
            entries = above
                .into_iter()
                .map(|(key, branch, _, _)| (key, branch))
                .collect();
            level += 1;
        }
    }

    fn header(&self, out: &mut [u8], nodes: (u64, u64), blocks: (u64, u64)) {
        let end = out.len() as u64;
        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, b"!BDN");
        put(8, b"SM");
        put(10, &(if self.wide { 23_u16 } else { 14 }).to_le_bytes());
        put(12, &19_u16.to_le_bytes());
        put(14, &[1, 1]);
        let word = self.word();
        let tree = [nodes.0, nodes.1, blocks.0, blocks.1];
        let (root, first, valid, sentinel) = if self.wide {
            (184, 216, 248, 512)
        } else {
            (168, 184, 200, 460)
        };
        put(root, &end.to_le_bytes()[..word]);
        put(root + word, &0x4400_u64.to_le_bytes()[..word]);
        for (nth, value) in tree.iter().enumerate() {
            put(first + nth * word, &value.to_le_bytes()[..word]);
        }
        put(valid, &[2]);
        put(sentinel, &[0x80, 0]);
        if self.wide {
            put(32, &self.next.to_le_bytes());
            put(516, &self.next.to_le_bytes());
            let full = crc(&out[8..524]);
            out[524..528].copy_from_slice(&full.to_le_bytes());
        } else {
            put(24, &(self.next as u32).to_le_bytes());
            put(28, &(self.next as u32).to_le_bytes());
        }
        let part = crc(&out[8..479]);
        out[4..8].copy_from_slice(&part.to_le_bytes());
    }
}

fn folder_bag(name: &str) -> Bag {
    Bag::default()
        .text(0x3001, name)
        .number(0x3602, 0)
        .number(0x3603, 0)
        .raw(0x360A_000B, &[1])
}

fn signature(place: u64, id: u64) -> u16 {
    let mixed = place as u32 ^ id as u32;
    (mixed >> 16) as u16 ^ mixed as u16
}

fn heap(kind: u8, items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![0, 0, 0xEC, kind, 0x20, 0, 0, 0, 0, 0, 0, 0];
    let mut places = vec![out.len() as u16];
    for item in items {
        out.extend(item);
        places.push(out.len() as u16);
    }
    if out.len() % 2 == 1 {
        out.push(0);
    }
    let map = out.len() as u16;
    out[..2].copy_from_slice(&map.to_le_bytes());
    out.extend((items.len() as u16).to_le_bytes());
    out.extend([0, 0]);
    places
        .iter()
        .for_each(|place| out.extend(place.to_le_bytes()));
    assert!(out.len() <= IN_BLOCK, "a heap of one block");
    out
}
