//! `address`: whose account. For an address elsewhere, a second field asks for the iCloud address.

use super::{Next, Screen, accounts, ignored, prepare, sign_in};
use crate::{
    Account, Action, Connection, Effect, Event, Field, Input, Outcome, Problem, Report, Setup,
    State,
};
use apple::{Address, Hosted, Judgement, Oddity, judge_address, may_be_asked_about, provider_of};
use secrecy::{ExposeSecret, SecretString};

#[derive(Debug)]
pub(crate) struct AddressForm {
    /// Text is a secret until it parsed: people paste passwords into the wrong field.
    address: SecretString,
    apple_id: SecretString,
    /// Whether the second field is shown.
    pub(crate) second: bool,
    /// The domain of which was said why the second field is needed: of another one there may be something else to say.
    told: Option<String>,
    /// "Did you mean …".
    pub(crate) meant: Option<Address>,
}

impl AddressForm {
    pub(crate) fn new(account: &Account) -> Self {
        let text = |address: &Option<Address>| {
            SecretString::from(
                address
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        };
        let told = account
            .shown
            .as_ref()
            .filter(|shown| !shown.is_apple())
            .map(|shown| shown.domain().to_owned());
        let second = told.is_some();
        AddressForm {
            address: text(&account.shown),
            apple_id: if second {
                text(&account.icloud)
            } else {
                SecretString::default()
            },
            second,
            told,
            meant: None,
        }
    }

    /// Whether it is to be said of an address elsewhere what it means. While the second field is empty, it is said again of
    /// another domain, and where one can go on to the provider (`goes_elsewhere`): one may have come back from there.
    fn is_news(&self, address: &Address, goes_elsewhere: bool) -> bool {
        let unanswered = matches!(
            judge_address(self.apple_id.expose_secret()),
            Judgement::Empty
        );
        !self.second
            || unanswered && (goes_elsewhere || self.told.as_deref() != Some(address.domain()))
    }
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let goes_elsewhere = state.hosted() && !state.setup.other_providers.is_empty();
    let Screen::Address(form) = &mut state.screen else {
        return ignored(state, "address");
    };
    match event {
        Event::Person(Input::Edit { field, text, .. }) => {
            match field {
                Field::Address => {
                    form.second = form.second
                        && matches!(judge_address(text.expose_secret()), Judgement::Other { .. });
                    form.meant = None;
                    form.address = text;
                }
                Field::AppleId => form.apple_id = text,
                Field::ApiKey
                | Field::Company
                | Field::Search
                | Field::RedirectAddress
                | Field::AppPassword => {
                    return ignored(state, "address: a field of another screen");
                }
            }
            state.report = None;
            (state, vec![])
        }
        Event::Person(Input::Leave(_)) => (state, vec![]),
        Event::Person(Input::Press(Action::UseSuggestion)) => match form.meant.take() {
            Some(meant) => accept(state, meant.clone(), &meant),
            None => ignored(state, "address: nothing was suggested"),
        },
        Event::Person(Input::Press(Action::Continue)) => match judge(form, goes_elsewhere) {
            Ok((shown, icloud)) => accept(state, shown, &icloud),
            Err(report) => {
                // In practice nothing leaves this computer, and a password in the wrong field never does.
                let may_leave = may_be_asked_about(form.address.expose_secret());
                let look_up = elsewhere(&report)
                    .filter(|_| may_leave && !state.practice())
                    .map(|domain| Effect::LookUpDomain(domain.to_owned()));
                state.report = Some(report);
                (state, look_up.into_iter().collect())
            }
        },
        Event::Person(Input::Press(Action::UseProvider))
            if state.renewing.is_none() || address_elsewhere(&state) == state.account.shown =>
        {
            match (
                state
                    .report
                    .as_ref()
                    .and_then(|report| offered(&state.setup, report)),
                address_elsewhere(&state),
            ) {
                (Some(provider), Some(address)) => accept_elsewhere(state, provider, address),
                _ => ignored(state, "address: no provider was offered"),
            }
        }
        // Whoever has typed on in the meantime has left the question behind.
        Event::World(Outcome::DomainFound { domain, hosted })
            if state.report.as_ref().and_then(elsewhere) == Some(&*domain) =>
        {
            let known = tell(&mut state, domain, hosted) || hosted == Hosted::Nobody;
            // Nylas knows more than the name servers, and the operator's key may ask it.
            let ask = if known || state.desk.is_none() {
                None
            } else {
                address_elsewhere(&state).map(Effect::DetectProvider)
            };
            (state, ask.into_iter().collect())
        }
        Event::World(Outcome::ProviderDetected { address, hosted })
            if address_elsewhere(&state).as_ref() == Some(&address) =>
        {
            if state.report.as_ref().and_then(elsewhere).is_some() {
                tell(&mut state, address.domain().to_owned(), hosted);
            }
            (state, vec![])
        }
        Event::Person(Input::Press(Action::Back))
            if state.renewing.is_some() && !state.accounts.is_empty() =>
        {
            accounts::enter(state)
        }
        Event::Person(Input::Press(Action::Back)) => {
            state.renewing = None;
            (state.go(Screen::Welcome), vec![])
        }
        _ => ignored(state, "address"),
    }
}

/// Says whose domain it is, where that is known now.
fn tell(state: &mut State, domain: String, hosted: Hosted) -> bool {
    let report = match hosted {
        Hosted::ICloud => Report {
            values: vec![("value", domain)],
            ..Report::new(Problem::AliasOrCustomDomain).kind("domain")
        },
        Hosted::Provider(provider) if provider != "other" => at_provider(&domain, provider),
        Hosted::Provider(_) | Hosted::Nobody | Hosted::Unknown => return false,
    };
    state.report = Some(report);
    true
}

/// The address that was given, where it is not Apple's.
fn address_elsewhere(state: &State) -> Option<Address> {
    let Screen::Address(form) = &state.screen else {
        return None;
    };
    match judge_address(form.address.expose_secret()) {
        Judgement::Other { address, .. } => Some(address),
        _ => None,
    }
}

/// Nylas' name of the provider that this address may go on to, if the company wants that.
pub(crate) fn offered(setup: &Setup, report: &Report) -> Option<&'static str> {
    let provider = report
        .values
        .iter()
        .find(|(name, _)| *name == "provider")
        .map(|(_, provider)| provider.as_str());
    let names: &[&str] = match provider.filter(|_| {
        setup.connection == Some(Connection::Hosted) && report.problem == Problem::NotAnAppleAddress
    })? {
        "google" => &["google"],
        "microsoft" => &["microsoft", "ews"],
        "yahoo" => &["yahoo", "imap"],
        // Nobody gets there without a program of their own.
        "proton" => &[],
        _ => &["imap"],
    };
    names
        .iter()
        .find_map(|name| {
            setup
                .other_providers
                .iter()
                .find(|allowed| *allowed == name)
        })
        .copied()
}

