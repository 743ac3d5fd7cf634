//! The report for whoever helps. The person reads it before sharing: it holds no address, no secret, no subject.

use crate::{Report, journey::Journey, session::Session, table::Screen, utc::utc};

impl Report {
    /// A name and a value each.
    pub(crate) fn lines(
        &self,
        session: &Session,
        journey: &Journey,
        screen: &Screen,
    ) -> Vec<(&'static str, String)> {
        let mut lines = vec![
            ("code", self.problem.code().to_owned()),
            ("screen", screen.name().to_owned()),
        ];
        let mut add = |name, value: Option<String>| {
            lines.extend(value.filter(|v| !v.is_empty()).map(|value| (name, value)));
        };
        for (name, value) in screen.details(journey) {
            add(name, value);
        }
        let held = session.invitation.as_ref();
        add("reference", held.map(|held| held.told.reference.clone()));
        add("time", utc(session.reported_at));
        add("kind", Some(self.kind.name().to_owned()));
        add("setting", self.value("setting").map(str::to_owned));
        add("status", self.detail.status.map(|s| s.to_string()));
        add("type", self.detail.kind.clone());
        add("message", self.detail.message.clone());
        add("request", self.detail.request_id.clone());
        add(
            "username",
            journey.account.icloud.as_ref().map(apple::Address::shape),
        );
        add("version", Some(env!("CARGO_PKG_VERSION").to_owned()));
        add("system", Some(session.setup.system.clone()));
        add(
            "proxy",
            Some(if session.setup.proxy { "yes" } else { "no" }.to_owned()),
        );
        lines
    }

    /// The same as text, a line each.
    pub(crate) fn details(&self, session: &Session, journey: &Journey, screen: &Screen) -> String {
        self.lines(session, journey, screen)
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect()
    }
}
