//! Argos' modules: whole bodies, every key of the vendor's tables, every code.
use std::collections::BTreeSet;

use dialects::Refusal;
use dialects::argos::{
    Accepted, CallbackError, Code, ErrorBody, Fault, IdType, Liveness, LivenessRequest, Module, Recognition,
    RecognitionRequest, Stamp,
};
use document::{Attack, Confidence, Document, DocumentKind, Field, FieldKey, Line, Quad, Turn};
use serde_json::{Value, json};

mod common;
use common::{LINES, reading, reading_of};

/// The picture of the vendor's own request example: a PNG of one pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

fn stamp() -> Stamp {
    Stamp { transaction_id: "e0nvom3caiis7".into(), engine_version: Some("id_liveness@3.4.2".into()) }
}

/// The request of the vendor's example (Argos, Global ID Recognition API).
fn request() -> Value {
    json!({
        "idImage": PNG,
        "issuingCountry": "USA",
        "idType": "government_id",
        "idBackImage": PNG,
        "callbackUrl": "https://your-domain.com/callback"
    })
}

fn parse(body: &Value) -> Result<RecognitionRequest, Fault> {
    RecognitionRequest::from_json(body.to_string().as_bytes(), 1000)
}

/// The body with one key set, or left out for null.
fn with(mut body: Value, key: &str, value: Value) -> Value {
    if let Some(map) = body.as_object_mut() {
        map.remove(key);
        if !value.is_null() {
            map.insert(key.into(), value);
        }
    }
    body
}

fn liveness_request() -> Value {
    json!({ "idImage": PNG, "pipelines": { "sr": true, "pc": true, "ps": true }, "useUpcomingVersion": false })
}