/// Straight on to Nylas' page: at Apple there is nothing to do.
fn accept_elsewhere(mut state: State, provider: &'static str, address: Address) -> Next {
    state.wipe();
    state.elsewhere = Some(provider);
    state.account = Account {
        shown: Some(address.clone()),
        icloud: Some(address),
    };
    sign_in::enter(state)
}

/// The address to show and the one to sign in with, or what stands in the way.
fn judge(form: &mut AddressForm, goes_elsewhere: bool) -> Result<(Address, Address), Report> {
    let problem = |kind| Report::new(Problem::NotAnAppleAddress).kind(kind);
    match judge_address(form.address.expose_secret()) {
        Judgement::Empty => Err(problem("empty")),
        Judgement::Phone => Err(Problem::PhoneNumber.into()),
        Judgement::Not(oddity) => Err(problem(oddity_kind(oddity))),
        Judgement::Apple(address) => Ok((address.clone(), address)),
        Judgement::Other { address, meant } if form.is_news(&address, goes_elsewhere) => {
            form.second = true;
            form.told = Some(address.domain().to_owned());
            form.meant = meant;
            Err(match provider_of(address.domain()) {
                Some(provider) => at_provider(address.domain(), provider),
                None => Report {
                    values: vec![("value", address.domain().to_owned())],
                    ..problem(if form.meant.is_some() {
                        "meant"
                    } else {
                        ELSEWHERE
                    })
                },
            })
        }
        Judgement::Other { address, .. } => match judge_address(form.apple_id.expose_secret()) {
            Judgement::Apple(icloud) => Ok((address, icloud)),
            Judgement::Empty => Err(problem("apple-id-empty")),
            Judgement::Phone => Err(Report::new(Problem::PhoneNumber).kind("apple-id")),
            Judgement::Other { .. } => Err(problem("apple-id-other")),
            Judgement::Not(_) => Err(problem("apple-id-odd")),
        },
    }
}

/// An address elsewhere, of nobody who is known by name.
const ELSEWHERE: &str = "other";

/// The domain of which it is said that it is elsewhere, and not yet at whom.
fn elsewhere(report: &Report) -> Option<&str> {
    let domain = report
        .values
        .iter()
        .find(|(name, _)| *name == "value")
        .map(|(_, domain)| domain.as_str());
    domain.filter(|_| report.problem == Problem::NotAnAppleAddress && report.kind == ELSEWHERE)
}

fn at_provider(domain: &str, provider: &'static str) -> Report {
    let values = vec![
        ("value", domain.to_owned()),
        ("provider", provider.to_owned()),
    ];
    Report {
        values,
        ..Report::new(Problem::NotAnAppleAddress).kind("other-provider")
    }
}

const fn oddity_kind(oddity: Oddity) -> &'static str {
    match oddity {
        Oddity::NoAt => "no-at",
        Oddity::ManyAts => "many-ats",
        Oddity::Space => "space",
        Oddity::Character => "character",
        Oddity::Unfinished => "unfinished",
        Oddity::TooLong => "too-long",
    }
}

/// A password belongs to the account it was entered for.
fn accept(mut state: State, shown: Address, icloud: &Address) -> Next {
    state.elsewhere = None;
    let account = Account {
        shown: Some(shown),
        icloud: Some(icloud.login()),
    };
    if state.renewing.is_some() && !is_same(&state.account, &account) {
        state.report = Some(Report::new(Problem::OtherAddress).kind("renewal"));
        return (state, vec![]);
    }
    // The grant is known by the one address of this mailbox: another form of it would make another grant.
    let account = if state.renewing.is_some() && state.account.icloud.is_some() {
        state.account.clone()
    } else {
        account
    };
    if state.account.icloud != account.icloud {
        state.wipe();
        state.sent = None;
        state.tried_anyway = false;
    }
    state.account = account;
    prepare::enter(state)
}

/// Whether a renewal may go on with what was typed: the address that is known of the grant stays.
fn is_same(known: &Account, typed: &Account) -> bool {
    let same = |known: &Option<Address>, typed: &Option<Address>| {
        known
            .as_ref()
            .zip(typed.as_ref())
            .map(|(known, typed)| known.same_mailbox(typed))
    };
    same(&known.icloud, &typed.icloud)
        .or_else(|| same(&known.shown, &typed.shown))
        .unwrap_or(true)
}
