use document::{BusinessForm, Document, DocumentKind, Field, FieldKey as Key, Mask, Quad};
use serde::Serialize;

use super::Meta;
use super::item::Item;
use super::table::{Row, Shape, Wire, at_times, fields};
use crate::ordered::Ordered;

const PLAIN: Shape = Shape::Plain;
/// Which numbers CLOVA OCR masks here is not known `[X]`: those that it masks on cards. Items of eKYC have no masks but
/// for `documentType` (CLOVA eKYC Document API, table of `bizLicense` `[A]`).
const PERSONAL_NUMBER: Option<Shape> = Some(Shape::Hidden(Mask::LastDigits(7)));

// Fields: CLOVA eKYC Document API, table of `bizLicense` [A]; the same names and `birth` in clients of CLOVA OCR [B].
const BIZ_LICENSE: &[Row] = &[
    // Birth date of a sole proprietor; known from one client of OCR only [C].
    Row { ekyc: None, ..at_times("birth", Key::DateOfBirth, PLAIN) },
    at_times("bisAddress", Key::BusinessAddress, PLAIN),
    at_times("bisArea", Key::BusinessArea, PLAIN),
    at_times("bisItem", Key::BusinessItem, PLAIN),
    at_times("registerNumber", Key::BusinessNumber, PLAIN),
    at_times("bisType", Key::BusinessCategory, PLAIN),
    at_times("companyName", Key::BusinessName, PLAIN),
    at_times("coRepName", Key::PartnerName, PLAIN),
    at_times("corpName", Key::CorporationName, PLAIN),
    at_times("corpRegisterNum", Key::CorporationNumber, PLAIN),
    Row { ocr: PERSONAL_NUMBER, ..at_times("coRepSocialNum", Key::PartnerPersonalNumber, PLAIN) },
    at_times("documentType", Key::DocumentTitle, Shape::Text(None)),
    at_times("headAddress", Key::HeadOfficeAddress, PLAIN),
    // Dates are text as read, without `formatted` [B].
    at_times("issuanceDate", Key::DateOfIssue, PLAIN),
    at_times("issuanceReason", Key::ReasonForIssue, PLAIN),
    at_times("openDate", Key::DateOfOpening, PLAIN),
    at_times("repName", Key::RepresentativeName, PLAIN),
    Row { ocr: PERSONAL_NUMBER, ..at_times("socialNumber", Key::RepresentativePersonalNumber, PLAIN) },
    at_times("taxType", Key::TaxStatus, PLAIN),
];

/// `bizLicense`: one Korean certificate of a business.
#[derive(Serialize)]
pub struct BizLicense {
    meta: Meta,
    result: Ordered<Vec<Item>>,
}

/// The certificate's `inferDetailType` and `inferDetailResource`; None for any other document. The pair of a
/// corporation's licence is in the vendor's example, the others follow its pattern `[C]`.
pub(crate) fn form(document: &Document) -> Option<(&'static str, &'static str)> {
    if document.issuing_state != "KOR" {
        return None;
    }
    match document.kind {
        DocumentKind::BusinessLicence(BusinessForm::Corporation) => Some(("BL_CORP", "bl-corp")),
        DocumentKind::BusinessLicence(BusinessForm::SoleProprietor) => Some(("BL_SOLE", "bl-sole")),
        DocumentKind::BusinessCertificate(BusinessForm::Corporation) => Some(("BL_CERT_CORP", "bl-cert-corp")),
        DocumentKind::BusinessCertificate(BusinessForm::SoleProprietor) => Some(("BL_CERT_SOLE", "bl-cert-sole")),
        _ => None,
    }
}

/// The document as a certificate of a business; None when it is none.
pub(crate) fn biz_license(document: &Document, wire: Wire) -> Option<BizLicense> {
    form(document)?;
    Some(BizLicense { meta: Meta::KOREAN, result: fields(BIZ_LICENSE, wire, &paired(document)) })
}

/// The document with as many types of business as items: one type with several items is printed once, beside the first of them, and
/// `bisType` comes with every `bisItem` `[C]`.
fn paired(document: &Document) -> Document {
    let of = |key: Key| document.fields.iter().filter(move |field| field.key == key);
    let mut paired = document.clone();
    if of(Key::BusinessItem).count() <= of(Key::BusinessCategory).count() {
        return paired;
    }
    let place = |field: &Field, at: fn(&Quad) -> f32| field.lines.first().map_or(0.0, |line| at(&line.on_sheet));
    let (top, middle) = (|field| place(field, |quad| quad.0[0].y), |field| place(field, |quad| quad.centre().y));
    let types = of(Key::BusinessItem).filter_map(|item| {
        let above = of(Key::BusinessCategory).filter(|category| top(category) <= middle(item));
        above.max_by(|a, b| top(a).total_cmp(&top(b))).or(of(Key::BusinessCategory).next())
    });
    paired.fields.retain(|field| field.key != Key::BusinessCategory);
    paired.fields.extend(types.cloned());
    paired
}
