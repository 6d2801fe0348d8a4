//! Kinds as data, what is not a kind that is known, and what a zone adds.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
mod composed;

use composed::{Composed, KINDS, Page, cards, papers, random};
use document::{Confidence, Document, DocumentKind, Field, FieldKey, Line, Quad};
use fields::{Definitions, Finding};
use mrz::Date;

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

const LIBRARY_CARD: &str = r#"
# A card of a library that nobody has founded.
kind = "identity_card"
issuing_state = "KOR"
titles = ["솔밭도서관 회원증"]

[[field]]
key = "document_number"
labels = ["회원번호"]
read = "code"
pattern = 'L\d{4}-\d{4}'
mandatory = true
mask = { last_digits = 4 }

[[field]]
key = "name"
labels = ["성명"]
read = "name"
mandatory = true

[[field]]
key = "date_of_issue"
read = "date"
region = [0.0, 0.6, 1.0, 1.0]
mandatory = true
checks = ["past"]
"#;

#[test]
fn a_kind_is_added_without_code() {
    let mut page = Page::new(856.0, 540.0);
    page.print(0.2, 0.1, 0.1, "솔밭도서관 회원증");
    page.print(0.1, 0.4, 0.07, "회원번호 : L2024-0815");
    page.print(0.1, 0.55, 0.07, "성 명 : 홍 길 동");
    page.print(0.4, 0.85, 0.06, "2024. 3. 1.");
    let sheet = page.done("library", true).sheet;
    let definitions = Definitions::embedded().unwrap();
    assert!(definitions.recognise(&sheet, today()).document.is_none(), "nobody knows such a card yet");

    let definitions = definitions.with(&[("library", LIBRARY_CARD)]).unwrap();
    let card = definitions.recognise(&sheet, today()).document.expect("the card is known now");
    assert_eq!((card.id.as_str(), card.document.kind), ("library", DocumentKind::IdentityCard));
    let value = |key| card.document.field(key).and_then(|field| field.value.as_deref());
    assert_eq!(value(FieldKey::DocumentNumber), Some("L2024-0815"));
    assert_eq!(value(FieldKey::Name), Some("홍길동"));
    assert_eq!(value(FieldKey::DateOfIssue), Some("2024-03-01"));
    assert_eq!(card.document.field(FieldKey::Name).and_then(|field| field.caption.as_deref()), Some("성 명"));
    assert_eq!(card.masked.iter().map(|masked| masked.text.as_str()).collect::<Vec<_>>(), ["L2024-****"]);
    assert!(card.document.is_confident);
}

#[test]
fn a_younger_generation_says_only_what_differs() {
    let young =
        "like = \"library\"\nissued_from = \"2025-01-01\"\nwithout = [\"name\"]\ntitles = [\"솔밭도서관 이용증\"]\n";
    let named = [("library_2025", young), ("library", LIBRARY_CARD)];
    let definitions = Definitions::embedded().unwrap().with(&named).expect("in any order");
    let young = definitions.iter().find(|known| known.id == "library_2025").unwrap();
    assert_eq!(young.mandatory().collect::<Vec<_>>(), [FieldKey::DocumentNumber, FieldKey::DateOfIssue]);
}

#[test]
fn faulty_definitions_are_refused_with_their_name() {
    // text, what the message says
    let table = [
        ("titles = [\"가\"]", "issuing_state"),
        ("issuing_state = \"KOR\"", "title"),
        ("issuing_state = \"KOR\"\ntitles = [\"가\"]\ncolour = 1", "colour"),
        ("like = \"nothing\"", "nothing"),
        ("issuing_state = \"KOR\"\ntitles = [\"가\"]\n[[field]]\nkey = \"name\"\nread = \"name\"", "neither a label"),
        ("issuing_state = \"KOR\"\ntitles = [\"가\"]\n[[field]]\nkey = \"shoe_size\"\nread = \"name\"", "shoe_size"),
        (
            "issuing_state = \"KOR\"\ntitles = [\"가\"]\n[[field]]\nkey = \"name\"\nlabels = [\"가\"]\nread = \"name\"\npattern = '('",
            "bracket",
        ),
    ];
    for (text, expected) in table {
        let error = Definitions::embedded().unwrap().with(&[("mine", text)]).expect_err(text).to_string();
        assert!(error.contains("mine") && error.contains(expected), "{text}: {error}");
    }
    let circle = [("one", "like = \"two\""), ("two", "like = \"one\"")];
    assert!(Definitions::embedded().unwrap().with(&circle).is_err());
}

