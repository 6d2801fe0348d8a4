use crate::alphabet::CharSet;

/// Writes a name or a number in the symbols of a zone (Doc 9303-3 section 6 and clause 4.6).
///
/// Letters become capitals; Latin letters with diacritics and the Cyrillic letters of Russian, Ukrainian and Belarusian follow
/// the tables of the section, other Latin letters lose their marks. Blanks, hyphens and commas become one filler; apostrophes,
/// full stops and everything without a rule are left out.
///
/// ```
/// # use vidimus_mrz as mrz;
/// assert_eq!(mrz::transliterate("Müller-Weiß"), "MUELLER<WEISS");
/// assert_eq!(mrz::transliterate("O'Connor, Åse"), "OCONNOR<AASE");
/// assert_eq!(mrz::transliterate("Щукин"), "SHCHUKIN");
/// ```
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_uppercase) {
        if CharSet::ALL.without(CharSet::FILLER).contains_char(c) {
            out.push(c);
        } else if c == '<' || c == '-' || c == ',' || c.is_whitespace() || ('\u{2010}'..='\u{2015}').contains(&c) {
            if !out.is_empty() && !out.ends_with('<') {
                out.push('<');
            }
        } else {
            out.push_str(fold(c));
        }
    }
    out.truncate(out.trim_end_matches('<').len());
    out
}

/// Replacement of one capital letter; empty when there is no rule. Rows are in the order of the tables.
fn fold(c: char) -> &'static str {
    ROWS.iter().find(|(letters, _)| letters.contains(c)).map_or_else(|| fold_vietnamese(c), |(_, plain)| plain)
}

const ROWS: &[(&str, &str)] = &[
    // Doc 9303-3 section 6 A; the first recommendation where it gives several
    ("ÀÁÂÃĀĂĄǍȀȂ", "A"),
    ("Å", "AA"),
    ("ÄÆ", "AE"),
    ("ÇĆĈĊČ", "C"),
    ("ÐĎĐ", "D"),
    ("ÈÉÊËĒĔĖĘĚƏ", "E"),
    ("ĜĞĠĢǦ", "G"),
    ("ĤĦ", "H"),
    ("ÌÍÎÏĨĪĬĮİǏ", "I"),
    ("Ĳ", "IJ"),
    ("Ĵ", "J"),
    ("ĶǨ", "K"),
    ("ĸ", "Q"),
    ("ĹĻĽĿŁ", "L"),
    ("ÑŃŅŇŊ", "N"),
    ("ÒÓÔÕŌŎŐƠǑ", "O"),
    ("ÖØŒ", "OE"),
    ("ŔŖŘ", "R"),
    ("ŚŜŞŠȘ", "S"),
    ("ẞ", "SS"),
    ("ŢŤŦȚ", "T"),
    ("Þ", "TH"),
    ("ÙÚÛŨŪŬŮŰŲƯǓ", "U"),
    ("Ü", "UE"),
    ("ŴẀẂẄ", "W"),
    ("ÝŶŸ", "Y"),
    ("ŹŻŽ", "Z"),
    // section 6 B
    ("А", "A"),
    ("Б", "B"),
    ("В", "V"),
    ("ГҐ", "G"),
    ("Д", "D"),
    ("ЕЁЭ", "E"),
    ("Ж", "ZH"),
    ("З", "Z"),
    ("ИІЇЙ", "I"),
    ("К", "K"),
    ("Л", "L"),
    ("М", "M"),
    ("Н", "N"),
    ("О", "O"),
    ("П", "P"),
    ("Р", "R"),
    ("С", "S"),
    ("Т", "T"),
    ("УЎ", "U"),
    ("Ф", "F"),
    ("Х", "KH"),
    ("Ц", "TS"),
    ("Ч", "CH"),
    ("Ш", "SH"),
    ("Щ", "SHCH"),
    ("Ъ", "IE"),
    ("Ы", "Y"),
    ("Є", "IE"),
    ("Ю", "IU"),
    ("Я", "IA"),
];

/// The Vietnamese letters of Unicode's Latin Extended Additional lie in one run per base letter.
fn fold_vietnamese(c: char) -> &'static str {
    match c {
        '\u{1EA0}'..='\u{1EB7}' => "A",
        '\u{1EB8}'..='\u{1EC7}' => "E",
        '\u{1EC8}'..='\u{1ECB}' => "I",
        '\u{1ECC}'..='\u{1EE3}' => "O",
        '\u{1EE4}'..='\u{1EF1}' => "U",
        '\u{1EF2}'..='\u{1EF9}' => "Y",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let table = [
            ("Ærøskøbing", "AEROESKOEBING"),
            ("Jean-Pierre  d’Arc", "JEAN<PIERRE<DARC"),
            ("Łukasz Żółć", "LUKASZ<ZOLC"),
            ("Nguyễn Thị Đào", "NGUYEN<THI<DAO"),
            ("İbrahim Işık", "IBRAHIM<ISIK"),
            ("Þór", "THOR"),
            ("Žižić, Jr.", "ZIZIC<JR"),
            ("Ёлкина Юлия", "ELKINA<IULIIA"),
            ("--  ", ""),
            ("李", ""),
            ("AB 12-3", "AB<12<3"),
        ];
        for (name, expected) in table {
            assert_eq!(transliterate(name), expected, "{name}");
        }
    }
}
