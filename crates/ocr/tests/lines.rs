//! The network in `models/` reads lines drawn with faces, words and grounds that it was not trained on.
//!
//! `training/text.py samples` drew them: a picture each, and their texts in `lines.txt`.
use std::error::Error;
use std::path::{Path, PathBuf};

use document::Quad;
use imaging::{Limits, Picture, Want};
use inference::{Backend, embedded};
use ocr::text::{Pattern, TextPosteriors, TextRecogniser, TextStrip};

type Outcome = Result<(), Box<dyn Error>>;

fn recogniser() -> Result<TextRecogniser, Box<dyn Error>> {
    let embedded = embedded::find("text-recogniser").ok_or("the network is in models/")?;
    Ok(TextRecogniser::new(embedded.load(&Backend::rten(1))?)?)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/lines")
}

fn picture(number: usize) -> Result<Picture, Box<dyn Error>> {
    let bytes = std::fs::read(folder().join(format!("{number:02}.png")))?;
    Ok(imaging::decode(&bytes, &Limits::default(), &Want::default())?.picture)
}

/// The drawn lines: what they say, and what the network says of them.
fn lines() -> Result<Vec<(String, TextPosteriors)>, Box<dyn Error>> {
    let recogniser = recogniser()?;
    let texts = std::fs::read_to_string(folder().join("lines.txt"))?;
    let strips = (0..texts.lines().count()).map(|i| recogniser.whole(&picture(i)?).ok_or("a line".into()));
    let strips = strips.collect::<Result<Vec<TextStrip>, Box<dyn Error>>>()?;
    let read = recogniser.read(&strips)?;
    assert_eq!(read.len(), strips.len());
    Ok(texts.lines().map(str::to_owned).zip(read).collect())
}

#[test]
fn drawn_lines_are_read() -> Outcome {
    let (mut exact, mut wrong, mut characters) = (0, 0, 0);
    let lines = lines()?;
    for (truth, posteriors) in &lines {
        let read = posteriors.decode();
        exact += usize::from(read.text() == *truth);
        wrong += strsim::levenshtein(&read.text(), truth);
        characters += truth.chars().count();
        // What was found cannot be less likely than the truth.
        assert!(read.log_probability >= posteriors.log_probability_of(truth) - 1e-3, "{truth}: {}", read.text());
        assert!(read.characters.iter().all(|c| (0.0..=1.0).contains(&c.probability)), "{truth}");
        assert!(read.characters.is_sorted_by(|a, b| a.centre < b.centre), "{truth}");
    }
    let errors = wrong as f32 / characters as f32;
    println!("{exact} of {} lines exact, {wrong} of {characters} characters wrong", lines.len());
    assert!(errors <= MOST_ERRORS, "{errors}");
    Ok(())
}

#[test]
fn a_pattern_makes_a_date_of_a_date() -> Outcome {
    let pattern = Pattern::new(r"(19|20)\d\d\.[01]\d\.[0-3]\d\.?( 까지)?")?;
    let lines = lines()?;
    let mut right = 0;
    for (truth, posteriors) in lines.iter().filter(|(truth, _)| pattern.accepts(truth)) {
        let under = posteriors.decode_under(&pattern).ok_or("a line that the pattern allows")?;
        let text = under.read.text();
        assert!(pattern.accepts(&text), "{text}");
        assert!(under.read.log_probability <= under.log_pattern + 1e-3);
        assert!(under.log_pattern >= posteriors.log_probability_of(truth) - 1e-3);
        right += usize::from(text == *truth);
    }
    assert!(right >= 1, "at least one of the dates is read");
    Ok(())
}

#[test]
fn a_line_is_cut_out_of_a_photo_and_read() -> Outcome {
    let recogniser = recogniser()?;
    // A line laid on a larger picture at twice its size reads as it does alone, up to a character: it was resampled twice.
    let number = 1;
    let line = picture(number)?;
    let large = imaging::resize(&line, line.width() * 2, line.height() * 2);
    let mut photo = Picture::new(large.width() + 200, large.height() + 100, [128; 3]);
    for (x, y) in (0..large.height()).flat_map(|y| (0..large.width()).map(move |x| (x, y))) {
        photo.set(x + 100, y + 50, large.pixel(x, y));
    }
    // The print takes up the middle of its strip.
    let (width, height) = (large.width() as f32, large.height() as f32);
    let (margin, tall) = (0.2 * height, 0.75 * height);
    let quad = Quad::rectangle(100.0 + margin, 50.0 + (height - tall) / 2.0, width - 2.0 * margin, tall);
    let strip = recogniser.cut(&photo, &quad).ok_or("a good quad")?;
    assert!(strip.picture().width().abs_diff(line.width()) <= 1 && strip.picture().height() == line.height());
    let alone = recogniser.read(&[recogniser.whole(&line).ok_or("a line")?])?;
    let cut = recogniser.read(&[strip])?;
    let texts = [&alone, &cut].map(|read| read.iter().map(|posteriors| posteriors.decode().text()).collect::<String>());
    assert!(strsim::levenshtein(&texts[0], &texts[1]) <= 1, "{texts:?}");
    Ok(())
}

/// Characters wrong at most, as a share: what this network reaches on these lines, with a little room.
const MOST_ERRORS: f32 = 0.3;
