//! The five stages that `connecting` shows, each with its own state.

use serde::Serialize;

/// How far a stage is; the page's `data-status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}

impl Status {
    pub(super) const fn of<T, E>(result: &Result<T, E>) -> Self {
        if result.is_ok() {
            Status::Done
        } else {
            Status::Failed
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Running => "running",
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

/// The stages, in the order in which they are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stages {
    pub(super) apple_calendar: Status,
    pub(super) apple_mail: Status,
    pub(super) grant: Status,
    pub(super) calendars: Status,
    pub(super) mail: Status,
}

/// One stage; its name is the page's `data-stage`.
#[derive(Serialize)]
pub(super) struct StageView {
    name: &'static str,
    status: Status,
}

impl Stages {
    /// All of them ahead; without Apple the first two are left out.
    pub(super) const fn new(with_apple: bool) -> Self {
        let apple = if with_apple {
            Status::Waiting
        } else {
            Status::Skipped
        };
        Stages {
            apple_calendar: apple,
            apple_mail: apple,
            grant: Status::Waiting,
            calendars: Status::Waiting,
            mail: Status::Waiting,
        }
    }

    const fn named(&self) -> [(&'static str, Status); 5] {
        [
            ("apple-calendar", self.apple_calendar),
            ("apple-mail", self.apple_mail),
            ("grant", self.grant),
            ("calendars", self.calendars),
            ("mail", self.mail),
        ]
    }

    pub(super) fn view(&self) -> [StageView; 5] {
        self.named()
            .map(|(name, status)| StageView { name, status })
    }

    /// All of them in one line, for whoever helps.
    pub(super) fn line(&self) -> String {
        self.named()
            .map(|(name, status)| format!("{name} {}", status.name()))
            .join(", ")
    }

    pub(super) fn apple_failed(&self) -> bool {
        [self.apple_calendar, self.apple_mail].contains(&Status::Failed)
    }

    pub(super) fn fail_running(&mut self) {
        for stage in [
            &mut self.apple_calendar,
            &mut self.apple_mail,
            &mut self.grant,
            &mut self.calendars,
            &mut self.mail,
        ] {
            if *stage == Status::Running {
                *stage = Status::Failed;
            }
        }
    }

    pub(super) fn skip_failed_apple(&mut self) {
        for stage in [&mut self.apple_calendar, &mut self.apple_mail] {
            if *stage == Status::Failed {
                *stage = Status::Skipped;
            }
        }
    }
}
