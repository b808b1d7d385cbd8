//! Every row of the table of kinds reads its own examples.

use super::{Kinds, Marks, Shape};
use crate::error::{Error, Result};

impl Kinds {
    /// Reads every example of the table.
    pub(super) fn prove(&self) -> Result<()> {
        for row in &self.rows {
            for (example, wanted) in row
                .examples
                .iter()
                .map(|one| (one, true))
                .chain(row.not_examples.iter().map(|one| (one, false)))
            {
                let read = self.read_example(example).ok_or_else(|| {
                    Error::table(format!(
                        "the example `{example}` is not of the shape `letter heading: words`"
                    ))
                })?;
                if (read == row.key) != wanted {
                    return Err(Error::table(format!(
                        "the example `{example}` of the kind `{}` is read as `{read}`",
                        row.key
                    ))
                    .hint(
                        "change the marks of its row in schema/record_kinds.toml, or the example",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Reads `shape zone: words`.
    fn read_example(&self, example: &str) -> Option<String> {
        let (place, words) = example.split_once(": ")?;
        let (shape, zone) = place.split_once(' ')?;
        let shape = match shape {
            "letter" => Shape::Letter,
            "paper" => Shape::Paper,
            "email" => Shape::Email,
            "unread" => Shape::Unread,
            _ => return None,
        };
        let names = [words.to_owned()];
        let (headings, own_text, file_names): (&[&str], &str, &[String]) = match zone {
            "heading" => (&[words], "", &[]),
            "opening" => (&[], words, &[]),
            "name" | "ending" => (&[], "", &names),
            _ => return None,
        };
        Some(
            self.read(&Marks {
                shape,
                headings,
                own_text,
                file_names,
            })
            .0,
        )
    }
}
