use std::error::Error as _;
use std::io;
use std::time::Duration;

use rand::TryRngCore;
use rand::rngs::OsRng;
use reqwest::{Client, redirect};
use store::{Delivery, State};

use super::address::{Addresses, REFUSED};
use super::backoff::delay;
use super::run::Hand;
use super::signature::signature;
use super::work::lease_ms;
use crate::app::App;
use crate::clock;
use crate::config::Jobs;
use crate::refused::log_store;

/// Seconds for which the result of a job is kept whose workspace is gone.
const NO_RETENTION_S: u32 = 60;

/// Carries results to addresses.
pub(crate) struct Courier {
    client: Client,
}

impl Courier {
    /// A courier that goes straight to its address: no proxy, no redirects, no network that it may not reach.
    pub(crate) fn new(config: &Jobs, addresses: Addresses) -> io::Result<Self> {
        // Fails when there is a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("vidimus/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(config.callback_timeout_s))
            .dns_resolver(addresses)
            .build();
        Ok(Self { client: client.map_err(io::Error::other)? })
    }

    /// One try. The error says in a few words what went wrong, without the address.
    async fn carry(&self, app: &App, delivery: &Delivery) -> Result<(), String> {
        let (url, body) = delivery.letter.as_ref().ok_or("the result does not open with this operator key")?;
        // The operator may have changed what may be called since the job was accepted.
        let url = app.addresses.check(url).map_err(|_| "the address may not be called")?;
        let secret = app.store.signing_secret(&delivery.workspace).await.map_err(|error| error.to_string())?;
        // The same for every try, so that who gets it twice can tell.
        let id = format!("msg_{}", delivery.lease.job);
        let timestamp_s = clock::now_ms() / 1000;
        let request = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", timestamp_s)
            .header("webhook-signature", signature(&secret, &id, timestamp_s, body))
            .body(body.clone());
        let response = request.send().await.map_err(|error| describe(&error).to_owned())?;
        let status = response.status();
        if status.is_success() { Ok(()) } else { Err(format!("status {}", status.as_u16())) }
    }
}

fn describe(error: &reqwest::Error) -> &'static str {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.to_string() == REFUSED {
            return "the address may not be called";
        }
        cause = inner.source();
    }
    match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_connect() => "no connection",
        _ => "the connection broke",
    }
}

/// Delivers results, one after the other, until the process stops.
pub(super) async fn deliver(hand: Hand) {
    let app = &hand.app;
    while !hand.is_stopping() {
        match app.store.take_delivery(&hand.holder, clock::now_ms(), lease_ms(app)).await {
            Ok(Some(delivery)) => deliver_one(app, &delivery).await,
            Ok(None) => hand.idle(&app.result_is_there).await,
            Err(error) => {
                log_store(&error);
                hand.idle(&app.result_is_there).await;
            }
        }
    }
}

async fn deliver_one(app: &App, delivery: &Delivery) {
    let outcome = app.courier.carry(app, delivery).await;
    let retention_s = match app.store.workspace(&delivery.workspace).await {
        Ok(workspace) => workspace.map_or(NO_RETENTION_S, |workspace| workspace.retention_s),
        // The lease runs out, and the result is delivered again.
        Err(error) => return log_store(&error),
    };
    let retention_ms = i64::from(retention_s) * 1000;
    let (lease, now_ms, tries) = (&delivery.lease, clock::now_ms(), delivery.tries + 1);
    let job = &lease.job;
    let kept = match outcome {
        Ok(()) => {
            tracing::info!(job, tries, "delivered");
            app.metrics.delivery("delivered");
            app.store.end_delivery(lease, State::Delivered, None, now_ms, retention_ms).await
        }
        Err(error) => {
            let config = &app.jobs;
            let wait = delay(
                delivery.tries,
                Duration::from_millis(config.first_retry_ms),
                Duration::from_secs(config.most_retry_s),
                chance(),
            );
            let due_ms = now_ms + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4);
            let last_ms =
                delivery.read_ms + i64::try_from(config.give_up_s.saturating_mul(1000)).unwrap_or(i64::MAX / 4);
            if due_ms > last_ms {
                tracing::warn!(job, tries, error, "delivery given up");
                app.metrics.delivery("given_up");
                app.store.end_delivery(lease, State::GivenUp, Some(&error), now_ms, retention_ms).await
            } else {
                tracing::info!(job, tries, error, "delivery put off");
                app.metrics.delivery("put_off");
                app.store.put_off_delivery(lease, &error, due_ms).await
            }
        }
    };
    if let Err(error) = kept {
        log_store(&error);
    }
}

/// A number in `0..=1`; without randomness from the system, the middle.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    OsRng.try_fill_bytes(&mut bytes).map_or(0.5, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}
