//! What a value says about itself, and what values say about one another.
use document::korea::{
    PersonNumber, business_number_agrees, business_number_form, corporation_number_agrees, licence_region,
};
use document::{BusinessForm, FieldKey};
use mrz::Date;

use crate::definition::{Check, Definition};
use crate::finding::Finding;
use crate::offices;

/// What a check says of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It agrees; by chance it would in this share of wrong values.
    Agrees(f32),
    /// It disagrees; right values do in this share of documents.
    Disagrees(Finding, f32),
    /// It tells nothing about whether the value was read well.
    Silent,
}

/// Share of documents whose printed number fails its own check: specimens, and slips of offices. Not measured.
const RIGHT_BUT_WRONG: f32 = 0.02;
/// The same where a younger number, without a check digit, is possible.
const RIGHT_AND_YOUNGER: f32 = 0.1;
/// The same for aliens, many of whom were given theirs since then. Not measured.
const NEWCOMERS: f32 = 0.5;
/// At this age the first licence is given, for motorcycles (Road Traffic Act, article 82).
const LEAST_AGE_OF_DRIVERS: u16 = 16;
/// Share of offices that a list of today's and abolished ones lacks. Not measured.
const UNLISTED: f32 = 0.1;

/// From this day on corporations may have numbers without a check digit: registries announced a serial number of seven
/// digits in its place. The rule itself was not at hand, so a mismatch from then on is left open rather than called wrong.
const CORPORATIONS_WITHOUT_CHECK_DIGIT: (u16, u8, u8) = (2025, 1, 31);

/// The values of a document by key.
pub(crate) type Values<'a> = dyn Fn(FieldKey) -> Option<&'a str> + 'a;

/// What one check says of one value.
pub(crate) fn check(key: FieldKey, check: Check, value: &str, values: &Values, today: Date) -> Outcome {
    let unlisted = |is_listed: bool| match is_listed {
        true => Outcome::Agrees(0.05),
        false => Outcome::Disagrees(Finding::UnknownOffice { field: key }, UNLISTED),
    };
    match check {
        Check::PersonNumber => person(key, value, None, values, today),
        Check::ResidentNumber => person(key, value, Some(Register::Residents), values, today),
        Check::AlienNumber => person(key, value, Some(Register::Aliens), values, today),
        Check::ResidentNumberTail => tail(key, value, values, today),
        Check::LicenceNumber => licence(key, value, values, today),
        Check::BusinessNumber => match business_number_agrees(value) {
            Some(true) => Outcome::Agrees(0.1),
            Some(false) => Outcome::Disagrees(Finding::CheckDigitMismatch { field: key }, RIGHT_BUT_WRONG),
            None => Outcome::Silent,
        },
        Check::NumberOfCorporation => of_form(key, value, BusinessForm::Corporation),
        Check::NumberOfSoleProprietor => of_form(key, value, BusinessForm::SoleProprietor),
        Check::CorporationNumber => match corporation_number_agrees(value) {
            Some(true) => Outcome::Agrees(0.1),
            Some(false) => {
                let is_older = is_before(values(FieldKey::DateOfOpening), CORPORATIONS_WITHOUT_CHECK_DIGIT);
                check_digit_fault(key, is_older, RIGHT_AND_YOUNGER)
            }
            None => Outcome::Silent,
        },
        Check::Municipality => unlisted(offices::is_municipality(value)),
        Check::PoliceAgency => unlisted(offices::is_police_agency(value)),
        Check::ImmigrationOffice => unlisted(offices::is_immigration_office(value)),
        Check::TaxOffice => unlisted(offices::is_tax_office(value)),
        Check::Past => match Date::try_from(value.to_owned()) {
            Ok(date) if date > today => Outcome::Disagrees(Finding::FutureDate { field: key }, RIGHT_BUT_WRONG),
            _ => Outcome::Silent,
        },
    }
}

/// The registers that give numbers to people.
#[derive(Clone, Copy, PartialEq)]
enum Register {
    Residents,
    Aliens,
}

