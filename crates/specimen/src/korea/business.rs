//! Papers of businesses on A4: the registration certificate, a list of labels and values, and the proof of registration,
//! a table.
use document::{FieldKey as Key, Mask};

use super::invention::{Day, Inventor, broken, iso};
use super::mark::{Ground, Mark};
use super::plan::{A4, Family, Plan, Style};
use crate::canvas::Colour;
use crate::look::Look;

const LOOKS: &[Look] = &[Look::Plain, Look::Plain, Look::Plain, Look::Bold, Look::InkJet];
const INK: Colour = [25, 25, 28];

pub(super) fn licence_of_corporation(inventor: &mut Inventor, is_valid: bool) -> Plan {
    licence(inventor, is_valid, true)
}

pub(super) fn licence_of_sole_proprietor(inventor: &mut Inventor, is_valid: bool) -> Plan {
    licence(inventor, is_valid, false)
}

pub(super) fn certificate_of_corporation(inventor: &mut Inventor, is_valid: bool) -> Plan {
    certificate(inventor, is_valid, true)
}

pub(super) fn certificate_of_sole_proprietor(inventor: &mut Inventor, is_valid: bool) -> Plan {
    certificate(inventor, is_valid, false)
}

/// A day as certificates spell it.
fn spelt((year, month, day): Day, spacious: bool) -> String {
    match spacious {
        true => format!("{year} 년 {month:02} 월 {day:02} 일"),
        false => format!("{year}년 {month:02}월 {day:02}일"),
    }
}

/// What the holder is called and who represents it, one or several.
struct Business {
    name: String,
    representatives: String,
    partner: Option<String>,
    opened: Day,
    issued: Day,
}

impl Business {
    fn invent(inventor: &mut Inventor) -> Self {
        let name = inventor.company();
        let first = inventor.name().whole();
        let (mut representatives, mut partner) = (first, None);
        match inventor.random.index(10) {
            0 => representatives = format!("{representatives}, {}", inventor.name().whole()),
            1 => partner = Some(inventor.name().whole()),
            _ => {}
        }
        let opened = inventor.day(1990, 2023);
        let issued = inventor.day(opened.0.max(2008) + 1, 2025);
        Self { name, representatives, partner, opened, issued }
    }
}

