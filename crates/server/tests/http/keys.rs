//! Keys, workspaces, and what the process says of itself.
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use server::OpenTo;
use store::Workspace;

use crate::house::{House, Place, clova_body, request};
use crate::{argos, ekyc};

#[test]
fn the_native_door_asks_for_a_key_unless_it_is_open() {
    let open = House::open(|_| {});
    assert_eq!(open.send("POST /v1/read HTTP/1.1", b"blank").status, 200);
    assert_eq!(open.with_key("POST /v1/read", "vk_a_b", b"blank").fault(), (401, "key_invalid".into()));

    let closed = House::open(|config| config.open_to = OpenTo::Nobody);
    let key = closed.place.native.clone();
    assert_eq!(closed.send("POST /v1/read HTTP/1.1", b"blank").fault(), (401, "key_invalid".into()));
    assert_eq!(closed.with_key("POST /v1/read", &key, b"blank").status, 200);
    let bearer = format!("POST /v1/read HTTP/1.1\r\nAuthorization: Bearer {key}");
    assert_eq!(closed.send(&bearer, b"blank").status, 200);
    for wrong in [key[..key.len() - 1].to_owned(), format!("{key}0"), closed.place.argos.clone()] {
        assert_eq!(closed.with_key("POST /v1/read", &wrong, b"blank").fault(), (401, "key_invalid".into()));
    }
    // Who listens to everybody is open to nobody.
    let mut wide = House::open(|config| config.listen = SocketAddr::from(([0, 0, 0, 0], 0)));
    wide.address = SocketAddr::from(([127, 0, 0, 1], wide.address.port()));
    assert_eq!(wide.send("POST /v1/read HTTP/1.1", b"blank").fault(), (401, "key_invalid".into()));
}

#[test]
fn a_disabled_workspace_hears_so_in_each_dialect() {
    let house = House::open(|_| {});
    house.place.change(|workspace| workspace.disabled = true);
    let (native, argos) = (house.place.native.clone(), house.place.argos.clone());
    assert_eq!(house.with_key("POST /v1/read", &native, b"blank").fault(), (403, "workspace_disabled".into()));
    assert_eq!(house.clova(&clova_body(b"blank")).clova_fault(), (401, "0002".into()));
    assert_eq!(ekyc::send(&house, "r", b"blank").clova_fault(), (401, "0002".into()));
    let answer = house.with_key("POST /modules/recognition", &argos, &argos::body(b"passport", |_| {}));
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &"1001".into()));
    assert_eq!(house.fake.calls(), 0);
}

#[test]
fn a_workspace_uses_its_doors_only() {
    let house = House::open(|_| {});
    house.place.change(|workspace| workspace.doors = vec!["argos".into()]);
    let native = house.place.native.clone();
    assert_eq!(house.with_key("POST /v1/read", &native, b"blank").fault(), (401, "key_invalid".into()));
    assert_eq!(house.clova(&clova_body(b"blank")).clova_fault(), (401, "0002".into()));
    let argos = house.place.argos.clone();
    let answer = house.with_key("POST /modules/recognition", &argos, &argos::body(b"passport", |_| {}));
    assert_eq!(answer.status, 200);
}

/// Two servers on one database that have room for what the tests hold.
fn pair(place: Place, change: impl FnOnce(&mut Workspace)) -> [House; 2] {
    place.change(change);
    let place = Arc::new(place);
    [(); 2].map(|()| House::at(Arc::clone(&place), |config, _| (config.workers, config.queue) = (4, 8)))
}

#[test]
fn calls_are_limited_over_all_processes() {
    for place in [Place::fresh(), Place::on_postgres()] {
        let houses = pair(place, |workspace| workspace.calls_per_minute = 3);
        let key = houses[0].place.native.clone();
        // A minute of the clock may end in between, once: seven calls then still meet a limit of three.
        let statuses: Vec<u16> =
            (0..7).map(|call| houses[call % 2].with_key("POST /v1/read", &key, b"blank").status).collect();
        let answered = statuses.iter().filter(|status| **status == 200).count();
        assert!((3..=6).contains(&answered) && statuses.contains(&429), "{statuses:?}");
        let refused = houses[0].clova(&clova_body(b"blank"));
        if refused.status != 200 {
            assert_eq!(refused.clova_fault(), (400, "0025".into()));
            assert!(refused.head.contains("retry-after: "), "{refused:?}");
        }
    }
}

#[test]
fn requests_at_the_same_time_are_limited_over_all_processes() {
    for place in [Place::fresh(), Place::on_postgres()] {
        let houses = pair(place, |workspace| workspace.concurrency = 2);
        let key = houses[0].place.native.clone();
        let read = |house: &House, picture: &[u8]| house.with_key("POST /v1/read", &key, picture);
        std::thread::scope(|scope| {
            let held = houses.each_ref().map(|house| scope.spawn(|| read(house, b"hold")));
            houses.iter().for_each(|house| house.wait(|house| house.fake.calls() == 1));
            for house in &houses {
                let refused = read(house, b"blank");
                assert_eq!(refused.fault(), (429, "rate_limited".into()));
                assert!(refused.head.contains("retry-after: 1"), "{refused:?}");
                assert_eq!(house.clova(&clova_body(b"blank")).clova_fault(), (400, "0025".into()));
            }
            let [first, second] = held;
            houses[0].fake.release();
            assert_eq!(first.join().expect("an answer").status, 200);
            // Whoever has their answer may come again at once, by way of either process.
            for _ in 0..10 {
                assert_eq!(houses.each_ref().map(|house| read(house, b"blank").status), [200, 200]);
            }
            houses[1].fake.release();
            assert_eq!(second.join().expect("an answer").status, 200);
        });
    }
}

