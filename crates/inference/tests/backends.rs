//! Both backends run the same small networks and must give the answers of ONNX's reference evaluator.
//!
//! `testdata/generate.py` made the networks and the answers.
mod common;

use std::error::Error;
use std::sync::Barrier;

use inference::{Axis, Backend, Card, ErrorKind, Network, Tensor, embedded};
use serde_json::Value;
use sha2::{Digest, Sha256};

type Outcome = Result<(), Box<dyn Error>>;

const TOLERANCE: f32 = 1e-4;

struct Sample {
    card: &'static str,
    onnx: &'static [u8],
    cases: &'static str,
}

const WIDE: Sample = Sample {
    card: include_str!("../testdata/wide.toml"),
    onnx: include_bytes!("../testdata/wide.onnx"),
    cases: include_str!("../testdata/wide.json"),
};

const HALF: Sample = Sample {
    card: include_str!("../testdata/half.toml"),
    onnx: include_bytes!("../testdata/half.onnx"),
    cases: include_str!("../testdata/half.json"),
};

impl Sample {
    fn card(&self) -> Result<Card, inference::Error> {
        Card::parse("sample.toml", self.card)
    }

    fn load(&self, backend: &Backend) -> Result<Network, inference::Error> {
        Network::load(&self.card()?, self.onnx, backend)
    }
}

fn backends() -> Result<[Backend; 3], inference::Error> {
    Ok([Backend::rten(1), Backend::rten(2), Backend::onnx_runtime(&common::library(), 2)?])
}

/// The input that `generate.py` gave the reference evaluator.
fn ramp(shape: &[usize]) -> Tensor {
    let cells = shape.iter().product();
    let data = (0..cells).map(|i: usize| (i * 37 % 101) as f32 / 101.0 - 0.5).collect();
    Tensor { shape: shape.to_vec(), data }
}

fn sizes(value: &Value) -> Vec<usize> {
    value.as_array().into_iter().flatten().filter_map(Value::as_u64).map(|size| size as usize).collect()
}

fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|number| number as f32).collect()
}

#[test]
fn both_backends_give_the_reference_answers() -> Outcome {
    for sample in [WIDE, HALF] {
        let cases: Vec<Value> = serde_json::from_str(sample.cases)?;
        assert!(!cases.is_empty());
        for backend in backends()? {
            let network = sample.load(&backend)?;
            for case in &cases {
                let outputs = network.run(ramp(&sizes(&case["input_shape"])))?;
                let expected = case["outputs"].as_array().ok_or("outputs")?;
                assert_eq!(outputs.len(), expected.len());
                for (output, expected) in outputs.iter().zip(expected) {
                    let what = format!("{} on {backend:?}, input {}", network.card().id, case["input_shape"]);
                    assert_eq!(output.shape, sizes(&expected["shape"]), "{what}");
                    let expected = numbers(&expected["data"]);
                    assert_eq!(output.data.len(), expected.len(), "{what}");
                    for (i, (value, expected)) in output.data.iter().zip(expected).enumerate() {
                        assert!((value - expected).abs() < TOLERANCE, "{what}, cell {i}: {value} != {expected}");
                    }
                }
            }
        }
    }
    Ok(())
}

#[test]
fn many_threads_share_a_network() -> Outcome {
    for backend in backends()? {
        let network = WIDE.load(&backend)?;
        let shapes = [[1, 3, 8, 6], [1, 3, 8, 20], [1, 3, 8, 50], [1, 3, 8, 90]];
        let alone: Vec<_> = shapes.iter().map(|shape| network.run(ramp(shape))).collect::<Result<_, _>>()?;
        let together = Barrier::new(shapes.len());
        std::thread::scope(|scope| {
            for (shape, alone) in shapes.iter().zip(&alone) {
                let (network, together) = (&network, &together);
                scope.spawn(move || {
                    together.wait();
                    for _ in 0..50 {
                        let outputs = network.run(ramp(shape)).expect("ran alone before");
                        assert_eq!(outputs.first().map(|o| &o.data), alone.first().map(|o| &o.data));
                    }
                });
            }
        });
    }
    Ok(())
}

