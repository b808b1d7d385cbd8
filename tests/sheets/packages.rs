//! Packages made by hand: an XLSX and an XLSB with a marker in every place that can hold a word.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP of these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A relations part: each a name, a kind and a target.
pub fn relations(rows: &[(&str, &str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(id, kind, target)| {
            let mode = if target.contains("://") {
                " TargetMode=\"External\""
            } else {
                ""
            };
            format!(
                "<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"{mode}/>"
            )
        })
        .collect();
    format!("<Relationships>{rows}</Relationships>")
}

/// A workbook of one sheet whose data is `rows`.
pub fn one_sheet(rows: &str) -> Vec<u8> {
    zip(&[
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"Only\" r:id=\"rId1\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]).as_bytes(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(),
        ),
    ])
}

const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns:r="r"><workbookPr/>
<fileSharing userName="Reservemark"/><workbookProtection lockStructure="1"/>
<sheets><sheet name="Tabmark" r:id="rId1"/><sheet name="Cellar" state="hidden" r:id="rId2"/><sheet name="Vault" state="veryHidden" r:id="rId3"/></sheets>
<definedNames><definedName name="Namemark" comment="Namecomment">"Namevalue"</definedName><definedName name="_xlnm.Print_Area">A1</definedName></definedNames></workbook>"#;

const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;QRY/&quot;0000"/></numFmts>
<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>"#;

const STRINGS: &str = r#"<sst><si><t>Sharedmark</t></si><si><r><t>Rich</t></r><r><t>mark_x000D_end</t></r></si></sst>"#;

const SHEET: &str = r#"<worksheet xmlns:r="r"><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>Inlinemark</t></is></c><c r="B2" s="1"><v>44533</v></c><c r="C2" s="2"><v>283</v></c><c r="D2" s="3"><v>1234.5</v></c></row>
<row r="3"><c r="A3" t="str"><f>IF(B1&gt;1,"Formulamark","Elsemark")</f><v>Resultmark</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c><c><v>77</v></c></row>
</sheetData><sheetProtection sheet="1"/>
<autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="Filtermark"/></filters></filterColumn></autoFilter>
<dataValidations><dataValidation promptTitle="Titleprompt" prompt="Promptmark" error="Errormark"><formula1>"Listmark,Otherlist"</formula1></dataValidation></dataValidations>
<hyperlinks><hyperlink ref="A1" r:id="rId9" tooltip="Tipmark" location="Placemark!A1"/></hyperlinks>
<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Headermark&amp;RPage &amp;P</oddHeader><evenHeader>Evenmark</evenHeader><oddFooter>&amp;CFootermark</oddFooter></headerFooter></worksheet>"#;

const DRAWING: &str = r#"<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Box 1" descr="Altmark" title="Alttitle"/></xdr:nvSpPr>
<xdr:txBody><a:p><a:r><a:t>Box</a:t></a:r><a:r><a:t>mark</a:t></a:r></a:p><a:p><a:r><a:t>second line</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"#;

const CHART: &str = r#"<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Chartmark</a:t></a:r></a:p></c:rich></c:tx></c:title>
<c:plotArea><c:ser><c:tx><c:strRef><c:f>A1</c:f><c:strCache><c:pt idx="0"><c:v>Seriesmark</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser></c:plotArea></c:chart></c:chartSpace>"#;

/// The parts that XLSX and XLSB have in common.
fn common() -> Vec<(&'static str, String)> {
    vec![
        ("xl/drawings/drawing1.xml", DRAWING.into()),
        ("xl/drawings/_rels/drawing1.xml.rels", relations(&[("rId1", "chart", "../charts/chart1.xml")])),
        ("xl/charts/chart1.xml", CHART.into()),
        ("xl/diagrams/data1.xml", "<dgm:dataModel xmlns:dgm=\"d\" xmlns:a=\"a\"><dgm:t><a:p><a:t>Diagrammark</a:t></a:p></dgm:t></dgm:dataModel>".into()),
        ("xl/threadedComments/t1.xml", "<ThreadedComments><threadedComment ref=\"C1\" personId=\"{P1}\"><text>Threadmark</text></threadedComment></ThreadedComments>".into()),
        ("xl/persons/person.xml", "<personList><person displayName=\"Personmark\" id=\"{P1}\"/></personList>".into()),
        ("xl/drawings/vml1.vml", "<xml><v:shape xmlns:v=\"v\"><v:textbox><div><font>Buttonmark</font></div></v:textbox></v:shape></xml>".into()),
        ("docProps/core.xml", "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Titlemark</dc:title><dc:creator>Authormark</dc:creator></cp:coreProperties>".into()),
        ("docProps/app.xml", "<Properties><Company>Companymark</Company></Properties>".into()),
        ("docProps/custom.xml", "<Properties><property name=\"Casebox\"><vt:lpwstr>Custommark</vt:lpwstr></property></Properties>".into()),
        ("xl/connections.xml", "<connections><connection name=\"Linkname\"><dbPr connection=\"Connectmark\" command=\"Commandmark\"/></connection></connections>".into()),
    ]
}

