//! Data for zones that every format can carry.
use proptest::prelude::*;
use vidimus_mrz::{Format, ZoneData};

/// Formats that have check digits.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) const CHECKED: [Format; 8] = [
    Format::Td1,
    Format::Td2,
    Format::Td3,
    Format::MrvA,
    Format::MrvB,
    Format::FrenchId,
    Format::FrenchDrivingLicence,
    Format::ChineseExitEntryPermit,
];

/// Data as an issuer of the format would print them.
pub(crate) fn data_for(format: Format) -> impl Strategy<Value = ZoneData> {
    let (number, code, state) = match format {
        Format::FrenchId => ("[0-9]{2}(0[1-9]|1[0-2])[0-9A-Z]{3}[0-9]{5}", "ID", Some("FRA")),
        Format::FrenchDrivingLicence => ("[0-9]{2}[A-Z]{2}[0-9]{5}", "D1", Some("FRA")),
        Format::SwissDrivingLicence => ("[0-9]{12}", "FA", Some("CHE")),
        Format::ChineseExitEntryPermit => ("C[0-9]{8}", "CS", None),
        Format::Td1 => ("[A-Z0-9]{1,9}", "ID", None),
        Format::Td2 => ("[A-Z0-9]{1,9}", "I", None),
        Format::Td3 => ("[A-Z0-9]{1,9}", "P", None),
        _ => ("[A-Z0-9]{1,9}", "V", None),
    };
    let optional = match format {
        Format::SwissDrivingLicence => "[A-Z]{3}[0-9]{3}[DFIR]",
        Format::FrenchId => "[0-9A-Z]{6}",
        _ => "[A-Z0-9]{0,7}",
    };
    let birth = "([3-9][0-9]|[01][0-9])(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])";
    let expiry = "[0-6][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])";
    let country = prop::sample::select(vec!["UTO", "FRA", "D", "KOR", "XXA", "GBD", "RKS"]);
    (
        (number, country.clone(), country, "[A-Z]{1,9}( [A-Z]{1,9}){0,2}", "([A-Z]{1,8}( [A-Z]{1,8}){0,2})?"),
        (birth, expiry, "[MFX]", optional, "[A-Z0-9]{0,11}"),
    )
        .prop_map(
            move |((number, issuer, nationality, primary, secondary), (birth, expiry, sex, optional, second))| {
                ZoneData {
                    document_code: code.into(),
                    issuing_state: state.unwrap_or(issuer).into(),
                    primary_identifier: primary,
                    secondary_identifier: secondary,
                    document_number: number,
                    nationality: nationality.into(),
                    date_of_birth: birth,
                    sex,
                    date_of_expiry: expiry,
                    optional_data: optional,
                    optional_data_2: second,
                    filler_check_digit: false,
                }
            },
        )
}
