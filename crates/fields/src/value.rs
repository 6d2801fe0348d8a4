//! From a text as read to a normalised value.
use std::sync::LazyLock;

use document::FieldKey;
use mrz::Date;
use serde::Deserialize;

use crate::address;
use crate::among::Among;
use crate::definition::Read;
use crate::finding::Finding;
use crate::pattern::Match;

/// Months as passports print them.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// The value of a text; a finding when it has none.
pub(crate) fn value(key: FieldKey, read: Read, text: &str, matched: Option<&Match>) -> Result<String, Finding> {
    let malformed = Finding::Malformed { field: key };
    // What the pattern makes of it; the text itself for a field that may say anything.
    let mended = || matched.and_then(|matched| matched.mended.as_deref()).ok_or(malformed);
    match read {
        Read::Text => Ok(forms_at_names(&unspaced(&single_blanks(&blanks_behind_commas(whole(text)))))),
        Read::Classes => Ok(parted_classes(&single_blanks(whole(text)))),
        Read::Address => Ok(address::spaced(whole(text), Among::divisions())),
        Read::Name => Ok(name(whole(text))),
        Read::Code => Ok(mended()?.replace(' ', "")),
        Read::Number => Ok(single_blanks(&blank_behind_words(mended()?))),
        // Signs that were put between figures could part them elsewhere.
        Read::Date if figures(text) < figures(mended()?) => Err(malformed),
        Read::Date => date(mended()?).ok_or(malformed)?.ok_or(Finding::ImpossibleDate { field: key }),
        Read::Sex => sex(mended()?).ok_or(malformed),
        Read::VisaStatus => visa_status(mended()?).ok_or(malformed),
        Read::Country => country(text).map(str::to_owned).ok_or(Finding::UnknownCountry { field: key }),
    }
}

/// A text without the comma of something that did not follow.
fn whole(text: &str) -> &str {
    text.trim_end_matches([',', ' '])
}

fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A blank behind every comma, but for those within numbers.
fn blanks_behind_commas(text: &str) -> String {
    let symbols: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| symbols.get(at).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    for (at, symbol) in symbols.iter().enumerate() {
        out.push(*symbol);
        if *symbol == ',' && !(at > 0 && is_digit(at - 1) && is_digit(at + 1)) {
            out.push(' ');
        }
    }
    out
}

/// A blank between a word in Hangul and the number that it stands before, as the region of a licence.
fn blank_behind_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for symbol in text.chars() {
        let is_word = out.ends_with(|before| ('가'..='힣').contains(&before));
        if symbol.is_ascii_digit() && is_word {
            out.push(' ');
        }
        out.push(symbol);
    }
    out
}

/// Letterspaced print without the blanks between its syllables: three of them in a row that stand alone.
fn unspaced(text: &str) -> String {
    let is_alone =
        |word: &&str| word.chars().count() == 1 && word.chars().all(|symbol| ('가'..='힣').contains(&symbol));
    let words: Vec<&str> = text.split(' ').collect();
    let runs = words.chunk_by(|one, next| is_alone(one) && is_alone(next));
    let joined = runs.map(|run| if run.len() >= 3 { run.concat() } else { run.join(" ") });
    joined.collect::<Vec<_>>().join(" ")
}

/// The legal form in brackets stands at the name of a company without a blank, `(주)가나` or `가나(주)`.
fn forms_at_names(text: &str) -> String {
    const FORMS: [&str; 5] = ["(주)", "(유)", "(합)", "(사)", "(재)"];
    let mut out = text.to_owned();
    for form in FORMS {
        out = out.replace(&format!(" {form}"), form);
        if out.starts_with(form) {
            out = out.replacen(&format!("{form} "), form, 1);
        }
    }
    out
}

/// Classes of driving licences, a blank before each: `1종대형 2종보통`.
fn parted_classes(text: &str) -> String {
    let symbols: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, symbol) in symbols.iter().enumerate() {
        let is_behind_word = at > 0 && symbols[at - 1] != ' ' && symbols[at - 1] != '제';
        if matches!(symbols[at..], ['1' | '2', '종', ..]) && is_behind_word {
            out.push(' ');
        }
        out.push(*symbol);
    }
    out
}

/// Names of Hangul or Han characters are printed with blanks between them at times; those say nothing.
fn name(text: &str) -> String {
    let is_whole =
        |symbol: char| matches!(symbol, '가'..='힣' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | ' ');
    if text.chars().all(is_whole) { text.replace(' ', "") } else { single_blanks(text) }
}

/// How many numbers a text has.
fn figures(text: &str) -> usize {
    text.split(|symbol: char| !symbol.is_ascii_digit()).filter(|digits| !digits.is_empty()).count()
}

