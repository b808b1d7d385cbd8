//! What must be known of a response before any rule: the law it is under, its stage, and what sort of copy it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Cite;
use super::paper::{Paper, Sentence};
use super::phrases::any;

/// The law that a request was answered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
pub enum Regime {
    /// The Freedom of Information Act 2000.
    #[serde(rename = "FOIA")]
    Foia,
    /// The Environmental Information Regulations 2004.
    #[serde(rename = "EIR")]
    Eir,
    /// Data protection law: a request for one's own data.
    #[serde(rename = "DPA")]
    Dpa,
    /// The Freedom of Information (Scotland) Act 2002.
    #[serde(rename = "FOISA")]
    Foisa,
    /// It cannot be told.
    #[serde(rename = "unknown")]
    Unknown,
}

/// Where in its handling a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The request came in and will be answered.
    Acknowledgement,
    /// It is asked what was meant.
    Clarification,
    /// A fee is asked.
    Fees,
    /// More time is taken.
    Extension,
    /// It is answered.
    Response,
    /// The answer was looked at again.
    InternalReview,
    /// It went to another authority.
    Transfer,
}

/// What sort of copy was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// The letter or message as it was sent.
    AsSent,
    /// A copy made for publication, from which anything may be missing.
    Published,
    /// A part of a letter.
    Extract,
    /// It cannot be told.
    Unknown,
}

impl Regime {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Foia => "FOIA",
            Self::Eir => "EIR",
            Self::Dpa => "DPA",
            Self::Foisa => "FOISA",
            Self::Unknown => "unknown",
        }
    }

    /// Its name in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Foia => "Freedom of Information Act",
            Self::Eir => "Environmental Information Regulations",
            Self::Dpa => "data protection law",
            Self::Foisa => "Freedom of Information (Scotland) Act",
            Self::Unknown => "law not told",
        }
    }
}

impl Stage {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Clarification => "clarification",
            Self::Fees => "fees",
            Self::Extension => "extension",
            Self::Response => "response",
            Self::InternalReview => "internal_review",
            Self::Transfer => "transfer",
        }
    }
}

impl Copy {
    /// How it is written in machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsSent => "as_sent",
            Self::Published => "published",
            Self::Extract => "extract",
            Self::Unknown => "unknown",
        }
    }
}

/// Tells the law: by what the response says it was handled under, else by the Acts whose grounds it uses, else by those
/// that it names.
pub(super) fn regime(paper: &Paper, cites: &[Cite]) -> Regime {
    let handled: Vec<&Sentence> = paper
        .own_sentences()
        .filter(|sentence| {
            any(
                &sentence.lower,
                "request … under | handled under | considered under | dealt with under | processed under | \
                    treated … under | treated as … request | handled … under | request … personal data | in accordance with | pursuant to | subject access | \
                    right of access | environmental information | answered under | to be answered under | regulations",
            )
        })
        .collect();
    let counted = |phrases: &str| {
        handled
            .iter()
            .filter(|sentence| any(&sentence.lower, phrases))
            .count()
    };
    let grounds = |act: &[&str]| {
        cites
            .iter()
            .filter(|cite| {
                // section 39 sends on to the Regulations
                cite.standing.is_reliance()
                    && cite.act.as_deref().is_some_and(|a| act.contains(&a))
                    && !(cite.number == "s39" && cite.act.as_deref() == Some("FOIA"))
            })
            .count()
    };
    let named = |phrases: &str| {
        paper
            .own()
            .filter(|(_, paragraph)| any(&without_addresses(&paragraph.lower), phrases))
            .count()
    };
    const SCOTS: &str = "freedom of information (scotland) act | foi (scotland) act | foisa | foi(s)a | \
    scottish information commissioner";
    const ENVIRONMENT: &str = "environmental information regulations | eir | eirs | eir 2004 | environmental information (scotland)";
    const DATA: &str = "subject access request | subject access | your own personal data | right of access | article 15 | \
    data subject access request | personal data that we hold about you | \
    section 45 of the data protection act | dsar | personal data that … about you | personal information that … about you | \
    part 3 of the data protection act | personal data … holds about you";
    const FREEDOM: &str =
        "freedom of information act | foia | foi act | freedom of information | foi request | foi";
    if named(SCOTS) > 0 && grounds(&["FOIA"]) == 0 {
        return Regime::Foisa;
    }
    // a heading names them, and the letter goes on of `the above Regulations`
    let environmental = handled_as(&handled, ENVIRONMENT)
        || named(ENVIRONMENT) > 0
            && handled_as(
                &handled,
                "above regulations | these regulations | those regulations | the regulations | said regulations",
            );
    if grounds(&["EIR", "EISR"]) > 0 && (environmental || grounds(&["FOIA"]) <= grounds(&["EIR"])) {
        return Regime::Eir;
    }
    if environmental && grounds(&["FOIA"]) == 0 {
        return Regime::Eir;
    }
    if grounds(&["FOIA"]) > 0 {
        return Regime::Foia;
    }
    let data = counted(DATA);
    if data > 0 && handled_as(&handled, DATA) && named(FREEDOM) <= named(DATA) {
        return Regime::Dpa;
    }
    if named(FREEDOM) > 0 {
        return Regime::Foia;
    }
    if named(ENVIRONMENT) > 0 {
        return Regime::Eir;
    }
    if named(DATA) > 0 {
        return Regime::Dpa;
    }
    // a letter that answers a request and names no law is one under the Act of 2000, as by far the most are
    let of_request = "your request | you asked | request | requested | response | you wrote | received | you ask | \
        you want | sorry | afraid | send you | you would like | your questions | your letter | information | no record | attached | enclosed";
    if paper
        .paragraphs
        .iter()
        .any(|paragraph| any(&paragraph.lower, of_request))
    {
        return Regime::Foia;
    }
    Regime::Unknown
}

/// The sentence by which a body says that the Act does not bind it.
pub(super) fn not_bound(paper: &Paper) -> Option<super::Quote> {
    paper
        .own_sentences()
        .find(|sentence| {
            let lower = &sentence.lower;
            any(
                lower,
                "not a public authority | not public authorities | aren't public authorities | isn't a public authority | \
                    not a body covered | not a body subject | not covered by the freedom | not subject to the freedom | \
                    not subject to foi | not covered by foi | not bound by the freedom | not listed in schedule 1 | \
                    outside the freedom of information act | does not apply to us | do not apply to us | doesn't apply to us | \
                    don't have to respond to foi | not obliged to answer foi | not required to answer foi | not an authority to which | \
                    exempt from the freedom of information act | not a scottish public authority",
            ) && !any(lower, "if | whether | would be | they are | contractor | contractors")
        })
        .map(super::Quote::from)
}

/// A text without its addresses of mail, in which a law's short name is only a mailbox.
fn without_addresses(lower: &str) -> String {
    lower
        .split(' ')
        .filter(|word| !word.contains('@') && !word.contains("www.") && !word.contains("http"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a sentence says that the request was handled so, and does not only mention it.
fn handled_as(handled: &[&Sentence], names: &str) -> bool {
    handled.iter().any(|sentence| {
        let lower = &sentence.lower;
        any(lower, names)
            && any(
                lower,
                "request | handled | considered | dealt with | processed | treated | answered | responded",
            )
            && !any(lower, "fees regulations | appropriate limit | separate | you may | may make | you can make | not … under | instead | not been")
    })
}
