//! Sign-in on Nylas' own page: from the listener to the access token, and what becomes of both.
//!
//! State, verifier, code and token stay here. Whatever ends an attempt ends its listener, and whatever brought a token
//! after its attempt was over revokes it.

use super::{
    Runner,
    message::{Link, Message, ReplyTo, Session, Signed},
};
use crate::{
    Config, api_key, network,
    oauth_callback::{self, Came, Expected, Listener, Refused},
    report::{self, NylasCall, report},
};
use apple::Address;
use nylas::{
    AuthorizationRequest, AuthorizationResponse, Client, ClientBuilder, GrantId, Origin, Pkce,
    PublicClient, Tokens,
};
use secrecy::{ExposeSecret, SecretString};
use std::{io, time::Duration};
use tokio::sync::mpsc;
use wizard::{Answer, Detail, Event, Grant, Pasted, Problem, Report, Return, SignIn};

/// How long it is tried to revoke a token. It ends by itself within the hour.
const REVOKING: Duration = Duration::from_secs(20);

impl Runner {
    /// Takes the port, once whoever of us had it has let go.
    pub(super) fn sign_in(
        &mut self,
        reply: ReplyTo,
        address: &Address,
        provider: Option<&'static str>,
    ) {
        self.end_session();
        let (Some(hosted), Some(origin)) =
            (self.config.hosted.clone(), self.config.origins.first())
        else {
            return self.send(reply.with(Answer::SignIn(SignIn::Ready(Err(
                Problem::NylasUnavailable.into(),
            )))));
        };
        let pkce = Pkce::new();
        // A nonce must be what a verifier is: 32 random bytes, written as text.
        let nonce = Pkce::new().verifier().clone();
        let state: SecretString = match &self.config.state {
            Some(state) => format!("{state}.{}", nonce.expose_secret()).into(),
            None => nonce,
        };
        let request = AuthorizationRequest {
            client_id: hosted.client_id,
            redirect_uri: oauth_callback::address(hosted.port),
            provider: Some(provider.unwrap_or(hosted.provider).to_owned()),
            login_hint: Some(address.to_string()),
            state: state.clone(),
            challenge: pkce.challenge(),
        };
        let page = request.url(origin).into();
        self.session = Some(Session {
            reply,
            page,
            expected: Expected::new(hosted.port, state),
            pkce,
            code: None,
            returned: false,
            listening: None,
        });
        let bound = self.bind(hosted.port);
        self.spawn_in_attempt(async move {
            Message::Bound {
                reply,
                listener: bound.await,
            }
        });
    }

    /// Whether the port can be had, so that nobody makes a password for nothing.
    pub(super) fn try_port(&mut self, port: u16, reply: ReplyTo) {
        self.end_session();
        let bound = self.bind(port);
        self.spawn_in_attempt(async move {
            let result = bound.await.map(drop).map_err(|error| taken(port, &error));
            Message::Event(reply.with(Answer::Prepare(result)))
        });
    }

    fn bind(&mut self, port: u16) -> impl Future<Output = io::Result<Listener>> + use<> {
        let before = std::mem::take(&mut self.stopping);
        async move {
            for listening in before {
                listening.abort();
                // That it is gone is all that matters.
                let _ = listening.await;
            }
            Listener::bind(port).await
        }
    }

    /// The port is ours, or not.
    pub(super) fn bound(
        &mut self,
        reply: ReplyTo,
        listener: io::Result<Listener>,
    ) -> Option<Event> {
        let session = self
            .session
            .as_mut()
            .filter(|session| session.reply == reply)?;
        let result = listener
            .map_err(|error| taken(session.expected.port(), &error))
            .map(|listener| {
                let messages = self.messages.clone();
                let desktop = self.ports.desktop.clone();
                let (company, logo) = (
                    self.config.setup.organization.clone(),
                    self.config.setup.logo.clone(),
                );
                let page =
                    move |ended| desktop.way_back_page(company.as_deref(), logo.as_deref(), ended);
                session.listening = Some(tokio::spawn(listener.serve(
                    session.expected.clone(),
                    page,
                    move |came| {
                        let _ = messages.send(match came {
                            Came::Redirect(answer) => Message::Returned { reply, answer },
                            Came::TooMuch => Message::CameWithTooMuch(reply),
                        });
                    },
                )));
            });
        Some(reply.with(Answer::SignIn(SignIn::Ready(result))))
    }

    /// The address of Nylas' page, while somebody may still come back from it.
    pub(super) fn sign_in_page(&self) -> Option<String> {
        self.session.as_ref().map(|session| session.page.clone())
    }

