//! The whole way with the real networks, on drawn photos.
use std::time::Duration;

use inference::{Backend, embedded};
use mrz::{Date, Format};
use reader::{Models, Params, Reader, Reading, Wanted};
use specimen::{Assets, Capture, Fonts, Photo, Random, SheetKind, Split};

fn reader(backend: &Backend) -> Reader {
    let network = |id: &str| embedded::find(id).expect("is embedded").load(backend).expect("loads");
    let models = Models {
        locator: network("locator"),
        spotter: network("mrz-spotter"),
        recogniser: network("mrz-recogniser"),
        text: None,
    };
    Reader::new(models, Params::default()).expect("the networks fit")
}

fn read(reader: &Reader, photo: &Photo) -> Reading {
    let bytes = imaging::encode_jpeg(&photo.picture, 92);
    reader
        .read(&bytes, &Wanted::default(), &|| Duration::ZERO, Date::new(2026, 11, 21).expect("a day"))
        .expect("is readable")
}

fn assets() -> Assets {
    let fonts = Fonts::system(Split::Validation).expect("`make test` installs the fonts");
    Assets { fonts, portraits: Vec::new(), scenes: Vec::new() }
}

fn photos(capture: Capture, count: usize) -> Vec<Photo> {
    let assets = assets();
    let mut random = Random::new(7);
    (0..count).map(|_| specimen::photo(&mut random.child(), &assets, capture, 1200)).collect()
}

fn lines(reading: &Reading) -> Vec<Vec<String>> {
    reading.zones().map(|zone| zone.lines.iter().map(|line| line.text.clone()).collect()).collect()
}

#[test]
fn zones_of_scans_are_read_exactly() {
    let reader = reader(&Backend::rten(2));
    let (mut zones, mut exact, mut wrong_and_sure) = (0, 0, 0);
    for photo in photos(Capture::Scan, 24) {
        let truth: Vec<String> = photo.sheets.iter().flat_map(|s| &s.zone).map(|l| l.text.clone()).collect();
        let reading = read(&reader, &photo);
        if truth.is_empty() {
            assert_eq!(reading.zones().count(), 0, "no zone is printed");
            continue;
        }
        zones += 1;
        let right = lines(&reading).contains(&truth);
        exact += usize::from(right);
        let sure = reading.zones().any(|zone| zone.weakest().is_some_and(|weakest| weakest.get() > 0.95));
        wrong_and_sure += usize::from(!right && sure);
    }
    assert!(zones >= 15, "{zones} zones were drawn");
    assert!(exact * 10 >= zones * 7, "{exact} of {zones} zones are exact");
    assert_eq!(wrong_and_sure, 0, "a wrong zone must not claim to be sure");
}

#[test]
fn every_format_is_read_from_a_flat_sheet() {
    let reader = reader(&Backend::rten(2));
    let (assets, mut random) = (assets(), Random::new(11));
    for format in Format::ALL {
        let mut exact = 0;
        for _ in 0..4 {
            let sheet = specimen::sheet(&mut random.child(), &assets, SheetKind::Zone(format), 10.0);
            let truth: Vec<String> = sheet.zone.iter().map(|line| line.text.clone()).collect();
            exact += usize::from(
                lines(&read(&reader, &Photo { picture: sheet.picture, sheets: Vec::new() })).contains(&truth),
            );
        }
        assert!(exact >= 2, "{exact} of 4 zones of {format:?} are exact");
    }
}

#[test]
fn scenes_without_a_document_have_no_zone() {
    let reader = reader(&Backend::rten(2));
    for photo in photos(Capture::Nothing, 8) {
        assert_eq!(read(&reader, &photo).zones().count(), 0);
    }
}

#[test]
fn an_upside_down_scan_reads_alike() {
    let reader = reader(&Backend::rten(2));
    let mut agreeing = 0;
    for photo in photos(Capture::Scan, 6) {
        let turned = Photo { picture: imaging::turn(&photo.picture, document::Turn::Half), sheets: Vec::new() };
        agreeing += usize::from(lines(&read(&reader, &photo)) == lines(&read(&reader, &turned)));
    }
    assert!(agreeing >= 4, "{agreeing} of 6 agree");
}
