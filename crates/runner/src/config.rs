//! From a profile and the environment to what this run may do.

use crate::apple_check::{AppleServers, WHOLE_CHECK};
use crate::network::{Network, ProxyChoice, ProxyResolver, tls::TlsFailures};
use crate::oauth_callback;
use crate::profile::{self, Authority, Kind, Place, Profile, ProfileError, Rank, Sources};
use nylas::{Origin, Provider, Region};
use secrecy::SecretString;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use wizard::{Connection, Problem, Report, Setup, Support};

/// What the environment said. Secrets are taken out of it before any thread or child starts.
#[derive(Clone, Default)]
pub struct Environment {
    /// `ICLOUD_CONNECT_PROFILE`.
    pub profile: Option<PathBuf>,
    /// Where the profile is kept that the person opened; `None` where nothing can be kept.
    pub opened: Option<PathBuf>,
    /// `NYLAS_API_KEY`; counts only for the connection `api-key`, for this run, and is never stored.
    pub api_key: Option<SecretString>,
    /// `NYLAS_API_URI` or its like; stands for `api_url` where the profile has none.
    pub api_uri: Option<Variable>,
    /// The profile compiled into a branded program.
    pub built_in: Option<&'static str>,
    /// Where the network itself is asked.
    pub network: Network,
    /// Whether a variable names a proxy; told to whoever helps.
    pub proxy: bool,
    /// Whom the system has for finding a proxy.
    pub proxy_resolver: Option<Arc<dyn ProxyResolver>>,
}

/// A variable that was set.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Under which of several names, to be named where its value does not do.
    pub name: &'static str,
    pub value: String,
}

/// What this run may do.
#[derive(Clone, Default)]
pub struct Config {
    /// What the wizard is told.
    pub setup: Setup,
    /// The Nylas origins that a key may be tried at.
    pub origins: Vec<Origin>,
    /// Whether the profile or the environment named the origin.
    pub origin_named: bool,
    /// Nylas' own page, for the connection `hosted`.
    pub hosted: Option<HostedProfile>,
    /// Whether mail alone is connected, by plain IMAP.
    pub mail_only: bool,
    /// The port for sending mail, which plain IMAP needs.
    pub smtp_port: u16,
    /// The port by which a browser comes back.
    pub redirect_port: u16,
    /// What the profile says about the company.
    pub organization: profile::Organization,
    /// Comes back on the grant.
    pub state: Option<String>,
    /// The key of the environment.
    pub environment_key: Option<SecretString>,
    /// The company's page that people come back to.
    pub return_url: Option<String>,
    /// What the company says of privacy.
    pub privacy_url: Option<String>,
    /// Where Apple is asked; `None` only where the profile failed.
    pub apple: Option<AppleServers>,
    /// A proxy instead of the system's, or the one that the system's resolver finds.
    pub proxy: ProxyChoice,
    /// The profile's certificate authority.
    pub authority: Option<Authority>,
    /// Where the network itself is asked.
    pub network: Network,
    /// What was wrong with Nylas' certificates, by host.
    pub(crate) tls_failures: TlsFailures,
}

impl Config {
    /// Nylas' name for what is connected.
    pub(crate) const fn provider(&self) -> Provider {
        if self.mail_only {
            Provider::Imap
        } else {
            Provider::ICloud
        }
    }
}

/// What sign-in on Nylas' own page needs.
#[derive(Clone)]
pub struct HostedProfile {
    pub client_id: String,
    /// The port by which the browser comes back.
    pub port: u16,
    /// Whose account, in Nylas' words.
    pub provider: &'static str,
}

