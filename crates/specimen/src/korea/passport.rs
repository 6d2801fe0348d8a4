//! The passport's page with the portrait: labels over their values, the zone below (Doc 9303-4).
use document::{FieldKey as Key, Mask};
use mrz::{Format, ZoneData};

use super::invention::{Day, Inventor, iso, romanised, romanised_surname};
use super::mark::{Ground, Mark};
use super::plan::{Family, PASSPORT, Plan, Style};
use crate::canvas::Colour;
use crate::look::Look;
use crate::words::GIVEN_NAMES;
use crate::words::latin::MONTHS;

pub(super) fn passport_green(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let mut issued = inventor.day(2008, 2020);
    if issued < (2008, 8, 25) {
        issued.1 = 9;
    }
    passport(inventor, is_valid, issued.min((2020, 12, 20)))
}

pub(super) fn passport_green_2020(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let issued = inventor.day(2021, 2021);
    passport(inventor, is_valid, issued.min((2021, 12, 20)))
}

pub(super) fn passport_blue(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let issued = inventor.day(2022, 2025);
    passport(inventor, is_valid, issued)
}

/// Day, month in both languages and year.
fn printed((year, month, day): Day) -> String {
    format!("{day:02} {month}월/{} {year}", MONTHS[usize::from(month) - 1])
}

