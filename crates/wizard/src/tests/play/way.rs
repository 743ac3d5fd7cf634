//! The way from screen to screen, as far as a test needs it.

use super::*;

impl Play {
    /// The runner tells what is remembered, before it tells that it is written.
    pub(in crate::tests) fn remembers(&mut self) -> &mut Self {
        let mut accounts = self.state().session.accounts.clone();
        for effect in &self.last {
            if let Effect::Ask(Request::Record {
                grant,
                address,
                icloud,
                ..
            }) = effect
            {
                accounts.retain(|known| known.grant != *grant);
                let application = Some("app".to_owned());
                let icloud = icloud.clone();
                accounts.push(AccountRecord {
                    application,
                    icloud,
                    ..AccountRecord::new(
                        grant.clone(),
                        address.clone(),
                        "https://api.us.nylas.com".into(),
                    )
                });
            }
        }
        self.feed(Event::Accounts(accounts))
    }

    pub(in crate::tests) fn key_at_hand(&mut self) -> &mut Self {
        self.answer(Answer::FindKey(Ok(true)))
            .answer(Answer::CheckKey(Ok(application(true))))
    }

    // From `welcome` to each screen, the way most people go.

    /// Of an invitation, whose address is known.
    pub(in crate::tests) fn invited_up_to_password(mut self) -> Self {
        self.press(Action::Continue)
            .on("prepare")
            .press(Action::HavePassword)
            .on("password");
        self
    }

    pub(in crate::tests) fn invited_up_to_sending(self) -> Self {
        let mut play = self.invited_up_to_password();
        play.edit(Field::AppPassword, PASSWORD)
            .press(Action::Continue)
            .apple_says(Verdict::Accepted, Verdict::Accepted)
            .snapshotted(vec![])
            .on("connecting");
        play
    }

    pub(in crate::tests) fn up_to_address(mut self) -> Self {
        self.press(Action::Continue).on("address");
        self
    }

    pub(in crate::tests) fn up_to_prepare(self) -> Self {
        let mut play = self.up_to_address();
        play.edit(Field::Address, ADDRESS)
            .press(Action::Continue)
            .answer(Answer::Prepare(Ok(())))
            .on("prepare");
        play
    }

    pub(in crate::tests) fn up_to_password(self) -> Self {
        let mut play = self.up_to_prepare();
        play.press(Action::HavePassword).on("password");
        play
    }

    /// Nylas' page is announced.
    pub(in crate::tests) fn up_to_sign_in(self) -> Self {
        let mut play = self.up_to_prepare();
        play.press(Action::HavePassword).on("sign-in");
        play
    }

    /// Nylas' page is open.
    pub(in crate::tests) fn up_to_waiting(self) -> Self {
        let mut play = self.up_to_sign_in();
        play.press(Action::SignIn)
            .did(&["Abort", "SignIn"])
            .ready_to_return(Ok(()))
            .did(&["Open", "After"])
            .shows("phase", "waiting");
        play
    }

    /// The browser came back.
    pub(in crate::tests) fn up_to_exchange(self) -> Self {
        let mut play = self.up_to_waiting();
        play.returned(Return::SignedIn).on("connecting").did(&[
            "ComeForward",
            "Abort",
            "Exchange",
            "After",
        ]);
        play
    }

    /// Apple is asked.
    pub(in crate::tests) fn up_to_apple_check(self) -> Self {
        let mut play = self.up_to_password();
        play.paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue)
            .on("connecting")
            .did(&["Abort", "AskApple"]);
        play
    }

    /// Apple accepted; the grants of the address are noted.
    pub(in crate::tests) fn up_to_snapshot(self) -> Self {
        let mut play = self.up_to_apple_check();
        play.apple_says(Verdict::Accepted, Verdict::Accepted)
            .did(&["Abort", "SnapshotGrants"]);
        play
    }

    /// Custom auth is on its way; there was no grant before.
    pub(in crate::tests) fn up_to_sending(self) -> Self {
        let mut play = self.up_to_snapshot();
        play.snapshotted(vec![]).did(&["Abort", "Submit", "After"]);
        play
    }

    /// The grant was made.
    pub(in crate::tests) fn up_to_reading(self) -> Self {
        let mut play = self.up_to_sending();
        play.submitted(Ok(grant()))
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
        play
    }

    pub(in crate::tests) fn up_to_done(self) -> Self {
        let mut play = self.up_to_reading();
        play.read_both();
        if !play.state().practice() {
            play.on("connecting")
                .did(&["Record"])
                .remembers()
                .answer(Answer::Record(Ok(())));
        }
        play.on("done");
        play
    }
}
