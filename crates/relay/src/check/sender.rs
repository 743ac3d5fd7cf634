//! Whether mails leave, and whether others believe who sends them.

use crate::check::finding::Finding;
use crate::config::MailConfig;
use crate::mailer::Mailer;
use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::{Name, RData};
use std::time::Duration;

const SMTP: &str = "mail server";
const SPF: &str = "SPF";
const DKIM: &str = "DKIM";
const DMARC: &str = "DMARC";
/// Longest wait for a name server.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everything about mails.
pub(super) async fn sender(config: Option<&MailConfig>) -> Vec<Finding> {
    let Some(config) = config else {
        return vec![Finding::note(
            SMTP,
            "not set up: the relay writes to nobody, and your own mailer sends the links",
        )];
    };
    let mut findings = vec![match Mailer::new(config).ready().await {
        Ok(connection) => {
            connection.end();
            Finding::ok(SMTP, "answers, and takes the login")
        }
        Err(why) => Finding::wrong(SMTP, why.said),
    }];
    let domain = config.from.email.domain();
    let Some(names) = Names::new() else {
        let said = "not looked up: this computer names no name servers";
        findings.push(Finding::note(SPF, said));
        return findings;
    };
    let key = config.dkim_selector.as_deref();
    let key = key.map(|selector| format!("{selector}._domainkey.{domain}"));
    let policy = format!("_dmarc.{domain}");
    let (servers, keys, policies) = tokio::join!(
        names.texts(domain),
        async {
            match &key {
                Some(name) => names.texts(name).await,
                None => None,
            }
        },
        names.policies(&policy, domain)
    );
    findings.push(spf(domain, servers));
    findings.push(match &key {
        Some(name) => dkim(name, keys),
        None => Finding::note(
            DKIM,
            "not looked up: dkim_selector doesn't say under which name the key is",
        ),
    });
    findings.push(dmarc(&policy, policies));
    findings
}

/// What has no answer is `None`; what is not there is empty.
type Texts = Option<Vec<String>>;

fn unanswered(what: &'static str, name: &str) -> Finding {
    Finding::note(what, format!("{name} couldn't be looked up"))
}

fn spf(domain: &str, texts: Texts) -> Finding {
    let Some(texts) = texts else {
        return unanswered(SPF, domain);
    };
    let is_record = |text: &&String| {
        let text = text.to_ascii_lowercase();
        text == "v=spf1" || text.starts_with("v=spf1 ")
    };
    let records: Vec<_> = texts.iter().filter(is_record).collect();
    match records.as_slice() {
        [] => Finding::wrong(
            SPF,
            format!(
                "{domain} doesn't say which servers may send its mail, so yours may be taken for spam"
            ),
        ),
        [record] => {
            let record = record.to_ascii_lowercase();
            if record
                .split(' ')
                .any(|term| term == "all" || term == "+all")
            {
                Finding::wrong(SPF, format!("{domain} lets every server send its mail"))
            } else {
                Finding::ok(
                    SPF,
                    format!(
                        "{domain} says which servers may send its mail; see that yours is among them"
                    ),
                )
            }
        }
        _ => Finding::wrong(
            SPF,
            format!("{domain} has several records, and none of them counts"),
        ),
    }
}

fn dkim(name: &str, texts: Texts) -> Finding {
    let Some(texts) = texts else {
        return unanswered(DKIM, name);
    };
    let key = |text: &String| tag(text, "p").map(str::to_owned);
    match texts.iter().find_map(key).as_deref() {
        None => Finding::wrong(DKIM, format!("there's no key at {name}")),
        Some("") => Finding::wrong(DKIM, format!("the key at {name} was taken back")),
        Some(_) => Finding::ok(DKIM, format!("there's a key at {name}")),
    }
}

fn dmarc(name: &str, texts: Texts) -> Finding {
    let Some(texts) = texts else {
        return unanswered(DMARC, name);
    };
    let policy = |text: &String| {
        (tag(text, "v") == Some("DMARC1")).then(|| tag(text, "p").unwrap_or_default().to_owned())
    };
    match texts.iter().find_map(policy).as_deref() {
        None => Finding::wrong(
            DMARC,
            format!("there's no record at {name}; large mail services ask for one"),
        ),
        Some("none") => Finding::note(
            DMARC,
            "others may write in your name, and their mails are let through (p=none)",
        ),
        Some(policy) => Finding::ok(DMARC, format!("p={policy}")),
    }
}

/// The value of a tag in a record such as `v=DMARC1; p=none`.
fn tag<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    record.split(';').find_map(|part| {
        let (tag, value) = part.split_once('=')?;
        tag.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The system's name servers.
struct Names(TokioResolver);

impl Names {
    fn new() -> Option<Names> {
        let resolver = TokioResolver::builder_tokio().ok()?.build().ok()?;
        Some(Names(resolver))
    }

    /// The record of a domain; one of the domain above counts for those below it.
    async fn policies(&self, name: &str, domain: &str) -> Texts {
        let texts = self.texts(name).await?;
        match domain.split_once('.') {
            Some((_, above)) if texts.is_empty() && above.contains('.') => {
                self.texts(&format!("_dmarc.{above}")).await
            }
            _ => Some(texts),
        }
    }

    async fn texts(&self, name: &str) -> Texts {
        let mut name = Name::from_utf8(name).ok()?;
        // The whole name: the system's search list has nothing to do with it.
        name.set_fqdn(true);
        match tokio::time::timeout(PATIENCE, self.0.txt_lookup(name))
            .await
            .ok()?
        {
            Ok(found) => {
                let texts = found
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        RData::TXT(text) => Some(text.txt_data.concat()),
                        _ => None,
                    });
                Some(
                    texts
                        .map(|text| String::from_utf8_lossy(&text).into_owned())
                        .collect(),
                )
            }
            Err(error) if error.is_nx_domain() || error.is_no_records_found() => Some(vec![]),
            Err(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::Verdict::{self, Note, Ok, Wrong};

    /// Judges the records of one name.
    type Judge = fn(&str, Texts) -> Finding;

    #[test]
    fn what_others_see_of_the_sender_is_judged() {
        let judges: [(Judge, &[&str], Verdict); 16] = [
            (spf, &["v=spf1 include:mail.example -all"], Ok),
            (spf, &["site-verification=1", "v=SPF1 mx ~all"], Ok),
            (spf, &["v=spf1 +all"], Wrong),
            (spf, &["v=spf1 mx all"], Wrong),
            (spf, &["v=spf1 mx -all", "v=spf1 a -all"], Wrong),
            (spf, &["v=spf10 mx -all"], Wrong),
            (spf, &[], Wrong),
            (dkim, &["v=DKIM1; k=rsa; p=MIGf"], Ok),
            (dkim, &["k=rsa; p = MIGf"], Ok),
            (dkim, &["v=DKIM1; p="], Wrong),
            (dkim, &["v=DKIM1"], Wrong),
            (dkim, &[], Wrong),
            (dmarc, &["v=DMARC1; p=reject; rua=mailto:a@example.com"], Ok),
            (dmarc, &["v=DMARC1;p=none"], Note),
            (dmarc, &["p=none"], Wrong),
            (dmarc, &[], Wrong),
        ];
        for (judge, texts, verdict) in judges {
            let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
            let finding = judge("example.com", Some(texts.clone()));
            assert_eq!(finding.verdict, verdict, "{texts:?}: {}", finding.said);
            assert_eq!(judge("example.com", None).verdict, Note);
        }
    }
}
