use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::panic;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use reader::Read;
use store::Store;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::app::{App, router};
use crate::{Config, Jobs, jobs};

/// What a server is made of.
pub struct Parts {
    /// Settings of the doors.
    pub config: Config,
    /// Settings of jobs.
    pub jobs: Jobs,
    /// Ids of the networks in force.
    pub models: Vec<String>,
    /// What reads.
    pub reader: Arc<dyn Read>,
    /// What outlives a request.
    pub store: Store,
}

/// Serves until SIGTERM or SIGINT, then lets running requests end. `started` hears the address once connections are
/// accepted.
///
/// # Errors
/// When the address cannot be bound or threads cannot be started.
pub async fn serve(parts: Parts, started: impl FnOnce(SocketAddr)) -> io::Result<()> {
    // The text of a panic may quote what was being worked on; its place is enough to find it.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let server = Server::bind(parts).await?;
    started(server.local_addr());
    server
        .run(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
        .await;
    Ok(())
}

/// A server that has its address and does not accept yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

impl Server {
    /// Takes the address and starts the workers.
    ///
    /// # Errors
    /// When the address cannot be bound or threads cannot be started.
    pub async fn bind(parts: Parts) -> io::Result<Self> {
        let listener = TcpListener::bind(parts.config.listen).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, app: Arc::new(App::new(parts)?) })
    }

    /// The address in force, with the port that the system chose for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Accepts until `stop` is done, then gives what runs the configured grace.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, app, .. } = self;
        let service = router(Arc::clone(&app));
        let places = Arc::new(Semaphore::new(app.config.max_connections.clamp(1, Semaphore::MAX_PERMITS)));
        let watcher = GracefulShutdown::new();
        let jobs = jobs::Jobs::start(&app);
        let keeper = Arc::clone(&app);
        let keeper = tokio::spawn(async move { keeper.gate.keep_places().await });
        let mut stop = std::pin::pin!(stop);
        loop {
            let (stream, place) = tokio::select! {
                () = &mut stop => break,
                connection = accept(&listener, &places) => connection,
            };
            converse(stream, place, &service, &watcher, app.config.header_timeout());
        }
        app.stop();
        drop(listener);
        tracing::info!("stopping");
        let requests = async {
            if tokio::time::timeout(app.config.grace(), watcher.shutdown()).await.is_err() {
                tracing::warn!("requests were cut off at the end of the grace period");
            }
        };
        tokio::join!(requests, jobs.end(app.config.grace()));
        keeper.abort();
        app.gate.leave_all_places().await;
    }
}

/// The next connection, as soon as there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a place in the end.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            Err(error) => {
                // Out of file descriptors, as a rule: those in use must end first.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Speaks HTTP/1.1 on a connection of its own task. HTTP/2 and TLS are the business of the proxy in front.
fn converse(
    stream: TcpStream,
    place: Option<OwnedSemaphorePermit>,
    service: &Router,
    watcher: &GracefulShutdown,
    header_timeout: Duration,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service.clone()));
    let connection = watcher.watch(connection);
    tokio::spawn(async move {
        // Clients break off as they please; that is no event for the log.
        let _ = connection.await;
        drop(place);
    });
}
