//! What was found out about one thing.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Ok,
    /// Nothing is wrong, and somebody should know it all the same.
    Note,
    /// Somebody has to mend it.
    Wrong,
}

/// One thing that was asked.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) what: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) said: String,
}

impl Finding {
    fn new(what: &'static str, verdict: Verdict, said: impl Into<String>) -> Finding {
        Finding {
            what,
            verdict,
            said: said.into(),
        }
    }

    pub(crate) fn ok(what: &'static str, said: impl Into<String>) -> Finding {
        Finding::new(what, Verdict::Ok, said)
    }

    pub(crate) fn note(what: &'static str, said: impl Into<String>) -> Finding {
        Finding::new(what, Verdict::Note, said)
    }

    pub(crate) fn wrong(what: &'static str, said: impl Into<String>) -> Finding {
        Finding::new(what, Verdict::Wrong, said)
    }

    /// As a line for people.
    pub(crate) fn line(&self) -> String {
        let sign = match self.verdict {
            Verdict::Ok => "ok   ",
            Verdict::Note => "note ",
            Verdict::Wrong => "wrong",
        };
        format!("{sign} {}: {}", self.what, self.said)
    }
}
