//! The lines of print on a sheet.
use document::{Confidence, Quad};
use fields::{May, Question};
use imaging::{Photo, Picture};
use inference::Network;
use ocr::text::{Character, Pattern, TextPosteriors, TextRead, TextRecogniser, TextSpotter, TextStrip, UnderPattern};

use crate::closer::{is_known, merged};
use crate::error::Error;
use crate::reading::{TextLine, TextWord, Wanted};

/// The networks that read print.
pub struct TextModels {
    /// Task `text-spotting`.
    pub spotter: Network,
    /// Task `text-recognition`.
    pub recogniser: Network,
    /// Task `text-recognition`: reads again what the other is unsure of.
    pub second: Option<Network>,
}

/// A line whose reading is less likely than this is read again, when there is a network for it.
const SURE: f32 = 0.9;
/// How much larger the spotter sees a sheet on a closer look.
const CLOSER: f32 = 1.2;
/// How high lines are cut on a closer look, in heights of what was found: in each cut a network is sure of other symbols.
const CUTS: [f32; 3] = [1.0, 1.15, 0.88];
/// A symbol is seen when it is at least this likely.
const SEEN: f32 = 0.5;

/// Print whose characters are less sure than this, in the geometric mean, may stand on its head.
const CLEAR: f32 = 0.85;
/// So many of the longest lines tell which way is up...
const TELLING: usize = 5;
/// ...before all others those of so many different characters: what a border or a pattern is read as repeats itself.
const VARIED: usize = 4;

fn is_varied(text: &str) -> bool {
    let mut symbols: Vec<char> = text.chars().collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols.len() >= VARIED
}

/// How sure the characters of lines are, in the geometric mean; 0 without any.
fn clarity(lines: &[TextLine]) -> f32 {
    let characters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let log: f32 = lines.iter().map(|line| line.confidence.get().max(f32::MIN_POSITIVE).ln()).sum();
    if characters == 0 { 0.0 } else { (log / characters as f32).exp() }
}

/// Lines of one sheet that are read again.
pub(crate) struct Again<'a> {
    reader: &'a TextReader,
    photo: &'a Photo,
    /// As they were read first, with quads on the photo as sent.
    lines: &'a [TextLine],
}

/// A line as it was read again.
pub(crate) struct AgainRead {
    pub(crate) line: TextLine,
    /// By how many nats the first reading was likelier.
    pub(crate) behind: f32,
}

/// Finds and reads lines of print.
pub(crate) struct TextReader {
    spotter: TextSpotter,
    recogniser: TextRecogniser,
    second: Option<TextRecogniser>,
}

/// The print on one sheet.
pub(crate) struct Print {
    /// From top to bottom as the sheet was shown.
    pub(crate) lines: Vec<TextLine>,
    /// Whether most of it stands on its head.
    pub(crate) upside_down: bool,
}

impl Print {
    /// Whether its characters are sure enough to tell which way is up.
    pub(crate) fn is_clear(&self) -> bool {
        clarity(&self.lines) >= CLEAR
    }
}

impl TextReader {
    pub(crate) fn new(models: TextModels) -> Result<Self, inference::Error> {
        Ok(Self {
            spotter: TextSpotter::new(models.spotter)?,
            recogniser: TextRecogniser::new(models.recogniser)?,
            second: models.second.map(TextRecogniser::new).transpose()?,
        })
    }

