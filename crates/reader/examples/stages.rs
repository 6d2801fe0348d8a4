//! Shows what each stage makes of a picture: `cargo run --release -p reader --example stages -- PICTURE OUT`
//! writes OUT-view.png (the straightened sheets with their lines) and OUT-strips.png (the lines as they are recognised).
use imaging::{Limits, Picture, Want};
use inference::{Backend, Network, embedded};

fn network(id: &str) -> Result<Network, Box<dyn std::error::Error>> {
    Ok(embedded::find(id).ok_or("the network is not embedded")?.load(&Backend::rten(2))?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [picture, out] = arguments.as_slice() else { return Err("usage: stages PICTURE OUT".into()) };
    let photo = imaging::decode(&std::fs::read(picture)?, &Limits::default(), &Want::default())?.picture;
    let locator = locate::Locator::new(network("locator")?, locate::Params::default())?;
    let spotter = ocr::LineSpotter::new(network("mrz-spotter")?)?;
    let reader = ocr::MrzReader::new(spotter, ocr::LineRecogniser::new(network("mrz-recogniser")?)?);
    let mut quads: Vec<_> = locator.locate(&photo)?.into_iter().map(|sheet| sheet.quad).collect();
    quads.push(photo.quad());
    let mut strips: Vec<Picture> = Vec::new();
    let mut annotated = photo.clone();
    for quad in quads {
        imaging::draw_quad(&mut annotated, &quad, [0, 200, 0], 3.0);
        let mut spotted = reader.spot(&photo, &quad)?;
        let lines = reader.recognise(&photo, &mut spotted, false, 1.0)?;
        let zone = ocr::decide(&lines, ocr::DecideParams { min_log_likelihood: -9.0 });
        println!("{} lines; {:?}", lines.len(), zone.as_ref().map(|z| (z.format, z.log_likelihood)));
        for line in zone.iter().flat_map(|z| &z.lines) {
            println!("  {}", line.text());
        }
        for line in &lines {
            imaging::draw_quad(&mut annotated, &line.quad(0.0, line.posteriors.steps.len() as f32), [220, 0, 0], 2.0);
            strips.push(line.picture());
        }
    }
    let width = strips.iter().map(Picture::width).max().unwrap_or(1);
    let height = strips.iter().map(|strip| strip.height() + 2).sum::<u32>().max(1);
    let mut sheet = Picture::new(width, height, [255; 3]);
    let mut top = 0;
    for strip in &strips {
        for y in 0..strip.height() {
            for x in 0..strip.width() {
                sheet.set(x, top + y, strip.pixel(x, y));
            }
        }
        top += strip.height() + 2;
    }
    std::fs::write(format!("{out}-strips.png"), imaging::encode_png(&sheet))?;
    std::fs::write(format!("{out}-view.png"), imaging::encode_png(&annotated))?;
    Ok(())
}