/// A number of one register, or of any.
fn person(key: FieldKey, value: &str, wanted: Option<Register>, values: &Values, today: Date) -> Outcome {
    // Printed without its second half, as certificates may have it, nothing can be said of it.
    if value.contains('*') {
        return Outcome::Silent;
    }
    let Some(number) = PersonNumber::parse(value) else {
        return Outcome::Disagrees(Finding::ImpossibleDate { field: key }, RIGHT_BUT_WRONG);
    };
    if number.born() > (today.year(), today.month(), today.day()) {
        return Outcome::Disagrees(Finding::FutureDate { field: key }, RIGHT_BUT_WRONG);
    }
    let register = if number.is_alien() { Register::Aliens } else { Register::Residents };
    if wanted.is_some_and(|wanted| wanted != register) {
        return Outcome::Disagrees(Finding::OtherRegister { field: key }, RIGHT_BUT_WRONG);
    }
    if number.born() >= PersonNumber::WITHOUT_CHECK_DIGIT {
        Outcome::Silent
    } else if number.check_digit_agrees() {
        Outcome::Agrees(0.1)
    } else {
        // Residents born before may have been given the number later: naturalised, found, or after a theft. Aliens are given theirs
        // when they come.
        let younger = if register == Register::Aliens { NEWCOMERS } else { RIGHT_AND_YOUNGER };
        check_digit_fault(key, is_before(values(FieldKey::DateOfIssue), PersonNumber::WITHOUT_CHECK_DIGIT), younger)
    }
}

/// The seven digits that follow on a passport's date of birth, which also tell its century and the sex.
fn tail(key: FieldKey, value: &str, values: &Values, today: Date) -> Outcome {
    let Some(born) = values(FieldKey::DateOfBirth) else { return Outcome::Silent };
    let whole = format!("{}{value}", born.replace('-', "").get(2..).unwrap_or_default());
    let outcome = person(key, &whole, Some(Register::Residents), values, today);
    if matches!(outcome, Outcome::Disagrees(..)) {
        return outcome;
    }
    let number = PersonNumber::parse(&whole);
    let disagrees = |field| Outcome::Disagrees(Finding::Disagreement { field, with: key }, RIGHT_BUT_WRONG);
    match number {
        Some(number) if iso(number.born()) != born => disagrees(FieldKey::DateOfBirth),
        Some(number) if is_of_other_sex(&number, values) => disagrees(FieldKey::Sex),
        _ => outcome,
    }
}

fn is_of_other_sex(number: &PersonNumber, values: &Values) -> bool {
    values(FieldKey::Sex).is_some_and(|sex| !sex.starts_with(number.sex()))
}

