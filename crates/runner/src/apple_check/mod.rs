//! Asks Apple's mail (IMAP) and calendar (CalDAV) whether they take a password, before Nylas hears of it.
//!
//! Both are asked side by side, each with the form of the name that it is known to want. A second form is tried only at
//! one service, after the other took this very password, or where mail alone could be asked: so a wrong password is sent
//! twice at most. What the network does to the questions is never taken for a refusal.

mod answer;
mod caldav;
mod dav;
mod imap;
mod imap_line;
pub(crate) mod limits;
pub(crate) mod read;
mod servers;
#[cfg(test)]
mod tests;
mod tls_probe;

pub use crate::network::Outage;
pub use answer::ServiceAnswer;
pub use limits::WHOLE_CHECK;
pub use servers::AppleServers;
pub(crate) use tls_probe::trusted;

use crate::network::{is_network_problem, probe, refine_with_connectivity, tls::Trust};
use apple::{Address, AppPassword, Verdict};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OnceCell, mpsc},
    time::{Instant, timeout_at},
};
use wizard::{Report, Service};

/// What both services said at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub mail: ServiceAnswer,
    /// Calendar's last answer.
    pub calendar: ServiceAnswer,
}

/// Asks both services and tells each verdict once, as soon as it stands, with the report of a problem that it is. Takes at
/// most half a minute, and three seconds more where the network has to be looked at.
pub async fn ask(
    servers: &AppleServers,
    address: &Address,
    password: &AppPassword,
    mut told: impl FnMut(Service, Verdict, Option<Report>) + Send,
) -> Answers {
    let (say, mut said) = mpsc::unbounded_channel();
    let asking = async move {
        let say = |service, verdict, answer: &ServiceAnswer| {
            drop(say.send((service, verdict, answer.clone())));
        };
        match servers.trust().await {
            Some(trust) => {
                ask_both(
                    &AppleServices {
                        servers,
                        trust,
                        password,
                    },
                    address,
                    say,
                )
                .await
            }
            None => {
                let skipped = ServiceAnswer::Skipped {
                    why: Outage::Tls { issuer: None },
                };
                say(Service::Mail, Verdict::Skipped, &skipped);
                say(Service::Calendar, Verdict::Skipped, &skipped);
                Answers {
                    mail: skipped.clone(),
                    calendar: skipped,
                }
            }
        }
    };
    let telling = async {
        // One look at the network is enough for both.
        let seen = OnceCell::new();
        while let Some((service, verdict, answer)) = said.recv().await {
            let report = match answer.report() {
                Some(report) if is_network_problem(report.problem) && !servers.at_home(service) => {
                    let seen = seen
                        .get_or_init(async || {
                            probe(&servers.network, servers.proxy.get().as_deref()).await
                        })
                        .await;
                    Some(refine_with_connectivity(report, *seen))
                }
                report => report,
            };
            told(service, verdict, report);
        }
    };
    tokio::join!(asking, telling).0
}

/// Mail and calendar, each asked with one form of the name.
trait Services: Sync {
    fn mail(&self, login: &str) -> impl Future<Output = ServiceAnswer> + Send;
    fn calendar(&self, login: &str) -> impl Future<Output = ServiceAnswer> + Send;
    /// For all questions together.
    fn time(&self) -> Duration {
        WHOLE_CHECK
    }
}

struct AppleServices<'a> {
    servers: &'a AppleServers,
    trust: Trust,
    password: &'a AppPassword,
}

impl Services for AppleServices<'_> {
    async fn mail(&self, login: &str) -> ServiceAnswer {
        imap::ask(self.servers, &self.trust, login, self.password).await
    }

    async fn calendar(&self, login: &str) -> ServiceAnswer {
        if self.servers.mail_only {
            return ServiceAnswer::LeftOut;
        }
        caldav::ask(self.servers, &self.trust, login, self.password).await
    }

    fn time(&self) -> Duration {
        self.servers.time
    }
}

/// The forms of a name, best first. Nothing is ever cut at the @ of a domain that is not Apple's.
struct Forms {
    full: String,
    local: Option<String>,
}

impl Forms {
    fn of(address: &Address) -> Self {
        let login = address.login();
        Forms {
            full: login.to_string(),
            local: login.is_apple().then(|| login.local().to_owned()),
        }
    }

    /// Apple: the part before @ first, then the full address.
    fn mail(&self) -> (&str, Option<&str>) {
        self.local
            .as_deref()
            .map_or((&self.full, None), |local| (local, Some(&self.full)))
    }

    fn calendar(&self) -> (&str, Option<&str>) {
        (&self.full, self.local.as_deref())
    }
}

async fn ask_both(
    services: &impl Services,
    address: &Address,
    told: impl FnMut(Service, Verdict, &ServiceAnswer) + Send,
) -> Answers {
    let end = Instant::now() + services.time();
    let mail = async |login: &str| {
        timeout_at(end, services.mail(login))
            .await
            .unwrap_or(ServiceAnswer::TIMED_OUT)
    };
    let calendar = async |login: &str| {
        timeout_at(end, services.calendar(login))
            .await
            .unwrap_or(ServiceAnswer::TIMED_OUT)
    };
    let told = Mutex::new(told);
    let tell = |service, verdict, answer: &ServiceAnswer| {
        told.lock().unwrap_or_else(PoisonError::into_inner)(service, verdict, answer);
    };
    let forms = Forms::of(address);
    let ((mail_form, mail_second), (calendar_form, calendar_second)) =
        (forms.mail(), forms.calendar());

    let first_mail = async {
        let said = mail(mail_form).await;
        said.settled()
            .into_iter()
            .for_each(|verdict| tell(Service::Mail, verdict, &said));
        said
    };
    let first_calendar = async {
        let said = calendar(calendar_form).await;
        said.settled()
            .into_iter()
            .for_each(|verdict| tell(Service::Calendar, verdict, &said));
        said
    };
    let mut said = {
        let (mail, calendar) = tokio::join!(first_mail, first_calendar);
        Answers { mail, calendar }
    };
    let (mail_open, calendar_open) = (
        said.mail.settled().is_none(),
        said.calendar.settled().is_none(),
    );
    match (&said.mail, &said.calendar, mail_second, calendar_second) {
        (ServiceAnswer::Refused, ServiceAnswer::Accepted, Some(login), _) => {
            said.mail = mail(login).await;
        }
        // Nobody else can say which form is the right one; with both forms mail is asked as often as two services would be.
        (
            ServiceAnswer::Refused,
            ServiceAnswer::LeftOut | ServiceAnswer::Skipped { .. },
            Some(login),
            _,
        ) => {
            said.mail = mail(login).await;
        }
        (ServiceAnswer::Accepted, ServiceAnswer::Refused, _, Some(login)) => {
            said.calendar = calendar(login).await;
        }
        _ => {}
    }
    if mail_open {
        tell(
            Service::Mail,
            said.mail.verdict_beside(&said.calendar),
            &said.mail,
        );
    }
    if calendar_open {
        tell(
            Service::Calendar,
            said.calendar.verdict_beside(&said.mail),
            &said.calendar,
        );
    }
    said
}
