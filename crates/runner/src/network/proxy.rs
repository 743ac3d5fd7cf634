//! Which proxy stands on the way: the profile's; else, where names are not found without one, what the system's own
//! resolver says. Networks that announce a proxy by a script (PAC, WPAD) often find no names for anybody else.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use url::Url;

/// The system's own word about proxies.
pub trait ProxyResolver: Send + Sync {
    /// The proxy on the way to this address; `None` where there is none, or nobody knows. May block.
    fn proxy_for(&self, address: &str) -> Option<String>;
}

/// How long the system is given: it may have to fetch a script first.
const PATIENCE: Duration = Duration::from_secs(5);
/// The schemes of proxies that can be gone through.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// The proxy of this run. All who share it know at once what one of them found.
#[derive(Clone, Default)]
pub struct ProxyChoice {
    named: Option<String>,
    resolver: Option<Arc<dyn ProxyResolver>>,
    found: Arc<RwLock<Option<String>>>,
}

impl ProxyChoice {
    /// The one that the profile names, and who is asked where it names none.
    pub fn new(named: Option<String>, resolver: Option<Arc<dyn ProxyResolver>>) -> Self {
        ProxyChoice {
            named,
            resolver,
            found: Arc::default(),
        }
    }

    /// The proxy, where there is one.
    pub fn get(&self) -> Option<String> {
        let found = || self.found.read().unwrap_or_else(PoisonError::into_inner);
        self.named.clone().or_else(|| found().clone())
    }

    /// Asks the system for the way to `address`. Whether another proxy than before is gone through from now on.
    pub(crate) async fn look_for(&self, address: &str) -> bool {
        let Some(resolver) = self.resolver.clone().filter(|_| self.named.is_none()) else {
            return false;
        };
        let before = self.get();
        let said = ask(resolver, address.to_owned(), PATIENCE).await;
        let found = said.as_deref().and_then(usable);
        let is_new = found.is_some() && found != before;
        log::info!("the system names a proxy: {}", found.is_some());
        *self.found.write().unwrap_or_else(PoisonError::into_inner) = found;
        is_new
    }
}

async fn ask(
    resolver: Arc<dyn ProxyResolver>,
    address: String,
    patience: Duration,
) -> Option<String> {
    let asking = tokio::task::spawn_blocking(move || resolver.proxy_for(&address));
    match tokio::time::timeout(patience, asking).await {
        Ok(Ok(said)) => said,
        Ok(Err(_)) | Err(_) => {
            log::warn!("the system did not say whether there is a proxy");
            None
        }
    }
}

/// A proxy as it can be gone through, without a password in its address.
fn usable(said: &str) -> Option<String> {
    let said = match said.strip_prefix("socks://") {
        Some(rest) => format!("socks5://{rest}"),
        None => said.to_owned(),
    };
    let url = Url::parse(&said).ok()?;
    let is_bare = url.username().is_empty() && url.password().is_none();
    (SCHEMES.contains(&url.scheme()) && url.has_host() && is_bare).then_some(said)
}

/// Who is asked has nothing to show.
impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProxyChoice").field(&self.get()).finish()
    }
}

impl PartialEq for ProxyChoice {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for ProxyChoice {}

#[cfg(test)]
mod tests {
    use super::{ProxyChoice, ProxyResolver, ask};
    use std::{
        sync::Arc,
        time::{Duration, Instant},
    };

    struct Says(&'static str);

    impl ProxyResolver for Says {
        fn proxy_for(&self, address: &str) -> Option<String> {
            assert_eq!(address, "https://api.us.nylas.com");
            Some(self.0.to_owned()).filter(|said| !said.is_empty())
        }
    }

    struct Hangs;

    impl ProxyResolver for Hangs {
        fn proxy_for(&self, _: &str) -> Option<String> {
            std::thread::sleep(Duration::from_secs(3));
            Some("http://proxy:3128".into())
        }
    }

    async fn found(named: Option<&str>, says: &'static str) -> (bool, Option<String>) {
        let choice = ProxyChoice::new(named.map(str::to_owned), Some(Arc::new(Says(says))));
        let shared = choice.clone();
        let found = choice.look_for("https://api.us.nylas.com").await;
        (found, shared.get())
    }

    #[tokio::test]
    async fn what_the_system_says_is_gone_through_where_it_can_be() {
        for (says, proxy) in [
            ("http://proxy:3128", Some("http://proxy:3128")),
            ("socks5://proxy:1080", Some("socks5://proxy:1080")),
            ("socks://proxy:1080", Some("socks5://proxy:1080")),
            ("direct://", None),
            ("", None),
            ("file:///etc/passwd", None),
            ("http://jo:secret@proxy:3128", None),
            ("proxy", None),
        ] {
            let expected = proxy.map(str::to_owned);
            assert_eq!(
                found(None, says).await,
                (proxy.is_some(), expected),
                "{says}"
            );
        }
    }

    #[tokio::test]
    async fn what_the_profile_names_is_not_asked_about() {
        let named = Some("http://named:1".to_owned());
        assert_eq!(
            found(Some("http://named:1"), "http://proxy:3128").await,
            (false, named)
        );
        assert!(
            !ProxyChoice::default()
                .look_for("https://api.us.nylas.com")
                .await
        );
    }

    #[tokio::test]
    async fn who_never_answers_is_not_waited_for() {
        let started = Instant::now();
        let said = ask(Arc::new(Hangs), String::new(), Duration::from_millis(50)).await;
        assert_eq!(said, None);
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}