fn parse_liveness(body: &Value) -> Result<LivenessRequest, Fault> {
    LivenessRequest::from_json(body.to_string().as_bytes(), 1000)
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

fn recognised(id_type: IdType, country: &str, front: &[Document], back: Option<&[Document]>) -> Result<String, Fault> {
    Recognition::answer(id_type, country, stamp(), Ok(front), back.map(Ok)).map(|answer| text(&answer))
}

#[test]
fn the_request_of_the_vendors_example() {
    let request = parse(&request()).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert!(request.front.starts_with(b"\x89PNG") && request.back.is_some_and(|back| back == request.front));
    assert_eq!((request.issuing_country.as_str(), request.id_type), ("USA", IdType::GovernmentId));
    assert_eq!(request.callback_url.as_deref(), Some("https://your-domain.com/callback"));
    let least = json!({ "idImage": PNG, "issuingCountry": "KOR", "idType": "passport", "idBackImage": null });
    let request = parse(&least).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!((request.id_type, request.back, request.callback_url), (IdType::Passport, None, None));
    for id_type in IdType::ALL {
        assert!(parse(&with(least.clone(), "idType", id_type.as_str().into())).is_ok(), "{id_type:?}");
    }
}

#[test]
fn a_passport() {
    let documents = reading(LINES).documents();
    insta::assert_snapshot!(recognised(IdType::Passport, "UTO", &documents, None).expect("an answer"), @r#"{"apiType":"id_recognition","transactionId":"e0nvom3caiis7","result":{"data":{"raw":{"birth_date":{"value":"740812","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"document_code":{"value":"P","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"expire_date":{"value":"120415","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"first_name":{"value":"ANNA MARIA","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"gender":{"value":"F","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"identity_number":{"value":"ZE184226B","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"issuing_country":{"value":"UTO","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"last_name":{"value":"ERIKSSON","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"mrz_line1":{"value":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"mrz_line2":{"value":"L898902C36UTO7408122F1204159ZE184226B<<<<<10","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"nationality":{"value":"UTO","score":50,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"number":{"value":"L898902C3","score":50,"accepted":true,"coordinates":{"first":{"x":0,"y":0},"second":{"x":3,"y":0},"third":{"x":3,"y":4},"fourth":{"x":0,"y":4}},"original_coordinates":{"first":{"x":1,"y":2},"second":{"x":4,"y":2},"third":{"x":4,"y":6},"fourth":{"x":1,"y":6}}},"rotate":{"value":"180"}},"ocr":{"ocr_fullName":"ERIKSSON ANNA MARIA","ocr_firstName":"ANNA MARIA","ocr_lastName":"ERIKSSON","ocr_gender":"female","ocr_nationality":"UTO","ocr_birthDate":"1974-08-12","ocr_identityNumber":"ZE184226B","ocr_expireDate":"2012-04-15","ocr_number":"L898902C3","full_mrz":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10","mrz_line1":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<","mrz_line2":"L898902C36UTO7408122F1204159ZE184226B<<<<<10"}},"review_front":true,"review_back":false,"document_type":"passport"}}"#);
    for (id_type, country) in [(IdType::Passport, "KOR"), (IdType::Visa, "UTO"), (IdType::GovernmentId, "UTO")] {
        let fault = recognised(id_type, country, &documents, None).expect_err("another document");
        assert_eq!(fault, Code::CardNotRecognized.into());
    }
}

#[test]
fn zones_of_other_documents() {
    let card = ["I<D<<D231458907<<<<<<<<<<<<<<<", "7408122F1204159D<<<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
    let with_code = |code: &'static str| {
        let first = card[0].replacen("I<", code, 1);
        reading_of(mrz::Format::Td1, &[&first, card[1], card[2]]).documents()
    };
    // A zone knows Germany as D, callers know it as DEU.
    let answer = recognised(IdType::GovernmentId, "DEU", &with_code("I<"), None).expect("an answer");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let ocr = &answer["result"]["data"]["ocr"];
    assert_eq!((&ocr["ocr_nationality"], &ocr["full_mrz"]), (&json!("DEU"), &json!(card.concat())));
    assert_eq!(answer["result"]["data"]["raw"]["rotate"]["value"], "180");
    assert!(recognised(IdType::ResidencePermit, "DEU", &with_code("IR"), None).is_ok());
    assert!(recognised(IdType::Passport, "DEU", &with_code("P<"), None).is_ok());
    let visa = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
    let visa = reading_of(mrz::Format::MrvA, &visa).documents();
    assert!(recognised(IdType::Visa, "UTO", &visa, None).is_ok());
    // What no vocabulary has yet is no document.
    let permit = ["CSC123456789<1204159<7408122<6"];
    assert!(reading_of(mrz::Format::ChineseExitEntryPermit, &permit).documents().is_empty());
}

#[test]
fn a_passport_with_a_wrong_check_digit_is_to_be_reviewed() {
    let mut documents = reading([LINES[0], "L898902C37UTO7408122F1204159ZE184226B<<<<<10"]).documents();
    for field in documents.iter_mut().flat_map(|document| &mut document.fields) {
        field.confidence = Confidence::new(0.875);
    }
    let answer = recognised(IdType::Passport, "UTO", &documents, None).expect("an answer");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["result"]["review_front"], true);
    assert_eq!(answer["result"]["data"]["raw"]["number"]["accepted"], false);
    assert_eq!(answer["result"]["data"]["raw"]["birth_date"]["accepted"], true);

    let mut documents = reading(LINES).documents();
    for field in documents.iter_mut().flat_map(|document| &mut document.fields) {
        field.confidence = Confidence::new(0.875);
    }
    let answer = recognised(IdType::Passport, "UTO", &documents, None).expect("an answer");
    assert!(answer.contains(r#""review_front":false"#), "{answer}");
}

/// A card as in the vendor's example of an answer (Argos, Global ID Recognition API): its keys, scores and positions.
fn vendors_card() -> Document {
    let mut card = Document::new(DocumentKind::IdentityCard, "USA", Quad::rectangle(100.0, 500.0, 500.0, 315.0));
    let corners = |points: [[f32; 2]; 4]| Quad(points.map(document::Point::from));
    let line = |on_sheet, on_photo| vec![Line { on_photo, on_sheet }];
    let field = |key, text: &str, score: f32, lines| Field::new(key, text, Confidence::new(score / 100.0), lines);
    let name = corners([[367.0, 462.0], [1379.0, 454.0], [1378.0, 663.0], [375.0, 669.0]]);
    let number = corners([[248.0, 698.0], [1423.0, 691.0], [1421.0, 861.0], [256.0, 867.0]]);
    card.fields = vec![
        field(
            FieldKey::Address,
            "ADDRESS 110, SOMEWHERE STREET",
            89.0,
            line(
                corners([[95.0, 221.0], [430.0, 221.0], [430.0, 258.0], [95.0, 258.0]]),
                corners([[211.0, 714.0], [553.0, 713.0], [554.0, 751.0], [213.0, 752.0]]),
            ),
        ),
        field(FieldKey::IssuingAuthority, "STATE", 4.0, Vec::new()),
        field(FieldKey::Name, "HONG GILDONG", 61.0, line(name, name)),
        field(FieldKey::NameInChineseCharacters, "洪吉童", 61.0, line(name, name)),
        Field { verified: Some(true), ..field(FieldKey::DocumentNumber, "D1234567", 95.0, line(number, number)) },
    ];
    card
}

#[test]
fn the_card_of_the_vendors_example() {
    let answer = recognised(IdType::GovernmentId, "USA", &[vendors_card()], None).expect("an answer");
    insta::assert_snapshot!(answer, @r#"{"apiType":"id_recognition","transactionId":"e0nvom3caiis7","result":{"data":{"raw":{"address":{"value":"ADDRESS 110, SOMEWHERE STREET","score":89,"coordinates":{"first":{"x":95,"y":221},"second":{"x":430,"y":221},"third":{"x":430,"y":258},"fourth":{"x":95,"y":258}},"original_coordinates":{"first":{"x":211,"y":714},"second":{"x":553,"y":713},"third":{"x":554,"y":751},"fourth":{"x":213,"y":752}}},"authority":{"value":"STATE","score":4},"name":{"value":"HONG GILDONG","score":61,"coordinates":{"first":{"x":367,"y":462},"second":{"x":1379,"y":454},"third":{"x":1378,"y":663},"fourth":{"x":375,"y":669}},"original_coordinates":{"first":{"x":367,"y":462},"second":{"x":1379,"y":454},"third":{"x":1378,"y":663},"fourth":{"x":375,"y":669}}},"name_chn":{"value":"洪吉童","score":61,"coordinates":{"first":{"x":367,"y":462},"second":{"x":1379,"y":454},"third":{"x":1378,"y":663},"fourth":{"x":375,"y":669}},"original_coordinates":{"first":{"x":367,"y":462},"second":{"x":1379,"y":454},"third":{"x":1378,"y":663},"fourth":{"x":375,"y":669}}},"number":{"value":"D1234567","score":95,"accepted":true,"coordinates":{"first":{"x":248,"y":698},"second":{"x":1423,"y":691},"third":{"x":1421,"y":861},"fourth":{"x":256,"y":867}},"original_coordinates":{"first":{"x":248,"y":698},"second":{"x":1423,"y":691},"third":{"x":1421,"y":861},"fourth":{"x":256,"y":867}}},"rotate":{"value":"0"}},"ocr":{"ocr_fullName":"HONG GILDONG","ocr_number":"D1234567"}},"review_front":true,"review_back":false,"document_type":"government_id"}}"#);
}

#[test]
fn every_key_of_the_tables_is_written() {
    let mut card = Document::new(DocumentKind::IdentityCard, "KOR", Quad::rectangle(0.0, 0.0, 9.0, 9.0));
    let quad = Quad::rectangle(1.0, 1.0, 2.0, 2.0);
    let line = Line { on_photo: quad, on_sheet: quad };
    card.turn = Turn::Quarter;
    card.fields = FieldKey::ALL.iter().map(|key| Field::new(*key, "F", Confidence::new(1.0), vec![line])).collect();
    let answer = recognised(IdType::GovernmentId, "KOR", &[card], None).expect("an answer");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let keys =
        |value: &Value| value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect::<BTreeSet<_>>();
    let set = |names: &str| names.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(keys(&answer), set("apiType transactionId result"));
    assert_eq!(keys(&answer["result"]), set("data review_front review_back document_type"));
    let data = &answer["result"]["data"];
    assert_eq!(keys(data), set("raw ocr"));
    assert_eq!(
        keys(&data["ocr"]),
        set("ocr_fullName ocr_firstName ocr_middleName ocr_lastName ocr_gender ocr_nationality ocr_birthDate \
             ocr_identityNumber ocr_issueDate ocr_expireDate ocr_version ocr_number full_mrz mrz_line1 mrz_line2")
    );
    assert!(keys(&data["raw"]).is_superset(&set("address authority name name_chn number rotate")), "{data}");
    assert_eq!(keys(&data["raw"]["name"]), set("value score coordinates original_coordinates"));
    assert_eq!(keys(&data["raw"]["name"]["coordinates"]), set("first second third fourth"));
    assert_eq!(data["raw"]["rotate"], json!({ "value": "90" }));
    assert_eq!(data["ocr"]["ocr_gender"], "female");
}

#[test]
fn the_back_adds_what_the_front_lacks() {
    let mut back = vendors_card();
    back.fields = vec![
        Field::new(FieldKey::Name, "OTHER", Confidence::new(0.5), Vec::new()),
        Field::new(FieldKey::DateOfIssue, "2020-08-15", Confidence::new(0.5), Vec::new()),
    ];
    let (front, back) = ([vendors_card()], [back]);
    let answer = recognised(IdType::GovernmentId, "USA", &front, Some(&back)).expect("an answer");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let data = &answer["result"]["data"];
    assert_eq!(data["ocr"]["ocr_fullName"], "HONG GILDONG");
    assert_eq!(
        (&data["raw"]["name"]["value"], &data["raw"]["issue_date"]["value"]),
        (&json!("HONG GILDONG"), &json!("2020-08-15"))
    );
    assert_eq!((&answer["result"]["review_back"], &data["ocr"]["ocr_issueDate"]), (&json!(true), &json!("2020-08-15")));
    let fault = recognised(IdType::GovernmentId, "USA", &front, Some(&[])).expect_err("no back");
    assert_eq!(fault, Code::BackNotRecognized.into());
}

#[test]
fn what_is_kept_for_india() {
    let mut card = vendors_card();
    assert!(recognised(IdType::Aadhaar, "USA", &[card.clone()], None).is_err());
    card.issuing_state = "IND".into();
    assert!(recognised(IdType::Aadhaar, "IND", &[card.clone()], None).is_ok());
    card.kind = DocumentKind::TaxCard;
    assert!(recognised(IdType::PanCard, "IND", &[card], None).is_ok());
}

#[test]
fn every_code_of_recognition_is_reached() {
    let changed = |key: &str, value: Value| parse(&with(request(), key, value)).err();
    let unreadable = imaging::decode(b"no picture", &imaging::Limits::default(), &imaging::Want { max_long_side: 100 });
    let read = |error: reader::Error| Recognition::answer(IdType::Passport, "KOR", stamp(), Err(&error), None).err();
    let cases = [
        (1001, Some(Refusal::DisabledWorkspace.into())),
        (1003, Some(Refusal::Busy.into())),
        (1003, Some(Refusal::Failed.into())),
        (1003, read(reader::Error::internal("reading", "details"))),
        (1005, changed("idImage", Value::Null)),
        (1005, changed("idImage", "".into())),
        (1006, changed("issuingCountry", Value::Null)),
        (1009, Some(Refusal::Late.into())),
        (1009, read(reader::Error::cancelled())),
        (1010, changed("callbackUrl", "".into())),
        (1011, recognised(IdType::Passport, "KOR", &[], None).err()),
        (1012, recognised(IdType::GovernmentId, "USA", &[vendors_card()], Some(&[])).err()),
        (1013, changed("idImage", format!("data:image/png;base64,{PNG}").into())),
        (1013, changed("idImage", 7.into())),
        (1013, changed("idImage", PNG.repeat(12).into())),
        (1013, changed("idBackImage", "?".into())),
        (1013, read(unreadable.expect_err("no picture").into())),
        (1014, changed("idType", Value::Null)),
        (1015, changed("idType", "universal".into())),
        (1015, changed("issuingCountry", "us".into())),
        (1015, changed("issuingCountry", 1.into())),
        (1015, changed("callbackUrl", "ftp://x".into())),
        (1015, parse(&json!([])).err()),
        (1015, RecognitionRequest::from_json(b"", 9).err()),
    ];
    check(Module::Recognition, &cases);
    // Errors of the request come first, also when the answer would go elsewhere.
    assert_eq!(changed("callbackUrl", Value::Null), None);
}

#[test]
fn every_code_of_liveness_is_reached() {
    let changed = |key: &str, value: Value| parse_liveness(&with(liveness_request(), key, value)).err();
    let cases = [
        (1001, Some(Refusal::DisabledWorkspace.into())),
        (1003, Some(Refusal::Failed.into())),
        (1005, changed("idImage", Value::Null)),
        (1005, LivenessRequest::from_json(b"[]", 9).err()),
        (1007, changed("pipelines", Value::Null)),
        (1008, changed("pipelines", json!([true, true, true]))),
        (1008, changed("pipelines", json!({ "sr": true, "pc": true }))),
        (1008, changed("pipelines", json!({ "sr": true, "pc": true, "ps": "true" }))),
        (1009, changed("idImage", "data:image/png;base64,QUJD".into())),
        (1009, Some(Refusal::Late.into())),
        (1010, changed("callbackUrl", "".into())),
    ];
    check(Module::Liveness, &cases);
}

/// Every case gives its code, and every code of the module's table has a case.
fn check(module: Module, cases: &[(u16, Option<Fault>)]) {
    for (i, (expected, fault)) in cases.iter().enumerate() {
        let Some(Fault::Module(code)) = fault else { panic!("case {i}: {fault:?}") };
        assert_eq!(code.number(), *expected, "case {i}");
        assert!(code.message(module).is_some(), "case {i}");
    }
    for code in Code::ALL.iter().filter(|code| code.message(module).is_some()) {
        assert!(cases.iter().any(|(number, _)| *number == code.number()), "nothing leads to {code:?}");
    }
}

#[test]
fn the_tables_of_codes() {
    let rows = Module::ALL.iter().flat_map(|module| {
        Code::ALL.iter().filter_map(|code| {
            let status = Fault::from(*code).status(*module);
            Some(format!("{} {status} {} {}", module.path(), code.as_str(), code.message(*module)?))
        })
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
    /modules/recognition 400 1001 Workspace is unavailable
    /modules/recognition 400 1003 Fail to process data
    /modules/recognition 400 1005 idImage is required
    /modules/recognition 400 1006 issuingCountry is required
    /modules/recognition 400 1009 Fail to analyze data
    /modules/recognition 400 1010 callbackUrl is required
    /modules/recognition 400 1011 Fail to recognize idCard
    /modules/recognition 400 1012 Fail to recognize back of an idCard
    /modules/recognition 400 1013 Invalid image format
    /modules/recognition 400 1014 idType is required
    /modules/recognition 400 1015 invalid inputs : missing fields
    /modules/document 401 1001 Workspace is unavailable
    /modules/document 400 1003 Fail to process data
    /modules/document 400 1005 idImage is required
    /modules/document 400 1007 pipelines is required
    /modules/document 400 1008 invalid pipelines format
    /modules/document 400 1009 Fail to analyze document
    /modules/document 400 1010 callbackUrl is required
    "#);
    assert!(Code::ALL.iter().all(|code| code.number().to_string() == code.as_str()));
}

#[test]
fn errors_over_http_and_in_callbacks() {
    let stamp = stamp();
    let body = |module, fault| text(&ErrorBody::new(module, fault, &stamp));
    insta::assert_snapshot!([
        body(Module::Recognition, Code::CardNotRecognized.into()),
        body(Module::Recognition, Code::WorkspaceUnavailable.into()),
        body(Module::Liveness, Code::ProcessFailed.into()),
        body(Module::Liveness, Code::WorkspaceUnavailable.into()),
        body(Module::Recognition, Refusal::UnknownKey.into()),
        text(&CallbackError::new(Module::Recognition, Code::CardNotRecognized, &stamp)),
        text(&CallbackError::new(Module::Liveness, Code::ProcessFailed, &stamp)),
    ].join("\n"), @r#"
    {"statusCode":400,"apiType":"id_recognition","transactionId":"e0nvom3caiis7","errorCode":"1011","message":"Fail to recognize idCard"}
    {"statusCode":400,"apiType":"id_recognition","transactionId":"e0nvom3caiis7","errorCode":"1001","message":"Workspace is unavailable"}
    {"error":{"statusCode":400,"apiType":"id_live_doc","transactionId":"e0nvom3caiis7","engineVersion":"id_liveness@3.4.2","errorCode":"1003","message":"Fail to process data"}}
    {"error":{"transactionId":"e0nvom3caiis7","errorCode":"1001","message":"Workspace is unavailable"}}
    {"message":"Forbidden"}
    {"statusCode":400,"apiType":"id_recognition","transactionId":"e0nvom3caiis7","errorCode":1011,"message":"Fail to recognize idCard"}
    {"statusCode":400,"apiType":"id_live_doc","transactionId":"e0nvom3caiis7","errorCode":1003,"message":"Fail to process data"}
    "#);
    let statuses = Refusal::ALL.map(|refusal| {
        let fault = Fault::from(refusal);
        format!("{refusal:?} {} {}", fault.status(Module::Recognition), fault.status(Module::Liveness))
    });
    insta::assert_snapshot!(statuses.join("\n"), @r#"
    UnknownKey 403 403
    DisabledWorkspace 400 401
    TooLarge 413 413
    RateLimited 429 429
    QuotaUsed 429 429
    Busy 400 400
    Late 400 400
    Failed 400 400
    "#);
}

#[test]
fn what_is_taken_for_later() {
    let url = "https://your-domain.com/callback";
    let taken = Module::ALL
        .map(|module| format!("{} {}", module.accepted_status(), text(&Accepted::new(module, stamp(), url))));
    insta::assert_snapshot!(taken.join("\n"), @r#"
    200 {"transactionId":"e0nvom3caiis7","message":"request has been successfully received. The response will be sent to https://your-domain.com/callback"}
    201 {"transactionId":"e0nvom3caiis7","engineVersion":"id_liveness@3.4.2","message":"request has been successfully received. The response will be sent to your callback URL"}
    "#);
}

#[test]
fn liveness() {
    let request = parse_liveness(&liveness_request()).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert!(request.picture.starts_with(b"\x89PNG") && !request.use_upcoming_version && request.callback_url.is_none());
    let older = with(with(liveness_request(), "idImage", Value::Null), "image", PNG.into());
    assert!(parse_liveness(&older).is_ok_and(|older| older.picture == request.picture));
    let upcoming = with(liveness_request(), "useUpcomingVersion", true.into());
    assert!(parse_liveness(&upcoming).is_ok_and(|upcoming| upcoming.use_upcoming_version));

    let scores = [0.99, 0.82, 1.0].map(Confidence::new);
    let scores: Vec<_> = Attack::ALL.into_iter().zip(scores).collect();
    let all = Liveness::answer(request.pipelines, stamp(), &scores);
    insta::assert_snapshot!(text(&all), @r#"{"apiType":"id_live_doc","transactionId":"e0nvom3caiis7","engineVersion":"id_liveness@3.4.2","result":{"screenReplay":{"liveness_score":99},"paperPrinted":{"liveness_score":82},"replacePortraits":{"liveness_score":100}}}"#);
    insta::assert_snapshot!(text(&all.into_callback()), @r#"{"statusCode":200,"apiType":"id_live_doc","transactionId":"e0nvom3caiis7","engineVersion":"id_liveness@3.4.2","result":{"screenReplay":{"liveness_score":99},"paperPrinted":{"liveness_score":82},"replacePortraits":{"liveness_score":100}}}"#);
    let some = with(liveness_request(), "pipelines", json!({ "sr": false, "pc": true, "ps": false }));
    let some = parse_liveness(&some).unwrap_or_else(|fault| panic!("{fault:?}"));
    insta::assert_snapshot!(text(&Liveness::answer(some.pipelines, stamp(), &scores)), @r#"{"apiType":"id_live_doc","transactionId":"e0nvom3caiis7","engineVersion":"id_liveness@3.4.2","result":{"paperPrinted":{"liveness_score":82}}}"#);
}

#[test]
fn the_callback_of_a_passport() {
    let documents = reading(LINES).documents();
    let answer = Recognition::answer(IdType::Passport, "UTO", stamp(), Ok(&documents), None);
    let sync = answer.map(|answer| text(&answer)).expect("an answer");
    let answer = Recognition::answer(IdType::Passport, "UTO", stamp(), Ok(&documents), None);
    let callback = answer.map(|answer| text(&answer.into_callback())).expect("an answer");
    assert_eq!(callback, sync.replacen('{', r#"{"statusCode":200,"#, 1));
}
