//! Words in messages, mailboxes and saved pages.

use crate::packing::{base64, mailbox, message};
use crate::planting::{Planted, Planting};

pub fn planted() -> Vec<Planted> {
    vec![headers(), parts(), deep(), odd(), mbox(), page(), report()]
}

const HEAD: &str = "From: Nell Tarrant <nell@saltmarsh.example>\nTo: Piers Quay <piers@kingsmere.example>\n\
                    Date: Thu, 6 May 2021 09:00:00 +0100\nMIME-Version: 1.0\n";

fn headers() -> Planted {
    let p = Planting::new("headers.eml");
    let mut text = String::new();
    for name in [
        "Sender",
        "Reply-To",
        "To",
        "Cc",
        "Bcc",
        "Resent-From",
        "Delivered-To",
    ] {
        text.push_str(&format!("{name}: {} <who@kingsmere.example>\n", p.at(name)));
    }
    text.push_str(&format!(
        "From: \"{}\" <{}@saltmarsh.example>\n",
        p.at("From name"),
        p.at("From address")
    ));
    for name in [
        "Comments",
        "Keywords",
        "Organization",
        "X-Own-Field",
        "Thread-Topic",
        "User-Agent",
        "List-Id",
    ] {
        text.push_str(&format!("{name}: {}\n", p.at(name)));
    }
    text.push_str(&format!(
        "Subject: =?utf-8?B?{}?=\n =?utf-8?Q?_{}?=\n",
        base64(p.at("Subject B word").as_bytes()).trim(),
        p.at("Subject Q word")
    ));
    text.push_str(&format!(
        "Message-ID: <{}@saltmarsh.example>\n",
        p.at("Message-ID")
    ));
    text.push_str(&format!("X-Folded: one\n\t{}\n", p.at("folded line")));
    text.push_str("Date: Thu, 6 May 2021 09:00:00 +0100\n");
    text.push_str(&format!("\n{} is all.\n", p.at("body")));
    p.bear(text)
}

fn parts() -> Planted {
    let p = Planting::new("parts.eml");
    let text = format!(
        "{HEAD}Subject: parts\nContent-Type: multipart/mixed; boundary=\"outer\"\n\n{}\n--outer\n\
         Content-Type: multipart/alternative; boundary=\"inner\"\n\n{}\n--inner\nContent-Type: text/plain\n\n{}\n--inner\n\
         Content-Type: text/html\n\n<html><head><title>{}</title></head><body><p>{}</p><img alt=\"{}\" title=\"{}\">\
         <div style=\"display:none\">{}</div><a href=\"https://x.example/{}\">a</a></body></html>\n--inner\n\
         Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{}\nX-ROOM:{}\nEND:VEVENT\nEND:VCALENDAR\n\
         --inner--\n{}\n--outer\nContent-Type: text/plain; name=\"a.txt\"\nContent-Description: {}\n\n{}\n--outer\n\
         Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''%71partsemlxattachmentnameq.txt\n\
         Content-Transfer-Encoding: base64\n\n{}\n--outer\nContent-Type: text/x-unknown\n\n{}\n--outer\n\
         Content-Type: text/rtf; name=a.rtf\n\n{{\\rtf1 {}}}\n--outer\nContent-Type: text/vcard; name=a.vcf\n\nBEGIN:VCARD\nFN:{}\nEND:VCARD\n\
         --outer\nContent-Type: application/x-unknown; name=\"odd.bin\"\n\n{}\n--outer--\n{}\n",
        p.at("preamble"),
        p.at("inner preamble"),
        p.at("plain alternative"),
        p.at("HTML title"),
        p.at("HTML alternative"),
        p.at("alt"),
        p.at("title attribute"),
        p.at("hidden HTML"),
        p.at("link target"),
        p.at("calendar alternative"),
        p.at("calendar property"),
        p.at("inner epilogue"),
        p.at("Content-Description"),
        p.at("attached text"),
        base64(p.at("attached base64").as_bytes()),
        p.at("unknown text type"),
        p.at("attached RTF"),
        p.at("attached contact"),
        p.at("unknown type that is text"),
        p.at("epilogue"),
    );
    p.at("attachment name");
    p.bear(text)
}

