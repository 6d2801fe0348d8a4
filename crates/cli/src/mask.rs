use anyhow::anyhow;
use document::Quad;
use imaging::{Limits, Want};
use reader::Reading;

use crate::failure::{Failure, Hint};

const INK: [u8; 3] = [0, 0, 0];

/// The photo with everything filled that must be hidden, as PNG, in its full size.
///
/// # Errors
/// When it is not known of every document in it what must be hidden and where that stands: half a mask is worse than none.
pub(crate) fn png(bytes: &[u8], limits: &Limits, reading: &Reading) -> Result<Vec<u8>, Failure> {
    let masks = masks(reading)?;
    let mut photo = imaging::decode(bytes, limits, &Want::default()).map_err(anyhow::Error::from)?;
    for quad in masks {
        let quad = quad.map(|point| photo.picture_from_full(point));
        imaging::fill_quad(&mut photo.picture, &quad, INK);
    }
    Ok(imaging::encode_png(&photo.picture))
}

fn masks(reading: &Reading) -> Result<Vec<Quad>, Failure> {
    const REMEDY: &str = "a picture that shows the document larger and sharper may do";
    if reading.sheets.is_empty() {
        return Err(anyhow!("no document was found, so nothing can be masked")).hint(REMEDY);
    }
    let mut masks = Vec::new();
    for sheet in &reading.sheets {
        let document = sheet.recognition.as_ref().and_then(|recognition| recognition.document.as_ref());
        let Some(document) = document else {
            return Err(anyhow!("it is not known what must be masked on a document in the picture")).hint(REMEDY);
        };
        if let Some(key) = document.unmasked.first() {
            let key = serde_json::to_value(key).unwrap_or_default();
            let key = key.as_str().unwrap_or_default().replace('_', " ");
            return Err(anyhow!("the {key} of a document was not found, so it cannot be masked")).hint(REMEDY);
        }
        masks.extend(document.masked.iter().map(|mask| mask.on_photo));
    }
    Ok(masks)
}
