/// The wire formats that are served, each behind a door of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// [`native`](crate::native).
    Native,
    /// [`argos`](crate::argos).
    Argos,
    /// [`clova_ocr`](crate::clova_ocr).
    ClovaOcr,
    /// [`clova_ekyc`](crate::clova_ekyc).
    ClovaEkyc,
}

impl Door {
    /// Every door.
    pub const ALL: [Door; 4] = [Door::Native, Door::Argos, Door::ClovaOcr, Door::ClovaEkyc];

    /// Its name in settings, keys, metrics and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Door::Native => "native",
            Door::Argos => "argos",
            Door::ClovaOcr => "clova-ocr",
            Door::ClovaEkyc => "clova-ekyc",
        }
    }

    /// The door of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.as_str() == name)
    }

    /// The door that a path leads to; None for pages and probes.
    ///
    /// ```
    /// use dialects::Door;
    /// assert_eq!(Door::of_path("/custom/v1/1/k/document/passport"), Some(Door::ClovaOcr));
    /// assert_eq!(Door::of_path("/health"), None);
    /// ```
    pub fn of_path(path: &str) -> Option<Self> {
        let first = path.strip_prefix('/')?.split('/').next()?;
        match first {
            "v1" => Some(Door::Native),
            "modules" => Some(Door::Argos),
            "custom" => Some(Door::ClovaOcr),
            "ekyc" => Some(Door::ClovaEkyc),
            _ => None,
        }
    }

    /// Whether half of a key stands in the path: CLOVA's invoke key and signature.
    pub fn has_key_in_path(self) -> bool {
        matches!(self, Door::ClovaOcr | Door::ClovaEkyc)
    }
}
