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
    let documents = &report["total"]["documents"];
    assert_eq!(share(&documents["definition"]), (21, 21));
    assert_eq!(share(&documents["exposed"]).0, 0);
    let bands = documents["widths"].as_array().expect("bands of width").iter().map(|band| share(&band["fields"]));
    let (right, of) = bands.fold((0, 0), |(right, of), (more, among)| (right + more, of + among));
    // On some the print is very pale.
    assert!(of == 207 && right >= of * 9 / 10, "{right} of {of} fields");
}
