use serde::Serialize;
use unicode_script::{Script as Property, UnicodeScript as _};

/// A script, spelt as in ISO 15924.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Script {
    /// Hangul.
    Hang,
    /// Han characters: Hanja, Hanzi, Kanji.
    Hani,
    /// Hiragana.
    Hira,
    /// Katakana.
    Kana,
    /// Latin.
    Latn,
    /// Cyrillic.
    Cyrl,
    /// Greek.
    Grek,
    /// Another one.
    Zyyy,
}

/// The scripts of a text by the Unicode Standard, Annex 24, in the order in which they first occur. Digits, punctuation and
/// spaces belong to none.
///
/// ```
/// use ocr::text::{Script, scripts};
/// assert_eq!(scripts("홍길동(洪吉童)"), [Script::Hang, Script::Hani]);
/// assert_eq!(scripts("900101-1234567"), []);
/// ```
pub fn scripts(text: &str) -> Vec<Script> {
    let mut scripts = Vec::new();
    for character in text.chars() {
        let script = match character.script() {
            Property::Common | Property::Inherited => continue,
            Property::Hangul => Script::Hang,
            Property::Han => Script::Hani,
            Property::Hiragana => Script::Hira,
            Property::Katakana => Script::Kana,
            Property::Latin => Script::Latn,
            Property::Cyrillic => Script::Cyrl,
            Property::Greek => Script::Grek,
            _ => Script::Zyyy,
        };
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    scripts
}
