//! What each format gives.
use document::Point;
use imaging::{Format, Limits, Picture, Want};
use turbojpeg::{PixelFormat, Subsamp};

use crate::files::{self, decode, difference, exif, jpeg_of, picture};

#[test]
fn every_format_gives_the_picture_back() {
    let original = picture(90, 60);
    for (file, format, tolerance) in [
        (files::jpeg(&original), Format::Jpeg, 6),
        (files::progressive(&original), Format::Jpeg, 8),
        (files::png(&original), Format::Png, 0),
        (files::tiff(&original), Format::Tiff, 0),
        (files::webp(&original), Format::Webp, 0),
    ] {
        let photo = decode(&file).unwrap();
        assert_eq!((photo.format, photo.full_width, photo.full_height, photo.scale), (format, 90, 60, 1.0));
        assert!(difference(&photo.picture, &original) <= tolerance, "{format:?}");
    }
}

#[test]
fn a_single_pixel_decodes() {
    let one = Picture::new(1, 1, [70, 80, 90]);
    for file in [files::jpeg(&one), files::png(&one), files::tiff(&one), files::webp(&one)] {
        let photo = decode(&file).unwrap();
        assert_eq!((photo.picture.width(), photo.picture.height()), (1, 1));
        assert!(difference(&photo.picture, &one) <= 3);
    }
}

#[test]
fn a_pdf_page_is_drawn_at_the_wanted_size() {
    let original = picture(300, 200);
    let photo =
        imaging::decode(&files::scanned_pdf(&original), &Limits::default(), &Want { max_long_side: 600 }).unwrap();
    assert_eq!((photo.full_width, photo.full_height, photo.scale), (600, 400, 1.0));
    let small = imaging::resize(&photo.picture, 300, 200);
    assert!(difference(&small, &original) <= 16);
    let drawn = files::pdf(1, [100, 50], "1 0 0 rg 0 0 50 50 re f", "", &[]);
    let photo = imaging::decode(&drawn, &Limits::default(), &Want { max_long_side: 200 }).unwrap();
    assert_eq!((photo.picture.width(), photo.picture.height()), (200, 100));
    assert_eq!(photo.picture.pixel(50, 50), [255, 0, 0]);
    assert_eq!(photo.picture.pixel(150, 50), [255, 255, 255]);
}

#[test]
fn exif_orientation_sets_every_format_upright() {
    let upright = picture(48, 32);
    // How an upright picture is stored under each orientation: the inverse of what a reader does.
    for tag in 1..=8_u8 {
        let sideways = tag >= 5;
        let (width, height) = if sideways { (32, 48) } else { (48, 32) };
        let mut stored = Picture::new(width, height, [0; 3]);
        for y in 0..height {
            for x in 0..width {
                let (right, low) = (width - 1 - x, height - 1 - y);
                let (ux, uy) = match tag {
                    1 => (x, y),
                    2 => (right, y),
                    3 => (right, low),
                    4 => (x, low),
                    5 => (y, x),
                    6 => (low, x),
                    7 => (low, right),
                    _ => (y, right),
                };
                stored.set(x, y, upright.pixel(ux, uy));
            }
        }
        let lines: Vec<u8> = stored.data().chunks(width as usize * 3).flat_map(|row| [&[0], row].concat()).collect();
        let png = files::png_by_hand(width, height, false, &lines, &files::png_chunk(b"eXIf", &exif(tag)));
        let jpeg = files::with_exif(&files::jpeg(&stored), tag);
        for (file, tolerance) in [(png, 0), (jpeg, 6)] {
            let photo = decode(&file).unwrap();
            assert_eq!((photo.full_width, photo.full_height), (48, 32), "orientation {tag}");
            assert!(difference(&photo.picture, &upright) <= tolerance, "orientation {tag}");
        }
    }
}

