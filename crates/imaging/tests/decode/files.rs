//! Files of every format, made here so that their content is known.

use std::io::{Cursor, Write};

use imaging::{Error, Limits, Photo, Picture, Want};
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

pub(crate) fn decode(file: &[u8]) -> Result<Photo, Error> {
    imaging::decode(file, &Limits::default(), &Want::default())
}

/// Smooth, so that lossy formats keep it, and different in every corner.
pub(crate) fn picture(width: u32, height: u32) -> Picture {
    let mut picture = Picture::new(width, height, [0; 3]);
    for y in 0..height {
        for x in 0..width {
            picture.set(x, y, [(x * 255 / width) as u8, (y * 255 / height) as u8, 128]);
        }
    }
    picture
}

/// Largest difference of any channel.
pub(crate) fn difference(a: &Picture, b: &Picture) -> u8 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

pub(crate) fn jpeg_of(pixels: &[u8], width: u32, format: PixelFormat, subsamp: Subsamp, progressive: bool) -> Vec<u8> {
    let pitch = width as usize * format.size();
    let image = Image { pixels, width: width as usize, pitch, height: pixels.len() / pitch, format };
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(97).unwrap();
    compressor.set_subsamp(subsamp).unwrap();
    compressor.set_progressive(progressive).unwrap();
    compressor.compress_to_vec(image).unwrap()
}

pub(crate) fn jpeg(picture: &Picture) -> Vec<u8> {
    jpeg_of(picture.data(), picture.width(), PixelFormat::RGB, Subsamp::None, false)
}

pub(crate) fn progressive(picture: &Picture) -> Vec<u8> {
    jpeg_of(picture.data(), picture.width(), PixelFormat::RGB, Subsamp::Sub2x2, true)
}

/// The TIFF structure of an Exif block that holds nothing but the orientation.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif
}

/// Puts an APP1 segment behind the start marker.
pub(crate) fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let body = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], b"\xFF\xE1", &length, &body, &jpeg[2..]].concat()
}

pub(crate) fn png(picture: &Picture) -> Vec<u8> {
    imaging::encode_png(picture)
}

pub(crate) fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    [&(body.len() as u32).to_be_bytes(), name.as_slice(), body, &crc.sum().to_be_bytes()].concat()
}

/// A PNG of 8-bit RGB from its raw scan lines, filter bytes included.
pub(crate) fn png_by_hand(width: u32, height: u32, interlaced: bool, lines: &[u8], extra: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, u8::from(interlaced)]);
    [
        b"\x89PNG\r\n\x1A\n".as_slice(),
        &png_chunk(b"IHDR", &header),
        extra,
        &png_chunk(b"IDAT", &zlib(lines)),
        &png_chunk(b"IEND", &[]),
    ]
    .concat()
}

pub(crate) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tiff(picture: &Picture) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap();
    encoder.write_image::<tiff::encoder::colortype::RGB8>(picture.width(), picture.height(), picture.data()).unwrap();
    file.into_inner()
}

pub(crate) fn webp(picture: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.encode(picture.data(), picture.width(), picture.height(), image_webp::ColorType::Rgb8).unwrap();
    file
}

/// A PDF of `pages` pages of the given size in points, each drawn by `content`; `extra` are further objects, numbered from 5.
pub(crate) fn pdf(pages: usize, size: [u32; 2], content: &str, resources: &str, extra: &[Vec<u8>]) -> Vec<u8> {
    let further = 5 + extra.len()..5 + extra.len() + pages - 1;
    let kids: String = further.clone().map(|number| format!(" {number} 0 R")).collect();
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} {}] /Contents 4 0 R /Resources << {resources} >> >>",
        size[0], size[1]
    );
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {pages} /Kids [3 0 R{kids}] >>").into_bytes(),
        page.clone().into_bytes(),
        stream("", content.as_bytes()),
    ];
    objects.extend_from_slice(extra);
    objects.extend(further.map(|_| page.clone().into_bytes()));
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", i + 1).as_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.as_bytes());
    file.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).as_bytes(),
    );
    file
}

pub(crate) fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    [format!("<< /Length {} {dict} >>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A page that is nothing but a JPEG.
pub(crate) fn scanned_pdf(picture: &Picture) -> Vec<u8> {
    let [width, height] = [picture.width(), picture.height()];
    let dict = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    );
    let image = stream(&dict, &jpeg(picture));
    pdf(1, [width, height], &format!("q {width} 0 0 {height} 0 0 cm /I Do Q"), "/XObject << /I 5 0 R >>", &[image])
}
