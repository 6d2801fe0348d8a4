//! Work that is done later, and what is sent when it is.
use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use hmac::{KeyInit as _, Mac as _};
use serde_json::Value;
use store::State;

use crate::argos;
use crate::house::{Answer, House, LINES, Place};

/// A letter that was received: its headers in lower case, its body.
#[derive(Clone, Debug)]
struct Letter {
    head: String,
    body: String,
}

impl Letter {
    fn header(&self, name: &str) -> String {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("{name} is missing in {}", self.head)).to_owned()
    }
}

/// Takes letters, and answers them with the statuses given, then with 200.
struct Mailbox {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Letter>>>,
}

impl Mailbox {
    fn open(statuses: &[&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let letters = Arc::new(Mutex::new(Vec::new()));
        let (kept, mut statuses) = (Arc::clone(&letters), VecDeque::from(statuses.to_vec()));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.expect("a connection"));
                let (mut head, mut line) = (String::new(), String::new());
                while reader.read_line(&mut line).is_ok_and(|bytes| bytes > 2) {
                    let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
                    head += &format!("{}: {value}", name.to_ascii_lowercase());
                    line.clear();
                }
                let letter = Letter { head, body: String::new() };
                let mut body = vec![0; letter.header("content-length").parse().expect("a length")];
                reader.read_exact(&mut body).expect("a body");
                let letter = Letter { body: String::from_utf8(body).expect("text"), ..letter };
                kept.lock().expect("no panic under the lock").push(letter);
                let status = statuses.pop_front().unwrap_or("200 OK");
                let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                reader.into_inner().write_all(answer.as_bytes()).expect("answered");
            }
        });
        Self { address, letters }
    }

    fn letters(&self) -> Vec<Letter> {
        self.letters.lock().expect("no panic under the lock").clone()
    }
}

