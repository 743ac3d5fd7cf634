//! What the visitor's browser runs on, as far as it says.

/// A system, or a device that the app does not run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visitor {
    Computer(&'static str),
    /// A phone or a tablet.
    Phone,
    /// It does not say.
    Unknown,
}

impl Visitor {
    /// The computer's system, as the configuration's downloads are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Visitor::Computer(system) => system,
            Visitor::Phone | Visitor::Unknown => "",
        }
    }

    /// By `User-Agent`. An iPad calls itself a Mac and is taken for one: the page offers the other ways as well.
    pub(crate) fn of(agent: &str) -> Visitor {
        let says = |word: &str| agent.contains(word);
        if says("iPhone") || says("iPad") || says("Android") || says("Mobile") {
            Visitor::Phone
        } else if says("Windows") {
            Visitor::Computer("windows")
        } else if says("Macintosh") || says("Mac OS X") {
            Visitor::Computer("macos")
        } else if says("Linux") || says("X11") {
            Visitor::Computer("linux")
        } else {
            Visitor::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Visitor;

    #[test]
    fn a_browser_says_what_it_runs_on() {
        for (agent, visitor) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140",
                Visitor::Computer("windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605",
                Visitor::Computer("macos"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140",
                Visitor::Computer("linux"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E",
                Visitor::Phone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel) Mobile Safari",
                Visitor::Phone,
            ),
            ("curl/8.0", Visitor::Unknown),
            ("", Visitor::Unknown),
        ] {
            assert_eq!(Visitor::of(agent), visitor, "{agent}");
        }
    }
}
