//! Characters that readers of print take for one another.
use document::pattern::Class;

/// Each group by looks alone, whatever the script; digits are in the first ten. Small letters of the shape of
/// capitals look like capitals that are printed smaller than what stands beside them.
const GROUPS: [&str; 28] = [
    "0OoDQㅇ○〇",
    "1IlL|!iㅣ",
    "2Zz",
    "3ЗзЭэ",
    "5Ss",
    "8B",
    "6Gb",
    "9gq",
    "7ㄱT",
    "4A",
    "-–—―~_‐‑−ㅡ·",
    ".,·:;•",
    "/|",
    "<《〈«",
    "AАа",
    "BВв",
    "CcСс",
    "EЕе",
    "HНн",
    "KКк",
    "MМм",
    "PРр",
    "TТт",
    "XxХх",
    "YҮүУу",
    "Uu",
    "Vv",
    "Ww",
];

/// The symbol of the class that looks like this one.
pub(super) fn alike(symbol: char, class: &Class) -> Option<char> {
    // A class that takes anything takes the symbol as it is.
    if class.negated {
        return None;
    }
    let groups = GROUPS.iter().filter(|group| group.contains(symbol));
    groups.flat_map(|group| group.chars()).find(|other| *other != symbol && class.contains(*other))
}

/// Whether it is a digit or looks like one.
pub(super) fn may_be_digit(symbol: char) -> bool {
    symbol.is_ascii_digit() || GROUPS[..10].iter().any(|group| group.contains(symbol))
}
