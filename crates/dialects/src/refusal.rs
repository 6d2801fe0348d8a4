/// Why a request gets no answer, before or beside any dialect: each dialect has its own code and status for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The key or secret is missing or unknown.
    UnknownKey,
    /// The key is known and its workspace is switched off.
    DisabledWorkspace,
    /// More bytes than the operator allows.
    TooLarge,
    /// Calls come faster than the workspace may make them.
    RateLimited,
    /// The workspace has made all the calls that it may make.
    QuotaUsed,
    /// Every worker has work and the queue is full.
    Busy,
    /// The answer was not ready in time.
    Late,
    /// The program failed.
    Failed,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Refusal; 8] = [
        Refusal::UnknownKey,
        Refusal::DisabledWorkspace,
        Refusal::TooLarge,
        Refusal::RateLimited,
        Refusal::QuotaUsed,
        Refusal::Busy,
        Refusal::Late,
        Refusal::Failed,
    ];
}
