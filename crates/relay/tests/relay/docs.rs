//! What the documents and the packaging tell people to run and to write is what the program takes.

use relay::arguments::{self, Command};
use relay::config::{self, Config};
use std::path::{Path, PathBuf};

const PROGRAM: &str = "icloud-connect-relay ";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The words of a line, as a shell takes it apart.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote, mut word) = (vec![], None, String::new());
    for c in line.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (' ', None) => words.push(std::mem::take(&mut word)),
            (c, _) => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// What every line that runs the program asks of it.
fn commands(text: &str) -> Vec<Command> {
    let lines = text.lines().filter_map(|line| {
        // Code, or a comment about it; a sentence names the program between marks.
        let at = line.rfind(PROGRAM).filter(|_| !line.contains('`'))?;
        let asked = line[at + PROGRAM.len()..].trim_end_matches([')', '"', ']']);
        let runs = asked.starts_with("--") || asked.starts_with("serve");
        runs.then(|| asked.to_owned())
    });
    lines
        .map(|line| {
            let words = words(&line).into_iter().map(Into::into);
            arguments::parse(words).unwrap_or_else(|why| panic!("{line}: {why}"))
        })
        .collect()
}

/// The pieces of TOML in a page.
fn pieces(page: &str) -> Vec<String> {
    let pieces = page.split("```toml\n").skip(1);
    let pieces = pieces.map(|piece| piece.split("```").next().unwrap().to_owned());
    pieces.collect()
}

fn configured(text: &str) -> Config {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.toml");
    std::fs::write(&file, text).unwrap();
    config::read(Some(&file), []).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn what_the_pages_tell_people_to_run_is_what_the_program_takes() {
    for (page, least) in [
        ("docs/relay.md", 4),
        ("docs/when-something-happened.md", 10),
        ("docs/your-first-customer.md", 2),
        ("docs/a-year-with-the-relay.md", 4),
        ("packaging/relay/compose.yaml", 2),
        ("packaging/relay/icloud-connect-relay.service", 0),
    ] {
        let commands = commands(&text(page));
        assert!(commands.len() >= least, "{page}: {commands:?}");
    }
    let first = commands(&text("docs/your-first-customer.md"));
    assert!(matches!(
        &first[0],
        Command::Check {
            json: false,
            config: Some(_)
        }
    ));
    assert!(matches!(&first[1], Command::CreateToken { name, .. } if name == "crm"));
    let unit = text("packaging/relay/icloud-connect-relay.service");
    let starts = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/"));
    let starts = commands(starts.unwrap());
    let config = Some("/etc/icloud-connect-relay/relay.toml".into());
    assert_eq!(starts, [Command::Serve { config }]);
}

#[test]
fn what_the_pages_tell_people_to_write_is_a_configuration() {
    let pieces_of = |page: &str| pieces(&text(page));
    let whole = |piece: &&String| piece.contains("public_url");
    let relay = pieces_of("docs/relay.md");
    configured(relay.iter().find(whole).unwrap());
    let year = pieces_of("docs/a-year-with-the-relay.md").join("\n");
    let config = configured(&format!("{}\n{year}", relay.iter().find(whole).unwrap()));
    assert!(config.mail.is_some());
    let after = pieces_of("docs/after-a-customer-connected.md");
    let notify = after.iter().find(|piece| piece.contains("[notify]"));
    let config = configured(&format!(
        "{}\n{}",
        relay.iter().find(whole).unwrap(),
        notify.unwrap()
    ));
    assert!(config.notify.is_some());
    let first = pieces_of("docs/your-first-customer.md");
    let begun = first.iter().find(whole).unwrap();
    let config = configured(begun);
    assert!(config.operator_listen.is_some() && config.downloads.is_empty());
    let end = first
        .iter()
        .find(|piece| piece.contains("[downloads"))
        .unwrap();
    assert_eq!(configured(&format!("{begun}\n{end}")).downloads.len(), 1);
}

#[test]
fn every_setting_is_in_the_table_of_the_page() {
    let page = text("docs/relay.md");
    for (key, _) in config::KEYS {
        let last = key.rsplit('.').next().unwrap();
        assert!(page.contains(last), "{key} is not told");
    }
}

#[test]
fn what_is_packaged_starts_and_names_what_there_is() {
    let compose = text("packaging/relay/compose.yaml");
    let mut environment: Vec<(String, String)> = vec![];
    for line in compose.lines().map(str::trim) {
        if let Some((name, value)) = line.split_once(": ")
            && name.starts_with(config::PREFIX)
        {
            let value = value
                .trim_matches('"')
                .replace("${RELAY_HOST}", "connect.acme.example");
            environment.push((name.to_owned(), value));
        }
    }
    assert!(environment.len() >= 5, "{environment:?}");
    for (key, value) in [
        ("NYLAS_API_URL", "https://api.us.nylas.com"),
        ("NYLAS_API_KEY_FILE", "nylas-key"),
        ("ORGANIZATION_NAME", "Acme CRM"),
    ] {
        environment.push((format!("{}{key}", config::PREFIX), value.to_owned()));
    }
    let config = config::read(None, environment).unwrap();
    let relay::config::Listen::Tcp(listen) = config.listen else {
        panic!("a container is reached by a network");
    };
    // What stands in front is asked at the address at which the relay listens, and comes from one that is trusted.
    let caddy = text("packaging/relay/Caddyfile");
    assert!(compose.contains("./Caddyfile:/etc/caddy/Caddyfile:ro,Z"));
    assert!(caddy.contains(&format!("reverse_proxy {{$RELAY:{listen}}}")));
    assert!(caddy.contains("\n{$HOST} {"));
    let trusted = config.trusted_proxies[0].addr();
    assert!(compose.contains(&format!("ipv4_address: {trusted} }}")));
    assert!(compose.contains(&format!("ipv4_address: {} }}", listen.ip())));
    let dockerfile = compose
        .lines()
        .find_map(|line| line.trim().strip_prefix("dockerfile: "));
    let containerfile = text(dockerfile.unwrap());
    let begins = containerfile
        .lines()
        .find_map(|line| line.strip_prefix("CMD "));
    let begins: Vec<String> = serde_json::from_str(begins.unwrap()).unwrap();
    let begun = arguments::parse(begins.into_iter().map(Into::into)).unwrap();
    assert!(matches!(begun, Command::Serve { config: Some(_) }));
    let toolchain = text("Cargo.toml");
    let version = toolchain.split("rust-version = \"").nth(1).unwrap();
    let version = version.split('"').next().unwrap();
    assert!(
        containerfile.contains(&format!("rust:{version}-")),
        "{version}"
    );
}
