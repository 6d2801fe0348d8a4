use std::time::Duration;

use document::{Confidence, Point, Quad, Turn};
use fields::{Definitions, Recognition};
use imaging::{Limits, Photo, Picture, Want};
use inference::Network;
use locate::{Locator, Sheet};
use mrz::{CorrectParams, Date};
use ocr::{DecideParams, LineRecogniser, LineSpotter, MrzReader, Spotted, ZoneRead, decide, weigh_codes};

use crate::closer;
use crate::colour::is_greyscale;
use crate::reading::{Milliseconds, PhotoInfo, Reading, SheetReading, TextLine, Wanted};
use crate::text::{TextModels, TextReader};
use crate::zone::{agreement, merged, reading_of};
use crate::{Error, MrzReading};

/// The networks of a [`Reader`].
pub struct Models {
    /// Task `sheet-location`.
    pub locator: Network,
    /// Task `mrz-line-spotting`.
    pub spotter: Network,
    /// Task `mrz-recognition`.
    pub recogniser: Network,
    /// For lines of print; without them none are read.
    pub text: Option<TextModels>,
}

/// Room on each side of a screen, in widths of it, with which what stands above a card there is seen.
const ROOM_BESIDE: f32 = 0.2;

/// How a [`Reader`] decides.
#[derive(Clone, Default)]
pub struct Params {
    /// What a file may ask for.
    pub limits: Limits,
    /// Finding sheets.
    pub locate: locate::Params,
    /// When lines count as a zone.
    pub decide: DecideParams,
    /// When check digits prove a correction.
    pub correct: CorrectParams,
}

/// Reads pictures: composes the stages, and nothing else does.
pub struct Reader {
    locator: Locator,
    mrz: MrzReader,
    text: Option<TextReader>,
    definitions: Definitions,
    params: Params,
}

/// A picture this long serves for most sheets; JPEG decodes to a fraction of its size much faster.
const LONG_SIDE: u32 = 1900;
/// The long side that serves for small sheets; keeps the largest pictures within the memory limit.
const FINE_SIDE: u32 = 3600;
/// A sheet narrower than this, in picture pixels, is worth decoding the picture again, finer.
const FINE_WIDTH: f32 = 640.0;
/// When every symbol is at least this sure, one reading of the strip is enough.
const SURE: f32 = 0.995;
/// A sheet with this score is where a zone would be, if there were one.
const SURE_SHEET: f32 = 0.8;
/// Mean log-likelihood of a symbol above which a zone was found and the right way up.
const CLEAR: f32 = -0.1;
/// Overlap of two outlines above which they hold the same lines.
const SAME_LINES: f32 = 0.85;
/// Height factors of the second and third reading of a doubtful zone.
const LOOSENED: [f32; 2] = [1.16, 0.9];

/// What a zone search found, on the way to the answer.
struct Found {
    zone: ZoneRead,
    /// Where readings of it differ, as line and column.
    disagreements: Vec<(usize, usize)>,
}

/// One way of reading spotted lines.
struct Attempt {
    zone: ZoneRead,
    spotted: Spotted,
    upside_down: bool,
}

impl Attempt {
    fn score(&self) -> f32 {
        self.zone.log_likelihood
    }
}

impl Found {
    /// Whether the lines are explained so well that nothing better is to be expected.
    fn is_clear(&self) -> bool {
        self.zone.log_likelihood > CLEAR
    }

    /// From the first line's top to the last one's bottom, on the picture.
    fn outline(&self) -> Option<Quad> {
        let (first, last) = (self.zone.lines.first()?.quad, self.zone.lines.last()?.quad);
        Some(Quad([first.0[0], first.0[1], last.0[2], last.0[3]]))
    }
}

impl Reader {
    /// A reader from its networks.
    ///
    /// # Errors
    /// When a network was made for another task.
    pub fn new(models: Models, params: Params) -> Result<Self, Error> {
        let wrong = |error| Error::internal("building the reader", error);
        let locator = Locator::new(models.locator, params.locate).map_err(wrong)?;
        let spotter = LineSpotter::new(models.spotter).map_err(wrong)?;
        let recogniser = LineRecogniser::new(models.recogniser).map_err(wrong)?;
        let text = models.text.map(TextReader::new).transpose().map_err(wrong)?;
        let definitions = Definitions::embedded().map_err(|e| Error::internal("building the reader", e))?;
        Ok(Self { locator, mrz: MrzReader::new(spotter, recogniser), text, definitions, params })
    }