fn of_lines(lines: &[&str]) -> Composed {
    let mut page = Page::new(856.0, 540.0);
    for (at, line) in lines.iter().enumerate() {
        page.print(0.1, 0.1 + 0.09 * at as f32, 0.06, line);
    }
    page.done("none", true)
}

#[test]
fn other_documents_are_not_forced_into_a_kind() {
    let definitions = Definitions::embedded().unwrap();
    let sheets: &[&[&str]] = &[
        &[],
        &["건강보험증", "홍길동", "800101-1000008", "2020.1.1", "국민건강보험공단"],
        &["학생증", "솔밭대학교", "홍길동", "2024-12345"],
        &["장애인등록증", "홍길동", "800101-1000008", "서울특별시 종로구", "2020.1.1.", "서울특별시 종로구청장"],
        &["PASSPORT", "REPUBLIC OF KENYA", "Surname", "KAMAU", "Given names", "JOHN", "Date of birth", "01 JAN 1980"],
        &["DRIVER LICENSE", "CALIFORNIA", "DL I1234568", "EXP 08/31/2027", "LN CARDHOLDER", "FN IMA"],
        &[
            "Driver's License",
            "Name SAMPLE",
            "Address 12 ANY STREET",
            "Sex F",
            "Date of birth 07/07/1985",
            "Date of issue 03/25/2016",
        ],
        &["PERSONALAUSWEIS", "MUSTERMANN", "ERIKA", "12.08.1983", "DEUTSCH", "BERLIN"],
        &["영수증", "아메리카노 4,500", "합계 4,500", "2024.03.01 12:30", "123-45-67891"],
        &["주소 : 서울특별시 종로구", "전화 : 02-123-4567", "홍길동 부장"],
    ];
    for lines in sheets {
        let recognition = definitions.recognise(&of_lines(lines).sheet, today());
        assert!(recognition.document.is_none(), "{lines:?} is taken for {:?}", recognition.kinds.first());
    }
}

#[test]
fn one_kind_is_not_taken_for_another() {
    let definitions = Definitions::embedded().unwrap();
    for (at, compose) in KINDS.iter().enumerate() {
        let composed = compose(&mut random(at as u64), true);
        let kinds = definitions.recognise(&composed.sheet, today()).kinds;
        let kind = definitions.iter().find(|known| known.id == composed.id).unwrap().kind;
        let others: f32 = kinds.iter().filter(|score| score.kind != kind).map(|score| score.score.get()).sum();
        assert!(others < 0.05, "{}: {others}", composed.id);
    }
}

#[test]
fn the_screen_of_an_app_is_said_to_be_one() {
    let definitions = Definitions::embedded().unwrap();
    let mut composed = cards::resident_card_2020(&mut random(1), true);
    let card = definitions.recognise(&composed.sheet, today()).document.unwrap();
    assert!(!card.findings.contains(&Finding::MobileScreen));
    let mut page = Page::new(856.0, 540.0);
    page.print(0.3, 0.03, 0.04, "모바일 주민등록증");
    composed.sheet.lines.extend(page.done("none", true).sheet.lines);
    let card = definitions.recognise(&composed.sheet, today()).document.unwrap();
    assert!(card.findings.contains(&Finding::MobileScreen));
}

#[test]
fn letters_in_place_of_digits_are_replaced_and_said_to_be() {
    let definitions = Definitions::embedded().unwrap();
    let mut composed = cards::resident_card_1999(&mut random(3), true);
    let number = composed.truth.iter().find(|(key, _)| *key == FieldKey::PersonalNumber).unwrap().1.clone();
    let at = number.rfind(['0', '1', '5', '8']).expect("a digit that letters look like");
    let letter = match &number[at..=at] {
        "0" => "O",
        "1" => "l",
        "5" => "S",
        _ => "B",
    };
    let misread = format!("{}{letter}{}", &number[..at], &number[at + 1..]);
    let line = composed.sheet.lines.iter_mut().find(|line| line.text == number).unwrap();
    line.text.clone_from(&misread);
    line.words[0].text.clone_from(&misread);
    let card = definitions.recognise(&composed.sheet, today()).document.unwrap();
    let field = card.document.field(FieldKey::PersonalNumber).unwrap();
    assert_eq!((field.text.as_str(), field.value.as_deref()), (misread.as_str(), Some(number.as_str())));
    assert!(card.findings.contains(&Finding::LookAlikesReplaced { field: FieldKey::PersonalNumber }));
}