/// `YYYY-MM-DD` of a date in figures, year first, or of one with an English month, day first. The outer None is for a
/// text that is no date, the inner one for a day that the calendar lacks.
fn date(text: &str) -> Option<Option<String>> {
    let figures: Vec<&str> =
        text.split(|symbol: char| !symbol.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let numbers: Vec<u16> = figures.iter().filter_map(|digits| digits.parse().ok()).collect();
    let capitals: String = text.chars().filter(char::is_ascii_uppercase).collect();
    let month = MONTHS.iter().position(|month| capitals.contains(month));
    let (year, month, day) = match (numbers.as_slice(), month) {
        // The day has two figures; a figure that hangs on to them is the month's.
        ([day, .., year], Some(month)) if *year >= 1000 => {
            let two = figures.first().and_then(|figures| figures.get(..2)?.parse().ok());
            (*year, month as u16 + 1, two.unwrap_or(*day))
        }
        ([year, month, day], None) if *year >= 1000 => (*year, *month, *day),
        _ => return None,
    };
    let part = |value: u16| u8::try_from(value).unwrap_or(0);
    Some(Date::new(year, part(month), part(day)).map(|date| date.to_string()))
}

fn sex(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    match first {
        'M' | '남' => Some("M".to_owned()),
        'F' | '여' => Some("F".to_owned()),
        _ => None,
    }
}

/// `F-4` of `재외동포(F-4)`.
fn visa_status(text: &str) -> Option<String> {
    let start = text.find(|symbol: char| symbol.is_ascii_uppercase())?;
    let code: String =
        text[start..].chars().filter(|symbol| symbol.is_ascii_alphanumeric() || *symbol == '-').collect();
    let letter = code.chars().next()?;
    let rest = code[1..].trim_start_matches('-');
    (!rest.is_empty()).then(|| format!("{letter}-{rest}"))
}

#[derive(Deserialize)]
struct Countries {
    /// Code and names, in Korean and English.
    country: Vec<(String, Vec<String>)>,
}

/// A name of a state, for comparison and as it is printed, and the state's code.
struct Country {
    key: String,
    name: String,
    code: String,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let countries: Countries =
        toml::from_str(include_str!("../data/countries.toml")).expect("a test reads the list of states");
    let names = |(code, names): (String, Vec<String>)| {
        names.into_iter().map(move |name| Country { key: key(&name), name, code: code.clone() })
    };
    countries.country.into_iter().flat_map(names).collect()
});

/// The names of all states, in Korean and English.
pub(crate) fn countries() -> impl Iterator<Item = String> {
    COUNTRIES.iter().map(|country| country.name.clone())
}

/// The alpha-3 code of a state by its name or code.
fn country(text: &str) -> Option<&'static str> {
    let wanted = key(text);
    if wanted.len() == 3
        && let Some(country) = COUNTRIES.iter().find(|country| country.code == wanted)
    {
        return Some(&country.code);
    }
    COUNTRIES.iter().find(|country| country.key == wanted).map(|country| country.code.as_str())
}

/// A name for comparison: capitals without blanks and signs.
fn key(name: &str) -> String {
    name.chars().filter(|symbol| symbol.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        // text, value
        let table = [
            ("2003.4.22", Some(Some("2003-04-22"))),
            ("2019 년 11 월 01 일", Some(Some("2019-11-01"))),
            ("2020. 6. 1.", Some(Some("2020-06-01"))),
            ("01 2월/FEB 1987", Some(Some("1987-02-01"))),
            ("28 JUN 2031", Some(Some("2031-06-28"))),
            ("087월/JUL 2025", Some(Some("2025-07-08"))),
            ("113월/MAR 2024", Some(Some("2024-03-11"))),
            ("1112월/DEC 2024", Some(Some("2024-12-11"))),
            ("2023.2.29", Some(None)),
            ("2023.13.1", Some(None)),
            ("2023", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(date(text), expected.map(|iso| iso.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn blanks() {
        let text = |text| value(FieldKey::BusinessItem, Read::Text, text, None).expect("any text is one");
        assert_eq!(text("A,D, H,"), "A, D, H");
        assert_eq!(text("인쇄 ,1,000 부"), "인쇄 , 1,000 부");
        assert_eq!(blank_behind_words("충북94-266786-34"), "충북 94-266786-34");
        assert_eq!(blank_behind_words("서울 12-34"), "서울 12-34");
    }

    #[test]
    fn companies_and_classes_have_their_blanks() {
        let table = [
            ("가나 (주)", "가나(주)"),
            ("(주) 가나", "(주)가나"),
            ("가나 (주) 다라점", "가나(주) 다라점"),
            ("가나(다)", "가나(다)"),
        ];
        for (text, expected) in table {
            assert_eq!(forms_at_names(text), expected);
        }
        let table = [
            ("1종대형1종보통2종소형", "1종대형 1종보통 2종소형"),
            ("제1종 보통", "제1종 보통"),
            ("2종 보통", "2종 보통"),
        ];
        for (text, expected) in table {
            assert_eq!(parted_classes(text), expected);
        }
    }

    #[test]
    fn names_states_and_codes() {
        assert_eq!(name("둘 리"), "둘리");
        assert_eq!(name("杜 里"), "杜里");
        assert_eq!(name("HONG  GILDONG"), "HONG GILDONG");
        assert_eq!(country("REPUBLIC OF KOREA"), Some("KOR"));
        assert_eq!(country("베트남"), Some("VNM"));
        assert_eq!(country("KOR"), Some("KOR"));
        assert_eq!(country("아틀란티스"), None);
        assert_eq!(visa_status("재외동포(F-4)").as_deref(), Some("F-4"));
        assert_eq!(visa_status("F5").as_deref(), Some("F-5"));
        assert_eq!(sex("남(M)").as_deref(), Some("M"));
    }

    #[test]
    fn every_state_has_a_code_of_the_zone_and_its_own_names() {
        let mut names: Vec<&str> = COUNTRIES.iter().map(|country| country.key.as_str()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "no name is given twice");
        for Country { name, code, .. } in COUNTRIES.iter() {
            assert!(mrz::country_kind(code).is_some(), "{name}: {code}");
        }
    }
}