    /// Reads one picture. `clock` gives the time since any fixed moment, `today` decides which century dates are in.
    ///
    /// # Errors
    /// When the bytes are no picture within the limits, a network failed, or nobody waits for the answer any more.
    pub fn read(
        &self,
        bytes: &[u8],
        wanted: &Wanted,
        clock: &dyn Fn() -> Duration,
        today: Date,
    ) -> Result<Reading, Error> {
        let mut watch = Watch::new(clock, wanted);
        let limits = Limits { cancelled: wanted.cancelled.clone(), ..self.params.limits.clone() };
        let mut photo = imaging::decode(bytes, &limits, &Want { max_long_side: LONG_SIDE })?;
        watch.lap(|m| &mut m.decode);
        let mut sheets = self.locator.locate(&photo.picture).map_err(|e| Error::internal("finding sheets", e))?;
        watch.lap(|m| &mut m.locate);
        if photo.scale < 1.0 && sheets.iter().any(|sheet| sheet.quad.width() < FINE_WIDTH) {
            photo = finer(bytes, &limits, photo, &mut sheets)?;
            watch.lap(|m| &mut m.decode);
        }

        let mut answers = Vec::new();
        for sheet in &sheets {
            let found = self.zone(&photo.picture, &sheet.quad, &mut watch)?;
            answers.push((sheet.clone(), found));
        }
        keep_best(&mut answers);
        if !answers.iter().any(|(_, found)| found.as_ref().is_some_and(Found::is_clear)) {
            // A strip cut out by hand, a sheet that was overlooked or badly outlined: look at the frame and at every part
            // of it, unless there is a sure sheet without a trace of a zone.
            let doubtful = !watch.tried.is_empty() || !sheets.iter().any(|sheet| sheet.score.get() > SURE_SHEET);
            for window in windows(&photo.picture).into_iter().filter(|_| doubtful) {
                if let Some(found) = self.zone(&photo.picture, &window, &mut watch)? {
                    let clear = found.is_clear();
                    attach(&mut answers, found, photo.picture.quad());
                    if clear {
                        break;
                    }
                }
            }
        }
        let mut sheets: Vec<SheetReading> =
            answers.into_iter().map(|(sheet, found)| self.answer(sheet, found, &photo, today)).collect();
        // The frame was there for its zone alone.
        sheets.retain(|sheet| sheet.score.get() > 0.0 || sheet.mrz.is_some());
        watch.lap(|m| &mut m.decide);
        if let Some(text) = self.text.as_ref().filter(|_| wanted.text) {
            read_text(text, &mut sheets, &photo, &mut watch)?;
            for sheet in &mut sheets {
                sheet.recognition = self.recognise(text, &photo, sheet, wanted, today)?;
                watch.lap(|m| &mut m.decide);
                if closer::is_worth_it(sheet) {
                    let first = sheet.clone();
                    look_closer(text, &photo, sheet, &mut watch)?;
                    sheet.recognition = self.recognise(text, &photo, sheet, wanted, today)?;
                    if closer::has_lost(&first, sheet) {
                        *sheet = first;
                    }
                }
                self.look_around(text, &photo, sheet, wanted)?;
                watch.lap(|m| &mut m.text);
            }
        }
        Ok(watch.reading(&photo, sheets))
    }

    /// What the print of a sheet means, doubtful lines of it read again as what they may say.
    fn recognise(
        &self,
        text: &TextReader,
        photo: &Photo,
        sheet: &SheetReading,
        wanted: &Wanted,
        today: Date,
    ) -> Result<Option<Recognition>, Error> {
        let again = text.again(photo, sheet.text.as_deref().unwrap_or_default());
        sheet.recognise(&self.definitions, today, |questions| again.answer(questions, wanted))
    }

