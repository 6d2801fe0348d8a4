use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use dialects::{Door, Refusal};
use store::{Access, Credentials, Store, Workspace};

use crate::clock;
use crate::refused::Refused;

/// How long what the store says of a key is believed: a revoked key opens for so long at most.
const BELIEVED: Duration = Duration::from_secs(5);
/// Keys remembered at the same time. Who tries out many ids makes the gate forget, not grow.
const REMEMBERED: usize = 10_000;
/// What a key that stands in one header begins with, so that it is known for one where it leaks.
const PREFIX: &str = "vk_";

/// What the store said of each key, and when.
type Remembered = HashMap<(Door, String), (Instant, Option<Access>)>;

/// Who may come in, how often, and how many at the same time.
pub(crate) struct Gate {
    store: Store,
    remembered: Mutex<Remembered>,
    inside: Arc<Mutex<HashMap<String, u32>>>,
}

/// Somebody who was let in; takes up a place of the workspace until dropped.
pub(crate) struct Caller {
    /// None for somebody without a key, where that is allowed.
    pub(crate) workspace: Option<Workspace>,
    _place: Option<Place>,
}

struct Place {
    inside: Arc<Mutex<HashMap<String, u32>>>,
    workspace: String,
}

/// A key as a client sends it in one header.
pub fn key_text(credentials: &Credentials) -> String {
    format!("{PREFIX}{}_{}", credentials.id, credentials.secret)
}

impl Gate {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, remembered: Mutex::default(), inside: Arc::default() }
    }

    /// Lets in who has a key that stands in one header.
    pub(crate) async fn enter_with_key(&self, door: Door, key: Option<&str>) -> Result<Caller, Refused> {
        let (id, secret) = key.and_then(|key| key.strip_prefix(PREFIX)?.split_once('_')).ok_or(Refusal::UnknownKey)?;
        let access = self.access(door, id).await?.ok_or(Refusal::UnknownKey)?;
        if !access.secret_is(secret) {
            return Err(Refusal::UnknownKey.into());
        }
        self.enter(door, access.workspace).await
    }

    /// Lets in who needs no key.
    pub(crate) fn enter_without_key(&self) -> Caller {
        Caller { workspace: None, _place: None }
    }

    /// What the key of that id opens at a door.
    pub(crate) async fn access(&self, door: Door, id: &str) -> Result<Option<Access>, Refused> {
        // No key is that long; the memory of the gate is not for what callers make up.
        if id.len() > 64 {
            return Ok(None);
        }
        let name = (door, id.to_owned());
        if let Some((since, access)) = lock(&self.remembered).get(&name)
            && since.elapsed() < BELIEVED
        {
            return Ok(access.clone());
        }
        let access = self.store.access(door.as_str(), id).await?;
        let mut remembered = lock(&self.remembered);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(name, (Instant::now(), access.clone()));
        Ok(access)
    }

    /// Lets in somebody of a workspace whose key is right.
    pub(crate) async fn enter(&self, door: Door, workspace: Workspace) -> Result<Caller, Refused> {
        if workspace.disabled {
            return Err(Refusal::DisabledWorkspace.into());
        }
        if !workspace.may_use(door.as_str()) {
            return Err(Refusal::UnknownKey.into());
        }
        let place = self.place(&workspace)?;
        if workspace.calls_per_minute > 0 {
            let now_ms = clock::now_ms();
            let calls = self.store.count_call(&workspace.name, now_ms).await?;
            if calls > u64::from(workspace.calls_per_minute) {
                let left_ms = 60_000 - now_ms.rem_euclid(60_000);
                let retry_after_s = u64::try_from(left_ms).unwrap_or(0).div_ceil(1000);
                return Err(Refused { reason: Refusal::RateLimited, retry_after_s: Some(retry_after_s) });
            }
        }
        Ok(Caller { workspace: Some(workspace), _place: place })
    }

    fn place(&self, workspace: &Workspace) -> Result<Option<Place>, Refused> {
        if workspace.concurrency == 0 {
            return Ok(None);
        }
        let mut inside = lock(&self.inside);
        let count = inside.entry(workspace.name.clone()).or_default();
        if *count >= workspace.concurrency {
            return Err(Refused { reason: Refusal::RateLimited, retry_after_s: Some(1) });
        }
        *count += 1;
        Ok(Some(Place { inside: Arc::clone(&self.inside), workspace: workspace.name.clone() }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = lock(&self.inside);
        if let Some(count) = inside.get_mut(&self.workspace) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                inside.remove(&self.workspace);
            }
        }
    }
}

/// No code that can panic runs under these locks, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key in a header of that name.
pub(crate) fn key_in<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The key in `Authorization: Bearer` (RFC 6750 section 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}
