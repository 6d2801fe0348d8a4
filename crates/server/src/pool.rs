use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::oneshot;

/// Threads that do the heavy work, with a bounded queue in front.
///
/// A queue of our own rather than a channel, because a caller that goes away takes its place in the queue along.
pub(crate) struct Pool {
    shared: Arc<Shared>,
    capacity: usize,
}

struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<(u64, Job)>,
    next: u64,
    closed: bool,
}

type Job = Box<dyn FnOnce() + Send>;

/// Whoever asked for some work; work that takes long looks now and then whether they still wait.
#[derive(Clone, Default)]
pub(crate) struct Asker(Arc<AtomicBool>);

impl Asker {
    /// Whether nobody waits for the value any more.
    pub(crate) fn is_gone(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The queue is full.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// The work panicked; where, is in the log.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Panicked;

impl Pool {
    /// Starts `workers` threads (at least one) with room for `capacity` waiting jobs (at least one).
    pub(crate) fn new(workers: usize, capacity: usize) -> io::Result<Self> {
        let shared = Arc::new(Shared { queue: Mutex::default(), wake: Condvar::new() });
        let pool = Self { shared, capacity: capacity.max(1) };
        for number in 0..workers.max(1) {
            let shared = Arc::clone(&pool.shared);
            thread::Builder::new().name(format!("reader-{number}")).spawn(move || shared.work())?;
        }
        Ok(pool)
    }

    /// Queues `work`, or refuses it at once.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Asker) -> T + Send + 'static,
    ) -> Result<Ticket<T>, Full> {
        let (sender, receiver) = oneshot::channel();
        let asker = Asker::default();
        let ours = asker.clone();
        let job = move || {
            // A panic drops the sender, which is how the waiting side learns of it. What the closure owned is gone with
            // it, and what it shared guards itself with locks, so nothing half-changed is seen afterwards.
            if let Ok(value) = catch_unwind(AssertUnwindSafe(|| work(&ours))) {
                // The caller may be gone; then nobody wants the value.
                let _ = sender.send(value);
            }
        };
        let mut queue = self.shared.lock();
        if queue.jobs.len() >= self.capacity {
            return Err(Full);
        }
        let id = queue.next;
        queue.next += 1;
        queue.jobs.push_back((id, Box::new(job)));
        drop(queue);
        self.shared.wake.notify_one();
        Ok(Ticket { shared: Arc::clone(&self.shared), id, receiver, asker })
    }

    /// How many jobs wait.
    pub(crate) fn waiting(&self) -> usize {
        self.shared.lock().jobs.len()
    }
}

impl Drop for Pool {
    /// Lets the threads end after the job in hand; waiting jobs are dropped.
    fn drop(&mut self) {
        let mut queue = self.shared.lock();
        queue.closed = true;
        let jobs = std::mem::take(&mut queue.jobs);
        drop(queue);
        drop(jobs);
        self.shared.wake.notify_all();
    }
}

impl Shared {
    fn work(&self) {
        loop {
            let mut queue = self.lock();
            let job = loop {
                if let Some((_, job)) = queue.jobs.pop_front() {
                    break job;
                }
                if queue.closed {
                    return;
                }
                queue = self.wake.wait(queue).unwrap_or_else(PoisonError::into_inner);
            };
            drop(queue);
            job();
        }
    }

    /// No code that can panic runs under the lock, so a poisoned one is as good as any.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue, then the value. Dropping it gives the place up; work that has begun can see that nobody waits.
pub(crate) struct Ticket<T> {
    shared: Arc<Shared>,
    id: u64,
    receiver: oneshot::Receiver<T>,
    asker: Asker,
}

impl<T> Ticket<T> {
    /// Waits for the value.
    pub(crate) async fn value(mut self) -> Result<T, Panicked> {
        (&mut self.receiver).await.map_err(|_| Panicked)
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        self.asker.0.store(true, Ordering::Relaxed);
        let mut queue = self.shared.lock();
        let place = queue.jobs.iter().position(|(id, _)| *id == self.id);
        let job = place.and_then(|place| queue.jobs.remove(place));
        drop(queue);
        // The job may own a whole picture: it is freed outside the lock.
        drop(job);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// A pool of one worker that is busy until the sender is dropped.
    fn busy(capacity: usize) -> (Pool, mpsc::Sender<()>, Ticket<()>) {
        let pool = Pool::new(1, capacity).expect("a pool");
        let (gate, wait) = mpsc::channel::<()>();
        let (begun, has_begun) = mpsc::channel();
        let ticket = pool
            .submit(move |_| {
                begun.send(()).expect("the test waits");
                let _ = wait.recv();
            })
            .expect("room");
        has_begun.recv().expect("the worker runs");
        (pool, gate, ticket)
    }

    #[tokio::test]
    async fn a_full_queue_refuses_and_a_dropped_ticket_makes_room() {
        let (pool, gate, running) = busy(2);
        let (first, second) = (pool.submit(|_| 1).expect("room"), pool.submit(|_| 2).expect("room"));
        assert!(pool.submit(|_| 3).is_err());
        drop(first);
        assert_eq!(pool.waiting(), 1);
        let third = pool.submit(|_| 3).expect("room again");
        drop(gate);
        assert_eq!((running.value().await, second.value().await, third.value().await), (Ok(()), Ok(2), Ok(3)));
    }

    #[tokio::test]
    async fn a_panic_is_told_and_the_worker_lives_on() {
        let pool = Pool::new(1, 4).expect("a pool");
        let panics = pool.submit(|_| -> u8 { std::panic::resume_unwind(Box::new("on purpose")) }).expect("room");
        assert_eq!(panics.value().await, Err(Panicked));
        assert_eq!(pool.submit(|_| 7).expect("room").value().await, Ok(7));
    }

    #[tokio::test]
    async fn work_sees_that_nobody_waits() {
        let pool = Pool::new(1, 4).expect("a pool");
        let (told, tells) = mpsc::channel();
        let ticket = pool.submit(move |asker| {
            told.send(asker.is_gone()).expect("the test waits");
            while !asker.is_gone() {
                thread::yield_now();
            }
            told.send(true).expect("the test waits");
        });
        assert_eq!(tells.recv(), Ok(false));
        drop(ticket.expect("room"));
        assert_eq!(tells.recv(), Ok(true));
        assert_eq!(pool.submit(|_| 7).expect("room").value().await, Ok(7));
    }

    #[tokio::test]
    async fn a_dropped_pool_drops_what_waits() {
        let (pool, gate, running) = busy(2);
        let waiting = pool.submit(|_| 1).expect("room");
        drop(pool);
        drop(gate);
        assert_eq!((running.value().await, waiting.value().await), (Ok(()), Err(Panicked)));
    }
}