/// Messages in messages, eight deep, and parts in parts.
fn deep() -> Planted {
    let p = Planting::new("deep.eml");
    let mut inner = format!(
        "{HEAD}Subject: {}\n\n{}\n",
        p.at("subject at depth 8"),
        p.at("body at depth 8")
    );
    for depth in (1..8).rev() {
        inner = format!(
            "{HEAD}Subject: {}\nContent-Type: multipart/mixed; boundary=\"b{depth}\"\n\n--b{depth}\nContent-Type: text/plain\n\n{}\n\
             --b{depth}\nContent-Type: message/rfc822\n\n{inner}\n--b{depth}--\n",
            p.at(&format!("subject at depth {depth}")),
            p.at(&format!("body at depth {depth}")),
        );
    }
    p.bear(inner)
}

/// Messages that keep to no rule.
fn odd() -> Planted {
    let p = Planting::new("odd.eml");
    let uu = {
        // one line of uuencode: a length, then four printing characters for every three bytes
        let word = p.at("uuencoded");
        let mut out = String::from("begin 644 u.txt\n");
        for line in word.as_bytes().chunks(45) {
            out.push(char::from(b' ' + line.len() as u8));
            for three in line.chunks(3) {
                let at = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
                let bits = at(0) << 16 | at(1) << 8 | at(2);
                for shift in [18, 12, 6, 0] {
                    let six = (bits >> shift & 63) as u8;
                    out.push(if six == 0 {
                        '`'
                    } else {
                        char::from(b' ' + six)
                    });
                }
            }
            out.push('\n');
        }
        out + "`\nend\n"
    };
    let text = format!(
        "{HEAD}Subject: odd\nContent-Type: multipart/mixed; boundary=\"declared\"\n\n--other\nContent-Type: text/plain\n\n{}\n{uu}{}\n\
         --other\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{}\n-- \nfooter {}\n--other\n\
         Content-Type: text/plain\nContent-Transfer-Encoding: x-none-such\n\n{}\n--other\n\
         Content-Type: text/plain; format=flowed; delsp=yes\n\n{} \n{}\n",
        p.at("wrong boundary"),
        p.at("after uuencode"),
        base64(p.at("base64 before a footer").as_bytes())
            .trim_end()
            .trim_end_matches('='),
        p.at("footer after base64"),
        p.at("unknown encoding"),
        &p.at("flowed over two lines")[..9],
        &"qoddemlxflowedovertwolinesq"[9..],
    );
    p.bear(text)
}

fn report() -> Planted {
    let p = Planting::new("report.eml");
    let text = format!(
        "{HEAD}Subject: undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"r\"\n\n--r\n\
         Content-Type: text/plain\n\n{}\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {}\n\n--r\n\
         Content-Type: text/rfc822-headers\n\nSubject: {}\n--r--\n",
        p.at("report text"),
        p.at("delivery status"),
        p.at("returned headers"),
    );
    p.bear(text)
}

fn mbox() -> Planted {
    let p = Planting::new("box.mbox");
    let mut messages = vec![
        message(&p.at("first message"), &[]),
        message(
            &p.at("second message"),
            &[("n.txt", p.at("attached in second").as_bytes())],
        ),
    ];
    let stuffed = format!(
        "{HEAD}Subject: last\n\n>From the quay {}",
        p.at("stuffed line of the last message")
    );
    messages.push(stuffed.into_bytes());
    p.bear(mailbox(&messages))
}

fn page() -> Planted {
    let p = Planting::new("saved.mhtml");
    let text = format!(
        "From: <Saved by a browser>\nSubject: {}\nSnapshot-Content-Location: https://x.example/{}\nX-Note: {}\nMIME-Version: 1.0\n\
         Content-Type: multipart/related; boundary=\"w\"\n\n--w\nContent-Type: text/html\nContent-Location: https://x.example/a.html\n\n\
         <html><head><title>{}</title><meta name=\"description\" content=\"{}\"></head><body><p>{}</p><img alt=\"{}\"></body></html>\n\
         --w\nContent-Type: text/html; name=\"frame.html\"\nContent-Location: https://x.example/frame.html\n\n<p>{}</p>\n\
         --w\nContent-Type: text/css\nContent-Location: https://x.example/{}.css\n\np {{}}\n\
         --w\nContent-Type: text/plain\nContent-Location: https://x.example/{}.txt\n\n{}\n--w--\n",
        p.at("Subject"),
        p.at("address"),
        p.at("own header"),
        p.at("title"),
        p.at("description"),
        p.at("page"),
        p.at("alt"),
        p.at("frame"),
        p.at("address of a style"),
        p.at("name of a file"),
        p.at("file"),
    );
    p.bear(text)
}
