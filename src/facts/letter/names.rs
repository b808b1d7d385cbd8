//! Lines that read as an organisation or as a person, for those that no table knows.

use std::sync::LazyLock;

use regex::Regex;

use crate::facts::pattern::built_in;

/// Words that say what an organisation is, where no single word does.
static PHRASES: LazyLock<Regex> = LazyLock::new(|| {
    let phrases = [
        "Department for",
        "Department of",
        "Police and Crime Commissioner",
        "Fire and Rescue Service",
        "Ambulance Service",
        "Probation Service",
        "Police Service",
        "Health Board",
        "Drainage Board",
        "Harbour Board",
        "Archive Service",
        "Archives Service",
        "Library Service",
        "Records Service",
        "Prison Service",
        "Housing Association",
        "Combined Authority",
        "Development Corporation",
        // Welsh: a council, a police force, a university, a health board
        "Cyngor ",
        "Heddlu ",
        "Prifysgol ",
        "Bwrdd Iechyd",
    ];
    built_in(&phrases.join("|"))
});

/// Whether a line is an organisation's name by its look: a few capitalised words, one of which says what it is.
pub fn organisation_like(line: &str) -> bool {
    let line = line.trim().trim_end_matches([',', '.']);
    let line = line
        .strip_prefix("for ")
        .or_else(|| line.strip_prefix("For "))
        .unwrap_or(line);
    let line = line.strip_prefix("the ").unwrap_or(line);
    if line.len() > 70
        || line
            .bytes()
            .any(|b| b.is_ascii_digit() || b"@:;?!.".contains(&b))
    {
        return false;
    }
    let words = || line.split_whitespace();
    // most lines are sentences, and fall at their second word
    let capital = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(char::is_uppercase)
            || matches!(
                bare,
                "and" | "of" | "for" | "the" | "in" | "on" | "upon" | ""
            )
    };
    if !words().all(capital) {
        return false;
    }
    // "Harbour Lane Registry": the last word says what it is, whatever stands before it.
    let last = words().next_back().is_some_and(says_what);
    let (mut count, mut says) = (0, false);
    for word in words() {
        count += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !last && says_else(bare) {
            return false;
        }
        says |= count > 1 && says_what(bare);
    }
    (2..=8).contains(&count) && (says || PHRASES.is_match(line)) && !is_post(line)
}

/// Whether a word says what an organisation is.
fn says_what(word: &str) -> bool {
    matches!(
        word,
        "Police"
            | "Constabulary"
            | "Council"
            | "Trust"
            | "Agency"
            | "Authority"
            | "University"
            | "Commission"
            | "Tribunal"
            | "Ltd"
            | "Limited"
            | "LLP"
            | "Solicitors"
            | "Ministry"
            | "Federation"
            | "Society"
            | "College"
            | "Inspectorate"
            | "Ombudsman"
            | "Regulator"
            | "Court"
            | "Foundation"
            | "plc"
            | "PLC"
            | "POLICE"
            | "CONSTABULARY"
            | "Registry"
            | "Bureau"
            | "Institute"
            | "Library"
            | "Museum"
            | "Hospital"
            | "Parliament"
            | "Assembly"
            | "Partnership"
            | "Archives"
            | "Government"
            | "COUNCIL"
    )
}

/// Whether a word says that it is something else.
fn says_else(word: &str) -> bool {
    matches!(
        word,
        "Road"
            | "Street"
            | "Station"
            | "Headquarters"
            | "House"
            | "Lane"
            | "Avenue"
            | "Act"
            | "Officer"
            | "Unit"
            | "Manager"
            | "Box"
            | "Square"
            | "Court House"
    )
}

/// Whether a line is what somebody's post is called: `Head of Registry`, `Deputy Director for Court Services`, `Crown
/// Court Clerk`.
fn is_post(line: &str) -> bool {
    const GRADES: [&str; 16] = [
        "Acting",
        "Interim",
        "Deputy",
        "Assistant",
        "Associate",
        "Senior",
        "Principal",
        "Chief",
        "Vice",
        "Executive",
        "Joint",
        "Managing",
        "Group",
        "Regional",
        "Strategic",
        "Service",
    ];
    const POSTS: [&str; 26] = [
        "Head",
        "Director",
        "Secretary",
        "Clerk",
        "Registrar",
        "Librarian",
        "Curator",
        "Keeper",
        "Archivist",
        "Leader",
        "Chair",
        "Chairman",
        "Chairwoman",
        "President",
        "Principal",
        "Governor",
        "Custodian",
        "Coordinator",
        "Co-ordinator",
        "Administrator",
        "Adviser",
        "Advisor",
        "Solicitor",
        "Lead",
        "Superintendent",
        "Supervisor",
    ];
    let mut words = line.split_whitespace().peekable();
    while words.next_if(|word| GRADES.contains(word)).is_some() {}
    let post = |word: &str| POSTS.contains(&word.trim_end_matches(','));
    let first = words.next().is_some_and(post)
        && words
            .next()
            .is_some_and(|word| matches!(word, "of" | "for" | "to" | "in" | "–" | "-"));
    first || line.split_whitespace().next_back().is_some_and(post)
}