/// A house whose results may go to this machine.
fn house(place: &Arc<Place>) -> House {
    House::at(Arc::clone(place), |config, jobs| {
        config.queue = 8;
        jobs.callback_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
}

fn create(house: &House, picture: &[u8], callback_url: Option<&str>) -> Answer {
    let key = house.place.native.clone();
    let callback = callback_url.map(|url| format!("\r\nx-callback-url: {url}")).unwrap_or_default();
    house.send(&format!("POST /v1/jobs HTTP/1.1\r\nx-api-key: {key}\r\nContent-Type: image/jpeg{callback}"), picture)
}

fn show(house: &House, id: &str, key: &str) -> Answer {
    house.with_key(&format!("GET /v1/jobs/{id}"), key, b"")
}

fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.json()["id"].as_str().expect("an id").to_owned()
}

fn states(house: &House) -> Vec<(String, Option<String>)> {
    let rows = house.place.runtime.block_on(house.place.store.jobs(None, 100)).expect("asked");
    rows.into_iter().map(|row| (row.state, row.last_error)).collect()
}

#[test]
fn a_job_is_done_later_and_shown_to_its_owner() {
    let house = House::open(|config| config.queue = 8);
    let key = house.place.native.clone();
    let answer = create(&house, b"passport", None);
    assert_eq!((&answer.json()["status"], &answer.json()["answer"]), (&"waiting".into(), &Value::Null));
    let id = id(&answer);
    house.wait(|house| show(house, &id, &key).json()["status"] == "done");
    let json = show(&house, &id, &key).json();
    assert_eq!(json["id"], id.as_str());
    assert_eq!(json["answer"]["sheets"][0]["mrz"]["lines"][1]["text"], LINES[1]);
    assert_eq!(json["created_ms"], answer.json()["created_ms"]);

    // Nobody else gets to see it, and it is no other door's.
    let stranger = house.place.stranger();
    assert_eq!(show(&house, &id, &stranger).fault(), (404, "not_found".into()));
    assert_eq!(show(&house, "nothing", &key).fault(), (404, "not_found".into()));
    assert_eq!(show(&house, &id, "").fault(), (401, "key_invalid".into()));
    assert_eq!(house.send("POST /v1/jobs HTTP/1.1", b"passport").fault(), (401, "key_invalid".into()));
    assert_eq!(house.with_key("GET /v1/jobs", &key, b"").fault(), (405, "method_not_allowed".into()));
    assert_eq!(house.with_key("POST /v1/jobs/x", &key, b"").fault(), (405, "method_not_allowed".into()));
}

#[test]
fn a_job_that_cannot_be_done_says_so() {
    let house = House::open(|config| config.queue = 8);
    let key = house.place.native.clone();
    for (picture, code) in
        [(&b"no picture"[..], "picture_format_unsupported"), (b"fail", "internal"), (b"panic", "internal")]
    {
        let id = id(&create(&house, picture, None));
        house.wait(|house| show(house, &id, &key).json()["status"] == "done");
        assert_eq!(show(&house, &id, &key).json()["answer"]["errors"][0]["code"], code);
    }
    assert_eq!(create(&house, b"", None).fault(), (400, "body_empty".into()));
}

#[test]
fn a_result_is_delivered_until_it_is_taken() {
    let place = Arc::new(Place::fresh());
    let mailbox = Mailbox::open(&["500 No", "302 Found\r\nLocation: http://127.0.0.1:1/", "204 Yes"]);
    let house = house(&place);
    let url = format!("http://{}/in?token=t0k3n", mailbox.address);
    let id = id(&create(&house, b"passport", Some(&url)));
    house.wait(|house| states(house) == [("delivered".to_owned(), None)]);

    let letters = mailbox.letters();
    assert_eq!(letters.len(), 3, "{letters:?}");
    let secret = place.runtime.block_on(place.store.signing_secret("bank")).expect("a secret");
    for letter in &letters {
        assert!(letter.head.starts_with("post /in?token=t0k3n http/1.1"), "{}", letter.head);
        assert_eq!(letter.header("webhook-id"), format!("msg_{id}"), "one id for every try");
        assert_eq!(letter.body, letters[0].body);
        // As whoever receives it would check it.
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(&secret).expect("a key");
        mac.update(format!("msg_{id}.{}.{}", letter.header("webhook-timestamp"), letter.body).as_bytes());
        let expected = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(letter.header("webhook-signature"), format!("v1,{expected}"));
    }
    let json: Value = serde_json::from_str(&letters[0].body).expect("JSON");
    assert_eq!((&json["id"], &json["status"]), (&id.as_str().into(), &"done".into()));
    assert_eq!(json["answer"]["sheets"][0]["mrz"]["lines"][1]["text"], LINES[1]);
    let key = house.place.native.clone();
    assert_eq!(show(&house, &id, &key).body, letters[0].body);
}

#[test]
fn a_result_that_nobody_takes_is_given_up() {
    let place = Arc::new(Place::fresh());
    let mailbox = Mailbox::open(&["500 No"; 100]);
    let house = House::at(Arc::clone(&place), |_, jobs| {
        jobs.callback_networks = vec!["127.0.0.0/8".parse().expect("a network")];
        jobs.give_up_s = 1;
    });
    id(&create(&house, b"blank", Some(&format!("http://{}/", mailbox.address))));
    house.wait(|house| states(house) == [("given_up".to_owned(), Some("status 500".to_owned()))]);
    assert!((3..10).contains(&mailbox.letters().len()), "{}", mailbox.letters().len());
}

#[test]
fn callbacks_do_not_reach_inside() {
    let place = Arc::new(Place::fresh());
    let mailbox = Mailbox::open(&[]);
    let port = mailbox.address.port();
    let house = House::at(Arc::clone(&place), |_, jobs| jobs.give_up_s = 0);
    for url in [
        &format!("http://127.0.0.1:{port}/"),
        &format!("http://[::1]:{port}/"),
        &format!("http://0x7f.1:{port}/"),
        "http://169.254.169.254/latest",
        "ftp://example.com/",
        "nothing",
        "",
    ] {
        assert_eq!(create(&house, b"blank", Some(url)).fault(), (422, "callback_refused".into()), "{url}");
    }
    // What a name stands for comes out when the connection is made.
    id(&create(&house, b"blank", Some(&format!("http://localhost:{port}/"))));
    let refused = ("given_up".to_owned(), Some("the address may not be called".to_owned()));
    house.wait(|house| states(house) == [refused.clone()]);
    assert!(mailbox.letters().is_empty());

    place.change(|workspace| workspace.callback_hosts = vec!["a.example".into()]);
    let other = House::at(Arc::clone(&place), |_, jobs| jobs.senders = 0);
    assert_eq!(create(&other, b"blank", Some("https://b.example/")).fault(), (422, "callback_refused".into()));
    id(&create(&other, b"blank", Some("https://A.example/")));
}

#[test]
fn an_address_that_does_not_answer_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let house = House::at(Arc::new(Place::fresh()), |_, jobs| {
        jobs.callback_networks = vec!["127.0.0.0/8".parse().expect("a network")];
        (jobs.callback_timeout_s, jobs.give_up_s) = (1, 0);
    });
    id(&create(&house, b"blank", Some(&format!("http://{}/", silent.local_addr().expect("an address")))));
    house.wait(|house| states(house) == [("given_up".to_owned(), Some("no answer in time".to_owned()))]);
}

