//! A server on a port of its own, with a store and keys of its own, and a reader whose behaviour the picture's bytes choose.
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use document::{Confidence, Quad, Turn};
use mrz::{Date, Format};
use reader::{Error, Milliseconds, MrzField, MrzLine, MrzReading, PhotoInfo, Reading, SheetReading};
use server::{Config, Jobs, Parts, Server};
use store::{Credentials, Key, NewKey, Store, Workspace};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

pub(crate) const LINES: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const KOREAN: [&str; 2] =
    ["PMKORHONG<<GILDONG<<<<<<<<<<<<<<<<<<<<<<<<<<<", "M123A45675KOR8702019M3008152<<<<<<<<<<<<<<08"];

/// Reads `passport` and `korean` as such, `blank` as a photo without a document, panics on `panic`, fails on `fail`, holds on `hold`
/// until released, and refuses all else like the decoder.
#[derive(Default)]
pub(crate) struct Fake {
    released: Mutex<bool>,
    wake: Condvar,
    calls: AtomicUsize,
}

impl Fake {
    pub(crate) fn release(&self) {
        *self.released.lock().expect("no panic under the lock") = true;
        self.wake.notify_all();
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

impl reader::Read for Fake {
    fn read(&self, bytes: &[u8], wanted: &reader::Wanted) -> Result<Reading, Error> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match bytes {
            b"passport" => {
                let mut reading = reading(Some(passport(LINES)));
                reading.sheets.iter_mut().for_each(|sheet| sheet.text = wanted.text.then(Vec::new));
                Ok(reading)
            }
            b"korean" => Ok(reading(Some(passport(KOREAN)))),
            b"blank" => Ok(reading(None)),
            b"hold" => {
                let released = self.released.lock().expect("no panic under the lock");
                let wait = self.wake.wait_timeout_while(released, Duration::from_secs(30), |released| !*released);
                drop(wait.expect("no panic under the lock"));
                Ok(reading(None))
            }
            b"long" => {
                let gone = wanted.cancelled.clone().expect("somebody asked");
                let begun = Instant::now();
                while !gone() && begun.elapsed() < Duration::from_secs(60) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(Error::cancelled())
            }
            b"panic" => panic!("on purpose, over ERIKSSON"),
            b"fail" => Err(Error::internal("recognising", "out of memory")),
            _ => match imaging::decode(bytes, &imaging::Limits::default(), &imaging::Want { max_long_side: 100 }) {
                Ok(_) => Ok(reading(None)),
                Err(error) => Err(error.into()),
            },
        }
    }
}

fn passport(lines: [&str; 2]) -> MrzReading {
    let zone = mrz::parse(Format::Td3, &lines, Date::new(2026, 11, 21).expect("a day"));
    let (confidence, quad) = (Confidence::new(0.5), Quad::rectangle(1.0, 2.0, 3.0, 4.0));
    let field = |field: &mrz::ZoneField| MrzField {
        key: field.key,
        raw: field.raw.clone(),
        value: field.value.clone(),
        confidence,
        quad,
        findings: Vec::new(),
    };
    MrzReading {
        format: zone.format,
        lines: lines.map(|text| MrzLine { text: text.into(), confidence, quad }).into(),
        fields: zone.fields.iter().map(field).collect(),
        findings: Vec::new(),
        check_digits_valid: true,
    }
}

fn reading(mrz: Option<MrzReading>) -> Reading {
    let quad = Quad::rectangle(0.0, 0.0, 640.0, 480.0);
    Reading {
        photo: PhotoInfo { width: 640, height: 480, format: imaging::Format::Jpeg },
        sheets: mrz
            .map(|mrz| SheetReading::new(quad, Turn::None, Confidence::new(1.0), Some(mrz)))
            .into_iter()
            .collect(),
        milliseconds: Milliseconds::default(),
    }
}

/// A database with the workspace `bank` and a key of it for each door.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) key: Key,
    pub(crate) runtime: Runtime,
    pub(crate) store: Store,
    /// Of the native door, as a client sends it.
    pub(crate) native: String,
    /// Of Argos, as a client sends it.
    pub(crate) argos: String,
    pub(crate) ocr: Credentials,
    pub(crate) ekyc: Credentials,
}

impl Place {
    pub(crate) fn fresh() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("http{}_{}.db", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
        Self::at(format!("sqlite:{}", file.display()), runtime())
    }

