//! What the tests of the backends share.
use std::path::PathBuf;

use inference::ONNX_RUNTIME_FILE;

/// The library that `make test` fetches. A test that could not find it would pass without comparing anything, so it fails.
pub(crate) fn library() -> PathBuf {
    let fetched = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.runtime").join(ONNX_RUNTIME_FILE);
    let library = std::env::var_os("VIDIMUS_ONNXRUNTIME").map_or(fetched, PathBuf::from);
    assert!(
        library.is_file(),
        "no ONNX Runtime at {}: run scripts/onnxruntime, or set VIDIMUS_ONNXRUNTIME",
        library.display()
    );
    library
}