fn licence(inventor: &mut Inventor, is_valid: bool, of_corporation: bool) -> Plan {
    let emblem = inventor.chance(0.7).then_some([170, 200, 225]);
    let mut plan = Plan::new(A4, Ground::Paper { tone: [247, 248, 246], emblem }, LOOKS);
    let middle = A4.0 / 2.0;
    let family = inventor.pick(&[Family::Gothic, Family::Batang, Family::Batang]);
    let body = Style::new(family, 3.9);
    let form = body.of_form(INK);
    if inventor.chance(0.6) {
        for (inset, thickness) in [(9.0, 0.8), (11.0, 0.25)] {
            let size = (A4.0 - 2.0 * inset, A4.1 - 2.0 * inset);
            plan.under.push(Mark::Frame { at: (inset, inset), size, thickness, ink: [60, 90, 140] });
        }
    }
    plan.under.push(Mark::Taegeuk { at: (middle, 22.0), size: 11.0, opacity: 0.85 });

    let heading = Style::new(inventor.pick(&[Family::Gungseo, Family::Heading, Family::Batang]), 8.0).of_form(INK);
    let title = if inventor.chance(0.8) { "사 업 자 등 록 증" } else { "사업자등록증" };
    let heading = if title.contains(' ') { heading } else { heading.tracked(0.25) };
    plan.field((middle, 41.0), heading.centred(), Key::DocumentTitle, title, &title.replace(' ', ""));
    let status = if of_corporation {
        "법인사업자"
    } else {
        inventor.pick(&["일반과세자", "간이과세자", "면세사업자", "부가가치세 면세사업자"])
    };
    let field = plan.add(Key::TaxStatus, status);
    let (opening, closing) = inventor.pick(&[("( ", " )"), ("(", ")")]);
    let parts = vec![(opening.to_owned(), None), (status.to_owned(), Some(field)), (closing.to_owned(), None)];
    plan.line((middle, 50.0), body.sized(4.6).centred(), parts);
    let number = inventor.business_number(of_corporation, is_valid);
    let label = inventor.pick(&["등록번호 : ", "등록번호 : ", "사업자등록번호 : "]);
    plan.labelled((middle, 59.5), body.sized(4.6).centred(), label, Key::BusinessNumber, &number, &number);

    let business = Business::invent(inventor);
    let (left, column, second) = (20.0, 56.0, 116.0);
    let step = inventor.random.uniform(9.0, 10.5);
    let mut y = 76.0;
    let colon = |label: &str| format!("{label} : ");
    let (key, label) = match of_corporation {
        true => (Key::CorporationName, inventor.pick(&["법인명(단체명)", "법인명(단체명)", "법 인 명"])),
        false => (Key::BusinessName, inventor.pick(&["상 호", "상 호", "상 호(단체명)"])),
    };
    plan.labelled((left, y), body.within(165.0), &colon(label), key, &business.name, &business.name);
    y += step;
    let label = match of_corporation {
        true => inventor.pick(&["대 표 자", "대 표 자(성명)"]),
        false => inventor.pick(&["성 명", "성 명(대표자)"]),
    };
    let people = &business.representatives;
    plan.labelled((left, y), body.within(90.0), &colon(label), Key::RepresentativeName, people, people);
    let (born, male) = inventor.adult(business.opened);
    if !of_corporation {
        if business.issued.0 < 2014 {
            let number = inventor.person_number(born, male, false, true);
            plan.labelled(
                (second, y),
                body.within(76.0),
                "주민등록번호 : ",
                Key::RepresentativePersonalNumber,
                &number,
                &number,
            );
            plan.mask(Mask::LastDigits(7));
        } else {
            let text = spelt(born, true);
            plan.labelled((second, y), body.within(76.0), "생 년 월 일 : ", Key::DateOfBirth, &text, &iso(born));
        }
    }
    y += step;
    let text = spelt(business.opened, true);
    let label = inventor.pick(&["개 업 연 월 일 : ", "개업연월일 : ", "개업년월일 : "]);
    plan.labelled((left, y), body.within(90.0), label, Key::DateOfOpening, &text, &iso(business.opened));
    if of_corporation {
        let number = inventor.corporation_number(is_valid);
        plan.labelled((second, y), body.within(76.0), "법인등록번호 : ", Key::CorporationNumber, &number, &number);
    }
    y += step;
    let places: &[(Key, &str)] = match of_corporation {
        true => &[(Key::BusinessAddress, "사업장 소재지 :"), (Key::HeadOfficeAddress, "본 점 소 재 지 :")],
        false => &[(Key::BusinessAddress, "사업장 소재지 :")],
    };
    for (key, label) in places {
        let lines = broken(&inventor.address(business.issued).parts, inventor.random.uniform(22.0, 34.0));
        plan.print((left, y), form, *label);
        plan.block((column, y), 5.6, body.within(140.0), *key, &lines);
        y += step + 5.6 * (lines.len() - 1) as f32;
    }
    plan.print((left, y), form, "사업의 종류 :");
    y = trades(inventor, &mut plan, (column, 122.0), y, 6.2, body, 4) + step * 0.6;
    if let Some(partner) = &business.partner {
        plan.labelled((left, y), body.within(90.0), "공동사업자 : ", Key::PartnerName, partner, partner);
        if !of_corporation && business.issued.0 < 2014 {
            let (born, male) = inventor.adult(business.opened);
            let number = inventor.person_number(born, male, false, true);
            let label = "공동사업자 주민등록번호 : ";
            plan.labelled((second - 14.0, y), body.within(90.0), label, Key::PartnerPersonalNumber, &number, &number);
            plan.mask(Mask::LastDigits(7));
        }
        y += step;
    }
    if inventor.chance(0.08) {
        let area = format!("{} ㎡", inventor.random.whole(12, 990));
        plan.labelled((left, y), body, "사업장 면적 : ", Key::BusinessArea, &area, &area);
        y += step;
    }
    if inventor.chance(0.6) {
        let reason = inventor.pick(&["신규", "정정", "재발급", "사업장 이전", "업종 추가"]);
        let label = inventor.pick(&["발 급 사 유 : ", "발급사유 : ", "교부사유 : "]);
        plan.labelled((left, y), body, label, Key::ReasonForIssue, reason, reason);
        y += step;
    }
    y = (y + 4.0).max(196.0);
    plan.print((left, y), form, "사업자 단위 과세 적용사업자 여부 : 여( ) 부(√)");
    plan.print((left, y + step), form, "전자세금계산서 전용 전자우편주소 :");
    signed(inventor, &mut plan, body, &business, 258.0);
    plan.print(
        (middle + 48.0, 282.0),
        Style::new(Family::Heading, 3.2).of_form([40, 80, 140]).centred(),
        "국세청 National Tax Service",
    );
    plan
}

