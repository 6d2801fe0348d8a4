use std::sync::{Mutex, MutexGuard, PoisonError};

/// Things of which each may serve one run at a time: made when a caller finds none idle, and kept for the next one.
///
/// There are never more than callers at once. No ceiling stands here: whoever calls from many threads bounds them.
pub(crate) struct Lanes<T>(Mutex<Vec<T>>);

impl<T> Lanes<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Starts with one lane that exists already.
    pub(crate) fn starting_with(first: T) -> Self {
        Self(Mutex::new(vec![first]))
    }

    /// Runs `work` on an idle lane, or on one that `make` makes. A lane whose work panics is dropped.
    pub(crate) fn with<R, E>(
        &self,
        make: impl FnOnce() -> Result<T, E>,
        work: impl FnOnce(&mut T) -> Result<R, E>,
    ) -> Result<R, E> {
        // The guard must go before `make` and `work`: in one expression with them it would be held for their duration.
        let idle = self.idle().pop();
        let mut lane = match idle {
            Some(lane) => lane,
            None => make()?,
        };
        let result = work(&mut lane);
        self.idle().push(lane);
        result
    }

    /// The list is whole after any panic, as nothing can panic between two changes to it.
    fn idle(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn as_many_lanes_as_callers_at_once() {
        let made = AtomicUsize::new(0);
        let lanes = Lanes::new();
        let make = || Ok::<_, ()>(made.fetch_add(1, Ordering::Relaxed));
        for _ in 0..5 {
            lanes.with(make, |_| Ok(())).expect("infallible");
        }
        assert_eq!(made.load(Ordering::Relaxed), 1, "one caller reuses its lane");

        let together = Barrier::new(3);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    lanes.with(make, |_| {
                        together.wait();
                        Ok(())
                    })
                });
            }
        });
        assert_eq!(made.load(Ordering::Relaxed), 3, "three callers at once need three");
    }

    #[test]
    fn a_failed_make_leaves_nothing_behind() {
        let lanes = Lanes::<u8>::new();
        assert_eq!(lanes.with(|| Err("no"), |_| Ok(())), Err("no"));
        assert_eq!(lanes.with(|| Ok::<_, ()>(7), |lane| Ok(*lane)), Ok(7));
    }
}