/// Reads the profile and puts it together with the environment. A profile that fails leaves a wizard that says so.
pub fn configure(environment: &Environment) -> Config {
    let sources = Sources {
        built_in: environment.built_in,
        administrator: profile::administrator_path(),
        named: environment.profile.clone(),
        opened: environment.opened.clone(),
    };
    let place = profile::place(&sources);
    let from_opened_file = place == Place::Opened;
    let may_open_file = matches!(place, Place::Opened | Place::Nowhere);
    let read = profile::find(sources).and_then(|found| {
        let profile = found.unwrap_or(profile::parse("", None, Rank::Loose)?);
        let logo = profile::logo(&profile)?;
        let authority = profile::authority(&profile)?;
        let origins = origins(&profile, environment)?;
        Ok((profile, logo, authority, origins))
    });
    match read {
        Ok((profile, logo, authority, (origins, origin_named))) => {
            let named: Option<String> = profile.network.proxy.clone().map(Into::into);
            let has_proxy = named.is_some() || environment.proxy;
            // A variable is the person's own word, and the library knows it.
            let resolver = environment.proxy_resolver.clone();
            let proxy = ProxyChoice::new(named, resolver.filter(|_| !environment.proxy));
            let servers = apple(
                &profile,
                authority.clone(),
                proxy.clone(),
                environment.network.clone(),
            );
            let hosted = hosted(&profile);
            let shown = hosted.as_ref().zip(origins.first());
            let setup = Setup {
                hosted: shown.map(|(hosted, origin)| told(hosted, origin)),
                goes_to: origins.iter().map(|o| o.place().to_owned()).collect(),
                system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
                proxy: has_proxy,
                from_opened_file,
                may_open_file,
                ..setup(&profile, logo)
            };
            Config {
                setup,
                origins,
                hosted,
                mail_only: profile.connection.provider == profile::Provider::Imap,
                smtp_port: profile.connection.smtp_port,
                redirect_port: profile.connection.redirect_port,
                organization: profile.organization.clone(),
                origin_named,
                state: profile.connection.state,
                environment_key: environment
                    .api_key
                    .clone()
                    .filter(|_| profile.connection.kind == Some(Kind::ApiKey)),
                privacy_url: profile.organization.privacy_url.map(Into::into),
                return_url: profile.organization.return_url.map(Into::into),
                apple: Some(servers),
                proxy,
                authority,
                network: environment.network.clone(),
                tls_failures: TlsFailures::default(),
            }
        }
        Err(error) => {
            let mut config = broken(&error);
            config.setup.from_opened_file = from_opened_file;
            config
        }
    }
}

/// What a program begins with that has this profile, whose API is at `origin`.
pub(crate) fn preview(profile: &Profile, origin: &Origin) -> Setup {
    Setup {
        hosted: hosted(profile).map(|hosted| told(&hosted, origin)),
        ..setup(profile, None)
    }
}

fn told(hosted: &HostedProfile, origin: &Origin) -> wizard::HostedSetup {
    wizard::HostedSetup {
        host: origin.place().to_owned(),
        callback: oauth_callback::address(hosted.port),
    }
}

fn hosted(profile: &Profile) -> Option<HostedProfile> {
    let connection = &profile.connection;
    let client_id = connection
        .client_id
        .clone()
        .filter(|_| connection.kind == Some(Kind::Hosted))?;
    let provider = match connection.provider {
        profile::Provider::ICloud => "icloud",
        profile::Provider::Imap => "imap",
    };
    Some(HostedProfile {
        client_id,
        port: connection.redirect_port,
        provider,
    })
}

fn apple(
    profile: &Profile,
    authority: Option<Authority>,
    proxy: ProxyChoice,
    network: Network,
) -> AppleServers {
    AppleServers {
        caldav_url: profile.apple.caldav_url.clone(),
        imap_host: profile.apple.imap_host.clone(),
        imap_port: profile.apple.imap_port,
        mail_only: profile.connection.provider == profile::Provider::Imap,
        authority,
        proxy,
        network,
        time: WHOLE_CHECK,
    }
}

fn broken(error: &ProfileError) -> Config {
    Config {
        setup: Setup {
            profile_error: Some(unreadable(error)),
            ..Setup::default()
        },
        ..Config::default()
    }
}

pub(crate) fn unreadable(error: &ProfileError) -> Report {
    Report {
        values: error.arguments().to_vec(),
        ..Report::new(Problem::ProfileUnreadable).kind(error.reason.code())
    }
}

