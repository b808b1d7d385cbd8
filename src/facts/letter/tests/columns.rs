//! Heads in two columns, as extraction flattens them, and addresses that are not the writer's.

use super::*;

fn sides(text: &str) -> (Option<String>, Option<String>) {
    let facts = read(
        &View {
            form: Form::Document,
            text,
            ..EMPTY
        },
        tables(),
    );
    let of = |parties: &[crate::facts::Party]| {
        parties.first().and_then(|party| party.organisation.clone())
    };
    (of(&facts.from), of(&facts.to))
}

fn roles(text: &str) -> Vec<(String, Role)> {
    let facts = read(
        &View {
            form: Form::Document,
            text,
            ..EMPTY
        },
        tables(),
    );
    let references = facts.references.into_iter();
    references.map(|one| (one.canonical, one.role)).collect()
}

fn both() -> Vec<(String, Role)> {
    vec![
        ("INV/0283/2020".to_owned(), Role::Ours),
        ("01.FOI.22.025669".to_owned(), Role::Yours),
    ]
}

const BODY: &str = "\nDear Sir\n\nI write about the lamps.\n\nYours faithfully\n\nA Hale\n";

#[test]
fn numbers_beside_an_address_leave_both_whole() {
    for gap in ["          ", " "] {
        let text = format!(
            "Our ref: INV/0283/2020{gap}The Chief Constable\nYour ref: 01.FOI.22.025669{gap}Northmere Constabulary\n\
             Date: 3 December 2021{gap}Lantern House\n{BODY}Information Commissioner's Office\n"
        );
        let to = Some("Northmere Constabulary".to_owned());
        assert_eq!(sides(&text), (Some("ICO".to_owned()), to), "{text}");
        assert_eq!(roles(&text), both(), "{text}");
    }
}

#[test]
fn labels_and_values_that_stand_apart_are_paired_in_their_order() {
    let labels = "Our ref:\nYour ref:\nDate:\n";
    let values = "INV/0283/2020\n01.FOI.22.025669\n3 December 2021\n";
    for head in [
        format!("{labels}\n{values}"),
        format!("{values}\n{labels}"),
        format!("{labels}\nLantern House\nNorthmere\n\n{values}"),
    ] {
        assert_eq!(roles(&format!("{head}{BODY}")), both(), "{head}");
    }
    // one number for two labels is nobody's for certain
    let one = format!("Our ref:\nYour ref:\nDate:\n\nINV/0283/2020\n3 December 2021\n{BODY}");
    assert_eq!(roles(&one)[0].1, Role::Mentioned);
}

#[test]
fn a_letterhead_on_the_right_leaves_the_addressee_on_the_left() {
    let text = format!(
        "Northmere Constabulary               Information Commissioner's Office\n\
         Lantern House                        Wycliffe House\n\
         NM1 2AB                              www.ico.org.uk\n\
         By email only\n\n3 December 2021\n{BODY}"
    );
    let to = Some("Northmere Constabulary".to_owned());
    assert_eq!(sides(&text), (Some("ICO".to_owned()), to));
}

#[test]
fn whom_a_letter_tells_one_to_complain_to_did_not_write_it() {
    let body = "14 March 2022\n\nDear Ms Quill\n\nThe lamps are lit at dusk.\n\nYours sincerely\n\nJ Reeve\n\n";
    for foot in [
        "If you remain dissatisfied you can complain to:\n\nInformation Commissioner's Office\nWycliffe House\nWater Lane\n",
        "You may write to the Information Commissioner:\nWycliffe House, Water Lane, www.ico.org.uk\n",
    ] {
        assert_eq!(sides(&format!("{body}{foot}")).0, None, "{foot}");
    }
    let own = format!(
        "{body}Information Commissioner's Office\n\nYou may appeal to the tribunal if you are not satisfied.\n\
         Wycliffe House, Water Lane, www.ico.org.uk\n"
    );
    assert_eq!(sides(&own).0.as_deref(), Some("ICO"));
}
