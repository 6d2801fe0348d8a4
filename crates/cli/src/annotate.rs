use document::Quad;
use imaging::{Error, Limits, Want};
use reader::Reading;

const SHEET: [u8; 3] = [22, 199, 154];
const LINE: [u8; 3] = [255, 183, 3];
const FIELD: [u8; 3] = [255, 77, 109];

/// The photo with documents, lines and fields drawn in, as PNG, at the size in which it was worked on.
pub(crate) fn png(bytes: &[u8], limits: &Limits, reading: &Reading) -> Result<Vec<u8>, Error> {
    let mut photo = imaging::decode(bytes, limits, &Want::default())?;
    let thickness = photo.picture.width().max(photo.picture.height()) as f32 / 500.0;
    let mut marks: Vec<(Quad, [u8; 3], f32)> = Vec::new();
    for sheet in &reading.sheets {
        marks.push((sheet.quad, SHEET, thickness.max(2.0)));
        for line in sheet.text.iter().flatten() {
            marks.extend(line.words.iter().map(|word| (word.quad, FIELD, 1.0)));
            marks.push((line.quad, LINE, 1.0));
        }
        if let Some(zone) = &sheet.mrz {
            marks.extend(zone.fields.iter().map(|field| (field.quad, FIELD, 1.0)));
            marks.extend(zone.lines.iter().map(|line| (line.quad, LINE, 1.0)));
        }
    }
    for (quad, colour, thickness) in marks {
        let quad = quad.map(|point| photo.picture_from_full(point));
        imaging::draw_quad(&mut photo.picture, &quad, colour, thickness);
    }
    Ok(imaging::encode_png(&photo.picture))
}
