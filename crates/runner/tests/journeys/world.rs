//! What is there before the program starts and after it was killed: a computer, and servers elsewhere.

use std::{
    future::Future,
    net::{IpAddr, UdpSocket},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use nylas::{Client, Grant, Origin, Provider, Timeouts};
use nylas_sim::{Options, Simulator};
use runner::{Environment, Network, Ports, Variable};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::{
    apple::authority::Authority,
    journey::Journey,
    logs,
    ports::{Disk, Keys, Rehearsal, Screen, TestClock},
};

/// An app password that appears nowhere by accident.
pub(crate) const PASSWORD: &str = "qjxz-wvkb-mfhg-tpyd";
/// An API key that appears nowhere by accident.
pub(crate) const KEY: &str = "nyk_v0_canary_5d1f0c7be2a94636";
/// An account of whom the simulator knows nothing special.
pub(crate) const NYLA: &str = "nyla.park@icloud.com";

/// A profile for journeys that are not practice: nobody's real servers are asked.
pub(crate) const NO_APPLE: &str = "[apple]\ncheck_first = false\n";

/// Parts of secrets that give them away.
pub(crate) const SECRETS: [&str; 4] = [PASSWORD, "qjxzwvkbmfhgtpyd", "mfhg-tpyd", KEY];

/// A network where nobody can be asked about it: no test asks the real one.
pub(crate) fn no_network() -> Network {
    Network {
        probe: "http://127.0.0.1:9/".parse().unwrap(),
        name_server: Some(([127, 0, 0, 1], 9).into()),
        mail_server_override: None,
        // No way leads there: nobody may connect to everybody at once.
        outside: [([255, 255, 255, 255], 9).into(); 2],
    }
}

/// What runs in other processes: simulators and what stands before them.
pub(crate) fn elsewhere() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
    })
}

/// Does something in another process and waits for it.
/// An address of this computer's that is not the loopback, on which a port counts as blocked when nobody answers.
pub(crate) fn own_address() -> IpAddr {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    // Nothing is sent: the system only chooses the address to send from.
    socket.connect("192.0.2.1:9").unwrap();
    let own = socket.local_addr().unwrap().ip();
    assert!(!own.is_loopback());
    own
}

pub(crate) fn outside<T>(what: impl Future<Output = T>) -> T {
    elsewhere().block_on(what)
}

pub(crate) struct World {
    pub(crate) environment: Environment,
    pub(crate) screen: Arc<Screen>,
    pub(crate) disk: Arc<Disk>,
    pub(crate) keys: Arc<Keys>,
    pub(crate) rehearsal: Arc<Rehearsal>,
    pub(crate) clock: Arc<TestClock>,
    folder: TempDir,
}

impl World {
    /// A computer that knows nothing.
    pub(crate) fn new() -> World {
        logs::watch(&SECRETS);
        World {
            environment: Environment {
                network: no_network(),
                ..Environment::default()
            },
            screen: Arc::default(),
            disk: Arc::default(),
            keys: Arc::default(),
            rehearsal: Arc::default(),
            clock: Arc::default(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// An operator's computer whose Nylas is at `origin`.
    pub(crate) fn operator(origin: &str) -> World {
        World::new()
            .profile(&format!("{NO_APPLE}[connection]\nkind = \"api-key\"\n"))
            .api_uri(origin)
    }

    /// As [`World::operator`], with the key in its keychain already.
    pub(crate) fn known_operator(origin: &str) -> World {
        let world = World::operator(origin);
        world.keys.put(origin, KEY);
        world
    }

    /// A folder of the program's own, where an opened file is kept.
    pub(crate) fn with_folder(mut self) -> World {
        self.environment.opened = Some(self.folder.path().join("data/opened/profile.toml"));
        self
    }

    /// A file that somebody could open, by its name.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn profile(mut self, text: &str) -> World {
        let file: PathBuf = self.folder.path().join("profile.toml");
        std::fs::write(&file, text).unwrap();
        self.environment.profile = Some(file);
        self
    }

    /// A file beside the profile.
    pub(crate) fn beside(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// An operator's computer that knows its key, whose Nylas is at `origin`, and whose Apple is on these ports of `localhost`,
    /// certified by `authority`.
    pub(crate) fn with_apple(
        origin: &str,
        authority: &Authority,
        calendar: u16,
        mail: u16,
    ) -> World {
        let world = World::new();
        world.beside("ca.pem", &authority.pem());
        let apple = format!(
            "[apple]\ncaldav_url = \"https://localhost:{calendar}/\"\nimap_host = \"localhost\"\nimap_port = {mail}\n"
        );
        let world = world
            .profile(&format!(
                "{apple}[connection]\nkind = \"api-key\"\n[network]\nextra_ca = \"ca.pem\"\n"
            ))
            .api_uri(origin);
        world.keys.put(origin, KEY);
        world
    }

    pub(crate) fn api_uri(mut self, origin: &str) -> World {
        self.environment.api_uri = Some(Variable {
            name: "NYLAS_API_URI",
            value: origin.to_owned(),
        });
        self
    }

    pub(crate) fn begin(&self) -> Journey<'_> {
        Journey::begin(
            self,
            Builder::new_current_thread().enable_all().build().unwrap(),
        )
    }

    pub(crate) fn ports(&self) -> Ports {
        Ports {
            desktop: self.screen.clone(),
            store: self.disk.clone(),
            keychain: self.keys.clone(),
            practice: self.rehearsal.clone(),
            clock: self.clock.clone(),
        }
    }
}

/// A Nylas application like a new one: it takes [`KEY`] and has no connector.
pub(crate) fn bare_simulator() -> Simulator {
    outside(start_simulator())
}

/// A Nylas application with a connector for iCloud.
pub(crate) fn simulator() -> Simulator {
    let simulator = bare_simulator();
    outside(async { client(&simulator).create_connector(Provider::ICloud).await }).unwrap();
    simulator
}

pub(crate) async fn start_simulator() -> Simulator {
    Simulator::start(Options {
        api_key: Some(KEY.to_owned()),
        record: true,
        ..Options::default()
    })
    .await
    .unwrap()
}

/// Nylas as somebody else sees it.
pub(crate) fn client(simulator: &Simulator) -> Client {
    // Reading the system's certificates for each would take longer than the journeys.
    let http = nylas::transport(&Timeouts::default())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    Client::builder(
        Origin::parse(&simulator.origin()).unwrap(),
        simulator.api_key().into(),
    )
    .http(http)
    .build()
    .unwrap()
}

/// The grants that a simulator has for an address.
pub(crate) fn grants(simulator: &Simulator, address: &str) -> Vec<Grant> {
    outside(async { client(simulator).grants_for(address).await }).unwrap()
}

/// How often a simulator was asked for `path`, by whatever method.
pub(crate) fn asked(simulator: &Simulator, method: &str, path: &str) -> usize {
    simulator
        .exchanges()
        .iter()
        .filter(|e| e.method == method && e.path == path)
        .count()
}
