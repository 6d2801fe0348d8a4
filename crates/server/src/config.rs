use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Everything that can be set about the server. The command line's default file documents each key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Threads that decode and read pictures, at least 1; 0 means one.
    pub workers: usize,
    /// Pictures that may wait for a worker; one more is refused.
    pub queue: usize,
    /// Open connections; more wait in the system's backlog.
    pub max_connections: usize,
    /// Largest picture, in bytes after base64.
    pub max_picture_bytes: usize,
    /// Bytes of all bodies that are held at the same time; a body that does not fit is refused before it is read.
    pub max_upload_bytes: usize,
    /// Seconds within which the head of a request must arrive; an idle connection is closed after the same time.
    pub header_timeout_s: u64,
    /// Seconds within which a body must arrive.
    pub upload_timeout_s: u64,
    /// Seconds from the last byte of the body to the answer, waiting included.
    pub deadline_s: u64,
    /// Seconds that running requests get when the process is told to stop.
    pub grace_s: u64,
    /// Domains of the CLOVA OCR door.
    pub clova_domains: Vec<Domain>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            workers: 1,
            queue: 32,
            max_connections: 512,
            max_picture_bytes: 50_000_000,
            max_upload_bytes: 150_000_000,
            header_timeout_s: 10,
            upload_timeout_s: 30,
            deadline_s: 20,
            grace_s: 20,
            clova_domains: Vec::new(),
        }
    }
}

impl Config {
    pub(crate) fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_timeout_s)
    }

    pub(crate) fn upload_timeout(&self) -> Duration {
        Duration::from_secs(self.upload_timeout_s)
    }

    pub(crate) fn deadline(&self) -> Duration {
        Duration::from_secs(self.deadline_s)
    }

    pub(crate) fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_s)
    }
}

/// One domain of the CLOVA OCR door: what the vendor calls an Invoke URL and its secret.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The decimal id in the path.
    pub id: String,
    /// The key in the path.
    pub invoke_key: Secret,
    /// What `X-OCR-SECRET` must hold; without it, any value and none will do.
    pub secret: Option<Secret>,
}

impl Domain {
    /// The well-known domain that is served when none is configured, so that a client can be tried at once. It keeps
    /// nobody out.
    pub fn demo() -> Self {
        Self { id: "1".into(), invoke_key: Secret::new("demo"), secret: Some(Secret::new("demo-secret")) }
    }
}

/// A text that must not be seen: `Debug` hides it, and it is compared in a time that tells nothing about it.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether this is the text offered. Digests are compared, so that neither length nor common prefix can be timed.
    ///
    /// ```
    /// let secret = server::Secret::new("s3cret");
    /// assert!(secret.is("s3cret") && !secret.is("s3cre") && !secret.is(""));
    /// assert_eq!(format!("{secret:?}"), "Secret(..)");
    /// ```
    pub fn is(&self, offered: &str) -> bool {
        let (ours, theirs) = (Sha256::digest(&self.0), Sha256::digest(offered));
        ours.iter().zip(&theirs).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