    /// What was pasted passes the same checks as what the browser brings.
    pub(super) fn take_address(&mut self, reply: ReplyTo, text: &SecretString) {
        let Some(session) = self
            .session
            .as_mut()
            .filter(|session| session.reply == reply && !session.returned)
        else {
            return;
        };
        match session.expected.pasted(text) {
            Ok(answer) => {
                // Nobody comes any more.
                if let Some(listening) = session.listening.take() {
                    listening.abort();
                    self.stopping.push(listening);
                }
                let _ = self.messages.send(Message::Returned { reply, answer });
            }
            Err(refused) => {
                let why = if refused == Refused::OtherState {
                    Pasted::Old
                } else {
                    Pasted::Other
                };
                self.send(reply.with(Answer::TakeAddress(why)));
            }
        }
    }

    /// The browser came back and was not heard to the end. Its address can still be pasted.
    pub(super) fn came_with_too_much(&self, reply: ReplyTo) -> Option<Event> {
        let waiting = |session: &&Session| session.reply == reply && !session.returned;
        self.session.as_ref().filter(waiting)?;
        Some(reply.with(Answer::SignIn(SignIn::TooMuch)))
    }

    /// The browser came back. The first way counts: the listener's or a pasted address.
    pub(super) fn returned(
        &mut self,
        reply: ReplyTo,
        answer: AuthorizationResponse,
    ) -> Option<Event> {
        let session = self
            .session
            .as_mut()
            .filter(|session| session.reply == reply && !session.returned)?;
        session.returned = true;
        let how = match answer {
            AuthorizationResponse::Code(code) => {
                session.code = Some(code);
                Return::SignedIn
            }
            AuthorizationResponse::Failed(error) => {
                oauth_callback::meaning(&error, &oauth_callback::address(session.expected.port()))
            }
        };
        Some(reply.with(Answer::SignIn(SignIn::Back(how))))
    }

    /// Exchanges the code, once. This is never dropped on its way: a token that nobody wants any more must be revoked.
    pub(super) fn exchange(&mut self, reply: ReplyTo) {
        let session = self.session.as_mut().and_then(|session| {
            session.reply = reply;
            Some((
                session.code.take()?,
                session.pkce.clone(),
                session.expected.port(),
            ))
        });
        let (Some((code, pkce, port)), Some(hosted), Some(origin)) = (
            session,
            self.config.hosted.clone(),
            self.config.origins.first().cloned(),
        ) else {
            let report = Err(Report::new(Problem::NotUnderstood).kind("sign-in"));
            return self.send(reply.with(Answer::Exchange(report)));
        };
        let config = self.config.clone();
        self.exchanging += 1;
        self.spawn_message(async move {
            let callback = oauth_callback::address(port);
            let try_once = || {
                exchange(
                    &config,
                    origin.clone(),
                    hosted.client_id.clone(),
                    &code,
                    &callback,
                    &pkce,
                )
            };
            let mut tried = try_once().await;
            // The code went nowhere yet.
            let nowhere = |report: &Report| network::proxy_may_help(&origin, report);
            if tried.as_ref().is_err_and(nowhere) && config.proxy.look_for(origin.as_str()).await {
                tried = try_once().await;
            }
            let signed = match tried {
                Ok(signed) => Ok(Box::new(signed)),
                Err(report) => Err(network::explain(&config, &origin, report).await),
            };
            Message::Exchanged { reply, signed }
        });
    }

    /// The token, if its attempt is still wanted and it says whose it is.
    pub(super) fn exchanged(
        &mut self,
        reply: ReplyTo,
        signed: Result<Box<Signed>, Report>,
    ) -> Event {
        self.exchanging = self.exchanging.saturating_sub(1);
        let wanted = self
            .session
            .as_ref()
            .is_some_and(|session| session.reply == reply);
        let grant = signed.and_then(|signed| {
            let grant = signed.grant.clone();
            if wanted && grant.is_ok() {
                self.client = Link::Ready(Box::new(signed.client.clone()));
                self.signed = Some(*signed);
            } else {
                self.revoke(*signed);
            }
            grant
        });
        reply.with(Answer::Exchange(grant))
    }

    /// The grant's name for what is read through it: an access token knows it as `me`.
    pub(super) fn readable(&self, grant: String) -> String {
        if self.signed.is_some() {
            GrantId::me().into()
        } else {
            grant
        }
    }

    /// Revokes the token that is there, and the one that may still come.
    pub(super) fn sign_out(&mut self) {
        self.end_session();
        if let Some(signed) = self.signed.take() {
            self.client = Link::None;
            self.revoke(signed);
        }
    }

