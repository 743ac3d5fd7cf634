//! Why a service was not reached or said nothing.

use crate::report::seconds;
use nylas::Connect;
use std::time::Duration;
use wizard::{Detail, Problem, Report};

/// Why a service said nothing about the password. Holds neither an address nor a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// The name of the host was not found.
    Name,
    /// Nobody listens there, or a firewall says so.
    Refused,
    /// No way there, or another fault of the network.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// The certificate was not trusted, or it was no TLS.
    Tls {
        /// Who signed the certificate that was not trusted.
        issuer: Option<String>,
    },
    /// The certificate is not valid yet or no longer, and would be trusted otherwise.
    Clock,
    /// A proxy or a sign-in page answered instead.
    Proxy,
    /// It named a host that must not hear the password, so that one was not asked.
    Elsewhere,
    /// The connection ended before the answer did.
    Reset,
    /// Too many questions, or it is busy.
    Throttled {
        /// When it wants to be asked again, where it says so.
        retry_after: Option<Duration>,
    },
    /// It says that it does not work now.
    Unavailable,
    /// It answered something else than its protocol.
    NotUnderstood,
}

impl Outage {
    /// Its name for whoever helps, without particulars.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Outage::Name => "name",
            Outage::Refused => "refused",
            Outage::Unreachable => "unreachable",
            Outage::TimedOut => "timed-out",
            Outage::Tls { .. } => "tls",
            Outage::Clock => "clock",
            Outage::Proxy => "proxy",
            Outage::Elsewhere => "elsewhere",
            Outage::Reset => "reset",
            Outage::Throttled { .. } => "throttled",
            Outage::Unavailable => "unavailable",
            Outage::NotUnderstood => "not-understood",
        }
    }

    /// The problem that it is; `reached`: TLS stood, so that it was Apple who gave no answer.
    pub(crate) fn report(&self, reached: bool) -> Report {
        let problem = match self {
            Outage::Name => Problem::NameNotFound,
            Outage::Tls { .. } => Problem::TlsBroken,
            Outage::Clock => Problem::ClockWrong,
            Outage::Proxy | Outage::Elsewhere => Problem::ProxyAnswers,
            Outage::Refused | Outage::TimedOut | Outage::Reset if !reached => Problem::PortBlocked,
            Outage::Unreachable => Problem::Offline,
            Outage::Refused
            | Outage::TimedOut
            | Outage::Reset
            | Outage::Throttled { .. }
            | Outage::Unavailable
            | Outage::NotUnderstood => Problem::AppleNotAnswering,
        };
        let detail = Box::new(Detail {
            kind: Some(self.name().to_owned()),
            ..Detail::default()
        });
        let report = Report {
            detail,
            ..Report::new(problem)
        };
        match self {
            Outage::Tls {
                issuer: Some(issuer),
            } => Report {
                values: vec![("value", issuer.clone())],
                ..report.kind("issuer")
            },
            Outage::Throttled {
                retry_after: Some(wait),
            } => Report {
                retry_after: Some(seconds(*wait)),
                ..report
            },
            _ => report,
        }
    }
}

/// Of a certificate that was not trusted it says no more than that.
impl From<Connect> for Outage {
    fn from(connect: Connect) -> Self {
        match connect {
            Connect::Name => Outage::Name,
            Connect::Tls => Outage::Tls { issuer: None },
            Connect::Proxy => Outage::Proxy,
            Connect::Refused => Outage::Refused,
            Connect::TimedOut { .. } => Outage::TimedOut,
            Connect::Reset { .. } => Outage::Reset,
            Connect::Other { .. } => Outage::Unreachable,
        }
    }
}
