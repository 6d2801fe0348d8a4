//! Cards of ID-1 size. Places and sizes are those of public specimens, by eye.
use document::FieldKey as Key;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::people::{self, iso};
use super::{Composed, Page, pick};

fn resident_card(random: &mut ChaCha8Rng, valid: bool, id: &'static str, from: u16, to: u16) -> Composed {
    let mut page = Page::new(856.0, 540.0);
    let issued = people::day(random, from, to);
    let born = people::day(random, 1940, 1985);
    let male = random.random_bool(0.5);
    page.print(0.14, 0.15, 0.11, pick(random, &["주민등록증", "주 민 등 록 증"]));
    if id.ends_with("overseas_national") {
        page.print(0.26, 0.22, 0.05, "(재외국민)");
    }
    let name = people::name(random);
    page.truth.push((Key::Name, name.clone()));
    let spaced = if random.random_bool(0.3) { people_spaced(&name) } else { name.clone() };
    if random.random_bool(0.6) {
        let hanja = people::hanja(random, &name);
        page.field(Key::NameInChineseCharacters, 0.15, 0.33, 0.085, &format!("{spaced}({hanja})"), &hanja);
    } else {
        page.print(0.15, 0.33, 0.085, &spaced);
    }
    let number = people::person_number(random, born, male, false, valid);
    page.field(Key::PersonalNumber, 0.14, 0.44, 0.06, &number, &number);
    page.secret(Key::PersonalNumber, 7);
    let address = people::address(random);
    page.truth.push((Key::Address, address.join(" ")));
    for (at, line) in address.iter().enumerate() {
        page.print(0.14, 0.545 + 0.065 * at as f32, 0.055, line);
    }
    let (y, m, d) = issued;
    let date = match random.random_range(0..3) {
        0 => format!("{y}.{m}.{d}"),
        1 => format!("{y}.{m:02}.{d:02}."),
        _ => format!("{y}. {m}. {d}."),
    };
    page.field(Key::DateOfIssue, 0.37, 0.79, 0.055, &date, &iso(issued));
    let mayor = people::mayor(random);
    page.field(Key::IssuingAuthority, 0.3, 0.875, 0.075, &mayor, &mayor);
    page.done(id, valid)
}