    /// The program ends: stops what is under way and waits until no token is left.
    pub(super) async fn leave(&mut self, inbox: &mut mpsc::UnboundedReceiver<Message>) {
        self.attempt.abort_all();
        self.sign_out();
        while self.exchanging > 0 {
            match inbox.recv().await {
                Some(Message::Exchanged { reply, signed }) => drop(self.exchanged(reply, signed)),
                Some(_) => {}
                None => return,
            }
        }
        while self.revoking.join_next().await.is_some() {}
    }

    fn revoke(&mut self, signed: Signed) {
        self.revoking.spawn(async move {
            match tokio::time::timeout(REVOKING, signed.public.revoke(&signed.token)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => log::warn!("a token was not revoked: {error}"),
                Err(_) => log::warn!("a token was not revoked in time"),
            }
        });
    }

    /// Nobody is waited for any more; who came back already may still be worked on.
    pub(super) fn stop_waiting(&mut self) {
        if self
            .session
            .as_ref()
            .is_some_and(|session| !session.returned)
        {
            self.end_session();
        }
    }

    /// Stops to listen. A browser that came back still gets the page on which it ends, until the port is wanted again.
    fn end_session(&mut self) {
        if let Some(Session {
            returned,
            listening: Some(listening),
            ..
        }) = self.session.take()
        {
            if !returned {
                listening.abort();
            }
            self.stopping.push(listening);
        }
    }
}

async fn exchange(
    config: &Config,
    origin: Origin,
    client_id: String,
    code: &SecretString,
    callback: &str,
    pkce: &Pkce,
) -> Result<Signed, Report> {
    let http = api_key::http(config, &origin)?;
    let builder = PublicClient::builder(origin.clone(), client_id);
    let public = http
        .into_iter()
        .fold(builder, ClientBuilder::http)
        .build()
        .map_err(|error| report(&error, NylasCall::Exchange))?;
    let tokens = public
        .exchange_code(code, callback, pkce.verifier())
        .await
        .map_err(|error| {
            log::warn!("the exchange of a code: {error}");
            report::exchange(&error, callback)
        })?;
    let client = api_key::client(config, origin, tokens.access_token.clone())?;
    let grant = grant_identity(&client, &tokens).await;
    Ok(Signed {
        grant,
        client,
        public,
        token: tokens.access_token,
    })
}

/// Whose account it is: the grant itself says so. Where it does not, but the exchange did, reading will show what it is good for.
async fn grant_identity(client: &Client, tokens: &Tokens) -> Result<Grant, Report> {
    let said = tokens.email.clone().filter(|email| !email.is_empty());
    let known = tokens.grant_id.clone().zip(said.clone());
    match client.grant(&GrantId::me()).await {
        Ok(grant) => Ok(Grant {
            id: tokens.grant_id.clone().unwrap_or(grant.id).into(),
            email: grant.email.filter(|email| !email.is_empty()).or(said),
        }),
        Err(error) => {
            log::warn!("whose the grant is: {error}");
            known
                .map(|(id, email)| Grant {
                    id: id.into(),
                    email: Some(email),
                })
                .ok_or_else(|| report::grant_identity_error(&error))
        }
    }
}

/// Why the port for the browser's way back cannot be had.
fn taken(port: u16, error: &io::Error) -> Report {
    log::warn!(
        "the port for the browser's way back cannot be had: {}",
        error.kind()
    );
    Report {
        values: vec![("value", port.to_string())],
        detail: Box::new(Detail {
            kind: Some(error.kind().to_string()),
            ..Detail::default()
        }),
        ..Report::new(Problem::RedirectPortTaken).kind(why_not_bound(error.kind(), cfg!(windows)))
    }
}

/// The variant of C09. Windows sets ports aside for virtual machines, and says of them that they are not permitted.
const fn why_not_bound(fault: io::ErrorKind, windows: bool) -> &'static str {
    match fault {
        io::ErrorKind::AddrInUse => "in-use",
        io::ErrorKind::PermissionDenied if windows => "reserved",
        io::ErrorKind::PermissionDenied => "not-permitted",
        io::ErrorKind::AddrNotAvailable => "no-such-address",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::why_not_bound;
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, OutOfMemory, PermissionDenied};

    #[test]
    fn a_port_that_cannot_be_had_says_why() {
        for (fault, windows, why) in [
            (AddrInUse, false, "in-use"),
            (AddrInUse, true, "in-use"),
            (PermissionDenied, false, "not-permitted"),
            (PermissionDenied, true, "reserved"),
            (AddrNotAvailable, false, "no-such-address"),
            (OutOfMemory, false, "other"),
        ] {
            assert_eq!(why_not_bound(fault, windows), why);
        }
    }
}
