//! Korean addresses: what they are written in, and their blanks as printed ones have them.
use crate::among::Among;

/// What each line of an address is written in: names in Hangul or Latin letters with numbers at their ends, numbers of
/// plots, houses and rooms, commas and brackets.
pub(crate) const WRITTEN: &str = concat!(
    r"\(?(\h[\h\d·]*|\d+(-\d+)*\h*|[\u\l&]+[\h\d]*)\)?",
    r"(( |, ?| ?\()(\h[\h\d·]*|\d+(-\d+)*\h*|[\u\l&]+[\h\d]*)\)?)*,?"
);

/// The address with the blanks that road-name addresses are written with, and the names of its province and division as they
/// are listed, however close together they were read: `서울특별시 중구 삼일대로 99, 3층 (남산동)`.
pub(crate) fn spaced(address: &str, divisions: &Among) -> String {
    let symbols: Vec<char> = address.chars().collect();
    let division = divisions.likest(&symbols, 1.0, 1).into_iter().find(|(_, place)| place.range.start == 0);
    let (head, rest) = division.map_or(("", &symbols[..]), |(entry, place)| (entry, &symbols[place.range.end..]));
    let mut out = String::from(head);
    for (i, symbol) in rest.iter().copied().enumerate() {
        let before = out.chars().next_back();
        match symbol {
            // A comma stands at the word before it, a blank behind it.
            ',' => out.truncate(out.trim_end().len()),
            ' ' => continue,
            _ if before.is_none() => {}
            _ if i == 0 || rest[i - 1] == ' ' || before == Some(',') || symbol == '(' || is_house(&rest[i - 1..]) => {
                out.push(' ');
            }
            _ => {}
        }
        out.push(symbol);
    }
    out
}

/// Whether behind the first symbol, the end of the name of a road, a house has its number: `로 99`, and not `로99번길`.
fn is_house(from: &[char]) -> bool {
    let [end, number @ ..] = from else { return false };
    let behind = number.iter().find(|symbol| !symbol.is_ascii_digit() && **symbol != '-');
    matches!(end, '로' | '길')
        && number.first().is_some_and(char::is_ascii_digit)
        && matches!(behind, None | Some(',' | ' ' | '('))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_stand_where_addresses_have_them() {
        let divisions = Among::divisions();
        for (read, spaced_so) in [
            ("서울특별시 중구 삼일대로 99, 3층 (남산동)", "서울특별시 중구 삼일대로 99, 3층 (남산동)"),
            ("서울특별시중구 삼일대로99,3층(남산동)", "서울특별시 중구 삼일대로 99, 3층 (남산동)"),
            ("경기도 성남시 분당구불정로 6 ,101동", "경기도 성남시 분당구 불정로 6, 101동"),
            ("경기도 광주시 옥토로34길 972 (번3동)", "경기도 광주시 옥토로34길 972 (번3동)"),
            ("전라남도 장흥군 안양천로115번길 12-3", "전라남도 장흥군 안양천로115번길 12-3"),
            ("어딘가 은하로 7", "어딘가 은하로 7"),
            ("", ""),
        ] {
            assert_eq!(spaced(read, divisions), spaced_so, "{read}");
        }
    }
}
