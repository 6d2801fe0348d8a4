//! Whole bodies, byte for byte: a request and the answer to it.
use dialects::clova_ocr::{self, ErrorBody, Fault, Stamp};
use dialects::native;
use document::{Confidence, Quad, Turn};
use mrz::{Date, FieldKey, Format};
use reader::{Milliseconds, MrzField, MrzLine, MrzReading, PhotoInfo, Reading, SheetReading};

const LINES: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// The reading of ICAO's own example (Doc 9303-4 appendix A), as the pipeline would give it.
fn reading(lines: [&str; 2]) -> Reading {
    let today = Date::new(2026, 11, 21).expect("a day");
    let zone = mrz::parse(Format::Td3, &lines, today);
    let (confidence, quad) = (Confidence::new(0.5), Quad::rectangle(1.0, 2.0, 3.0, 4.0));
    let mrz = MrzReading {
        format: zone.format,
        lines: lines.map(|text| MrzLine { text: text.into(), confidence, quad }).into(),
        fields: zone
            .fields
            .iter()
            .map(|field| MrzField {
                key: field.key,
                raw: field.raw.clone(),
                value: field.value.clone(),
                confidence,
                quad,
                findings: Vec::new(),
            })
            .collect(),
        check_digits_valid: zone.check_digits_agree() == Some(true),
        findings: zone.findings,
    };
    Reading {
        photo: PhotoInfo { width: 640, height: 480, format: imaging::Format::Jpeg },
        sheets: vec![SheetReading { quad, turn: Turn::Half, score: Confidence::new(0.75), mrz: Some(mrz) }],
        milliseconds: Milliseconds { decode: 1.5, total: 20.25, ..Default::default() },
    }
}

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
    let answer = clova_ocr::answer(head, stamp(), outcome)?;
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
fn the_table_of_codes() {
    let rows = clova_ocr::Code::ALL.iter().map(|c| format!("{} {} {}", c.status(), c.as_str(), c.message()));
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
    400 0001 URL is invalid.
    401 0002 Secret key validate failed.
    400 0011 Request body invalid.
    400 0021 Protocol version not support.
    400 0022 Request domain invalid.
    400 0025 Calls to this api have exceeded the rate limit.
    500 0500 Unknown service error.
    500 0501 OCR service error.
    "#);
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
