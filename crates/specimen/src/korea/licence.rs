//! Driving licences: the portrait on the left, no labels but those of the period and the conditions. Papers before the
//! cards have labels for all.
use document::{FieldKey as Key, Mask};

use super::invention::{Inventor, broken, iso};
use super::mark::{Ground, Mark};
use super::plan::{CARD, Family, Plan, Style};
use crate::look::Look;

/// The laminated paper before the cards. Its layout is an assumption: no form or picture of one was at hand.
pub(super) fn driving_licence_1990(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let corners = [[236, 234, 222], [240, 238, 230], [232, 236, 228], [238, 232, 224]];
    let mut plan = Plan::new(
        CARD,
        Ground::Security { corners, tone: [195, 190, 165] },
        &[Look::Plain, Look::Plain, Look::Bold, Look::InkJet],
    );
    let form = inventor.pick(&[[40, 40, 50], [30, 60, 120], [30, 90, 70]]);
    let issued = inventor.day(1990, 1999);
    plan.print((CARD.0 / 2.0, 7.2), Style::new(Family::Heading, 4.2).of_form(form).centred(), "자동차운전면허증");
    let is_portrait_left = inventor.chance(0.5);
    let (left, portrait) = if is_portrait_left { (29.0, 4.0) } else { (4.5, 60.0) };
    plan.under.push(Mark::Portrait { at: (portrait, 13.0), size: (21.5, 27.0), opacity: 1.0 });

    let family = inventor.pick(&[Family::Batang, Family::Gothic]);
    let (label, body) = (Style::new(family, 2.5).of_form(form), Style::new(family, 2.7));
    let value = left + 16.5;
    let room = if is_portrait_left { CARD.0 - value - 2.5 } else { portrait - value - 1.0 };
    let caption = |plan: &mut Plan, y: f32, text: &str| plan.print((left, y), label.within(15.5), text);

    // The region is always one that exists, so the person's number is what may be wrong.
    let region = inventor.pick(&[
        "서울", "부산", "대구", "인천", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주",
    ]);
    let (born, male) = inventor.adult(issued);
    let number = format!("{region} {}", licence_number_behind(inventor, born.0, issued.0));
    caption(&mut plan, 13.8, "면허번호");
    plan.field((value, 13.8), body.within(room), Key::DocumentNumber, &number, &number);
    plan.mask(Mask::LastDigits(8));
    let name = inventor.name().whole();
    let spelt = inventor.pick(&["성 명", "성명"]);
    caption(&mut plan, 18.0, spelt);
    plan.field((value, 18.0), body.within(room), Key::Name, &name, &name);
    let number = inventor.person_number(born, male, false, is_valid);
    caption(&mut plan, 22.2, "주민등록번호");
    plan.field((value, 22.2), body.within(room), Key::PersonalNumber, &number, &number);
    plan.mask(Mask::LastDigits(7));
    let spelt = inventor.pick(&["주 소", "주소"]);
    caption(&mut plan, 26.4, spelt);
    let lines = broken(&inventor.address(issued).parts, room / 2.5);
    plan.block((value, 26.4), 3.0, body.sized(2.5).within(room), Key::Address, &lines);
    let spelt = inventor.pick(&["면허종별", "면허의 종류"]);
    caption(&mut plan, 38.8, spelt);
    let categories = inventor.pick(&["1종보통", "1종보통", "2종보통", "1종대형", "1종대형 1종특수", "2종보통 2종소형"]);
    plan.field((value, 38.8), body.within(room), Key::VehicleCategories, categories, categories);

    let spelt = inventor.pick(&["적성검사기간", "적성검사 기간"]);
    caption(&mut plan, 42.6, spelt);
    let year = issued.0 + 5;
    let print = |(year, month, day): (u16, u8, u8)| format!("{year}.{month:02}.{day:02}");
    let (first, last) = ((year, 1, 1), (year, 3, 31));
    let (start, end) = (plan.add(Key::RenewalStart, &iso(first)), plan.add(Key::RenewalEnd, &iso(last)));
    let parts = vec![(print(first), Some(start)), (" ~ ".to_owned(), None), (print(last), Some(end))];
    plan.line((value, 42.6), body.sized(2.4).within(38.8), parts);
    caption(&mut plan, 46.2, "교부일자");
    plan.field((value, 46.2), body.within(30.0), Key::DateOfIssue, &print(issued), &iso(issued));
    plan.mask(Mask::Whole);
    let police = inventor.police(issued);
    let authority = Style::new(family, 3.4).within(34.0);
    plan.field((left + 6.0, 51.2), authority, Key::IssuingAuthority, &police, &police);
    plan.over.push(Mark::Seal { at: (left + 8.0 + authority.width(&police), 49.4), size: 6.5 });
    plan
}

