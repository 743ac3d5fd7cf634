//! What a test expects to be shown, asked for and said.

use super::*;

impl Play {
    pub(in crate::tests) fn on(&mut self, screen: &str) -> &mut Self {
        if self.view().name != screen {
            self.fail(&format!("expected the screen {screen}"));
        }
        self
    }

    /// The problem with this code is shown.
    pub(in crate::tests) fn problem(&mut self, code: &str) -> &mut Self {
        if self.view().problem.is_none_or(|p| p.code != code) {
            self.fail(&format!("expected the problem {code}"));
        }
        self
    }

    /// The problem is shown with this variant of its sentence.
    pub(in crate::tests) fn kind(&mut self, kind: &str) -> &mut Self {
        if self.view().problem.is_none_or(|p| p.kind != kind) {
            self.fail(&format!("expected the variant {kind:?}"));
        }
        self
    }

    pub(in crate::tests) fn no_problem(&mut self) -> &mut Self {
        if self.view().problem.is_some() {
            self.fail("expected no problem");
        }
        self
    }

    pub(in crate::tests) fn notice(&mut self, notice: Option<&str>) -> &mut Self {
        if self.view().notice != notice {
            self.fail(&format!("expected the notice {notice:?}"));
        }
        self
    }

    /// The last event asked for exactly this, besides what is kept and the window's shape.
    pub(in crate::tests) fn did(&mut self, names: &[&str]) -> &mut Self {
        let done: Vec<String> = self
            .last
            .iter()
            .map(name)
            .filter(|n| {
                !matches!(
                    n.as_str(),
                    "Save" | "SaveTries" | "SetWindowMode" | "Conceal"
                )
            })
            .collect();
        if done != names {
            self.fail(&format!("expected {names:?}, was {done:?}"));
        }
        self
    }

    pub(in crate::tests) fn was_ignored(&mut self) -> &mut Self {
        self.did(&["Ignored"])
    }

    /// The view says so.
    pub(in crate::tests) fn shows(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        let (shown, value) = (self.shown(key), value.into());
        if shown != value {
            self.fail(&format!("expected {key} to be {value}, is {shown}"));
        }
        self
    }

    /// The stages in their order.
    pub(in crate::tests) fn stages(&mut self, expected: [&str; 5]) -> &mut Self {
        let stages = self.shown("stages");
        let stages: Vec<&str> = stages
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|s| s["status"].as_str())
            .collect();
        if stages != expected {
            self.fail(&format!("expected the stages {expected:?}, are {stages:?}"));
        }
        self
    }

    /// The shape that the last event gave to the window.
    pub(in crate::tests) fn reshaped(&self) -> Option<WindowMode> {
        self.last.iter().find_map(|e| {
            if let Effect::SetWindowMode(mode) = e {
                Some(*mode)
            } else {
                None
            }
        })
    }

    /// The tries that the last event kept.
    pub(in crate::tests) fn saved_tries(&self) -> Option<Vec<Tries>> {
        self.last.iter().find_map(|e| {
            if let Effect::SaveTries(tries) = e {
                Some(tries.clone())
            } else {
                None
            }
        })
    }

    /// What the last event saved; the outer `None` when it saved nothing.
    pub(in crate::tests) fn saved(&self) -> Option<Option<Progress>> {
        self.last.iter().find_map(|e| match e {
            Effect::Save(progress) => Some(progress.clone()),
            _ => None,
        })
    }

    pub(in crate::tests) fn fail(&self, what: &str) -> ! {
        panic!(
            "{what}; this happened:\n  {}\nnow: {}",
            self.trace.join("\n  "),
            self.json()
        );
    }
}
