//! Documents of the Republic of Korea in the layouts of their kinds: what stands where in millimetres, drawn or only
//! composed, with the truth of every field.
//!
//! A [`Layout`] invents a holder and gives a [`Plan`]; [`Plan::compose`] lays its print out by the usual widths of
//! characters, [`Plan::draw`] prints it in faces of type.
mod alien;
mod back;
mod business;
mod drawing;
mod invention;
mod licence;
mod mark;
mod passport;
mod plan;
mod resident;
mod screen;

pub(crate) use drawing::fitted;
pub use drawing::{Drawing, KoreanPhoto};
pub use plan::{Composition, Plan, PrintedField};

use crate::fonts::Split;
use crate::photo::Capture;
use crate::random::Random;
use invention::Inventor;

/// A kind of document, by the layout of its front or of its back.
pub struct Layout {
    /// The definition of the kind, such as `kor/resident_card_1999`.
    pub definition: &'static str,
    plan: fn(&mut Inventor, bool) -> Plan,
}

/// Every kind.
pub const LAYOUTS: &[Layout] = &[
    Layout { definition: "kor/resident_card_1999", plan: resident::resident_card_1999 },
    Layout { definition: "kor/resident_card_2020", plan: resident::resident_card_2020 },
    Layout { definition: "kor/resident_card_overseas_national", plan: resident::resident_card_overseas_national },
    Layout { definition: "kor/driving_licence_1990", plan: licence::driving_licence_1990 },
    Layout { definition: "kor/driving_licence_2000", plan: licence::driving_licence_2000 },
    Layout { definition: "kor/driving_licence_2020", plan: licence::driving_licence_2020 },
    Layout { definition: "kor/alien_registration_card_2011", plan: alien::alien_registration_card_2011 },
    Layout { definition: "kor/alien_registration_card_2023", plan: alien::alien_registration_card_2023 },
    Layout { definition: "kor/permanent_resident_card_2011", plan: alien::permanent_resident_card_2011 },
    Layout { definition: "kor/permanent_resident_card_2023", plan: alien::permanent_resident_card_2023 },
    Layout { definition: "kor/overseas_korean_card_2011", plan: alien::overseas_korean_card_2011 },
    Layout { definition: "kor/overseas_korean_card_2023", plan: alien::overseas_korean_card_2023 },
    Layout { definition: "kor/resident_card_back", plan: back::resident_card_back },
    Layout { definition: "kor/driving_licence_back", plan: back::driving_licence_back },
    Layout { definition: "kor/alien_registration_card_back", plan: back::alien_registration_card_back },
    Layout { definition: "kor/passport_green", plan: passport::passport_green },
    Layout { definition: "kor/passport_green_2020", plan: passport::passport_green_2020 },
    Layout { definition: "kor/passport_blue", plan: passport::passport_blue },
    Layout { definition: "kor/business_licence_corporation", plan: business::licence_of_corporation },
    Layout { definition: "kor/business_licence_sole_proprietor", plan: business::licence_of_sole_proprietor },
    Layout { definition: "kor/business_certificate_corporation", plan: business::certificate_of_corporation },
    Layout { definition: "kor/business_certificate_sole_proprietor", plan: business::certificate_of_sole_proprietor },
];

impl Layout {
    /// The layout of a definition.
    pub fn named(definition: &str) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.definition == definition)
    }

    /// Plans a document of an invented holder. One that is not valid has a number that fails its check, or dates that
    /// contradict each other.
    pub fn plan(&self, random: &mut Random, split: Split, is_valid: bool) -> Plan {
        let mut plan = (self.plan)(&mut Inventor::new(random, split), is_valid);
        plan.definition = self.definition;
        plan.is_valid = is_valid;
        plan
    }
}

/// How a document of a plan is photographed, as often as such photos are met.
pub fn capture(random: &mut Random, plan: &Plan) -> Capture {
    let is_paper = plan.millimetres() == plan::A4;
    let is_book = plan.millimetres() == plan::PASSPORT;
    match random.uniform(0.0, 1.0) {
        d if d < if is_paper { 0.4 } else { 0.18 } => Capture::Scan,
        d if d < 0.6 => Capture::Close,
        d if d < 0.8 && is_book => Capture::Book,
        _ => Capture::Desk,
    }
}

/// How many pixels wide a document of a plan shall be in its photo: a card 400 to 1,400, larger documents so many more that
/// their print can be read.
pub fn photo_width(random: &mut Random, plan: &Plan) -> f32 {
    let (low, high) = match plan.millimetres() {
        plan::A4 => (900.0, 2200.0),
        plan::PASSPORT => (500.0, 1700.0),
        _ => (400.0, 1400.0),
    };
    random.uniform(low, high)
}
