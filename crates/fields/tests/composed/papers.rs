//! Passports' pages and certificates of A4.
use document::FieldKey as Key;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::people::{self, Day, iso};
use super::{Composed, Page, pick};

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

fn printed((year, month, day): Day) -> String {
    format!("{day:02} {month}월/{} {year}", MONTHS[usize::from(month) - 1])
}

fn passport(random: &mut ChaCha8Rng, valid: bool, id: &'static str, issued: Day, with_number: bool) -> Composed {
    let mut page = Page::new(1000.0, 700.0);
    page.print(0.05, 0.06, 0.045, "여권");
    page.print(0.14, 0.06, 0.045, "PASSPORT");
    page.print(0.35, 0.06, 0.04, "대한민국 REPUBLIC OF KOREA");
    let (label, size) = (0.022, 0.035);
    let code = pick(random, &["PM", "PS", "PR", "PD", "PO"]);
    page.print(0.33, 0.12, label, "종류/Type");
    page.print(0.5, 0.12, label, "발행국/Country code");
    page.print(0.72, 0.12, label, "여권번호/Passport No.");
    page.field(Key::DocumentCode, 0.33, 0.16, size, code, code);
    page.field(Key::IssuingState, 0.5, 0.16, size, "KOR", "KOR");
    let number = if with_number {
        format!("M{}", people::digits(random, 8))
    } else {
        format!("M{}A{}", people::digits(random, 3), people::digits(random, 4))
    };
    page.field(Key::DocumentNumber, 0.72, 0.16, size, &number, &number);
    page.secret(Key::DocumentNumber, 9);
    page.print(0.33, 0.21, label, "성/Surname");
    page.field(Key::PrimaryIdentifier, 0.33, 0.25, size, "HONG", "HONG");
    page.print(0.33, 0.3, label, "이름/Given names");
    let given = pick(random, &["GILDONG", "SEO YEON", "MINJUN"]);
    page.field(Key::SecondaryIdentifier, 0.33, 0.34, size, given, given);
    page.print(0.72, 0.3, label, "한글성명");
    let name = people::name(random);
    page.field(Key::NameInNationalScript, 0.72, 0.34, size, &name, &name);
    page.print(0.33, 0.39, label, "국적/Nationality");
    page.field(Key::Nationality, 0.33, 0.43, size, "REPUBLIC OF KOREA", "KOR");
    page.print(0.33, 0.48, label, "생년월일/Date of birth");
    let born = people::day(random, 1950, 1990);
    page.field(Key::DateOfBirth, 0.33, 0.52, size, &printed(born), &iso(born));
    let male = random.random_bool(0.5);
    if with_number {
        let tail = people::person_number(random, born, male, false, valid)[7..].to_owned();
        page.print(0.72, 0.48, label, "주민등록번호/Personal No.");
        page.field(Key::PersonalNumber, 0.72, 0.52, size, &tail, &tail);
        page.secret(Key::PersonalNumber, 7);
    }
    page.print(0.33, 0.57, label, "성별/Sex");
    let sex = if male { "M" } else { "F" };
    page.field(Key::Sex, 0.33, 0.61, size, sex, sex);
    page.print(0.5, 0.57, label, "발행관청/Authority");
    let office = "MINISTRY OF FOREIGN AFFAIRS";
    page.field(Key::IssuingAuthority, 0.5, 0.61, size, office, office);
    page.print(0.33, 0.655, label, "발급일/Date of issue");
    page.field(Key::DateOfIssue, 0.33, 0.695, size, &printed(issued), &iso(issued));
    // A passport that ends before it begins is what an invalid blue one has.
    let until =
        if valid || with_number { (issued.0 + 10, issued.1, issued.2) } else { (issued.0 - 1, issued.1, issued.2) };
    page.print(0.6, 0.655, label, "기간만료일/Date of expiry");
    page.field(Key::DateOfExpiry, 0.6, 0.695, size, &printed(until), &iso(until));
    let first = format!("{code}KORHONG<<{}", given.replace(' ', "<"));
    page.print(0.04, 0.83, 0.035, &format!("{first:<<44}"));
    let second = format!("{number}0KOR{:02}{:02}{:02}0{sex}3001011", born.0 % 100, born.1, born.2);
    page.print(0.04, 0.91, 0.035, &format!("{second:<<44}"));
    page.done(id, valid)
}

pub(crate) fn passport_green(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let issued = people::day(random, 2012, 2019);
    passport(random, valid, "kor/passport_green", issued, true)
}

pub(crate) fn passport_green_2020(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let issued = people::day(random, 2021, 2021).min((2021, 12, 20));
    passport(random, valid, "kor/passport_green_2020", issued, false)
}

