//! Is every numbered question answered?

use crate::audit::rule::{BOTH, Case, Example, FINAL, Found, Level, Rule, Verdict};
use crate::facts::response::{Outcome, Quote};

/// The rule.
pub const RULE: Rule = Rule {
    name: "question-not-answered",
    level: Level::Warning,
    asks: "Where the letter answers by number, is there a numbered question without an outcome?",
    why: "Section 1(1)(a) gives a right to be told, for each part of a request, whether it is held. Answers through documents and grouped answers count.",
    cure: "Answer the question, or say which answer covers it.",
    see: "s1(1)(a)",
    sources: &[
        "https://caselawdigest.com/first-tier-tribunal-general-regulatory-chamber/ian-dutton-v-the-information-commissioner-anor",
    ],
    check: false,
    regimes: BOTH,
    stages: FINAL,
    raises: Example::letter(
        "Dear Ms Tarn,\n\nYou asked for the following under the Freedom of Information Act 2000:\n1. How many lamps are there?\n2. Who lights them?\n3. What did they cost?\n\nQuestion 1: there are 40 lamps.\n\nQuestion 3: the lamps cost 900 pounds.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    passes: Example::letter(
        "Dear Ms Tarn,\n\nYou asked for the following under the Freedom of Information Act 2000:\n1. How many lamps are there?\n2. Who lights them?\n3. What did they cost?\n\nQuestions 1 and 2: there are 40 lamps, and the parish lights them.\n\nQuestion 3: the lamps cost 900 pounds.\n\nYours sincerely\nInformation Rights Officer\n",
    ),
    judge,
};

fn judge(case: &Case<'_>) -> Verdict {
    let response = case.response;
    let by_number = response
        .outcomes
        .iter()
        .filter(|decided| decided.question.is_some())
        .count();
    if response.questions.len() < 2 {
        return Verdict::not_judged("the letter quotes no numbered questions");
    }
    if by_number == 0 {
        return Verdict::not_judged("the letter does not answer by number");
    }
    // one answer by number among many questions may cover them all
    let answered = response
        .outcomes
        .iter()
        .filter(|decided| decided.line > 0)
        .count();
    if answered < 2 && response.questions.len() > 2 || answered == 0 {
        return Verdict::not_judged("the letter does not answer by number throughout");
    }
    let level = case.absent(Level::Warning);
    let found = response
        .outcomes
        .iter()
        .filter(|decided| decided.outcome == Outcome::Unknown && decided.line == 0)
        .filter_map(|decided| decided.question.as_ref())
        .map(|n| {
            let asked = response.questions.iter().find(|question| question.n == *n);
            let evidence = asked.and_then(|asked| {
                let start: String = asked.text.chars().take(30).collect();
                response
                    .paper
                    .sentences
                    .iter()
                    .find(|sentence| sentence.text.contains(&start))
                    .map(Quote::from)
            });
            Found::new(
                level,
                format!(
                    "{}: an answer to question {n}, though others are answered by number",
                    case.not_evidenced()
                ),
                evidence,
            )
        })
        .collect();
    Verdict::Asked(found)
}
