//! Every rule, one file each, in the order in which they are listed to people.

use super::rule::Rule;

mod accessible_but_no_location;
mod exclusive_exemptions;
mod exemption_not_explained;
mod extension_without_public_interest;
mod held_not_confirmed;
mod hidden_content_in_disclosure;
mod impossible_date;
mod in_scope_not_listed;
mod inconsistent_treatment;
mod label_not_claimed;
mod late_response;
mod located_not_in_archive;
mod missing_qualified_person_opinion;
mod no_advice_with_cost_refusal;
mod no_internal_review_rights;
mod no_prejudice_explained;
mod no_public_interest_test;
mod no_refusal_notice_statement;
mod no_regulator_complaint_rights;
mod not_held_without_search;
mod open_ended_extension;
mod question_not_answered;
mod redaction_recoverable;
mod reference_mismatch;
mod requester_identified_in_published_copy;
mod superseded_provision;
mod title_mismatch;
mod unknown_provision;
mod wrong_confirm_or_deny_provision;
mod wrong_regime;

/// Every rule. A new rule is a new file and a line here.
pub const RULES: [&Rule; 30] = [
    &late_response::RULE,
    &no_refusal_notice_statement::RULE,
    &held_not_confirmed::RULE,
    &exemption_not_explained::RULE,
    &no_prejudice_explained::RULE,
    &no_public_interest_test::RULE,
    &wrong_confirm_or_deny_provision::RULE,
    &exclusive_exemptions::RULE,
    &unknown_provision::RULE,
    &superseded_provision::RULE,
    &title_mismatch::RULE,
    &missing_qualified_person_opinion::RULE,
    &accessible_but_no_location::RULE,
    &no_advice_with_cost_refusal::RULE,
    &open_ended_extension::RULE,
    &extension_without_public_interest::RULE,
    &question_not_answered::RULE,
    &not_held_without_search::RULE,
    &wrong_regime::RULE,
    &no_internal_review_rights::RULE,
    &no_regulator_complaint_rights::RULE,
    &reference_mismatch::RULE,
    &impossible_date::RULE,
    &requester_identified_in_published_copy::RULE,
    &label_not_claimed::RULE,
    &hidden_content_in_disclosure::RULE,
    &redaction_recoverable::RULE,
    &located_not_in_archive::RULE,
    &in_scope_not_listed::RULE,
    &inconsistent_treatment::RULE,
];