    /// The same on PostgreSQL, which is at $TEST_POSTGRES: `scripts/postgres cargo test -p server`.
    pub(crate) fn on_postgres() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("http{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let server = std::env::var("TEST_POSTGRES")
            .expect("these tests need PostgreSQL: run them by `make test`, or `scripts/postgres cargo test -p server`");
        sqlx::any::install_default_drivers();
        let runtime = runtime();
        runtime.block_on(async {
            let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&server).await.expect("a server");
            let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
            sqlx::query(create).execute(&mut connection).await.expect("a database");
        });
        Self::at(server.replace("///postgres?", &format!("///{name}?")), runtime)
    }

    fn at(url: String, runtime: Runtime) -> Self {
        let key = Key::random().expect("randomness");
        let store = runtime.block_on(Store::open(&url, &key)).expect("a store");
        runtime.block_on(store.put_workspace(&Workspace::named("bank"), 0)).expect("a workspace");
        let make = |workspace: &str, door: &str, id: Option<&str>| {
            let new = NewKey {
                workspace: workspace.into(),
                door: door.into(),
                id: id.map(str::to_owned),
                in_path: id.is_some(),
            };
            runtime.block_on(store.create_key(&new, 0)).expect("a key")
        };
        let native = server::key_text(&make("bank", "native", None));
        let argos = server::key_text(&make("bank", "argos", None));
        let (ocr, ekyc) = (make("bank", "clova-ocr", Some("21390")), make("bank", "clova-ekyc", Some("7")));
        Self { native, argos, ocr, ekyc, url, key, runtime, store }
    }

    /// Changes the workspace. A gate believes what it heard for seconds, so this comes before the first request.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Workspace)) {
        let mut workspace = Workspace::named("bank");
        change(&mut workspace);
        self.runtime.block_on(self.store.put_workspace(&workspace, 0)).expect("a workspace");
    }

    /// A key of another workspace.
    pub(crate) fn stranger(&self) -> String {
        self.runtime.block_on(self.store.put_workspace(&Workspace::named("shop"), 0)).expect("a workspace");
        let new = NewKey { workspace: "shop".into(), door: "native".into(), id: None, in_path: false };
        server::key_text(&self.runtime.block_on(self.store.create_key(&new, 0)).expect("a key"))
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// A server on a port of its own, stopped when dropped.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) fake: Arc<Fake>,
    pub(crate) place: Arc<Place>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl House {
    pub(crate) fn open(change: impl FnOnce(&mut Config)) -> Self {
        Self::at(Arc::new(Place::fresh()), |config, _| change(config))
    }

    /// One on a database that others may share.
    pub(crate) fn at(place: Arc<Place>, change: impl FnOnce(&mut Config, &mut Jobs)) -> Self {
        let mut config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            queue: 1,
            max_picture_bytes: 1000,
            upload_timeout_s: 1,
            header_timeout_s: 1,
            ..Config::default()
        };
        let mut jobs = Jobs { poll_ms: 50, first_retry_ms: 50, ..Jobs::default() };
        change(&mut config, &mut jobs);
        let fake = Arc::new(Fake::default());
        let reader: Arc<dyn reader::Read> = Arc::clone(&fake) as _;
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let (url, key) = (place.url.clone(), place.key.clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build();
            runtime.expect("a runtime").block_on(async {
                let store = Store::open(&url, &key).await.expect("a store");
                let parts = Parts { config, jobs, models: vec!["mrz-1".into()], reader, store };
                let server = Server::bind(parts).await.expect("a free port");
                tell.send(server.local_addr()).expect("the test waits");
                server.run(async { drop(stopped.await) }).await;
            });
        });
        let address = told.recv().expect("an address");
        Self { address, fake, place, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        stream
    }

    pub(crate) fn send(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(&request(head, body)).expect("sent");
        Answer::from(stream)
    }

    pub(crate) fn read(&self, content_type: &str, body: &[u8]) -> Answer {
        self.send(&format!("POST /v1/read HTTP/1.1\r\nContent-Type: {content_type}"), body)
    }

    /// The path of CLOVA OCR's model for passports.
    pub(crate) fn passport(&self) -> String {
        let path = self.place.ocr.path.as_deref().expect("half of the key is in the path");
        format!("/custom/v1/21390/{path}/document/passport")
    }

    pub(crate) fn clova(&self, body: &[u8]) -> Answer {
        self.send(&clova_head(&self.passport(), &self.place.ocr.secret, "application/json"), body)
    }

    pub(crate) fn with_key(&self, method_and_path: &str, key: &str, body: &[u8]) -> Answer {
        self.send(&format!("{method_and_path} HTTP/1.1\r\nx-api-key: {key}"), body)
    }

    /// Waits until `holds`; fails after a minute, which a loaded machine may well need.
    pub(crate) fn wait(&self, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < Duration::from_secs(60), "it never came to be");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn waiting(&self) -> u64 {
        self.send("GET /ready HTTP/1.1", b"").json()["waiting"].as_u64().expect("a number")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.fake.release();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server panicked");
        }
    }
}

pub(crate) fn request(head: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("{head}\r\nHost: test\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub(crate) fn clova_head(path: &str, secret: &str, content_type: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nX-OCR-SECRET: {secret}\r\nContent-Type: {content_type}")
}

pub(crate) fn clova_body(picture: &[u8]) -> Vec<u8> {
    let data = base64::engine::general_purpose::STANDARD.encode(picture);
    format!(
        r#"{{"version":"V2","requestId":"9c1f","timestamp":0,"images":[{{"format":"png","name":"n","data":"{data}"}}]}}"#
    )
    .into_bytes()
}

pub(crate) fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        body.extend_from_slice(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl From<TcpStream> for Answer {
    fn from(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Status and code of a native error.
    pub(crate) fn fault(&self) -> (u16, String) {
        let json = self.json();
        assert_eq!(json["trace_id"].as_str().map(str::len), Some(32), "{json}");
        (self.status, json["errors"][0]["code"].as_str().expect("a code").to_owned())
    }

    /// Status and code of a CLOVA error.
    pub(crate) fn clova_fault(&self) -> (u16, String) {
        let json = self.json();
        assert_eq!(json["traceId"].as_str().map(str::len), Some(32), "{json}");
        assert!(json["timestamp"].as_u64().is_some_and(|ms| ms > 1_700_000_000_000), "{json}");
        (self.status, json["code"].as_str().expect("a code").to_owned())
    }
}
