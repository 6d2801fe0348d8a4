//! The characters that drawn text lines may hold.
use std::sync::LazyLock;

use crate::words::hanja;

/// Capital and small letters with the diacritics of Europe's languages, Azerbaijani and Vietnamese.
const LATIN: &str = "\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ\
    ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž\
    ƏəƠơƯưȘșȚțẞ\
    ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹẀẁẂẃẄẅ";
/// Greek as it is written today.
const GREEK: &str = "\
    ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ";
/// Cyrillic of the Slavic languages, Kazakh, Kyrgyz and Mongolian.
const CYRILLIC: &str = "\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁЂЃЄЅІЇЈЉЊЋЌЎЏҐӘҒҚҢӨҰҮҺ\
    абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєѕіїјљњћќўџґәғқңөұүһ";
/// Hiragana and Katakana without the rare signs.
const KANA: &str = "\
    ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろわをん\
    ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワヲンヴー";
/// Signs beyond ASCII: middle dot, dashes, quotation marks, CJK brackets and stops, currency, units, bullets.
const SIGNS: &str = "·•–—’“”„«»…№°ºª§¡¿©®±×÷½¼€£¥¢₩₫₽₺₴「」『』【】〈〉《》〔〕、。※○●□■△▲◇◆☆★√→㈜㎡℃①②③④⑤⑥⑦⑧⑨⑩";

static ALPHABET: LazyLock<Vec<char>> = LazyLock::new(|| {
    let ascii = (b' '..=b'~').map(char::from);
    let hangul = '가'..='힣';
    let lists = [LATIN, GREEK, CYRILLIC, KANA, SIGNS, hanja::COMMON, hanja::RARE];
    let mut all: Vec<char> = ascii.chain(hangul).chain(lists.iter().flat_map(|list| list.chars())).collect();
    all.sort_unstable();
    all.dedup();
    all
});

/// Every character that a drawn text line may hold, once each, in the order of the code points.
///
/// ASCII, Latin with the diacritics of Europe and Vietnam, Greek, Cyrillic, Kana, all 11,172 Hangul syllables, the 4,620
/// hanja of KS X 1001, and signs.
///
/// ```
/// let alphabet = specimen::alphabet();
/// assert!(alphabet.is_sorted() && alphabet.contains(&'한') && alphabet.contains(&'·'));
/// ```
pub fn alphabet() -> &'static [char] {
    &ALPHABET
}

/// Whether a character is in [`alphabet`].
pub(crate) fn holds(c: char) -> bool {
    ALPHABET.binary_search(&c).is_ok()
}

/// The letters of a script beyond ASCII, to draw random strings from.
pub(crate) fn letters(script: Letters) -> &'static [char] {
    static SETS: LazyLock<[Vec<char>; 5]> =
        LazyLock::new(|| [LATIN, GREEK, CYRILLIC, KANA, SIGNS].map(|set| set.chars().collect()));
    &SETS[script as usize]
}

/// The sets of [`letters`].
#[derive(Clone, Copy)]
pub(crate) enum Letters {
    /// Latin letters with diacritics.
    Latin,
    /// Greek.
    Greek,
    /// Cyrillic.
    Cyrillic,
    /// Hiragana, then Katakana.
    Kana,
    /// Signs.
    Signs,
}