pub(crate) fn passport_blue(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    let issued = people::day(random, 2022, 2025);
    passport(random, valid, "kor/passport_blue", issued, false)
}

fn korean((year, month, day): Day) -> String {
    format!("{year} 년 {month:02} 월 {day:02} 일")
}

/// Lines of business with what is made or sold.
fn trades(random: &mut ChaCha8Rng, page: &mut Page, x: f32, y: f32, step: f32) -> f32 {
    let all = [
        ("도소매업", "전자상거래업"),
        ("정보통신업", "응용소프트웨어개발"),
        ("제조업", "전자부품"),
        ("서비스업", "광고대행"),
        // Like the label 상호 but for one stroke.
        ("건설업", "창호"),
    ];
    let count = random.random_range(1..=3);
    let from = random.random_range(0..all.len());
    for at in 0..count {
        let (category, item) = all[(from + at) % all.len()];
        let y = y + step * at as f32;
        if at == 0 {
            page.print(x, y, 0.013, &format!("업태 {category}"));
            page.print(x + 0.3, y, 0.013, &format!("종목 {item}"));
        } else {
            page.print(x + 0.045, y, 0.013, category);
            page.print(x + 0.345, y, 0.013, item);
        }
        page.truth.push((Key::BusinessCategory, category.to_owned()));
        page.truth.push((Key::BusinessItem, item.to_owned()));
    }
    y + step * count as f32
}

fn licence(random: &mut ChaCha8Rng, valid: bool, corporation: bool) -> Composed {
    let mut page = Page::new(1240.0, 1754.0);
    page.field(Key::DocumentTitle, 0.34, 0.12, 0.026, "사 업 자 등 록 증", "사업자등록증");
    let mark = if corporation {
        "법인사업자"
    } else {
        pick(random, &["일반과세자", "간이과세자", "면세사업자"])
    };
    page.field(Key::TaxStatus, 0.43, 0.155, 0.015, &format!("( {mark} )"), mark);
    let number = people::business_number(random, corporation, valid);
    page.field(Key::BusinessNumber, 0.35, 0.19, 0.016, &format!("등록번호 : {number}"), &number);
    let (left, size, step) = (0.1, 0.014, 0.034);
    let mut y = 0.25;
    let company = pick(random, &["가나다상사", "주식회사 솔밭소프트", "(주)두레전자"]);
    let (key, label) =
        if corporation { (Key::CorporationName, "법인명(단체명) :") } else { (Key::BusinessName, "상 호 :") };
    page.field(key, left, y, size, &format!("{label} {company}"), company);
    y += step;
    let name = people::name(random);
    let label = if corporation { "대 표 자 :" } else { "성 명 :" };
    page.field(Key::RepresentativeName, left, y, size, &format!("{label} {name}"), &name);
    let born = people::day(random, 1950, 1995);
    if !corporation {
        let text = format!("생 년 월 일 : {}", korean(born));
        page.field(Key::DateOfBirth, 0.55, y, size, &text, &iso(born));
    }
    if random.random_bool(0.3) {
        let (name, under) = (people::name(random), page.behind(left, size, label));
        y += 0.022;
        page.field(Key::RepresentativeName, under, y, size, &name, &name);
    }
    y += step;
    let opened = people::day(random, 2001, 2020);
    page.field(Key::DateOfOpening, left, y, size, &format!("개 업 연 월 일 : {}", korean(opened)), &iso(opened));
    if corporation {
        let number = people::corporation_number(random, valid);
        page.field(Key::CorporationNumber, 0.55, y, size, &format!("법인등록번호 : {number}"), &number);
    }
    y += step;
    y = place(random, &mut page, Key::BusinessAddress, "사업장 소재지 :", y) + step;
    if corporation {
        y = place(random, &mut page, Key::HeadOfficeAddress, "본 점 소 재 지 :", y) + step;
    }
    page.print(left, y, size, "사업의 종류 :");
    y = trades(random, &mut page, 0.27, y, 0.024) + step;
    if !corporation && random.random_bool(0.3) {
        let name = people::name(random);
        page.field(Key::PartnerName, left, y, size, &format!("공동사업자 : {name}"), &name);
        let born = people::day(random, 1950, 1995);
        let number = people::person_number(random, born, true, false, true);
        page.field(Key::PartnerPersonalNumber, 0.45, y, size, &format!("공동사업자 주민등록번호 : {number}"), &number);
        page.secret(Key::PartnerPersonalNumber, 7);
        y += step;
    }
    if random.random_bool(0.2) {
        page.field(Key::BusinessArea, left, y, size, "사업장 면적 : 84 ㎡", "84 ㎡");
        y += step;
    }
    if random.random_bool(0.5) {
        page.field(Key::ReasonForIssue, left, y, size, "발 급 사 유 : 정정", "정정");
        y += step;
    }
    page.print(left, y + 0.02, size, "사업자 단위 과세 적용사업자 여부 : 여( ) 부(√)");
    page.print(left, y + 0.02 + step, size, "전자세금계산서 전용 전자우편주소 :");
    let issued = (opened.0 + 1, opened.1, opened.2);
    page.field(Key::DateOfIssue, 0.4, 0.86, 0.016, &korean(issued), &iso(issued));
    let office = pick(random, &["삼성세무서장", "동수원세무서장", "해운대세무서장"]);
    page.field(Key::IssuingAuthority, 0.38, 0.9, 0.022, office, office);
    let id = if corporation { "kor/business_licence_corporation" } else { "kor/business_licence_sole_proprietor" };
    page.done(id, valid)
}

