use std::net::SocketAddr;
use std::time::Duration;

use ipnet::IpNet;
use serde::Deserialize;

/// Everything that can be set about the doors. The command line's default file documents each key.
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
    /// Who may use the native door without a key.
    pub open_to: OpenTo,
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
            open_to: OpenTo::ThisMachine,
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

/// Who may use the native door without a key. The other doors always need one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenTo {
    /// Whoever is on this machine, while the server listens to nobody else.
    ThisMachine,
    /// Nobody.
    Nobody,
}

/// Everything that can be set about jobs and their callbacks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// Jobs that this process reads at the same time; 0 leaves them to other processes.
    pub readers: usize,
    /// Results that this process delivers at the same time; 0 leaves them to other processes.
    pub senders: usize,
    /// Jobs of all processes that may wait to be read; one more is refused. 0 is any number.
    pub max_waiting: u64,
    /// Seconds after which a job is taken over from a process that has not been heard of.
    pub lease_s: u64,
    /// Milliseconds between looks at what other processes have accepted or left behind.
    pub poll_ms: u64,
    /// Milliseconds until a delivery that failed is tried again; each further wait is twice as long.
    pub first_retry_ms: u64,
    /// Seconds of the longest wait.
    pub most_retry_s: u64,
    /// Seconds after which a delivery is given up.
    pub give_up_s: u64,
    /// Seconds that an address gets to answer.
    pub callback_timeout_s: u64,
    /// Networks that callbacks may go to although they are not of the public internet.
    pub callback_networks: Vec<IpNet>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            readers: 1,
            senders: 8,
            max_waiting: 10_000,
            lease_s: 60,
            poll_ms: 1000,
            first_retry_ms: 5000,
            most_retry_s: 3600,
            give_up_s: 86_400,
            callback_timeout_s: 10,
            callback_networks: Vec::new(),
        }
    }
}