fn passport(inventor: &mut Inventor, is_valid: bool, issued: Day) -> Plan {
    let (is_green, with_number) = (issued < (2021, 12, 21), issued < (2020, 12, 21));
    let (corners, tone, looks): (_, _, &[Look]) = if is_green {
        let corners = [[228, 238, 230], [236, 240, 232], [240, 236, 226], [230, 238, 238]];
        (corners, [170, 200, 180], &[Look::InkJet, Look::Plain, Look::Plain])
    } else {
        let corners = [[226, 234, 242], [236, 238, 242], [232, 228, 238], [224, 236, 240]];
        (corners, [165, 185, 210], &[Look::Laser, Look::Plain, Look::Plain])
    };
    let mut plan = Plan::new(PASSPORT, Ground::Security { corners, tone }, looks);
    let form: Colour = if is_green { [30, 80, 65] } else { [35, 55, 110] };
    let title = Style::new(Family::Heading, 3.8).of_form(form);
    plan.print((6.0, 7.0), title, "여권");
    plan.print((17.0, 7.0), title.sized(3.4), "PASSPORT");
    plan.print((44.0, 7.0), title.sized(3.4).within(65.0), "대한민국 REPUBLIC OF KOREA");
    if !is_green || inventor.chance(0.6) {
        plan.under.push(Mark::ChipSign { at: (112.0, 3.2) });
    }
    plan.under.push(Mark::Portrait { at: (5.5, 14.0), size: (34.5, 44.5), opacity: 1.0 });
    if inventor.chance(0.7) {
        plan.under.push(Mark::Portrait { at: (109.0, 14.0), size: (12.5, 16.5), opacity: 0.3 });
    }

    let label = Style::new(Family::Gothic, 1.9).of_form(form);
    let body = Style::new(inventor.pick(&[Family::Gothic, Family::Latin]), 3.1);
    let (left, middle, right) = (44.0, 62.0, 88.0);
    let caption = |plan: &mut Plan, x: f32, y: f32, text: &str| plan.print((x, y), label, text);

    let code = inventor.pick(&["PM", "PM", "PM", "PS", "PR", "PD", "PO"]);
    caption(&mut plan, left, 11.6, "종류/Type");
    plan.field((left, 15.4), body, Key::DocumentCode, code, code);
    let country = inventor.pick(&["발행국/Country code", "발행국/Issuing country"]);
    caption(&mut plan, middle, 11.6, country);
    plan.field((middle, 15.4), body, Key::IssuingState, "KOR", "KOR");
    caption(&mut plan, right, 11.6, "여권번호/Passport No.");
    let letter = if code == "PM" { "M" } else { &code[1..] };
    let number = if is_green {
        format!("{letter}{}", inventor.digits(8))
    } else {
        let middle = inventor.pick(&["A", "B", "C", "D", "E", "F"]);
        format!("{letter}{}{middle}{}", inventor.digits(3), inventor.digits(4))
    };
    plan.field((right, 15.4), body.tracked(0.04), Key::DocumentNumber, &number, &number);
    plan.mask(Mask::Whole);

    let name = inventor.name();
    let surname = romanised_surname(name.surname);
    let mut given = romanised(&name.given);
    match inventor.random.index(12) {
        0 | 1 => {
            let syllables: Vec<String> = name.given.chars().map(|one| romanised(&one.to_string())).collect();
            given = syllables.join(" ");
        }
        2 => given = format!("{given} {} {}", inventor.pick(GIVEN_NAMES), inventor.pick(GIVEN_NAMES)).replace('<', " "),
        _ => {}
    }
    caption(&mut plan, left, 19.6, "성/Surname");
    plan.field((left, 23.4), body, Key::PrimaryIdentifier, &surname, &surname);
    caption(&mut plan, left, 27.4, "이름/Given names");
    plan.field((left, 31.2), body.within(38.0), Key::SecondaryIdentifier, &given, &given);
    let hangul = name.whole();
    caption(&mut plan, right, 27.4, inventor.pick(&["한글성명", "한글성명/Korean name"]));
    plan.field((right, 31.2), body.within(34.0), Key::NameInNationalScript, &hangul, &hangul);
    caption(&mut plan, left, 35.2, "국적/Nationality");
    plan.field((left, 39.0), body, Key::Nationality, "REPUBLIC OF KOREA", "KOR");

    let (born, male) = match inventor.chance(0.12) {
        true => (inventor.day(issued.0 - 15, issued.0 - 1), inventor.chance(0.5)),
        false => inventor.adult(issued),
    };
    caption(&mut plan, left, 43.0, "생년월일/Date of birth");
    plan.field((left, 46.8), body, Key::DateOfBirth, &printed(born), &iso(born));
    let tail = inventor.person_number(born, male, false, is_valid)[7..].to_owned();
    if with_number {
        caption(&mut plan, right, 43.0, "주민등록번호/Personal No.");
        plan.field((right, 46.8), body.tracked(0.04), Key::PersonalNumber, &tail, &tail);
        plan.mask(Mask::Whole);
    }
    let sex = if male { "M" } else { "F" };
    caption(&mut plan, left, 50.6, "성별/Sex");
    plan.field((left, 54.4), body, Key::Sex, sex, sex);
    caption(&mut plan, middle, 50.6, "발행관청/Authority");
    let authority =
        if issued.0 < 2013 { "MINISTRY OF FOREIGN AFFAIRS AND TRADE" } else { "MINISTRY OF FOREIGN AFFAIRS" };
    plan.field((middle, 54.4), body.within(60.0), Key::IssuingAuthority, authority, authority);
    // A passport without a personal number that is not valid ends before it begins.
    let years = if with_number || is_valid { inventor.pick(&[10, 10, 10, 5]) } else { -1 };
    let until = ((i32::from(issued.0) + years) as u16, issued.1, issued.2);
    caption(&mut plan, left, 58.2, "발급일/Date of issue");
    plan.field((left, 62.0), body, Key::DateOfIssue, &printed(issued), &iso(issued));
    caption(&mut plan, right - 8.0, 58.2, "기간만료일/Date of expiry");
    plan.field((right - 8.0, 62.0), body, Key::DateOfExpiry, &printed(until), &iso(until));

    let short = |(year, month, day): Day| format!("{:02}{month:02}{day:02}", year % 100);
    let zone = ZoneData {
        document_code: code.to_owned(),
        issuing_state: "KOR".to_owned(),
        primary_identifier: surname,
        secondary_identifier: given,
        document_number: number,
        nationality: "KOR".to_owned(),
        date_of_birth: short(born),
        sex: sex.to_owned(),
        date_of_expiry: short(until),
        optional_data: if with_number { format!("{tail}V{}", inventor.digits(6)) } else { String::new() },
        filler_check_digit: inventor.chance(0.5),
        ..ZoneData::default()
    };
    let style = Style::new(Family::Zone, 2.5).tracked(2.54);
    let keys = [Key::MrzLine1, Key::MrzLine2];
    for ((text, key), y) in mrz::compose(Format::Td3, &zone).into_iter().zip(keys).zip([75.0, 81.6]) {
        plan.field((6.6, y), style, key, &text, &text);
        plan.mask(Mask::Whole);
    }
    plan
}
