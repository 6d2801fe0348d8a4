use document::Quad;
use imaging::{Homography, Picture};
use inference::Error;

use crate::recogniser::{LineRecogniser, Posteriors};
use crate::spotter::LineSpotter;
use crate::strip::{Strip, StripShape};
use crate::track::Track;

/// Finds and recognises the lines of a machine-readable zone on one sheet.
pub struct MrzReader {
    spotter: LineSpotter,
    recogniser: LineRecogniser,
}

/// The lines of a zone on a view of a sheet.
pub struct Spotted {
    /// The lines, the topmost first.
    pub tracks: Vec<Track>,
    photo_from_view: Homography,
}

/// A line's posteriors with its strip, which knows where it was cut out.
pub struct LinePosteriors {
    /// What the recogniser says.
    pub posteriors: Posteriors,
    strip: Strip,
}

impl LinePosteriors {
    /// The quad on the photo between two places along the line, in steps of the posteriors.
    pub fn quad(&self, left: f32, right: f32) -> Quad {
        self.strip.quad(left * self.posteriors.stride, right * self.posteriors.stride)
    }
}

/// What is shown around a sheet, as a share of its sides: its outline may be a little off.
const MARGIN: f32 = 0.03;
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
        let (mut spotted, sideways) = self.spot_as(photo, &grown(quad, MARGIN))?;
        if sideways {
            spotted = self.spot_as(photo, &grown(&quad.relabel(1), MARGIN))?.0;
        }
        for _ in 0..2 {
            let Some(view) = self.closer(&spotted) else { break };
            let next = self.spot_as(photo, &view)?.0;
            if next.tracks.is_empty() {
                break;
            }
            spotted = next;
        }
        Ok(spotted)
    }

    /// A view on the photo in which the lines lie as on a sheet that was found exactly; `None` when they do already.
    fn closer(&self, spotted: &Spotted) -> Option<Quad> {
        let width = self.spotter.width() as f32;
        let longest = spotted.tracks.iter().max_by(|a, b| a.length().total_cmp(&b.length()))?;
        let (cut_left, cut_right) = (longest.start < 0.02 * width, longest.end > 0.98 * width);
        if !cut_left && !cut_right && longest.length() > 0.62 * width {
            return None;
        }
        let room = |cut: bool| longest.length() * if cut { 0.35 } else { 0.08 };
        let (left, right) = (longest.start - room(cut_left), longest.end + room(cut_right));
        let ys = || spotted.tracks.iter().flat_map(|t| [t.y(t.start), t.y(t.end)]);
        let (top, bottom) = (ys().fold(f32::MAX, f32::min), ys().fold(f32::MIN, f32::max));
        // Capitals of CAP_SHARE of the view's height, as on the sheets of training, and the lines near its lower border.
        let tall = (longest.cap / CAP_SHARE).max((bottom - top) * 1.5);
        let low = bottom + 0.1 * tall;
        let view = Quad::rectangle(left, low - tall, right - left, tall).map(|p| spotted.photo_from_view.apply(p));
        let usable = view.is_convex() && view.corners().iter().all(|p| p.x.is_finite() && p.y.is_finite());
        usable.then_some(view)
    }

    fn spot_as(&self, photo: &Picture, quad: &Quad) -> Result<(Spotted, bool), Error> {
        let (width, height) = (self.spotter.width(), self.spotter.height());
        let target = Quad::rectangle(0.0, 0.0, width as f32, height as f32);
        let Some(photo_from_view) = Homography::between(&target, quad) else {
            return Ok((Spotted { tracks: Vec::new(), photo_from_view: Homography::identity() }, false));
        };
        let view = imaging::warp(photo, &photo_from_view, width, height, [128; 3]);
        let found = self.spotter.tracks(&view)?;
        Ok((Spotted { tracks: block(found.tracks), photo_from_view }, found.sideways))
    }

    /// Recognises the lines, the first line of the text first. `loosen` is a factor on the height of the cut, for
    /// independent second readings.
    ///
    /// # Errors
    /// When the network fails.
    pub fn recognise(
        &self,
        photo: &Picture,
        spotted: &Spotted,
        upside_down: bool,
        loosen: f32,
    ) -> Result<Vec<LinePosteriors>, Error> {
        let Some(longest) = spotted.tracks.iter().max_by(|a, b| a.length().total_cmp(&b.length())) else {
            return Ok(Vec::new());
        };
        let symbols = if spotted.tracks.len() > 2 { 30 } else { StripShape::symbols_of(longest, &spotted.photo_from_view) };
        let shape = StripShape { symbols, loosen, upside_down };
        let mut strips = Strip::cut(photo, &spotted.photo_from_view, &spotted.tracks, shape);
        if upside_down {
            strips.reverse();
        }
        let read = self.recogniser.read(&strips)?;
        Ok(read.into_iter().zip(strips).map(|(posteriors, strip)| LinePosteriors { posteriors, strip }).collect())
    }
}

/// The quad with a margin all round, as a share of its sides. The same plane, so perspective is kept.
fn grown(quad: &Quad, margin: f32) -> Quad {
    let unit = Quad::rectangle(0.0, 0.0, 1.0, 1.0);
    let wide = Quad::rectangle(-margin, -margin, 1.0 + 2.0 * margin, 1.0 + 2.0 * margin);
    let map = Homography::between(&unit, quad);
    let grown = map.map(|map| wide.map(|p| map.apply(p)));
    grown.filter(|g| g.is_convex() && g.corners().iter().all(|p| p.x.is_finite() && p.y.is_finite())).unwrap_or(*quad)
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