fn people_spaced(name: &str) -> String {
    name.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

pub(crate) fn resident_card_1999(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    resident_card(random, valid, "kor/resident_card_1999", 2000, 2019)
}

pub(crate) fn resident_card_2020(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    resident_card(random, valid, "kor/resident_card_2020", 2020, 2025)
}

pub(crate) fn resident_card_overseas_national(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    resident_card(random, valid, "kor/resident_card_overseas_national", 2016, 2025)
}

fn driving_licence(random: &mut ChaCha8Rng, valid: bool, id: &'static str, from: u16, to: u16) -> Composed {
    let is_old = id.ends_with("2000");
    let mut page = Page::new(856.0, 540.0);
    page.print(0.3, 0.09, 0.075, pick(random, &["자동차운전면허증", "자동차운전면허증(Driver's License)"]));
    let category = pick(random, &["1종보통", "2종보통", "1종대형 2종소형", "2종 소형"]);
    page.field(Key::VehicleCategories, 0.05, 0.2, 0.07, category, category);
    let region = if is_old && random.random_bool(0.6) {
        format!("{} ", pick(random, &["서울", "경기", "부산", "경남", "제주"]))
    } else if valid {
        format!("{}-", pick(random, &["11", "13", "28", "20", "26"]))
    } else {
        "47-".to_owned()
    };
    let born = people::day(random, 1950, 1985);
    let first = (born.0 + 18) % 100;
    let number = format!("{region}{first:02}-{}-{}", people::digits(random, 6), people::digits(random, 2));
    page.field(Key::DocumentNumber, 0.37, 0.2, 0.07, &number, &number);
    page.secret(Key::DocumentNumber, 8);
    let is_alien = random.random_bool(0.2);
    let name = if is_alien { "NGUYEN VAN AN".to_owned() } else { people::name(random) };
    page.field(Key::Name, 0.37, 0.3, 0.07, &name, &name);
    let male = random.random_bool(0.5);
    // A region in words is always one that exists, so there the person's number is what is wrong.
    let is_right = valid || !region.starts_with(|c: char| c > 'z');
    let number = people::person_number(random, born, male, is_alien, is_right);
    page.field(Key::PersonalNumber, 0.37, 0.385, 0.065, &number, &number);
    page.secret(Key::PersonalNumber, 7);
    let address = people::address(random);
    page.truth.push((Key::Address, address.join(" ")));
    for (at, line) in address.iter().enumerate() {
        page.print(0.37, 0.46 + 0.06 * at as f32, 0.05, line);
    }
    let issued = people::day(random, from.max(born.0 + 18), to);
    let (first, last) = ((issued.0 + 9, 1, 1), (issued.0 + 9, 12, 31));
    let label = pick(random, &["적성검사 기간", "갱신기간", "적성검사기간"]);
    page.truth.push((Key::RenewalStart, iso(first)));
    page.truth.push((Key::RenewalEnd, iso(last)));
    if random.random_bool(0.5) {
        page.print(0.37, 0.66, 0.045, &format!("{label}: {}.01.01. ~ {}.12.31.", first.0, last.0));
    } else {
        page.print(0.37, 0.65, 0.045, &format!("{label} : {}.01.01.", first.0));
        page.print(0.55, 0.71, 0.045, &format!("~ {}.12.31.", last.0));
    }
    if random.random_bool(0.5) {
        page.field(Key::DrivingConditions, 0.37, 0.765, 0.045, "조건 : A", "A");
    }
    if !is_old {
        page.field(Key::SecurityCode, 0.84, 0.89, 0.04, "8H1X3Y", "8H1X3Y");
    }
    if random.random_bool(0.3) {
        page.field(Key::OrganDonation, 0.05, 0.93, 0.04, "장기기증", "장기기증");
    }
    let (y, m, d) = issued;
    page.field(Key::DateOfIssue, 0.45, 0.835, 0.05, &format!("{y}.{m:02}.{d:02}."), &iso(issued));
    let office = pick(random, &["서울지방경찰청장", "경기남부지방경찰청장", "부산광역시경찰청장", "경상남도경찰청장"]);
    page.field(Key::IssuingAuthority, 0.37, 0.92, 0.065, office, office);
    page.done(id, valid)
}

pub(crate) fn driving_licence_2000(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    driving_licence(random, valid, "kor/driving_licence_2000", 2005, 2018)
}

pub(crate) fn driving_licence_2020(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    driving_licence(random, valid, "kor/driving_licence_2020", 2020, 2025)
}

struct Alien {
    id: &'static str,
    title: &'static str,
    english: &'static str,
    label: &'static str,
    from: u16,
    to: u16,
    with_sex: bool,
}

fn alien_card(random: &mut ChaCha8Rng, valid: bool, card: &Alien) -> Composed {
    let mut page = Page::new(856.0, 540.0);
    page.print(0.05, 0.09, 0.07, card.title);
    page.print(0.05, 0.16, 0.045, card.english);
    let left = if card.with_sex { 0.36 } else { 0.05 };
    let value = left + 0.2;
    let born = people::day(random, 1960, 1999);
    let male = random.random_bool(0.5);
    let number = people::person_number(random, born, male, true, valid);
    page.print(left, 0.27, 0.04, card.label);
    page.field(Key::PersonalNumber, value, 0.27, 0.055, &number, &number);
    page.secret(Key::PersonalNumber, 7);
    if card.with_sex {
        let sex = if male { "M" } else { "F" };
        page.print(0.86, 0.27, 0.04, "성별");
        page.field(Key::Sex, 0.93, 0.27, 0.05, sex, sex);
    }
    let name = people::foreigner(random);
    page.print(left, 0.39, 0.04, "성명");
    page.truth.push((Key::Name, name.clone()));
    if name.len() > 16 && random.random_bool(0.5) {
        let cut = name.rfind(' ').expect("names of more than one word");
        // The label stands at the first line, or in the middle of both.
        let first = if random.random_bool(0.5) { 0.38 } else { 0.358 };
        page.print(value, first, 0.05, &name[..cut]);
        page.print(value, first + 0.06, 0.05, &name[cut + 1..]);
    } else {
        page.print(value, 0.39, 0.05, &name);
    }
    let (state, code) =
        pick(random, &[("VIETNAM", "VNM"), ("중국", "CHN"), ("UNITED STATES", "USA"), ("RUSSIA", "RUS")]);
    page.print(left, 0.52, 0.04, pick(random, &["국가/지역", "국적"]));
    page.field(Key::Nationality, value, 0.52, 0.05, state, code);
    let (status, code) =
        pick(random, &[("유학(D-2)", "D-2"), ("재외동포(F-4)", "F-4"), ("영주(F-5)", "F-5"), ("방문취업(H-2)", "H-2")]);
    page.print(left, 0.62, 0.04, "체류자격");
    page.field(Key::VisaStatus, value, 0.62, 0.05, status, code);
    let issued = people::day(random, card.from, card.to);
    let (y, m, d) = issued;
    page.print(left, 0.72, 0.04, "발급일자");
    page.field(Key::DateOfIssue, value, 0.72, 0.05, &format!("{y}.{m:02}.{d:02}."), &iso(issued));
    let (office, english) = pick(
        random,
        &[
            ("서울출입국·외국인청장", "CHIEF, SEOUL IMMIGRATION OFFICE"),
            ("수원출입국·외국인청장", "CHIEF, SUWON IMMIGRATION OFFICE"),
            ("부산출입국관리사무소장", "CHIEF, BUSAN IMMIGRATION OFFICE"),
        ],
    );
    page.field(Key::IssuingAuthority, 0.3, 0.85, 0.06, office, office);
    page.field(Key::IssuingAuthorityLatin, 0.3, 0.92, 0.035, english, english);
    page.done(card.id, valid)
}

pub(crate) fn alien_registration_card_2011(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let card = Alien {
        id: "kor/alien_registration_card_2011",
        title: "외국인등록증",
        english: "ALIEN REGISTRATION CARD",
        label: "외국인등록번호",
        from: 2011,
        to: 2019,
        with_sex: true,
    };
    alien_card(random, valid, &card)
}

pub(crate) fn alien_registration_card_2023(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let card = Alien {
        id: "kor/alien_registration_card_2023",
        title: "외국인등록증",
        english: "RESIDENCE CARD",
        label: "외국인등록번호",
        from: 2024,
        to: 2025,
        with_sex: false,
    };
    alien_card(random, valid, &card)
}

pub(crate) fn permanent_resident_card_2023(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let card = Alien {
        id: "kor/permanent_resident_card_2023",
        title: "영주증",
        english: "PERMANENT RESIDENT CARD",
        label: "외국인등록번호",
        from: 2024,
        to: 2025,
        with_sex: false,
    };
    alien_card(random, valid, &card)
}

fn overseas_korean_card(
    random: &mut ChaCha8Rng,
    valid: bool,
    id: &'static str,
    years: (u16, u16),
    with_sex: bool,
) -> Composed {
    let card = Alien {
        id,
        title: "외국국적동포 국내거소신고증",
        english: "OVERSEAS KOREAN RESIDENT CARD",
        label: "국내거소신고번호",
        from: years.0,
        to: years.1,
        with_sex,
    };
    alien_card(random, valid, &card)
}

pub(crate) fn overseas_korean_card_2011(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    overseas_korean_card(random, valid, "kor/overseas_korean_card_2011", (2012, 2019), true)
}

pub(crate) fn overseas_korean_card_2023(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    overseas_korean_card(random, valid, "kor/overseas_korean_card_2023", (2024, 2025), false)
}