#[test]
fn large_pictures_are_decoded_scaled_and_points_keep_their_place() {
    let original = picture(1003, 607);
    for (file, want, scale) in [
        (files::jpeg(&original), 500, 0.5),
        // Half of it rounds up to 502, which is short of 503.
        (files::jpeg(&original), 503, 1.0_f32),
        (files::jpeg(&original), 100, 0.125),
        (files::progressive(&original), 250, 0.25),
        (files::png(&original), 500, 0.5),
        (files::png(&original), 330, 1.0 / 3.0),
        (files::tiff(&original), 200, 0.2),
        (files::webp(&original), 250, 0.25),
        (files::png(&original), 2000, 1.0),
    ] {
        let photo = imaging::decode(&file, &Limits::default(), &Want { max_long_side: want }).unwrap();
        assert_eq!((photo.full_width, photo.full_height), (1003, 607));
        assert!((photo.scale - scale).abs() < 1e-6, "{want}: {}", photo.scale);
        assert_eq!(photo.picture.width(), (1003.0 * photo.scale).ceil() as u32);
        let at = Point::new(photo.picture.width() as f32 / 2.0 + 0.5, photo.picture.height() as f32 / 2.0 + 0.5);
        let full = photo.full_from_picture(at);
        let back = photo.picture_from_full(full);
        assert!(back.distance(at) < 1e-3);
        let [a, b] = [photo.picture.pixel(at.x as u32, at.y as u32), original.pixel(full.x as u32, full.y as u32)];
        assert!(a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 6), "{want}: {a:?} for {b:?}");
    }
}

#[test]
fn grey_and_cmyk_jpegs() {
    let grey: Vec<u8> = (0..64 * 64).map(|i| (i / 64 * 3) as u8).collect();
    let photo = decode(&jpeg_of(&grey, 64, PixelFormat::GRAY, Subsamp::Gray, false)).unwrap();
    assert!(
        photo
            .picture
            .data()
            .as_chunks::<3>()
            .0
            .iter()
            .zip(&grey)
            .all(|(rgb, grey)| rgb.iter().all(|v| v.abs_diff(*grey) < 4))
    );

    // No ink is 255 where an Adobe marker is, which this library writes: cyan ink 155, magenta 55, no yellow, a fifth of black.
    let inks = [100_u8, 200, 255, 204].repeat(64 * 64);
    let adobe = jpeg_of(&inks, 64, PixelFormat::CMYK, Subsamp::None, false);
    let photo = decode(&adobe).unwrap();
    for (value, expected) in photo.picture.pixel(30, 30).iter().zip([80_u8, 160, 204]) {
        assert!(value.abs_diff(expected) <= 4, "{value} for {expected}");
    }

    // Without the marker the four components are taken as they are, as inks: here luma 79, two differences 84 and 182 of
    // the colour (155, 55, 0), and black 204.
    let marker = adobe.windows(2).position(|pair| pair == [0xFF, 0xEE]).unwrap();
    let length = usize::from(adobe[marker + 2]) << 8 | usize::from(adobe[marker + 3]);
    let bare = [&adobe[..marker], &adobe[marker + 2 + length..]].concat();
    let photo = decode(&bare).unwrap();
    for (value, expected) in photo.picture.pixel(30, 30).iter().zip([35_u8, 34, 15]) {
        assert!(value.abs_diff(expected) <= 4, "{value} for {expected}");
    }
}

#[test]
fn lossy_webp() {
    // 16 x 16 pixels of one colour, quality 90.
    let file = [
        0x52, 0x49, 0x46, 0x46, 0x3C, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20, 0x30, 0x00,
        0x00, 0x00, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x10, 0x00, 0x10, 0x00, 0x00, 0xC0, 0x12, 0x25, 0xA0, 0x02,
        0x74, 0xBA, 0x01, 0xF8, 0x01, 0xF8, 0x00, 0x03, 0xC8, 0x00, 0xFE, 0xE7, 0x30, 0xFF, 0xFB, 0x2A, 0xF8, 0x4C,
        0x8F, 0xFD, 0x53, 0x3F, 0xFB, 0xBC, 0xDA, 0x2D, 0x69, 0x5F, 0xCF, 0xF0, 0x00, 0x00,
    ];
    let photo = decode(&file).unwrap();
    assert_eq!((photo.picture.width(), photo.picture.height()), (16, 16));
    for pixel in photo.picture.data().as_chunks::<3>().0 {
        assert!(pixel.iter().zip([80_u8, 160, 204]).all(|(a, b)| a.abs_diff(b) <= 4), "{pixel:?}");
    }
}

