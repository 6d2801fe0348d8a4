use document::{Homography, Point, Quad};
use imaging::Picture;
use inference::Error;

use crate::recogniser::{Extent, LineRecogniser, Posteriors, Step};
use crate::spotter::LineSpotter;
use crate::strip::{EXACT, Strip, StripShape, grown};
use crate::track::Track;

/// Finds and recognises the lines of a machine-readable zone on one sheet.
pub struct MrzReader {
    spotter: LineSpotter,
    recogniser: LineRecogniser,
}

/// The lines of a zone on a view of a sheet.
#[derive(Clone)]
pub struct Spotted {
    /// The lines, the topmost first.
    pub tracks: Vec<Track>,
    photo_from_view: Homography,
    /// Characters of a line, once measured.
    symbols: Option<usize>,
    /// Room left and right of the lines when they are cut out, in characters.
    margin: f32,
}

/// A line's posteriors with its strip, which knows where it was cut out.
pub struct LinePosteriors {
    /// What the recogniser says.
    pub posteriors: Posteriors,
    strip: Strip,
}

impl LinePosteriors {
    /// The strip that was recognised, to look at.
    pub fn picture(&self) -> Picture {
        self.strip.picture()
    }

    /// The steps of a line of `symbols` characters in a zone whose longest has `longest`: what stands to the right of a
    /// short line is no part of it.
    pub(crate) fn steps(&self, symbols: usize, longest: usize) -> &[Step] {
        let steps = self.posteriors.steps.as_slice();
        let end = (self.strip.end_of(symbols) / self.posteriors.stride).ceil() as usize;
        if symbols < longest { steps.get(..end).unwrap_or(steps) } else { steps }
    }

    /// The quad on the photo between two places along the line, in steps of the posteriors.
    pub fn quad(&self, left: f32, right: f32) -> Quad {
        self.strip.quad(left * self.posteriors.stride, right * self.posteriors.stride)
    }
}

/// What is shown around a sheet, as a share of its sides: its outline may be a little off.
const MARGIN: f32 = 0.05;
/// Capital height over the height of a page: between 2.5 mm on 88 mm and 2.5 mm on 54 mm (Doc 9303 parts 4 and 5).
const CAP_SHARE: f32 = 0.035;

impl MrzReader {
    /// A reader from its two networks.
    pub fn new(spotter: LineSpotter, recogniser: LineRecogniser) -> Self {
        Self { spotter, recogniser }
    }

    /// Finds the lines on the part of the photo that `quad` outlines, and a little around it. A quad whose first corner is
    /// wrong by a quarter turn is mended; half a turn is the recogniser's to tell. Where the lines run into the border or
    /// are small, a second view is centred on them, so that a quad that is only roughly right serves.
    ///
    /// # Errors
    /// When the network fails.
    pub fn spot(&self, photo: &Picture, quad: &Quad) -> Result<Spotted, Error> {
        let (mut spotted, sideways) = self.spot_as(photo, &grown(quad, [MARGIN; 2]))?;
        if sideways {
            spotted = self.spot_as(photo, &grown(&quad.relabel(1), [MARGIN; 2]))?.0;
        }
        for _ in 0..3 {
            if self.is_framed(&spotted) {
                break;
            }
            let next = self.spot_again(photo, &spotted)?;
            // A view that was moved to look for more lines may lose the one it was moved for.
            if !next.holds(&spotted) {
                break;
            }
            spotted = next;
        }
        Ok(spotted)
    }

    /// Finds the lines anew in a view that is centred on where they are thought to be. Worth while after
    /// [`MrzReader::recognise`] has measured where the print begins and ends.
    ///
    /// # Errors
    /// When the network fails.
    pub fn spot_again(&self, photo: &Picture, spotted: &Spotted) -> Result<Spotted, Error> {
        match self.closer(spotted) {
            Some(view) => Ok(self.spot_as(photo, &view)?.0),
            None => Ok(spotted.clone()),
        }
    }

    /// Whether all lines lie well inside the view and are not small in it.
    fn is_framed(&self, spotted: &Spotted) -> bool {
        let Some(lie) = self.lie(spotted) else { return true };
        !lie.cut_left && !lie.cut_right && !lie.cut_below && lie.right - lie.left > 0.62 * self.spotter.width() as f32
    }

