//! Every metric: name, unit, help, and labels of few values.
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use dialects::{Door, Refusal};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use reader::Milliseconds;

type Label = (&'static str, String);

/// 2 ms to 33 s.
#[derive(Clone, Debug)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        let bounds = (0..15).map(|power| 0.002 * f64::from(1 << power));
        Histogram::new(bounds)
    }
}

type Histograms = Family<Vec<Label>, Histogram, Seconds>;
type Counters = Family<Vec<Label>, Counter>;

/// What is counted and timed.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Counters,
    request_seconds: Histograms,
    refusals: Counters,
    stages: Histograms,
    queue_wait: Histogram,
    waiting: Gauge,
    jobs: Counters,
    jobs_to_read: Gauge<i64>,
    deliveries: Counters,
    stopping: Gauge<u64, AtomicU64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("vidimus");
        let metrics = Self {
            requests: Counters::default(),
            request_seconds: Histograms::new_with_constructor(Seconds),
            refusals: Counters::default(),
            stages: Histograms::new_with_constructor(Seconds),
            queue_wait: Seconds.new_metric(),
            waiting: Gauge::default(),
            jobs: Counters::default(),
            jobs_to_read: Gauge::default(),
            deliveries: Counters::default(),
            stopping: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Answers by door and HTTP status", metrics.requests.clone());
        let seconds = || Unit::Seconds;
        registry.register_with_unit(
            "request",
            "From the head of a request to its answer, by door",
            seconds(),
            metrics.request_seconds.clone(),
        );
        registry.register(
            "refusals",
            "Requests refused before their work, by door and reason",
            metrics.refusals.clone(),
        );
        registry.register_with_unit("stage", "Work on a picture, by stage", seconds(), metrics.stages.clone());
        registry.register_with_unit(
            "queue_wait",
            "From a place in the queue to a worker",
            seconds(),
            metrics.queue_wait.clone(),
        );
        registry.register("queue_waiting", "Pictures that wait for a worker", metrics.waiting.clone());
        registry.register("jobs", "Jobs by door and event: accepted, read", metrics.jobs.clone());
        registry.register("jobs_to_read", "Jobs of all processes that wait to be read", metrics.jobs_to_read.clone());
        registry.register(
            "deliveries",
            "Callbacks by outcome: delivered, put_off, given_up",
            metrics.deliveries.clone(),
        );
        registry.register("stopping", "1 while the process is stopping", metrics.stopping.clone());
        Self { registry, ..metrics }
    }

    pub(crate) fn answered(&self, door: Option<Door>, status: u16, took: Duration) {
        let door = door.map_or("other", Door::as_str);
        self.requests.get_or_create(&vec![("door", door.into()), ("status", status.to_string())]).inc();
        self.request_seconds.get_or_create(&vec![("door", door.into())]).observe(took.as_secs_f64());
    }

    pub(crate) fn refused(&self, door: Door, reason: Refusal) {
        let reason = match reason {
            Refusal::UnknownKey => "unknown_key",
            Refusal::DisabledWorkspace => "disabled_workspace",
            Refusal::TooLarge => "too_large",
            Refusal::RateLimited => "rate_limited",
            Refusal::QuotaUsed => "quota_used",
            Refusal::Busy => "busy",
            Refusal::Late => "late",
            _ => "failed",
        };
        self.refusals.get_or_create(&vec![("door", door.as_str().into()), ("reason", reason.into())]).inc();
    }

    pub(crate) fn began(&self, waited: Duration) {
        self.queue_wait.observe(waited.as_secs_f64());
    }

    pub(crate) fn read(&self, took: &Milliseconds) {
        for (stage, milliseconds) in [
            ("decode", took.decode),
            ("locate", took.locate),
            ("rectify", took.rectify),
            ("spot", took.spot),
            ("recognise", took.recognise),
            ("decide", took.decide),
            ("text", took.text),
            ("total", took.total),
        ] {
            self.stages.get_or_create(&vec![("stage", stage.into())]).observe(f64::from(milliseconds) / 1000.0);
        }
    }

    pub(crate) fn job(&self, door: &str, event: &str) {
        self.jobs.get_or_create(&vec![("door", door.into()), ("event", event.into())]).inc();
    }

    pub(crate) fn delivery(&self, outcome: &str) {
        self.deliveries.get_or_create(&vec![("outcome", outcome.into())]).inc();
    }

    /// The text that Prometheus reads (OpenMetrics 1.0), with the gauges set to what holds now.
    pub(crate) fn text(&self, waiting: usize, jobs_to_read: Option<u64>, stopping: bool) -> String {
        self.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        if let Some(jobs) = jobs_to_read {
            self.jobs_to_read.set(i64::try_from(jobs).unwrap_or(i64::MAX));
        }
        self.stopping.set(u64::from(stopping));
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
