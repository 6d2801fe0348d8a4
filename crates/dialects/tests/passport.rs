//! Whole bodies, byte for byte: a request and the answer to it.
use dialects::clova_ocr::{self, ErrorBody, Fault, Model, Seen, Stamp};
use dialects::native;
use mrz::{Date, FieldKey, Format};
use reader::Reading;

mod common;
use common::{LINES, reading};

fn stamp() -> Stamp {
    Stamp {
        timestamp_ms: 1_763_600_001_234,
        uid: "5b7d0c1e2f3a4b5c6d7e8f9001122334".into(),
        today: Date::new(2026, 11, 21).expect("a day"),
    }
}

fn clova(outcome: Result<&Reading, &reader::Error>) -> Result<String, Fault> {
    let request = br#"{"version":"V2","requestId":"9c1f","timestamp":0,"images":[{"format":"png","name":"foreign","data":"QUJD"}]}"#;
    let (head, picture) = clova_ocr::from_json(request, 100)?;
    assert_eq!(picture, b"ABC");
    let seen = outcome.map(|reading| Seen::new(Model::Passport, reading, stamp().today));
    let answer = clova_ocr::answer(Model::Passport, head, stamp(), seen)?;
    Ok(serde_json::to_string(&answer).expect("JSON"))
}

#[test]
fn a_passport() {
    insta::assert_snapshot!(clova(Ok(&reading(LINES))).expect("an answer"), @r#"{"version":"V2","requestId":"9c1f","timestamp":1763600001234,"images":[{"uid":"5b7d0c1e2f3a4b5c6d7e8f9001122334","name":"foreign","inferResult":"SUCCESS","message":"SUCCESS","validationResult":{"result":"NO_REQUESTED"},"passport":{"passportResult":{"documentClassCode":{"rawText":"P<","refinedText":"P"},"issuingStateCode":{"rawText":"UTO","refinedText":"UTO"},"firstName":{"rawText":"ANNA<MARIA","refinedText":"ANNA MARIA"},"lastName1":{"rawText":"ERIKSSON","refinedText":"ERIKSSON"},"documentNumber":{"rawText":"L898902C3","refinedText":"L898902C3"},"checkDigitForDocumentNumber":{"rawText":"6","refinedText":6},"nationality":{"rawText":"UTO","refinedText":"UTO"},"dateOfBirth":{"rawText":"740812","refinedText":"1974-08-12"},"age":{"rawText":"","refinedText":52},"checkDigitForDateOfBirth":{"rawText":"2","refinedText":2},"gender":{"rawText":"F","refinedText":"F"},"dateOfExpiry":{"rawText":"120415","refinedText":"2012-04-15"},"checkDigitForDateOfExpiry":{"rawText":"9","refinedText":9},"personalNumber":{"rawText":"ZE184226B<<<<<","refinedText":"ZE184226B"},"finalDigitForPersonalNumber":{"rawText":"1","refinedText":1},"mrzType":{"rawText":"TD3","refinedText":"TD3"},"mrzLines":{"rawText":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10","refinedText":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"},"isExpired":{"rawText":"","refinedText":true}}}}]}"#);
}

#[test]
fn a_passport_without_personal_number_and_with_half_a_birth_date() {
    let lines = [LINES[0], "L898902C36UTO74<<<<2<1204159<<<<<<<<<<<<<<<6"];
    insta::assert_snapshot!(clova(Ok(&reading(lines))).expect("an answer"), @r#"{"version":"V2","requestId":"9c1f","timestamp":1763600001234,"images":[{"uid":"5b7d0c1e2f3a4b5c6d7e8f9001122334","name":"foreign","inferResult":"SUCCESS","message":"SUCCESS","validationResult":{"result":"NO_REQUESTED"},"passport":{"passportResult":{"documentClassCode":{"rawText":"P<","refinedText":"P"},"issuingStateCode":{"rawText":"UTO","refinedText":"UTO"},"firstName":{"rawText":"ANNA<MARIA","refinedText":"ANNA MARIA"},"lastName1":{"rawText":"ERIKSSON","refinedText":"ERIKSSON"},"documentNumber":{"rawText":"L898902C3","refinedText":"L898902C3"},"checkDigitForDocumentNumber":{"rawText":"6","refinedText":6},"nationality":{"rawText":"UTO","refinedText":"UTO"},"dateOfBirth":{"rawText":"74<<<<","refinedText":"1974"},"checkDigitForDateOfBirth":{"rawText":"2","refinedText":2},"gender":{"rawText":"<","refinedText":"X"},"dateOfExpiry":{"rawText":"120415","refinedText":"2012-04-15"},"checkDigitForDateOfExpiry":{"rawText":"9","refinedText":9},"personalNumber":{"rawText":"<<<<<<<<<<<<<<","refinedText":""},"finalDigitForPersonalNumber":{"rawText":"<","refinedText":""},"mrzType":{"rawText":"TD3","refinedText":"TD3"},"mrzLines":{"rawText":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74<<<<2<1204159<<<<<<<<<<<<<<<6","refinedText":"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74<<<<2<1204159<<<<<<<<<<<<<<<6"},"isExpired":{"rawText":"","refinedText":true}}}}]}"#);
}

#[test]
fn no_passport() {
    let mut reading = reading(LINES);
    for sheet in &mut reading.sheets {
        if let Some(mrz) = &mut sheet.mrz {
            mrz.format = Format::MrvA;
        }
    }
    insta::assert_snapshot!(clova(Ok(&reading)).expect("an answer"), @r#"{"version":"V2","requestId":"9c1f","timestamp":1763600001234,"images":[{"uid":"5b7d0c1e2f3a4b5c6d7e8f9001122334","name":"foreign","inferResult":"FAILURE","message":"No passport found.","validationResult":{"result":"NO_REQUESTED"}}]}"#);
    reading.sheets.clear();
    insta::assert_snapshot!(clova(Ok(&reading)).expect("an answer"), @r#"{"version":"V2","requestId":"9c1f","timestamp":1763600001234,"images":[{"uid":"5b7d0c1e2f3a4b5c6d7e8f9001122334","name":"foreign","inferResult":"FAILURE","message":"No passport found.","validationResult":{"result":"NO_REQUESTED"}}]}"#);
}

#[test]
fn a_picture_that_cannot_be_decoded_is_an_answer() {
    let error = imaging::decode(b"no picture", &imaging::Limits::default(), &imaging::Want { max_long_side: 100 })
        .expect_err("an error");
    insta::assert_snapshot!(clova(Err(&error.into())).expect("an answer"), @r#"{"version":"V2","requestId":"9c1f","timestamp":1763600001234,"images":[{"uid":"5b7d0c1e2f3a4b5c6d7e8f9001122334","name":"foreign","inferResult":"ERROR","message":"Read page:0 error.","validationResult":{"result":"NO_REQUESTED"}}]}"#);
}

#[test]
fn a_failure_is_an_http_error() {
    let fault = clova(Err(&reader::Error::internal("recognising", "details"))).expect_err("a fault");
    assert_eq!(fault.code().status(), 500);
    let body = ErrorBody::new(fault, "/custom/v1/1/0f3c/document/passport", "0".repeat(32), 1_763_600_000_000);
    insta::assert_snapshot!(serde_json::to_string(&body).expect("JSON"), @r#"{"code":"0501","message":"OCR service error.","path":"/custom/v1/1/0f3c/document/passport","traceId":"00000000000000000000000000000000","timestamp":1763600000000}"#);
}

#[test]
fn the_native_answer() {
    let models = ["mrz-1".to_owned()];
    let mut reading = reading(LINES);
    for sheet in &mut reading.sheets {
        if let Some(mrz) = &mut sheet.mrz {
            mrz.fields.retain(|field| field.key == FieldKey::DateOfBirth);
        }
    }
    insta::assert_json_snapshot!(native::Answer::new(Some("a.jpg"), &models, &reading), @r#"
    {
      "file": "a.jpg",
      "photo": {
        "width": 640,
        "height": 480,
        "format": "jpeg"
      },
      "sheets": [
        {
          "quad": [
            [
              1.0,
              2.0
            ],
            [
              4.0,
              2.0
            ],
            [
              4.0,
              6.0
            ],
            [
              1.0,
              6.0
            ]
          ],
          "turn": 180,
          "score": 0.75,
          "mrz": {
            "format": "td3",
            "lines": [
              {
                "text": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "confidence": 0.5,
                "quad": [
                  [
                    1.0,
                    2.0
                  ],
                  [
                    4.0,
                    2.0
                  ],
                  [
                    4.0,
                    6.0
                  ],
                  [
                    1.0,
                    6.0
                  ]
                ]
              },
              {
                "text": "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
                "confidence": 0.5,
                "quad": [
                  [
                    1.0,
                    2.0
                  ],
                  [
                    4.0,
                    2.0
                  ],
                  [
                    4.0,
                    6.0
                  ],
                  [
                    1.0,
                    6.0
                  ]
                ]
              }
            ],
            "fields": [
              {
                "key": "date_of_birth",
                "raw": "740812",
                "value": "1974-08-12",
                "confidence": 0.5,
                "quad": [
                  [
                    1.0,
                    2.0
                  ],
                  [
                    4.0,
                    2.0
                  ],
                  [
                    4.0,
                    6.0
                  ],
                  [
                    1.0,
                    6.0
                  ]
                ],
                "findings": []
              }
            ],
            "findings": [],
            "check_digits_valid": true
          }
        }
      ],
      "milliseconds": {
        "decode": 1.5,
        "locate": 0.0,
        "rectify": 0.0,
        "spot": 0.0,
        "recognise": 0.0,
        "decide": 0.0,
        "text": 0.0,
        "total": 20.25
      },
      "models": [
        "mrz-1"
      ],
      "errors": []
    }
    "#);
    let error = reader::Error::internal("locating", "details");
    insta::assert_json_snapshot!(native::Answer::refused(Some("a.jpg"), &models, (&error).into()), @r#"
    {
      "file": "a.jpg",
      "photo": null,
      "sheets": [],
      "milliseconds": null,
      "models": [
        "mrz-1"
      ],
      "errors": [
        {
          "code": "internal",
          "message": "locating failed"
        }
      ]
    }
    "#);
}

#[test]
fn debug_prints_no_field_value() {
    let text = format!("{:?}", reading(LINES));
    for secret in ["ERIKSSON", "ANNA", "L898902C3", "740812", "1974"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("Td3"), "{text}");
}

/// A Korean passport belongs to the model of Korean cards, and what its zone says is answered there.
#[test]
fn the_zone_of_a_korean_passport_on_the_model_of_cards() {
    let lines = ["PMKORHONG<<GILDONG<<<<<<<<<<<<<<<<<<<<<<<<<<", "M123A45670KOR8702012M3008155<<<<<<<<<<<<<<00"];
    let request = br#"{"version":"V2","requestId":"1234","timestamp":0,"images":[{"format":"png","name":"n"}]}"#;
    let head = clova_ocr::from_multipart(request, 3, 100).unwrap_or_else(|fault| panic!("{fault:?}"));
    let seen = Seen::new(Model::IdCard, &reading(lines), stamp().today);
    let answer = clova_ocr::answer(Model::IdCard, head, stamp(), Ok(seen)).unwrap_or_else(|fault| panic!("{fault:?}"));
    let answer: serde_json::Value = serde_json::to_value(&answer).expect("JSON");
    let result = &answer["images"][0]["idCard"]["result"];
    // Nothing reads the rest of the page yet.
    assert_eq!((&result["isConfident"], &result["idtype"]), (&false.into(), &"Passport".into()));
    let date = &result["pp"]["birthDate"][0];
    assert_eq!((&date["text"], &date["formatted"]["year"]), (&"870201".into(), &"1987".into()));
    assert_eq!(result["pp"]["mrz2"][0]["formatted"]["value"], lines[1]);
    let fields: Vec<&str> = result["pp"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    let expected = "birthDate expireDate givenName issueCountry mrz1 mrz2 nationality num sex surName type".split(' ');
    assert_eq!(fields, expected.collect::<Vec<_>>());
}
