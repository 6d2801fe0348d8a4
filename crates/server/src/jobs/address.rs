use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Why a result may not go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoCall {
    /// It is no address of the web, or names a user.
    Malformed,
    /// It is in a network that callbacks may not go to.
    Network,
    /// The workspace may not call this host.
    Host,
}

/// Which addresses callbacks may go to: those of the public internet, and networks that the operator allows. Without
/// this, whoever may ask for a callback could make the server knock at doors inside (server-side request forgery).
#[derive(Clone)]
pub(crate) struct Addresses {
    allowed: Arc<[IpNet]>,
}

impl Addresses {
    pub(crate) fn new(allowed: &[IpNet]) -> Self {
        Self { allowed: allowed.into() }
    }

    /// Whether a connection may be made.
    pub(crate) fn may_reach(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed.iter().any(|network| network.contains(&address)) || is_public(address)
    }

    /// The address that a text is, when it may be called as far as that can be told without looking a name up. What a
    /// name stands for is looked at when the connection is made.
    pub(crate) fn check(&self, text: &str) -> Result<Url, NoCall> {
        let url = Url::parse(text).map_err(|_| NoCall::Malformed)?;
        let host = url.host_str().ok_or(NoCall::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
            return Err(NoCall::Malformed);
        }
        // The parser has brought every spelling of an IPv4 address (0x7f.1) to the usual one.
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if literal.is_some_and(|address| !self.may_reach(address)) {
            return Err(NoCall::Network);
        }
        Ok(url)
    }
}

/// The resolver of the HTTP client: forgets the addresses that may not be reached, at the moment of connecting, so that
/// a name cannot be pointed elsewhere in between.
impl Resolve for Addresses {
    fn resolve(&self, name: Name) -> Resolving {
        let addresses = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let reachable: Vec<SocketAddr> = found.filter(|found| addresses.may_reach(found.ip())).collect();
            if reachable.is_empty() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, REFUSED).into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

/// How the resolver says no; looked for among the causes of a failed call.
pub(super) const REFUSED: &str = "the name leads into a network that callbacks may not go to";

/// Whether an address belongs to the public internet, by the IANA registries of special-purpose addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = a == 0
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || (a == 100 && (64..128).contains(&b)) // shared by carriers, RFC 6598
        || (a, b, c) == (192, 0, 0) // protocol assignments, RFC 6890
        || (a, b, c) == (192, 88, 99) // 6to4 relays, RFC 7526
        || address.is_documentation()
        || (a == 198 && (b & 0xfe) == 18) // benchmarks, RFC 2544
        || address.is_multicast()
        || a >= 240; // reserved and broadcast
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let embedded = |high: u16, low: u16| is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match s {
        // NAT64 and 6to4 lead to the IPv4 address inside (RFC 6052, RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, ORCHID and other assignments for protocols (RFC 6890); documentation.
        [0x2001, b, ..] if b < 0x200 || b == 0xdb8 => false,
        [0x3fff, b, ..] if b < 0x1000 => false,
        // Global unicast is 2000::/3 and nothing else.
        [a, ..] => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_called() {
        let none = Addresses::new(&[]);
        for (url, expected) in [
            ("https://example.com/callback?x=1", Ok(())),
            ("http://93.184.216.34:8080/", Ok(())),
            ("https://[2606:2800:220:1::1]/", Ok(())),
            // A name: looked at when the connection is made.
            ("http://localhost/", Ok(())),
            ("ftp://example.com/", Err(NoCall::Malformed)),
            ("file:///etc/passwd", Err(NoCall::Malformed)),
            ("https://user@example.com/", Err(NoCall::Malformed)),
            ("https://user:word@example.com/", Err(NoCall::Malformed)),
            ("https://", Err(NoCall::Malformed)),
            ("http://127.0.0.1/", Err(NoCall::Network)),
            ("http://0x7f.1/", Err(NoCall::Network)),
            ("http://2130706433/", Err(NoCall::Network)),
            ("http://0/", Err(NoCall::Network)),
            ("http://10.1.2.3/", Err(NoCall::Network)),
            ("http://172.31.0.1/", Err(NoCall::Network)),
            ("http://192.168.1.1/", Err(NoCall::Network)),
            ("http://169.254.169.254/latest/meta-data", Err(NoCall::Network)),
            ("http://100.64.0.1/", Err(NoCall::Network)),
            ("http://198.19.0.1/", Err(NoCall::Network)),
            ("http://224.0.0.1/", Err(NoCall::Network)),
            ("http://255.255.255.255/", Err(NoCall::Network)),
            ("http://[::1]/", Err(NoCall::Network)),
            ("http://[::]/", Err(NoCall::Network)),
            ("http://[::ffff:127.0.0.1]/", Err(NoCall::Network)),
            ("http://[::127.0.0.1]/", Err(NoCall::Network)),
            ("http://[64:ff9b::7f00:1]/", Err(NoCall::Network)),
            ("http://[2002:a00:1::]/", Err(NoCall::Network)),
            ("http://[fe80::1]/", Err(NoCall::Network)),
            ("http://[fd00::1]/", Err(NoCall::Network)),
            ("http://[ff02::1]/", Err(NoCall::Network)),
            ("http://[2001:db8::1]/", Err(NoCall::Network)),
            ("http://[2001::1]/", Err(NoCall::Network)),
        ] {
            assert_eq!(none.check(url).map(drop), expected, "{url}");
        }
        let inside = Addresses::new(&["10.0.0.0/8".parse().expect("a network"), "::1/128".parse().expect("a network")]);
        for (url, expected) in [
            ("http://10.1.2.3/", Ok(())),
            ("http://[::1]/", Ok(())),
            ("http://[::ffff:10.1.2.3]/", Ok(())),
            ("http://127.0.0.1/", Err(NoCall::Network)),
        ] {
            assert_eq!(inside.check(url).map(drop), expected, "{url}");
        }
    }
}
