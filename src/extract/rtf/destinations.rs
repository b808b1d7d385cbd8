//! The destinations of RTF: groups whose text belongs somewhere else than in the sentence where they stand.

use crate::extract::Place;

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// A text of its own: a header, a note, a box.
    Story(Place),
    /// A comment, headed by its writer's name.
    Annotation,
    /// Caught whole and put to use when the group ends.
    Catch(Catch),
    /// The list of fonts.
    Fonts,
    /// An embedded object's bytes.
    Object,
    /// A picture's bytes.
    Picture,
    /// A shape; and its rendering for old programs, read only when the shape itself gave no text.
    Shape,
    ShapeResult,
    /// Two renderings of one text: for old programs and in Unicode.
    Twofold,
    /// The Unicode one of the two.
    Unicode,
    /// HTML that the RTF was made from.
    Html,
    /// Goes where the group around it goes.
    Through,
    /// Holds no words, but groups in it may.
    Nothing,
    /// Says again what stands elsewhere; nothing in it is read.
    Mute,
}

/// A text that is caught whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Catch {
    /// What a field computes: a link's target may be in it.
    Instruction,
    /// Who wrote the next comment.
    Author,
    /// A property under this name.
    Property(&'static str),
    /// A moment, in numbers behind words of their own.
    Moment(&'static str),
    /// The name and the value of a property that the writer named.
    OwnName,
    OwnValue,
    /// The name and the value of a shape's property.
    ShapeName,
    ShapeValue,
    /// The name and value of a variable, in groups of their own.
    Variable,
    /// The address that a shape leads to.
    Link,
    /// Words for an index or a list of contents, which the page does not show.
    Entry,
    /// What a form field offers.
    Form,
    /// A group that no one here knows.
    Unknown,
}

/// What a control word at the head of a group opens; none where it opens nothing.
pub fn of(word: &[u8]) -> Option<Destination> {
    use Catch::{
        Author, Entry, Form, Instruction, Link, Moment, OwnName, OwnValue, Property, ShapeName,
        ShapeValue, Variable,
    };
    use Destination::{
        Annotation, Catch as Caught, Fonts, Html, Mute, Nothing, Object, Picture, Shape,
        ShapeResult, Story, Through, Twofold, Unicode,
    };
    Some(match word {
        b"header" | b"headerl" | b"headerr" | b"headerf" => Story(Place::Header),
        b"footer" | b"footerl" | b"footerr" | b"footerf" => Story(Place::Footer),
        b"footnote" => Story(Place::Note),
        b"shptxt" | b"dptxbxtext" => Story(Place::Box),
        b"annotation" => Annotation,
        b"atnauthor" => Caught(Author),
        b"fldinst" => Caught(Instruction),
        b"title" => Caught(Property("title")),
        b"subject" => Caught(Property("subject")),
        b"author" => Caught(Property("author")),
        b"keywords" => Caught(Property("keywords")),
        b"operator" => Caught(Property("last modified by")),
        b"company" => Caught(Property("company")),
        b"manager" => Caught(Property("manager")),
        b"category" => Caught(Property("category")),
        b"doccomm" => Caught(Property("description")),
        b"comment" => Caught(Property("version comment")),
        b"generator" => Caught(Property("producer")),
        b"template" => Caught(Property("template")),
        b"hlinkbase" => Caught(Property("hyperlink base")),
        b"creatim" => Caught(Moment("created")),
        b"revtim" => Caught(Moment("modified")),
        b"printim" => Caught(Moment("printed")),
        b"propname" => Caught(OwnName),
        b"staticval" => Caught(OwnValue),
        b"linkval" => Nothing,
        b"docvar" => Caught(Variable),
        b"sn" => Caught(ShapeName),
        b"sv" => Caught(ShapeValue),
        b"hlsrc" | b"hlloc" | b"hlfr" | b"bkmkstart" => Caught(Link),
        b"xe" | b"tc" | b"tcn" | b"txe" | b"rxe" => Caught(Entry),
        b"ffdeftext" | b"ffl" | b"ffhelptext" | b"ffstattext" => Caught(Form),
        b"fonttbl" => Fonts,
        b"objdata" => Object,
        b"pict" => Picture,
        b"shp" => Shape,
        b"shprslt" => ShapeResult,
        b"upr" => Twofold,
        b"ud" => Unicode,
        b"htmltag" => Html,
        b"shpinst" | b"shpgrp" | b"shppict" | b"field" | b"fldrslt" | b"listtext" | b"pntext"
        | b"nesttableprops" | b"object" | b"result" | b"ftnalt" | b"sp" | b"formfield"
        | b"info" | b"userprops" | b"picprop" | b"hl" | b"background" | b"do" | b"defchp"
        | b"defpap" | b"moveto" | b"movefrom" | b"factoidname" | b"xmlopen" | b"xmlclose" => {
            Through
        }
        b"nonshppict" | b"nonesttables" | b"mhtmltag" => Mute,
        b"stylesheet"
        | b"colortbl"
        | b"filetbl"
        | b"listtable"
        | b"listoverridetable"
        | b"listpicture"
        | b"revtbl"
        | b"rsidtbl"
        | b"themedata"
        | b"colorschememapping"
        | b"latentstyles"
        | b"datastore"
        | b"pgptbl"
        | b"xmlnstbl"
        | b"mmathPr"
        | b"bkmkend"
        | b"blipuid"
        | b"blipatag"
        | b"pnseclvl"
        | b"pn"
        | b"wgrffmtfilter"
        | b"passwordhash"
        | b"protusertbl"
        | b"protend"
        | b"protstart"
        | b"objclass"
        | b"objname"
        | b"objalias"
        | b"objsect"
        | b"objtime"
        | b"panose"
        | b"falt"
        | b"fname"
        | b"fontemb"
        | b"fontfile"
        | b"atnid"
        | b"atnref"
        | b"atndate"
        | b"atnicn"
        | b"atntime"
        | b"atnparent"
        | b"atrfstart"
        | b"atrfend"
        | b"oldcprops"
        | b"oldpprops"
        | b"oldtprops"
        | b"oldsprops"
        | b"buptim"
        | b"ffname"
        | b"ffformat"
        | b"ffentrymcr"
        | b"ffexitmcr"
        | b"datafield"
        | b"fldtype"
        | b"writereservhash"
        | b"writereservation"
        | b"ebcstart"
        | b"ebcend"
        | b"mvfmf"
        | b"mvfml"
        | b"mvtof"
        | b"mvtol"
        | b"ftnsep"
        | b"ftnsepc"
        | b"ftncn"
        | b"aftnsep"
        | b"aftnsepc"
        | b"aftncn"
        | b"pwd"
        | b"gridtbl"
        | b"cchs"
        | b"levelmarker"
        | b"shpname"
        | b"background2"
        | b"xform"
        | b"xmlname"
        | b"xmlattrname"
        | b"xmlattrvalue"
        | b"listname"
        | b"liststylename"
        | b"leveltext"
        | b"levelnumbers"
        | b"password"
        | b"svb"
        | b"hsv"
        | b"propType"
        | b"mailmerge"
        | b"fchars"
        | b"lchars"
        | b"private" => Nothing,
        _ => return None,
    })
}

/// The character that a control word stands for.
pub fn character(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"line" | b"lbr" | b"softline" => "\n",
        b"tab" => "\t",
        b"emdash" => "\u{2014}",
        b"endash" => "\u{2013}",
        b"lquote" => "\u{2018}",
        b"rquote" => "\u{2019}",
        b"ldblquote" => "\u{201C}",
        b"rdblquote" => "\u{201D}",
        b"bullet" => "\u{2022}",
        b"emspace" => "\u{2003}",
        b"enspace" => "\u{2002}",
        b"qmspace" => "\u{2005}",
        b"zwj" => "\u{200D}",
        b"zwnj" => "\u{200C}",
        b"zwbo" => "\u{200B}",
        b"zwnbo" => "\u{2060}",
        b"ltrmark" => "\u{200E}",
        b"rtlmark" => "\u{200F}",
        _ => return None,
    })
}
