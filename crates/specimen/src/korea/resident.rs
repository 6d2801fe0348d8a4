//! Resident registration cards: no labels, a portrait on the right, the seal under it.
use document::{FieldKey as Key, Mask};

use super::invention::{Inventor, broken, iso};
use super::mark::{Ground, Mark};
use super::plan::{CARD, Family, Plan, Style};
use crate::canvas::Colour;
use crate::look::Look;

struct Generation {
    issued: (u16, u16),
    corners: [Colour; 4],
    tone: Colour,
    looks: &'static [Look],
    title: Colour,
    with_emblem: bool,
    of_overseas_nationals: bool,
}

const OF_1999: Generation = Generation {
    issued: (1999, 2019),
    corners: [[233, 214, 214], [226, 208, 214], [219, 203, 203], [238, 224, 208]],
    tone: [196, 160, 165],
    looks: &[Look::Plain, Look::Plain, Look::InkJet, Look::Bold],
    title: [70, 60, 75],
    with_emblem: false,
    of_overseas_nationals: false,
};

const OF_2020: Generation = Generation {
    issued: (2020, 2026),
    corners: [[236, 231, 226], [228, 232, 236], [232, 222, 224], [238, 232, 214]],
    tone: [190, 185, 200],
    looks: &[Look::Laser, Look::Laser, Look::Plain, Look::Engraved],
    title: [75, 75, 80],
    with_emblem: true,
    of_overseas_nationals: false,
};

pub(super) fn resident_card_1999(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &OF_1999)
}

pub(super) fn resident_card_2020(inventor: &mut Inventor, is_valid: bool) -> Plan {
    card(inventor, is_valid, &OF_2020)
}

pub(super) fn resident_card_overseas_national(inventor: &mut Inventor, is_valid: bool) -> Plan {
    let generation = if inventor.chance(0.4) { OF_1999 } else { OF_2020 };
    let issued = (generation.issued.0.max(2016), generation.issued.1);
    card(inventor, is_valid, &Generation { issued, of_overseas_nationals: true, ..generation })
}

fn card(inventor: &mut Inventor, is_valid: bool, generation: &Generation) -> Plan {
    let ground = Ground::Security { corners: generation.corners, tone: generation.tone };
    let mut plan = Plan::new(CARD, ground, generation.looks);
    let mut issued = inventor.day(generation.issued.0, generation.issued.1);
    if issued < (1999, 9, 1) {
        issued.1 = 9 + issued.1 % 4;
    }
    // The list of this year's days ends today.
    issued = issued.min((2026, 10, 30));

    let heading = Style::new(Family::Heading, 5.3).of_form(generation.title);
    if generation.with_emblem {
        plan.under.push(Mark::Taegeuk { at: (8.2, 8.7), size: 6.5, opacity: 0.9 });
    }
    let title = if inventor.chance(0.8) { "주민등록증" } else { "주 민 등 록 증" };
    plan.print((12.4, 11.0), heading.tracked(0.12).within(38.0), title);
    if generation.of_overseas_nationals {
        plan.print((22.5, 14.9), Style::new(Family::Gothic, 2.8).of_form(generation.title), "(재외국민)");
    }

    let family = inventor.pick(&[Family::Gothic, Family::Gothic, Family::Batang]);
    let body = Style::new(family, 2.9);
    let left = 12.4 + inventor.random.uniform(-1.0, 1.0);
    let (room, top) = (49.0 - left, if generation.of_overseas_nationals { 20.4 } else { 19.4 });
    name(inventor, &mut plan, left, top, Style::new(Family::Batang, 4.1).within(room));

    let (born, male) = inventor.adult(issued);
    let number = inventor.person_number(born, male, false, is_valid);
    let digits = body.sized(3.5).tracked(0.08);
    plan.field((left, top + 6.0), digits, Key::PersonalNumber, &number, &number);
    plan.mask(Mask::LastDigits(7));

    let address = inventor.address(issued);
    let mut size = 2.9;
    let mut lines = broken(&address.parts, room / size);
    if lines.len() > 4 {
        size = 2.5;
        lines = broken(&address.parts, room / size);
    }
    plan.block((left, top + 11.2), size * 1.17, body.sized(size).within(room + 0.5), Key::Address, &lines);

    let (year, month, day) = issued;
    let date = match inventor.random.index(4) {
        0 => format!("{year}.{month}.{day}"),
        1 => format!("{year}.{month:02}.{day:02}."),
        2 => format!("{year}.{month}.{day}."),
        _ => format!("{year}. {month}. {day}."),
    };
    plan.field((39.0, 44.9), body.sized(3.5).centred(), Key::DateOfIssue, &date, &iso(issued));
    plan.mask(Mask::Whole);
    let mayor = &address.mayor;
    plan.field((38.0, 50.4), body.sized(4.0).centred().within(44.0), Key::IssuingAuthority, mayor, mayor);

    plan.under.push(Mark::Portrait { at: (51.5, 3.6), size: (27.0, 33.5), opacity: 1.0 });
    if generation.with_emblem {
        plan.over.push(Mark::Hologram { at: (8.0, 47.0), size: 8.5 });
    }
    plan.over.push(Mark::Seal { at: (65.0, 44.0), size: 11.0 });
    plan
}

/// The name, at times parted by blanks, on part of the cards with its Chinese characters in brackets.
fn name(inventor: &mut Inventor, plan: &mut Plan, x: f32, y: f32, style: Style) {
    let name = inventor.name();
    let parted = inventor.chance(0.25);
    let shown = |text: &str| match parted {
        true => text.chars().map(String::from).collect::<Vec<_>>().join(" "),
        false => text.to_owned(),
    };
    let hangul = plan.add(Key::Name, &name.whole());
    let mut parts = vec![(shown(&name.whole()), Some(hangul))];
    if inventor.chance(0.6) {
        let hanja = plan.add(Key::NameInChineseCharacters, &name.hanja);
        let opening = if inventor.chance(0.2) { " (" } else { "(" };
        parts.extend([(opening.to_owned(), None), (shown(&name.hanja), Some(hanja)), (")".to_owned(), None)]);
    }
    plan.line((x, y), style, parts);
}