    /// What is printed on the sheet that `quad` outlines, from its own top left, which is where the print's is if it is
    /// `upright`. Quads are on `photo`.
    pub(crate) fn read(&self, photo: &Picture, quad: &Quad, upright: bool, wanted: &Wanted) -> Result<Print, Error> {
        wanted.check()?;
        let spotted = self.spotter.spot(photo, quad, 1.0).map_err(failed)?;
        let cut = |recogniser: &TextRecogniser, quad: &Quad| Vec::from_iter(recogniser.cut(photo, quad));
        let turned = |quad: &Quad| quad.relabel(2);
        let mut quads: Vec<Quad> = spotted.lines.iter().map(|line| line.quad).collect();
        let mut upside_down = spotted.upside_down;
        if upright && upside_down {
            quads = quads.iter().map(turned).collect();
            upside_down = false;
        }
        let mut lines = self.read_cut(&quads, cut, wanted)?;
        if !upright && clarity(&lines) < CLEAR {
            // The spotter tells which way is up by looks; reading tells better, and some lines tell for all.
            let mut telling = lines.clone();
            telling.sort_by(|a, b| {
                let of = |line: &TextLine| (is_varied(&line.text), line.quad.width());
                of(b).partial_cmp(&of(a)).unwrap_or(std::cmp::Ordering::Equal)
            });
            telling.truncate(TELLING);
            let again: Vec<Quad> = telling.iter().map(|line| turned(&line.quad)).collect();
            // Line by line, so that an edge that was taken for one long line does not decide.
            let clearness =
                |lines: &[TextLine]| lines.iter().map(|line| clarity(std::slice::from_ref(line))).sum::<f32>();
            if clearness(&self.read_cut(&again, cut, wanted)?) > clearness(&telling) {
                lines = self.read_cut(&quads.iter().map(turned).collect::<Vec<_>>(), cut, wanted)?;
                upside_down = !upside_down;
            }
        }
        lines.retain(|line| !line.text.is_empty());
        Ok(Print { lines, upside_down })
    }

    /// Reads the lines of an upright sheet that are not known surely from more cuts each, and looks for others where the sheet is
    /// seen larger; all lines then, from top to bottom. Quads are on the photo as sent.
    pub(crate) fn look_closer(
        &self,
        photo: &Photo,
        sheet: &Quad,
        known: Vec<TextLine>,
        wanted: &Wanted,
    ) -> Result<Vec<TextLine>, Error> {
        wanted.check()?;
        let on_picture = |quad: &Quad| quad.map(|point| photo.picture_from_full(point));
        let on_photo = |quad: &Quad| quad.map(|point| photo.full_from_picture(point));
        let (mut first, doubtful): (Vec<TextLine>, Vec<TextLine>) =
            known.into_iter().partition(|line| line.confidence.get() >= SURE);
        let read = |quads: &[Quad]| {
            let cuts = |recogniser: &TextRecogniser, quad: &Quad| {
                let cut = |height: &f32| recogniser.cut_loosely(&photo.picture, quad, *height);
                CUTS.iter().filter_map(cut).collect()
            };
            let mut lines = self.read_cut(quads, cuts, wanted)?;
            lines.retain(|line| !line.text.is_empty());
            lines.iter_mut().for_each(|line| line.move_to(on_photo));
            Ok::<_, Error>(lines)
        };
        first.extend(read(&doubtful.iter().map(|line| on_picture(&line.quad)).collect::<Vec<_>>())?);
        let spotted = self.spotter.spot(&photo.picture, &on_picture(sheet), CLOSER).map_err(failed)?;
        let upright = |quad: Quad| if spotted.upside_down { quad.relabel(2) } else { quad };
        let quads = spotted.lines.iter().map(|line| upright(line.quad));
        let quads: Vec<Quad> = quads.filter(|quad| !is_known(&on_photo(quad), &first, SURE)).collect();
        let second = read(&quads)?;
        Ok(merged(first, second, sheet))
    }