/// The profile's own origin, else the environment's, else both regions.
fn origins(
    profile: &Profile,
    environment: &Environment,
) -> Result<(Vec<Origin>, bool), ProfileError> {
    let connection = &profile.connection;
    let parse = |url: &str| Origin::parse(url.trim_end_matches('/')).ok();
    if let Some(url) = &connection.api_url {
        return Ok((parse(url.as_str()).into_iter().collect(), true));
    }
    if let Some(region) = &connection.region {
        let region = match region {
            profile::Region::Us => Region::Us,
            profile::Region::Eu => Region::Eu,
        };
        return Ok((vec![region.origin()], true));
    }
    if let Some(Variable { name, value }) = &environment.api_uri {
        // A variable may do what a loose file may, and is refused in the same words.
        let text = format!(
            "[connection]\napi_url = {}\n",
            toml::Value::from(value.as_str())
        );
        let checked = profile::parse(&text, Some(Path::new(name)), Rank::Loose).map_err(|e| {
            ProfileError {
                line: None,
                key: None,
                ..e
            }
        })?;
        return Ok((
            checked
                .connection
                .api_url
                .iter()
                .filter_map(|url| parse(url.as_str()))
                .collect(),
            true,
        ));
    }
    Ok((Region::ALL.into_iter().map(Region::origin).collect(), false))
}

fn setup(profile: &Profile, logo: Option<profile::Logo>) -> Setup {
    let organization = &profile.organization;
    let mut setup = Setup {
        connection: match profile.connection.kind {
            Some(Kind::Practice) => Some(Connection::Practice),
            Some(Kind::ApiKey) => Some(Connection::ApiKey),
            Some(Kind::Hosted) => Some(Connection::Hosted),
            // Its connection begins with a link.
            Some(Kind::Invitation) | None => None,
        },
        connection_from_profile: profile.connection.kind.is_some(),
        relays: relays(profile),
        relay: profile.connection.relay_url.as_ref().map(shown),
        only_relay: only_relay(profile),
        invitations_only: profile.connection.kind == Some(Kind::Invitation),
        organization: organization.name.clone(),
        uses: organization.uses.clone(),
        support: Support {
            email: organization.support_email.clone(),
            phone: organization.support_phone.clone(),
        },
        logo: logo.map(|logo| data_address(&logo).into()),
        other_providers: ["google", "microsoft", "yahoo", "ews", "imap"]
            .into_iter()
            .filter(|name| profile.connection.other_providers.iter().any(|p| p == name))
            .collect(),
        mail_only: profile.connection.provider == profile::Provider::Imap,
        check_first: profile.apple.check_first,
        has_return_url: organization.return_url.is_some(),
        has_privacy_url: organization.privacy_url.is_some(),
        renew: profile.connection.renew.clone(),
        ..Setup::default()
    };
    if let Some(name) = &organization.name {
        setup.label.clone_from(name);
    }
    setup
}

fn shown(url: &url::Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// The relay that the key of its people may go to, where an administrator or the company's own build says so.
fn only_relay(profile: &Profile) -> Option<String> {
    let named = profile.connection.relay_url.as_ref();
    let site = named.and_then(|url| invitation::Site::parse(url.as_str()).ok());
    site.filter(|_| profile.rank != Rank::Loose)
        .map(|site| site.place())
}

/// The relays that a link may name: those of the source, and the one that the profile names. What a loose profile may name is
/// on this computer.
fn relays(profile: &Profile) -> Vec<String> {
    let named = profile.connection.relay_url.as_ref();
    let place = |url: &url::Url| {
        url.host()
            .map(|host| hosts::shown(&host, url.port_or_known_default(), 443))
    };
    crate::relay::known()
        .into_iter()
        .chain(named.and_then(place))
        .collect()
}

pub(crate) fn data_address(logo: &profile::Logo) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    format!(
        "data:{};base64,{}",
        logo.mime,
        BASE64_STANDARD.encode(&logo.bytes)
    )
}