    /// Where the lines lie in the view; `None` when there are none.
    fn lie(&self, spotted: &Spotted) -> Option<Lie> {
        let (width, height) = (self.spotter.width() as f32, self.spotter.height() as f32);
        let longest = spotted.tracks.iter().max_by(|a, b| a.length().total_cmp(&b.length()))?;
        let ys = || spotted.tracks.iter().flat_map(|t| [t.y(t.start), t.y(t.end)]);
        let (top, bottom) = (ys().fold(f32::MAX, f32::min), ys().fold(f32::MIN, f32::max));
        // A lone line may have a fellow beyond the border.
        let near = if spotted.tracks.len() == 1 { 0.2 } else { 0.08 };
        Some(Lie {
            left: longest.start,
            right: longest.end,
            top,
            bottom,
            cap: longest.cap,
            cut_left: longest.start < 0.02 * width,
            cut_right: longest.end > 0.98 * width,
            cut_below: bottom > (1.0 - near) * height,
        })
    }

    /// A view on the photo in which the lines lie as on a sheet that was found exactly.
    fn closer(&self, spotted: &Spotted) -> Option<Quad> {
        let lie = self.lie(spotted)?;
        let room = |cut: bool| (lie.right - lie.left) * if cut { 0.35 } else { 0.08 };
        let (left, right) = (lie.left - room(lie.cut_left), lie.right + room(lie.cut_right));
        // Capitals of CAP_SHARE of the view's height, as on the sheets of training, and the lines near its lower border.
        let tall = (lie.cap / CAP_SHARE).max((lie.bottom - lie.top) * 1.5);
        let low = lie.bottom + if lie.cut_below { 0.3 } else { 0.1 } * tall;
        let view = Quad::rectangle(left, low - tall, right - left, tall).map(|p| spotted.photo_from_view.apply(p));
        let usable = view.is_convex() && view.corners().iter().all(|p| p.x.is_finite() && p.y.is_finite());
        usable.then_some(view)
    }

    fn spot_as(&self, photo: &Picture, quad: &Quad) -> Result<(Spotted, bool), Error> {
        let (width, height) = (self.spotter.width(), self.spotter.height());
        let target = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
        let Some(photo_from_view) = Homography::between(&target, quad) else {
            return Ok((Spotted::new(Vec::new(), Homography::identity()), false));
        };
        let view = imaging::warp(photo, &photo_from_view, width, height, [128; 3]);
        let found = self.spotter.tracks(&view)?;
        Ok((Spotted::new(block(found.tracks), photo_from_view), found.sideways))
    }

    /// Recognises the lines, the first line of the text first. `loosen` is a factor on the height of the cut, for
    /// independent second readings.
    ///
    /// The spotter may miss the ends of a line. So the lines are first cut with much room, and again where the print
    /// turns out to lie elsewhere or to have another number of characters; `spotted` learns of it.
    ///
    /// # Errors
    /// When the network fails.
    pub fn recognise(
        &self,
        photo: &Picture,
        spotted: &mut Spotted,
        upside_down: bool,
        loosen: f32,
    ) -> Result<Vec<LinePosteriors>, Error> {
        for _ in 0..ATTEMPTS {
            let shape = StripShape { symbols: spotted.symbols(), loosen, upside_down, margin: spotted.margin };
            let lines = self.cut_and_read(photo, spotted, shape)?;
            if spotted.margin == EXACT {
                return Ok(lines);
            }
            let Some(print) = Print::of(&lines) else {
                spotted.margin = EXACT;
                return Ok(lines);
            };
            spotted.fit(&print);
        }
        let shape = StripShape { symbols: spotted.symbols(), loosen, upside_down, margin: EXACT };
        self.cut_and_read(photo, spotted, shape)
    }

    fn cut_and_read(
        &self,
        photo: &Picture,
        spotted: &Spotted,
        shape: StripShape,
    ) -> Result<Vec<LinePosteriors>, Error> {
        let mut strips = Strip::cut(photo, &spotted.photo_from_view, &spotted.tracks, shape);
        if shape.upside_down {
            strips.reverse();
        }
        let read = self.recogniser.read(&strips)?;
        Ok(read.into_iter().zip(strips).map(|(posteriors, strip)| LinePosteriors { posteriors, strip }).collect())
    }
}

/// Room around a line that was only spotted.
const ROOM: f32 = 5.0;

impl Spotted {
    fn new(tracks: Vec<Track>, photo_from_view: Homography) -> Self {
        Self { tracks, photo_from_view, symbols: None, margin: ROOM }
    }

    /// Whether lines lie where those of `other` do.
    fn holds(&self, other: &Self) -> bool {
        let outlines = self.outline().zip(other.outline());
        outlines.is_some_and(|(own, other)| own.intersection_area(&other) > 0.2 * other.signed_area().abs())
    }

