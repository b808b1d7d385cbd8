//! What the loop takes from one message: its headers, its text with that of its enclosures, and three references.

use std::sync::LazyLock;

use mailparse::{DispositionType, MailHeaderMap, ParsedMail};
use regex::Regex;

/// The values of one document.
#[derive(Default)]
pub struct Message {
    /// The body and what was read of enclosures, one after the other.
    pub text: String,
    /// `Subject`, decoded.
    pub subject: String,
    /// `From`, decoded: names and addresses.
    pub from: String,
    /// `To`, likewise.
    pub to: String,
    /// `Cc`, likewise.
    pub cc: String,
    /// `Date` as days since 1970, where mailparse reads it.
    pub day: Option<i64>,
    /// References in one spelling each.
    pub references: Vec<String>,
    /// The names of enclosures.
    pub enclosed: Vec<String>,
}

impl Message {
    /// Reads a message; with `readers` its DOCX and PDF enclosures too. What mailparse cannot read is left out.
    pub fn read(bytes: &[u8], readers: bool) -> Self {
        let Ok(mail) = mailparse::parse_mail(bytes) else {
            return Self::default();
        };
        let header = |name| mail.headers.get_first_value(name).unwrap_or_default();
        let mut message = Self {
            subject: header("Subject"),
            from: header("From"),
            to: header("To"),
            cc: header("Cc"),
            day: mailparse::dateparse(&header("Date"))
                .ok()
                .map(|seconds| seconds.div_euclid(86_400)),
            ..Self::default()
        };
        message.part(&mail, readers);
        for text in [&message.subject, &message.text] {
            references(text, &mut message.references);
        }
        message
    }

    fn part(&mut self, part: &ParsedMail<'_>, readers: bool) {
        let mut inner = part.subparts.as_slice();
        let media = part.ctype.mimetype.as_str();
        if media == "multipart/alternative" {
            inner = &inner[..inner.len().min(1)];
        }
        for part in inner {
            self.part(part, readers);
        }
        if !part.subparts.is_empty() {
            return;
        }
        let disposition = part.get_content_disposition();
        if disposition.disposition == DispositionType::Attachment {
            let name = disposition.params.get("filename");
            self.enclosed.extend(name.cloned());
        }
        match media {
            "application/pdf"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => {
                if readers && let Ok(bytes) = part.get_body_raw() {
                    document(&bytes, &mut self.text);
                }
            }
            _ if media.starts_with("text/") => {
                let body = part.get_body().unwrap_or_default();
                match media {
                    "text/html" => strip(&body, &mut self.text),
                    _ => self.text.push_str(&body),
                }
                self.text.push('\n');
            }
            _ => {}
        }
    }
}

/// Adds the text of a DOCX or a PDF.
#[cfg(feature = "readers")]
fn document(bytes: &[u8], out: &mut String) {
    use recordroom::extract::{Limits, tree};
    // a digest that is known is not worked out, and the loop has no use for it
    let hashed = tree::Hashed {
        sha256: Some([0; 32]),
        message: None,
    };
    let reading = tree::read_hashed(bytes, "", &hashed, &Limits::default());
    for item in reading.items {
        for passage in item.extraction.passages {
            out.push_str(&passage.text);
            out.push('\n');
        }
    }
}

#[cfg(not(feature = "readers"))]
fn document(_: &[u8], _: &mut String) {}

/// Adds the text of a page: a blank for each tag, the commonest entities decoded.
fn strip(page: &str, out: &mut String) {
    const ENTITIES: [(&str, char); 5] = [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("nbsp;", ' '),
        ("quot;", '"'),
    ];
    let mut rest = page;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let tag = rest.as_bytes()[at] == b'<';
        rest = &rest[at + 1..];
        if tag {
            rest = memchr::memchr(b'>', rest.as_bytes()).map_or("", |end| &rest[end + 1..]);
            out.push(' ');
        } else if let Some((entity, letter)) =
            ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))
        {
            rest = &rest[entity.len()..];
            out.push(*letter);
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
}

/// Adds the references of a text, each as its issuer spells it.
fn references(text: &str, found: &mut Vec<String>) {
    static FORMS: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| {
        const MARK: &str = r"[-/_.\s]";
        Regex::new(&format!(
            r"(?i)(?-u:\b)(?:(INV){MARK}([0-9]{{4}}){MARK}([0-9]{{4}})|(IC){MARK}([0-9]{{5,6}}){MARK}([A-Z][0-9][A-Z][0-9])|(01){MARK}(FOI){MARK}([0-9]{{2}}){MARK}([0-9]{{6}}))(?-u:\b)"
        ))
    });
    let Ok(forms) = &*FORMS else { return };
    for captures in forms.captures_iter(text) {
        let groups: Vec<&str> = captures
            .iter()
            .skip(1)
            .flatten()
            .map(|group| group.as_str())
            .collect();
        let mark = match groups[0].as_bytes()[1] | 0x20 {
            b'n' => "/",
            b'c' => "-",
            _ => ".",
        };
        found.push(groups.join(mark).to_ascii_uppercase());
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    const MAIL: &str = "From: =?UTF-8?B?Sm9zw6k=?= <j@a.example>\nTo: b@a.example\nCc: c@a.example\n\
        Subject: Your inv-0283-2020\nDate: Sun, 12 Aug 2018 10:28:39 +0100\n\
        Content-Type: multipart/mixed; boundary=\"=m\"\n\n--=m\n\
        Content-Type: multipart/alternative; boundary=\"=a\"\n\n--=a\nContent-Type: text/plain\n\n\
        On ic/123456/a1b2, not XINV/0283/2021, INV/0283/20201 or 101.FOI.22.025669.\n--=a\n\
        Content-Type: text/html\n\n<p>said twice</p>\n--=a--\n--=m\n\
        Content-Type: text/html\nContent-Disposition: attachment; filename=annex.html\n\n\
        <p>salt &amp; cellar</p><p>01-foi-22-025669 & more\n--=m\n\
        Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!\n--=m--\n";

    #[test]
    fn a_message_gives_what_the_searches_need() {
        let message = Message::read(MAIL.as_bytes(), false);
        assert_eq!(message.from, "Jos\u{e9} <j@a.example>");
        assert_eq!((&*message.to, &*message.cc), ("b@a.example", "c@a.example"));
        assert_eq!(message.day, Some(17_755));
        assert_eq!(message.enclosed, ["annex.html"]);
        assert!(
            message.text.contains(" salt & cellar  "),
            "{}",
            message.text
        );
        assert!(message.text.contains("& more"), "{}", message.text);
        assert!(!message.text.contains("said twice"), "{}", message.text);
        assert_eq!(
            message.references,
            ["INV/0283/2020", "IC-123456-A1B2", "01.FOI.22.025669"]
        );
    }
}
