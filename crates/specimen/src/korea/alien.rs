//! Cards of residents of another nationality: alien registration, permanent residence, overseas Koreans; labels left of
//! their values.
use document::{FieldKey as Key, Mask};

use super::invention::{Inventor, broken, iso};
use super::mark::{Ground, Mark};
use super::plan::{CARD, Family, Plan, Style};
use crate::canvas::Colour;
use crate::look::Look;

struct Card {
    title: &'static str,
    english: &'static [&'static str],
    /// What the number is called.
    number: &'static str,
    /// The only status that the holders have.
    status: Option<&'static str>,
    corners: [Colour; 4],
    tone: Colour,
}

const ALIEN: Card = Card {
    title: "외국인등록증",
    english: &["ALIEN REGISTRATION CARD", "RESIDENCE CARD"],
    number: "외국인등록번호",
    status: None,
    corners: [[224, 236, 226], [232, 238, 230], [238, 236, 222], [226, 234, 236]],
    tone: [165, 200, 175],
};

const PERMANENT: Card = Card {
    title: "영주증",
    english: &["PERMANENT RESIDENT CARD"],
    number: "외국인등록번호",
    status: Some("F-5"),
    corners: [[238, 226, 226], [240, 234, 230], [236, 226, 218], [234, 226, 236]],
    tone: [210, 170, 170],
};

const OVERSEAS: Card = Card {
    title: "외국국적동포 국내거소신고증",
    english: &["OVERSEAS KOREAN RESIDENT CARD"],
    number: "국내거소신고번호",
    status: Some("F-4"),
    corners: [[226, 230, 240], [232, 236, 242], [228, 232, 226], [236, 230, 240]],
    tone: [170, 180, 210],
};

pub(super) fn alien_registration_card_2011(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &ALIEN, true)
}

pub(super) fn alien_registration_card_2023(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &ALIEN, false)
}

pub(super) fn permanent_resident_card_2011(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &PERMANENT, true)
}

pub(super) fn permanent_resident_card_2023(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &PERMANENT, false)
}

pub(super) fn overseas_korean_card_2011(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &OVERSEAS, true)
}

pub(super) fn overseas_korean_card_2023(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &OVERSEAS, false)
}

