//! CLOVA eKYC.
use crate::house::{Answer, House, clova_body, form};

fn path(house: &House, resource: &str) -> String {
    let signature = house.place.ekyc.path.as_deref().expect("half of the key is in the path");
    format!("/ekyc/v1/7/{signature}/{resource}/document")
}

fn head(house: &House, resource: &str, content_type: &str) -> String {
    let secret = &house.place.ekyc.secret;
    format!("POST {} HTTP/1.1\r\nX-EKYC-SECRET: {secret}\r\nContent-Type: {content_type}", path(house, resource))
}

fn body(request_id: &str, picture: &[u8]) -> Vec<u8> {
    let body = String::from_utf8(clova_body(picture)).expect("text");
    body.replace(r#""version":"V2","#, "").replace("9c1f", request_id).into_bytes()
}

pub(crate) fn send(house: &House, request_id: &str, picture: &[u8]) -> Answer {
    house.send(&head(house, "id-card", "application/json"), &body(request_id, picture))
}

#[test]
fn answers() {
    let house = House::open(|_| {});
    let answer = send(&house, "r1", b"korean");
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut json = answer.json();
    assert_eq!(json["uid"].as_str().map(str::len), Some(26));
    assert_eq!(json["images"][0]["uid"].as_str().map(str::len), Some(32));
    for key in ["uid", "timestamp"] {
        json[key].take();
    }
    json["images"][0]["uid"].take();
    let card = json["images"][0]["idCard"].take();
    assert_eq!(card["result"]["pp"]["num"][0]["text"], "M123A4567", "{card}");
    assert_eq!(card["result"]["pp"]["num"][0]["maskingText"], "*********", "{card}");
    insta::assert_snapshot!(json, @r#"{"images":[{"idCard":null,"inferDetailResource":"pp","inferDetailType":"PP","inferResult":"SUCCESS","message":"SUCCESS","name":"n","uid":null}],"requestId":"r1","timestamp":null,"uid":null}"#);

    let message = br#"{"requestId":"r2","timestamp":0,"images":[{"format":"png","name":"n"}]}"#;
    let parts = form(&[("message", message), ("file", b"korean")]);
    let answer = house.send(&head(&house, "id-card", "multipart/form-data; boundary=XX"), &parts);
    assert_eq!(answer.json()["images"][0]["inferResult"], "SUCCESS");

    for (id, picture, resource, expected) in [
        ("r3", &b"blank"[..], "id-card", "FAILURE"),
        ("r4", b"no picture", "id-card", "ERROR"),
        ("r5", b"korean", "biz-license", "FAILURE"),
    ] {
        let answer = house.send(&head(&house, resource, "application/json"), &body(id, picture));
        assert_eq!((answer.status, &answer.json()["images"][0]["inferResult"]), (200, &expected.into()), "{id}");
    }
}

#[test]
fn refusals() {
    let house = House::open(|_| {});
    let (good, secret) = (body("r", b"korean"), house.place.ekyc.secret.as_str());
    let right = path(&house, "id-card");
    let json = "application/json";
    for (path, secret, content_type, body, expected) in [
        (right.clone(), "wrong", json, &good[..], (401, "0002")),
        (right.clone(), "", json, &good, (401, "0002")),
        (right.replace("/v1/7/", "/v1/8/"), secret, json, &good, (400, "0001")),
        (right.replace("/id-card", "0/id-card"), secret, json, &good, (400, "0001")),
        (right.replace("id-card", "passport"), secret, json, &good, (400, "0001")),
        (right.replace("document", "verify"), secret, json, &good, (400, "0001")),
        ("/ekyc/v1/x".to_owned(), secret, json, &good, (400, "0001")),
        // A key of CLOVA OCR opens nothing here.
        (right.replace("/v1/7/", "/v1/21390/"), &house.place.ocr.secret, json, &good, (400, "0001")),
        (right.clone(), secret, "text/plain", &good, (400, "0011")),
        (right.clone(), secret, json, b"{}", (400, "0011")),
        (right.clone(), secret, json, &self::body("r", &[b'A'; 1001]), (400, "0011")),
        (right.clone(), secret, json, &self::body("f", b"fail"), (500, "0501")),
        (right.clone(), secret, json, &self::body("p", b"panic"), (500, "0500")),
    ] {
        let head = format!("POST {path} HTTP/1.1\r\nX-EKYC-SECRET: {secret}\r\nContent-Type: {content_type}");
        let answer = house.send(&head, body);
        assert_eq!(answer.clova_fault(), (expected.0, expected.1.to_owned()), "{path} {answer:?}");
        assert_eq!(answer.json()["path"], path.as_str());
    }
    assert_eq!(house.send(&format!("GET {right} HTTP/1.1"), b"").clova_fault(), (400, "0001".into()));
}

#[test]
fn an_id_is_not_for_two_requests() {
    let house = House::open(|_| {});
    assert_eq!(send(&house, "r1", b"blank").status, 200);
    let again = send(&house, "r1", b"blank");
    assert_eq!(again.clova_fault(), (400, "0011".into()));
    assert_eq!(again.json()["message"], "Request body invalid. requestId is duplicated.");
    assert_eq!(send(&house, "r2", b"blank").status, 200);

    // A request that got no answer may come again.
    assert_eq!(send(&house, "r3", b"fail").status, 500);
    assert_eq!(send(&house, "r3", b"blank").status, 200);
    // And one whose body is not valid takes no id.
    assert_eq!(send(&house, "r4", &[b'A'; 1001]).status, 400);
    assert_eq!(send(&house, "r4", b"blank").status, 200);

    let other = House::at(house.place.clone(), |_, _| {});
    assert_eq!(send(&other, "r1", b"blank").clova_fault(), (400, "0011".into()), "another process knows it");
}