pub(super) fn driving_licence_2000(inventor: &mut Inventor, is_valid: bool) -> Plan {
    licence(inventor, is_valid, true)
}

pub(super) fn driving_licence_2020(inventor: &mut Inventor, is_valid: bool) -> Plan {
    licence(inventor, is_valid, false)
}

fn licence(inventor: &mut Inventor, is_valid: bool, is_old: bool) -> Plan {
    let (corners, tone, looks): (_, _, &[Look]) = if is_old {
        let corners = [[222, 232, 238], [236, 228, 234], [230, 236, 226], [238, 232, 222]];
        (corners, [170, 190, 205], &[Look::Plain, Look::Plain, Look::InkJet, Look::Bold])
    } else {
        let corners = [[226, 238, 232], [232, 236, 240], [238, 234, 222], [228, 232, 238]];
        (corners, [165, 200, 190], &[Look::Plain, Look::Laser, Look::Plain, Look::InkJet])
    };
    let mut plan = Plan::new(CARD, Ground::Security { corners, tone }, looks);
    let issued = if is_old { inventor.day(2000, 2018) } else { inventor.day(2020, 2025) };
    let family = inventor.pick(&[Family::Gothic, Family::Gothic, Family::Gothic, Family::Batang]);
    let body = Style::new(family, 3.5);

    let blue = [30, 60, 120];
    if !is_old || inventor.chance(0.3) {
        plan.under.push(Mark::Panel { at: (0.0, 0.0), size: (CARD.0, 9.2), ink: [150, 190, 225], opacity: 0.4 });
    }
    let heading = Style::new(Family::Heading, 4.3).of_form(if is_old { [40, 40, 60] } else { blue }).tracked(0.06);
    plan.print((26.0, 7.2), heading.within(40.0), "자동차운전면허증");
    if inventor.chance(0.6) {
        let latin = Style::new(Family::Latin, 2.1).of_form(blue);
        plan.print((66.5, 7.0), latin.within(17.0), "(Driver's License)");
    }

    let portrait = if is_old { (22.0, 27.5) } else { (24.5, 31.0) };
    let left = portrait.0 + 9.2;
    let room = CARD.0 - left - 2.5;
    plan.under.push(Mark::Portrait { at: (4.5, 14.6), size: portrait, opacity: 1.0 });

    let categories = match inventor.random.index(10) {
        0 => "1종대형 1종보통 2종소형",
        1 => "1종대형 1종특수",
        2 => "1종보통 2종소형",
        3 => "1종대형",
        4 | 5 => "2종보통",
        6 => "2종 보통",
        7 => "1종 보통",
        _ => "1종보통",
    };
    let categories_style = body.sized(if categories.chars().count() > 8 { 2.6 } else { 3.5 }).within(left - 6.0);
    plan.field((4.5, 12.8), categories_style, Key::VehicleCategories, categories, categories);

    // A region in words is always one that exists; then the person's number is what is wrong.
    let region = if is_old && inventor.chance(0.5) {
        format!(
            "{} ",
            inventor.pick(&[
                "서울", "부산", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주", "대구", "인천"
            ])
        )
    } else if is_valid {
        format!("{}-", inventor.random.whole(11, 28))
    } else {
        format!("{}-", inventor.random.whole(31, 79))
    };
    let is_in_words = !region.starts_with(|symbol: char| symbol.is_ascii_digit());
    let (born, male) = inventor.adult(issued);
    let number = format!("{region}{}", licence_number_behind(inventor, born.0, issued.0));
    plan.field((left, 12.8), body.sized(3.7).within(room), Key::DocumentNumber, &number, &number);
    plan.mask(Mask::LastDigits(8));

    let is_alien = inventor.chance(0.04);
    let name = if is_alien { inventor.foreigner() } else { inventor.name().whole() };
    plan.field((left, 18.0), body.within(room), Key::Name, &name, &name);
    let number = inventor.person_number(born, male, is_alien, is_valid || !is_in_words);
    plan.field((left, 22.6), body.sized(3.4), Key::PersonalNumber, &number, &number);
    plan.mask(Mask::LastDigits(7));

    let address = inventor.address(issued);
    let size = 2.7;
    let lines = broken(&address.parts, room / size);
    plan.block((left, 26.8), 3.2, body.sized(size).within(room), Key::Address, &lines);

    let small = body.sized(2.5);
    period(inventor, &mut plan, left, 39.1, small, issued.0);
    if inventor.chance(0.5) {
        let conditions = inventor.pick(&["A", "A", "A", "B", "E", "A, B", "A,C", "A B E", "보청기 사용", "A, D, H"]);
        let label = inventor.pick(&["조건 : ", "조 건 : ", "조건: "]);
        let value = if conditions == "A,C" { "A, C" } else { conditions };
        plan.labelled((left, 44.9), small, label, Key::DrivingConditions, conditions, value);
    }
    let (year, month, day) = issued;
    let date = match inventor.random.index(3) {
        0 => format!("{year}.{month:02}.{day:02}"),
        1 => format!("{year}. {month:02}. {day:02}."),
        _ => format!("{year}.{month:02}.{day:02}."),
    };
    let date_left = left + if inventor.chance(0.5) { 14.0 } else { 17.0 };
    plan.field((date_left, 48.0), body.sized(2.9).within(19.0), Key::DateOfIssue, &date, &iso(issued));
    plan.mask(Mask::Whole);
    let police = inventor.police(issued);
    let authority = body.sized(3.6).within(34.0);
    plan.field((left, 52.0), authority, Key::IssuingAuthority, &police, &police);
    plan.over.push(Mark::Seal { at: (left + authority.width(&police) + 2.0, 49.8), size: 6.5 });

    if inventor.chance(if is_old { 0.3 } else { 0.9 }) {
        plan.under.push(Mark::Portrait { at: (72.8, 38.0), size: (8.6, 10.6), opacity: 0.55 });
        let code: String = (0..6).map(|_| inventor.pick(&SECURITY_CODE)).collect();
        plan.field((77.1, 51.6), Style::new(Family::Latin, 2.2).centred(), Key::SecurityCode, &code, &code);
    }
    if inventor.chance(0.25) {
        let consent = inventor.pick(&["장기기증", "장기·조직기증", "장기기증희망자"]);
        plan.field((4.5, 50.8), body.sized(2.4).within(left - 6.0), Key::OrganDonation, consent, consent);
    }
    plan
}

