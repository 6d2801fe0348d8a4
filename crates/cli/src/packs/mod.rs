//! Networks that others made and that are fetched when somebody asks for them: nothing of them is in this repository.
//!
//! A pack is a Python wheel of a fixed version. What is used of it has a hash here, so that a changed wheel is refused.
mod fetch;
mod install;
mod metadata;

pub(crate) use fetch::fetch;
pub(crate) use install::{install, remove};

/// Networks from one wheel.
pub(crate) struct Pack {
    /// What it is called on the command line; also its folder.
    pub(crate) name: &'static str,
    /// Package and version, as `pip` takes them.
    pub(crate) wheel: &'static str,
    /// What it is good for.
    pub(crate) purpose: &'static str,
    /// Who made it and under which licence it is used.
    pub(crate) source: &'static str,
    pub(crate) networks: &'static [Packed],
    pub(crate) licences: &'static [Licence],
}

/// One network of a pack.
pub(crate) struct Packed {
    /// Where the ONNX file lies in the wheel.
    pub(crate) path: &'static str,
    pub(crate) bytes: u64,
    pub(crate) sha256: &'static str,
    /// The card, without length, hash and alphabet.
    pub(crate) card: &'static str,
    /// The note in the ONNX file with its alphabet, where it has one.
    pub(crate) alphabet: Option<&'static str>,
}

/// The text of a licence, which has to lie beside what it covers.
pub(crate) struct Licence {
    pub(crate) path: &'static str,
    pub(crate) file: &'static str,
    pub(crate) bytes: u64,
    pub(crate) sha256: &'static str,
}

/// Every pack there is.
pub(crate) const ALL: &[Pack] = &[Pack {
    name: "rapidocr",
    wheel: "rapidocr==3.10.0",
    purpose: "Han, Kana and Latin; no Hangul",
    source: "PP-OCRv6 networks (small) by the authors of PaddleOCR, converted by the RapidOCR authors, Apache-2.0",
    networks: &[
        Packed {
            path: "rapidocr/models/PP-OCRv6_rec_small.onnx",
            bytes: 21_234_383,
            sha256: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
            card: include_str!("rapidocr-recogniser.toml"),
            alphabet: Some("character"),
        },
        Packed {
            path: "rapidocr/models/PP-OCRv6_det_small.onnx",
            bytes: 9_929_594,
            sha256: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
            card: include_str!("rapidocr-spotter.toml"),
            alphabet: None,
        },
    ],
    licences: &[
        Licence {
            path: "rapidocr-3.10.0.dist-info/licenses/LICENSE",
            file: "LICENSE",
            bytes: 11_422,
            sha256: "3e0af25fdd06aa9586ae97adb00ea927ebe5a3805ac77d2d3a81ce5f55693333",
        },
        Licence {
            path: "rapidocr-3.10.0.dist-info/licenses/MODEL_LICENSES.md",
            file: "MODEL_LICENSES.md",
            bytes: 8_398,
            sha256: "c5fd0e8603d3df743355b546121e6fe0f4ef8ff455c5a85c1681fd3ae520e153",
        },
    ],
}];

/// The pack of that name.
pub(crate) fn find(name: &str) -> Option<&'static Pack> {
    ALL.iter().find(|pack| pack.name == name)
}