fn iso((year, month, day): (u16, u8, u8)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The region of a licence number must be one, and the year behind it, that of the holder's first licence, one in which the
/// holder was old enough and that is not after the day of issue.
fn licence(key: FieldKey, value: &str, values: &Values, today: Date) -> Outcome {
    let mut parts = value.split([' ', '-']);
    if parts.next().and_then(licence_region).is_none() {
        return Outcome::Disagrees(Finding::UnknownRegion { field: key }, RIGHT_BUT_WRONG);
    }
    let Some(first) = parts.next().and_then(|year| year.parse::<u16>().ok()) else { return Outcome::Silent };
    let year_of = |key| values(key).and_then(|value| Date::try_from(value.to_owned()).ok()).map(|date| date.year());
    let of_number = || values(FieldKey::PersonalNumber).and_then(PersonNumber::parse).map(|number| number.born().0);
    let from = year_of(FieldKey::DateOfBirth).or_else(of_number).map_or(0, |born| born + LEAST_AGE_OF_DRIVERS);
    let until = year_of(FieldKey::DateOfIssue).unwrap_or(today.year());
    if [1900 + first, 2000 + first].iter().any(|year| (from..=until).contains(year)) {
        return Outcome::Silent;
    }
    let with = match (values(FieldKey::DateOfBirth), values(FieldKey::DateOfIssue)) {
        (_, Some(_)) if (until..=today.year()).contains(&(2000 + first)) => FieldKey::DateOfIssue,
        (Some(_), _) => FieldKey::DateOfBirth,
        _ => FieldKey::PersonalNumber,
    };
    Outcome::Disagrees(Finding::Disagreement { field: key, with }, RIGHT_BUT_WRONG)
}

/// Whether a business number is given to businesses of this form.
fn of_form(key: FieldKey, value: &str, form: BusinessForm) -> Outcome {
    match business_number_form(value) {
        Some(found) if found != form => Outcome::Disagrees(Finding::OtherRegister { field: key }, RIGHT_BUT_WRONG),
        _ => Outcome::Silent,
    }
}

/// `younger`: the share of right numbers that have no check digit where that is possible.
fn check_digit_fault(key: FieldKey, is_older: bool, younger: f32) -> Outcome {
    match is_older {
        true => Outcome::Disagrees(Finding::CheckDigitMismatch { field: key }, RIGHT_BUT_WRONG),
        false => Outcome::Disagrees(Finding::CheckDigitInconclusive { field: key }, younger),
    }
}

/// Whether an ISO date is known and before a day.
fn is_before(date: Option<&str>, (year, month, day): (u16, u8, u8)) -> bool {
    let date = date.and_then(|date| Date::try_from(date.to_owned()).ok());
    date.is_some_and(|date| (date.year(), date.month(), date.day()) < (year, month, day))
}

/// What the values say about one another.
pub(crate) fn across(definition: &Definition, values: &Values) -> Vec<Finding> {
    let date = |key: FieldKey| values(key).and_then(|value| Date::try_from(value.to_owned()).ok());
    let mut findings = Vec::new();
    for order in &definition.orders {
        // What ends on its first day was never valid.
        let is_end = matches!(order.later, FieldKey::DateOfExpiry | FieldKey::RenewalEnd);
        if let (Some(earlier), Some(later)) = (date(order.earlier), date(order.later))
            && (earlier > later || is_end && earlier == later)
        {
            findings.push(Finding::DatesOutOfOrder { earlier: order.earlier, later: order.later });
        }
    }
    let born = date(FieldKey::DateOfBirth);
    if let Some(number) = values(FieldKey::PersonalNumber).and_then(PersonNumber::parse) {
        let with = FieldKey::PersonalNumber;
        if born.is_some_and(|born| (born.year(), born.month(), born.day()) != number.born()) {
            findings.push(Finding::Disagreement { field: FieldKey::DateOfBirth, with });
        }
        if is_of_other_sex(&number, values) {
            findings.push(Finding::Disagreement { field: FieldKey::Sex, with });
        }
        let (year, month, day) = number.born();
        let born = Date::new(year, month, day);
        if date(FieldKey::DateOfIssue).zip(born).is_some_and(|(issued, born)| issued < born) {
            findings.push(Finding::DatesOutOfOrder { earlier: with, later: FieldKey::DateOfIssue });
        }
    }
    if !is_of_generation(definition, date(FieldKey::DateOfIssue)) {
        findings.push(Finding::OutsideGeneration);
    }
    findings
}

/// Whether such documents were issued on that day; true when it is not known.
pub(crate) fn is_of_generation(definition: &Definition, issued: Option<Date>) -> bool {
    let (from, until) = definition.issued;
    issued.is_none_or(|issued| from.is_none_or(|from| issued >= from) && until.is_none_or(|until| issued <= until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 21).expect("a day")
    }

    #[test]
    fn a_check_digit_counts_only_where_there_must_be_one() {
        let key = FieldKey::PersonalNumber;
        let mismatch = |finding| move |outcome| matches!(outcome, Outcome::Disagrees(found, _) if found == finding);
        let of = |value: &str, issued: Option<&'static str>, alien: bool| {
            let wanted = if alien { Check::AlienNumber } else { Check::ResidentNumber };
            check(key, wanted, value, &move |key| issued.filter(|_| key == FieldKey::DateOfIssue), today())
        };
        assert_eq!(of("800101-1000008", None, false), Outcome::Agrees(0.1));
        assert!(mismatch(Finding::CheckDigitMismatch { field: key })(of("800101-1000009", Some("2003-04-22"), false)));
        assert!(mismatch(Finding::CheckDigitInconclusive { field: key })(of(
            "800101-1000009",
            Some("2021-01-01"),
            false
        )));
        assert!(mismatch(Finding::CheckDigitInconclusive { field: key })(of("800101-1000009", None, false)));
        assert_eq!(of("201005-3000009", Some("2026-01-01"), false), Outcome::Silent);
        assert!(mismatch(Finding::ImpossibleDate { field: key })(of("801301-1000008", None, false)));
        assert!(mismatch(Finding::FutureDate { field: key })(of("270101-3000008", None, false)));
        assert!(mismatch(Finding::OtherRegister { field: key })(of("800101-5000001", None, false)));
        assert_eq!(of("800101-5000001", None, true), Outcome::Agrees(0.1));
    }

    #[test]
    fn the_tail_of_a_passport_goes_with_the_date_of_birth() {
        let values = |key| (key == FieldKey::DateOfBirth).then_some("1980-01-01");
        let outcome = |tail| check(FieldKey::PersonalNumber, Check::ResidentNumberTail, tail, &values, today());
        assert_eq!(outcome("1000008"), Outcome::Agrees(0.1));
        assert!(matches!(outcome("1000007"), Outcome::Disagrees(..)));
        assert!(matches!(outcome("3000008"), Outcome::Disagrees(Finding::FutureDate { .. }, _)));
    }

    #[test]
    fn the_tail_of_a_passport_tells_the_century_and_the_sex() {
        let outcome = |born: &'static str, sex: &'static str, tail| {
            let values = |key| match key {
                FieldKey::DateOfBirth => Some(born),
                FieldKey::Sex => Some(sex),
                _ => None,
            };
            check(FieldKey::PersonalNumber, Check::ResidentNumberTail, tail, &values, today())
        };
        let disagrees = |outcome, key| matches!(outcome, Outcome::Disagrees(Finding::Disagreement { field, .. }, _) if field == key);
        assert_eq!(outcome("1980-01-01", "M", "1000008"), Outcome::Agrees(0.1));
        assert!(disagrees(outcome("1980-01-01", "F", "1000008"), FieldKey::Sex));
        assert!(disagrees(outcome("2001-01-01", "M", "1000000"), FieldKey::DateOfBirth));
    }

    #[test]
    fn nothing_ends_before_it_begins_or_on_that_day() {
        let definitions = crate::Definitions::embedded().expect("the house's");
        let passport = definitions.iter().find(|known| known.id == "kor/passport_blue").expect("a passport");
        for (expiry, is_fault) in [("2022-03-09", true), ("2022-03-10", true), ("2022-03-11", false)] {
            let values = |key| match key {
                FieldKey::DateOfIssue => Some("2022-03-10"),
                FieldKey::DateOfExpiry => Some(expiry),
                _ => None,
            };
            let fault = Finding::DatesOutOfOrder { earlier: FieldKey::DateOfIssue, later: FieldKey::DateOfExpiry };
            assert_eq!(across(passport, &values).contains(&fault), is_fault, "{expiry}");
        }
    }

    #[test]
    fn licence_and_corporation_numbers() {
        let none = |_| None;
        let outcome = |wanted, value| check(FieldKey::DocumentNumber, wanted, value, &none, today());
        assert_eq!(outcome(Check::LicenceNumber, "서울 12-345678-90"), Outcome::Silent);
        assert_eq!(outcome(Check::LicenceNumber, "28-12-345678-90"), Outcome::Silent);
        assert!(matches!(
            outcome(Check::LicenceNumber, "31-12-345678-90"),
            Outcome::Disagrees(Finding::UnknownRegion { .. }, _)
        ));
        let first = |year: &str| {
            let values = |key| match key {
                FieldKey::PersonalNumber => Some("900101-1000004"),
                FieldKey::DateOfIssue => Some("2015-03-01"),
                _ => None,
            };
            check(FieldKey::DocumentNumber, Check::LicenceNumber, &format!("11-{year}-345678-90"), &values, today())
        };
        let contradicts =
            |outcome, key| matches!(outcome, Outcome::Disagrees(Finding::Disagreement { with, .. }, _) if with == key);
        assert_eq!((first("08"), first("15")), (Outcome::Silent, Outcome::Silent));
        assert!(contradicts(first("85"), FieldKey::PersonalNumber));
        assert!(contradicts(first("17"), FieldKey::DateOfIssue));
        let opened = |key| (key == FieldKey::DateOfOpening).then_some("2019-11-01");
        let key = FieldKey::CorporationNumber;
        let old = check(key, Check::CorporationNumber, "110111-0062433", &opened, today());
        assert!(matches!(old, Outcome::Disagrees(Finding::CheckDigitMismatch { .. }, _)));
        let unknown = check(key, Check::CorporationNumber, "110111-0062433", &none, today());
        assert!(matches!(unknown, Outcome::Disagrees(Finding::CheckDigitInconclusive { .. }, _)));
    }
}
