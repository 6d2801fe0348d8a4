//! Any bytes are a picture or a refusal at the native door, and no picture is larger than allowed.
#![no_main]

use dialects::native;
use libfuzzer_sys::fuzz_target;

const MOST: usize = 64;

fuzz_target!(|body: &[u8]| {
    if let Ok(picture) = native::picture_from_json(body, MOST) {
        assert!((1..=MOST).contains(&picture.len()));
    }
    let _ = native::wants_text(std::str::from_utf8(body).ok());
});
