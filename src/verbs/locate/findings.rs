//! What the searches found: each record once, with what ties it to the request.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::{self, Exchange};
use super::plan::Planned;
use super::reading::Understood;
use super::spelling::quoted;
use super::topic::{self, Fit, Topic, Word};
use crate::archive::records::Stored;
use crate::error::Result;
use crate::extract::{Format, TextStatus};
use crate::facts::{Carried, Role, Tables};
use crate::index::tokens;
use crate::query::Query;
use crate::record::{RecordId, plain_text};
use crate::verbs::answers::{PlannedSearch, RELATION};
use crate::verbs::desk::Desk;

/// Lines at the head of a letter among which its addressee stands.
const HEAD: usize = 16;

/// A record that a search found.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its row.
    pub(super) stored: Stored,
    /// The searches that found it, by their numbers.
    pub(super) searches: BTreeSet<usize>,
    /// The questions that those serve.
    pub(super) items: BTreeSet<String>,
    /// How it stands to the parties asked about.
    pub(super) exchange: Exchange,
    /// How well it fits what the request is about.
    pub(super) fit: Fit,
    /// Words of the topic in its heading.
    pub(super) heading: Vec<String>,
    /// Words of the topic in its text.
    pub(super) words: Vec<String>,
    /// Whether it bears a day that the request names.
    pub(super) on_day: bool,
    /// Whether it lies in a period that the request names; true where the request names none.
    pub(super) in_period: bool,
    /// How it carries a reference that the request names, and which.
    pub(super) named: Option<(Role, String)>,
    /// The references of its own case, by key; those that number requests for information left out.
    pub(super) case: Vec<Carried>,
    /// Whether it is a request for information, an answer to one, or carries this request's own number.
    pub(super) handling: bool,
    /// How it bears a title that the request names.
    pub(super) title: TitleFit,
    /// Whether it was found by the requester's own name.
    pub(super) by_requester: bool,
    /// Whether a search found it that a person added to the plan.
    pub(super) by_hand: bool,
}

/// How a record bears a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleFit {
    /// Not at all.
    None,
    /// Somewhere in its text.
    Mentioned,
    /// As its own title, subject or heading.
    Own,
}

/// A search that was made.
#[derive(Debug, Clone)]
struct Ran {
    shown: PlannedSearch,
    query: Option<Query>,
}

/// Everything that was found so far.
pub(super) struct Findings<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) understood: &'a Understood,
    topics: &'a [Topic],
    /// What the request says that it does not ask about.
    pub(super) unwanted: Vec<Topic>,
    /// Every record found, by id.
    pub(super) found: BTreeMap<RecordId, Candidate>,
    ran: Vec<Ran>,
    /// What a person should know of how they were found.
    pub(super) notes: Vec<String>,
}

