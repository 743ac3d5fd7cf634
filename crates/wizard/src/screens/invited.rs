//! `invited`: something came from outside, and before it counts the person says that it was expected. Nothing is contacted
//! before the yes.

use crate::{
    Action, Answer, Connection, Effect, Event, Input, Offer, Problem, Report, Request,
    held::{domain, place, trusts},
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use invitation::Link;
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct Invited {
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    /// Did this company send the link?
    Link(Box<Link>),
    /// The relay is not one that may be asked.
    Unknown(Box<Link>),
    /// After the yes the relay is asked what it is for, or did not say.
    Opening { link: Box<Link>, busy: bool },
    /// A settings file was read, and counts only after a yes.
    File(Box<Offer>),
    /// It is put in place.
    Using,
    /// It was not expected, and is forgotten; of a link the relay may have heard already.
    Declined { contacted: bool },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// `link`, `unknown`, `opening`, `file`, `using`, `declined` or `stopped`.
    phase: &'static str,
    /// The question is open.
    asking: bool,
    busy: bool,
    /// Whose the link is: the part of its host that somebody registered.
    from_domain: Option<String>,
    /// The whole host, where it is more than that.
    from_host: Option<String>,
    /// Who asks, by the file's own word.
    says: Option<String>,
    /// How a file would connect: `hosted`, `api-key`, `practice` or `not-said`.
    way: &'static str,
    hosts: String,
}

impl Invited {
    pub(crate) const fn by_file(offer: Box<Offer>) -> Self {
        Invited {
            phase: Phase::File(offer),
        }
    }

    pub(crate) fn by_link(cx: &mut Context<'_>, link: Link) -> Self {
        let link = Box::new(link);
        let phase = if trusts(&cx.session.setup, link.relay()) {
            Phase::Link(link)
        } else {
            cx.fail(Report {
                values: vec![
                    ("domain", domain(link.relay())),
                    ("host", place(link.relay())),
                ],
                ..Report::new(Problem::RelayNotKnown)
            });
            Phase::Unknown(link)
        };
        Invited { phase }
    }

    /// The yes was said in an earlier run.
    pub(crate) fn left_open(cx: &mut Context<'_>, link: Box<Link>) -> Self {
        cx.attempt(Request::OpenInvitation(link.clone()));
        Invited {
            phase: Phase::Opening { link, busy: true },
        }
    }

    fn open(&mut self, cx: &mut Context<'_>, link: Box<Link>) -> Next {
        cx.session.report = None;
        cx.abort();
        cx.attempt(Request::OpenInvitation(link.clone()));
        self.phase = Phase::Opening { link, busy: true };
        Next::Stay
    }

    fn decline(&mut self, cx: &mut Context<'_>) -> Next {
        cx.session.report = None;
        let contacted = matches!(self.phase, Phase::Opening { .. });
        self.phase = Phase::Declined { contacted };
        cx.abort();
        // What was open before it is not to be forgotten with it.
        if contacted && cx.session.invitation.is_none() {
            cx.run(Effect::ForgetInvitation);
        }
        Next::Stay
    }

    const fn link(&self) -> Option<&Link> {
        match &self.phase {
            Phase::Link(link) | Phase::Unknown(link) | Phase::Opening { link, .. } => Some(link),
            Phase::File(_) | Phase::Using | Phase::Declined { .. } => None,
        }
    }
}

impl Leaf for Invited {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (&mut self.phase, event) {
            (Phase::Link(link), Event::Person(Input::Press(Action::Confirm)))
            | (
                Phase::Opening { link, busy: false },
                Event::Person(Input::Press(Action::Confirm | Action::Retry)),
            ) => {
                let link = link.clone();
                self.open(cx, link)
            }
            (
                Phase::Opening { link, busy: true },
                Event::Answer(Answer::OpenInvitation(Ok(opened))),
            ) => {
                if !opened.invitation.ready {
                    self.phase = Phase::Opening {
                        link: link.clone(),
                        busy: false,
                    };
                    return cx.fail(Problem::CompanyNotReady);
                }
                Goto::OpenedInvitation(link.clone(), opened).into()
            }
            (
                Phase::Opening { link, busy: true },
                Event::Answer(Answer::OpenInvitation(Err(report))),
            ) => {
                let named = Report {
                    values: vec![
                        ("domain", domain(link.relay())),
                        ("host", place(link.relay())),
                    ]
                    .into_iter()
                    .chain(report.values.clone())
                    .collect(),
                    ..report
                };
                self.phase = Phase::Opening {
                    link: link.clone(),
                    busy: false,
                };
                cx.fail(named)
            }
            (
                Phase::Link(_) | Phase::Unknown(_) | Phase::Opening { .. },
                Event::Person(Input::Press(Action::Cancel | Action::Back)),
            ) => self.decline(cx),
            (Phase::File(_), Event::Person(Input::Press(Action::Confirm))) => {
                self.phase = Phase::Using;
                cx.ask(Request::UseFile)
            }
            (Phase::File(_), Event::Person(Input::Press(Action::Cancel | Action::Back))) => {
                self.phase = Phase::Declined { contacted: false };
                Next::Stay
            }
            (Phase::Using, Event::Answer(Answer::UseFile((setup, report)))) => {
                cx.session.setup = *setup;
                Next::from(Goto::BeginAnew).reporting(report)
            }
            (
                Phase::Declined { .. },
                Event::Person(Input::Press(Action::Continue | Action::Cancel)),
            ) => Goto::NotInvited.into(),
            _ => Next::Ignored("invited"),
        }
    }

    fn view(&self, _session: &Session, _journey: &Journey) -> View {
        let offer = match &self.phase {
            Phase::File(offer) => Some(offer),
            _ => None,
        };
        let from = self
            .link()
            .map(|link| (domain(link.relay()), place(link.relay())));
        View {
            phase: match self.phase {
                Phase::Link(_) => "link",
                Phase::Unknown(_) => "unknown",
                Phase::Opening { .. } => "opening",
                Phase::File(_) => "file",
                Phase::Using => "using",
                Phase::Declined { contacted: false } => "declined",
                Phase::Declined { contacted: true } => "stopped",
            },
            asking: matches!(self.phase, Phase::Link(_) | Phase::File(_)),
            busy: matches!(self.phase, Phase::Using | Phase::Opening { busy: true, .. }),
            from_domain: from.as_ref().map(|(domain, _)| domain.clone()),
            from_host: from
                .filter(|(domain, host)| domain != host)
                .map(|(_, host)| host),
            says: offer.and_then(|offer| offer.organization.clone()),
            way: match offer.and_then(|offer| offer.connection) {
                Some(Connection::Hosted) => "hosted",
                Some(Connection::ApiKey) => "api-key",
                Some(Connection::Practice) => "practice",
                Some(Connection::Invitation) | None => "not-said",
            },
            hosts: offer
                .map(|offer| offer.hosts.join(", "))
                .unwrap_or_default(),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            Phase::Link(_) | Phase::File(_) => 0,
            Phase::Opening { busy: true, .. } | Phase::Using => 1,
            Phase::Declined { .. } => 2,
            Phase::Opening { busy: false, .. } => 3,
            Phase::Unknown(_) => 4,
        }
    }

    fn is_at_rest(&self) -> bool {
        !matches!(self.phase, Phase::Opening { busy: true, .. } | Phase::Using)
    }

    fn can_go_back(&self, _session: &Session) -> bool {
        false
    }

    /// Only the relay's word can be asked for again.
    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        _report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if !matches!(self.phase, Phase::Opening { busy: false, .. }) {
            actions.retain(|action| *action != Action::Retry);
        }
    }
}
