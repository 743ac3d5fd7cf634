//! The report for whoever helps. The person reads it before sharing: it holds no address, no secret, no subject.

use crate::{Report, State, screens::Screen};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

impl Report {
    /// A name and a value each.
    pub(crate) fn lines(&self, state: &State) -> Vec<(&'static str, String)> {
        let mut lines = vec![
            ("code", self.problem.code().to_owned()),
            ("screen", state.screen.name().to_owned()),
        ];
        let mut add = |name, value: Option<String>| {
            lines.extend(value.filter(|v| !v.is_empty()).map(|value| (name, value)));
        };
        if let Screen::Connecting(connecting) = &state.screen {
            let stages = connecting
                .stages
                .named()
                .map(|(name, status)| format!("{name} {}", status.name()));
            add("stages", Some(stages.join(", ")));
            add("began", utc(state.began_at));
        }
        add("time", utc(state.reported_at));
        add("kind", Some(self.kind.to_owned()));
        add(
            "setting",
            self.values
                .iter()
                .find(|(name, _)| *name == "setting")
                .map(|(_, value)| value.clone()),
        );
        add("status", self.detail.status.map(|s| s.to_string()));
        add("type", self.detail.kind.clone());
        add("message", self.detail.message.clone());
        add("request", self.detail.request_id.clone());
        add(
            "username",
            state.account.icloud.as_ref().map(apple::Address::shape),
        );
        add("version", Some(env!("CARGO_PKG_VERSION").to_owned()));
        add("system", Some(state.setup.system.clone()));
        add(
            "proxy",
            Some(if state.setup.proxy { "yes" } else { "no" }.to_owned()),
        );
        lines
    }

    /// The same as text, a line each.
    pub(crate) fn details(&self, state: &State) -> String {
        self.lines(state)
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect()
    }
}

/// A time as RFC 3339 has it; none where the clock was never told.
fn utc(seconds: i64) -> Option<String> {
    let time = OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .filter(|_| seconds > 0)?;
    time.format(&Rfc3339).ok()
}
