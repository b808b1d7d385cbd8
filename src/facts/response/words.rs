//! The ideas of which answers speak, each with the words that bear it: `schema/answer_words.toml`.
//!
//! Authorities word a right or a reason in ever new ways. What is told here is never one phrase: several ideas have to
//! meet in a sentence, in whatever order.

use std::sync::LazyLock;

use serde::Deserialize;

use super::phrases::Phrase;
use crate::error::{Error, Result};
use crate::facts::pattern::proven;

/// The ideas.
pub static IDEAS: LazyLock<Ideas> = LazyLock::new(|| proven(Ideas::built_in()));

/// One idea: the words that bear it, and its proof.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    #[serde(deserialize_with = "parted")]
    words: Vec<Phrase>,
    yes: Vec<String>,
    no: Vec<String>,
}

impl Idea {
    /// Whether a text in plain small letters bears it.
    pub fn is_in(&self, lower: &str) -> bool {
        self.words.iter().any(|words| words.is_in(lower))
    }
}

/// Every idea of the table, by its name there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ideas {
    /// Somebody is not content.
    pub unhappy: Idea,
    /// Something decided is taken up again.
    pub again: Idea,
    /// A way is open to somebody.
    pub open: Idea,
    /// Somebody is turned to.
    pub reach: Idea,
    /// It is the authority itself that is turned to.
    pub to_us: Idea,
    /// What was decided, or how.
    pub about_answer: Idea,
    /// The regulator.
    pub regulator: Idea,
    /// Another body than the authority and the regulator.
    pub elsewhere: Idea,
    /// A review is taken for granted.
    pub presupposes: Idea,
    /// What somebody did about an answer already.
    pub reported: Idea,
    /// A verdict between two sides.
    pub verdict: Idea,
    /// The side that wants to know.
    pub publicness: Idea,
    /// What would come of something.
    pub modal: Idea,
    /// Something becomes known.
    pub becoming_known: Idea,
    /// The good that disclosure does.
    pub good_of_it: Idea,
    /// What would be possible.
    pub if_only: Idea,
    /// Less than what was asked for.
    pub lesser: Idea,
    /// Somebody who may be a qualified person.
    pub qualified: Idea,
    /// Somebody holds an opinion.
    pub opines: Idea,
    /// Something is not let out.
    pub stays_private: Idea,
    /// What was asked for is there.
    pub there: Idea,
    /// Something is not done yet, or takes longer.
    pub unfinished: Idea,
    /// What an authority has still to weigh.
    pub to_be_weighed: Idea,
}

impl Ideas {
    /// The table as compiled in.
    ///
    /// # Errors
    /// When it is not a table of ideas, or an idea fails its own examples.
    pub fn built_in() -> Result<Self> {
        Self::from_toml(include_str!("../../../schema/answer_words.toml"))
    }

    /// Reads a table and holds each idea to its examples.
    ///
    /// # Errors
    /// When it is not a table of ideas, or an idea fails its own examples.
    pub fn from_toml(text: &str) -> Result<Self> {
        let wrong = |told: String| Error::request(format!("the table of answers' words: {told}"));
        let ideas: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        for idea in ideas.all() {
            if let Some(missed) = idea.yes.iter().find(|yes| !idea.is_in(yes)) {
                return Err(wrong(format!("\"{missed}\" is not met")));
            }
            if let Some(met) = idea.no.iter().find(|no| idea.is_in(no)) {
                return Err(wrong(format!("\"{met}\" is met")));
            }
        }
        Ok(ideas)
    }

    fn all(&self) -> [&Idea; 23] {
        [
            &self.unhappy,
            &self.again,
            &self.open,
            &self.reach,
            &self.to_us,
            &self.about_answer,
            &self.regulator,
            &self.elsewhere,
            &self.presupposes,
            &self.reported,
            &self.verdict,
            &self.publicness,
            &self.modal,
            &self.becoming_known,
            &self.good_of_it,
            &self.if_only,
            &self.lesser,
            &self.qualified,
            &self.opines,
            &self.stays_private,
            &self.there,
            &self.unfinished,
            &self.to_be_weighed,
        ]
    }
}

fn parted<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Vec<Phrase>, D::Error> {
    let words = String::deserialize(from)?;
    Ok(words
        .split(" | ")
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|one| !one.is_empty())
        .map(|one| Phrase::new(&one))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idea_that_fails_its_own_examples_is_refused() {
        let table = include_str!("../../../schema/answer_words.toml");
        assert!(Ideas::from_toml(table).is_ok());
        for (from, to) in [
            ("no = [\"the icon\"]", "no = [\"the ico\"]"),
            ("yes = [\"not happy?\"", "yes = [\"quite happy\""),
            ("[lesser]", "[unknown]"),
        ] {
            let wrong = table.replacen(from, to, 1);
            if wrong != table {
                assert!(Ideas::from_toml(&wrong).is_err(), "{to}");
            }
        }
        assert!(Ideas::from_toml(&table.replace("it is red", "it may be")).is_err());
    }
}