#[test]
fn argos_calls_back() {
    let place = Arc::new(Place::fresh());
    let mailbox = Mailbox::open(&[]);
    let house = house(&place);
    let url = format!("http://{}/", mailbox.address);
    let key = place.argos.clone();
    let mut bodies = Vec::new();
    for (count, picture) in [(1, &b"passport"[..]), (2, b"blank"), (3, b"panic")] {
        let body = argos::body(picture, |body| body["callbackUrl"] = url.as_str().into());
        let answer = house.with_key("POST /modules/recognition", &key, &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        let json = answer.json();
        let message = format!("request has been successfully received. The response will be sent to {url}");
        assert_eq!((&json["message"], &json["apiType"]), (&message.as_str().into(), &Value::Null));
        house.wait(|_| mailbox.letters().len() == count);
        let letter: Value = serde_json::from_str(&mailbox.letters()[count - 1].body).expect("JSON");
        assert_eq!(letter["transactionId"], json["transactionId"]);
        bodies.push(letter);
    }
    assert_eq!((&bodies[0]["statusCode"], &bodies[0]["apiType"]), (&200.into(), &"id_recognition".into()));
    assert_eq!(bodies[0]["result"]["data"]["ocr"]["mrz_line2"], LINES[1]);
    for (body, code, message) in
        [(&bodies[1], 1011, "Fail to recognize idCard"), (&bodies[2], 1003, "Fail to process data")]
    {
        assert_eq!(
            (&body["statusCode"], &body["errorCode"], &body["message"]),
            (&400.into(), &code.into(), &message.into())
        );
    }
    // What is wrong with the request itself is told at once.
    let body = argos::body(b"passport", |body| {
        body["callbackUrl"] = url.as_str().into();
        body["idType"] = "".into();
    });
    assert_eq!(house.with_key("POST /modules/recognition", &key, &body).json()["errorCode"], "1014");
}

#[test]
fn a_process_that_stops_hands_its_jobs_over() {
    let place = Arc::new(Place::fresh());
    let mut first = House::at(Arc::clone(&place), |config, _| config.grace_s = 1);
    let id = id(&create(&first, b"hold", None));
    first.wait(|house| house.fake.calls() == 1);
    drop(first.stop.take());
    // Long before its lease would end.
    let second = house(&place);
    second.wait(|house| house.fake.calls() == 1);
    second.fake.release();
    let key = place.native.clone();
    second.wait(|house| show(house, &id, &key).json()["status"] == "done");
}

#[test]
fn a_process_that_is_gone_is_inherited() {
    let place = Arc::new(Place::fresh());
    let house = House::at(Arc::clone(&place), |_, jobs| jobs.readers = 0);
    let job = id(&create(&house, b"passport", None));
    // As a process that is killed over it.
    let now_ms = server::now_ms();
    let taken = place.runtime.block_on(place.store.take_work("dead", now_ms, 300)).expect("asked");
    assert_eq!(taken.expect("work").lease.job, job);
    let heir = self::house(&place);
    let key = place.native.clone();
    heir.wait(|house| show(house, &job, &key).json()["status"] == "done");
    assert!(server::now_ms() >= now_ms + 300);
}

#[test]
fn jobs_that_wait_are_bounded() {
    let house = House::at(Arc::new(Place::fresh()), |config, jobs| {
        config.queue = 8;
        (jobs.readers, jobs.max_waiting) = (0, 2);
    });
    let waiting: Vec<u16> = (0..3).map(|_| create(&house, b"blank", None).status).collect();
    assert_eq!(waiting, [202, 202, 503]);
    let body = argos::body(b"passport", |body| body["callbackUrl"] = "https://a.example/".into());
    let refused = house.with_key("POST /modules/recognition", &house.place.argos.clone(), &body);
    assert_eq!((&refused.json()["errorCode"], refused.head.contains("retry-after: 1")), (&"1003".into(), true));
    assert_eq!(states(&house), vec![(State::ToRead.as_str().to_owned(), None); 2]);
}
