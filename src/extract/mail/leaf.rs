//! One part that holds no others: its encoding undone, and its text.

use std::borrow::Cow;

use super::super::{charset, html};
use super::fields::Fields;
use super::parameters::Parameters;
use super::{base64, flowed, quoted, words};

/// A part's own headers, read.
pub(super) struct Description {
    /// The media type, lower case; `text/plain` where none is given or what is given is no type.
    pub kind: String,
    /// Parameters of Content-Type.
    pub parameters: Parameters,
    /// The transfer encoding, lower case.
    pub encoding: String,
    /// The disposition, lower case; empty when there is none.
    pub disposition: String,
    /// The name, decoded.
    pub name: Option<String>,
}

impl Description {
    pub fn read(fields: &Fields<'_>, in_digest: bool, doubts: &mut Vec<String>) -> Self {
        let declared = fields.get("content-type");
        let parameters = declared.map(Parameters::read).unwrap_or_default();
        let kind = match parameters.value.as_str() {
            "" if in_digest => "message/rfc822".to_owned(),
            "multipart" => "multipart/mixed".to_owned(),
            kind if kind.contains('/') => kind.to_owned(),
            _ => "text/plain".to_owned(),
        };
        let encoding = fields
            .get("content-transfer-encoding")
            .map(token)
            .unwrap_or_default();
        let disposition = fields
            .get("content-disposition")
            .map(Parameters::read)
            .unwrap_or_default();
        let name = disposition
            .decoded("filename", doubts)
            .or_else(|| parameters.decoded("name", doubts))
            .or_else(|| disposition.decoded("name", doubts))
            .or_else(|| parameters.decoded("filename", doubts))
            .map(|name| name.replace(|c: char| c.is_control(), "").trim().to_owned())
            .filter(|name| !name.is_empty());
        Self {
            kind,
            encoding,
            disposition: disposition.value,
            name,
            parameters,
        }
    }

    /// The charset declared, if one is.
    pub fn charset(&self) -> Option<String> {
        self.parameters
            .token("charset")
            .filter(|label| !label.trim().is_empty())
    }
}

/// The first word of a value, lower case, without quotes or comments.
fn token(raw: &[u8]) -> String {
    let text = words::unfolded(&String::from_utf8_lossy(raw)).to_ascii_lowercase();
    text.split([';', '('])
        .next()
        .unwrap_or_default()
        .trim_matches([' ', '"', '\'', '\t', '<', '>'])
        .to_owned()
}

/// The name at the end of an address; none where there is none.
pub(super) fn name_in(address: &[u8]) -> Option<String> {
    let address = words::unfolded(&String::from_utf8_lossy(address));
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim().rsplit(['/', '\\', ':']).next()?;
    let name = String::from_utf8_lossy(&quoted::percent(name.as_bytes())).into_owned();
    (!name.is_empty()).then_some(name)
}

/// A part's bytes with the transfer encoding undone.
pub(super) struct Content<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// What the encoding did not cover.
    pub rest: Option<&'a [u8]>,
    pub doubt: Option<String>,
}

/// Undoes a transfer encoding; an unknown one is taken for none.
pub(super) fn content<'a>(body: &'a [u8], encoding: &str) -> Content<'a> {
    match encoding {
        "quoted-printable" | "quoted_printable" | "quotedprintable" | "qp" => {
            let bytes = if memchr::memchr(b'=', body).is_none() {
                Cow::Borrowed(body)
            } else {
                Cow::Owned(quoted::decode(body))
            };
            Content {
                bytes,
                rest: None,
                doubt: None,
            }
        }
        "base64" | "base-64" | "base_64" | "b64" => {
            let decoded = base64::decode(body);
            let doubt = decoded.doubt.map(str::to_owned);
            Content {
                bytes: Cow::Owned(decoded.bytes),
                rest: decoded.rest,
                doubt,
            }
        }
        // what is uuencoded bears a line that says where it begins: it is looked for
        plain if is_identity(plain) || is_uuencode(plain) => Content {
            bytes: Cow::Borrowed(body),
            rest: None,
            doubt: None,
        },
        other => {
            let doubt = Some(format!(
                "unknown transfer encoding {other}; read as it stands"
            ));
            Content {
                bytes: Cow::Borrowed(body),
                rest: None,
                doubt,
            }
        }
    }
}

/// Whether an encoding is uuencode.
pub(super) fn is_uuencode(encoding: &str) -> bool {
    matches!(encoding, "x-uuencode" | "uuencode" | "x-uue" | "uue")
}

/// Whether an encoding leaves the bytes as they are.
pub(super) fn is_identity(encoding: &str) -> bool {
    matches!(
        encoding,
        "" | "7bit" | "8bit" | "binary" | "7-bit" | "8-bit" | "none"
    )
}

/// Plain text of a part: charset, line ends, flowed lines.
pub(super) fn plain_text(
    bytes: &[u8],
    description: &Description,
    doubts: &mut Vec<String>,
) -> String {
    let (text, doubt) = charset::read(bytes, description.charset().as_deref());
    doubts.extend(doubt.map(|doubt| format!("the text: {doubt}")));
    let mut text = charset::plain_lines(text);
    if text.contains('\0') {
        text = text.replace('\0', " ");
    }
    let flowed = description
        .parameters
        .token("format")
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if flowed {
        let delete = description
            .parameters
            .token("delsp")
            .is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        text = flowed::join(&text, delete);
    }
    text
}

/// The page that an HTML part, or one of the older formats with tags, holds.
pub(super) fn page(
    bytes: &[u8],
    description: &Description,
    doubts: &mut Vec<String>,
) -> html::Page {
    let mut page = html::read(bytes, description.charset().as_deref());
    doubts.extend(
        page.doubts
            .drain(..)
            .map(|doubt| format!("the HTML text: {doubt}")),
    );
    page
}