    /// For reading lines of a photo again, whose quads are on the photo as sent.
    pub(crate) fn again<'a>(&'a self, photo: &'a Photo, lines: &'a [TextLine]) -> Again<'a> {
        Again { reader: self, photo, lines }
    }

    /// What a picture of one line says; None when it is too thin for one.
    pub(crate) fn read_line(&self, picture: &Picture) -> Result<Option<TextLine>, Error> {
        let whole = |recogniser: &TextRecogniser, _: &Quad| Vec::from_iter(recogniser.whole(picture));
        let lines = self.read_cut(&[picture.quad()], whole, &Wanted::everything())?;
        Ok(lines.into_iter().next())
    }

    /// Reads the lines that `quads` outline, each from however many cuts of it, those that cannot be cut out left out.
    ///
    /// A line that the first network is not sure of is read by the second, unless the first sees a symbol there that the
    /// second does not know: it would have to name another. Of both readings the likelier stays, each network's probability
    /// taken as it is: the temperatures on their cards make them comparable.
    fn read_cut(
        &self,
        quads: &[Quad],
        cuts: impl Fn(&TextRecogniser, &Quad) -> Vec<TextStrip> + Sync,
        wanted: &Wanted,
    ) -> Result<Vec<TextLine>, Error> {
        let mut lines = read_with(&self.recogniser, quads, &cuts, wanted)?;
        if let Some(second) = &self.second {
            let knows = |read: &Read| read.seen.iter().all(|symbol| second.knows(*symbol));
            let doubtful = |read: &Read| read.line.confidence.get() < SURE && knows(read);
            let asked: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].as_ref().is_some_and(doubtful)).collect();
            let quads: Vec<Quad> = asked.iter().map(|i| quads[*i]).collect();
            // What the second costs for a cut is many times what the first does, and more cuts gained nothing there.
            let one = |recogniser: &TextRecogniser, quad: &Quad| cuts(recogniser, quad).into_iter().take(1).collect();
            for (i, again) in asked.into_iter().zip(read_with(second, &quads, one, wanted)?) {
                let best = [lines[i].take(), again].into_iter().flatten();
                lines[i] = best.max_by(|a, b| a.line.confidence.get().total_cmp(&b.line.confidence.get()));
            }
        }
        Ok(lines.into_iter().flatten().map(|read| read.line).collect())
    }
}

impl Again<'_> {
    /// Answers in the order of the questions; None for what a line cannot say.
    ///
    /// # Errors
    /// When a network failed, or nobody waits for the answer any more.
    pub(crate) fn answer(&self, questions: &[Question], wanted: &Wanted) -> Result<Vec<Option<AgainRead>>, Error> {
        let mut answers: Vec<Option<AgainRead>> = questions.iter().map(|_| None).collect();
        let TextReader { recogniser, second, .. } = self.reader;
        // A line is read once, however much is asked about it.
        let mut asked: Vec<usize> = questions.iter().map(|question| question.line).collect();
        asked.sort_unstable();
        asked.dedup();
        for recogniser in [Some(recogniser), second.as_ref()].into_iter().flatten() {
            let cut = |at: &usize| {
                let line = self.lines.get(*at).filter(|line| line.model == recogniser.card().id)?;
                let quad = line.quad.map(|point| self.photo.picture_from_full(point));
                recogniser.cut(&self.photo.picture, &quad)
            };
            let strips = recogniser.map(&asked, |at| Vec::from_iter(cut(at)));
            let tell = |i: usize, cuts: &[(TextStrip, TextPosteriors)]| {
                let about = questions.iter().enumerate().filter(|(_, question)| question.line == asked[i]);
                let one = |(at, question)| {
                    let (strip, posteriors) = cuts.first()?;
                    Some((at, self.answer_one(question, strip, posteriors)))
                };
                about.filter_map(one).collect::<Vec<_>>()
            };
            for (at, answer) in in_turn(recogniser, strips, tell, wanted)?.into_iter().flat_map(|(_, told)| told) {
                answers[at] = answer;
            }
        }
        Ok(answers)
    }

    fn answer_one(&self, question: &Question, strip: &TextStrip, posteriors: &TextPosteriors) -> Option<AgainRead> {
        let first = self.lines.get(question.line)?;
        let UnderPattern { read, log_pattern } = match &question.may {
            May::Fit(pattern) => posteriors.decode_under(&Pattern::new(pattern).ok()?)?,
            May::Be(texts) => posteriors.decode_among(texts)?,
        };
        // Doubt is about what was asked for; each character of that has its share of it.
        let asked = read.characters.iter().skip(question.known).filter(|character| character.symbol != ' ').count();
        let share = (read.log_probability - log_pattern).min(0.0).exp().powf(1.0 / asked.max(1) as f32);
        let sure = |at: usize, word: &[Character]| {
            let known = question.known.saturating_sub(at).min(word.len());
            product(&word[..known]) * share.powi((word.len() - known) as i32)
        };
        let mut words = words(&read, strip, posteriors.stride(), sure);
        words.iter_mut().for_each(|word| word.quad = word.quad.map(|point| self.photo.full_from_picture(point)));
        let text = read.text().trim().to_owned();
        let confidence = Confidence::new(words.iter().map(|word| word.confidence.get()).product());
        let behind = first.confidence.get().max(f32::MIN_POSITIVE).ln() - read.log_probability;
        let line = TextLine { scripts: ocr::text::scripts(&text), text, confidence, words, ..first.clone() };
        Some(AgainRead { line, behind })
    }
}

