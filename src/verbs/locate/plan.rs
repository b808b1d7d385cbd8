//! The plan: searches made from what the request says, each with its reason and the questions that it serves.

use jiff::civil::Date;

use super::exchange::telling_word;
use super::reading::Understood;
use super::spelling::{phrase, quoted, span, without_longer};
use super::topic::{Topic, Word};
use crate::error::Result;
use crate::facts::dates;
use crate::query::Query;
use crate::verbs::answers::PlannedSearch;
use crate::verbs::desk::Desk;

/// A word that this few records have may be searched by itself.
const RARE: usize = 20;
/// The most words of one topic that are paired with each other.
const PAIRED: usize = 6;

/// A search to be made.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// The query as typed.
    pub(super) typed: String,
    /// The query as read.
    pub(super) query: Query,
    /// Why it is made.
    pub(super) reason: String,
    /// The questions that it serves, by their numbers.
    pub(super) items: Vec<String>,
    /// Whether a person added it: what it finds is listed whatever else is known of it.
    pub(super) by_hand: bool,
}

impl Planned {
    /// The search as a plan lists it before it is run.
    pub(super) fn unrun(&self, n: usize) -> PlannedSearch {
        PlannedSearch {
            n,
            item: self.items.clone(),
            query: self.typed.clone(),
            read_as: self.query.read_as(),
            reason: self.reason.clone(),
            hits: None,
        }
    }
}

/// Half a year either side of a period: a letter may have been answered so long after it.
pub(super) fn beside((first, last): (Date, Date)) -> Option<(Date, Date)> {
    let span = jiff::Span::new().months(6);
    Some((first.checked_sub(span).ok()?, last.checked_add(span).ok()?))
}

struct Planner<'a> {
    desk: &'a Desk<'a>,
    understood: &'a Understood,
    searches: Vec<Planned>,
}

/// The searches that follow from the request itself, in the order in which they are made.
pub(super) fn of(
    desk: &Desk<'_>,
    understood: &Understood,
    topics: &[Topic],
) -> Result<Vec<Planned>> {
    let mut planner = Planner {
        desk,
        understood,
        searches: Vec::new(),
    };
    planner.references();
    planner.days();
    planner.periods(topics);
    planner.titles();
    planner.topics(topics);
    planner.kinds();
    planner.everything_with(topics);
    planner.names();
    planner.unserved(topics);
    Ok(planner.searches)
}