    /// Around all lines, on the photo; `None` when there are none.
    pub fn outline(&self) -> Option<Quad> {
        let (first, last) = (self.tracks.first()?, self.tracks.last()?);
        let corner =
            |x: f32, track: &Track, by: f32| self.photo_from_view.apply(Point::new(x, track.y(x) + by * track.cap));
        Some(Quad([
            corner(first.start, first, -0.5),
            corner(first.end, first, -0.5),
            corner(last.end, last, 0.5),
            corner(last.start, last, 0.5),
        ]))
    }

    /// How many characters the lines have room for: as measured, or by their proportions.
    fn symbols(&self) -> usize {
        let by_shape = || {
            let longest = self.tracks.iter().max_by(|a, b| a.length().total_cmp(&b.length()))?;
            Some(StripShape::symbols_of(longest, &self.photo_from_view))
        };
        self.symbols.or_else(by_shape).unwrap_or(44)
    }
}

/// How often the lines are cut out anew while their ends are looked for.
const ATTEMPTS: usize = 4;

/// Where the print of a zone lies along the view.
struct Print {
    start: f32,
    end: f32,
    symbols: usize,
    /// Whether it runs out of the strips to the left and right of the view.
    cut: (bool, bool),
}

impl Print {
    /// From what the recogniser saw in the strips; `None` when too little to go by.
    fn of(lines: &[LinePosteriors]) -> Option<Self> {
        let extents: Vec<_> = lines.iter().filter_map(|l| l.posteriors.extent().map(|e| (l, e))).collect();
        let symbols = extents.iter().map(|(_, e)| e.symbols).max().filter(|most| *most >= 12)?;
        let long = extents.iter().filter(|(_, e)| e.symbols * 10 >= symbols * 9);
        let one = |(line, extent): &(&LinePosteriors, Extent)| {
            let x = |step: f32| line.strip.view_x(step * line.posteriors.stride);
            let (from, to) = (x(extent.start), x(extent.end));
            let pitch = (extent.end - extent.start) / extent.symbols.max(1) as f32;
            let cut = (extent.start < pitch, extent.end > line.posteriors.steps.len() as f32 - pitch);
            let (start, end, cut) = if from <= to { (from, to, cut) } else { (to, from, (cut.1, cut.0)) };
            Self { start, end, symbols, cut }
        };
        long.map(one).reduce(|a, b| Self {
            start: a.start.min(b.start),
            end: a.end.max(b.end),
            cut: (a.cut.0 || b.cut.0, a.cut.1 || b.cut.1),
            ..a
        })
    }
}

impl Spotted {
    /// Moves the ends of the lines to the print, or beyond it where it runs out of what was cut.
    fn fit(&mut self, print: &Print) {
        const MORE: usize = 12;
        let pitch = (print.end - print.start) / print.symbols as f32;
        let (left, right) = (usize::from(print.cut.0) * MORE, usize::from(print.cut.1) * MORE);
        let start = print.start - pitch * left as f32;
        let end = print.end + pitch * right as f32;
        self.tracks.iter_mut().for_each(|track| (track.start, track.end) = (start, end));
        if left + right > 0 {
            self.symbols = Some((print.symbols + left + right).min(60));
            return;
        }
        self.margin = EXACT;
        let standard = [30usize, 36, 44].into_iter().find(|n| n.abs_diff(print.symbols) <= 3);
        self.symbols = Some(standard.unwrap_or(print.symbols));
    }
}

/// Where the lines of a zone lie in a view, in its pixels, and at which of its borders they may go on.
struct Lie {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    cap: f32,
    cut_left: bool,
    cut_right: bool,
    cut_below: bool,
}

/// Lines of one zone begin and end together: they share the outermost ends of those that overlap, so that an end under
/// glare is not lost. At most four lines, the longest.
fn block(mut tracks: Vec<Track>) -> Vec<Track> {
    tracks.sort_by(|a, b| b.length().total_cmp(&a.length()));
    tracks.truncate(4);
    if let Some(longest) = tracks.first().cloned() {
        let shares = |t: &Track| {
            let overlap = t.end.min(longest.end) - t.start.max(longest.start);
            overlap > 0.75 * longest.length() && overlap > 0.75 * t.length()
        };
        let members = || tracks.iter().filter(|t| shares(t));
        let start = members().map(|t| t.start).fold(longest.start, f32::min);
        let end = members().map(|t| t.end).fold(longest.end, f32::max);
        let count = members().count() as f32;
        let cap = members().map(|t| t.cap).sum::<f32>() / count;
        for track in tracks.iter_mut().filter(|t| t.length() > 0.15 * longest.length()) {
            (track.start, track.end, track.cap) = (start, end, cap);
        }
    }
    tracks.sort_by(|a, b| a.y(a.view_width / 2.0).total_cmp(&b.y(b.view_width / 2.0)));
    tracks
}
