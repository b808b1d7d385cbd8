//! Names, misprints and domains are read back to their organisation.

use super::*;

fn table() -> &'static Parties {
    static TABLE: std::sync::OnceLock<Parties> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        Parties::from_toml(include_str!("../../../schema/parties.toml"))
            .expect("the built-in table is sound")
    })
}

fn shorts(text: &str) -> Vec<String> {
    table()
        .find(text)
        .into_iter()
        .map(|found| found.short)
        .collect()
}

#[test]
fn every_row_is_found_by_each_of_its_names() {
    let parties = table();
    assert!(parties.rows().len() > 50);
    for row in parties.rows() {
        assert!(!row.source.is_empty(), "{} has no source", row.short);
        for name in parties.names_of(&row.short) {
            if name == row.short
                && !row.long_names().any(|long| long == name)
                && !row.exact.iter().any(|e| e == name)
            {
                continue;
            }
            let found = parties.find(&format!("Sent to {name}, today"));
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            assert_eq!(found[0].short, row.short, "{name}");
            assert_eq!(parties.by_name(name), Some(row.short.as_str()), "{name}");
        }
        for domain in &row.domains {
            assert_eq!(
                parties.by_domain(&format!("someone@unit.{domain}")),
                Some(row.short.as_str())
            );
            assert_eq!(
                parties.by_domain(&format!("https://www.{domain}/a?b")),
                Some(row.short.as_str())
            );
        }
    }
}

#[test]
fn names_are_read_in_capitals_over_lines_and_with_misprints() {
    assert_eq!(shorts("INFORMATION COMMISSIONER\u{2019}S OFFICE"), ["ICO"]);
    assert_eq!(shorts("the Information\n  Commissioners Office"), ["ICO"]);
    assert_eq!(
        shorts("by the Information Commissioner's Officer (ICO)"),
        ["ICO", "ICO"]
    );
    assert_eq!(
        shorts("the Information Commissioner\u{c2}\u{2019}s Office"),
        ["ICO"]
    );
    assert_eq!(
        table().by_name("Infomation Commissioner's Office"),
        Some("ICO")
    );
    assert_eq!(
        table().find("by the Information Commissioner's Officer on")[0].as_printed,
        "Information Commissioner's Officer"
    );
}

#[test]
fn the_longer_name_wins_and_words_are_whole() {
    assert_eq!(shorts("the Scottish Information Commissioner"), ["SIC"]);
    assert_eq!(
        shorts("the Met Office, then the Met, then Met"),
        ["Met Office", "MPS"]
    );
    assert_eq!(table().by_name("Met"), Some("MPS"));
    assert!(shorts("pico ico MPSX BICON").is_empty());
}

#[test]
fn a_short_form_of_two_bodies_is_nobody() {
    assert!(shorts("as WMP wrote").is_empty());
    assert_eq!(table().by_name("WMP"), None);
    assert_eq!(
        table().by_domain("a@wmp.police.uk"),
        Some("West Midlands Police")
    );
    assert!(!table().names_of("West Mercia Police").contains(&"WMP"));
}

#[test]
fn a_domain_is_whole_labels() {
    assert_eq!(table().by_domain("x@notmet.police.uk"), None);
    assert_eq!(table().by_domain("x@met.police.uk.example.net"), None);
    assert_eq!(table().by_domain("Casework@ICO.ORG.UK"), Some("ICO"));
    assert_eq!(table().by_domain(""), None);
}

#[test]
fn a_table_with_a_name_given_twice_is_refused() {
    let row = |short: &str| {
        format!(
            "[[party]]\nshort='{short}'\nname='Northshire Police'\nkind='police'\nsource='made up'\n"
        )
    };
    let error = Parties::from_toml(&(row("A") + &row("B"))).expect_err("one name, two rows");
    assert!(error.to_string().contains("Northshire Police"));
}