impl Planner<'_> {
    /// Adds a search unless the plan has it; what the language cannot say is left out, since it says nothing.
    fn add(&mut self, typed: String, reason: impl Into<String>, items: Vec<String>) {
        if let Some(same) = self
            .searches
            .iter_mut()
            .find(|search| search.typed == typed)
        {
            same.items.extend(items);
            same.items = self.understood.in_order(&same.items);
            return;
        }
        if let Ok(query) = self.desk.query(&typed) {
            self.searches.push(Planned {
                typed,
                query,
                reason: reason.into(),
                items: self.understood.in_order(&items),
                by_hand: false,
            });
        }
    }

    /// The questions whose words say something, else all.
    fn items_saying(&self, says: impl Fn(&str) -> bool) -> Vec<String> {
        let items = &self.understood.request.items;
        let saying: Vec<String> = items
            .iter()
            .filter(|item| says(&item.text) || item.under.as_deref().is_some_and(&says))
            .map(|item| item.n.clone())
            .collect();
        if saying.is_empty() {
            items.iter().map(|item| item.n.clone()).collect()
        } else {
            saying
        }
    }

    fn references(&mut self) {
        for carried in &self.understood.request.references {
            let items = self.items_saying(|text| text.contains(&carried.as_printed));
            self.add(
                format!("ref:\"{}\"", carried.canonical),
                format!("{} is named in the request", carried.canonical),
                items,
            );
        }
    }

    /// The pairs of parties whose correspondence is asked about, both ways round.
    fn exchanges(&self) -> Vec<String> {
        let mut exchanges = Vec::new();
        let parties = &self.desk.tables.parties;
        // messages of a body that no table knows bear its name in their addresses alone
        let sides = |name: &str| {
            let word = telling_word(name).filter(|_| parties.row(name).is_none());
            (phrase(name), word)
        };
        let mut both = |one: &str, other: &str| {
            let ((one, word), (other, other_word)) = (sides(one), sides(other));
            exchanges.push(format!("from:{one} to:{other}"));
            exchanges.push(format!("from:{other} to:{one}"));
            if word.is_some() || other_word.is_some() {
                let (one, other) = (word.unwrap_or(one), other_word.unwrap_or(other));
                exchanges.push(format!("from:{one} to:{other}"));
                exchanges.push(format!("from:{other} to:{one}"));
            }
        };
        if let Some(authority) = &self.understood.authority {
            for other in &self.understood.others {
                both(other, authority);
            }
        } else if let [one, others @ ..] = self.understood.others.as_slice() {
            for other in others {
                both(one, other);
            }
        }
        exchanges
    }

    fn days(&mut self) {
        for day in &self.understood.request.single_days {
            let items =
                self.items_saying(|text| dates::find(text).iter().any(|found| found.day == *day));
            let when = format!("of {}, the day in the request", dates::long(*day));
            self.within(&format!("date:{day}"), &when, &items);
            self.add(format!("date:{day}"), format!("anything {when}"), items);
        }
    }

    fn periods(&mut self, topics: &[Topic]) {
        for (first, last) in &self.understood.request.periods {
            let limit = span(*first, *last);
            let items = self.items_saying(|_| false);
            self.within(&limit, "in the period of the request", &items);
            if self.understood.wanted.replies
                && let Some((from, to)) = beside((*first, *last))
            {
                for exchange in self.exchanges() {
                    self.add(
                        format!("{exchange} {}", span(from, to)),
                        "between the parties, half a year either side of the period: it may limit one part of the question \
                         alone",
                        items.clone(),
                    );
                }
            }
            for topic in topics {
                for word in topic.known().take(PAIRED) {
                    self.add(
                        format!("{} {limit}", word.query()),
                        "a word of the request in its period",
                        topic.items.clone(),
                    );
                }
            }
        }
    }

    /// What was exchanged between the parties within a limit of time, and what else bears their names then.
    fn within(&mut self, limit: &str, when: &str, items: &[String]) {
        for exchange in self.exchanges() {
            self.add(
                format!("{exchange} {limit}"),
                format!("between the parties, {when}"),
                items.to_vec(),
            );
        }
        for other in self.understood.others.clone() {
            self.add(
                format!("party:{} {limit}", phrase(&other)),
                format!("to or from {other}, {when}"),
                items.to_vec(),
            );
            if let Some(authority) = &self.understood.authority {
                let names = self.names_of(&other);
                self.add(
                    format!("from:{} ({names}) {limit}", phrase(authority)),
                    format!("written by {authority}, beside the name of {other}, {when}"),
                    items.to_vec(),
                );
            }
        }
        if self.understood.others.is_empty() && self.understood.request.kinds.is_empty() {
            self.add(limit.to_owned(), format!("anything {when}"), items.to_vec());
        }
        let understood = self.understood;
        for kind in understood.kinds_apart() {
            self.add(
                format!("kind:{kind} {limit}"),
                format!("the kind of record asked for, {when}"),
                items.to_vec(),
            );
        }
    }

    fn titles(&mut self) {
        for title in self.understood.titles.clone() {
            let items = self.items_saying(|text| text.contains(&title));
            self.add(
                format!("\"{}\"", title.replace('"', " ")),
                "a title in the request",
                items,
            );
        }
    }

    fn topics(&mut self, topics: &[Topic]) {
        for topic in topics {
            let known: Vec<_> = topic.known().collect();
            let any = match known.as_slice() {
                [] => continue,
                [one] => one.query(),
                several => {
                    let words: Vec<String> = several.iter().map(|word| word.query()).collect();
                    format!("({})", words.join(" OR "))
                }
            };
            for other in self.understood.others.clone() {
                self.add(
                    format!("{any} party:{}", phrase(&other)),
                    format!("words of the request, to or from {other}"),
                    topic.items.clone(),
                );
                let names = self.names_of(&other);
                self.add(
                    format!("{any} ({names})"),
                    format!("words of the request, beside the name of {other}"),
                    topic.items.clone(),
                );
            }
            let understood = self.understood;
            for kind in understood.kinds_apart() {
                self.add(
                    format!("{any} kind:{kind}"),
                    "words of the request, in the kind of record it asks for",
                    topic.items.clone(),
                );
            }
            for (nth, one) in known.iter().take(PAIRED).enumerate() {
                for other in known.iter().take(PAIRED).skip(nth + 1) {
                    self.add(
                        format!("{} {}", one.query(), other.query()),
                        "two words of the request together",
                        topic.items.clone(),
                    );
                }
            }
            if let [one] = known.as_slice()
                && self.understood.others.is_empty()
                && one.records() <= RARE.max(self.records() / 50)
            {
                let reason = match topic.words.len() {
                    1 => "the one word that tells what the request is about",
                    _ => "the one word of these that this archive has",
                };
                self.add(one.query(), reason, topic.items.clone());
            }
        }
    }

    /// A search for each question that nothing else was planned for: of any of its words that this archive has, else of
    /// all of them, so that words that no record has are put on record with their nought, and not passed by.
    fn unserved(&mut self, topics: &[Topic]) {
        for topic in topics {
            let unserved = |n: &&String| !self.searches.iter().any(|one| one.items.contains(n));
            let items: Vec<String> = topic.items.iter().filter(unserved).cloned().collect();
            if items.is_empty() {
                continue;
            }
            let known: Vec<String> = topic.known().map(Word::query).collect();
            if known.is_empty() {
                let words: Vec<String> = topic.words.iter().map(Word::query).collect();
                self.add(
                    words.join(" "),
                    "all words of the question together, since no other search could be planned for it",
                    items,
                );
            } else {
                self.add(
                    known.join(" OR "),
                    "any word of the question that this archive has, since no other search could be planned for it",
                    items,
                );
            }
        }
    }

    /// The names of a body, any of which will do.
    fn names_of(&self, party: &str) -> String {
        match self.desk.tables.parties.names_of(party).as_slice() {
            [] => phrase(party),
            names => without_longer(names).join(" OR "),
        }
    }

    fn records(&self) -> usize {
        self.desk
            .searcher()
            .map_or(0, |searcher| searcher.records())
    }

    fn kinds(&mut self) {
        let kinds: Vec<String> = self
            .understood
            .request
            .kinds
            .iter()
            .filter(|kind| !matches!(kind.as_str(), "letter" | "email" | "other"))
            .cloned()
            .collect();
        if self.understood.wanted.figures {
            let items = self.items_saying(|_| false);
            for other in self.understood.others.clone() {
                let names = self.names_of(&other);
                self.add(
                    format!("(kind:report OR kind:spreadsheet) ({names})"),
                    format!("papers that may hold figures, naming {other}"),
                    items.clone(),
                );
            }
        }
        for kind in kinds {
            if matches!(
                kind.as_str(),
                "minutes" | "report" | "presentation" | "spreadsheet"
            ) {
                for other in self.understood.others.clone() {
                    let names = self.names_of(&other);
                    let items = self.items_saying(|_| false);
                    self.add(
                        format!("kind:{kind} ({names})"),
                        format!("the kind of record that the request names, naming {other}"),
                        items,
                    );
                }
            }
            for other in self.understood.others.clone() {
                let items =
                    self.items_saying(|text| text.to_lowercase().contains(&kind.replace('_', " ")));
                self.add(
                    format!("kind:{kind} party:{}", phrase(&other)),
                    format!("the kind of record that the request names, to or from {other}"),
                    items,
                );
            }
        }
    }

    /// Where the request names parties and nothing else to go by: all that was exchanged.
    fn everything_with(&mut self, topics: &[Topic]) {
        if self.understood.is_anchored() || !topics.is_empty() || !self.understood.titles.is_empty()
        {
            return;
        }
        for exchange in self.exchanges() {
            let items = self.items_saying(|_| false);
            self.add(exchange, "between the parties in the request", items);
        }
    }

    fn names(&mut self) {
        for name in self.understood.searched_names.clone() {
            let items = self.items_saying(|_| false);
            self.add(
                quoted(&name),
                "the requester's own name, as was asked for",
                items,
            );
        }
    }
}

impl Understood {
    /// The kinds asked for that a search for the parties' correspondence would not find.
    fn kinds_apart(&self) -> Vec<&str> {
        let kinds = self.wanted.kinds.iter().map(String::as_str);
        kinds
            .filter(|kind| {
                self.others.is_empty() || !matches!(*kind, "letter" | "email" | "reprimand")
            })
            .collect()
    }

    /// Numbers of questions in the order of the request, each once.
    pub(super) fn in_order(&self, items: &[String]) -> Vec<String> {
        self.request
            .items
            .iter()
            .map(|item| item.n.clone())
            .filter(|n| items.contains(n))
            .collect()
    }
}
