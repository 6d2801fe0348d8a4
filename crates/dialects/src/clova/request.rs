use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Code, Fault};
use crate::base64;

/// The formats that a caller may declare `[A]`; eKYC's table lacks `tif`, which does no harm there. What the bytes are is
/// told from the bytes: declaring `jpg` over a PNG is no error here (the vendor's behaviour is not known `[X]`).
const FORMATS: [&str; 6] = ["jpg", "jpeg", "png", "pdf", "tif", "tiff"];

/// What a request says besides the picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Head {
    /// Echoed in the answer.
    pub request_id: String,
    /// Name of the image, echoed in the answer.
    pub image_name: String,
}

/// What a dialect wants to know about `version`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// It must be there and be `V2`.
    Required,
    /// If it is there, it must be `V2`.
    Optional,
    /// It means nothing: clients of the other product send it along `[C]`.
    Ignored,
}

/// The body, as JSON and as the `message` part of a multipart body. Unknown keys are ignored: `lang`, `url` and others
/// belong to other products of the family `[A]`, `resultType` is in circulation without being documented `[X]`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    version: Option<Cow<'a, str>>,
    request_id: Option<String>,
    // Its value is arbitrary: the vendor's own sample sends 0 [A].
    timestamp: Option<serde_json::Number>,
    #[serde(borrow)]
    images: Option<Vec<Image<'a>>>,
}

#[derive(Deserialize)]
struct Image<'a> {
    format: Option<Cow<'a, str>>,
    name: Option<String>,
    #[serde(borrow)]
    data: Option<Cow<'a, str>>,
    #[serde(rename = "url")]
    _url: Option<IgnoredAny>,
}

/// Reads an `application/json` body: the head and the picture's bytes.
///
/// # Errors
/// 0011 or 0021, see [`Code`].
pub(crate) fn from_json(body: &[u8], version: Version, max_bytes: usize) -> Result<(Head, Vec<u8>), Fault> {
    let (head, data) = head(parse(body)?, version)?;
    let data = data.ok_or_else(|| Fault::body("images[0].data is required"))?;
    let picture = base64::decode(&data, max_bytes).map_err(|fault| match fault {
        base64::Fault::Malformed => Fault::body("images[0].data is not base64"),
        // The live service speaks of a size between two bounds [C]; 50 MB is the largest of its family [A].
        base64::Fault::Empty | base64::Fault::TooLong => size_fault("images[0].data", max_bytes),
    })?;
    Ok((head, picture))
}

/// Reads the `message` part of a `multipart/form-data` body whose `file` part has `file_bytes` bytes.
///
/// # Errors
/// 0011 or 0021, see [`Code`].
pub(crate) fn from_multipart(
    message: &[u8],
    version: Version,
    file_bytes: usize,
    max_bytes: usize,
) -> Result<Head, Fault> {
    let (head, _) = head(parse(message)?, version)?;
    if !(1..=max_bytes).contains(&file_bytes) {
        return Err(size_fault("file", max_bytes));
    }
    Ok(head)
}

fn parse(body: &[u8]) -> Result<Body<'_>, Fault> {
    // Only the position goes out: the parser's text could quote the picture.
    serde_json::from_slice(body).map_err(|error| {
        Fault::body(&format!("not the JSON expected at line {} column {}", error.line(), error.column()))
    })
}

fn head(body: Body<'_>, version: Version) -> Result<(Head, Option<Cow<'_, str>>), Fault> {
    match (version, body.version.as_deref()) {
        (Version::Ignored, _) | (_, Some("V2")) | (Version::Optional, None) => {}
        (Version::Required, None) => return Err(Fault::body("message.version is required")),
        // Document models know V2 only [A]; what they answer to V1 is our reading [X].
        (_, Some(_)) => return Err(Fault::new(Code::VersionUnsupported)),
    }
    let request_id = body.request_id.ok_or_else(|| Fault::body("requestId is required"))?;
    let timestamp = body.timestamp.ok_or_else(|| Fault::body("timestamp is required"))?;
    if timestamp.is_f64() {
        return Err(Fault::body("timestamp must be an integer"));
    }
    let images = body.images.ok_or_else(|| Fault::body("images is required"))?;
    let Ok([image]) = <[Image<'_>; 1]>::try_from(images) else {
        return Err(Fault::body("images must hold exactly one image")); // [A]
    };
    let format = image.format.ok_or_else(|| Fault::body("images[0].format is required"))?;
    if !FORMATS.iter().any(|known| known.eq_ignore_ascii_case(&format)) {
        return Err(Fault::body("images[0].format must be one of jpg, jpeg, png, pdf, tif, tiff"));
    }
    let image_name = image.name.ok_or_else(|| Fault::body("images[0].name is required"))?;
    Ok((Head { request_id, image_name }, image.data))
}

