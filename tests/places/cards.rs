//! Words in calendars, contacts, drawings, pictures, texts and tables.

use crate::planting::{Planted, Planting};

pub fn planted() -> Vec<Planted> {
    vec![
        calendar(),
        contact(),
        old_contact(),
        drawing(),
        metafile(),
        picture(),
        html(),
        csv(),
        note(),
    ]
}

fn calendar() -> Planted {
    let p = Planting::new("event.ics");
    let mut text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{}\r\nMETHOD:{}\r\nX-WR-CALNAME:{}\r\nX-WR-CALDESC:{}\r\n\
         BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:STANDARD\r\nTZNAME:{}\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n",
        p.at("PRODID"),
        p.at("METHOD"),
        p.at("X-WR-CALNAME"),
        p.at("X-WR-CALDESC"),
        p.at("TZID"),
        p.at("TZNAME"),
    );
    for name in [
        "UID",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "COMMENT",
        "CONTACT",
        "CATEGORIES",
        "RESOURCES",
        "STATUS",
        "CLASS",
        "URL",
        "RELATED-TO",
        "REQUEST-STATUS",
        "X-MAKER-OWN",
        "CONFERENCE",
        "DTSTAMP",
        "RRULE",
        "GEO",
        "ATTACH",
        "NO-SUCH-NAME",
    ] {
        text.push_str(&format!("{name}:{}\r\n", p.at(name)));
    }
    text.push_str(&format!(
        "DTSTART;TZID={}:20210504T100000\r\n",
        p.at("TZID of a start")
    ));
    text.push_str(&format!(
        "ORGANIZER;CN=\"{}\";SENT-BY=\"mailto:{}@x.example\";DIR=\"ldap://{}\":mailto:{}@x.example\r\n",
        p.at("organizer's name"), p.at("sent by"), p.at("organizer's directory"), p.at("organizer's address"),
    ));
    text.push_str(&format!(
        "ATTENDEE;CN={};ROLE={};DELEGATED-TO=\"mailto:{}@x.example\":mailto:{}@x.example\r\n",
        p.at("attendee's name"),
        p.at("attendee's role"),
        p.at("handed on to"),
        p.at("attendee's address"),
    ));
    text.push_str(&format!(
        "X-ALT-DESC;FMTTYPE=text/html:<p>{}</p><img alt=\"{}\">\r\n",
        p.at("HTML description"),
        p.at("alt of the HTML")
    ));
    let folded = p.at("a word over a fold");
    text.push_str(&format!(
        "X-LONG:{}\r\n {}\r\n",
        &folded[..10],
        &folded[10..]
    ));
    text.push_str(&format!(
        "ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME={}.txt:{}\r\n",
        p.at("name of a file"),
        crate::packing::base64(p.at("file within").as_bytes())
            .trim()
            .replace('\n', "")
    ));
    text.push_str(&format!(
        "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDESCRIPTION:{}\r\nEND:VALARM\r\nEND:VEVENT\r\n",
        p.at("alarm")
    ));
    text.push_str(&format!("BEGIN:VTODO\r\nSUMMARY:{}\r\nEND:VTODO\r\nBEGIN:VJOURNAL\r\nDESCRIPTION:{}\r\nEND:VJOURNAL\r\n", p.at("task"), p.at("journal")));
    text.push_str(&format!(
        "END:VCALENDAR\r\n{} without a colon\r\n",
        p.at("line that is no property")
    ));
    p.bear(text)
}

fn contact() -> Planted {
    let p = Planting::new("card.vcf");
    let mut text = String::from("BEGIN:VCARD\r\nVERSION:4.0\r\n");
    for name in [
        "FN",
        "NICKNAME",
        "TITLE",
        "ROLE",
        "EMAIL",
        "TEL",
        "NOTE",
        "URL",
        "UID",
        "CATEGORIES",
        "LABEL",
        "PRODID",
        "KEY",
        "GEO",
        "IMPP",
        "RELATED",
        "BDAY",
        "X-MAKER-OWN",
        "MEMBER",
        "REV",
    ] {
        text.push_str(&format!("{name}:{}\r\n", p.at(name)));
    }
    text.push_str(&format!(
        "N:{};{};{};{};{}\r\n",
        p.at("family name"),
        p.at("given name"),
        p.at("further name"),
        p.at("before the name"),
        p.at("after the name")
    ));
    text.push_str(&format!(
        "ORG:{};{}\r\n",
        p.at("organisation"),
        p.at("unit")
    ));
    text.push_str(&format!(
        "ADR;TYPE=home;LABEL=\"{}\":{};{};{};{};{};{};{}\r\n",
        p.at("label"),
        p.at("post box"),
        p.at("flat"),
        p.at("street"),
        p.at("town"),
        p.at("county"),
        p.at("post code"),
        p.at("country")
    ));
    text.push_str(&format!(
        "item1.TEL:1\r\nitem1.X-ABLabel:{}\r\n",
        p.at("label of a group")
    ));
    text.push_str("END:VCARD\r\n");
    text.push_str(&format!(
        "BEGIN:VCARD\r\nFN:{}\r\nEND:VCARD\r\n",
        p.at("second card")
    ));
    p.bear(text)
}