/// The day, the office and its seal.
fn signed(inventor: &mut Inventor, plan: &mut Plan, body: Style, business: &Business, y: f32) {
    let middle = A4.0 / 2.0;
    let spacious = inventor.chance(0.7);
    let text = spelt(business.issued, spacious);
    plan.field((middle, y), body.sized(4.8).centred(), Key::DateOfIssue, &text, &iso(business.issued));
    let office = inventor.tax_office();
    let spaced = office.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let printed = if inventor.chance(0.3) { &spaced } else { &office };
    let style = body.sized(6.6).centred();
    plan.field((middle, y + 12.5), style, Key::IssuingAuthority, printed, &office);
    plan.over.push(Mark::Seal { at: (middle + style.width(&office) / 2.0 + 8.0, y + 10.0), size: 19.0 });
}

/// Lines of business in two columns; returns where the next line may stand.
fn trades(
    inventor: &mut Inventor,
    plan: &mut Plan,
    columns: (f32, f32),
    y: f32,
    step: f32,
    style: Style,
    most: i32,
) -> f32 {
    let trades = inventor.trades(most);
    let labels = inventor.pick(&[("업태", "종목"), ("업 태", "종 목")]);
    let style = style.within(columns.1 - columns.0 - 14.0);
    for (at, (category, item)) in trades.iter().enumerate() {
        let y = y + step * at as f32;
        if at == 0 {
            plan.print((columns.0, y), style.of_form(INK), labels.0);
            plan.print((columns.1, y), style.of_form(INK), labels.1);
        }
        plan.field((columns.0 + 12.0, y), style, Key::BusinessCategory, category, category);
        plan.field((columns.1 + 12.0, y), style, Key::BusinessItem, item, item);
    }
    y + step * trades.len() as f32
}