#[test]
fn places_of_those_who_leave_and_of_the_dead_come_free() {
    let houses = pair(Place::fresh(), |workspace| workspace.concurrency = 1);
    let key = houses[0].place.native.clone();
    let status = |house: &House| house.with_key("POST /v1/read", &key, b"blank").status;
    let mut stream = houses[0].connect();
    let head = format!("POST /v1/read HTTP/1.1\r\nx-api-key: {key}");
    stream.write_all(&request(&head, b"long")).expect("sent");
    houses[0].wait(|house| house.fake.calls() == 1);
    assert_eq!(status(&houses[1]), 429);
    drop(stream);
    houses[1].wait(|house| status(house) == 200);

    // As a process that is killed over a request.
    let (store, now_ms) = (&houses[0].place.store, server::now_ms());
    let taken = houses[0].place.runtime.block_on(store.take_place("bank", 1, "dead", now_ms, now_ms + 500));
    assert!(taken.expect("asked").is_some());
    assert_eq!(status(&houses[0]), 429);
    houses[0].wait(|house| status(house) == 200);
    assert!(server::now_ms() >= now_ms + 500);
}

#[test]
fn a_revoked_key_opens_for_seconds_at_most() {
    let house = House::open(|config| config.open_to = OpenTo::Nobody);
    let place = &house.place;
    assert_eq!(house.with_key("POST /v1/read", &place.native, b"blank").status, 200);
    let id = place.native.split('_').nth(1).expect("an id");
    assert_eq!(place.runtime.block_on(place.store.revoke_key(id, 1)).expect("revoked"), 1);
    house.wait(|house| house.with_key("POST /v1/read", &house.place.native, b"blank").status == 401);
}

#[test]
fn what_the_process_says_of_itself() {
    let house = House::open(|_| {});
    assert_eq!(house.read("image/jpeg", b"passport").status, 200);
    house.with_key("POST /v1/read", "vk_a_b", b"blank");
    let info = house.send("GET /info HTTP/1.1", b"").json();
    assert_eq!((&info["models"][0], &info["store"]), (&"mrz-1".into(), &"sqlite".into()));
    assert_eq!(info["doors"], serde_json::json!(["native", "argos", "clova-ocr", "clova-ekyc"]));
    let ready = house.send("GET /ready HTTP/1.1", b"").json();
    assert_eq!(ready, serde_json::json!({ "ready": true, "store": true, "waiting": 0 }));

    let metrics = house.send("GET /metrics HTTP/1.1", b"").body;
    for line in [
        "vidimus_requests_total{door=\"native\",status=\"200\"} 1",
        "vidimus_requests_total{door=\"native\",status=\"401\"} 1",
        "vidimus_refusals_total{door=\"native\",reason=\"unknown_key\"} 1",
        "vidimus_queue_wait_seconds_count 1",
        "vidimus_stage_seconds_count{stage=\"decode\"} 1",
        "vidimus_stage_seconds_count{stage=\"locate\"} 1",
        "vidimus_stage_seconds_count{stage=\"rectify\"} 1",
        "vidimus_stage_seconds_count{stage=\"spot\"} 1",
        "vidimus_stage_seconds_count{stage=\"recognise\"} 1",
        "vidimus_stage_seconds_count{stage=\"decide\"} 1",
        "vidimus_stage_seconds_count{stage=\"text\"} 1",
        "vidimus_stage_seconds_count{stage=\"total\"} 1",
        "vidimus_request_seconds_count{door=\"native\"} 2",
        "vidimus_queue_waiting 0",
        "vidimus_jobs_to_read 0",
        "# EOF",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} is missing in\n{metrics}");
    }
    assert!(!metrics.contains("ERIKSSON") && !metrics.contains("vk_"));
}

#[test]
fn every_path_of_the_openapi_document_is_there() {
    let house = House::open(|_| {});
    let document = house.send("GET /openapi.json HTTP/1.1", b"").json();
    assert_eq!(
        (&document["openapi"], &document["info"]["version"]),
        (&"3.1.0".into(), &env!("CARGO_PKG_VERSION").into())
    );
    let key = house.place.native.clone();
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 11, "a route that comes or goes is described");
    for (path, methods) in paths {
        let here = path
            .replace("{domainId}", if path.starts_with("/ekyc") { "7" } else { "21390" })
            .replace("{invokeKey}", house.place.ocr.path.as_deref().expect("a path"))
            .replace("{signature}", house.place.ekyc.path.as_deref().expect("a path"))
            .replace("{model}", "passport")
            .replace("{inferType}", "id-card")
            .replace("{id}", "nothing");
        for method in methods.as_object().expect("methods").keys() {
            let answer = house.with_key(&format!("{} {here}", method.to_uppercase()), &key, b"");
            // Whoever is behind it, it is not the one who knows of no such route.
            assert!(!answer.body.contains("no such route") && answer.status != 405, "{method} {path}: {answer:?}");
            assert!(
                !answer.body.contains("URL is invalid") && !answer.body.contains("Not Found"),
                "{path}: {answer:?}"
            );
            let described = &document["paths"][path][method]["responses"];
            let class = format!("{}XX", answer.status / 100);
            let is_described = described.get(answer.status.to_string()).or(described.get(&class)).is_some();
            assert!(is_described, "{method} {path} answers {} undescribed", answer.status);
        }
    }
}