impl<'a> Findings<'a> {
    /// Nothing found yet.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn new(
        desk: &'a Desk<'a>,
        understood: &'a Understood,
        topics: &'a [Topic],
    ) -> Result<Self> {
        Ok(Self {
            desk,
            understood,
            topics,
            unwanted: topic::unwanted(desk, understood, topics)?,
            found: BTreeMap::new(),
            ran: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Makes a search of the plan.
    pub(super) fn run(&mut self, planned: &Planned) -> Result<Vec<RecordId>> {
        let ids = self.desk.ids(&planned.query)?;
        let shown = PlannedSearch {
            n: 0,
            item: planned.items.clone(),
            query: planned.typed.clone(),
            read_as: planned.query.read_as(),
            reason: planned.reason.clone(),
            hits: None,
        };
        self.keep(shown, Some(planned.query.clone()), &ids)?;
        if planned.by_hand {
            for id in &ids {
                if let Some(candidate) = self.found.get_mut(id) {
                    candidate.by_hand = true;
                }
            }
        }
        Ok(ids)
    }

    /// Records a search along a relation, which the catalogue answered; `query` says it in the language's words to come.
    pub(super) fn follow(
        &mut self,
        query: String,
        read_as: String,
        items: Vec<String>,
        ids: &[RecordId],
    ) -> Result<()> {
        let shown = PlannedSearch {
            n: 0,
            item: items,
            query,
            reason: read_as.clone(),
            read_as: format!("{read_as} {RELATION}"),
            hits: None,
        };
        self.keep(shown, None, ids)
    }

    fn keep(
        &mut self,
        mut shown: PlannedSearch,
        query: Option<Query>,
        ids: &[RecordId],
    ) -> Result<()> {
        let n = self.ran.len() + 1;
        shown.n = n;
        shown.hits = Some(ids.len() as u64);
        let mut names = self.understood.searched_names.iter();
        let by_requester = names.any(|name| quoted(name) == shown.query);
        for id in ids {
            if !self.found.contains_key(id) {
                let Some(stored) = self.desk.catalogue.record(*id)? else {
                    continue;
                };
                let candidate = self.candidate(stored)?;
                self.found.insert(*id, candidate);
            }
            if let Some(candidate) = self.found.get_mut(id) {
                candidate.searches.insert(n);
                candidate.by_requester |= by_requester;
                candidate.items.extend(shown.item.iter().cloned());
            }
        }
        self.ran.push(Ran { shown, query });
        Ok(())
    }

    /// Whether the request has no topic by which to tell one record from another.
    pub(super) fn has_no_topic(&self) -> bool {
        self.topics.is_empty()
    }

    /// Whether a search was made already.
    pub(super) fn has_run(&self, query: &str) -> bool {
        self.ran.iter().any(|ran| ran.shown.query == query)
    }

    /// The searches made, in their order.
    pub(super) fn searches(&self) -> Vec<PlannedSearch> {
        self.ran.iter().map(|ran| ran.shown.clone()).collect()
    }

    /// The query of the first search by words or references that found a record.
    pub(super) fn query_for(&self, candidate: &Candidate) -> Option<&Query> {
        candidate
            .searches
            .iter()
            .filter_map(|n| self.ran.get(n - 1)?.query.as_ref())
            .find(|query| !query.references().is_empty())
            .or_else(|| {
                let mut own = candidate
                    .searches
                    .iter()
                    .filter_map(|n| self.ran.get(n - 1)?.query.as_ref());
                own.next_back()
            })
    }

    fn candidate(&self, stored: Stored) -> Result<Candidate> {
        let (facts, id) = (&stored.known.facts, stored.id);
        let understood = self.understood;
        let request = &understood.request;
        let tables = self.desk.tables;
        let mut fit = Fit::None;
        let (mut heading, mut words) = (Vec::new(), Vec::new());
        let titled = tokens::of(&facts.title);
        for topic in self.topics {
            let own = topic.fit(id, |word| self.says_often(id, word));
            let by_kind = topic.words.iter().any(|word| word.word == facts.kind);
            let own = if by_kind && topic.words.len() == 1 {
                Fit::Strong
            } else {
                own
            };
            for word in topic.in_heading(id) {
                if !heading.iter().any(|known| known == word) {
                    heading.push(word.to_owned());
                }
            }
            for word in topic
                .known()
                .filter(|word| titled.iter().any(|token| word.forms.contains(token)))
            {
                if !heading.contains(&word.word) {
                    heading.push(word.word.clone());
                }
            }
            if own > fit {
                fit = own;
                words = topic.in_text(id).into_iter().map(str::to_owned).collect();
            }
        }
        let named = request.references.iter().find_map(|wanted| {
            let mut carried = facts.references.iter();
            let carried = carried.find(|carried| carried.may_be(wanted))?;
            Some((carried.role, carried.canonical.clone()))
        });
        let own_number = |carried: &Carried| understood.is_own(&carried.canonical);
        let period = |(first, last): &(jiff::civil::Date, jiff::civil::Date)| {
            facts.date.is_some_and(|day| *first <= day && day <= *last)
        };
        let handling = matches!(
            facts.kind.as_str(),
            "foi_request" | "foi_response" | "internal_review"
        );
        Ok(Candidate {
            searches: BTreeSet::new(),
            items: BTreeSet::new(),
            exchange: self.exchange(&stored)?,
            fit,
            heading,
            words,
            on_day: facts
                .date
                .is_some_and(|day| request.single_days.contains(&day)),
            in_period: request.periods.is_empty() || request.periods.iter().any(period),
            named,
            case: facts
                .references
                .iter()
                .filter(|carried| is_of_case(carried, tables))
                .cloned()
                .collect(),
            handling: (handling && !understood.wanted.requests)
                || facts.references.iter().any(own_number),
            title: self.title(&stored)?,
            by_requester: false,
            by_hand: false,
            stored,
        })
    }

    /// How a record stands to the parties; where one side of a letter was not read, its head may name it.
    fn exchange(&self, stored: &Stored) -> Result<Exchange> {
        let (facts, understood) = (&stored.known.facts, self.understood);
        let authority = understood.authority.as_deref();
        let read = exchange::of(facts, authority, &understood.others);
        let one_sided =
            stored.known.format != Format::Eml && exchange::has_one_side(facts, authority);
        if read.may_be_between() || !one_sided {
            return Ok(read);
        }
        let text = plain_text(&self.desk.catalogue.extraction(stored.id)?);
        let row = |text: &str| format!(" {} ", tokens::of(text).join(" "));
        let head: Vec<String> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(HEAD)
            .map(row)
            .collect();
        let named = understood.others.iter().any(|other| {
            let mut names = self.desk.tables.parties.names_of(other);
            names.push(other);
            names
                .iter()
                .any(|name| head.iter().any(|line| *line == row(name)))
        });
        Ok(if named { Exchange::Half } else { read })
    }

    /// Whether a record has a word more than once; a record whose text cannot be had has not.
    fn says_often(&self, id: RecordId, word: &Word) -> bool {
        let Ok(extraction) = self.desk.catalogue.extraction(id) else {
            return false;
        };
        let mut times = 0;
        tokens::each(&plain_text(&extraction), |token, _| {
            times += usize::from(word.forms.iter().any(|form| form == token));
        });
        times > 1
    }

    fn title(&self, stored: &Stored) -> Result<TitleFit> {
        let facts = &stored.known.facts;
        if self.understood.titles.is_empty() || stored.known.text_status == TextStatus::None {
            return Ok(TitleFit::None);
        }
        let row = |text: &str| format!(" {} ", tokens::of(text).join(" "));
        let heads = [Some(facts.title.as_str()), facts.subject.as_deref()]
            .map(|head| row(head.unwrap_or_default()));
        let mut best = TitleFit::None;
        let mut text = None;
        for title in &self.understood.titles {
            let wanted = row(title);
            if stored.known.facts.kind != "email" && heads.iter().any(|head| head.contains(&wanted))
            {
                return Ok(TitleFit::Own);
            }
            let text = match &mut text {
                Some(text) => text,
                empty => empty.insert(plain_text(&self.desk.catalogue.extraction(stored.id)?)),
            };
            let heading = text.lines().take(12).any(|line| row(line) == wanted);
            if heading && facts.kind != "email" {
                return Ok(TitleFit::Own);
            }
            if row(text).contains(&wanted) {
                best = TitleFit::Mentioned;
            }
        }
        Ok(best)
    }
}

/// Whether a reference stands in a record as its own, the addressee's or its subject, and numbers a matter rather than
/// a request for information.
pub(super) fn is_of_case(carried: &Carried, tables: &Tables) -> bool {
    matches!(carried.role, Role::Ours | Role::Yours | Role::Subject)
        && numbers_a_matter(carried, tables)
}

/// Whether a reference numbers a matter, and not a request for information or a decision that others cite.
pub(super) fn numbers_a_matter(carried: &Carried, tables: &Tables) -> bool {
    let family = tables
        .families
        .rows()
        .iter()
        .find(|row| row.key == carried.family);
    family.is_none_or(|row| {
        let means = row.means.to_lowercase();
        !means.starts_with("request for information") && !means.contains("citation")
    })
}
