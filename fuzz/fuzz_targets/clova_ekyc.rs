//! Any bytes are a request or a refusal of CLOVA eKYC, as JSON and as the message of a form, and a request holds no picture
//! larger than allowed.
#![no_main]

use dialects::clova_ekyc;
use libfuzzer_sys::fuzz_target;

const MOST: usize = 64;

fuzz_target!(|body: &[u8]| {
    match clova_ekyc::from_json(body, MOST) {
        Ok((_, picture)) => assert!((1..=MOST).contains(&picture.len())),
        Err(fault) => assert_eq!(fault.code().status(), 400),
    }
    for bytes in [0, 1, MOST, MOST + 1] {
        let message = clova_ekyc::from_multipart(body, bytes, MOST);
        assert!(message.is_err() || (1..=MOST).contains(&bytes));
    }
});