#[test]
fn a_zone_completes_and_contradicts_the_print() {
    let definitions = Definitions::embedded().unwrap();
    let composed = papers::passport_blue(&mut random(5), true);
    let printed = definitions.recognise(&composed.sheet, today()).document.unwrap();
    let value = |key| composed.truth.iter().find(|(known, _)| *known == key).unwrap().1.clone();
    let quad = Quad::rectangle(40.0, 600.0, 900.0, 30.0);
    let field = |key, value: String| Field {
        verified: Some(true),
        ..Field::new(key, value, Confidence::new(0.999), vec![Line { on_photo: quad, on_sheet: quad }])
    };
    let mut zone = Document::new(DocumentKind::Passport, "KOR", printed.document.outline);
    zone.fields.push(field(FieldKey::DocumentNumber, value(FieldKey::DocumentNumber)));
    zone.fields.push(field(FieldKey::DateOfBirth, "1999-09-09".to_owned()));
    let given = printed.document.field(FieldKey::SecondaryIdentifier).unwrap().value.clone().unwrap();
    assert!(!given.contains(' '));
    let parted = format!("{} {}", &given[..2], &given[2..]);
    zone.fields.push(field(FieldKey::SecondaryIdentifier, parted.clone()));
    zone.fields.push(field(FieldKey::MrzLine2, "M123A45670KOR9909097F3009095<<<<<<<<<<<<<<02".to_owned()));
    let whole = definitions.with_zone(printed, &zone);
    assert_eq!(whole.document.field(FieldKey::DocumentNumber).unwrap().verified, Some(true));
    assert!(whole.findings.contains(&Finding::ZoneDisagrees { field: FieldKey::DateOfBirth }));
    assert_eq!(whole.document.field(FieldKey::DateOfBirth).unwrap().value, Some(value(FieldKey::DateOfBirth)));
    assert_eq!(whole.document.field(FieldKey::SecondaryIdentifier).unwrap().value, Some(parted));
    assert!(!whole.document.is_confident);
    let line = whole.masked.iter().find(|masked| masked.key == FieldKey::MrzLine2).unwrap();
    assert_eq!(line.text, "*".repeat(44));
}

#[test]
fn a_zone_names_the_kind_where_print_cannot() {
    let definitions = Definitions::embedded().unwrap();
    let mut sheet = papers::passport_blue(&mut random(5), true).sheet;
    sheet.lines.truncate(1);
    sheet.lines[0].text = "XQ 17".to_owned();
    sheet.lines[0].words.clear();
    assert!(definitions.recognise(&sheet, today()).document.is_none());
    let sure = Confidence::new(0.9);
    let line = Line { on_photo: sheet.outline, on_sheet: sheet.outline };
    let zone = |state: &str| {
        let mut zone = Document::new(DocumentKind::Passport, state, sheet.outline);
        zone.fields.push(Field::new(FieldKey::IssuingState, state, sure, vec![line]));
        zone
    };
    let read = definitions.recognise_as(&sheet, &zone("KOR"), today()).expect("is known");
    assert_eq!((read.document.kind, read.score), (DocumentKind::Passport, sure));
    assert!(read.id.starts_with("kor/passport_") && !read.document.is_confident);
    assert!(!read.unmasked.is_empty(), "what could not be read is not said to be hidden");
    assert!(definitions.recognise_as(&sheet, &zone("UTO"), today()).is_none());
}

