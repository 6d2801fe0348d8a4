//! What is refused, and how.
use std::sync::Arc;

use imaging::{ErrorKind, Limits, Picture, Want};

use crate::files::{self, decode, picture};

#[test]
fn bad_files_are_refused_with_their_kind() {
    let original = picture(64, 48);
    let jpeg = files::jpeg(&original);
    let mut bad_crc = files::png(&original);
    let middle = bad_crc.len() / 2;
    bad_crc[middle] ^= 0x55;
    let huge_png = files::png_by_hand(30_000, 30_000, false, &[0; 5000], &[]);
    let mut lying_jpeg = jpeg.clone();
    let frame = lying_jpeg.windows(2).position(|two| two == b"\xFF\xC0").unwrap();
    lying_jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let mut tall_jpeg = jpeg.clone();
    tall_jpeg[frame + 5..frame + 7].copy_from_slice(&[4, 0]);
    let secret =
        String::from_utf8_lossy(&files::pdf(1, [10, 10], "", "", &[])).replace("/Root", "/Encrypt 9 0 R /Root");
    let many_pages = files::pdf(40, [100, 100], "", "", &[]);
    let wide_page = files::pdf(1, [2_000_000, 100], "", "", &[]);
    let many_things = files::pdf(1, [100, 100], &"0 0 1 1 re f ".repeat(250_000), "", &[]);
    // Each of eight forms draws the next ten times.
    let forms: Vec<Vec<u8>> = (6..14)
        .map(|next| {
            let dict = format!("/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>");
            files::stream(&dict, "/F Do ".repeat(10).as_bytes())
        })
        .chain([files::stream("/Subtype /Form /BBox [0 0 9 9]", b"0 0 1 1 re f")])
        .collect();
    let multiplying = files::pdf(1, [9, 9], "/F Do", "/XObject << /F 5 0 R >>", &forms);
    let bomb = files::stream("/Filter /FlateDecode", &files::zlib(&vec![0; 300 << 20]));
    let bomb = files::pdf(1, [100, 100], "", "", &[bomb]);
    let twice = files::stream("/Filter [/FlateDecode /FlateDecode]", &files::zlib(&files::zlib(&[0; 9000])));
    let twice = files::pdf(1, [100, 100], "", "", &[twice]);
    let image = "/Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode";
    let huge_image = files::pdf(1, [9, 9], "/I Do", "/XObject << /I 5 0 R >>", &[files::stream(image, b"\0\0")]);
    let mut two_pages = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut two_pages).unwrap();
    for _ in 0..2 {
        encoder.write_image::<tiff::encoder::colortype::Gray8>(1, 1, &[0]).unwrap();
    }
    let mut tiff_strips = files::tiff(&original);
    let counts = tiff_strips.windows(4).position(|four| four == [0x17, 1, 4, 0]).expect("StripByteCounts, 32 bits");
    tiff_strips[counts + 8..counts + 12].fill(0x7F);
    let mut animated_png = Vec::new();
    let mut encoder = png::Encoder::new(&mut animated_png, 1, 1);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0]).unwrap();
    writer.write_image_data(&[0]).unwrap();
    writer.finish().unwrap();
    let frame =
        [b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(), &files::webp(&Picture::new(1, 1, [0; 3]))[12..]].concat();
    let body = [
        b"WEBPVP8X\x0A\0\0\0\x02\0\0\0\0\0\0\0\0\0ANIM\x06\0\0\0\0\0\0\0\0\0ANMF".as_slice(),
        &(frame.len() as u32).to_le_bytes(),
        &frame,
    ]
    .concat();
    let animated_webp = [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat();

    let cases: [(&str, &[u8], ErrorKind); 25] = [
        ("nothing", b"", ErrorKind::Empty),
        ("text", b"this is not a picture", ErrorKind::UnsupportedFormat),
        ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", ErrorKind::UnsupportedFormat),
        ("GIF", b"GIF89a\x01\0\x01\0", ErrorKind::UnsupportedFormat),
        ("half a signature", b"\x89PN", ErrorKind::UnsupportedFormat),
        ("a JPEG start", b"\xFF\xD8\xFF", ErrorKind::Truncated),
        ("a JPEG without scan", b"\xFF\xD8\xFF\xD9", ErrorKind::Corrupt),
        ("a JPEG that claims 900 MP", &lying_jpeg, ErrorKind::TooManyPixels),
        ("a JPEG that claims more rows", &tall_jpeg, ErrorKind::Truncated),
        ("a PNG with a wrong checksum", &bad_crc, ErrorKind::Corrupt),
        ("a PNG that claims 900 MP", &huge_png, ErrorKind::TooManyPixels),
        ("a PNG without size", &files::png_by_hand(0, 5, false, &[], &[]), ErrorKind::Corrupt),
        ("an animated PNG", &animated_png, ErrorKind::Animated),
        ("an animated WebP", &animated_webp, ErrorKind::Animated),
        ("a TIFF of two pages", two_pages.get_ref(), ErrorKind::MultiplePages),
        ("a TIFF with absurd strips", &tiff_strips, ErrorKind::Truncated),
        ("a PDF of 40 pages", &many_pages, ErrorKind::MultiplePages),
        ("a protected PDF", secret.as_bytes(), ErrorKind::Encrypted),
        ("a PDF page of 700 m", &wide_page, ErrorKind::TooManyPixels),
        ("a PDF that draws too much", &many_things, ErrorKind::TooComplex),
        ("a PDF whose forms multiply", &multiplying, ErrorKind::TooComplex),
        ("a PDF bomb", &bomb, ErrorKind::TooComplex),
        ("a PDF packed twice", &twice, ErrorKind::UnsupportedFormat),
        ("a PDF with a huge picture", &huge_image, ErrorKind::TooManyPixels),
        ("a PDF that is none", b"%PDF-1.7\nhello\n%%EOF", ErrorKind::Corrupt),
    ];
    for (name, file, kind) in cases {
        match decode(file) {
            Err(error) => assert_eq!(error.kind(), kind, "{name}: {error} ({:?})", std::error::Error::source(&error)),
            Ok(photo) => panic!("{name} was read as {photo:?}"),
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let original = picture(200, 150);
    for (name, file) in [
        ("JPEG", files::jpeg(&original)),
        ("progressive JPEG", files::progressive(&original)),
        ("PNG", files::png(&original)),
        ("TIFF", files::tiff(&original)),
        ("WebP", files::webp(&original)),
        ("PDF", files::scanned_pdf(&original)),
    ] {
        assert!(decode(&file).is_ok(), "{name}");
        let cuts = (0..16).map(|sixteenth| file.len() * sixteenth / 16).chain([file.len() - 2]);
        for cut in cuts.filter(|cut| *cut > 0 || name == "JPEG") {
            if let Ok(photo) = decode(&file[..cut]) {
                panic!("{name} cut at {cut} of {} was read as {photo:?}", file.len());
            }
        }
    }
}

#[test]
fn a_pdf_form_that_draws_itself_comes_to_an_end() {
    let form = files::stream(
        "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
        b"/F Do /F Do 0 0 1 1 re f",
    );
    let file = files::pdf(1, [9, 9], "/F Do", "/XObject << /F 5 0 R >>", &[form]);
    // The circle is cut where it closes; the rest of the form is drawn.
    let photo = decode(&file).unwrap();
    assert_eq!(photo.picture.pixel(100, photo.full_height - 100), [0; 3]);
}

#[test]
fn limits_are_obeyed() {
    let file = files::png(&picture(100, 80));
    let progressive = files::progressive(&picture(100, 80));
    let base = Limits::default;
    for (limits, file, kind) in [
        (Limits { max_bytes: 100, ..base() }, &file, ErrorKind::TooManyBytes),
        (Limits { max_pixels: 7999, ..base() }, &file, ErrorKind::TooManyPixels),
        (Limits { max_side: 99, ..base() }, &file, ErrorKind::TooManyPixels),
        (Limits { max_working_bytes: 1000, ..base() }, &file, ErrorKind::TooManyPixels),
        (Limits { max_working_bytes: 30_000, ..base() }, &progressive, ErrorKind::TooManyPixels),
        (Limits { max_scans: 3, ..base() }, &progressive, ErrorKind::TooComplex),
        (Limits { cancelled: Some(Arc::new(|| true)), ..base() }, &file, ErrorKind::Cancelled),
    ] {
        let error = imaging::decode(file, &limits, &Want::default()).unwrap_err();
        assert_eq!(error.kind(), kind, "{limits:?}");
    }
}

#[test]
fn errors_say_what_to_do() {
    let heic = decode(b"\0\0\0\x18ftypheic\0\0\0\0").unwrap_err();
    assert_eq!(heic.to_string(), "HEIC is not supported; send JPEG, PNG, TIFF, WebP or a PDF of one page");
    let pages = decode(&files::pdf(40, [100, 100], "", "", &[])).unwrap_err();
    assert_eq!(pages.to_string(), "the PDF file has 40 pages; send one page per file");
}
