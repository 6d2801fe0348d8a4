//! Bodies that nobody would send: every parser answers, and none panics or lets more through than is allowed.
use dialects::{argos, clova_ekyc, clova_ocr, native};
use proptest::prelude::*;

const MOST: usize = 64;

const GOOD: [&str; 4] = [
    r#"{"image":"QUJD"}"#,
    r#"{"version":"V2","requestId":"1","timestamp":0,"images":[{"format":"png","name":"n","data":"QUJD"}]}"#,
    r#"{"idImage":"QUJD","idBackImage":"QUJD","issuingCountry":"KOR","idType":"passport","callbackUrl":"https://a.example/"}"#,
    r#"{"idImage":"QUJD","pipelines":{"sr":true,"pc":true,"ps":false},"useUpcomingVersion":false}"#,
];

fn try_all(body: &[u8]) {
    let mut pictures = Vec::new();
    pictures.extend(native::picture_from_json(body, MOST));
    pictures.extend(clova_ocr::from_json(body, MOST).map(|(_, picture)| picture));
    pictures.extend(clova_ekyc::from_json(body, MOST).map(|(_, picture)| picture));
    if let Ok(request) = argos::RecognitionRequest::from_json(body, MOST) {
        pictures.push(request.front);
        pictures.extend(request.back);
    }
    pictures.extend(argos::LivenessRequest::from_json(body, MOST).map(|request| request.picture));
    for bytes in [0, 1, MOST, MOST + 1] {
        let _ = clova_ocr::from_multipart(body, bytes, MOST);
        let _ = clova_ekyc::from_multipart(body, bytes, MOST);
    }
    assert!(pictures.iter().all(|picture| (1..=MOST).contains(&picture.len())));
}

/// A body that is nearly right: bytes of it are replaced, left out, doubled.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0_u8..4, any::<u8>());
    (0..GOOD.len(), prop::collection::vec(change, 0..6)).prop_map(|(which, changes)| {
        let mut body = GOOD[which].as_bytes().to_vec();
        for (at, how, byte) in changes {
            let at = at.index(body.len().max(1)).min(body.len().saturating_sub(1));
            match how {
                _ if body.is_empty() => body.push(byte),
                0 => body[at] = byte,
                1 => drop(body.remove(at)),
                2 => body.insert(at, body[at]),
                _ => body.truncate(at),
            }
        }
        body
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes(body in prop::collection::vec(any::<u8>(), 0..200)) {
        try_all(&body);
    }

    #[test]
    fn nearly_right_bodies(body in nearly()) {
        try_all(&body);
    }

    #[test]
    fn texts_in_place_of_values(text in ".{0,40}", which in 0..GOOD.len(), key in "[a-zA-Z]{2,9}") {
        let text = serde_json::to_string(&text).expect("JSON");
        for old in ["\"QUJD\"", "\"passport\"", "\"KOR\"", "true", "0", "\"png\"", "\"https://a.example/\""] {
            try_all(GOOD[which].replace(old, &text).as_bytes());
        }
        try_all(GOOD[which].replace("idType", &key).as_bytes());
    }
}

#[test]
fn the_good_ones_are_good() {
    assert!(native::picture_from_json(GOOD[0].as_bytes(), MOST).is_ok());
    assert!(clova_ocr::from_json(GOOD[1].as_bytes(), MOST).is_ok());
    assert!(clova_ekyc::from_json(GOOD[1].as_bytes(), MOST).is_ok());
    assert!(argos::RecognitionRequest::from_json(GOOD[2].as_bytes(), MOST).is_ok());
    assert!(argos::LivenessRequest::from_json(GOOD[3].as_bytes(), MOST).is_ok());
}