#[test]
fn the_personal_number_of_a_zone_and_the_date_tell_the_generation() {
    let definitions = Definitions::embedded().unwrap();
    let mut sheet = papers::passport_blue(&mut random(5), true).sheet;
    let quad = Line { on_photo: sheet.outline, on_sheet: sheet.outline };
    let mut zone = Document::new(DocumentKind::Passport, "KOR", sheet.outline);
    zone.is_confident = true;
    zone.fields.push(Field::new(FieldKey::IssuingState, "KOR", Confidence::new(0.9), vec![quad]));
    let is_of = |zone: &Document| {
        ["green", "green_2020", "blue"].map(|name| definitions.is_of(&format!("kor/passport_{name}"), zone))
    };
    let mut with_number = zone.clone();
    with_number.fields.push(Field::new(FieldKey::PersonalNumber, "2105638V638674", Confidence::new(0.9), vec![quad]));
    assert_eq!((is_of(&zone), is_of(&with_number)), ([true; 3], [true, false, false]));
    for (date, expected) in [("10 3월/MAR 2021", "kor/passport_green_2020"), ("10 3월/MAR 2022", "kor/passport_blue")]
    {
        let label = sheet.lines.iter().find(|line| line.text.contains("발급일")).unwrap().clone();
        let below = |line: &&mut fields::Line| line.on_sheet.centre().distance(label.on_sheet.centre()) as i32;
        let issued = sheet.lines.iter_mut().filter(|line| line.text.contains("월/")).min_by_key(below).unwrap();
        issued.text = date.to_owned();
        issued.words.clear();
        sheet.lines = vec![label, issued.clone()];
        let read = definitions.recognise_as(&sheet, &zone, today()).expect("is known");
        assert_eq!(read.id, expected);
    }
}

#[test]
fn what_only_the_zone_says_is_as_the_document_prints_it() {
    let definitions = Definitions::embedded().unwrap();
    let composed = papers::passport_green(&mut random(5), true);
    let number = composed.truth.iter().find(|(key, _)| *key == FieldKey::PersonalNumber).unwrap().1.clone();
    let mut printed = definitions.recognise(&composed.sheet, today()).document.unwrap();
    printed.document.fields.retain(|field| field.key != FieldKey::PersonalNumber);
    let quad = Quad::rectangle(40.0, 600.0, 900.0, 30.0);
    let line = Line { on_photo: quad, on_sheet: quad };
    let mut zone = Document::new(DocumentKind::Passport, "KOR", printed.document.outline);
    let optional_data = format!("{number}V123456");
    zone.fields.push(Field::new(FieldKey::PersonalNumber, optional_data, Confidence::new(0.999), vec![line]));
    let whole = definitions.with_zone(printed, &zone);
    assert_eq!(whole.document.field(FieldKey::PersonalNumber).unwrap().value, Some(number));
}

#[test]
fn nothing_personal_can_be_logged() {
    let composed = cards::resident_card_1999(&mut random(9), true);
    let recognition = Definitions::embedded().unwrap().recognise(&composed.sheet, today());
    let logged = format!("{recognition:?} {:?} {:?}", composed.sheet, recognition.document.as_ref().unwrap().masked);
    for (key, value) in &composed.truth {
        assert!(!logged.contains(value), "{key:?}");
    }
}

#[test]
fn a_date_that_cannot_be_is_not_hidden_and_a_number_that_cannot_be_is() {
    let definitions = Definitions::embedded().unwrap();
    let composed = cards::driving_licence_2020(&mut random(4), true);
    let read_with = |from: &str, to: &str| {
        let mut sheet = composed.sheet.clone();
        let line = sheet.lines.iter_mut().find(|line| line.text.replace([' ', '.', '-'], "").contains(from)).unwrap();
        line.text = to.to_owned();
        line.words.clear();
        definitions.recognise(&sheet, today()).document.unwrap()
    };
    let truth = |key| &composed.truth.iter().find(|(known, _)| *known == key).unwrap().1;
    let card = definitions.recognise(&composed.sheet, today()).document.unwrap();
    assert_eq!(card.unmasked, []);
    let issued = truth(FieldKey::DateOfIssue).replace('-', "").trim_start_matches('0').to_owned();
    assert_eq!(read_with(&issued, "2047.01.05.").unmasked, [FieldKey::DateOfIssue]);
    let number = truth(FieldKey::PersonalNumber).replace('-', "");
    let card = read_with(&number, "491614-1124423");
    assert!(card.findings.contains(&Finding::ImpossibleDate { field: FieldKey::PersonalNumber }));
    assert_eq!(card.unmasked, []);
}