    /// Where the picture may be a screenshot of an app that shows the sheet, reads what the app says above it.
    fn look_around(
        &self,
        text: &TextReader,
        photo: &Photo,
        sheet: &mut SheetReading,
        wanted: &Wanted,
    ) -> Result<(), Error> {
        let quad = sheet.quad.map(|p| photo.picture_from_full(p));
        let Some(recognition) = sheet.recognition.as_mut().filter(|_| may_be_on_screen(&photo.picture.quad(), &quad))
        else {
            return Ok(());
        };
        if let Some(printed) = recognition.document.take() {
            // Seen with room on both sides: on the narrow screen of a phone, headings are larger than those of cards.
            let width = photo.picture.width() as f32;
            let above = Quad::rectangle(-ROOM_BESIDE * width, 0.0, (1.0 + 2.0 * ROOM_BESIDE) * width, quad.0[0].y);
            let print = text.read(&photo.picture, &above, true, wanted)?;
            let lines = print.lines.iter().map(|line| line.text.as_str());
            recognition.document = Some(self.definitions.with_surroundings(printed, lines));
        }
        Ok(())
    }

    /// Reads the print of a picture that shows one straightened sheet and nothing else. `clock` as for [`Reader::read`].
    ///
    /// # Errors
    /// As for [`Reader::read_line`].
    pub fn read_sheet(&self, bytes: &[u8], clock: &dyn Fn() -> Duration) -> Result<Reading, Error> {
        let wanted = Wanted::everything();
        let mut watch = Watch::new(clock, &wanted);
        let photo = imaging::decode(bytes, &self.params.limits, &Want::default())?;
        watch.lap(|m| &mut m.decode);
        let mut sheets = Vec::new();
        let text = self.print_reader()?;
        read_text(text, &mut sheets, &photo, &mut watch)?;
        // What it means is not asked.
        for sheet in sheets.iter_mut().filter(|sheet| closer::is_worth_it(sheet)) {
            look_closer(text, &photo, sheet, &mut watch)?;
        }
        Ok(watch.reading(&photo, sheets))
    }

    /// Reads a picture that shows one line of print and nothing else.
    ///
    /// # Errors
    /// When the bytes are no picture within the limits, or there is no network that reads print.
    pub fn read_line(&self, bytes: &[u8]) -> Result<TextLine, Error> {
        let photo = imaging::decode(bytes, &self.params.limits, &Want::default())?;
        let reader = self.print_reader()?;
        let line = reader.read_line(&photo.picture)?;
        line.ok_or_else(|| Error::internal("reading print", "the picture is too thin for a line"))
    }

    fn print_reader(&self) -> Result<&TextReader, Error> {
        self.text.as_ref().ok_or_else(|| Error::internal("reading print", "there is no network for it"))
    }

    /// The zone on a part of the picture, read the way up that explains it better, and read again where it is doubtful.
    fn zone(&self, picture: &Picture, quad: &Quad, watch: &mut Watch<'_>) -> Result<Option<Found>, Error> {
        watch.wanted.check()?;
        let failed = |e| Error::internal("reading the machine-readable zone", e);
        let mut spotted = self.mrz.spot(picture, quad).map_err(failed)?;
        watch.lap(|m| &mut m.spot);
        let mut best: Option<Attempt> = None;
        for again in [false, true] {
            if again {
                // Now that it is known where print begins and ends, its lines can be followed better.
                let known = best.as_ref().map_or(&spotted, |b| &b.spotted);
                spotted = self.mrz.spot_again(picture, known).map_err(failed)?;
                watch.lap(|m| &mut m.spot);
            }
            let Some(outline) = spotted.outline() else { break };
            // The same lines, seen from another window, would be read the same.
            if !again && watch.tried.iter().any(|tried| tried.iou(&outline) > SAME_LINES) {
                break;
            }
            watch.tried.push(outline);
            let attempt = self.either_way_up(picture, &mut spotted, watch)?;
            best = [best, attempt].into_iter().flatten().max_by(|a, b| a.score().total_cmp(&b.score()));
            if best.as_ref().is_some_and(|b| b.score() > CLEAR) {
                break;
            }
        }
        let Some(Attempt { zone, mut spotted, upside_down }) = best else { return Ok(None) };
        let mut readings = vec![zone];
        if readings.iter().any(|zone| zone.weakest() < SURE) {
            for loosen in LOOSENED {
                let lines = self.mrz.recognise(picture, &mut spotted, upside_down, loosen).map_err(failed)?;
                watch.lap(|m| &mut m.recognise);
                readings.extend(decide(&lines, self.params.decide));
                watch.lap(|m| &mut m.decide);
            }
        }
        Ok(merged(&readings).map(|mut zone| {
            let disagreements = agreement(&zone, &readings);
            weigh_codes(&mut zone);
            Found { zone, disagreements }
        }))
    }

