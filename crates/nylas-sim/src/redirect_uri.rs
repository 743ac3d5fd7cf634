//! Where hosted sign-in may end.

use serde::Serialize;
use serde_json::{Map, Value};
use url::{Host, Url};
use uuid::Uuid;

use crate::{
    answer::Reply,
    body::{Fields, object},
};

#[derive(Clone, Serialize)]
pub(crate) struct RedirectUri {
    pub(crate) id: Uuid,
    pub(crate) url: String,
    pub(crate) platform: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    settings: Map<String, Value>,
}

impl RedirectUri {
    /// One of the platform `desktop`.
    pub(crate) fn desktop(url: String) -> Self {
        Self {
            id: Uuid::new_v4(),
            url,
            platform: "desktop".to_owned(),
            settings: Map::new(),
        }
    }

    /// Whether a public client may end here: with PKCE, and without the client secret.
    pub(crate) fn is_public(&self) -> bool {
        self.platform != "web"
    }

    /// What a request wants to be registered.
    pub(crate) fn read(body: &[u8], id: Uuid) -> Result<Self, Reply> {
        let body = object(body)?;
        let fields = Fields::of(&body, "");
        let url = fields.required_text("url")?;
        let platform = fields.text("platform")?.unwrap_or("web");
        let settings = fields.object("settings")?.cloned().unwrap_or_default();
        let needed = match platform {
            "web" | "desktop" => None,
            "js" => Some("origin"),
            "ios" => Some("bundle_id"),
            "android" => Some("package_name"),
            _ => return Err(Reply::invalid("platform: not one of Nylas' platforms")),
        };
        if let Some(needed) = needed {
            Fields::of(&settings, "settings.").required_text(needed)?;
            is_allowed(url, true)?;
        } else if settings.is_empty() {
            is_allowed(url, false)?;
        } else {
            return Err(Reply::invalid("settings: none for this platform"));
        }
        Ok(Self {
            id,
            url: url.to_owned(),
            platform: platform.to_owned(),
            settings,
        })
    }
}

/// HTTPS; HTTP on this computer only; other schemes where an app can claim them.
fn is_allowed(text: &str, deep_links: bool) -> Result<(), Reply> {
    let allowed = Url::parse(text).is_ok_and(|url| match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        ("http" | "https", None) => false,
        _ => deep_links,
    });
    if allowed {
        Ok(())
    } else {
        Err(Reply::invalid("url: must be https, or http on localhost"))
    }
}
