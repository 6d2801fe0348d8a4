//! Backs of cards: where the holder moved to, until when a foreigner may stay, a licence in English. Their layouts are
//! assumptions: no form or picture of a back was at hand.
use document::{FieldKey as Key, Mask};

use super::invention::{Day, Inventor, broken, iso, romanised, romanised_surname};
use super::licence::licence_number_behind;
use super::mark::{Ground, Mark};
use super::plan::{CARD, Family, Plan, Style};
use crate::canvas::Colour;
use crate::look::Look;
use crate::words::korea::POLICE_AGENCIES_LATIN;
use crate::words::latin::MONTHS;

const FORM: Colour = [40, 52, 78];
const RULE: Colour = [150, 160, 170];

fn blank(corners: [Colour; 4], tone: Colour) -> Plan {
    Plan::new(CARD, Ground::Security { corners, tone }, &[Look::Plain, Look::InkJet, Look::Laser])
}

fn rule(plan: &mut Plan, y: f32) {
    plan.under.push(Mark::Rule { from: (4.0, y), to: (CARD.0 - 4.0, y), thickness: 0.15, ink: RULE });
}

/// A table of addresses, newest last, each with the day of the move.
pub(super) fn resident_card_back(inventor: &mut Inventor, _: bool) -> Plan {
    let mut plan = blank([[232, 236, 226], [238, 236, 230], [228, 234, 236], [236, 232, 226]], [180, 190, 185]);
    let label = Style::new(Family::Gothic, 2.4).of_form(FORM);
    let title = inventor.pick(&["주소 변동 사항", "주소변동사항"]);
    plan.print((CARD.0 / 2.0, 6.4), Style::new(Family::Heading, 3.2).of_form(FORM).centred(), title);
    plan.print((6.0, 11.4), label, "변동일");
    plan.print((26.0, 11.4), label, "주소");
    plan.print((76.0, 11.4), label, "확인");
    rule(&mut plan, 8.2);
    rule(&mut plan, 12.6);
    let body = Style::new(Family::Gothic, 2.4);
    let count = 1 + inventor.random.index(3);
    let mut year = 2004;
    for at in 0..count {
        let y = 16.2 + 5.2 * at as f32;
        let moved = inventor.day(year, year + 4);
        year += 6;
        let (of_year, month, day) = moved;
        plan.print((6.0, y), body.within(18.0), format!("{of_year}.{month:02}.{day:02}."));
        let address = inventor.address(moved).parts.join(" ");
        plan.field((26.0, y), body.within(45.0), Key::Address, &address, &address);
        plan.over.push(Mark::Seal { at: (78.6, y - 0.8), size: 4.2 });
        rule(&mut plan, y + 1.6);
    }
    let small = Style::new(Family::Gothic, 1.9).of_form(FORM).centred().within(76.0);
    plan.print((CARD.0 / 2.0, 50.2), small, "이 증을 습득하신 분은 가까운 우체통에 넣어 주십시오.");
    plan
}

/// Until when the holder may stay and where, and the number of the blank card.
pub(super) fn alien_registration_card_back(inventor: &mut Inventor, _: bool) -> Plan {
    let mut plan = blank([[226, 236, 230], [234, 238, 232], [236, 236, 226], [228, 234, 238]], [170, 200, 180]);
    let label = Style::new(Family::Gothic, 2.3).of_form(FORM);
    let latin = Style::new(Family::Latin, 1.7).of_form(FORM);
    plan.print((6.0, 6.0), Style::new(Family::Heading, 2.9).of_form(FORM), "체류기간");
    plan.print((20.0, 6.0), latin, "Period of Sojourn");
    for (x, korean, english) in
        [(6.0, "허가일자", "Issue Date"), (30.0, "만료일자", "Expiry Date"), (56.0, "확인", "Confirmation")]
    {
        plan.print((x, 10.4), label, korean);
        plan.print((x, 12.8), latin.sized(1.6), english);
    }
    rule(&mut plan, 7.4);
    rule(&mut plan, 13.6);
    let body = Style::new(Family::Gothic, 2.5);
    let mut year = 2012 + inventor.random.index(8) as u16;
    for at in 0..1 + inventor.random.index(3) {
        let y = 17.0 + 4.0 * at as f32;
        let (from, to) = (inventor.day(year, year), inventor.day(year + 2, year + 2));
        year += 2;
        let print = |(year, month, day)| format!("{year}.{month:02}.{day:02}");
        plan.print((6.0, y), body, print(from));
        plan.field((30.0, y), body, Key::DateOfExpiry, &print(to), &iso(to));
        plan.over.push(Mark::Seal { at: (60.0, y - 0.8), size: 3.6 });
    }
    plan.print((6.0, 32.0), Style::new(Family::Heading, 2.9).of_form(FORM), "체류지");
    plan.print((16.5, 32.0), latin, "Address");
    rule(&mut plan, 28.6);
    rule(&mut plan, 33.4);
    let address = inventor.address((year, 1, 1).min((2026, 1, 1)));
    let lines = broken(&address.parts, 70.0 / 2.5);
    plan.block((6.0, 37.0), 3.2, body.within(74.0), Key::Address, &lines[..lines.len().min(2)]);
    let number = format!("{}-{}-{}-{}", inventor.digits(1), inventor.digits(3), inventor.digits(3), inventor.digits(4));
    plan.print((6.0, 46.4), label, "일련번호");
    plan.field((18.0, 46.4), body, Key::CardSerialNumber, &number, &number);
    plan.print((6.0, 50.6), label.sized(1.9), "유효확인 www.hikorea.go.kr");
    plan
}

