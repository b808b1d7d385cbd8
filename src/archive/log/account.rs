//! Who runs this program, as the system knows it: the environment may say anything.
//!
//! On Linux the account's number is looked up in `/etc/passwd` and nowhere else: the C library's own look-up would ask
//! name services over sockets, and this program opens none. An account that is kept elsewhere (a directory service) is
//! named by its number.

/// The account's name, or its number, as it stands in the log's `who`.
pub(super) fn name() -> String {
    #[cfg(target_os = "linux")]
    {
        let number = rustix::process::getuid().as_raw();
        let accounts = std::fs::read("/etc/passwd").unwrap_or_default();
        named(&String::from_utf8_lossy(&accounts), number)
            .unwrap_or_else(|| format!("account {number}"))
    }
    #[cfg(not(target_os = "linux"))]
    {
        whoami::username()
            .ok()
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "unknown account".into())
    }
}

/// The first name that a list in the form of passwd(5) has for a number.
#[cfg(target_os = "linux")]
fn named(accounts: &str, number: u32) -> Option<String> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, _password, uid) = (fields.next()?, fields.next()?, fields.next()?);
        (uid.parse() == Ok(number) && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::named;

    #[test]
    fn an_account_is_named_by_its_number_alone() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\n# 7:x:7\n:x:8:8::/:\nbadly\nyard:x:1000:1000::/srv:/bin/sh\n\
                        twin:x:1000:1000::/srv:/bin/sh\n";
        assert_eq!(named(accounts, 0).as_deref(), Some("root"));
        assert_eq!(named(accounts, 1000).as_deref(), Some("yard"));
        assert_eq!(named(accounts, 8), None);
        assert_eq!(named(accounts, 100), None);
    }
}
