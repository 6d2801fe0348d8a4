//! Any bytes are a request or a refusal in each dialect, and a request holds no picture larger than allowed.
#![no_main]

use dialects::{argos, clova_ekyc, clova_ocr, native};
use libfuzzer_sys::fuzz_target;

const MOST: usize = 64;

fuzz_target!(|body: &[u8]| {
    if let Ok(picture) = native::picture_from_json(body, MOST) {
        assert!((1..=MOST).contains(&picture.len()));
    }
    if let Ok((_, picture)) = clova_ocr::from_json(body, MOST) {
        assert!((1..=MOST).contains(&picture.len()));
    }
    if let Ok((_, picture)) = clova_ekyc::from_json(body, MOST) {
        assert!((1..=MOST).contains(&picture.len()));
    }
    if let Ok(request) = argos::RecognitionRequest::from_json(body, MOST) {
        assert!((1..=MOST).contains(&request.front.len()));
    }
    let _ = clova_ocr::from_multipart(body, 1, MOST);
    let _ = clova_ekyc::from_multipart(body, 1, MOST);
    let _ = native::wants_text(std::str::from_utf8(body).ok());
});
