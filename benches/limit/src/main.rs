//! The bare loop against which an ingest is held: walkdir, mailparse and tantivy with nothing between them.
//!
//! ```text
//! limit TREE INDEX [--readers]      messages, wall s, CPU s, MB read, MB of index
//! ```
//!
//! Every file below TREE is taken for one message and becomes one document of the index INDEX, which must not be
//! there yet. `--readers` has DOCX and PDF enclosures read by recordroom's own readers in this process; it wants a
//! build with the feature of that name. Two threads parse, two index, 256 MB of heap, one commit.
//!
//! It fills what the same searches need of `src/index/fields.rs`: text, subject, from, to, cc, day, ref and file, with
//! positions where the product has them, and stores with zstd what a list of hits shows and the text. It has not: ids
//! and digests (idn), duplicates, an enclosure as a document of its own, family, provision, kind, format, marking, has,
//! mentions, title and organisations, a date that mailparse cannot read, more than three families of references, a
//! second reading of a body, accents folded, problems listed (what cannot be read is left out), a catalogue, conversations,
//! or a process apart for what comes from outside.
//!
//! It is frozen: a figure held against it means the same from one year to the next.

#![forbid(unsafe_code)]

mod message;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use message::Message;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

const PARSING: usize = 2;
const INDEXING: usize = 2;
/// Bytes of heap that the index has over all its threads.
const HEAP: usize = 256_000_000;
const WORDS: &str = "words";

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let (tree, index, readers) = match typed.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [tree, index] => (tree, index, false),
        [tree, index, "--readers"] => (tree, index, true),
        _ => {
            eprintln!("usage: limit TREE INDEX [--readers]");
            return ExitCode::from(2);
        }
    };
    if readers && !cfg!(feature = "readers") {
        eprintln!("limit: this build has no readers; cargo build --release --features readers");
        return ExitCode::from(2);
    }
    match run(Path::new(tree), Path::new(index), readers) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("limit: {cause}");
            ExitCode::FAILURE
        }
    }
}

/// Indexes the tree and tells what that cost, in one line with tabs.
fn run(tree: &Path, index: &Path, readers: bool) -> Outcome<String> {
    let began = Instant::now();
    let fields = Fields::new();
    fs::create_dir_all(index)?;
    let engine = Index::builder()
        .schema(fields.schema.clone())
        .settings(IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            ..IndexSettings::default()
        })
        .create_in_dir(index)?;
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
    engine.tokenizers().register(WORDS, analyzer.build());
    let mut writer: IndexWriter = engine.writer_with_num_threads(INDEXING, HEAP)?;

    let paths = files(tree)?;
    let next = AtomicUsize::new(0);
    let bytes = thread::scope(|scope| {
        let parsers: Vec<_> = (0..PARSING)
            .map(|_| scope.spawn(|| parse(&paths, &next, &fields, &writer, readers)))
            .collect();
        parsers
            .into_iter()
            .map(|parser| parser.join().map_err(|_| "a parser panicked")?)
            .sum::<Outcome<u64>>()
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;

    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let mut size = 0;
    for file in files(index)? {
        size += fs::metadata(file)?.len();
    }
    Ok(format!(
        "{}\t{:.3}\t{:.2}\t{:.2}\t{:.2}",
        paths.len(),
        began.elapsed().as_secs_f64(),
        processor_seconds()?,
        megabytes(bytes),
        megabytes(size)
    ))
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Takes one file after the other from those that are left, and gives the bytes that it read.
fn parse(
    paths: &[PathBuf],
    next: &AtomicUsize,
    fields: &Fields,
    writer: &IndexWriter,
    readers: bool,
) -> Outcome<u64> {
    let mut read = 0;
    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
        let bytes = fs::read(path)?;
        read += bytes.len() as u64;
        let message = Message::read(&bytes, readers);
        writer.add_document(fields.document(path, message))?;
    }
    Ok(read)
}

/// User and system seconds of this process so far, in hundredths.
fn processor_seconds() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<u64>)
        .sum::<Result<u64, _>>()?;
    Ok(ticks as f64 / 100.0)
}

/// The index's fields.
struct Fields {
    schema: Schema,
    path: Field,
    text: Field,
    subject: Field,
    from: Field,
    to: Field,
    cc: Field,
    day: Field,
    reference: Field,
    file: Field,
}

impl Fields {
    fn new() -> Self {
        let words = |lengths| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(WORDS)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions)
                    .set_fieldnorms(lengths),
            )
        };
        let mut schema = Schema::builder();
        Self {
            path: schema.add_text_field("path", STORED),
            text: schema.add_text_field("text", words(true) | STORED),
            subject: schema.add_text_field("subject", words(false) | STORED),
            from: schema.add_text_field("from", words(false) | STORED),
            to: schema.add_text_field("to", words(false)),
            cc: schema.add_text_field("cc", words(false)),
            day: schema.add_i64_field("day", NumericOptions::from(FAST | STORED)),
            reference: schema.add_text_field("ref", STRING),
            file: schema.add_text_field("file", words(false)),
            schema: schema.build(),
        }
    }

    fn document(&self, path: &Path, message: Message) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.path, path.to_string_lossy());
        if let Some(name) = path.file_name() {
            document.add_text(self.file, name.to_string_lossy());
        }
        for (field, value) in [
            (self.text, message.text),
            (self.subject, message.subject),
            (self.from, message.from),
            (self.to, message.to),
            (self.cc, message.cc),
        ] {
            if !value.is_empty() {
                document.add_text(field, value);
            }
        }
        if let Some(day) = message.day {
            document.add_i64(self.day, day);
        }
        for reference in message.references {
            document.add_text(self.reference, reference);
        }
        for name in message.enclosed {
            document.add_text(self.file, name);
        }
        document
    }
}
