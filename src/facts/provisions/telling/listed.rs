//! Whether provisions stand in one list, and so are of one Act.

use super::super::printed::Group;
use super::{Reading, blank_line};

impl Reading<'_> {
    /// Whether two groups are members of one list: only separators, glosses and an Act's name lie between.
    pub(super) fn listed(&self, first: &Group, second: &Group) -> bool {
        if first.unit != second.unit {
            return false;
        }
        let Some(between) = self.text.get(first.gloss_end..second.start) else {
            return false;
        };
        if between.len() > 120 || blank_line(between) {
            return false;
        }
        let mut bare = String::new();
        let mut at = first.gloss_end;
        for mention in self
            .mentions
            .iter()
            .filter(|one| one.start >= first.gloss_end && one.end <= second.start)
        {
            bare.push_str(self.text.get(at..mention.start).unwrap_or_default());
            at = mention.end;
        }
        bare.push_str(self.text.get(at..second.start).unwrap_or_default());
        // a list ends with its sentence
        if [". ", ".\n", ".\r"].iter().any(|end| bare.contains(end)) {
            return false;
        }
        bare.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| {
                [
                    "and",
                    "or",
                    "also",
                    "alternatively",
                    "both",
                    "with",
                    "under",
                    "of",
                    "the",
                    "as",
                    "well",
                    "to",
                    "by",
                    "possibly",
                    "then",
                    "plus",
                    "either",
                    "read",
                    "together",
                ]
                .contains(&word.to_lowercase().as_str())
            })
    }
}
