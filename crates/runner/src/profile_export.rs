//! What the operator prepares for the company's customers: the browser's way back at Nylas, and a profile without a key.

use crate::{
    Config, Ports, config, oauth_callback,
    profile::{Rank, draft},
    report::{self, NylasCall, report},
};
use nylas::{Application, Client, RedirectUri};
use strum::VariantArray;
use wizard::{Draft, Made, MailProvider, Problem, ProfileForm, Report, Setup};

/// The most connectors that are named. Nylas knows seven providers.
const CONNECTORS: usize = 20;

/// What will be in the profile, as Nylas tells.
pub(crate) async fn draft(config: &Config, client: &Client) -> Result<Draft, Report> {
    let of = |error| report(&error, NylasCall::Company("connectors.read"));
    let application = application(client).await?;
    let callback = oauth_callback::address(config.redirect_port);
    let registered = way_back(client, &callback).await?.is_some();
    let connectors = client.connectors().await.map_err(of)?;
    let name = config
        .setup
        .organization
        .clone()
        .or(application.name)
        .unwrap_or_default();
    let said = &config.organization;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let page = |page: &Option<url::Url>| page.as_ref().map(url::Url::to_string).unwrap_or_default();
    let is_offered = |provider: &MailProvider| {
        let name: &str = provider.into();
        config.setup.other_providers.contains(&name)
    };
    Ok(Draft {
        uses: said.uses.clone(),
        support_email: text(&said.support_email),
        support_phone: text(&said.support_phone),
        privacy_page: page(&said.privacy_url),
        return_page: page(&said.return_url),
        other_providers: MailProvider::VARIANTS
            .iter()
            .copied()
            .filter(is_offered)
            .collect(),
        name: nylas::quote(&name),
        host: client.origin().place().to_owned(),
        client_id: nylas::quote(&application.application_id),
        callback,
        registered,
        connectors: connectors
            .into_iter()
            .take(CONNECTORS)
            .map(|connector| nylas::quote(connector.provider.as_str()))
            .collect(),
    })
}

/// Reads what was entered, and says what a program begins with that has it.
pub(crate) async fn check(
    config: &Config,
    client: &Client,
    form: &ProfileForm,
) -> Result<Box<Setup>, Report> {
    let drafted = drafted(config, client, form).await?;
    Ok(Box::new(config::preview(&drafted.profile, client.origin())))
}

async fn drafted(
    config: &Config,
    client: &Client,
    form: &ProfileForm,
) -> Result<draft::Drafted, Report> {
    let application = application(client).await?;
    let id = &application.application_id;
    draft::hosted(form, client.origin(), id, config.redirect_port)
        .map_err(|error| config::unreadable(&error))
}

/// Registers the browser's way back where it is missing, and writes the profile.
pub(crate) async fn make(
    config: &Config,
    client: &Client,
    ports: Ports,
    form: &ProfileForm,
) -> Result<Made, Report> {
    let drafted = drafted(config, client, form).await?;
    let callback = oauth_callback::address(config.redirect_port);
    if way_back(client, &callback).await?.is_none() {
        client
            .create_redirect_uri(&callback, DESKTOP)
            .await
            .map_err(
                |error| match report(&error, NylasCall::Company("applications.update")) {
                    refused if refused.problem == Problem::PlanDoesNotAllow => {
                        not_desktop(refused, &callback)
                    }
                    other => other,
                },
            )?;
    }
    let (text, administrator) = (drafted.text, drafted.profile.rank == Rank::Administrator);
    let to_write = text.clone();
    let written =
        tokio::task::spawn_blocking(move || ports.desktop.save_file(draft::FILE, &to_write)).await;
    match written {
        Ok(Ok(path)) => Ok(Made {
            path: path.display().to_string(),
            text,
            administrator,
        }),
        _ => Err(Problem::CannotSave.into()),
    }
}

async fn application(client: &Client) -> Result<Application, Report> {
    client
        .application()
        .await
        .map_err(|error| report(&error, NylasCall::Company("applications.read")))
}

/// Nylas' word for programs that hold no secret and run on a person's computer.
const DESKTOP: &str = "desktop";

/// The registered way back, if there is one. A web address would demand a secret at the end of a sign-in.
async fn way_back(client: &Client, callback: &str) -> Result<Option<RedirectUri>, Report> {
    let registered = client
        .redirect_uris()
        .await
        .map_err(|error| report(&error, NylasCall::Company("applications.read")))?;
    let ours: Vec<RedirectUri> = registered
        .into_iter()
        .filter(|uri| uri.url == callback)
        .collect();
    let is_web = |uri: &RedirectUri| uri.platform.as_deref() == Some("web");
    if !ours.is_empty() && ours.iter().all(is_web) {
        return Err(not_desktop(Problem::PlanDoesNotAllow.into(), callback));
    }
    Ok(ours.into_iter().find(|uri| !is_web(uri)))
}

fn not_desktop(report: Report, callback: &str) -> Report {
    report::setting(report.kind("register"), format!("{callback} = {DESKTOP}"))
}
