//! Organisations in a query: whoever types one of its names means the organisation too.

use std::ops::Deref;

use super::{Field, Node, Query, Value};
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
        Node::Field {
            field: field @ (Field::From | Field::To | Field::Party),
            value: Value::Words { text, quoted },
            at,
        } => {
            let short = parties
                .by_name(&text)
                .filter(|short| !short.eq_ignore_ascii_case(&text))
                .map(str::to_owned);
            let typed = Node::Field {
                field,
                value: Value::Words { text, quoted },
                at,
            };
            match short {
                Some(text) => Node::Or(vec![
                    typed,
                    Node::Field {
                        field,
                        value: Value::Words { text, quoted: true },
                        at,
                    },
                ]),
                None => typed,
            }
        }
        other => other,
    }
}
