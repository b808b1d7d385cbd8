//! Organisations in a query: whoever types one of its names means the organisation too.

use std::ops::Deref;

use super::{Field, Node, Query, Text};
use crate::facts::parties::Parties;

impl Query {
    /// Widens `from:`, `to:` and `party:` by the short name under which an organisation is filed, where what was
    /// typed is another of its names; [`Query::read_as`] says so. The table is not read where no field asks for it.
    #[must_use]
    pub fn naming(self, parties: &impl Deref<Target = Parties>) -> Self {
        Self {
            root: named(self.root, parties),
            typed: self.typed,
        }
    }
}

fn named(node: Node, parties: &impl Deref<Target = Parties>) -> Node {
    let all = |nodes: Vec<Node>| -> Vec<Node> {
        nodes.into_iter().map(|node| named(node, parties)).collect()
    };
    match node {
        Node::And(nodes) => Node::And(all(nodes)),
        Node::Or(nodes) => Node::Or(all(nodes)),
        Node::Not(inner) => Node::Not(Box::new(named(*inner, parties))),
        Node::Text {
            field: Some(field @ (Field::From | Field::To | Field::Cc | Field::Party)),
            text: text @ (Text::Word { .. } | Text::Phrase { apart: None, .. }),
            at,
        } => {
            let (Text::Word { typed, .. } | Text::Phrase { typed, .. }) = &text else {
                return Node::Text {
                    field: Some(field),
                    text,
                    at,
                };
            };
            let short = parties
                .by_name(typed)
                .filter(|short| !short.eq_ignore_ascii_case(typed))
                .map(str::to_owned);
            let as_typed = Node::Text {
                field: Some(field),
                text,
                at,
            };
            match short {
                Some(short) => Node::Or(vec![
                    as_typed,
                    Node::Text {
                        field: Some(field),
                        text: Text::Phrase {
                            typed: short,
                            apart: None,
                        },
                        at,
                    },
                ]),
                None => as_typed,
            }
        }
        other => other,
    }
}
