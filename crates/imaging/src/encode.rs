use turbojpeg::{Image, PixelFormat, Subsamp};

use crate::{Picture, resize};

/// Longest side that the JPEG library writes (the format itself ends at 65 535).
const JPEG_MAX_SIDE: u32 = 65_500;

/// The picture as a PNG file, compressed quickly rather than tightly.
pub fn encode_png(picture: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(picture.data()).and_then(|()| writer.finish()))
        .expect("a vector takes every byte, and a picture is never empty or of the wrong length");
    file
}

/// The picture as a baseline JPEG file with halved chroma (4:2:0); `quality` is in `1..=100` and clamped to it.
///
/// A picture with a side above 65 500 pixels, which the format cannot hold, is scaled down to fit.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Vec<u8> {
    if picture.width().max(picture.height()) > JPEG_MAX_SIDE {
        let fitting = resize(picture, picture.width().min(JPEG_MAX_SIDE), picture.height().min(JPEG_MAX_SIDE));
        return encode_jpeg(&fitting, quality);
    }
    let image = Image {
        pixels: picture.data(),
        width: picture.width() as usize,
        pitch: picture.stride(),
        height: picture.height() as usize,
        format: PixelFormat::RGB,
    };
    turbojpeg::compress(image, i32::from(quality.clamp(1, 100)), Subsamp::Sub2x2)
        .expect("the size and the quality are within what the library takes")
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_holds_the_pixels_exactly() {
        let data: Vec<u8> = (0..17 * 9 * 3).map(|i| (i * 31 % 251) as u8).collect();
        let picture = Picture::from_raw(17, 9, data).expect("the right length");
        let file = encode_png(&picture);
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG header");
        let mut pixels = vec![0; 17 * 9 * 3];
        reader.next_frame(&mut pixels).expect("a PNG picture");
        assert_eq!(pixels, picture.data());
    }

    #[test]
    fn a_jpeg_holds_them_nearly_and_never_too_large() {
        let file = encode_jpeg(&Picture::new(40, 30, [200, 100, 50]), 255);
        let image = turbojpeg::decompress(&file, PixelFormat::RGB).expect("a JPEG file");
        assert_eq!((image.width, image.height), (40, 30));
        assert!(
            image
                .pixels
                .as_chunks::<3>()
                .0
                .iter()
                .flatten()
                .zip([200, 100, 50].iter().cycle())
                .all(|(a, b)| a.abs_diff(*b) < 4)
        );
        let long = encode_jpeg(&Picture::new(70_000, 1, [9; 3]), 0);
        let header = turbojpeg::read_header(&long).expect("a JPEG header");
        assert_eq!((header.width, header.height), (65_500, 1));
    }
}
