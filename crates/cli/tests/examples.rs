//! The examples of the repository, read as the README says.
use std::process::Command;

use serde_json::Value;

fn share(share: &Value) -> (u64, u64) {
    let number = |key: &str| share[key].as_u64().expect("a count");
    (number("count"), number("of"))
}

#[test]
fn the_examples_are_told_apart_and_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let output = Command::new(env!("CARGO_BIN_EXE_vidimus"))
        .args(["eval", folder, "--json"])
        .env_clear()
        .env("VIDIMUS_INFERENCE_BACKEND", "rten")
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let index = std::fs::read_to_string(format!("{folder}/index.jsonl")).expect("the index");
    let truth: Vec<Value> = index.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let printed =
        truth.iter().map(|row| row["document"]["fields"].as_array().expect("fields").len() as u64).sum::<u64>();
    let every = truth.len() as u64;
    let documents = &report["total"]["documents"];
    assert_eq!(share(&documents["definition"]), (every, every));
    assert_eq!(share(&documents["exposed"]).0, 0);
    let bands = documents["widths"].as_array().expect("bands of width").iter().map(|band| share(&band["fields"]));
    let (right, of) = bands.fold((0, 0), |(right, of), (more, among)| (right + more, of + among));
    // On some the print is very pale.
    assert!(of == printed && right >= of * 9 / 10, "{right} of {of} fields, {printed} printed");
}