    /// Reads spotted lines as they are and, unless that is clear, upside down. `spotted` learns where the print lies.
    fn either_way_up(
        &self,
        picture: &Picture,
        spotted: &mut Spotted,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Attempt>, Error> {
        let failed = |e| Error::internal("reading the machine-readable zone", e);
        let found = spotted.clone();
        let mut best: Option<Attempt> = None;
        for upside_down in [false, true] {
            let mut tried = found.clone();
            let lines = self.mrz.recognise(picture, &mut tried, upside_down, 1.0).map_err(failed)?;
            watch.lap(|m| &mut m.recognise);
            let zone = decide(&lines, self.params.decide);
            watch.lap(|m| &mut m.decide);
            if !upside_down {
                *spotted = tried.clone();
            }
            let attempt = zone.map(|zone| Attempt { zone, spotted: tried, upside_down });
            best = [best, attempt].into_iter().flatten().max_by(|a, b| a.score().total_cmp(&b.score()));
            if best.as_ref().is_some_and(|b| b.score() > CLEAR) {
                break;
            }
        }
        Ok(best)
    }

    fn answer(&self, sheet: Sheet, found: Option<Found>, photo: &Photo, today: Date) -> SheetReading {
        let full = |quad: &Quad| quad.map(|p| photo.full_from_picture(p));
        let mrz: Option<MrzReading> = found
            .as_ref()
            .and_then(|found| reading_of(&found.zone, &found.disagreements, self.params.correct, today, &full));
        let sheet = match found.as_ref().filter(|_| mrz.is_some()).and_then(Found::outline) {
            Some(zone) => Sheet { quad: along(&sheet.quad, &zone), ..sheet },
            None => sheet,
        };
        SheetReading::new(full(&sheet.quad), sheet.turn(), sheet.score, mrz)
    }
}

/// The sheet with its corners named so that its top side runs as the lines of its zone do.
fn along(sheet: &Quad, zone: &Quad) -> Quad {
    let side = |quad: &Quad| (quad.0[1].x - quad.0[0].x, quad.0[1].y - quad.0[0].y);
    let (x, y) = side(zone);
    let agreement = |quad: &Quad| {
        let top = side(quad);
        (top.0 * x + top.1 * y) / top.0.hypot(top.1).max(f32::EPSILON)
    };
    let ways = (1..4).map(|quarters| sheet.relabel(quarters));
    // As it was found, unless another way fits better.
    ways.fold(*sheet, |best, way| if agreement(&way) > agreement(&best) { way } else { best })
}

/// Whether a sheet lies in a picture as a card does on the screen of a phone: wide and straight, with room above it, in a
/// picture that is much higher than wide.
fn may_be_on_screen(picture: &Quad, sheet: &Quad) -> bool {
    let (width, height) = (picture.width(), picture.height());
    let [a, b, c, d] = sheet.0;
    let is_level = |from: Point, to: Point| to.x > from.x && (to.y - from.y).abs() < 0.05 * width;
    height > 1.6 * width && sheet.width() > 0.7 * width && a.y > 0.04 * height && is_level(a, b) && is_level(d, c)
}

/// The same photo at a finer scale, the sheets moved to it; as it was where that is more than the limits allow.
fn finer(bytes: &[u8], limits: &Limits, coarse: Photo, sheets: &mut [Sheet]) -> Result<Photo, Error> {
    let photo = match imaging::decode(bytes, limits, &Want { max_long_side: FINE_SIDE }) {
        Err(error) if error.kind() == imaging::ErrorKind::TooManyPixels => return Ok(coarse),
        photo => photo?,
    };
    for sheet in sheets {
        sheet.quad = sheet.quad.map(|p| photo.picture_from_full(coarse.full_from_picture(p)));
    }
    Ok(photo)
}

/// Adds the lines of print to each sheet; to the frame, when there is no sheet. A sheet whose print stands on its head is
/// turned, unless its zone says which way is up: one whose check digits agree, or against print that is not clear. What
/// clear print says to stand on its head is no zone.
fn read_text(
    reader: &TextReader,
    sheets: &mut Vec<SheetReading>,
    photo: &Photo,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let on_photo = |quad: &Quad| quad.map(|p| photo.full_from_picture(p));
    if sheets.is_empty() {
        let quad = on_photo(&photo.picture.quad());
        sheets.push(SheetReading::new(quad, Turn::None, Confidence::new(0.0), None));
    }
    for sheet in sheets.iter_mut() {
        let quad = sheet.quad.map(|p| photo.picture_from_full(p));
        sheet.is_greyscale = is_greyscale(&photo.picture, &quad);
        let is_upright = sheet.mrz.as_ref().is_some_and(|zone| zone.check_digits_valid);
        let mut print = reader.read(&photo.picture, &quad, is_upright, watch.wanted)?;
        if print.upside_down && sheet.mrz.is_some() && !print.is_clear() {
            print = reader.read(&photo.picture, &quad, true, watch.wanted)?;
        }
        if print.upside_down {
            sheet.mrz = None;
            (sheet.quad, sheet.turn) = (sheet.quad.relabel(2), sheet.turn.opposite());
            print.lines.reverse();
        }
        print.lines.iter_mut().for_each(|line| line.move_to(on_photo));
        sheet.text = Some(print.lines);
    }
    sheets.retain(|sheet| {
        sheet.score.get() > 0.0 || sheet.mrz.is_some() || sheet.text.as_ref().is_some_and(|l| !l.is_empty())
    });
    watch.lap(|m| &mut m.text);
    Ok(())
}

/// Looks at the print of a sheet once more, which adds to its lines and puts surer ones in the place of others.
fn look_closer(
    reader: &TextReader,
    photo: &Photo,
    sheet: &mut SheetReading,
    watch: &mut Watch<'_>,
) -> Result<(), Error> {
    let known = sheet.text.take().unwrap_or_default();
    sheet.text = Some(reader.look_closer(photo, &sheet.quad, known, watch.wanted)?);
    watch.lap(|m| &mut m.text);
    Ok(())
}

/// A zone that was reached from two sheets stays with the one from which it reads better.
fn keep_best(answers: &mut [(Sheet, Option<Found>)]) {
    for i in 0..answers.len() {
        for j in 0..answers.len() {
            let (Some(a), Some(b)) = (&answers[i].1, &answers[j].1) else { continue };
            let same = a.outline().zip(b.outline()).is_some_and(|(a, b)| a.iou(&b) > 0.3);
            if i != j && same && a.zone.log_likelihood >= b.zone.log_likelihood {
                answers[j].1 = None;
            }
        }
    }
}

/// Gives a zone that was found without a sheet to the sheet it lies on, or to the frame; the better reading stays.
fn attach(answers: &mut Vec<(Sheet, Option<Found>)>, found: Found, frame: Quad) {
    let centre = found.outline().map_or(frame.centre(), |outline| outline.centre());
    let own = answers.iter_mut().find(|(sheet, _)| sheet.quad.contains(centre));
    match own {
        Some((_, slot)) => {
            let better = |old: &Found| found.zone.log_likelihood > old.zone.log_likelihood;
            if slot.as_ref().is_none_or(better) {
                *slot = Some(found);
            }
        }
        None => answers.push((Sheet { quad: frame, score: Confidence::new(0.0) }, Some(found))),
    }
    keep_best(answers);
}

/// The frame, widened to the proportions of a page, so that a narrow strip is not stretched; and when it is much longer
/// than a page, overlapping parts of it.
fn windows(picture: &Picture) -> Vec<Quad> {
    const PAGE: f32 = 1.4;
    const MOST: usize = 5;
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (w, h) = if width > PAGE * height { (width, width / PAGE) } else { (width.max(height / PAGE), height) };
    let mut windows = vec![Quad::rectangle((width - w) / 2.0, (height - h) / 2.0, w, h)];
    let (part_w, part_h) = (width.min(height * PAGE), height.min(width / PAGE));
    let spare = (width - part_w, height - part_h);
    let parts = (1.0 + 2.0 * (spare.0 / part_w).max(spare.1 / part_h)).ceil().min(MOST as f32) as usize;
    if parts > 1 {
        for i in 0..parts {
            let t = i as f32 / (parts - 1) as f32;
            windows.push(Quad::rectangle(spare.0 * t, spare.1 * t, part_w, part_h));
        }
    }
    windows
}

/// Keeps account of one reading: where the time goes, and what was seen on the way.
struct Watch<'a> {
    clock: &'a dyn Fn() -> Duration,
    begun: Duration,
    last: Duration,
    milliseconds: Milliseconds,
    /// Where lines like those of a zone were found and read.
    tried: Vec<Quad>,
    wanted: &'a Wanted,
}

