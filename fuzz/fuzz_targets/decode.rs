//! Any bytes at all, decoded within tight limits: an error or a picture, never a panic, never much memory.
#![no_main]

use imaging::{Limits, Want, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        max_bytes: 1 << 20,
        max_pixels: 4_000_000,
        max_working_bytes: 64 << 20,
        max_operations: 10_000,
        ..Limits::default()
    };
    if let Ok(photo) = decode(bytes, &limits, &Want { max_long_side: 256 }) {
        assert_eq!(photo.picture.data().len(), photo.picture.width() as usize * photo.picture.height() as usize * 3);
        assert!(photo.scale > 0.0 && photo.scale <= 1.0);
    }
});
