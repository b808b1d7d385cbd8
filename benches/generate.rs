//! Writes a generated tree of correspondence, and its truth to standard output as a table with tabs.
//!
//! ```text
//! cargo bench --bench generate -- DIR MESSAGES SEED [flat] [bare] [texts] [from=N]
//! ```
//!
//! `flat` makes one folder, `bare` leaves attachments out, `texts` encloses no DOCX and no PDF, `from=N` writes only the
//! messages from number N on, so that a tree can be grown; the truth is of the whole tree all the same.

mod correspondence;

use std::path::Path;
use std::process::ExitCode;

use correspondence::{Correspondence, Options};

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (Some(folder), Some(Ok(messages)), Some(Ok(seed))) = (
        typed.first(),
        typed.get(1).map(|count| count.parse::<usize>()),
        typed.get(2).map(|seed| seed.parse::<u64>()),
    ) else {
        eprintln!("usage: generate DIR MESSAGES SEED [flat] [bare] [texts] [from=N]");
        return ExitCode::from(2);
    };
    let mut options = Options {
        seed,
        ..Options::default()
    };
    let mut from = 0;
    for word in &typed[3..] {
        match (word.as_str(), word.strip_prefix("from=").map(str::parse)) {
            ("flat", _) => options.folders = 1,
            ("bare", _) => options.attachments = false,
            ("texts", _) => options.texts = true,
            (_, Some(Ok(number))) => from = number,
            _ => {
                eprintln!("`{word}` is none of flat, bare, texts, from=N");
                return ExitCode::from(2);
            }
        }
    }
    let mut tree = Correspondence::new(&options);
    let written = tree
        .skip(from)
        .and_then(|()| tree.write(Path::new(folder), messages.saturating_sub(from)));
    match written {
        Ok(truth) => {
            println!("messages\t{}", truth.messages);
            println!("attachments\t{}", truth.attachments);
            println!("bytes\t{}", truth.bytes);
            println!("class\trecordroom\tnotmuch\tmu\tmessages\tattachments\tnear misses");
            for probe in &truth.probes {
                println!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    probe.class,
                    probe.query,
                    probe.notmuch,
                    probe.mu,
                    probe.messages,
                    probe.attachments,
                    probe.decoys
                );
            }
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("cannot write the tree: {cause}");
            ExitCode::FAILURE
        }
    }
}
