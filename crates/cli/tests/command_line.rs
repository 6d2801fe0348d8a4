//! The binary as a user meets it: texts, streams and exit codes.
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn vidimus(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vidimus"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn mistakes_in_the_configuration_say_where_and_what_to_do() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vidimus.toml");
    std::fs::write(&file, "[server]\nqueue = 3\nqueu = 4\n").expect("a file");
    let output = vidimus(&["--config", "vidimus.toml", "doctor"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    insta::assert_snapshot!(text(&output.stderr), @r#"
    error: vidimus.toml:3: there is no key in [server] called `queu`
    hint: did you mean `queue`?
    "#);

    let output = vidimus(&["doctor", "--config", "nowhere.toml"], &[]);
    insta::assert_snapshot!(text(&output.stderr), @r#"
    error: nowhere.toml cannot be read
    caused by: No such file or directory (os error 2)
    hint: --config takes the path of a TOML file
    "#);

    let output = vidimus(&["doctor"], &[("VIDIMUS_SERVER_QUEU", "4")]);
    insta::assert_snapshot!(text(&output.stderr), @r#"
    error: the environment variable VIDIMUS_SERVER_QUEU names no setting
    hint: `vidimus doctor --default-config` prints every key with its default
    "#);

    let output = vidimus(
        &["doctor"],
        &[("VIDIMUS_INFERENCE_LIBRARY", "/nowhere.so"), ("VIDIMUS_INFERENCE_BACKEND", "onnxruntime")],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: no usable ONNX Runtime library: "), "{}", text(&output.stderr));
}

#[test]
fn doctor_tells_what_is_in_force() {
    let output = vidimus(&["doctor"], &[("VIDIMUS_INFERENCE_BACKEND", "rten"), ("VIDIMUS_SERVER_QUEUE", "7")]);
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for line in ["backend   rten", "7 waiting", "50000000 bytes", "sqlite:vidimus.db"] {
        assert!(report.contains(line), "{line} is missing in {report}");
    }
}

#[test]
fn the_default_configuration_can_be_used_as_it_is_printed() {
    let printed = vidimus(&["doctor", "--default-config"], &[]).stdout;
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("default.toml"), printed).expect("a file");
    let rten = [("VIDIMUS_INFERENCE_BACKEND", "rten")];
    let output = vidimus(&["doctor", "--config", "default.toml"], &rten);
    assert_eq!(output.stdout, vidimus(&["doctor"], &rten).stdout);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_wrong_command_line_is_refused() {
    for arguments in [&["read"][..], &["reed"], &["read", "a", "--format", "xml"], &["serve", "--listen", "here"]] {
        assert_eq!(vidimus(arguments, &[]).status.code(), Some(2), "{arguments:?}");
    }
    let output = vidimus(&["read", "a.jpg", "b.jpg", "--annotate", "c.png"], &[]);
    insta::assert_snapshot!(text(&output.stderr), @r#"
    error: --annotate takes one FILE
    hint: run `vidimus read` once for each picture
    "#);
}

#[test]
fn packs_are_listed_and_what_is_none_is_refused() {
    let models = [("VIDIMUS_MODELS_FOLDER", "packs"), ("VIDIMUS_INFERENCE_BACKEND", "rten")];
    let list = text(&vidimus(&["models", "list"], &models).stdout);
    for part in ["locator", "embedded", "rapidocr", "not added", "Apache-2.0"] {
        assert!(list.contains(part), "{part} is missing in {list}");
    }
    let output = vidimus(&["models", "add", "rapid"], &models);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @r#"
    error: there is no pack called `rapid`
    hint: `vidimus models list` lists them
    "#);

    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("text.whl"), "no wheel").expect("a file");
    let output = vidimus(&["models", "add", "rapidocr", "--wheel", "text.whl"], &models);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(error.starts_with("error: the pack rapidocr cannot be added\ncaused by: text.whl is no wheel"), "{error}");

    let output = vidimus(&["models", "remove", "rapidocr"], &models);
    insta::assert_snapshot!(text(&output.stdout), @"rapidocr is not in packs");
}

#[test]
fn keys_workspaces_and_jobs_are_managed_from_here() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).expect("a folder");
    let url = format!("sqlite:{}/vidimus.db", folder.display());
    let key_file = folder.join("vidimus.key").display().to_string();
    let place = [("VIDIMUS_DATABASE_URL", url.as_str()), ("VIDIMUS_DATABASE_KEY_FILE", key_file.as_str())];
    let run = |arguments: &[&str]| {
        let output = vidimus(arguments, &place);
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, key, told) = run(&["keys", "create", "--workspace", "bank", "--door", "native"]);
    assert_eq!((code, told.contains("made the key that jobs are sealed with")), (Some(0), true), "{told}");
    let secret = key.trim().strip_prefix("Authorization: Bearer vk_").expect("a key");
    let (code, domain, told) =
        run(&["keys", "create", "--workspace", "bank", "--door", "clova-ocr", "--domain", "21390"]);
    assert_eq!((code, told.as_str()), (Some(0), ""));
    assert!(domain.starts_with("/custom/v1/21390/") && domain.contains("\nX-OCR-SECRET: "), "{domain}");
    assert_eq!(run(&["keys", "create", "--workspace", "bank", "--door", "clova-ocr", "--domain", "21390"]).0, Some(2));

    let id = secret.split('_').next().expect("an id");
    let listed = run(&["keys", "list"]).1;
    assert_eq!(listed, format!("bank\tclova-ocr\t21390\tvalid\nbank\tnative\t{id}\tvalid\n"));
    assert_eq!(run(&["keys", "revoke", id]).1, format!("{id} is revoked\n"));
    assert_eq!(run(&["keys", "revoke", id]).0, Some(2));
    assert!(run(&["keys", "list"]).1.contains(&format!("{id}\trevoked")));

    run(&["workspaces", "set", "bank", "--doors", "native,argos", "--calls-per-minute", "60"]);
    let (_, described, _) = run(&["workspaces", "set", "bank", "--disabled", "true", "--show-secret"]);
    let (shown, secret) = described.split_once("whsec_").expect("a secret");
    assert_eq!(secret.trim().len(), 44);
    insta::assert_snapshot!(shown, @r"
    bank (disabled)
      doors: native, argos
      60 calls a minute, any number of requests at the same time
      callbacks to any; results kept for 86400 s
      callbacks are signed with
    ");
    assert_eq!(run(&["jobs", "list"]), (Some(0), String::new(), String::new()));
    for wrong in [&["jobs", "retry", "x"][..], &["jobs", "drop", "x"], &["jobs", "list", "--state", "lost"]] {
        assert_eq!(run(wrong).0, Some(2), "{wrong:?}");
    }

    leave_job(&url, &key_file);
    let listed = run(&["jobs", "list", "--state", "given_up"]).1;
    assert!(listed.starts_with("j1\tbank\tnative\tgiven_up\t"), "{listed}");
    assert!(listed.ends_with(" s old\t1 tries\tstatus 500\n"), "{listed}");
    assert_eq!(run(&["jobs", "retry", "j1"]).1, "j1 is delivered next\n");
    assert!(run(&["jobs", "list"]).1.contains("\tto_deliver\t"));
    assert_eq!(run(&["jobs", "drop", "j1"]).1, "j1 is gone\n");
    assert_eq!(run(&["jobs", "list"]).1, "");

    // The key of jobs is not anybody's to read, and is needed.
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(std::fs::metadata(&key_file).expect("a file").permissions().mode() & 0o777, 0o600);
    let nowhere = [("VIDIMUS_DATABASE_URL", "postgres:///none?host=/nowhere"), ("VIDIMUS_DATABASE_KEY_FILE", "none")];
    let output = vidimus(&["keys", "list"], &nowhere);
    assert!(text(&output.stderr).starts_with("error: none cannot be read"), "{}", text(&output.stderr));
}

/// A job whose delivery was given up, as a server leaves it.
fn leave_job(url: &str, key_file: &str) {
    let key = store::Key::from_text(&std::fs::read_to_string(key_file).expect("a key")).expect("a key");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let store = store::Store::open(url, &key).await.expect("a store");
        let job = store::NewJob {
            id: "j1".into(),
            workspace: "bank".into(),
            door: "native".into(),
            callback_url: Some("https://a.example/".into()),
            request: Vec::new(),
        };
        store.accept_job(&job, 0).await.expect("accepted");
        let work = store.take_work("p", 0, 1000).await.expect("asked").expect("work");
        assert!(store.finish_work(&work, b"{}", 0, 0).await.expect("finished"));
        let lease = store.take_delivery("p", 0, 1000).await.expect("asked").expect("a delivery").lease;
        let ended = store.end_delivery(&lease, store::State::GivenUp, Some("status 500"), 0, i64::from(u32::MAX));
        ended.await.expect("ended");
    });
}

#[test]
fn serve_prints_keys_to_try_and_logs_json_where_it_is_told_to() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).expect("a folder");
    let mut server = Command::new(env!("CARGO_BIN_EXE_vidimus"))
        .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
        .env_clear()
        .current_dir(&folder)
        .env("VIDIMUS_LOG_FORMAT", "json")
        .stderr(Stdio::piped())
        .spawn()
        .expect("a server");
    let mut lines = BufReader::new(server.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    let curl = lines.find(|line| line.contains("curl -H")).expect("a line to try");
    let key = curl.split_once("Bearer ").and_then(|(_, rest)| rest.split_once('\'')).expect("a key").0;
    let line = lines.next().expect("the rest of it");
    let address = line.split_once("http://").and_then(|(_, rest)| rest.strip_suffix("/v1/read")).expect("an address");
    for (key, status) in [(key, "422"), ("vk_a_b", "401")] {
        let mut stream = TcpStream::connect(address).expect("a connection");
        let head = format!("POST /v1/read HTTP/1.1\r\nHost: t\r\nConnection: close\r\nAuthorization: Bearer {key}");
        stream.write_all(format!("{head}\r\nContent-Length: 10\r\n\r\nno picture").as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
    }
    let logged = lines.find(|line| line.contains("answered")).expect("a line in the log");
    let logged: serde_json::Value = serde_json::from_str(&logged).expect("JSON");
    assert_eq!((&logged["fields"]["door"], &logged["fields"]["status"]), (&"native".into(), &422.into()));
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().expect("a signal");
    assert!(told.success() && server.wait().expect("an end").success());
}

/// An answer with everything in it must be what the published schema says, key by key.
#[test]
fn what_is_read_is_as_the_openapi_document_says() {
    let drawn = vidimus(&["specimen", "answers", "--count", "2", "--seed", "5", "--long-side", "1200"], &[]);
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    let index =
        std::fs::read_to_string(Path::new(env!("CARGO_TARGET_TMPDIR")).join("answers/index.jsonl")).expect("an index");
    let files = index.lines().map(|row| {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row");
        format!("answers/{}", row["file"].as_str().expect("a file"))
    });
    let files: Vec<String> = files.collect();
    let arguments = ["read", "--text", "--format", "jsonl"].into_iter().chain(files.iter().map(String::as_str));
    let read = vidimus(&arguments.collect::<Vec<_>>(), &[("VIDIMUS_INFERENCE_BACKEND", "rten")]);

    let mut schema: serde_json::Value = serde_json::from_str(dialects::OPENAPI).expect("JSON");
    schema["$ref"] = "#/components/schemas/Answer".into();
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let answers = text(&read.stdout);
    let (mut lines, mut zones) = (0, 0);
    for answer in answers.lines() {
        let answer: serde_json::Value = serde_json::from_str(answer).expect("JSON");
        let faults: Vec<String> = schema.iter_errors(&answer).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        for sheet in answer["sheets"].as_array().expect("sheets") {
            lines += sheet["text"].as_array().expect("lines of print").len();
            zones += usize::from(sheet["mrz"].is_object());
            assert!(sheet["recognition"]["kinds"].is_array());
        }
    }
    assert!(answers.lines().count() == 2 && lines > 5 && zones > 0, "{lines} lines, {zones} zones");
}

#[test]
fn a_mask_is_whole_or_not_there() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let card = ["--kind", "kor/resident_card_2020", "--count", "4", "--seed", "3"];
    let drawn = vidimus(&[&["specimen", "korea", "cards"], &card[..]].concat(), &[]);
    assert_eq!(drawn.status.code(), Some(0), "{}", text(&drawn.stderr));
    let index = std::fs::read_to_string(folder.join("cards/index.jsonl")).expect("an index");
    let mut written = 0;
    for row in index.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row");
        let file = format!("cards/{}", row["file"].as_str().expect("a file"));
        let masked = folder.join("masked.png");
        let _ = std::fs::remove_file(&masked);
        let read = vidimus(&["read", "--mask", "masked.png", &file], &[("VIDIMUS_INFERENCE_BACKEND", "rten")]);
        let Ok(png) = std::fs::read(&masked) else {
            assert_eq!(read.status.code(), Some(2), "without a picture there is an error");
            continue;
        };
        written += 1;
        let decode =
            |bytes: &[u8]| imaging::decode(bytes, &Default::default(), &Default::default()).expect("a picture").picture;
        let (before, after) = (decode(&std::fs::read(folder.join(&file)).expect("the photo")), decode(&png));
        assert_eq!((before.width(), before.height()), (after.width(), after.height()));
        let fields = row["document"]["fields"].as_array().expect("fields");
        for quad in fields.iter().flat_map(|field| field["hidden"].as_array().expect("quads")) {
            let quad: document::Quad = serde_json::from_value(quad.clone()).expect("a quad");
            let centre = quad.centre();
            assert_eq!(after.pixel(centre.x as u32, centre.y as u32), [0; 3], "a character looks out of its mask");
        }
    }
    assert!(written > 0, "no mask was written");

    let nothing = vidimus(&["specimen", "lines", "line", "--count", "1"], &[]);
    assert_eq!(nothing.status.code(), Some(0));
    let read = vidimus(&["read", "--mask", "none.png", "line/000000.png"], &[("VIDIMUS_INFERENCE_BACKEND", "rten")]);
    assert_eq!(read.status.code(), Some(2));
    assert!(text(&read.stderr).contains("masked"), "{}", text(&read.stderr));
    assert!(!folder.join("none.png").exists());
}