/// A line as one network reads it.
struct Read {
    line: TextLine,
    /// The symbols that it is fairly sure to see.
    seen: Vec<char>,
}

fn failed(error: inference::Error) -> Error {
    Error::internal("reading print", error)
}

/// Cuts that are read at a time: what a network says of one can take twenty megabytes.
const AT_ONCE: usize = 8;

/// The lines that `quads` outline, in their order; None for one that cannot be cut out.
fn read_with(
    recogniser: &TextRecogniser,
    quads: &[Quad],
    cuts: impl Fn(&TextRecogniser, &Quad) -> Vec<TextStrip> + Sync,
    wanted: &Wanted,
) -> Result<Vec<Option<Read>>, Error> {
    let strips = recogniser.map(quads, |quad| cuts(recogniser, quad));
    let mut lines: Vec<Option<Read>> = quads.iter().map(|_| None).collect();
    let read = |i: usize, cuts: &[(TextStrip, TextPosteriors)]| Read::of(recogniser, cuts, quads[i]);
    for (i, read) in in_turn(recogniser, strips, read, wanted)? {
        lines[i] = read;
    }
    Ok(lines)
}

/// Has the cuts of lines read, about [`AT_ONCE`] of similar widths at a time; what `tell` makes of those of each line, with its place
/// among all, in any order.
fn in_turn<R: Send>(
    recogniser: &TextRecogniser,
    cuts: Vec<Vec<TextStrip>>,
    tell: impl Fn(usize, &[(TextStrip, TextPosteriors)]) -> R + Sync,
    wanted: &Wanted,
) -> Result<Vec<(usize, R)>, Error> {
    let most = cuts.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut left: Vec<(usize, Vec<TextStrip>)> = cuts.into_iter().enumerate().collect();
    left.retain(|(_, cuts)| !cuts.is_empty());
    left.sort_by_key(|(_, cuts)| cuts[0].width());
    let mut told = Vec::new();
    while !left.is_empty() {
        let some: Vec<_> = left.drain(..left.len().min(AT_ONCE.div_ceil(most))).collect();
        let (at, cuts): (Vec<usize>, Vec<Vec<TextStrip>>) = some.into_iter().unzip();
        let counts: Vec<usize> = cuts.iter().map(Vec::len).collect();
        let strips: Vec<TextStrip> = cuts.into_iter().flatten().collect();
        wanted.check()?;
        let mut read = recogniser.read(&strips).map_err(failed)?.into_iter();
        let mut strips = strips.into_iter();
        let lines = at.into_iter().zip(counts);
        let lines: Vec<(usize, Vec<_>)> =
            lines.map(|(i, count)| (i, strips.by_ref().take(count).zip(read.by_ref()).collect())).collect();
        told.extend(recogniser.map(&lines, |(i, cuts)| (*i, tell(*i, cuts))));
    }
    Ok(told)
}

impl Read {
    /// A line from its cuts; None without any.
    fn of(recogniser: &TextRecogniser, cuts: &[(TextStrip, TextPosteriors)], quad: Quad) -> Option<Self> {
        let (best, read) = TextPosteriors::decode_together(cuts.iter().map(|(_, posteriors)| posteriors))?;
        let (strip, posteriors) = cuts.get(best)?;
        let text = read.text().trim().to_owned();
        let seen = read.characters.iter().filter(|c| c.probability >= SEEN).map(|c| c.symbol).collect();
        let line = TextLine {
            scripts: ocr::text::scripts(&text),
            text,
            confidence: read.confidence(),
            quad,
            words: words(&read, strip, posteriors.stride(), |_, word| product(word)),
            model: recogniser.card().id.clone(),
        };
        Some(Self { line, seen })
    }
}