/// Whether a line is a person's name by its look: an honorific, or two to four capitalised words and nothing else.
pub fn person_like(line: &str) -> bool {
    const HONORIFICS: [&str; 10] = [
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Sir",
        "Dame",
        "Professor",
        "Prof",
        "Mx",
    ];
    let line = line.trim().trim_end_matches(',');
    if line.len() > 50
        || !line
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '-' | '\u{2019}'))
    {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(first) = words.first() else {
        return false;
    };
    let honoured = HONORIFICS.contains(&first.trim_end_matches('.'));
    let capitalised = words.iter().all(|word| {
        word.chars().next().is_some_and(char::is_uppercase)
            || matches!(*word, "de" | "van" | "der" | "al" | "bin" | "von")
    });
    let shouted = words
        .iter()
        .all(|word| word.len() > 2 && !word.chars().any(char::is_lowercase));
    let office = words.iter().any(|word| of_office(word));
    capitalised
        && !office
        && !shouted
        && !organisation_like(line)
        && (honoured && words.len() <= 5 && words.len() >= 2 || (2..=4).contains(&words.len()))
}

/// Whether a word stands in the names of offices and labels, and in no person's.
pub(super) fn of_office(word: &str) -> bool {
    matches!(
        word,
        "Professional"
            | "Standards"
            | "Communications"
            | "Resources"
            | "Affairs"
            | "Services"
            | "Management"
            | "Crime"
            | "Public"
            | "Governance"
            | "Security"
            | "Compliance"
            | "Assurance"
            | "Policy"
            | "Corporate"
            | "Complaints"
            | "Customer"
            | "Support"
            | "Operations"
            | "Board"
            | "Review"
            | "Court"
            | "Private"
            | "Confidential"
            | "Official"
            | "Sensitive"
            | "Classification"
            | "Sir"
            | "Madam"
            | "Headquarters"
            | "Division"
            | "Branch"
            | "Officer"
            | "Manager"
            | "Head"
            | "Director"
            | "Commissioner"
            | "Constable"
            | "Team"
            | "Unit"
            | "Office"
            | "Department"
            | "Adviser"
            | "Advisor"
            | "Police"
            | "Service"
            | "Data"
            | "Information"
            | "Chief"
            | "Deputy"
            | "Assistant"
            | "Group"
            | "Lead"
            | "Senior"
            | "House"
            | "Street"
            | "Road"
            | "Lane"
            | "Council"
            | "Constabulary"
            | "Tribunal"
            | "Freedom"
            | "Request"
            | "Notice"
            | "Reprimand"
            | "Act"
            | "Protection"
            | "Investigations"
            | "Enforcement"
            | "Case"
            | "Superintendent"
            | "Inspector"
            | "Records"
            | "Legal"
            | "Disclosure"
            | "Our"
            | "Your"
            | "Date"
            | "Ref"
            | "Dear"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_and_people_are_told_apart() {
        for line in [
            "Northshire Police",
            "for the Northshire Police",
            "Harbury Borough Council",
            "Department for Lamps",
            "Lantern and Vale NHS Trust",
            "Harbury Health Board",
            "Cyngor Tref Arth",
        ] {
            assert!(organisation_like(line), "{line}");
            assert!(!person_like(line), "{line}");
        }
        for line in ["Ms Orla Finch", "A. B. Hale", "Jean-Luc O'Dowd"] {
            assert!(person_like(line), "{line}");
            assert!(!organisation_like(line), "{line}");
        }
        for line in [
            "12 Harbury Road",
            "Police Headquarters",
            "Head of Disclosure",
            "Data Protection Officer",
            "Head of Registry",
            "Deputy Director of Court Services",
            "Acting Secretary to the Harbury Trust",
            "Harbury Crown Court Clerk",
            "We wrote to the police.",
            "DRAFT",
        ] {
            assert!(!organisation_like(line) && !person_like(line), "{line}");
        }
    }
}
