/// The header that carries the key of a workspace `[A]`.
pub const KEY_HEADER: &str = "x-api-key";

/// The modules that read documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// Global ID Recognition.
    Recognition,
    /// ID Liveness.
    Liveness,
}

impl Module {
    /// Both modules.
    pub const ALL: [Module; 2] = [Module::Recognition, Module::Liveness];

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Module::Recognition => "/modules/recognition",
            Module::Liveness => "/modules/document",
        }
    }

    /// `apiType`. An older page has `global_id_recognition` for the first (Argos, callback page for recognition `[A]`);
    /// the current one wins.
    pub(super) fn api_type(self) -> &'static str {
        match self {
            Module::Recognition => "id_recognition",
            Module::Liveness => "id_live_doc",
        }
    }

    /// The status that tells that a request with a `callbackUrl` was taken: each page has its own `[A]`.
    pub fn accepted_status(self) -> u16 {
        match self {
            Module::Recognition => 200,
            Module::Liveness => 201,
        }
    }
}
