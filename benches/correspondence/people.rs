//! The people who write: invented names at invented bodies, the regulator and the police service.

use super::words::Chance;

/// Somebody who writes letters.
#[derive(Debug, Clone)]
pub struct Person {
    /// Given name and surname.
    pub name: String,
    /// The mail address.
    pub address: String,
    /// Where they work.
    pub body: &'static str,
}

/// The surname that only one person bears; the probe for a sender.
pub const PROBED_SURNAME: &str = "Quillfeather";

/// Which of the people bears it.
pub const PROBED: usize = 17;

/// How many write.
pub const HOW_MANY: usize = 300;

const BODIES: &[(&str, &str)] = &[
    ("Information Commissioner's Office", "ico.org.uk"),
    ("Metropolitan Police Service", "met.police.uk"),
    ("Northshire Police", "northshire.example"),
    ("Ambleford Borough Council", "ambleford.example"),
    ("Harrowmere Hospitals Trust", "harrowmere.example"),
    ("Penhollow and Daughters, Solicitors", "penhollow.example"),
    ("The Lantern Gazette", "lanterngazette.example"),
    ("Sallowfield Fire and Rescue", "sallowfield.example"),
    ("Institute of Orderly Files", "orderlyfiles.example"),
    ("Wexcombe Harbour Board", "wexcombe.example"),
    ("Tolland Vale Parish Council", "tollandvale.example"),
    ("Open Cupboards Campaign", "opencupboards.example"),
    ("Marlstone University", "marlstone.example"),
    ("Ferrybridge Tenants' Union", "ferrytenants.example"),
];

const GIVEN: &[&str] = &[
    "Ada", "Bertram", "Cecily", "Dorian", "Edith", "Fergus", "Gwen", "Hector", "Imogen", "Jasper",
    "Kitty", "Lionel", "Maud", "Ned", "Olive", "Percy", "Renée", "Silas", "Tabitha", "Una",
    "Victor", "Winifred", "Zoë", "Siân", "José", "Aoife", "Björn", "Chidi", "Dilys", "Farah",
];

const BEGINNINGS: &[&str] = &[
    "Alder", "Bracken", "Cobble", "Dun", "Elder", "Fallow", "Gorse", "Hather", "Inger", "Juniper",
    "Kestle", "Lark", "Mossy", "Nettle", "Oaken", "Pebble", "Rushen", "Sorrel", "Thistle", "Umber",
    "Whin", "Yarrow",
];

const ENDINGS: &[&str] = &[
    "bourne", "by", "combe", "croft", "don", "field", "gate", "ham", "holt", "ley", "mere", "shaw",
    "stead", "thwaite", "wick",
];

/// The people, always the same for the same stream of chance.
pub fn gathered(chance: &mut Chance) -> Vec<Person> {
    let surnames: Vec<String> = BEGINNINGS
        .iter()
        .flat_map(|beginning| {
            ENDINGS
                .iter()
                .map(move |ending| format!("{beginning}{ending}"))
        })
        .collect();
    let mut people: Vec<Person> = (0..HOW_MANY)
        .map(|number| {
            let given = chance.pick(GIVEN);
            let surname = &surnames[number];
            let (body, domain) = chance.pick(BODIES);
            Person {
                name: format!("{given} {surname}"),
                address: format!("{}.{number}@{domain}", surname.to_lowercase()),
                body,
            }
        })
        .collect();
    people[PROBED] = Person {
        name: format!("Ottilie {PROBED_SURNAME}"),
        address: "o.quillfeather@northshire.example".to_owned(),
        body: "Northshire Police",
    };
    people
}