const ON_SHEET: [(&str, &str, &str); 5] = [
    ("rId1", "drawing", "../drawings/drawing1.xml"),
    ("rId2", "comments", "../comments1.xml"),
    ("rId3", "threadedComment", "../threadedComments/t1.xml"),
    ("rId4", "vmlDrawing", "../drawings/vml1.vml"),
    ("rId9", "hyperlink", "https://linkmark.example/page"),
];

fn packed(own: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let common = common();
    let mut members: Vec<(&str, &[u8])> = own
        .iter()
        .map(|(path, bytes)| (*path, bytes.as_slice()))
        .collect();
    members.extend(common.iter().map(|(path, text)| (*path, text.as_bytes())));
    zip(&members)
}

/// An XLSX with a marker everywhere.
pub fn xlsx() -> Vec<u8> {
    let plain = |text: &str| {
        format!("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row></sheetData></worksheet>").into_bytes()
    };
    packed(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.xml", WORKBOOK.into()),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
                ("rId3", "worksheet", "worksheets/sheet3.xml"),
            ])
            .into(),
        ),
        ("xl/styles.xml", STYLES.into()),
        ("xl/sharedStrings.xml", STRINGS.into()),
        ("xl/worksheets/sheet1.xml", SHEET.into()),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations(&ON_SHEET).into()),
        ("xl/worksheets/sheet2.xml", plain("Hiddenmark")),
        ("xl/worksheets/sheet3.xml", plain("Vaultmark")),
        (
            "xl/comments1.xml",
            b"<comments><authors><author>Writermark</author><author>tc={T1}</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><r><t>Commentmark</t></r></text></comment><comment ref=\"C1\" authorId=\"1\"><text><t>[Threaded comment] boilerplate</t></text></comment></commentList></comments>".to_vec(),
        ),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            b"<pivotCacheDefinition><cacheFields><cacheField name=\"Fieldmark\"><sharedItems><s v=\"Pivotmark\"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>".to_vec(),
        ),
        (
            "xl/pivotCache/pivotCacheRecords1.xml",
            b"<pivotCacheRecords><r><s v=\"Recordmark\"/><n v=\"5\"/></r></pivotCacheRecords>".to_vec(),
        ),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<externalLink><externalBook><sheetNames><sheetName val=\"Farsheet\"/></sheetNames><sheetDataSet><sheetData><row r=\"1\"><cell r=\"A1\" t=\"str\"><v>Farmark</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>".to_vec(),
        ),
        ("xl/tables/table1.xml", b"<table displayName=\"Tablemark\" comment=\"Tablecomment\"/>".to_vec()),
        ("xl/embeddings/note.txt", b"Embedded words".to_vec()),
    ])
}

