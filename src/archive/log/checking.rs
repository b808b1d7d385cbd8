//! Whether the log is what it says of itself: chain, bodies, lists of ids, head.

use std::collections::HashSet;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{BEHIND, Difference, Head, Line, Log, NOTHING, body_digest, line_digest, whole_lines};
use crate::error::Result;
use crate::record::Digest;

/// What has been read of the log so far.
struct Reading {
    differences: Vec<Difference>,
    count: u64,
    /// The digests of the last lines that follow one another, as far back as the head may be behind.
    chain: Vec<String>,
    /// Entries without a body.
    bare: Vec<u64>,
    /// Entries whose body was disposed of, as a later entry says.
    disposed: HashSet<u64>,
    /// So many entries the head counts.
    counted: u64,
    /// What is wrong with the list of an entry that the head does not count. Of the last entry it is no difference: that
    /// search was never answered, and the next entry cuts it.
    unanswered: Option<Difference>,
}

impl Log<'_> {
    /// Checks the chain, each body, each list of ids and the head; what does not fit, empty when all does.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn differences(&self) -> Result<(u64, Vec<Difference>)> {
        let (bytes, head) = self.held()?;
        let (lines, torn) = whole_lines(&bytes);
        let mut reading = Reading {
            differences: Vec::new(),
            count: 0,
            chain: vec![NOTHING.to_owned()],
            bare: Vec::new(),
            disposed: HashSet::new(),
            counted: head.as_ref().map_or(0, |head| head.entries),
            unanswered: None,
        };
        for text in lines {
            self.read_line(text, &mut reading);
        }
        for n in &reading.bare {
            if !reading.disposed.contains(n) {
                let missing = format!("the body of entry {n} is missing");
                reading.differences.push(missing);
            }
        }
        // the list of the entry that comes next is what a killed search leaves
        let last_list = self.last_list()?;
        if last_list > reading.count + 1 {
            reading.differences.push(format!(
                "what entry {last_list} found lies beside the log, and the log ends with entry {}",
                reading.count
            ));
        }
        if torn {
            reading.differences.push("the last line is torn".to_owned());
        }
        if let Some(difference) = self.of_head(head, &reading) {
            reading.differences.push(difference);
        }
        Ok((reading.count, reading.differences))
    }

    fn read_line(&self, text: &[u8], reading: &mut Reading) {
        reading.count += 1;
        let nth = reading.count;
        let differences = &mut reading.differences;
        differences.extend(reading.unanswered.take());
        let Ok(line) = serde_json::from_slice::<Line>(text) else {
            differences.push(format!("line {nth} is no entry"));
            reading.chain.drain(..reading.chain.len() - 1);
            return;
        };
        let n = line.n;
        // an entry has one spelling; anything else in the line is an edit
        if serde_json::to_vec(&line).ok().as_deref() != Some(text) {
            differences.push(format!("line {nth} is not as it was written"));
        }
        if n != nth {
            differences.push(format!("line {nth} says that it is entry {n}"));
        }
        if reading.chain.last() != Some(&line.previous) {
            differences.push(format!("entry {n} does not follow the line before it"));
        }
        if line_digest(&line) != line.digest {
            differences.push(format!("entry {n} is not what its digest says"));
        }
        match &line.body {
            Some(body) => {
                if body_digest(body) == line.body_digest {
                    reading.disposed.extend(disposed_by(&line, body));
                } else {
                    differences.push(format!("the body of entry {n} was changed"));
                }
            }
            None => reading.bare.push(n),
        }
        if let Some(expected) = &line.result_digest {
            let difference = match std::fs::read(self.ids_file(n)) {
                Ok(ids) if Digest(Sha256::digest(&ids).into()).hex() == *expected => None,
                Ok(_) => Some(format!("the ids of entry {n} were changed")),
                Err(_) => Some(format!("the ids of entry {n} are missing")),
            };
            match n > reading.counted {
                true => reading.unanswered = difference,
                false => differences.extend(difference),
            }
        }
        reading.chain.push(line.digest);
        let kept = reading.chain.len().min(BEHIND as usize + 1);
        reading.chain.drain(..reading.chain.len() - kept);
    }

    fn of_head(&self, head: Option<Head>, reading: &Reading) -> Option<Difference> {
        let count = reading.count;
        let at = |head: &Head| {
            let behind = usize::try_from(count.checked_sub(head.entries)?).ok()?;
            reading.chain.iter().rev().nth(behind)
        };
        match head {
            // a killed run or a power cut can leave it behind: the next entry repairs it
            Some(head) if at(&head).is_some_and(|digest| *digest == head.digest) => None,
            Some(head) if head.entries <= count && count - head.entries <= BEHIND => {
                Some("log.head does not fit the log".to_owned())
            }
            Some(head) => Some(format!(
                "log.head counts {} entries, the log has {count}",
                head.entries
            )),
            None if self.head_file().exists() => Some("log.head is damaged".to_owned()),
            None if count <= 1 => None,
            None => Some("log.head is missing".to_owned()),
        }
    }
}

/// The entries, all of them earlier, whose bodies this one says were disposed of.
fn disposed_by(line: &Line, body: &Value) -> Vec<u64> {
    if !matches!(line.event.as_str(), "note" | "prune") {
        return Vec::new();
    }
    body.get("disposed")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_u64)
        .filter(|n| *n < line.n)
        .collect()
}