impl<'a> Watch<'a> {
    fn new(clock: &'a dyn Fn() -> Duration, wanted: &'a Wanted) -> Self {
        let begun = clock();
        Self { clock, begun, last: begun, milliseconds: Milliseconds::default(), tried: Vec::new(), wanted }
    }

    /// The answer, with the time until the last stage ended.
    fn reading(mut self, photo: &Photo, sheets: Vec<SheetReading>) -> Reading {
        self.milliseconds.total = (self.last - self.begun).as_secs_f32() * 1e3;
        let info = PhotoInfo { width: photo.full_width, height: photo.full_height, format: photo.format };
        Reading { photo: info, sheets, milliseconds: self.milliseconds }
    }

    fn lap(&mut self, stage: impl Fn(&mut Milliseconds) -> &mut f32) {
        let now = (self.clock)();
        *stage(&mut self.milliseconds) += now.saturating_sub(self.last).as_secs_f32() * 1e3;
        self.last = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_print_on_its_head_turns_a_sheet_and_refutes_its_zone_unless_the_check_digits_agree() {
        let picture = crate::text::tests::sheet_with_line(100, 0);
        let photo = imaging::decode(&imaging::encode_png(&picture), &Limits::default(), &Want::default());
        let photo = photo.expect("what was written");
        for (surely, check_digits_valid, is_refuted) in [(0.95, true, false), (0.95, false, true), (0.8, false, false)]
        {
            let reader = crate::text::tests::sure_of_dark_beginnings(surely);
            let (lines, fields, findings) = (vec![], vec![], vec![]);
            let zone = MrzReading { format: mrz::Format::Td3, lines, fields, findings, check_digits_valid };
            let mut sheets = vec![SheetReading::new(picture.quad(), Turn::None, Confidence::new(1.0), Some(zone))];
            let (clock, wanted) = (|| Duration::ZERO, Wanted::everything());
            read_text(&reader, &mut sheets, &photo, &mut Watch::new(&clock, &wanted)).expect("runs");
            let [sheet] = sheets.as_slice() else { panic!("one sheet") };
            let turn = if is_refuted { Turn::None.opposite() } else { Turn::None };
            assert_eq!((sheet.mrz.is_none(), sheet.turn), (is_refuted, turn), "{surely} {check_digits_valid}");
        }
    }

    #[test]
    fn a_sheet_is_named_as_its_zone_runs() {
        let sheet = Quad::rectangle(10.0, 10.0, 125.0, 88.0);
        let zone = Quad::rectangle(15.0, 80.0, 110.0, 12.0);
        assert_eq!(along(&sheet, &zone), sheet);
        for quarters in 1..4 {
            assert_eq!(along(&sheet.relabel(quarters), &zone), sheet, "{quarters}");
            assert_eq!(along(&sheet, &zone.relabel(quarters)), sheet.relabel(quarters), "{quarters}");
        }
    }
}