fn size_fault(what: &str, max_bytes: usize) -> Fault {
    Fault::body(&format!("{what} size must be between 1 and {max_bytes} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"version":"V2","requestId":"1234","timestamp":0,"images":[{"format":"png","name":"n","data":"QUJD"}]}"#;

    #[test]
    fn json_bodies() {
        let changed = |from: &str, to: &str| {
            assert!(GOOD.contains(from), "{from}");
            from_json(GOOD.replace(from, to).as_bytes(), Version::Optional, 3)
                .map(|(_, picture)| picture)
                .map_err(|fault| fault.message().to_owned())
        };
        let good = || Ok(b"ABC".to_vec());
        let bad = |text: &str| Err(text.to_owned());
        for (from, to, expected) in [
            ("V2", "V2", good()),
            (r#""version":"V2","#, "", good()),
            ("V2", "V1", bad("Protocol version not support.")),
            (r#""timestamp":0"#, r#""timestamp":1763600000000,"resultType":"x","lang":"ko""#, good()),
            (r#""data":"#, r#""url":"http://example.com","data":"#, good()),
            ("png", "JPEG", good()),
            (
                "png",
                "heic",
                bad("Request body invalid. images[0].format must be one of jpg, jpeg, png, pdf, tif, tiff"),
            ),
            (r#""requestId":"1234","#, "", bad("Request body invalid. requestId is required")),
            (r#""timestamp":0,"#, "", bad("Request body invalid. timestamp is required")),
            (r#""timestamp":0,"#, r#""timestamp":0.5,"#, bad("Request body invalid. timestamp must be an integer")),
            (r#""name":"n","#, "", bad("Request body invalid. images[0].name is required")),
            (r#","data":"QUJD""#, "", bad("Request body invalid. images[0].data is required")),
            ("QUJD", "", bad("Request body invalid. images[0].data size must be between 1 and 3 bytes")),
            ("QUJD", "QUJDRA==", bad("Request body invalid. images[0].data size must be between 1 and 3 bytes")),
            ("QUJD", "Q,JD", bad("Request body invalid. images[0].data is not base64")),
            (r#"[{"#, r#"[{},{"#, bad("Request body invalid. images must hold exactly one image")),
            (GOOD, "", bad("Request body invalid. not the JSON expected at line 1 column 0")),
            (GOOD, "[]", bad("Request body invalid. not the JSON expected at line 1 column 2")),
        ] {
            assert_eq!(changed(from, to), expected, "{from} -> {to}");
        }
    }

    #[test]
    fn multipart_messages() {
        let message = GOOD.replace(r#","data":"QUJD""#, "");
        let head = from_multipart(message.as_bytes(), Version::Required, 3, 3).expect("a head");
        assert_eq!((head.request_id.as_str(), head.image_name.as_str()), ("1234", "n"));
        for (message, bytes, expected) in [
            (message.replace(r#""version":"V2","#, ""), 3, "Request body invalid. message.version is required"),
            (message.clone(), 0, "Request body invalid. file size must be between 1 and 3 bytes"),
            (message.clone(), 4, "Request body invalid. file size must be between 1 and 3 bytes"),
        ] {
            let fault = from_multipart(message.as_bytes(), Version::Required, bytes, 3).err().expect("a fault");
            assert_eq!(fault.message(), expected);
        }
    }

    #[test]
    fn a_version_that_means_nothing() {
        for version in ["V1", "V2", "x"] {
            let body = GOOD.replace("V2", version);
            assert!(from_json(body.as_bytes(), Version::Ignored, 3).is_ok(), "{version}");
        }
        assert!(from_json(GOOD.replace(r#""version":"V2","#, "").as_bytes(), Version::Ignored, 3).is_ok());
    }
}