fn old_contact() -> Planted {
    let p = Planting::new("old.vcf");
    let word = p.at("quoted-printable over two lines");
    let (one, two) = word.split_at(12);
    p.bear(format!(
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:x\r\nNOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=A9 {one}=\r\n{two}\r\nEND:VCARD\r\n"
    ))
}

fn drawing() -> Planted {
    let p = Planting::new("plan.svg");
    p.bear(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title><desc>{}</desc><text>{} <tspan>{}</tspan></text>\
         <a href=\"https://x.example/{}\"><text>x</text></a><g aria-label=\"{}\"/></svg>",
        p.at("title"), p.at("desc"), p.at("text"), p.at("tspan"), p.at("link"), p.at("label"),
    ))
}

/// An old metafile with one line of letters.
fn metafile() -> Planted {
    let p = Planting::new("sign.wmf");
    let word = p.at("letters");
    let mut bytes = vec![1, 0, 9, 0, 0, 3];
    bytes.resize(18, 0);
    let mut content = (word.len() as u16).to_le_bytes().to_vec();
    content.extend(word.bytes());
    content.resize(content.len().next_multiple_of(2), 0);
    content.extend([0; 4]);
    bytes.extend((content.len() as u32 / 2 + 3).to_le_bytes());
    bytes.extend(0x0521_u16.to_le_bytes());
    bytes.extend(content);
    bytes.extend([3, 0, 0, 0, 0, 0]);
    p.bear(bytes)
}

/// A picture with a description, and words in it that only OCR could read.
fn picture() -> Planted {
    let p = Planting::new("scan.png");
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(320, 200)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a PNG");
    let mut bytes = bytes.into_inner();
    let text = format!("Description\0{}", p.at("description"));
    let mut chunk = b"tEXt".to_vec();
    chunk.extend(text.bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    let mut whole = (text.len() as u32).to_be_bytes().to_vec();
    whole.extend(chunk);
    whole.extend(sum.sum().to_be_bytes());
    // after the header, which is the first chunk
    bytes.splice(33..33, whole);
    p.unreadable("words in the picture");
    p.bear(bytes)
}

fn html() -> Planted {
    let p = Planting::new("page.html");
    p.bear(format!(
        "<!DOCTYPE html><html><head><title>{}</title><meta name=\"description\" content=\"{}\"><meta name=\"author\" content=\"{}\">\
         <meta name=\"keywords\" content=\"{}\"></head><body><h1>{}</h1><p>{} <b>{}</b></p><table><caption>{}</caption><tr><td>{}</td></tr></table>\
         <img alt=\"{}\"><p title=\"{}\">x</p><p hidden>{}</p><p style=\"display:none\">{}</p><noscript>{}</noscript>\
         <input value=\"{}\" placeholder=\"{}\"><textarea>{}</textarea><select><option>{}</option></select>\
         <a href=\"https://x.example/{}\">a</a><button aria-label=\"{}\">b</button><iframe srcdoc=\"&lt;p&gt;{}&lt;/p&gt;\"></iframe>\
         <details><summary>{}</summary>{}</details></body></html>",
        p.at("title"), p.at("description"), p.at("author"), p.at("keywords"), p.at("heading"), p.at("paragraph"), p.at("bold"),
        p.at("caption"), p.at("cell"), p.at("alt"), p.at("title attribute"), p.at("hidden"), p.at("display none"), p.at("noscript"),
        p.at("value"), p.at("placeholder"), p.at("textarea"), p.at("option"), p.at("link"), p.at("aria-label"), p.at("srcdoc"),
        p.at("summary"), p.at("details"),
    ))
}

fn csv() -> Planted {
    let p = Planting::new("rows.csv");
    p.bear(format!(
        "{},b\r\nc,\"{}, and \"\"{}\"\"\"\r\nshort\r\n{},,,beyond\r\n",
        p.at("heading"),
        p.at("quoted cell"),
        p.at("quoted twice"),
        p.at("long row")
    ))
}

fn note() -> Planted {
    let p = Planting::new("note.txt");
    let mut bytes = vec![0xFF, 0xFE];
    let text = format!(
        "{}\r\rlone returns {}\0{}",
        p.at("UTF-16 text"),
        p.at("after lone returns"),
        p.at("after a zero")
    );
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    p.bear(bytes)
}
