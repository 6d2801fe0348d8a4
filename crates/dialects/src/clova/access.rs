use super::{Code, Fault};

/// What the operator's table says of the domain that a path names; None for a domain or a key that is not in it.
pub struct Domain<'a, M> {
    /// The models that it serves. A domain of the vendor is made for one model (Naver Cloud, CLOVA OCR Document API,
    /// old page `[A]`).
    pub models: &'a [M],
    /// Whether the secret that came with the request is that of the domain.
    pub secret_is_right: bool,
}

/// Whether a request may go on to `model`, None for a model of the family that is not served here; in the order in
/// which the vendor's codes suggest that it looks: address, secret, model `[X]`.
///
/// # Errors
/// 0001, 0002 or 0022.
pub(crate) fn admit<M: PartialEq>(domain: Option<&Domain<'_, M>>, model: Option<M>) -> Result<M, Fault> {
    let domain = domain.ok_or(Fault::new(Code::UrlInvalid))?;
    if !domain.secret_is_right {
        return Err(Fault::new(Code::SecretInvalid));
    }
    model.filter(|model| domain.models.contains(model)).ok_or(Fault::new(Code::DomainInvalid))
}
