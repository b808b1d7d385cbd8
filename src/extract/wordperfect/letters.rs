//! WordPerfect's own sets of letters, as far as letters of Western Europe are written with them.

/// Letters of version 6 that are bytes of their own, from 1 on.
const SIX: &str = "åÅæÆäÄáàâãÃçÇëéÉèêíñÑøØõÕöÖüÜúùß";

/// Set 1, from 26 on.
const OF_EUROPE: &str = "ÁáÂâÄäÀàÅåÆæÇçÉéÊêËëÈèÍíÎîÏïÌìÑñÓóÔôÖöÒòÚúÛûÜüÙùŸÿÃãĐđØøÕõÝýÐðÞþĂăĀāĄąĆćČčĈĉĊċĎďĚěĖėĒēĘęǴǵĞğǦǧĢģĜĝĠġ";

/// Set 4, from 0 on.
const OF_PRINTERS: &str = "●○■•*¶§¡¿«»£¥₧ƒªº½¼¢²ⁿ®©¤¾³‛’‘‟”“–—‹›";

/// The letters of the first machines' set, from 128 on, which version 4 uses.
const OF_MACHINE: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn nth(letters: &str, n: u8, first: u8) -> Option<char> {
    letters.chars().nth(usize::from(n.checked_sub(first)?))
}

/// A letter of one of the numbered sets of version 5 and later.
pub fn of_set(set: u8, letter: u8) -> Option<char> {
    match (set, letter) {
        (0, 0x20..=0x7E) => Some(char::from(letter)),
        (1, 23) => Some('ß'),
        (1, _) => nth(OF_EUROPE, letter, 26),
        (4, 72) => Some('€'),
        (4, _) => nth(OF_PRINTERS, letter, 0),
        _ => None,
    }
}

/// A letter of version 6 that is one byte.
pub fn of_six(letter: u8) -> Option<char> {
    nth(SIX, letter, 1)
}

/// A letter beyond ASCII in version 4.
pub fn of_four(letter: u8) -> Option<char> {
    match letter {
        0x20..=0x7E => Some(char::from(letter)),
        _ => nth(OF_MACHINE, letter, 128),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_ends_where_it_should() {
        assert_eq!(
            [of_six(1), of_six(15), of_six(32), of_six(33)],
            [Some('å'), Some('é'), Some('ß'), None]
        );
        assert_eq!(
            [of_four(128), of_four(156), of_four(255)],
            [Some('Ç'), Some('£'), Some('\u{a0}')]
        );
        assert_eq!(
            [of_set(1, 41), of_set(1, 71), of_set(4, 11), of_set(4, 34)],
            [Some('é'), Some('ü'), Some('£'), Some('—')]
        );
        assert_eq!(
            [of_set(1, 125), of_set(1, 126), of_set(8, 1)],
            [Some('ġ'), None, None]
        );
    }
}
