//! What the log says, and what it does not.
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::argos;
use crate::house::{House, LINES, clova_body};

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps what is written.
struct Keep;

impl io::Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_personal_data_and_no_secrets() {
    // Everything that there is to log, of every room and every crate beneath, and of all tests that run meanwhile.
    let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Keep).with_ansi(false);
    all.init();
    let house = House::open(|config| config.queue = 8);
    let (native, argos) = (house.place.native.clone(), house.place.argos.clone());
    for picture in [&b"passport"[..], b"fail", b"panic", b"no picture"] {
        house.with_key("POST /v1/read", &native, picture);
        house.clova(&clova_body(picture));
        house.with_key("POST /modules/recognition", &argos, &argos::body(picture, |_| {}));
    }
    let head = format!("POST /v1/jobs HTTP/1.1\r\nx-api-key: {native}\r\nx-callback-url: http://localhost:9/T0K3N");
    assert_eq!(house.send(&head, b"passport").status, 202);
    house.wait(|house| {
        let jobs = house.place.runtime.block_on(house.place.store.jobs(None, 9)).expect("asked");
        jobs.iter().all(|job| job.tries > 1)
    });
    let log = String::from_utf8_lossy(&LOG.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    for word in ["answered", "not read", "job read", "delivery put off", "the address may not be called"] {
        assert!(log.contains(word), "the log does not say `{word}`");
    }
    let secrets = [&native, &argos, &house.place.ocr.secret, house.place.ocr.path.as_ref().expect("a path")];
    let personal = ["ERIKSSON", "L898902C3", LINES[0], LINES[1], "cGFzc3BvcnQ=", "T0K3N"];
    for word in secrets.into_iter().map(String::as_str).chain(personal) {
        let line = log.lines().find(|line| line.contains(word));
        assert!(line.is_none(), "the log tells `{word}`: {}", line.unwrap_or_default());
    }
}