/// The older generation has the portrait on the left and tells the sex; the younger one has it on the right.
fn card(inventor: &mut Inventor, is_valid: bool, card: &Card, is_old: bool) -> Plan {
    let looks: &[Look] =
        if is_old { &[Look::Plain, Look::InkJet, Look::Plain] } else { &[Look::Laser, Look::Plain, Look::Engraved] };
    let mut plan = Plan::new(CARD, Ground::Security { corners: card.corners, tone: card.tone }, looks);
    let mut issued = if is_old { inventor.day(2011, 2022) } else { inventor.day(2024, 2025) };
    if issued < (2011, 5, 1) {
        issued.1 = 5 + issued.1 % 8;
    }
    let form: Colour = [35, 50, 75];
    let heading = Style::new(Family::Heading, 4.4).of_form(form).tracked(0.05).within(58.0);
    plan.under.push(Mark::Taegeuk { at: (7.3, 7.4), size: 6.0, opacity: 0.9 });
    plan.print((11.8, 7.1), heading, card.title);
    let english = inventor.pick(card.english);
    plan.print((11.8, 11.2), Style::new(Family::Latin, 2.2).of_form(form), english);

    let left = if is_old { 29.0 } else { 4.8 };
    let value = left + 17.5;
    let right = if is_old { CARD.0 - 3.0 } else { 56.0 };
    let room = right - value;
    if is_old {
        plan.under.push(Mark::Portrait { at: (4.5, 15.0), size: (22.5, 28.5), opacity: 1.0 });
        if inventor.chance(0.4) {
            plan.under.push(Mark::Chip { at: (70.0, 24.0) });
        }
    } else {
        plan.under.push(Mark::Portrait { at: (58.5, 12.0), size: (23.0, 29.0), opacity: 1.0 });
        plan.under.push(Mark::Code { at: (74.5, 43.0), size: 7.5 });
    }
    let label = Style::new(Family::Gothic, 2.3).of_form(form).within(16.6);
    let body = Style::new(Family::Gothic, 2.9).within(room);
    let in_english = inventor.chance(0.5);
    let caption = |plan: &mut Plan, y: f32, korean: &str, latin: &str| {
        plan.print((left, y), label, korean);
        if in_english && !latin.is_empty() {
            plan.print((left, y + 2.2), Style::new(Family::Latin, 1.6).of_form(form).within(16.6), latin);
        }
    };

    let male = inventor.chance(0.5);
    let born = inventor.day(1945, 2004);
    let number = inventor.person_number(born, male, true, is_valid);
    caption(&mut plan, 16.5, card.number, "Registration No.");
    plan.field((value, 16.5), body.sized(3.1).within(26.0), Key::PersonalNumber, &number, &number);
    plan.mask(Mask::LastDigits(7));
    if is_old {
        let sex = match (inventor.chance(0.8), male) {
            (true, true) => ("M", "M"),
            (true, false) => ("F", "F"),
            (false, true) => ("남(M)", "M"),
            (false, false) => ("여(F)", "F"),
        };
        plan.print((74.2, 16.5), label, "성별");
        plan.field((79.6, 16.5), body.within(4.8), Key::Sex, sex.0, sex.1);
    }

    let name = inventor.foreigner();
    let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let mut lines = broken(&words, room / 2.9);
    let mut size = 2.9;
    if lines.len() > 2 {
        size = 2.3;
        lines = broken(&words, room / 2.0);
    }
    if lines.len() > 2 {
        lines = vec![lines[0].clone(), lines[1..].join(" ")];
    }
    // A second line stands where the label in English would.
    let (top, latin) = if lines.len() > 1 { (22.0, "") } else { (22.8, "Name") };
    caption(&mut plan, 22.8, "성명", latin);
    plan.block((value, top), 3.2, body.sized(size), Key::Name, &lines);

    let (state, code) = inventor.nationality();
    let korean = inventor.pick(&["국가/지역", "국가/지역", "국적"]);
    caption(&mut plan, 29.4, korean, if korean == "국적" { "Nationality" } else { "Country/Region" });
    plan.field((value, 29.4), body, Key::Nationality, state, code);
    let (status, code) = inventor.visa_status(card.status);
    caption(&mut plan, 35.4, "체류자격", "Status");
    plan.field((value, 35.4), body, Key::VisaStatus, &status, &code);
    let (year, month, day) = issued;
    caption(&mut plan, 41.2, "발급일자", "Issue Date");
    let date = match inventor.random.index(3) {
        0 => format!("{year}.{month:02}.{day:02}"),
        1 => format!("{year}. {month}. {day}."),
        _ => format!("{year}.{month:02}.{day:02}."),
    };
    plan.field((value, 41.2), body, Key::DateOfIssue, &date, &iso(issued));
    plan.mask(Mask::Whole);

    let (office, latin) = inventor.immigration(issued);
    let authority = Style::new(Family::Gothic, 3.5).within(46.0);
    let x = if is_old { left - 6.0 } else { left };
    plan.field((x, 47.8), authority, Key::IssuingAuthority, &office, &office);
    let style = Style::new(Family::Latin, 2.0).within(44.0);
    plan.field((x, 51.0), style, Key::IssuingAuthorityLatin, &latin, &latin);
    plan.over.push(Mark::Seal { at: (x + authority.width(&office) + 3.5, 47.5), size: 7.5 });
    if inventor.chance(0.5) {
        plan.over.push(Mark::Hologram { at: (if is_old { 78.0 } else { 66.0 }, 46.0), size: 8.0 });
    }
    plan
}