fn certificate(inventor: &mut Inventor, is_valid: bool, of_corporation: bool) -> Plan {
    let emblem = inventor.chance(0.5).then_some([190, 210, 225]);
    let mut plan = Plan::new(A4, Ground::Paper { tone: [250, 250, 249], emblem }, LOOKS);
    let family = inventor.pick(&[Family::Gothic, Family::Batang]);
    let body = Style::new(family, 3.7);
    let form = body.of_form(INK);
    let middle = A4.0 / 2.0;
    let small = form.sized(3.0);
    plan.print((17.0, 20.0), small, "발급번호");
    let number = [4, 3, 4, 3].map(|count| inventor.digits(count)).join("-");
    plan.print((33.0, 20.0), body.sized(3.0), number);
    plan.print((150.0, 20.0), small, "처리기간");
    plan.print((168.0, 20.0), small, "즉시");
    let heading = Style::new(inventor.pick(&[Family::Gungseo, Family::Heading]), 8.0).of_form(INK).centred();
    let title = if inventor.chance(0.7) { "사업자등록증명" } else { "사 업 자 등 록 증 명" };
    plan.field((middle, 42.0), heading, Key::DocumentTitle, title, &title.replace(' ', ""));

    let business = Business::invent(inventor);
    let (left, value, second, last) = (19.0, 64.0, 113.0, 153.0);
    let (edge, top) = ((16.0, A4.0 - 16.0), 56.0);
    let mut rules = vec![top];
    let mut y = top + 7.4;
    let step = 11.8;
    let mut next = |y: f32| {
        rules.push(y - 7.4);
        y
    };

    let key = if of_corporation { Key::CorporationName } else { Key::BusinessName };
    plan.print((left, y), form.within(43.0), "상호(법인명)");
    plan.field((value, y), body.within(46.0), key, &business.name, &business.name);
    let number = inventor.business_number(of_corporation, is_valid);
    plan.print((second, y), form.within(38.0), "사업자등록번호");
    plan.field((last, y), body.within(40.0), Key::BusinessNumber, &number, &number);
    y = next(y + step);

    let people = &business.representatives;
    plan.print((left, y), form.within(43.0), "성명(대표자)");
    plan.field((value, y), body.within(46.0), Key::RepresentativeName, people, people);
    plan.print((second, y), form.within(38.0), "주민(법인)등록번호");
    if of_corporation {
        let number = inventor.corporation_number(is_valid);
        plan.field((last, y), body.within(40.0), Key::CorporationNumber, &number, &number);
    } else {
        let (born, male) = inventor.adult(business.opened);
        let mut number = inventor.person_number(born, male, false, true);
        if inventor.chance(0.5) {
            number.replace_range(7.., "*******");
        }
        plan.field((last, y), body.within(40.0), Key::RepresentativePersonalNumber, &number, &number);
        plan.mask(Mask::LastDigits(7));
    }
    y = next(y + step);

    let lines = broken(&inventor.address(business.issued).parts, inventor.random.uniform(20.0, 32.0));
    plan.print((left, y), form.within(43.0), "사업장 소재지");
    plan.block((value, y), 5.4, body.within(126.0), Key::BusinessAddress, &lines);
    y = next(y + step + 5.4 * (lines.len() - 1) as f32);

    plan.print((left, y), form.within(43.0), inventor.pick(&["개업일", "개업년월일"]));
    plan.field(
        (value, y),
        body.within(46.0),
        Key::DateOfOpening,
        &spelt(business.opened, false),
        &iso(business.opened),
    );
    plan.print((second, y), form.within(38.0), "사업자등록일");
    let (year, month, day) = business.opened;
    plan.print((last, y), body.within(40.0), spelt((year, month, (day + 1).min(28)), false));
    y = next(y + step);

    let end = trades(inventor, &mut plan, (left, second), y, 6.0, body.within(60.0), 5);
    y = next(end + 6.4);
    plan.print((left, y), form.within(43.0), "공동사업자");
    if let Some(partner) = &business.partner {
        plan.field((value, y), body.within(46.0), Key::PartnerName, partner, partner);
    }
    y = next(y + step);

    let bottom = y - 7.4;
    for at in rules {
        plan.under.push(Mark::Rule { from: (edge.0, at), to: (edge.1, at), thickness: 0.25, ink: INK });
    }
    for x in [edge.0, edge.1] {
        plan.under.push(Mark::Rule { from: (x, top), to: (x, bottom), thickness: 0.4, ink: INK });
    }
    let statement = inventor.pick(&["위와 같이 증명합니다.", "위 사항을 증명합니다."]);
    plan.print((middle, 222.0), form.sized(4.4).centred(), statement);
    signed(inventor, &mut plan, body, &business, 246.0);
    if inventor.chance(0.7) {
        plan.under.push(Mark::Code { at: (20.0, 262.0), size: 17.0 });
    }
    plan
}
