use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use dialects::{Door, Refusal};
use store::{Access, Credentials, Store, Workspace};
use tokio::runtime::Handle;

use crate::clock;
use crate::ids::random_base36;
use crate::refused::{Refused, log_store};

/// How long what the store says of a key is believed: a revoked key opens for so long at most.
const BELIEVED: Duration = Duration::from_secs(5);
/// Keys remembered at the same time. Who tries out many ids makes the gate forget, not grow.
const REMEMBERED: usize = 10_000;
/// How long the places of a process that dies stay taken.
const PLACE_LEASE: Duration = Duration::from_secs(15);
/// What a key that stands in one header begins with, so that it is known for one where it leaks.
const PREFIX: &str = "vk_";

/// What the store said of each key, and when.
type Remembered = HashMap<(Door, String), (Instant, Option<Access>)>;

/// Who may come in, how often, and how many at the same time.
pub(crate) struct Gate {
    store: Store,
    remembered: Mutex<Remembered>,
    /// Names this process in the places that it has taken.
    holder: String,
    inside: Inside,
}

/// How many of each workspace with a limit are inside this process: who is over the limit here alone is refused without
/// asking the store.
type Inside = Arc<Mutex<HashMap<String, u32>>>;

/// Somebody who was let in; takes up a place of the workspace until they leave or are dropped.
pub(crate) struct Caller {
    /// None for somebody without a key, where that is allowed.
    pub(crate) workspace: Option<Workspace>,
    place: Option<Place>,
}

/// A place, here and among all processes.
struct Place {
    store: Store,
    shared: Option<store::Place>,
    here: Option<Here>,
}

/// A place in this process.
struct Here {
    inside: Inside,
    workspace: String,
}

/// A key as a client sends it in one header.
pub fn key_text(credentials: &Credentials) -> String {
    format!("{PREFIX}{}_{}", credentials.id, credentials.secret)
}

impl Gate {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, remembered: Mutex::default(), holder: random_base36(12), inside: Arc::default() }
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
        Caller { workspace: None, place: None }
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
        let place = self.place(&workspace).await?;
        let caller = Caller { workspace: Some(workspace), place };
        match self.count(caller.workspace.as_ref()).await {
            Ok(()) => Ok(caller),
            Err(refused) => {
                caller.leave().await;
                Err(refused)
            }
        }
    }

    /// Holds the places of this process while it lives.
    pub(crate) async fn keep_places(&self) {
        loop {
            tokio::time::sleep(PLACE_LEASE / 3).await;
            if lock(&self.inside).is_empty() {
                continue;
            }
            if let Err(error) = self.store.keep_places(&self.holder, place_until_ms()).await {
                log_store(&error);
            }
        }
    }

    /// Gives back the places of a process that ends: those of requests that were cut off.
    pub(crate) async fn leave_all_places(&self) {
        if let Err(error) = self.store.leave_all_places(&self.holder).await {
            log_store(&error);
        }
    }

    async fn count(&self, workspace: Option<&Workspace>) -> Result<(), Refused> {
        let Some(workspace) = workspace.filter(|workspace| workspace.calls_per_minute > 0) else { return Ok(()) };
        let now_ms = clock::now_ms();
        if self.store.count_call(&workspace.name, now_ms).await? <= u64::from(workspace.calls_per_minute) {
            return Ok(());
        }
        let left_ms = 60_000 - now_ms.rem_euclid(60_000);
        let retry_after_s = u64::try_from(left_ms).unwrap_or(0).div_ceil(1000);
        Err(Refused { reason: Refusal::RateLimited, retry_after_s: Some(retry_after_s) })
    }

    async fn place(&self, workspace: &Workspace) -> Result<Option<Place>, Refused> {
        let most = workspace.concurrency;
        if most == 0 {
            return Ok(None);
        }
        let full = Refused { reason: Refusal::RateLimited, retry_after_s: Some(1) };
        let here = Some(self.place_here(workspace).ok_or(full)?);
        let taken = self.store.take_place(&workspace.name, most, &self.holder, clock::now_ms(), place_until_ms());
        let shared = Some(taken.await?.ok_or(full)?);
        Ok(Some(Place { store: self.store.clone(), shared, here }))
    }

    fn place_here(&self, workspace: &Workspace) -> Option<Here> {
        let mut inside = lock(&self.inside);
        let count = inside.entry(workspace.name.clone()).or_default();
        if *count >= workspace.concurrency {
            return None;
        }
        *count += 1;
        Some(Here { inside: Arc::clone(&self.inside), workspace: workspace.name.clone() })
    }
}

fn place_until_ms() -> i64 {
    clock::now_ms() + i64::try_from(PLACE_LEASE.as_millis()).unwrap_or(i64::MAX / 4)
}

impl Caller {
    /// Gives the place back. To be awaited before the answer goes out: who has it may come again at once, by way of
    /// another process.
    pub(crate) async fn leave(mut self) {
        if let Some(leaving) = self.place.as_mut().and_then(Place::leave) {
            leaving.await;
        }
    }
}

impl Place {
    /// What is to be done to give it back; None when that was asked for before.
    fn leave(&mut self) -> Option<impl Future<Output = ()> + use<>> {
        let (store, shared, here) = (self.store.clone(), self.shared.take()?, self.here.take());
        Some(async move {
            if let Err(error) = store.leave_place(&shared).await {
                log_store(&error);
            }
            drop(here);
        })
    }
}

/// For a request that is cut off.
impl Drop for Place {
    fn drop(&mut self) {
        if let (Some(leaving), Ok(runtime)) = (self.leave(), Handle::try_current()) {
            runtime.spawn(leaving);
        }
    }
}

impl Drop for Here {
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
