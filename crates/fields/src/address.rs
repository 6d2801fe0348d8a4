//! Korean addresses: what they are written in, and their blanks as printed ones have them.
use crate::among::Among;

/// A word of an address behind what may stand before it.
macro_rules! word {
    ($before:literal) => {
        concat!(
            $before,
            r"(\h[\h\d·]*|\d+(-\d+)*((번지|번길|단지|블[록럭]|[번동호층길로가리통반차])\h*|\h{3,})?|[A-Za-z&]+[\h\d]*)\)?"
        )
    };
}

/// What each line of an address is written in: names in Hangul or ASCII letters with numbers at their ends, numbers of plots,
/// houses and rooms with what they count or with a longer word, commas and brackets.
pub(crate) const WRITTEN: &str = concat!(word!(r"\(?"), "(", word!(r"( |, ?| ?\()"), ")*,?");

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
            _ if i == 0 || rest[i - 1] == ' ' || before == Some(',') || symbol == '(' => out.push(' '),
            _ if is_house(&rest[i - 1..]) || is_building(&rest[..i], &rest[i..]) || is_room(&rest[i - 1..]) => {
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

/// Whether a name of at least three syllables begins behind the number of a plot: `12-3` and `그린빌`, `27번지` and `미도아파트`.
fn is_building(before: &[char], from: &[char]) -> bool {
    /// What a number counts; one with a hyphen only the first of these.
    const COUNTED: [&str; 13] = ["번", "호", "단지", "블록", "블럭", "동", "층", "길", "로", "가", "리", "통", "차"];
    let is_hangul = |symbol: &char| ('가'..='힣').contains(symbol);
    let plot = before.strip_suffix(&['번', '지']).unwrap_or(before);
    let mut number = plot.iter().rev().take_while(|symbol| symbol.is_ascii_digit() || **symbol == '-');
    let counted = if number.any(|symbol| *symbol == '-') { &COUNTED[..2] } else { &COUNTED[..] };
    let name: String = from.iter().copied().take_while(is_hangul).collect();
    plot.last().is_some_and(char::is_ascii_digit)
        && name.chars().count() >= 3
        && (plot.len() < before.len() || !counted.iter().any(|unit| name.starts_with(unit)))
}

/// Whether behind the first symbol, the end of a name, a building or a room has its number, which is higher than that of a quarter:
/// `그린빌` and `114동`, but `당산2동`.
fn is_room(from: &[char]) -> bool {
    let [end, number @ ..] = from else { return false };
    let digits = number.iter().take_while(|symbol| symbol.is_ascii_digit()).count();
    ('가'..='힣').contains(end) && digits >= 3 && matches!(number.get(digits), Some('동' | '호'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    #[test]
    fn lines_of_addresses_are_written_so() {
        let written = Pattern::try_from(WRITTEN.to_owned()).expect("a pattern");
        let fits = |text: &str| {
            let symbols: Vec<char> = text.chars().collect();
            written.find(&symbols).is_some_and(|found| found.range == (0..symbols.len()) && found.cost == 0.0)
        };
        for text in [
            "서울특별시 중구 삼일대로 99, 3층 (남산동)",
            "경기도 성남시 분당구 불정로 6,",
            "전의면 계백로363번길 12-3",
            "번동 419-15번지 101동 1002호",
            "3단지 LG아파트 102-1301",
            "(상동, SK뷰) 2층전체 201호실",
            "세종대로 1",
        ] {
            assert!(fits(text), "{text}");
        }
        for text in
            ["당산3동 699버지", "그린빌 1656홍", "(당산1동, Ì도아파트)", "(성내3동, ユ린빌)", "코오롱하늘채 16츰"]
        {
            assert!(!fits(text), "{text}");
        }
    }

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
            ("제주도 제주시 천연동 27번지미도아파트 128동506호", "제주도 제주시 천연동 27번지 미도아파트 128동 506호"),
            ("부산광역시 남구 명륜1동 256-15가람마을114동 19층", "부산광역시 남구 명륜1동 256-15 가람마을 114동 19층"),
            ("서울특별시 중구 을지로3가 5번길 2차아파트", "서울특별시 중구 을지로3가 5번길 2차아파트"),
            ("경기도 광주시 12번지일대", "경기도 광주시 12번지일대"),
            ("", ""),
        ] {
            assert_eq!(spaced(read, divisions), spaced_so, "{read}");
        }
    }
}