/// The words of a line, parted at its spaces; `sure` tells how sure a word is that begins at a place of the line.
fn words(read: &TextRead, strip: &TextStrip, stride: f32, sure: impl Fn(usize, &[Character]) -> f32) -> Vec<TextWord> {
    let half = pitch(&read.characters) / 2.0;
    let mut start = 0;
    let word = |characters: &[Character]| {
        let at = start;
        start += characters.len() + 1;
        let (first, last) = (characters.first()?, characters.last()?);
        Some(TextWord {
            text: characters.iter().map(|character| character.symbol).collect(),
            confidence: Confidence::new(sure(at, characters)),
            quad: strip.quad((first.centre - half) * stride, (last.centre + half) * stride),
        })
    };
    read.characters.split(|character| character.symbol == ' ').filter_map(word).collect()
}

/// How sure all of some characters are.
fn product(characters: &[Character]) -> f32 {
    characters.iter().map(|character| character.probability).product()
}

/// Distance of neighbouring characters, in steps: the median, since spaces are wider.
fn pitch(characters: &[Character]) -> f32 {
    let mut gaps: Vec<f32> = characters.windows(2).map(|pair| pair[1].centre - pair[0].centre).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(4.0)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use imaging::{Limits, Want};
    use inference::{Card, Tensor};

    use super::*;

    /// A network that says of every line, for each step, these classes with this probability; class 0 is blank.
    fn network(id: &str, alphabet: &str, says: &'static [(usize, f32)]) -> Network {
        counting(id, alphabet, says, Arc::default())
    }

    /// The same, which counts the cuts that it is shown.
    fn counting(id: &str, alphabet: &str, says: &'static [(usize, f32)], shown: Arc<AtomicUsize>) -> Network {
        let classes = 1 + alphabet.chars().count();
        let card = format!(
            r#"
            stride = 8
            alphabet = "{alphabet}"
            input = {{ name = "x", shape = ["lines", 3, 48, "width"] }}
            outputs = [{{ name = "y", shape = ["lines", "steps", {classes}] }}]
            [ctc]
            values = "probabilities"
            blank = 0
            first = 1
            "#
        );
        Network::from_fn(Card::of_function(id, "text-recognition", &card).expect("a good card"), move |input| {
            let (lines, steps) = (input.shape[0], input.shape[3] / 8);
            shown.fetch_add(lines, Ordering::Relaxed);
            let mut output = Tensor::zeros(&[lines, steps, classes]);
            for (step, row) in output.data.chunks_exact_mut(classes).enumerate() {
                let (class, probability) = says.get(step % steps).copied().unwrap_or((0, 1.0));
                row.fill((1.0 - probability) / (classes - 1) as f32);
                row[class] = probability;
            }
            vec![output]
        })
    }

    /// Finds print where it is dark, in the right half only if it is shown more than 640 pixels.
    fn spotter() -> Network {
        let card = r#"
            stride = 1
            input = { name = "x", shape = [1, 3, "height", "width"] }
            outputs = [{ name = "map", shape = [1, 1, "height", "width"] }]
            [binarisation]
            threshold = 0.3
            least_score = 0.5
            grow = 0.0
        "#;
        Network::from_fn(Card::of_function("spotter", "text-spotting", card).expect("a good card"), |input| {
            let (width, plane) = (input.shape[3], input.shape[2] * input.shape[3]);
            let is_seen = |at: usize| width > 640 || at % width < width / 2;
            let value = |(at, value): (usize, &f32)| if *value < 0.0 && is_seen(at) { 0.9 } else { 0.0 };
            let data = input.data[..plane].iter().enumerate().map(value).collect();
            vec![Tensor { shape: vec![1, 1, input.shape[2], input.shape[3]], data }]
        })
    }

    /// What is read of a sheet with one line, by two networks that say such things: the text, its confidence and who read it.
    fn read(
        first: (&str, &'static [(usize, f32)]),
        second: Option<(&str, &'static [(usize, f32)])>,
    ) -> (String, f32, String) {
        let reader = TextReader::new(TextModels {
            spotter: spotter(),
            recogniser: network("first", first.0, first.1),
            second: second.map(|(alphabet, says)| network("second", alphabet, says)),
        });
        let mut photo = Picture::new(640, 416, [255; 3]);
        for (x, y) in (100..300).flat_map(|x| (100..140).map(move |y| (x, y))) {
            photo.set(x, y, [0; 3]);
        }
        let print =
            reader.expect("good networks").read(&photo, &photo.quad(), false, &Wanted::everything()).expect("runs");
        let [line] = print.lines.as_slice() else { panic!("one line: {:?}", print.lines) };
        (line.text.clone(), line.confidence.get(), line.model.clone())
    }

    #[test]
    fn a_doubtful_line_goes_to_the_surer_of_two_networks() {
        const DOUBTFUL_A: &[(usize, f32)] = &[(1, 0.6)];
        const SURE_B: &[(usize, f32)] = &[(2, 0.8)];
        const SURE_A: &[(usize, f32)] = &[(1, 0.95)];
        const WILD_B: &[(usize, f32)] = &[(2, 0.5)];
        // The first network, the second, the text, which network read it.
        let cases = [
            (DOUBTFUL_A, None, "A", "first"),
            (DOUBTFUL_A, Some(("AB", SURE_B)), "B", "second"),
            (DOUBTFUL_A, Some(("AB", WILD_B)), "A", "first"),
            (SURE_A, Some(("AB", &[(2, 0.99)][..])), "A", "first"), // not asked
            (DOUBTFUL_A, Some(("CB", SURE_B)), "A", "first"),       // does not know A
            (&[(1, 0.45)], Some(("CB", SURE_B)), "B", "second"),    // nobody is sure of that A
        ];
        for (first, second, text, model) in cases {
            let got = read(("AB", first), second);
            assert_eq!((got.0.as_str(), got.2.as_str()), (text, model), "{first:?} {second:?}: {got:?}");
            let said = if model == "first" { first } else { second.expect("the second").1 };
            assert!((got.1 - said[0].1).abs() < 1e-3, "{got:?} {said:?}");
        }
    }

    #[test]
    fn a_closer_look_finds_what_the_first_did_not_and_reads_only_that_and_what_is_doubtful() {
        const SURE_A: &[(usize, f32)] = &[(1, 0.95)];
        const DOUBTFUL_A: &[(usize, f32)] = &[(1, 0.85)];
        const LESS_SURE_B: &[(usize, f32)] = &[(2, 0.5)];
        // A new line is read from three cuts; the doubtful one, too, as it was outlined at first and as it is now. The second network
        // reads one cut of what is doubtful.
        for (says, expected, of_second) in [(SURE_A, 3, 0), (DOUBTFUL_A, 9, 3)] {
            let [shown, shown_second] = [(); 2].map(|()| Arc::<AtomicUsize>::default());
            let reader = TextReader::new(TextModels {
                spotter: spotter(),
                recogniser: counting("first", "A", says, shown.clone()),
                second: Some(counting("second", "AB", LESS_SURE_B, shown_second.clone())),
            });
            let reader = reader.expect("good networks");
            let mut picture = Picture::new(640, 416, [255; 3]);
            for (x, y) in (0..200).flat_map(|x| (100..140).map(move |y| (x, y))) {
                picture.set(60 + x, y, [0; 3]);
                picture.set(380 + x, y, [0; 3]);
            }
            let photo = imaging::decode(&imaging::encode_png(&picture), &Limits::default(), &Want::default());
            let photo = photo.expect("what was written");
            let known = reader.read(&photo.picture, &picture.quad(), true, &Wanted::everything()).expect("runs").lines;
            assert_eq!(known.len(), 1);
            let counts = || [&shown, &shown_second].map(|shown| shown.load(Ordering::Relaxed));
            let before = counts();
            let lines = reader.look_closer(&photo, &picture.quad(), known, &Wanted::everything()).expect("runs");
            let after = counts();
            assert_eq!((lines.len(), after[0] - before[0], after[1] - before[1]), (2, expected, of_second));
            assert!(lines.iter().any(|line| line.quad.iou(&Quad::rectangle(380.0, 100.0, 200.0, 40.0)) > 0.8));
        }
    }

    /// A reader that is so sure of lines that are darker on their left, and 0.6 of others.
    pub(crate) fn sure_of_dark_beginnings(surely: f32) -> TextReader {
        let card = network("first", "A", &[]).card().clone();
        let recogniser = Network::from_fn(card, move |input| {
            let (lines, steps, width) = (input.shape[0], input.shape[3] / 8, input.shape[3]);
            let line = input.data.len() / lines.max(1);
            let mut data = Vec::new();
            for values in input.data.chunks_exact(line) {
                let is_right = |i: usize| i % width >= width / 2;
                let sum = |right: bool| -> f32 {
                    let half = values.iter().enumerate().filter(|(i, _)| is_right(*i) == right);
                    half.map(|(_, value)| value).sum()
                };
                let sure = if sum(false) < sum(true) { surely } else { 0.6 };
                data.extend((0..steps).flat_map(|step| if step == 0 { [1.0 - sure, sure] } else { [1.0, 0.0] }));
            }
            vec![Tensor { shape: vec![lines, steps, 2], data }]
        });
        TextReader::new(TextModels { spotter: spotter(), recogniser, second: None }).expect("good networks")
    }

    /// A line on a sheet whose halves are of these greys.
    pub(crate) fn sheet_with_line(left: u8, right: u8) -> Picture {
        let mut photo = Picture::new(640, 416, [255; 3]);
        for (x, y) in (100..300).flat_map(|x| (100..140).map(move |y| (x, y))) {
            photo.set(x, y, [if x < 200 { left } else { right }; 3]);
        }
        photo
    }

    #[test]
    fn reading_tells_which_way_is_up_where_looks_do_not() {
        let reader = sure_of_dark_beginnings(0.95);
        // What is known to stand upright stays so, however it reads.
        for (left, right, upright, upside_down) in
            [(0, 100, false, false), (100, 0, false, true), (100, 0, true, false)]
        {
            let photo = sheet_with_line(left, right);
            let print = reader.read(&photo, &photo.quad(), upright, &Wanted::everything()).expect("runs");
            assert_eq!(print.upside_down, upside_down);
            let sure = if upright { 0.6 } else { 0.95 };
            assert!((print.lines[0].confidence.get() - sure).abs() < 1e-3);
            let [start, end, ..] = *print.lines[0].quad.corners();
            assert_eq!(start.x > end.x, upside_down);
        }
    }

    /// Twenty lines, one under the other.
    fn many_lines() -> Picture {
        let mut photo = Picture::new(640, 416, [255; 3]);
        for (line, x, y) in (0..20).flat_map(|l| (0..60).flat_map(move |x| (0..10).map(move |y| (l, x, y)))) {
            photo.set(20 + 10 * line + x, 10 + 20 * line + y, [0; 3]);
        }
        photo
    }

    #[test]
    fn what_nobody_waits_for_is_not_read_on() {
        let shown = Arc::<AtomicUsize>::default();
        let recogniser = counting("first", "A", &[(1, 0.95)], shown.clone());
        let reader = TextReader::new(TextModels { spotter: spotter(), recogniser, second: None });
        let asked = AtomicUsize::new(0);
        let cancelled = move || asked.fetch_add(1, Ordering::Relaxed) >= 2;
        let wanted = Wanted { text: true, cancelled: Some(Arc::new(cancelled)) };
        let photo = many_lines();
        let error = reader.expect("good networks").read(&photo, &photo.quad(), true, &wanted).err();
        assert_eq!(error.map(|error| error.kind()), Some(crate::ErrorKind::Cancelled));
        assert_eq!(shown.load(Ordering::Relaxed), AT_ONCE);
    }

    #[test]
    fn lines_keep_their_order_however_many_there_are() {
        let reader = TextReader::new(TextModels {
            spotter: spotter(),
            recogniser: network("first", "AB", &[(1, 0.6)]),
            second: Some(network("second", "AB", &[(2, 0.8)])),
        });
        let photo = many_lines();
        let print =
            reader.expect("good networks").read(&photo, &photo.quad(), false, &Wanted::everything()).expect("runs");
        assert_eq!(print.lines.len(), 20);
        assert!(print.lines.is_sorted_by(|a, b| a.quad.centre().y < b.quad.centre().y));
        assert!(print.lines.iter().all(|line| line.model == "second" && line.text == "B"));
    }
}
