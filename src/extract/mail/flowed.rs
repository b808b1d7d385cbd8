//! `format=flowed` (RFC 3676): lines that end in a space go on, within one depth of quoting.

/// Joins flowed lines. With `delete_space` (DelSp=yes) the space at the break was added by the sender and goes.
pub(super) fn join(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let depth = line.bytes().take_while(|b| *b == b'>').count();
        let body = &line[depth..];
        let body = body.strip_prefix(' ').unwrap_or(body);
        let signature = body == "-- ";
        if open != Some(depth) || signature {
            if open.is_some() {
                out.push('\n');
            }
            out.push_str(&line[..depth]);
            if depth > 0 {
                out.push(' ');
            }
        }
        let flows = body.ends_with(' ') && !signature;
        let kept = if flows && delete_space {
            &body[..body.len() - 1]
        } else {
            body
        };
        out.push_str(kept);
        if flows {
            open = Some(depth);
        } else {
            out.push('\n');
            open = None;
        }
    }
    // Splitting saw one line more than there is.
    let surplus = if text.ends_with('\n') { "\n\n" } else { "\n" };
    if out.ends_with(surplus) {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_broken_over_flowed_lines_is_whole_again() {
        assert_eq!(
            join("see INV/02 \n83/2020 now\nnext\n", true),
            "see INV/0283/2020 now\nnext\n"
        );
        assert_eq!(
            join("a long \nline\n> quoted \n> text\n-- \nme\n", false),
            "a long line\n> quoted text\n-- \nme\n"
        );
        assert_eq!(join("fixed\n\n\nlines\n", false), "fixed\n\n\nlines\n");
    }
}