#[test]
fn a_file_that_is_not_the_cards_is_refused() -> Outcome {
    let mut other = WIDE.onnx.to_vec();
    let last = other.last_mut().ok_or("not empty")?;
    *last ^= 1;
    let cases: [(&[u8], &str); 3] = [
        (&other, "the SHA-256 of wide.onnx is not the card's"),
        (&WIDE.onnx[..900], "has 900 bytes, the card says 1144"),
        (&[], "has 0 bytes"),
    ];
    for (onnx, message) in cases {
        let error = Network::load(&WIDE.card()?, onnx, &Backend::rten(1)).expect_err(message);
        assert_eq!(error.kind(), ErrorKind::Checksum);
        assert!(error.to_string().starts_with("network 'wide': "), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    Ok(())
}

#[test]
fn bytes_that_are_no_network_are_refused_by_both_backends() -> Outcome {
    let mut card = WIDE.card()?;
    let garbage = [0x5a; 64];
    card.bytes = 64;
    card.sha256 = Sha256::digest(garbage).into();
    for backend in backends()? {
        let error = Network::load(&card, &garbage, &backend).expect_err("garbage");
        assert_eq!(error.kind(), ErrorKind::Load, "{error}");
        assert!(error.source().is_some(), "{error}");
    }
    Ok(())
}

#[test]
fn a_card_that_promises_another_network_is_refused_by_both_backends() -> Outcome {
    // what is replaced on which card, by what, a part of the message
    let cases = [
        (WIDE, "name = \"image\"", "name = \"photo\"", "the file's inputs are [image], the card's [photo]"),
        (WIDE, "name = \"heat\"", "name = \"cold\"", "the file's outputs are [heat], the card's [cold]"),
        (WIDE, "[1, 3, 8, \"width\"]", "[1, 1, 8, \"width\"]", "the input 'image' is [1, 3, 8, any] in the file"),
        (WIDE, "[1, 3, 8, \"width\"]", "[1, 3, \"high\", \"width\"]", "[1, 3, high, width] on the card"),
        (WIDE, "[1, 3, 8, \"width\"]", "[3, 8, \"width\"]", "the input 'image' is [1, 3, 8, any] in the file"),
        (WIDE, "[1, 2, 4, \"half\"]", "[1, 4, \"half\"]", "the output 'heat' is [1, 2, 4, any] in the file"),
        (
            HALF,
            ", { name = \"score\", shape = [\"n\", 3] }",
            "",
            "the file's outputs are [map, score], the card's [map]",
        ),
    ];
    for backend in backends()? {
        for (sample, from, to, message) in &cases {
            let text = sample.card.replace(from, to);
            assert_ne!(text, sample.card);
            let error = Network::load(&Card::parse("t.toml", &text)?, sample.onnx, &backend).expect_err(message);
            assert_eq!(error.kind(), ErrorKind::Signature, "{error}");
            assert!(error.to_string().contains(message), "{backend:?}: {error}");
        }
    }
    Ok(())
}

#[test]
fn a_card_may_fix_an_axis_that_the_file_leaves_open() -> Outcome {
    let card = Card::parse("t.toml", &WIDE.card.replace("8, \"width\"]", "8, 10]"))?;
    for backend in backends()? {
        let network = Network::load(&card, WIDE.onnx, &backend)?;
        assert!(network.run(ramp(&[1, 3, 8, 10])).is_ok());
        assert_eq!(network.run(ramp(&[1, 3, 8, 12])).expect_err("another width").kind(), ErrorKind::Shape);
    }
    Ok(())
}

#[test]
fn inputs_of_another_shape_never_reach_the_backend() -> Outcome {
    let even = Card::parse("t.toml", &WIDE.card.replace("bytes", "multiple_of = 4\nbytes"))?;
    let short = Tensor { shape: vec![1, 3, 8, 8], data: vec![0.0; 191] };
    let vast = Tensor { shape: vec![1, 3, 8, usize::MAX], data: vec![0.0; 8] };
    for backend in backends()? {
        let network = Network::load(&even, WIDE.onnx, &backend)?;
        let cases = [
            (ramp(&[1, 3, 8]), "has the shape [1, 3, 8], the card promises [1, 3, 8, width]"),
            (ramp(&[1, 1, 8, 8]), "has the shape [1, 1, 8, 8]"),
            (ramp(&[1, 3, 8, 0]), "has the shape [1, 3, 8, 0]"),
            (ramp(&[1, 3, 8, 10]), "has the size 10, which is no multiple of 4"),
            (short.clone(), "has 191 numbers for the shape [1, 3, 8, 8]"),
            (vast.clone(), "has 8 numbers"),
        ];
        for (input, message) in cases {
            let error = network.run(input).expect_err(message);
            assert_eq!(error.kind(), ErrorKind::Shape);
            assert!(error.to_string().contains(message), "{error}");
        }
        assert!(network.run(ramp(&[1, 3, 8, 12])).is_ok(), "an error leaves the network usable");
    }
    Ok(())
}

#[test]
fn outputs_are_checked_too() -> Outcome {
    let tensor = |shape: &[usize], value| Tensor { shape: shape.to_vec(), data: vec![value; shape.iter().product()] };
    let outputs = |n: usize, value| vec![tensor(&[n, 2, 8, 8], value), tensor(&[n, 3], value)];
    // what the network gives for a batch of 2, and what is wrong with it
    let cases = [
        (outputs(2, 1.0), None),
        (outputs(1, 1.0), Some((ErrorKind::Shape, "'map' has the shape [1, 2, 8, 8], the card promises [n, 2, 8, 8]"))),
        (outputs(2, f32::NAN), Some((ErrorKind::Run, "'map' holds a number that is not finite"))),
        (outputs(2, f32::INFINITY), Some((ErrorKind::Run, "not finite"))),
        (vec![tensor(&[2, 2, 8, 8], 0.0)], Some((ErrorKind::Shape, "1 outputs, the card promises 2"))),
    ];
    for (given, fault) in cases {
        let network = Network::from_fn(HALF.card()?, move |_| given.clone());
        match (network.run(ramp(&[2, 3, 16, 16])), fault) {
            (Ok(outputs), None) => assert_eq!(outputs.len(), 2),
            (Err(error), Some((kind, message))) => {
                assert_eq!(error.kind(), kind);
                assert!(error.to_string().contains(message), "{error}");
            }
            (result, fault) => panic!("{result:?}, expected {fault:?}"),
        }
    }
    Ok(())
}

#[test]
fn every_embedded_network_answers_alike_on_both_backends() -> Outcome {
    let mut answers: Vec<Vec<Vec<Tensor>>> = Vec::new();
    for backend in backends()? {
        let mut of_backend = Vec::new();
        for embedded in embedded::cards() {
            let network = embedded.load(&backend)?;
            let card = network.card();
            assert_eq!(card.id, embedded.id, "a card's id is its file's stem");
            assert_eq!(card.file, format!("{}.onnx", embedded.id));
            assert_eq!(embedded::find(embedded.id).map(|found| found.id), Some(embedded.id));
            let size = |(place, axis): (usize, &Axis)| match axis {
                Axis::Fixed(size) => size.get(),
                Axis::Named(_) if place == 0 => 2,
                Axis::Named(_) => 128,
            };
            let shape: Vec<usize> = card.input.shape.iter().enumerate().map(size).collect();
            of_backend.push(network.run(ramp(&shape))?);
        }
        answers.push(of_backend);
    }
    let (first, others) = answers.split_first().ok_or("backends")?;
    for (a, b) in others.iter().flat_map(|other| first.iter().flatten().zip(other.iter().flatten())) {
        assert_eq!(a.shape, b.shape);
        for (a, b) in a.data.iter().zip(&b.data) {
            assert!((a - b).abs() <= TOLERANCE * (1.0 + a.abs()), "{a} != {b}");
        }
    }
    assert!(embedded::find("no-such-network").is_none());
    Ok(())
}

#[test]
fn nothing_prints_the_numbers() {
    let tensor = Tensor { shape: vec![1, 2], data: vec![0.123, 0.456] };
    assert_eq!(format!("{tensor:?}"), "Tensor([1, 2])");
}
