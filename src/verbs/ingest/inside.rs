//! Where a path of a walk belongs: under which root, and by which name there.

use super::look::Look;
use crate::archive::places::Place;

/// The earlier roots within a path and where each lies, the innermost first.
pub fn roots_within(look: &Look) -> Vec<(String, &Place)> {
    let within = look.within.iter();
    let mut roots: Vec<(String, &Place)> = within
        .map(|place| (place.root.path.clone(), place))
        .collect();
    roots.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
    roots
}

/// The root that a thing lies under, its folder below that, and its name.
pub fn thing_inside(text: &str, look: &Look, within: &[(String, &Place)]) -> (i64, String, String) {
    let (root, rest) = root_of(text, look, within);
    let path = below(rest, text);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (root, folder.to_owned(), name.to_owned())
}

/// The root that a folder lies under, and its path below it; empty for the root itself.
pub fn folder_inside<'t>(
    text: &'t str,
    look: &Look,
    within: &[(String, &Place)],
) -> (i64, &'t str) {
    let (root, rest) = root_of(text, look, within);
    (root, rest.trim_start_matches('/'))
}

fn root_of<'t>(text: &'t str, look: &Look, within: &[(String, &Place)]) -> (i64, &'t str) {
    for (root, place) in within {
        if let Some(rest) = text.strip_prefix(root.as_str())
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return (place.root.id, rest);
        }
    }
    let rest = text
        .strip_prefix(look.place.root.path.as_str())
        .unwrap_or(text);
    (look.place.root.id, rest)
}

/// The path below a root; for a root that is the file itself, the file's name.
fn below<'t>(rest: &'t str, text: &'t str) -> &'t str {
    match rest.trim_start_matches('/') {
        "" => text.rsplit_once('/').map_or(text, |(_, name)| name),
        rest => rest,
    }
}

/// Whether something lies in a folder itself, not below another one.
pub fn lies_in(path: &str, folder: &str) -> bool {
    path.rsplit_once('/')
        .is_some_and(|(above, _)| above == folder.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_folder_is_told_of_the_topmost_folder_too() {
        assert!(lies_in("/yard/auk.eml", "/yard"));
        assert!(lies_in("/auk.eml", "/"));
        assert!(!lies_in("/yard/auk.eml", "/"));
        assert!(!lies_in("/yards/auk.eml", "/yard"));
    }
}
