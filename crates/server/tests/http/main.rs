//! The doors, through real sockets, with a reader whose behaviour the picture's bytes choose.
mod argos;
mod ekyc;
mod house;
mod jobs;
mod keys;
mod logs;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use house::{Answer, House, LINES, clova_body, clova_head, form, request};

#[test]
fn pictures_arrive_in_three_ways() {
    let house = House::open(|_| {});
    let json = br#"{"image":"cGFzc3BvcnQ="}"#;
    let parts = form(&[("note", b"x"), ("file", b"passport")]);
    for (content_type, body) in [
        ("image/jpeg", &b"passport"[..]),
        ("application/octet-stream", b"passport"),
        ("Application/JSON; charset=utf-8", json),
        ("multipart/form-data; boundary=XX", &parts),
    ] {
        let answer = house.read(content_type, body);
        assert_eq!(answer.status, 200, "{answer:?}");
        let json = answer.json();
        assert_eq!(json["sheets"][0]["mrz"]["lines"][1]["text"], LINES[1]);
        assert_eq!(json["models"][0], "mrz-1");
        assert_eq!(json["errors"], serde_json::json!([]));
    }
    assert_eq!(house.read("image/jpeg", b"blank").json()["sheets"], serde_json::json!([]));
}

#[test]
fn bad_input_gets_its_own_clear_error() {
    let house = House::open(|_| {});
    let large = vec![b'A'; 1001];
    let large_json = format!(r#"{{"image":"{}"}}"#, "AAAA".repeat(334)).into_bytes();
    let huge = vec![b' '; 100_000];
    for (content_type, body, expected) in [
        ("image/jpeg", &b""[..], (400, "body_empty")),
        ("application/json", b"", (400, "body_empty")),
        ("image/jpeg", b"some text renamed .jpg", (422, "picture_format_unsupported")),
        ("image/jpeg", &large, (413, "too_large")),
        ("application/json", &large_json, (413, "too_large")),
        ("application/json", &huge, (413, "too_large")),
        ("application/json", br#"{"image":"#, (400, "body_invalid")),
        ("application/json", br#"{"image":"@@@@"}"#, (400, "base64_invalid")),
        ("application/json", br#"{"image":""}"#, (422, "picture_empty")),
        ("text/plain", b"passport", (415, "media_type_unsupported")),
        ("application/x-www-form-urlencoded", b"passport", (415, "media_type_unsupported")),
        ("multipart/form-data", b"passport", (400, "body_invalid")),
        ("multipart/form-data; boundary=XX", b"passport", (400, "body_invalid")),
        ("multipart/form-data; boundary=XX", &form(&[("picture", b"passport")]), (400, "body_invalid")),
        ("multipart/form-data; boundary=XX", &form(&[("file", b"a"), ("file", b"b")]), (400, "body_invalid")),
        ("image/jpeg", b"fail", (500, "internal")),
        ("image/jpeg", b"panic", (500, "internal")),
    ] {
        let answer = house.read(content_type, body);
        assert_eq!(answer.fault(), (expected.0, expected.1.to_owned()), "{content_type} {answer:?}");
        assert!(!answer.body.contains("ERIKSSON") && !answer.body.contains("out of memory"), "{answer:?}");
    }
    assert_eq!(house.send("GET /nowhere HTTP/1.1", b"").fault(), (404, "not_found".into()));
    assert_eq!(house.send("GET /v1/read HTTP/1.1", b"").fault(), (405, "method_not_allowed".into()));
    // The only worker has panicked above, and lives.
    assert_eq!(house.read("image/jpeg", b"passport").status, 200);
}

#[test]
fn print_is_read_where_it_is_asked_for() {
    let house = House::open(|_| {});
    let read =
        |query: &str| house.send(&format!("POST /v1/read{query} HTTP/1.1\r\nContent-Type: image/jpeg"), b"passport");
    assert!(read("").json()["sheets"][0].get("text").is_none());
    assert!(read("?text=true").json()["sheets"][0]["text"].is_array());
    assert_eq!(read("?text=maybe").fault(), (400, "query_invalid".into()));
}

#[test]
fn a_body_that_lies_about_its_length_is_bounded() {
    let house = House::open(|_| {});
    let mut stream = house.connect();
    stream
        .write_all(b"POST /v1/read HTTP/1.1\r\nHost: t\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
        .expect("sent");
    for _ in 0..3 {
        stream.write_all(format!("190\r\n{}\r\n", "A".repeat(400)).as_bytes()).expect("sent");
    }
    assert_eq!(Answer::from(stream).fault(), (413, "too_large".into()));
}

#[test]
fn slow_clients_are_let_go() {
    let house = House::open(|_| {});
    let mut slow_body = house.connect();
    slow_body
        .write_all(b"POST /v1/read HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Length: 10\r\n\r\n12345")
        .expect("sent");
    let begun = Instant::now();
    // There is one worker, and neither holds it.
    assert_eq!(house.read("image/png", b"blank").status, 200);
    let mut slow_head = house.connect();
    slow_head.write_all(b"POST /v1/re").expect("sent");
    let mut nothing = Vec::new();
    // The connection is closed, with or without a 408, and not kept.
    let _ = slow_head.read_to_end(&mut nothing);
    assert!(begun.elapsed() < Duration::from_secs(8));
    assert_eq!(Answer::from(slow_body).fault(), (408, "upload_timeout".into()));
    assert_eq!(house.fake.calls(), 1);
}

#[test]
fn a_full_queue_refuses_and_whoever_leaves_frees_a_place() {
    let house = House::open(|_| {});
    let hold = |house: &House| {
        let mut stream = house.connect();
        stream.write_all(&request("POST /v1/read HTTP/1.1\r\nContent-Type: image/png", b"hold")).expect("sent");
        stream
    };
    let running = hold(&house);
    house.wait(|house| house.fake.calls() == 1);
    let queued = hold(&house);
    house.wait(|house| house.waiting() == 1);

    let refused = house.read("image/png", b"blank");
    assert_eq!(refused.fault(), (503, "busy".into()));
    assert!(refused.head.contains("retry-after: 1"), "{refused:?}");
    let refused = house.clova(&clova_body(b"blank"));
    assert_eq!(refused.clova_fault(), (400, "0025".into()));
    assert!(refused.head.contains("retry-after: 1"), "{refused:?}");

    drop(queued);
    house.wait(|house| house.waiting() == 0);
    let next = hold(&house);
    house.wait(|house| house.waiting() == 1);
    house.fake.release();
    assert_eq!((Answer::from(running).status, Answer::from(next).status), (200, 200));
    assert_eq!(house.fake.calls(), 2, "the one who left was not read");
}

#[test]
fn whoever_leaves_frees_the_worker() {
    let house = House::open(|config| config.deadline_s = 20);
    let mut stream = house.connect();
    stream.write_all(&request("POST /v1/read HTTP/1.1\r\nContent-Type: image/png", b"long")).expect("sent");
    house.wait(|house| house.fake.calls() == 1);
    drop(stream);
    // There is one worker only, which would be busy for a minute.
    assert_eq!(house.read("image/png", b"blank").status, 200);
}

#[test]
fn bodies_share_a_bounded_room() {
    let house = House::open(|config| config.max_upload_bytes = 0);
    let head = format!(
        "POST /v1/read HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        66_000
    );
    // Whoever comes second is refused, and it may be the first one here.
    let held = std::cell::RefCell::new(None);
    house.wait(|house| {
        let mut first = house.connect();
        first.write_all(head.as_bytes()).expect("sent");
        std::thread::sleep(Duration::from_millis(50));
        let is_busy = house.read("application/json", &vec![b' '; 60_000]).fault() == (503, "busy".into());
        *held.borrow_mut() = is_busy.then_some(first);
        is_busy
    });
    drop(held);
    house.wait(|house| house.read("application/json", &vec![b' '; 60_000]).fault() == (400, "body_invalid".into()));
}

#[test]
fn who_is_refused_early_can_still_read_why() {
    // Far more than the sockets buffer, so that closing early would reset the connection.
    let body = vec![b'A'; 20_000_000];
    let house = House::open(|config| config.max_picture_bytes = 1_000_000);
    assert_eq!(house.read("image/png", &body).fault(), (413, "too_large".into()));
    assert_eq!(house.read("text/plain", &body).fault(), (415, "media_type_unsupported".into()));
}

#[test]
fn an_answer_that_is_late_is_an_error() {
    let house = House::open(|config| config.deadline_s = 1);
    assert_eq!(house.read("image/png", b"hold").fault(), (504, "deadline".into()));
    assert_eq!(house.clova(&clova_body(b"hold")).clova_fault(), (500, "0501".into()));
}

#[test]
fn running_requests_end_before_the_server_does() {
    let mut house = House::open(|_| {});
    let mut stream = house.connect();
    stream.write_all(&request("POST /v1/read HTTP/1.1\r\nContent-Type: image/png", b"hold")).expect("sent");
    house.wait(|house| house.fake.calls() == 1);
    drop(house.stop.take());
    house.wait(|house| TcpStream::connect(house.address).is_err());
    house.fake.release();
    assert_eq!(Answer::from(stream).status, 200);
}

#[test]
fn clova_answers() {
    let house = House::open(|_| {});
    let mut answer = house.clova(&clova_body(b"passport")).json();
    let image = &mut answer["images"][0];
    assert_eq!(image["uid"].take().as_str().map(str::len), Some(32));
    assert_eq!(image["inferResult"], "SUCCESS");
    assert_eq!(image["passport"]["passportResult"]["dateOfBirth"]["refinedText"], "1974-08-12");
    image["passport"].take();
    answer["timestamp"].take();
    insta::assert_snapshot!(answer, @r#"{"images":[{"inferResult":"SUCCESS","message":"SUCCESS","name":"n","passport":null,"uid":null,"validationResult":{"result":"NO_REQUESTED"}}],"requestId":"9c1f","timestamp":null,"version":"V2"}"#);

    let message = br#"{"version":"V2","requestId":"1","timestamp":0,"images":[{"format":"png","name":"n"}]}"#;
    let parts = form(&[("message", message), ("file", b"passport")]);
    let secret = &house.place.ocr.secret;
    let head = clova_head(&house.passport(), secret, "multipart/form-data; boundary=XX");
    assert_eq!(house.send(&head, &parts).json()["images"][0]["inferResult"], "SUCCESS");

    for (picture, expected) in [(&b"blank"[..], "FAILURE"), (b"no picture", "ERROR")] {
        let answer = house.clova(&clova_body(picture));
        assert_eq!((answer.status, &answer.json()["images"][0]["inferResult"]), (200, &expected.into()));
    }

    // What shows no Korean document is an answer too.
    for model in ["id-card", "biz-license"] {
        let head = clova_head(&house.passport().replace("passport", model), secret, "application/json");
        let answer = house.send(&head, &clova_body(b"passport"));
        assert_eq!((answer.status, &answer.json()["images"][0]["inferResult"]), (200, &"FAILURE".into()), "{model}");
    }
}

#[test]
fn clova_refusals() {
    let house = House::open(|_| {});
    let (passport, right) = (house.passport(), house.place.ocr.secret.as_str());
    let good = clova_body(b"passport");
    let json = "application/json";
    let message = br#"{"version":"V2","requestId":"1","timestamp":0,"images":[{"format":"png","name":"n"}]}"#;
    let large = clova_body(&[b'A'; 1001]);
    let v1 = String::from_utf8(good.clone()).expect("text").replace("V2", "V1").into_bytes();
    let model = |model: &str| passport.replace("passport", model);
    for (path, secret, content_type, body, expected) in [
        (passport.clone(), "wrong", json, &good[..], (401, "0002")),
        (passport.clone(), "", json, &good, (401, "0002")),
        (passport.replace("21390", "21391"), right, json, &good, (400, "0001")),
        (passport.replace("/document", "0/document"), right, json, &good, (400, "0001")),
        (model("nothing"), right, json, &good, (400, "0001")),
        ("/custom/v1/x".to_owned(), right, json, &good, (400, "0001")),
        (model("receipt"), right, json, &good, (400, "0022")),
        (passport.clone(), right, "text/plain", &good, (400, "0011")),
        (passport.clone(), right, json, b"", (400, "0011")),
        (passport.clone(), right, json, b"{}", (400, "0011")),
        (passport.clone(), right, json, &large, (400, "0011")),
        (passport.clone(), right, json, &v1, (400, "0021")),
        (passport.clone(), right, json, &clova_body(b"fail"), (500, "0501")),
        (passport.clone(), right, json, &clova_body(b"panic"), (500, "0500")),
        (passport.clone(), right, "multipart/form-data; boundary=XX", &form(&[("file", b"a")]), (400, "0011")),
        (passport.clone(), right, "multipart/form-data; boundary=XX", &form(&[("message", message)]), (400, "0011")),
    ] {
        let answer = house.send(&clova_head(&path, secret, content_type), body);
        assert_eq!(answer.clova_fault(), (expected.0, expected.1.to_owned()), "{path} {answer:?}");
        assert_eq!(answer.json()["path"], path.as_str());
    }
    assert_eq!(house.send(&format!("GET {passport} HTTP/1.1"), b"").clova_fault(), (400, "0001".into()));
}

#[test]
fn every_answer_guards_itself() {
    let house = House::open(|_| {});
    for (path, status, policy) in [
        ("/", 200, "script-src 'self'"),
        ("/console.js", 200, "default-src 'none'"),
        ("/console.css", 200, "default-src 'none'"),
        ("/health", 200, "default-src 'none'"),
        ("/ready", 200, "default-src 'none'"),
        ("/nowhere", 404, "default-src 'none'"),
    ] {
        let answer = house.send(&format!("GET {path} HTTP/1.1"), b"");
        assert_eq!(answer.status, status, "{path}");
        for line in ["x-content-type-options: nosniff", "cache-control: no-store", "x-frame-options: deny", policy] {
            assert!(answer.head.contains(line), "{path} lacks {line}: {}", answer.head);
        }
    }
    let page = house.send("GET / HTTP/1.1", b"").body;
    for outside in ["http://", "https://", "//cdn", "<script>", "style="] {
        assert!(!page.contains(outside), "the page must bring all it needs: {outside}");
    }
}