fn place(random: &mut ChaCha8Rng, page: &mut Page, key: Key, label: &str, y: f32) -> f32 {
    let lines = people::address(random);
    page.truth.push((key, lines.join(" ")));
    page.print(0.1, y, 0.014, label);
    for (at, line) in lines.iter().enumerate() {
        page.print(0.27, y + 0.022 * at as f32, 0.014, line);
    }
    y + 0.022 * (lines.len() - 1) as f32
}

pub(crate) fn business_licence_corporation(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    licence(random, valid, true)
}

pub(crate) fn business_licence_sole_proprietor(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    licence(random, valid, false)
}

fn certificate(random: &mut ChaCha8Rng, valid: bool, corporation: bool) -> Composed {
    let mut page = Page::new(1240.0, 1754.0);
    page.print(0.08, 0.06, 0.011, "발급번호");
    page.print(0.17, 0.06, 0.011, "1234-567-8901-234");
    page.field(Key::DocumentTitle, 0.34, 0.13, 0.026, "사업자등록증명", "사업자등록증명");
    let (label, left, size, step) = (0.1, 0.33, 0.013, 0.045);
    let mut y = 0.24;
    let company = pick(random, &["가나다상사", "솔밭소프트", "(주)두레전자"]);
    let key = if corporation { Key::CorporationName } else { Key::BusinessName };
    page.print(label, y, size, "상호(법인명)");
    page.field(key, left, y, size, company, company);
    y += step;
    let number = people::business_number(random, corporation, valid);
    page.print(label, y, size, "사업자등록번호");
    page.field(Key::BusinessNumber, left, y, size, &number, &number);
    y += step;
    let name = people::name(random);
    page.print(label, y, size, "성명(대표자)");
    page.field(Key::RepresentativeName, left, y, size, &name, &name);
    page.print(0.55, y, size, "주민(법인)등록번호");
    if corporation {
        let number = people::corporation_number(random, valid);
        page.field(Key::CorporationNumber, 0.75, y, size, &number, &number);
    } else {
        let born = people::day(random, 1950, 1990);
        let number = people::person_number(random, born, true, false, valid);
        page.field(Key::RepresentativePersonalNumber, 0.75, y, size, &number, &number);
        page.secret(Key::RepresentativePersonalNumber, 7);
    }
    y += step;
    let address = people::address(random);
    page.truth.push((Key::BusinessAddress, address.join(" ")));
    page.print(label, y, size, "사업장 소재지");
    for (at, line) in address.iter().enumerate() {
        page.print(left, y + 0.02 * at as f32, size, line);
    }
    y += step + 0.02;
    let opened = people::day(random, 2001, 2020);
    let (year, month, day) = opened;
    page.print(label, y, size, "개업일");
    page.field(Key::DateOfOpening, left, y, size, &format!("{year}년 {month:02}월 {day:02}일"), &iso(opened));
    page.print(0.55, y, size, "사업자등록일");
    page.print(0.75, y, size, &format!("{}년 {month:02}월 {day:02}일", year + 1));
    y += step;
    y = trades(random, &mut page, label, y, 0.03);
    page.print(label, y + 0.02, size, "공동사업자");
    let issued = (opened.0 + 3, opened.1, opened.2);
    page.field(Key::DateOfIssue, 0.4, 0.86, 0.016, &korean(issued), &iso(issued));
    let office = pick(random, &["삼성세무서장", "동수원세무서장", "해운대세무서장"]);
    page.field(Key::IssuingAuthority, 0.38, 0.9, 0.022, office, office);
    let id =
        if corporation { "kor/business_certificate_corporation" } else { "kor/business_certificate_sole_proprietor" };
    page.done(id, valid)
}

pub(crate) fn business_certificate_corporation(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    certificate(random, valid, true)
}

pub(crate) fn business_certificate_sole_proprietor(random: &mut ChaCha8Rng, valid: bool) -> Composed {
    certificate(random, valid, false)
}
