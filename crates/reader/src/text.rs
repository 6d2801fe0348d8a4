//! The lines of print on a sheet.
use document::{Confidence, Quad};
use imaging::Picture;
use inference::{Error, Network};
use ocr::text::{Character, TextRead, TextRecogniser, TextSpotter, TextStrip};

use crate::reading::{TextLine, TextWord};

/// The networks that read print.
pub struct TextModels {
    /// Task `text-spotting`.
    pub spotter: Network,
    /// Task `text-recognition`.
    pub recogniser: Network,
}

/// Finds and reads lines of print.
pub(crate) struct TextReader {
    spotter: TextSpotter,
    recogniser: TextRecogniser,
}

/// The print on one sheet.
pub(crate) struct Print {
    /// From top to bottom as the sheet was shown.
    pub(crate) lines: Vec<TextLine>,
    /// Whether most of it stands on its head.
    pub(crate) upside_down: bool,
}

impl TextReader {
    pub(crate) fn new(models: TextModels) -> Result<Self, Error> {
        Ok(Self { spotter: TextSpotter::new(models.spotter)?, recogniser: TextRecogniser::new(models.recogniser)? })
    }

    /// What is printed on the sheet that `quad` outlines, from its own top left. Quads are on `photo`.
    pub(crate) fn read(&self, photo: &Picture, quad: &Quad) -> Result<Print, Error> {
        let spotted = self.spotter.spot(photo, quad)?;
        let cut = spotted.lines.iter().filter_map(|line| Some((line.quad, self.recogniser.cut(photo, &line.quad)?)));
        let (quads, strips): (Vec<Quad>, Vec<TextStrip>) = cut.unzip();
        let read = self.recogniser.read(&strips)?;
        let lines = quads.into_iter().zip(strips).zip(read).filter_map(|((quad, strip), posteriors)| {
            let read = posteriors.decode();
            let line = self.line(&read, quad, &strip, posteriors.stride());
            (!line.text.is_empty()).then_some(line)
        });
        Ok(Print { lines: lines.collect(), upside_down: spotted.upside_down })
    }

    /// What a picture of one line says; None when it is too thin for one.
    pub(crate) fn read_line(&self, picture: &Picture) -> Result<Option<TextLine>, Error> {
        let Some(strip) = self.recogniser.whole(picture) else { return Ok(None) };
        let read = self.recogniser.read(std::slice::from_ref(&strip))?;
        Ok(read.first().map(|read| self.line(&read.decode(), picture.quad(), &strip, read.stride())))
    }

    fn line(&self, read: &TextRead, quad: Quad, strip: &TextStrip, stride: f32) -> TextLine {
        let text = read.text().trim().to_owned();
        TextLine {
            scripts: ocr::text::scripts(&text),
            text,
            confidence: read.confidence(),
            quad,
            words: words(read, strip, stride),
            model: self.recogniser.card().id.clone(),
        }
    }
}

/// The words of a line, parted at its spaces.
fn words(read: &TextRead, strip: &TextStrip, stride: f32) -> Vec<TextWord> {
    let half = pitch(&read.characters) / 2.0;
    let word = |characters: &[Character]| {
        let (first, last) = (characters.first()?, characters.last()?);
        Some(TextWord {
            text: characters.iter().map(|character| character.symbol).collect(),
            confidence: Confidence::new(characters.iter().map(|character| character.probability).product()),
            quad: strip.quad((first.centre - half) * stride, (last.centre + half) * stride),
        })
    };
    read.characters.split(|character| character.symbol == ' ').filter_map(word).collect()
}

/// Distance of neighbouring characters, in steps: the median, since spaces are wider.
fn pitch(characters: &[Character]) -> f32 {
    let mut gaps: Vec<f32> = characters.windows(2).map(|pair| pair[1].centre - pair[0].centre).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(4.0)
}
