//! Argos.
use base64::Engine as _;
use serde_json::{Value, json};

use crate::house::{Answer, House, LINES};

pub(crate) fn body(picture: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let data = base64::engine::general_purpose::STANDARD.encode(picture);
    let mut body = json!({ "idImage": data, "issuingCountry": "UTO", "idType": "passport" });
    change(&mut body);
    body.to_string().into_bytes()
}

fn send(house: &House, body: &[u8]) -> Answer {
    let key = house.place.argos.clone();
    house.send(
        &format!("POST /modules/recognition HTTP/1.1\r\nx-api-key: {key}\r\nContent-Type: application/json"),
        body,
    )
}

/// Status and code of an error of the module.
fn fault(answer: &Answer) -> (u16, String) {
    let json = answer.json();
    assert_eq!((&json["statusCode"], &json["apiType"]), (&400.into(), &"id_recognition".into()), "{json}");
    assert_eq!(json["transactionId"].as_str().map(str::len), Some(13), "{json}");
    (answer.status, json["errorCode"].as_str().expect("a text").to_owned())
}

#[test]
fn answers() {
    let house = House::open(|_| {});
    let answer = send(&house, &body(b"passport", |_| {}));
    assert_eq!(answer.status, 200, "{answer:?}");
    let json = answer.json();
    assert_eq!((&json["apiType"], &json["result"]["document_type"]), (&"id_recognition".into(), &"passport".into()));
    assert_eq!(json["result"]["data"]["ocr"]["mrz_line2"], LINES[1]);
    assert_eq!(json["result"]["data"]["ocr"]["ocr_birthDate"], "1974-08-12");
    assert_eq!(json["transactionId"].as_str().map(str::len), Some(13));

    let both = body(b"passport", |body| body["idBackImage"] = body["idImage"].clone());
    assert_eq!(send(&house, &both).status, 200);
    assert_eq!(house.fake.calls(), 3, "both sides are read");
}

#[test]
fn every_code_is_reached() {
    let house = House::open(|_| {});
    let good = |change: fn(&mut Value)| body(b"passport", change);
    let back = base64::engine::general_purpose::STANDARD.encode(b"blank");
    for (body, expected) in [
        (good(|body| body["idImage"] = Value::Null), "1005"),
        (good(|body| drop(body["issuingCountry"].take())), "1006"),
        (good(|body| drop(body["idType"].take())), "1014"),
        (good(|body| body["callbackUrl"] = "".into()), "1010"),
        (good(|body| body["issuingCountry"] = "KOR".into()), "1011"),
        (body(b"blank", |_| {}), "1011"),
        (body(b"passport", |body| body["idBackImage"] = back.clone().into()), "1012"),
        (good(|body| body["idImage"] = "data:image/png;base64,QUJD".into()), "1013"),
        (body(b"no picture", |_| {}), "1013"),
        (body(&[b'A'; 1001], |_| {}), "1013"),
        (good(|body| body["idType"] = "library_card".into()), "1015"),
        (good(|body| body["callbackUrl"] = "ftp://example.com/".into()), "1015"),
        (good(|body| body["callbackUrl"] = "http://169.254.169.254/".into()), "1015"),
        (good(|body| body["callbackUrl"] = "http://user@example.com/".into()), "1015"),
        (b"[]".to_vec(), "1015"),
        (b"".to_vec(), "1015"),
        (body(b"fail", |_| {}), "1003"),
        (body(b"panic", |_| {}), "1003"),
    ] {
        let answer = send(&house, &body);
        assert_eq!(fault(&answer), (400, expected.to_owned()), "{answer:?}");
    }
    let late = House::open(|config| config.deadline_s = 1);
    assert_eq!(fault(&send(&late, &body(b"hold", |_| {}))), (400, "1009".into()));
}

#[test]
fn the_gateway_speaks_for_itself() {
    let house = House::open(|_| {});
    let good = body(b"passport", |_| {});
    let native = house.place.native.clone();
    for key in ["", "nothing", "vk_", "vk_x_y", "vk_1_", native.as_str()] {
        let answer = house.with_key("POST /modules/recognition", key, &good);
        assert_eq!((answer.status, answer.body.as_str()), (403, r#"{"message":"Forbidden"}"#), "{key}");
    }
    let key = house.place.argos.clone();
    for route in ["POST /modules/nothing", "POST /modules/document", "GET /modules/recognition"] {
        assert_eq!(house.with_key(route, &key, b"").body, r#"{"message":"Not Found"}"#, "{route}");
    }
    let answer = house.with_key("POST /modules/recognition", &key, &vec![b' '; 1_000_000]);
    assert_eq!((answer.status, answer.body.as_str()), (413, r#"{"message":"Request Entity Too Large"}"#));
}