#[test]
fn png_variants() {
    // Adam7 of 2 x 2: the first pass has (0, 0), the sixth (1, 0), the seventh the second row.
    let lines = [[0, 1, 2, 3].as_slice(), &[0, 4, 5, 6], &[0, 7, 8, 9, 10, 11, 12]].concat();
    let photo = decode(&files::png_by_hand(2, 2, true, &lines, &[])).unwrap();
    assert_eq!(photo.picture.data(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    type Case<'a> = (png::ColorType, png::BitDepth, &'a [u8], [u8; 6]);
    let cases: [Case<'_>; 7] = [
        (png::ColorType::Grayscale, png::BitDepth::One, &[0b0100_0000], [0, 0, 0, 255, 255, 255]),
        (png::ColorType::Grayscale, png::BitDepth::Sixteen, &[10, 0, 200, 255], [10, 10, 10, 200, 200, 200]),
        (png::ColorType::GrayscaleAlpha, png::BitDepth::Eight, &[0, 0, 0, 255], [255, 255, 255, 0, 0, 0]),
        (png::ColorType::Rgb, png::BitDepth::Sixteen, &[1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0], [1, 2, 3, 4, 5, 6]),
        (png::ColorType::Rgba, png::BitDepth::Eight, &[9, 8, 7, 255, 0, 0, 0, 0], [9, 8, 7, 255, 255, 255]),
        (png::ColorType::Indexed, png::BitDepth::Eight, &[1, 0], [4, 5, 6, 1, 2, 3]),
        (png::ColorType::Indexed, png::BitDepth::Two, &[0b0100_0000], [4, 5, 6, 1, 2, 3]),
    ];
    for (colour, depth, data, expected) in cases {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if colour == png::ColorType::Indexed {
            encoder.set_palette(vec![1, 2, 3, 4, 5, 6]);
        }
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        let photo = decode(&file).unwrap();
        assert_eq!(photo.picture.data(), expected, "{colour:?} {depth:?}");
    }
}

#[test]
fn webp_with_transparency_lies_on_white() {
    let mut file = Vec::new();
    let pixels = [9, 8, 7, 255, 0, 0, 0, 0];
    image_webp::WebPEncoder::new(&mut file).encode(&pixels, 2, 1, image_webp::ColorType::Rgba8).unwrap();
    assert_eq!(decode(&file).unwrap().picture.data(), [9, 8, 7, 255, 255, 255]);
}

#[test]
fn tiff_variants() {
    use tiff::encoder::{Compression, DeflateLevel, TiffEncoder, colortype};
    let original = picture(50, 40);
    for compression in [Compression::Lzw, Compression::Deflate(DeflateLevel::Fast), Compression::Packbits] {
        let mut file = std::io::Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut file).unwrap().with_compression(compression);
        let mut image = encoder.new_image::<colortype::RGB8>(50, 40).unwrap();
        image.rows_per_strip(7).unwrap();
        image.write_data(original.data()).unwrap();
        let photo = decode(file.get_ref()).unwrap();
        assert!(photo.picture == original, "strips of 7 rows");
    }
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    encoder.write_image::<colortype::Gray16>(2, 1, &[0x0A00, 0xC8FF]).unwrap();
    assert_eq!(decode(file.get_ref()).unwrap().picture.data(), [10, 10, 10, 200, 200, 200]);
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    encoder.write_image::<colortype::CMYK8>(1, 1, &[0, 255, 0, 0]).unwrap();
    assert_eq!(decode(file.get_ref()).unwrap().picture.data(), [255, 0, 255]);
    // One bit a pixel, by hand: 10 x 2, white is zero, uncompressed, orientation 3.
    let entries: [(u16, u32); 9] =
        [(256, 10), (257, 2), (258, 1), (259, 1), (262, 0), (273, 200), (274, 3), (277, 1), (279, 4)];
    let mut bits = [b"II*\0\x08\0\0\0".as_slice(), &(entries.len() as u16).to_le_bytes()].concat();
    for (tag, value) in entries {
        bits.extend([tag.to_le_bytes(), 4_u16.to_le_bytes()].concat());
        bits.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
    }
    bits.resize(200, 0);
    bits.extend([0b1000_0000, 0, 0, 0]);
    let photo = decode(&bits).unwrap();
    assert_eq!(photo.picture.pixel(9, 1), [0; 3]);
    assert_eq!(photo.picture.data().iter().filter(|v| **v == 0).count(), 3);
}
