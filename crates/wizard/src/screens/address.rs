//! `address`: whose account. For an address elsewhere, a second field asks for the iCloud address.

use crate::{
    Action, Answer, Connection, Event, Field, Input, Problem, Report, Request, Setup,
    journey::{Account, Journey},
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use apple::{
    Address as Mailbox, AddressError, MailHost, ParsedAddress, may_be_asked_about, parse_address,
    provider_of,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct Address {
    /// Text is a secret until it parsed: people paste passwords into the wrong field.
    address: SecretString,
    apple_id: SecretString,
    /// Whether the second field is shown.
    second: bool,
    /// The domain of which was said why the second field is needed: of another one there may be something else to say.
    told: Option<String>,
    /// "Did you mean …".
    meant: Option<Mailbox>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    apple_id: String,
    second: bool,
    meant: Option<String>,
    /// One can go on to the provider of this address.
    goes_on: bool,
}

impl Address {
    pub(crate) fn enter(account: &Account) -> Self {
        let text = |address: &Option<Mailbox>| {
            SecretString::from(
                address
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        };
        let elsewhere = account.shown.as_ref().filter(|shown| !shown.is_apple());
        let told = elsewhere.map(|shown| shown.domain().to_owned());
        Address {
            address: text(&account.shown),
            apple_id: told
                .as_ref()
                .map(|_| text(&account.icloud))
                .unwrap_or_default(),
            second: told.is_some(),
            told,
            meant: None,
        }
    }

    /// Whether it is to be said of an address elsewhere what it means. While the second field is empty, it is said again of
    /// another domain, and where one can go on to the provider (`goes_elsewhere`): one may have come back from there.
    fn is_news(&self, address: &Mailbox, goes_elsewhere: bool) -> bool {
        let unanswered = matches!(
            parse_address(self.apple_id.expose_secret()),
            ParsedAddress::Empty
        );
        !self.second
            || unanswered && (goes_elsewhere || self.told.as_deref() != Some(address.domain()))
    }

    fn edit(&mut self, cx: &mut Context<'_>, field: Field, text: SecretString) -> Next {
        match field {
            Field::Address => {
                self.second = self.second
                    && matches!(
                        parse_address(text.expose_secret()),
                        ParsedAddress::Other { .. }
                    );
                self.meant = None;
                self.address = text;
            }
            Field::AppleId => self.apple_id = text,
            _ => return Next::Ignored("address: a field of another screen"),
        }
        cx.session.report = None;
        Next::Stay
    }

    /// The address that was given, where it is not Apple's.
    fn elsewhere(&self) -> Option<Mailbox> {
        match parse_address(self.address.expose_secret()) {
            ParsedAddress::Other { address, .. } => Some(address),
            _ => None,
        }
    }

    fn submit(&mut self, cx: &mut Context<'_>) -> Next {
        let goes_elsewhere = cx.session.hosted() && !cx.session.setup.other_providers.is_empty();
        match self.parse(goes_elsewhere) {
            Ok((shown, icloud)) => accept(cx, shown, &icloud),
            Err(report) => {
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

    /// The address to show and the one to sign in with, or what stands in the way.
    fn parse(&mut self, goes_elsewhere: bool) -> Result<(Mailbox, Mailbox), Report> {
        let problem = |kind| Report::new(Problem::NotAnAppleAddress).kind(kind);
        match parse_address(self.address.expose_secret()) {
            ParsedAddress::Empty => Err(problem("empty")),
            ParsedAddress::Phone => Err(Problem::PhoneNumber.into()),
            ParsedAddress::Not(error) => Err(problem(address_error_kind(error))),
            ParsedAddress::Apple(address) => Ok((address.clone(), address)),
            ParsedAddress::Other { address, meant } if self.is_news(&address, goes_elsewhere) => {
                self.second = true;
                self.told = Some(address.domain().to_owned());
                self.meant = meant;
                Err(match provider_of(address.domain()) {
                    Some(provider) => at_provider(address.domain(), provider),
                    None => Report {
                        values: vec![("value", address.domain().to_owned())],
                        ..problem(if self.meant.is_some() {
                            "meant"
                        } else {
                            ELSEWHERE
                        })
                    },
                })
            }
            ParsedAddress::Other { address, .. } => {
                match parse_address(self.apple_id.expose_secret()) {
                    ParsedAddress::Apple(icloud) => Ok((address, icloud)),
                    ParsedAddress::Empty => Err(problem("apple-id-empty")),
                    ParsedAddress::Phone => Err(Report::new(Problem::PhoneNumber).kind("apple-id")),
                    ParsedAddress::Other { .. } => Err(problem("apple-id-other")),
                    ParsedAddress::Not(_) => Err(problem("apple-id-odd")),
                }
            }
        }
    }

    fn use_provider(&self, cx: &mut Context<'_>) -> Next {
        let report = cx.session.report.as_ref();
        let provider = report.and_then(|report| offered(&cx.session.setup, report));
        let (Some(provider), Some(address)) = (provider, self.elsewhere()) else {
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
}

impl Leaf for Address {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let renewing = cx.journey.renewal.is_some();
        match event {
            Event::Person(Input::Edit { field, text, .. }) => self.edit(cx, field, text),
            Event::Person(Input::Leave(_)) => Next::Stay,
            Event::Person(Input::Press(Action::UseSuggestion)) => match self.meant.take() {
                Some(meant) => accept(cx, meant.clone(), &meant),
                None => Next::Ignored("address: nothing was suggested"),
            },
            Event::Person(Input::Press(Action::Continue)) => self.submit(cx),
            Event::Person(Input::Press(Action::UseProvider))
                if !renewing || self.elsewhere() == cx.journey.account.shown =>
            {
                self.use_provider(cx)
            }
            // Whoever has typed on in the meantime has left the question behind.
            Event::Answer(Answer::LookUpDomain((domain, hosted)))
                if cx.session.report.as_ref().and_then(unknown_domain) == Some(&*domain) =>
            {
                let known = tell(cx, domain, hosted) || hosted == MailHost::Nobody;
                // Nylas knows more than the name servers, and the operator's key may ask it.
                if !known
                    && cx.session.application.is_some()
                    && let Some(address) = self.elsewhere()
                {
                    cx.attempt(Request::DetectProvider(address));
                }
                Next::Stay
            }
            Event::Answer(Answer::DetectProvider((address, hosted)))
                if self.elsewhere().as_ref() == Some(&address) =>
            {
                if cx
                    .session
                    .report
                    .as_ref()
                    .and_then(unknown_domain)
                    .is_some()
                {
                    tell(cx, address.domain().to_owned(), hosted);
                }
                Next::Stay
            }
            Event::Person(Input::Press(Action::Back))
                if renewing && !cx.session.accounts.is_empty() =>
            {
                Goto::Accounts.into()
            }
            Event::Person(Input::Press(Action::Back)) => {
                cx.journey.renewal = None;
                Goto::Welcome.into()
            }
            _ => Next::Ignored("address"),
        }
    }

    fn view(&self, session: &Session, journey: &Journey) -> View {
        let account = &journey.account;
        let second = account
            .shown
            .as_ref()
            .is_some_and(|shown| !shown.is_apple());
        View {
            apple_id: account
                .icloud
                .as_ref()
                .filter(|_| second)
                .map(ToString::to_string)
                .unwrap_or_default(),
            second: self.second,
            meant: self.meant.as_ref().map(ToString::to_string),
            goes_on: session
                .report
                .as_ref()
                .is_some_and(|report| offered(&session.setup, report).is_some()),
        }
    }

    fn fit_actions(
        &self,
        session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if offered(&session.setup, report).is_some() {
            actions.insert(0, Action::UseProvider);
        } else if report.problem == Problem::OtherAddress {
            // The field's own button does it.
            actions.retain(|action| *action != Action::Retry);
        }
    }

    fn has_field(&self, field: Field) -> bool {
        matches!(field, Field::Address | Field::AppleId)
    }
}

/// Says whose domain it is, where that is known now.
fn tell(cx: &mut Context<'_>, domain: String, hosted: MailHost) -> bool {
    let report = match hosted {
        MailHost::ICloud => Report {
            values: vec![("value", domain)],
            ..Report::new(Problem::AliasOrCustomDomain).kind("domain")
        },
        MailHost::Provider(provider) if provider != "other" => at_provider(&domain, provider),
        MailHost::Provider(_) | MailHost::Nobody | MailHost::Unknown => return false,
    };
    cx.fail(report);
    true
}

/// Nylas' name of the provider that this address may go on to, if the company wants that.
fn offered(setup: &Setup, report: &Report) -> Option<&'static str> {
    let provider = report.value("provider").filter(|_| {
        setup.connection == Some(Connection::Hosted) && report.problem == Problem::NotAnAppleAddress
    })?;
    let names: &[&str] = match provider {
        "google" => &["google"],
        "microsoft" => &["microsoft", "ews"],
        "yahoo" => &["yahoo", "imap"],
        // Nobody gets there without a program of their own.
        "proton" => &[],
        _ => &["imap"],
    };
    let allowed = |name: &&str| {
        setup
            .other_providers
            .iter()
            .find(|allowed| *allowed == name)
    };
    names.iter().find_map(allowed).copied()
}

/// An address elsewhere, of nobody who is known by name.
const ELSEWHERE: &str = "other";

/// The domain of which it is said that it is elsewhere, and not yet at whom.
fn unknown_domain(report: &Report) -> Option<&str> {
    let unknown = report.problem == Problem::NotAnAppleAddress && report.kind == ELSEWHERE;
    report.value("value").filter(|_| unknown)
}

fn at_provider(domain: &str, provider: &'static str) -> Report {
    Report {
        values: vec![
            ("value", domain.to_owned()),
            ("provider", provider.to_owned()),
        ],
        ..Report::new(Problem::NotAnAppleAddress).kind("other-provider")
    }
}

const fn address_error_kind(error: AddressError) -> &'static str {
    match error {
        AddressError::NoAt => "no-at",
        AddressError::ManyAts => "many-ats",
        AddressError::Space => "space",
        AddressError::Character => "character",
        AddressError::Unfinished => "unfinished",
        AddressError::TooLong => "too-long",
    }
}

/// A password belongs to the account it was entered for.
fn accept(cx: &mut Context<'_>, shown: Mailbox, icloud: &Mailbox) -> Next {
    cx.journey.provider = None;
    let account = Account {
        shown: Some(shown),
        icloud: Some(icloud.login()),
    };
    let known = &cx.journey.account;
    if cx.journey.renewal.is_some() && !is_same(known, &account) {
        return cx.fail(Report::new(Problem::OtherAddress).kind("renewal"));
    }
    // The grant is known by the one address of this mailbox: another form of it would make another grant.
    if cx.journey.renewal.is_none() || known.icloud.is_none() {
        if known.icloud != account.icloud {
            cx.start_over();
        }
        cx.journey.account = account;
    }
    Goto::Prepare { again: false }.into()
}

/// Whether a renewal may go on with what was typed: the address that is known of the grant stays.
fn is_same(known: &Account, typed: &Account) -> bool {
    let same = |known: &Option<Mailbox>, typed: &Option<Mailbox>| {
        known
            .as_ref()
            .zip(typed.as_ref())
            .map(|(known, typed)| known.same_mailbox(typed))
    };
    same(&known.icloud, &typed.icloud)
        .or_else(|| same(&known.shown, &typed.shown))
        .unwrap_or(true)
}
