//! `address`: whose account. For an address elsewhere, a second field asks for the iCloud address.

mod reports;
mod taking;

use crate::{
    Action, Answer, Event, Field, Input, Problem, Report, ReportKind, Request,
    journey::{Account, Journey},
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use apple::{
    Address as Mailbox, MailHost, ParsedAddress, may_be_asked_about, meant_by, parse_address,
    provider_of,
};
use reports::{about, at_provider, offered, problem, somewhere, unknown_domain};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use taking::{accept, signs_in_elsewhere};

#[derive(Debug, Default)]
pub(crate) struct Address {
    /// Text is a secret until it parsed: people paste passwords into the wrong field.
    address: SecretString,
    apple_id: SecretString,
    /// Whether the second field is shown.
    second: bool,
    /// The domain of which was said what it is: of another one there may be something else to say.
    told: Option<String>,
    /// "Did you mean …".
    meant: Option<Mailbox>,
    /// A suggestion elsewhere that was taken. It stands for what is in the field.
    taken: Option<Mailbox>,
    /// An address elsewhere that the company can connect as it is, and Nylas' name of its provider.
    connects: Option<(Mailbox, &'static str)>,
    /// What was typed here before and not taken is still in the page.
    half: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    apple_id: String,
    second: bool,
    meant: Option<String>,
    /// The address elsewhere that can be connected as it is.
    connects: Option<String>,
    /// The button to go on with.
    main: Action,
    /// Beside a suggestion: what was typed can be meant, too.
    keeps: bool,
    half: bool,
}

/// What an address is taken for.
enum Judged {
    /// The address to show, and the one that signs in.
    Whole(Mailbox, Mailbox),
    /// It is elsewhere, and can be connected from there.
    Connects,
    Fault(Report),
}

impl Address {
    pub(crate) fn enter(journey: &mut Journey) -> Self {
        let account = &journey.account;
        let text = |address: &Option<Mailbox>| {
            SecretString::from(
                address
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        };
        let beside = account
            .shown
            .as_ref()
            .filter(|_| signs_in_elsewhere(journey));
        Address {
            address: text(&account.shown),
            apple_id: beside.map(|_| text(&account.icloud)).unwrap_or_default(),
            second: beside.is_some(),
            told: beside.map(|shown| shown.domain().to_owned()),
            half: std::mem::take(&mut journey.half_address),
            ..Address::default()
        }
    }

    /// Whether it is to be said of an address elsewhere what it means. While the second field is empty, it is said again of
    /// another domain.
    fn is_news(&self, address: &Mailbox) -> bool {
        !self.second || self.is_open() && self.told.as_deref() != Some(address.domain())
    }

    const fn main(&self) -> Action {
        match (&self.connects, &self.meant) {
            (Some(_), _) => Action::UseProvider,
            (None, Some(_)) => Action::UseSuggestion,
            (None, None) => Action::Continue,
        }
    }

    /// Nothing stands in the second field.
    fn is_open(&self) -> bool {
        let text = self.apple_id.expose_secret();
        matches!(parse_address(text), ParsedAddress::Empty)
    }

    fn edit(&mut self, cx: &mut Context<'_>, field: Field, text: SecretString) -> Next {
        match field {
            Field::Address => {
                self.second = self.second
                    && matches!(
                        parse_address(text.expose_secret()),
                        ParsedAddress::Other { .. }
                    );
                (self.taken, self.connects) = (None, None);
                self.address = text;
            }
            Field::AppleId => self.apple_id = text,
            _ => return Next::Ignored("address: a field of another screen"),
        }
        self.meant = None;
        cx.session.report = None;
        Next::Stay
    }

    fn parsed(&self) -> ParsedAddress {
        match self.taken.clone() {
            Some(address) => ParsedAddress::Other {
                address,
                meant: None,
            },
            None => parse_address(self.address.expose_secret()),
        }
    }

    /// The address that was given, where it is not Apple's.
    fn elsewhere(&self) -> Option<Mailbox> {
        match self.parsed() {
            ParsedAddress::Other { address, .. } => Some(address),
            _ => None,
        }
    }

    fn submit(&mut self, cx: &mut Context<'_>) -> Next {
        if self.connects.is_some() {
            return self.use_provider(cx);
        }
        self.meant = None;
        match self.judge(cx) {
            Judged::Whole(shown, icloud) => accept(cx, shown, &icloud),
            Judged::Connects => {
                cx.session.report = None;
                Next::Stay
            }
            Judged::Fault(report) => {
                // In practice nothing leaves this computer, and a password in the wrong field never does.
                let may_leave = may_be_asked_about(self.address.expose_secret());
                let look_up = unknown_domain(&report)
                    .filter(|_| may_leave && !cx.session.practice())
                    .map(|domain| Request::LookUpDomain(domain.to_owned()));
                look_up.into_iter().for_each(|request| {
                    cx.ask(request);
                });
                cx.fail(report)
            }
        }
    }

    fn judge(&mut self, cx: &Context<'_>) -> Judged {
        Judged::Fault(match self.parsed() {
            ParsedAddress::Empty => problem(ReportKind::Empty),
            ParsedAddress::Phone => Problem::PhoneNumber.into(),
            ParsedAddress::Not(error) => {
                self.meant = meant_by(self.address.expose_secret());
                about(error)
            }
            ParsedAddress::Apple(address) => return Judged::Whole(address.clone(), address),
            ParsedAddress::Other { address, .. } if address.hides_another() => {
                self.second = false;
                problem("hide-my-email")
            }
            ParsedAddress::Other { address, meant } if self.is_news(&address) => {
                let again = self.told.as_deref() == Some(address.domain());
                self.told = Some(address.domain().to_owned());
                // One thing at a time: first whether it is a slip. Who goes on all the same meant it.
                self.meant = meant.filter(|_| !again);
                self.second = self.meant.is_none();
                let provider = provider_of(address.domain()).filter(|_| self.second);
                match provider {
                    _ if !self.second => somewhere(&address, ReportKind::Meant),
                    Some(provider) if self.goes_on(cx, &address, provider) => {
                        return Judged::Connects;
                    }
                    Some(provider) => at_provider(&address, provider),
                    None => somewhere(&address, ReportKind::Other),
                }
            }
            ParsedAddress::Other { address, .. } => match self.judge_second() {
                Ok(icloud) => return Judged::Whole(address, icloud),
                Err(report) => report,
            },
        })
    }

    fn judge_second(&mut self) -> Result<Mailbox, Report> {
        let text = self.apple_id.expose_secret();
        let (kind, meant) = match parse_address(text) {
            ParsedAddress::Apple(icloud) => return Ok(icloud),
            ParsedAddress::Empty => (ReportKind::AppleIdEmpty, None),
            ParsedAddress::Phone => {
                return Err(Report::new(Problem::PhoneNumber).kind(ReportKind::AppleId));
            }
            ParsedAddress::Other { meant, .. } => (ReportKind::AppleIdOther, meant),
            ParsedAddress::Not(_) => (ReportKind::AppleIdOdd, meant_by(text)),
        };
        self.meant = meant.filter(Mailbox::is_apple);
        Err(problem(match self.meant {
            Some(_) => ReportKind::AppleIdMeant,
            None => kind,
        }))
    }

    /// Offers to connect it as it is, where the company wants that. The account that is renewed is the only one then.
    fn goes_on(&mut self, cx: &Context<'_>, address: &Mailbox, provider: &str) -> bool {
        let renews_another =
            cx.journey.renewal.is_some() && cx.journey.account.shown.as_ref() != Some(address);
        self.connects = offered(&cx.session.setup, provider)
            .filter(|_| !renews_another)
            .map(|provider| (address.clone(), provider));
        self.second = self.connects.is_none();
        !self.second
    }

    fn use_suggestion(&mut self, cx: &mut Context<'_>) -> Next {
        match (self.meant.take(), self.elsewhere()) {
            (None, _) => Next::Ignored("address: nothing was suggested"),
            (Some(meant), Some(shown)) if self.second => accept(cx, shown, &meant),
            (Some(meant), _) if meant.is_apple() => accept(cx, meant.clone(), &meant),
            (Some(meant), _) => {
                (self.taken, self.second) = (Some(meant), false);
                self.submit(cx)
            }
        }
    }

    fn use_provider(&mut self, cx: &mut Context<'_>) -> Next {
        let Some((address, provider)) = self.connects.take() else {
            return Next::Ignored("address: no provider was offered");
        };
        // Straight on to Nylas' page: at Apple there is nothing to do.
        cx.wipe();
        cx.journey.provider = Some(provider);
        cx.journey.account = Account {
            shown: Some(address.clone()),
            icloud: Some(address),
        };
        Goto::SignIn.into()
    }

    /// The iCloud mailbox is to be connected after all.
    fn use_icloud(&mut self, cx: &mut Context<'_>) -> Next {
        let Some((address, _)) = self.connects.take() else {
            return Next::Ignored("address: there is no other way to go");
        };
        self.second = true;
        let provider = provider_of(address.domain());
        cx.fail(match provider {
            Some(provider) => at_provider(&address, provider),
            None => somewhere(&address, ReportKind::Other),
        })
    }

    /// What stands in the fields and was not taken stays in the page, until somebody comes back to it.
    fn leave(&self, cx: &mut Context<'_>) {
        let account = &cx.journey.account;
        let differs = |text: &SecretString, known: Option<&Mailbox>| {
            let text = text.expose_secret();
            !text.is_empty() && known.is_none_or(|known| known.to_string() != text)
        };
        let beside = account
            .icloud
            .as_ref()
            .filter(|_| signs_in_elsewhere(cx.journey));
        cx.journey.half_address =
            differs(&self.address, account.shown.as_ref()) || differs(&self.apple_id, beside);
    }

    /// Says whose domain it is, where that is known now.
    fn tell(&mut self, cx: &mut Context<'_>, address: &Mailbox, hosted: MailHost) -> bool {
        let report = match hosted {
            MailHost::ICloud => Report {
                values: vec![("value", address.domain().to_owned())],
                ..Report::new(Problem::AliasOrCustomDomain).kind("domain")
            },
            MailHost::Provider(provider) if provider != "other" => {
                if self.goes_on(cx, address, provider) {
                    cx.session.report = None;
                    return true;
                }
                at_provider(address, provider)
            }
            MailHost::Provider(_) | MailHost::Nobody | MailHost::Unknown => return false,
        };
        cx.fail(report);
        true
    }
}

impl Leaf for Address {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let from_list = cx.journey.was_chosen_from_list(cx.session);
        let asks = |cx: &Context<'_>| {
            cx.session
                .report
                .as_ref()
                .and_then(unknown_domain)
                .map(str::to_owned)
        };
        match event {
            Event::Person(Input::Edit { field, text, .. }) => self.edit(cx, field, text),
            Event::Person(Input::Leave(_)) => Next::Stay,
            Event::Person(Input::Press(Action::UseSuggestion)) => self.use_suggestion(cx),
            Event::Person(Input::Press(Action::Continue)) => self.submit(cx),
            Event::Person(Input::Press(Action::UseProvider)) => self.use_provider(cx),
            Event::Person(Input::Press(Action::OtherAddress)) => self.use_icloud(cx),
            // Whoever has typed on in the meantime has left the question behind.
            Event::Answer(Answer::LookUpDomain((domain, hosted)))
                if asks(cx).as_deref() == Some(&*domain) =>
            {
                let Some(address) = self.elsewhere() else {
                    return Next::Ignored("address: nobody asked about it");
                };
                let known = self.tell(cx, &address, hosted) || hosted == MailHost::Nobody;
                // Nylas knows more than the name servers, and the operator's key may ask it.
                if !known && cx.session.application.is_some() {
                    cx.attempt(Request::DetectProvider(address));
                }
                Next::Stay
            }
            Event::Answer(Answer::DetectProvider((address, hosted)))
                if self.elsewhere().as_ref() == Some(&address) =>
            {
                if asks(cx).is_some() {
                    self.tell(cx, &address, hosted);
                }
                Next::Stay
            }
            Event::Person(Input::Press(Action::Back)) if from_list => Goto::LeaveRenewal.into(),
            Event::Person(Input::Press(Action::Back)) => {
                self.leave(cx);
                cx.journey.renewal = None;
                Goto::Welcome.into()
            }
            _ => Next::Ignored("address"),
        }
    }

    fn view(&self, _session: &Session, journey: &Journey) -> View {
        let account = &journey.account;
        View {
            apple_id: account
                .icloud
                .as_ref()
                .filter(|_| signs_in_elsewhere(journey))
                .map(ToString::to_string)
                .unwrap_or_default(),
            second: self.second,
            meant: self.meant.as_ref().map(ToString::to_string),
            connects: self
                .connects
                .as_ref()
                .map(|(address, _)| address.to_string()),
            main: self.main(),
            keeps: self.meant.is_some() && !self.second && self.elsewhere().is_some(),
            half: self.half,
        }
    }

    fn face(&self) -> u8 {
        match self.main() {
            Action::UseProvider => 2,
            Action::UseSuggestion => 1,
            _ => 0,
        }
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if report.problem == Problem::OtherAddress {
            // The field's own button does it.
            actions.retain(|action| *action != Action::Retry);
        }
    }

    fn has_field(&self, field: Field) -> bool {
        matches!(field, Field::Address | Field::AppleId)
    }
}
