//! Invented people, places and numbers.
use document::korea::{PersonNumber, business_number_agrees, corporation_number_agrees};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::pick;

const SURNAMES: [&str; 12] = ["김", "이", "박", "최", "정", "강", "조", "윤", "남궁", "황보", "선우", "하"];
const SYLLABLES: [&str; 20] = [
    "가", "나", "다", "라", "민", "서", "준", "영", "희", "철", "은", "별", "솔", "찬", "도", "윤", "지", "현", "우",
    "빈",
];
const HANJA: [&str; 16] =
    ["金", "李", "朴", "崔", "鄭", "姜", "趙", "尹", "南", "宮", "民", "英", "哲", "恩", "智", "賢"];

pub(crate) fn name(random: &mut ChaCha8Rng) -> String {
    format!("{}{}{}", pick(random, &SURNAMES), pick(random, &SYLLABLES), pick(random, &SYLLABLES))
}

pub(crate) fn hanja(random: &mut ChaCha8Rng, name: &str) -> String {
    name.chars().map(|_| pick(random, &HANJA)).collect()
}

/// Year, month, day.
pub(crate) type Day = (u16, u8, u8);

pub(crate) fn day(random: &mut ChaCha8Rng, from: u16, to: u16) -> Day {
    (random.random_range(from..=to), random.random_range(1..=12), random.random_range(1..=28))
}

pub(crate) fn iso((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

pub(crate) fn digits(random: &mut ChaCha8Rng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + random.random_range(0..10u8))).collect()
}

/// A number of a person born on that day; one that is not valid has another last digit.
pub(crate) fn person_number(random: &mut ChaCha8Rng, born: Day, male: bool, alien: bool, valid: bool) -> String {
    let century = (if born.0 < 2000 { 1 } else { 3 }) + u8::from(!male) + if alien { 4 } else { 0 };
    let front = format!("{:02}{:02}{:02}-{century}{}", born.0 % 100, born.1, born.2, digits(random, 5));
    let number = PersonNumber::parse(&format!("{front}0")).expect("a day of the calendar");
    format!("{front}{}", (number.check_digit() + u8::from(!valid)) % 10)
}

pub(crate) fn business_number(random: &mut ChaCha8Rng, corporation: bool, valid: bool) -> String {
    let form = if corporation { random.random_range(81..89) } else { random.random_range(1..80) };
    let front = format!("{}-{form:02}-{}", random.random_range(101..700), digits(random, 4));
    with_last(front, valid, |text| business_number_agrees(text) == Some(true))
}

pub(crate) fn corporation_number(random: &mut ChaCha8Rng, valid: bool) -> String {
    let front = format!("{}1-{}", random.random_range(11011..19991), digits(random, 6));
    with_last(front, valid, |text| corporation_number_agrees(text) == Some(true))
}

fn with_last(front: String, valid: bool, agrees: impl Fn(&str) -> bool) -> String {
    let all = (0..10).map(|last| format!("{front}{last}"));
    all.into_iter().find(|text| agrees(text) == valid).expect("one digit of ten agrees")
}

const PLACES: [(&str, &str, &str); 10] = [
    ("서울특별시", "종로구", "구청장"),
    ("서울특별시", "강남구", "구청장"),
    ("부산광역시", "해운대구", "구청장"),
    ("경기도", "부천시", "시장"),
    ("경기도", "가평군", "군수"),
    ("강원특별자치도", "춘천시", "시장"),
    ("전라남도", "신안군", "군수"),
    ("경상남도", "마산시", "시장"),
    ("인천광역시", "남구", "구청장"),
    ("제주특별자치도", "서귀포시", "시장"),
];
const ROADS: [&str; 8] =
    ["세종대로", "석촌호수로", "판교역로", "테헤란로", "상동로", "솔밭로", "한누리대로", "은행나무길"];
const QUARTERS: [&str; 6] = ["상동", "중동", "역삼동", "좌동", "효자동", "성수동"];

/// Lines of an address.
pub(crate) fn address(random: &mut ChaCha8Rng) -> Vec<String> {
    let (province, district, _) = pick(random, &PLACES);
    let road = pick(random, &ROADS);
    let house = random.random_range(1..400);
    let flat = format!("{}동 {}호", random.random_range(101..120), random.random_range(101..2400));
    let quarter = pick(random, &QUARTERS);
    match random.random_range(0..3) {
        0 => vec![format!("{province} {district}"), format!("{road} {house}")],
        1 => vec![format!("{province} {district} {road} {house}"), format!("{flat} ({quarter})")],
        _ => {
            vec![format!("{province} {district}"), format!("{road} {house}, {flat}"), format!("({quarter}, 솔밭마을)")]
        }
    }
}

pub(crate) fn mayor(random: &mut ChaCha8Rng) -> String {
    let (province, district, office) = pick(random, &PLACES);
    let stem: String = district.chars().take(district.chars().count() - 1).collect();
    format!("{province} {stem}{office}")
}

pub(crate) fn foreigner(random: &mut ChaCha8Rng) -> String {
    let names = ["NGUYEN THI HUONG", "WANG WEI", "SMITH JOHN EDWARD", "TANAKA HIROSHI", "PETROVA ELENA", "KIM VIKTOR"];
    pick(random, &names).to_owned()
}