/// A record of the binary XML format.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if kind < 0x80 {
        out.push(kind as u8);
    } else {
        out.extend([(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = content.len();
    while length >= 0x80 {
        out.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend(content);
    out
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

fn place(column: u32, look: u32) -> Vec<u8> {
    [column.to_le_bytes(), look.to_le_bytes()].concat()
}

/// An XLSB with a marker everywhere.
pub fn xlsb() -> Vec<u8> {
    let tab = |state: u32, relation: &str, name: &str| {
        record(
            156,
            &[
                &state.to_le_bytes()[..],
                &1_u32.to_le_bytes(),
                &wide(relation),
                &wide(name),
            ]
            .concat(),
        )
    };
    let workbook = [
        record(153, &[0; 8]),
        tab(0, "rId1", "Tabmark"),
        tab(1, "rId2", "Cellar"),
        tab(2, "rId3", "Vault"),
        record(
            39,
            &[&[0; 9][..], &wide("Namemark"), &0_u32.to_le_bytes()].concat(),
        ),
    ]
    .concat();
    let styles = [
        record(
            44,
            &[&164_u16.to_le_bytes()[..], &wide("\"QRY/\"0000")].concat(),
        ),
        record(617, &[]),
        record(47, &[0, 0, 0, 0]),
        record(47, &[0, 0, 14, 0]),
        record(47, &[0, 0, 164, 0]),
        record(618, &[]),
    ]
    .concat();
    let strings = record(19, &[&[0][..], &wide("Sharedmark")].concat());
    // IF's words alone: a text, as the format writes it.
    let word: Vec<u16> = "Elsemark".encode_utf16().collect();
    let mut tokens = vec![0x17];
    tokens.extend(u16::try_from(word.len()).unwrap().to_le_bytes());
    tokens.extend(word.iter().flat_map(|unit| unit.to_le_bytes()));
    let formula = [
        &u32::try_from(tokens.len()).unwrap().to_le_bytes()[..],
        &tokens,
    ]
    .concat();
    let none = u32::MAX.to_le_bytes();
    let sheet = [
        record(0, &[0; 17]),
        record(7, &[place(0, 0), 0_u32.to_le_bytes().to_vec()].concat()),
        record(6, &[place(2, 0), wide("Inlinemark")].concat()),
        record(0, &[&1_u32.to_le_bytes()[..], &[0; 13]].concat()),
        record(
            5,
            &[place(0, 1), 44_533_f64.to_le_bytes().to_vec()].concat(),
        ),
        record(
            2,
            &[place(1, 2), (283_u32 << 2 | 2).to_le_bytes().to_vec()].concat(),
        ),
        record(
            8,
            &[place(2, 0), wide("Resultmark"), vec![0, 0], formula].concat(),
        ),
        record(4, &[place(3, 0), vec![1]].concat()),
        record(3, &[place(4, 0), vec![0x2A]].concat()),
        record(62, &[place(5, 0), vec![0], wide("Richmark")].concat()),
        record(535, &[]),
        record(
            64,
            &[
                &[0; 4][..],
                &1_u32.to_le_bytes(),
                &[0; 16],
                &wide("Errtitle"),
                &wide("Errormark"),
                &wide("Titleprompt"),
                &wide("Promptmark"),
                &0_u32.to_le_bytes(),
            ]
            .concat(),
        ),
        record(
            494,
            &[
                &[0; 16][..],
                &wide("rId9"),
                &wide("Placemark!A1"),
                &wide("Tipmark"),
                &wide(""),
            ]
            .concat(),
        ),
        record(
            479,
            &[
                &[0, 0][..],
                &wide("&LHeadermark"),
                &wide("Footermark"),
                &none,
                &none,
                &none,
                &none,
            ]
            .concat(),
        ),
    ]
    .concat();
    let plain = |text: &str| {
        [
            record(0, &[0; 17]),
            record(6, &[place(0, 0), wide(text)].concat()),
        ]
        .concat()
    };
    let comments = [
        record(632, &wide("Writermark")),
        record(635, &[0; 36]),
        record(637, &[&[0][..], &wide("Commentmark")].concat()),
    ]
    .concat();
    packed(&[
        ("xl/workbook.bin", workbook),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "worksheet", "worksheets/sheet2.bin"),
                ("rId3", "worksheet", "worksheets/sheet3.bin"),
            ])
            .into(),
        ),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", strings),
        ("xl/worksheets/sheet1.bin", sheet),
        (
            "xl/worksheets/_rels/sheet1.bin.rels",
            relations(&ON_SHEET).into(),
        ),
        ("xl/worksheets/sheet2.bin", plain("Hiddenmark")),
        ("xl/worksheets/sheet3.bin", plain("Vaultmark")),
        ("xl/comments1.bin", comments),
        (
            "xl/pivotCache/pivotCacheRecords1.bin",
            record(24, &wide("Recordmark")),
        ),
        ("xl/embeddings/note.txt", b"Embedded words".to_vec()),
    ])
}
