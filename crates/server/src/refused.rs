use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use dialects::Refusal;

use crate::app::{NoAnswer, json};

/// A refusal that every dialect has words for, and when to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) reason: Refusal,
    pub(crate) retry_after_s: Option<u64>,
}

impl From<Refusal> for Refused {
    fn from(reason: Refusal) -> Self {
        Self { reason, retry_after_s: (reason == Refusal::Busy).then_some(1) }
    }
}

impl From<NoAnswer> for Refused {
    fn from(reason: NoAnswer) -> Self {
        Refusal::from(reason).into()
    }
}

/// A failure of the store: the request is not to blame, and the log knows why.
impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        log_store(&error);
        Refusal::Failed.into()
    }
}

/// Tells the log what the store could not do. What a database says may quote values, so only its kind is told, unless
/// the connection is to blame.
pub(crate) fn log_store(error: &store::Error) {
    tracing::error!(kind = ?error.kind(), %error, "the store failed");
}

/// Why a request gets no answer, in the words of its dialect.
#[derive(Debug)]
pub(crate) struct Denied<F> {
    pub(crate) fault: F,
    pub(crate) refused: Option<Refused>,
}

impl<F> From<F> for Denied<F> {
    fn from(fault: F) -> Self {
        Self { fault, refused: None }
    }
}

impl<F: From<Refusal>> Denied<F> {
    /// What the dialect says to a refusal.
    pub(crate) fn by(refused: impl Into<Refused>) -> Self {
        let refused = refused.into();
        Self { fault: refused.reason.into(), refused: Some(refused) }
    }
}

/// The answer to a request that is denied.
pub(crate) fn response(status: u16, body: impl Into<Bytes>, refused: Option<Refused>) -> Response {
    let mut response = json(status, body);
    if let Some(seconds) = refused.and_then(|refused| refused.retry_after_s) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