/// A driving licence in English: what the front says, without conditions, the vehicles as international signs.
pub(super) fn driving_licence_back(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let mut plan = blank([[228, 236, 236], [236, 238, 240], [236, 234, 226], [230, 234, 240]], [170, 195, 200]);
    let title = Style::new(Family::Latin, 3.0).of_form(FORM);
    plan.print((5.0, 6.6), title, "DRIVER'S LICENSE");
    plan.print((50.0, 6.6), title.sized(2.5).within(31.0), "REPUBLIC OF KOREA");
    rule(&mut plan, 8.6);
    let label = Style::new(Family::Latin, 1.9).of_form(FORM);
    let body = Style::new(Family::Latin, 2.5);
    let (left, right) = (5.0, 48.0);
    let row = |plan: &mut Plan, (x, y): (f32, f32), text: &str, key: Key, said: &str, value: &str| {
        plan.print((x, y), label, text);
        plan.field((x, y + 3.6), body.within(if x > left { 33.0 } else { 40.0 }), key, said, value);
    };

    let issued = inventor.day(2020, 2025);
    let (born, male) = inventor.adult(issued);
    let expires = (issued.0 + 10, 12, 31);
    let how = inventor.random.index(3);
    let print = |(year, month, day): Day| match how {
        0 => format!("{year}.{month:02}.{day:02}"),
        1 => format!("{year}-{month:02}-{day:02}"),
        _ => format!("{day:02} {} {year}", MONTHS[usize::from(month) - 1]),
    };
    let name = inventor.name();
    let comma = inventor.pick(&[",", ""]);
    let name = format!("{}{comma} {}", romanised_surname(name.surname), romanised(&name.given));
    row(&mut plan, (left, 12.2), "Name", Key::Name, &name, &name);
    let sex = if male { "M" } else { "F" };
    row(&mut plan, (right, 12.2), "Sex", Key::Sex, sex, sex);
    let region = if is_valid { inventor.random.whole(11, 28) } else { inventor.random.whole(31, 79) };
    let number = format!("{region}-{}", licence_number_behind(inventor, born.0, issued.0));
    row(&mut plan, (left, 19.2), "License No.", Key::DocumentNumber, &number, &number);
    plan.mask(Mask::LastDigits(8));
    row(&mut plan, (right, 19.2), "Date of Birth", Key::DateOfBirth, &print(born), &iso(born));
    let signs = inventor.pick(&["B", "B", "A, B", "B, BE", "A, B, C, D", "B, C, D", "A"]);
    row(&mut plan, (left, 33.2), "Categories", Key::VehicleCategories, signs, signs);
    let spelt = inventor.pick(&["Date of Issue", "Issue Date"]);
    row(&mut plan, (left, 26.2), spelt, Key::DateOfIssue, &print(issued), &iso(issued));
    plan.mask(Mask::Whole);
    let spelt = inventor.pick(&["Date of Expiry", "Expiry Date", "Valid Until"]);
    row(&mut plan, (right, 26.2), spelt, Key::DateOfExpiry, &print(expires), &iso(expires));
    let police = inventor.pick(POLICE_AGENCIES_LATIN);
    let spelt = inventor.pick(&["Issued by", "Authority"]);
    row(&mut plan, (right, 33.2), spelt, Key::IssuingAuthority, police, police);
    let address = inventor.latin_address();
    plan.print((left, 40.2), label, "Address");
    let parts: Vec<String> = address.split(' ').map(str::to_owned).collect();
    // A Latin letter is narrower than `broken` takes it for.
    plan.block((left, 43.8), 3.6, body.within(74.0), Key::Address, &broken(&parts, 74.0 / 2.5));
    if inventor.chance(0.5) {
        plan.over.push(Mark::Hologram { at: (76.0, 16.0), size: 8.0 });
    }
    plan
}
