//! Every error code of CLOVA OCR and CLOVA eKYC, and what leads to it.
use dialects::clova_ocr::{Code, Fault, Model};
use dialects::{Refusal, clova_ekyc, clova_ocr};

const BODY: &str =
    r#"{"version":"V2","requestId":"1","timestamp":0,"images":[{"format":"png","name":"n","data":"QUJD"}]}"#;

fn admitted(models: &[Model], secret_is_right: bool, segment: &str) -> Option<Fault> {
    clova_ocr::admit(Some(&clova_ocr::Domain { models, secret_is_right }), segment).err()
}

#[test]
fn every_code_is_reached() {
    let body = |body: &str| clova_ocr::from_json(body.as_bytes(), 100).err();
    let error = imaging::decode(b"no picture", &imaging::Limits { max_bytes: 3, ..Default::default() }, &WANT);
    let too_many_bytes = reader::Error::from(error.expect_err("too many bytes"));
    let answered = |error: &reader::Error| {
        let head = clova_ocr::from_json(BODY.as_bytes(), 100).ok()?.0;
        let stamp = clova_ocr::Stamp { timestamp_ms: 0, uid: String::new(), today: mrz::Date::new(2026, 1, 1)? };
        clova_ocr::answer(Model::IdCard, head, stamp, Err(error)).err()
    };
    let cases = [
        (Code::UrlInvalid, clova_ocr::admit(None, "passport").err()),
        (Code::UrlInvalid, admitted(&Model::ALL, true, "nothing")),
        (Code::SecretInvalid, admitted(&Model::ALL, false, "id-card")),
        (Code::SecretInvalid, admitted(&[], false, "receipt")),
        (Code::SecretInvalid, Some(Refusal::DisabledWorkspace.into())),
        (Code::SecretInvalid, Some(Refusal::UnknownKey.into())),
        (Code::BodyInvalid, body("{}")),
        (Code::BodyInvalid, Some(Refusal::TooLarge.into())),
        (Code::BodyInvalid, Some(Fault::multiple_pages())),
        (Code::BodyInvalid, answered(&too_many_bytes)),
        (Code::VersionUnsupported, body(&BODY.replace("V2", "V1"))),
        (Code::DomainInvalid, admitted(&[Model::BizLicense], true, "id-card")),
        (Code::DomainInvalid, admitted(&Model::ALL, true, "receipt")),
        (Code::QuotaUsed, Some(Refusal::QuotaUsed.into())),
        (Code::RateLimited, Some(Refusal::RateLimited.into())),
        (Code::RateLimited, Some(Refusal::Busy.into())),
        (Code::Unknown, Some(Refusal::Failed.into())),
        (Code::Service, Some(Refusal::Late.into())),
        (Code::Service, answered(&reader::Error::cancelled())),
        (Code::Service, answered(&reader::Error::internal("reading", "details"))),
    ];
    for (i, (expected, fault)) in cases.iter().enumerate() {
        assert_eq!(fault.as_ref().map(Fault::code), Some(*expected), "case {i}");
    }
    for code in Code::ALL {
        assert!(cases.iter().any(|(reached, _)| reached == code), "nothing leads to {code:?}");
    }
}

const WANT: imaging::Want = imaging::Want { max_long_side: 100 };

#[test]
fn codes_of_ekyc() {
    use clova_ekyc::{Domain, Resource};
    let body = BODY.replace(r#""version":"V2","#, "");
    let from_json =
        |body: &str| clova_ekyc::from_json(body.as_bytes(), 100).err().map(|fault| fault.message().to_owned());
    assert_eq!(from_json(&body), None);
    // `tif` is in the table of CLOVA OCR only.
    assert_eq!(from_json(&body.replace("png", "tif")), None);
    for (from, to, expected) in [
        (r#""requestId":"1","#, "", "Request body invalid. requestId is required"),
        (r#""timestamp":0,"#, "", "Request body invalid. timestamp is required"),
        (r#""name":"n","#, "", "Request body invalid. images[0].name is required"),
        (r#""format":"png","#, "", "Request body invalid. images[0].format is required"),
        (r#","data":"QUJD""#, "", "Request body invalid. images[0].data is required"),
    ] {
        assert_eq!(from_json(&body.replace(from, to)).as_deref(), Some(expected));
    }
    let message = body.replace(r#","data":"QUJD""#, "");
    assert!(clova_ekyc::from_multipart(message.as_bytes(), 3, 100).is_ok());
    assert!(clova_ekyc::from_multipart(message.as_bytes(), 0, 100).is_err());

    let domain = |secret_is_right| Domain { models: &[Resource::IdCard], secret_is_right };
    for (secret_is_right, segments, expected) in [
        (true, ["id-card", "document"], Ok(Resource::IdCard)),
        (false, ["id-card", "document"], Err(Code::SecretInvalid)),
        (true, ["biz-license", "document"], Err(Code::DomainInvalid)),
        (true, ["id-card", "verify"], Err(Code::UrlInvalid)),
        (true, ["passport", "document"], Err(Code::UrlInvalid)),
    ] {
        let resource = clova_ekyc::admit(Some(&domain(secret_is_right)), segments);
        assert_eq!(resource.map_err(|fault| fault.code()), expected, "{segments:?}");
    }
    let unknown = clova_ekyc::admit(None, ["id-card", "document"]);
    assert_eq!(unknown.map_err(|fault| fault.code()), Err(Code::UrlInvalid));

    let duplicate = Fault::duplicate_request();
    let body =
        clova_ekyc::ErrorBody::new(duplicate, "/ekyc/v1/1/s/id-card/document", "0".repeat(32), 1_763_600_000_000);
    insta::assert_snapshot!(serde_json::to_string(&body).expect("JSON"), @r#"{"code":"0011","message":"Request body invalid. requestId is duplicated.","path":"/ekyc/v1/1/s/id-card/document","traceId":"00000000000000000000000000000000","timestamp":1763600000000}"#);
}

#[test]
fn the_table_of_codes() {
    let rows = Code::ALL.iter().map(|c| format!("{} {} {}", c.status(), c.as_str(), c.message()));
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @"
    400 0001 URL is invalid.
    401 0002 Secret key validate failed.
    400 0011 Request body invalid.
    400 0021 Protocol version not support.
    400 0022 Request domain invalid.
    400 0023 API request count reach the upper limit.
    400 0025 Calls to this api have exceeded the rate limit.
    500 0500 Unknown service error.
    500 0501 OCR service error.
    ");
}