#[test]
fn fields_stand_where_they_do_when_their_labels_cannot_be_read() {
    let definitions = Definitions::embedded().unwrap();
    for (composed, keys, labels) in [
        (
            cards::alien_registration_card_2023(&mut random(6), true),
            &[FieldKey::Name, FieldKey::Nationality][..],
            &["성명", "Name", "국가/지역", "국적", "Nationality", "Country/Region"][..],
        ),
        (
            papers::passport_blue(&mut random(6), true),
            &[FieldKey::NameInNationalScript, FieldKey::DateOfBirth, FieldKey::DateOfIssue, FieldKey::DateOfExpiry],
            &["한글성명", "생년월일/Date of birth", "발급일/Date of issue", "기간만료일/Date of expiry"],
        ),
    ] {
        let mut sheet = composed.sheet;
        let before = sheet.lines.len();
        sheet.lines.retain(|line| !labels.contains(&line.text.as_str()));
        assert!(sheet.lines.len() + keys.len() <= before, "the labels are lines of their own");
        let read = definitions.recognise(&sheet, today()).document.expect("known by the others");
        for key in keys {
            let truth = composed.truth.iter().find(|(known, _)| known == key).map(|(_, value)| value);
            let field = read.document.field(*key).expect("found");
            assert_eq!((field.value.as_ref(), &field.caption), (truth, &None), "{key:?}");
        }
    }
}

#[test]
fn what_looks_like_a_personal_number_is_never_said_to_be_hidden_when_nothing_covers_it() {
    let definitions = Definitions::embedded().unwrap();
    let composed = cards::driving_licence_2020(&mut random(4), true);
    let with = |text: &str| {
        let mut sheet = composed.sheet.clone();
        let mut line = sheet.lines[0].clone();
        let place = Quad::rectangle(0.1 * sheet.width, 0.94 * sheet.height, 0.3 * sheet.width, 0.04 * sheet.height);
        (line.text, line.on_sheet, line.on_photo) = (text.to_owned(), place, place);
        line.words.clear();
        sheet.lines.push(line);
        definitions.recognise(&sheet, today()).document.unwrap()
    };
    assert_eq!(with("840312-13574S6").unmasked, [FieldKey::PersonalNumber]);
    assert_eq!(with("840312-*******").unmasked, []);
}

#[test]
fn a_number_that_was_hardly_read_is_covered_whole_and_beyond_its_outline() {
    let definitions = Definitions::embedded().unwrap();
    let composed = cards::driving_licence_2020(&mut random(4), true);
    let number = &composed.truth.iter().find(|(key, _)| *key == FieldKey::PersonalNumber).unwrap().1;
    let masked = |confidence: f32| {
        let mut sheet = composed.sheet.clone();
        let line = sheet.lines.iter_mut().find(|line| line.text == *number).unwrap();
        line.confidence = Confidence::new(confidence);
        line.words.iter_mut().for_each(|word| word.confidence = Confidence::new(confidence));
        let card = definitions.recognise(&sheet, today()).document.unwrap();
        let mask = card.masked.into_iter().find(|mask| mask.key == FieldKey::PersonalNumber).unwrap();
        (mask.text, mask.on_sheet.width())
    };
    // Its check digit agrees, which speaks for what was read.
    let ((sure, part), (unsure, whole)) = (masked(0.98), masked(0.02));
    assert_eq!(sure, format!("{}*******", &number[..7]));
    assert!(unsure.chars().all(|symbol| symbol == '*' || symbol == '-'), "{unsure}");
    assert!(whole > 1.5 * part, "{whole} {part}");
    // Two characters at either end.
    let line = composed.sheet.lines.iter().find(|line| line.text == *number).unwrap().on_sheet.width();
    assert!(whole > line * (1.0 + 4.0 / number.len() as f32), "{whole} {line}");
}

#[test]
fn a_passport_whose_zone_was_not_read_is_neither_confident_nor_safe_to_keep() {
    let definitions = Definitions::embedded().unwrap();
    for composed in [papers::passport_green(&mut random(6), true), papers::passport_blue(&mut random(6), true)] {
        let mut sheet = composed.sheet;
        let read = definitions.recognise(&sheet, today()).document.unwrap();
        assert_eq!((read.document.is_confident, read.unmasked), (true, vec![]), "{}", composed.id);
        sheet.lines.retain(|line| !line.text.contains('<'));
        let read = definitions.recognise(&sheet, today()).document.unwrap();
        assert_eq!(read.unmasked, [FieldKey::MrzLine1, FieldKey::MrzLine2], "{}", composed.id);
        assert!(!read.document.is_confident, "{}", composed.id);
    }
}
