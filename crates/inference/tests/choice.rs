//! Which backend is chosen and why. In a process of its own, because a process loads one library and keeps it.
mod common;

use std::error::Error;
use std::path::PathBuf;

use inference::{Backend, BackendChoice, ErrorKind, ONNX_RUNTIME_FILE};

#[test]
fn the_choice_says_why() -> Result<(), Box<dyn Error>> {
    let room = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let missing = PathBuf::from("/nowhere").join(ONNX_RUNTIME_FILE);
    let bad = [missing, room.join("Cargo.toml"), room];
    let why = ["No such file", "invalid ELF header", "is not a file"];
    let library = common::library();
    let both: Vec<PathBuf> = bad.iter().cloned().chain([library.clone()]).collect();
    let whole = std::slice::from_ref(&library);
    // choice, candidates, the backend, how many candidates were refused. The library, once loaded, stays
    let cases: [(_, &[PathBuf], _, _); 9] = [
        (BackendChoice::Auto, &bad, Some("rten"), 3),
        (BackendChoice::Auto, &[], Some("rten"), 0),
        (BackendChoice::OnnxRuntime, &bad, None, 3),
        (BackendChoice::OnnxRuntime, &[], None, 0),
        (BackendChoice::Rten, &both, Some("rten"), 0),
        (BackendChoice::Rten, whole, Some("rten"), 0),
        (BackendChoice::OnnxRuntime, &both, Some("onnxruntime"), 3),
        (BackendChoice::OnnxRuntime, whole, Some("onnxruntime"), 0),
        (BackendChoice::Auto, whole, Some("onnxruntime"), 0),
    ];
    for (choice, candidates, name, refused) in cases {
        match Backend::choose(choice, candidates, 1) {
            Ok(chosen) => {
                assert_eq!(Some(chosen.backend.name()), name, "{choice:?}");
                let loaded = (name == Some("onnxruntime")).then_some(library.as_path());
                assert_eq!(chosen.backend.library(), loaded);
                assert_eq!(chosen.refused.len(), refused, "{choice:?}");
                for ((refused, candidate), why) in chosen.refused.iter().zip(candidates).zip(why) {
                    assert_eq!(refused.library, *candidate);
                    assert_eq!(refused.error.kind(), ErrorKind::Library);
                    assert!(refused.to_string().starts_with(&candidate.display().to_string()), "{refused}");
                    assert!(refused.to_string().contains(why), "{refused}");
                }
            }
            Err(error) => {
                assert_eq!(name, None, "{choice:?}: {error}");
                assert_eq!(error.kind(), ErrorKind::Library);
                for (candidate, why) in candidates.iter().zip(why) {
                    assert!(error.to_string().contains(&candidate.display().to_string()), "{error}");
                    assert!(error.to_string().contains(why), "{error}");
                }
            }
        }
    }

    let other = std::env::temp_dir().join(format!("vidimus-{}-{ONNX_RUNTIME_FILE}", std::process::id()));
    std::fs::copy(&library, &other)?;
    let second = Backend::onnx_runtime(&other, 1);
    std::fs::remove_file(&other)?;
    let error = second.expect_err("a second library");
    assert!(error.to_string().contains("a process can load one"), "{error}");
    Ok(())
}