/// A licence number behind its region: the year of the first licence, a serial number, two digits.
pub(super) fn licence_number_behind(inventor: &mut Inventor, born: u16, issued: u16) -> String {
    let first = inventor.random.whole(i32::from(born) + 18, i32::from(issued).max(i32::from(born) + 18));
    format!("{:02}-{}-{}", first % 100, inventor.digits(6), inventor.digits(2))
}

const SECURITY_CODE: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y',
    'Z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// The period of the aptitude test or of renewal, in one line or in two.
fn period(inventor: &mut Inventor, plan: &mut Plan, x: f32, y: f32, style: Style, issued: u16) {
    let year = issued + inventor.pick(&[7, 9, 10]);
    let label = inventor.pick(&["적성검사 기간", "적성검사기간", "갱신기간", "적성검사(갱신)기간"]);
    let point = if inventor.chance(0.7) { "." } else { "" };
    let first = (format!("{year}.01.01{point}"), iso((year, 1, 1)));
    let last = (format!("{year}.12.31{point}"), iso((year, 12, 31)));
    let start = plan.add(Key::RenewalStart, &first.1);
    let end = plan.add(Key::RenewalEnd, &last.1);
    let label = format!("{label}{}", inventor.pick(&[" : ", ": "]));
    if inventor.chance(0.5) {
        let parts = vec![(label, None), (first.0, Some(start)), (" ~ ".to_owned(), None), (last.0, Some(end))];
        plan.line((x, y + 1.3), style.within(39.5), parts);
    } else {
        let indent = style.width(&label);
        plan.line((x, y), style.within(39.5), vec![(label, None), (first.0, Some(start))]);
        plan.line((x + indent, y + 2.9), style, vec![("~ ".to_owned(), None), (last.0, Some(end))]);
    }
}
