//! Screenshots of apps that show a card on a phone. Their layout is an assumption: a heading that names what is shown, the
//! card's picture, and what can be done with it.
use document::{Point, Quad};
use imaging::Picture;

use super::drawing::{Drawing, KoreanPhoto};
use super::mark::{Ground, Mark};
use super::plan::{CARD, Composition, Family, Plan, Style};
use crate::canvas::Colour;
use crate::line::LineAssets;
use crate::look::Look;
use crate::photo::{Photo, PlacedSheet};
use crate::random::Random;
use crate::sheet::{Assets, SheetKind};

/// Width of the screen, in millimetres.
const WIDTH: f32 = 70.0;
/// Where the card's picture begins.
const TOP: f32 = 24.0;
const GREY: Colour = [90, 96, 104];

impl Plan {
    /// What the heading of the app says that shows such a document; None for those that no app shows.
    pub fn heading_on_screen(&self) -> Option<&'static str> {
        match self.definition {
            // No paper of that time is shown by an app.
            definition if definition.ends_with("_back") || definition.ends_with("_1990") => None,
            definition if definition.starts_with("kor/resident_card") => Some("모바일 주민등록증"),
            definition if definition.starts_with("kor/driving_licence") => Some("모바일 운전면허증"),
            definition if definition.starts_with("kor/alien") => Some("모바일 외국인등록증"),
            _ if self.size == CARD => Some("모바일 신분증"),
            _ => None,
        }
    }

    /// Draws the document as an app shows it, in a screenshot about `width` pixels wide; None for those that no app shows.
    pub fn on_screen(
        &self,
        random: &mut Random,
        lines: &LineAssets,
        assets: &Assets,
        width: f32,
    ) -> Option<KoreanPhoto> {
        let heading = self.heading_on_screen()?;
        let unit = width / WIDTH;
        let rim = random.uniform(1.5, 5.0);
        let shown = WIDTH - 2.0 * rim;
        let Drawing { mut picture, .. } =
            app(random, heading, TOP + shown * CARD.1 / CARD.0).draw(random, lines, assets, unit);
        let mut card = self.draw(random, lines, assets, shown * unit / self.size.0);
        let (left, top) = ((rim * unit).round(), (TOP * unit).round());
        paste(&mut picture, &card.picture, (left as u32, top as u32), card.radius);
        let moved = |quad: &Quad| quad.map(|point| Point::new(point.x + left, point.y + top));
        card.print.quads_mut().for_each(|quad| *quad = moved(quad));
        let sheet = PlacedSheet { kind: SheetKind::CardFront, quad: moved(&card.picture.quad()), zone: Vec::new() };
        let Composition { fields, words, .. } = card.print;
        Some(KoreanPhoto { photo: Photo { picture, sheets: vec![sheet] }, fields, words })
    }
}

/// The app's page around the card, which ends at `bottom`.
fn app(random: &mut Random, heading: &str, bottom: f32) -> Plan {
    let height = WIDTH * random.uniform(1.9, 2.2);
    let mut page = Plan::new((WIDTH, height), Ground::Paper { tone: [246, 247, 250], emblem: None }, &[Look::Plain]);
    let small = Style::new(Family::Gothic, 2.2).of_form(GREY);
    let clock = format!("{}:{:02}", random.whole(1, 12), random.whole(0, 59));
    page.print((4.0, 4.4), small, clock);
    page.print((WIDTH - 9.0, 4.4), small, format!("{}%", random.whole(5, 99)));
    page.print((WIDTH / 2.0, 15.5), Style::new(Family::Heading, 4.2).of_form([24, 28, 40]).centred(), heading);
    let button = bottom + 6.0;
    let ink = *random.pick(&[[36, 92, 214], [20, 120, 96], [52, 58, 70]]);
    page.under.push(Mark::Panel { at: (8.0, button), size: (WIDTH - 16.0, 9.0), ink, opacity: 1.0 });
    let action = *random.pick(&["QR 코드 제출", "신분증 제출", "QR 촬영"]);
    page.print((WIDTH / 2.0, button + 5.8), Style::new(Family::Gothic, 3.0).of_form([250; 3]).centred(), action);
    for (at, text) in ["정보 보기", "검증하기", "설정"].into_iter().enumerate() {
        page.print((WIDTH * (1.0 + 2.0 * at as f32) / 6.0, button + 18.0), small.sized(2.6).centred(), text);
    }
    page
}

/// Lays a card with round corners over a picture, as far as it reaches.
fn paste(picture: &mut Picture, card: &Picture, (left, top): (u32, u32), radius: f32) {
    let (width, height) = (card.width() as f32, card.height() as f32);
    let is_inside = |x: f32, y: f32| {
        let beyond = |at: f32, side: f32| (radius - at).max(at - (side - radius)).max(0.0);
        beyond(x, width).hypot(beyond(y, height)) <= radius
    };
    for y in 0..card.height().min(picture.height().saturating_sub(top)) {
        for x in 0..card.width().min(picture.width().saturating_sub(left)) {
            if is_inside(x as f32 + 0.5, y as f32 + 0.5) {
                picture.set(left + x, top + y, card.pixel(x, y));
            }
        }
    }
}
