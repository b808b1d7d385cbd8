//! The tag files of a bag: RFC 8493, "The BagIt File Packaging Format (V1.0)".

use jiff::civil::Date;

use super::Written;
use crate::verbs::answers::State;

/// What a bag says of itself.
pub(super) struct About<'a> {
    /// The query as typed.
    pub(super) query: &'a str,
    /// The same in plain words.
    pub(super) read_as: String,
    /// The request that it serves.
    pub(super) request: Option<&'a str>,
    /// The entry of the log.
    pub(super) log: u64,
    /// The archive's state.
    pub(super) archive: &'a State,
    /// Records whose originals could not be had.
    pub(super) not_exported: usize,
}

/// The declaration, the information and the manifests of the payload; names and texts.
pub(super) fn tag_files(
    payload: &[Written],
    about: &About<'_>,
    today: Date,
) -> Vec<(String, String)> {
    let bytes: u64 = payload.iter().map(|file| file.bytes).sum();
    let mut info = String::new();
    let mut say = |label: &str, value: &str| {
        // a line end would begin another label; a folded line begins with a blank
        let value: Vec<&str> = value.split_whitespace().collect();
        info.push_str(&format!("{label}: {}\n", value.join(" ")));
    };
    say(
        "Bag-Software-Agent",
        concat!("recordroom ", env!("CARGO_PKG_VERSION")),
    );
    say("Bagging-Date", &today.to_string());
    say("Payload-Oxum", &format!("{bytes}.{}", payload.len()));
    say(
        "External-Description",
        &format!("Originals of the records found by: {}", about.read_as),
    );
    if let Some(request) = about.request {
        say("External-Identifier", request);
    }
    say(
        "Internal-Sender-Identifier",
        &format!("log entry {}", about.log),
    );
    say("Recordroom-Query", about.query);
    say("Recordroom-Log-Entry", &about.log.to_string());
    say("Recordroom-Archive-Digest", &about.archive.digest);
    say(
        "Recordroom-Archive-Records",
        &about.archive.records.to_string(),
    );
    say("Recordroom-Not-Exported", &about.not_exported.to_string());
    vec![
        (
            "bagit.txt".to_owned(),
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned(),
        ),
        ("bag-info.txt".to_owned(), info),
        (
            "manifest-sha256.txt".to_owned(),
            manifest(payload, |file| &file.sha256),
        ),
        (
            "manifest-sha512.txt".to_owned(),
            manifest(payload, |file| &file.sha512),
        ),
    ]
}

/// The manifests of the tag files themselves.
pub(super) fn tag_manifests(tags: &[Written]) -> Vec<(String, String)> {
    vec![
        (
            "tagmanifest-sha256.txt".to_owned(),
            manifest(tags, |file| &file.sha256),
        ),
        (
            "tagmanifest-sha512.txt".to_owned(),
            manifest(tags, |file| &file.sha512),
        ),
    ]
}

/// A line for each file: digest and path, by path; per cent signs and line ends as RFC 8493, section 2.1.3 has them.
pub(super) fn manifest(files: &[Written], digest: impl Fn(&Written) -> &str) -> String {
    let mut lines: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let path = file
                .path
                .replace('%', "%25")
                .replace('\n', "%0A")
                .replace('\r', "%0D");
            (path, digest(file).to_owned())
        })
        .collect();
    lines.sort();
    lines
        .into_iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect()
}
