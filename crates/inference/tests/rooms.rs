//! The house's rule: an edge between rooms points down (docs/ARCHITECTURE.md).
//!
//! It stands in this crate because this one is low, quick to test, and reads JSON in its tests anyway.
use std::error::Error;
use std::process::Command;

use serde_json::Value;

/// The rooms of the product by level. A room uses lower ones only, and those of its level that it names.
const ROOMS: &[(&str, u8, &[&str])] = &[
    ("document", 0, &[]),
    ("vidimus-mrz", 0, &["document"]),
    ("imaging", 1, &[]),
    ("inference", 1, &[]),
    ("locate", 2, &[]),
    ("ocr", 2, &[]),
    ("fields", 2, &[]),
    ("reader", 3, &[]),
    ("dialects", 4, &[]),
    ("store", 4, &[]),
    ("server", 5, &[]),
    ("vidimus", 6, &[]),
];

/// The rooms for development: what each may use, and who may use it. Specimens know nothing of how they are read, and
/// nobody's product code knows how it is measured, except the command line that offers both.
const DEV_ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("specimen", &["document", "vidimus-mrz", "imaging"], &["eval", "vidimus"]),
    (
        "eval",
        &["document", "vidimus-mrz", "imaging", "inference", "locate", "ocr", "fields", "reader", "specimen"],
        &["vidimus"],
    ),
];

#[test]
fn edges_point_down() -> Result<(), Box<dyn Error>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists packages")?;
    assert!(packages.len() >= ROOMS.len(), "all rooms are there");
    let faults: Vec<String> = packages.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    Ok(())
}

/// The edges of one package that point the wrong way, in words.
fn faults(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    if !is_room(name) {
        return vec![format!("{name} is no room yet: add it to the tables")];
    }
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let wrong = dependencies.filter_map(|dependency| {
        let used = dependency["name"].as_str().unwrap_or_default();
        let for_tests = dependency["kind"] == "dev";
        (is_room(used) && !may_use(name, used, for_tests)).then(|| format!("{name} must not use {used}"))
    });
    wrong.collect()
}

fn is_room(name: &str) -> bool {
    ROOMS.iter().any(|room| room.0 == name) || DEV_ROOMS.iter().any(|room| room.0 == name)
}

fn may_use(name: &str, used: &str, for_tests: bool) -> bool {
    if let Some((_, uses, _)) = DEV_ROOMS.iter().find(|room| room.0 == name) {
        return uses.contains(&used);
    }
    if let Some((_, _, users)) = DEV_ROOMS.iter().find(|room| room.0 == used) {
        // Drawing pictures for tests is what specimens are for, in any room that they do not stand on.
        let stands_on = DEV_ROOMS.iter().any(|room| room.0 == used && room.1.contains(&name));
        return users.contains(&name) || (for_tests && used == "specimen" && !stands_on);
    }
    let level = |wanted: &str| ROOMS.iter().find(|room| room.0 == wanted).map(|room| room.1);
    let beside = ROOMS.iter().any(|room| room.0 == name && room.2.contains(&used));
    level(used) < level(name) || beside
}

#[test]
fn a_wrong_edge_is_found() {
    // room, what it uses, whether for its tests only, whether that is right
    let cases = [
        ("reader", "locate", false, true),
        ("locate", "reader", false, false),
        ("locate", "reader", true, false),
        ("locate", "ocr", false, false),
        ("vidimus-mrz", "document", false, true),
        ("document", "vidimus-mrz", false, false),
        ("fields", "vidimus-mrz", false, true),
        ("fields", "ocr", false, false),
        ("reader", "fields", false, true),
        ("locate", "specimen", true, true),
        ("locate", "specimen", false, false),
        ("imaging", "specimen", true, false),
        ("server", "store", false, true),
        ("store", "dialects", false, false),
        ("server", "specimen", false, false),
        ("specimen", "imaging", false, true),
        ("specimen", "inference", false, false),
        ("specimen", "reader", true, false),
        ("eval", "reader", false, true),
        ("eval", "server", false, false),
        ("server", "eval", true, false),
        ("vidimus", "eval", false, true),
        ("ocr", "serde", false, true),
        ("attic", "serde", false, false),
    ];
    for (name, used, for_tests, right) in cases {
        let kind = if for_tests { Value::from("dev") } else { Value::Null };
        let package = serde_json::json!({ "name": name, "dependencies": [{ "name": used, "kind": kind }] });
        assert_eq!(faults(&package).is_empty(), right, "{name} uses {used}");
    }
}
