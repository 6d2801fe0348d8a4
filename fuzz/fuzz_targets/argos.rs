//! Any bytes are a request or a refusal of both Argos modules, and a request holds no picture larger than allowed.
#![no_main]

use dialects::argos::{ErrorBody, Fault, LivenessRequest, Module, RecognitionRequest, Stamp};
use libfuzzer_sys::fuzz_target;

const MOST: usize = 64;

fuzz_target!(|body: &[u8]| {
    match RecognitionRequest::from_json(body, MOST) {
        Ok(request) => {
            assert!((1..=MOST).contains(&request.front.len()));
            assert!(request.back.is_none_or(|back| (1..=MOST).contains(&back.len())));
            assert_ne!(request.callback_url.as_deref(), Some(""));
        }
        Err(fault) => refused(Module::Recognition, fault),
    }
    match LivenessRequest::from_json(body, MOST) {
        Ok(request) => assert!((1..=MOST).contains(&request.picture.len())),
        Err(fault) => refused(Module::Liveness, fault),
    }
});

/// A refusal is one of the caller's, in words of the module's own table.
fn refused(module: Module, fault: Fault) {
    assert_eq!(fault.status(module), 400);
    assert!(matches!(fault, Fault::Module(code) if code.message(module).is_some()));
    assert!(serde_json::to_vec(&ErrorBody::new(module, fault, &Stamp::default())).is_ok());
}
