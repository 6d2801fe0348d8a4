use serde::Serialize;

use super::Module;

/// The values of an answer that come from chance and from the installation.
#[derive(Clone, Debug, Default)]
pub struct Stamp {
    /// Id of the transaction: 13 lower-case letters and digits in the vendor's example `[B]`.
    pub transaction_id: String,
    /// Name and version of the engine, such as `id_liveness@3.4.2` in the vendor's example; ID Liveness shows it,
    /// recognition has no such key `[A]`.
    pub engine_version: Option<String>,
}

/// The body of HTTP 200.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer<R> {
    api_type: &'static str,
    transaction_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_version: Option<String>,
    result: R,
}

impl<R: Serialize> Answer<R> {
    pub(super) fn new(module: Module, stamp: Stamp, result: R) -> Self {
        let engine_version = stamp.engine_version.filter(|_| module == Module::Liveness);
        Self { api_type: module.api_type(), transaction_id: stamp.transaction_id, engine_version, result }
    }

    /// The same as the body of a callback.
    pub fn into_callback(self) -> Callback<R> {
        Callback { status_code: 200, answer: self }
    }
}

/// The body of a callback that tells of a success: the answer and its status (Argos, callback pages of both modules
/// `[A]`). How often it is tried, with which signature and time limit is not documented `[X]`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback<R> {
    status_code: u16,
    #[serde(flatten)]
    answer: Answer<R>,
}

/// The body that tells that a request with a `callbackUrl` was taken; it has no `apiType` `[A]`. Its status is
/// [`Module::accepted_status`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    transaction_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_version: Option<String>,
    message: String,
}

impl Accepted {
    /// The body for a request whose result goes to `callback_url`.
    pub fn new(module: Module, stamp: Stamp, callback_url: &str) -> Self {
        // Recognition's example names the address, that of liveness does not [A].
        let (engine_version, whither) = match module {
            Module::Recognition => (None, callback_url),
            Module::Liveness => (stamp.engine_version, "your callback URL"),
        };
        let message = format!("request has been successfully received. The response will be sent to {whither}");
        Self { transaction_id: stamp.transaction_id, engine_version, message }
    }
}
