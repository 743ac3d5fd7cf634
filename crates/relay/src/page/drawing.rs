//! Apple's page, drawn: the app's own drawings, from the one file that has them.

use crate::page::text::Text;
use maud::{Markup, PreEscaped, html};

const FILE: &str = include_str!("../../../../ui/parts/draw.html");
/// What stands around a single drawing there.
const BEGINS: &str = "<g data-if=\"drawing=";
const ENDS: &str = "\n    </g>";

/// What is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawing {
    SignIn,
    Code,
    Section,
    Generate,
    Name,
    Again,
    Copy,
}

impl Drawing {
    /// In the order of Apple's steps.
    pub(crate) const ALL: [Drawing; 7] = [
        Drawing::SignIn,
        Drawing::Code,
        Drawing::Section,
        Drawing::Generate,
        Drawing::Name,
        Drawing::Again,
        Drawing::Copy,
    ];

    const fn name(self) -> &'static str {
        match self {
            Drawing::SignIn => "sign-in",
            Drawing::Code => "code",
            Drawing::Section => "section",
            Drawing::Generate => "generate",
            Drawing::Name => "name",
            Drawing::Again => "again",
            Drawing::Copy => "copy",
        }
    }

    fn shapes(self) -> &'static str {
        let of = |(name, rest): (&str, &'static str)| (name == self.name()).then_some(rest);
        let mut drawings = FILE.split(BEGINS).skip(1);
        drawings
            .find_map(|drawing| of(drawing.split_once("\">")?))
            .and_then(|rest| rest.split_once(ENDS))
            .map_or("", |(shapes, _)| shapes)
    }
}

/// The browser's window around it, up to the first drawing.
fn window() -> &'static str {
    let rest = FILE.split_once("<rect class=\"paper\"");
    rest.and_then(|(_, rest)| rest.split_once("/>"))
        .and_then(|(_, rest)| rest.split_once("<rect class=\"tile\""))
        .map_or("", |(window, _)| window)
}

/// The drawing, with its words. Nobody hears them: the step says the same.
pub(crate) fn drawn(text: &Text, what: Drawing, label: &str) -> Markup {
    let apple = |name: &str| text.say(name);
    html! {
        div.draw aria-hidden="true" {
            svg viewBox="0 0 264 150" {
                rect.paper x="1" y="1" width="262" height="148" rx="10" {}
                (PreEscaped(window()))
                @if what != Drawing::SignIn {
                    rect.tile x="52" y="6" width="160" height="18" rx="9" {}
                }
                (PreEscaped(what.shapes()))
            }
            span.draw-host data-words=(apple("draw-host")) {}
            @match what {
                Drawing::SignIn | Drawing::Code | Drawing::Again => {}
                Drawing::Section => {
                    span.draw-section data-words=(apple("draw-section")) {}
                    span.draw-entry data-words=(apple("draw-entry")) {}
                }
                Drawing::Generate => {
                    span.draw-title.before-plus data-words=(apple("draw-entry")) {}
                    span.draw-generate data-words=(apple("draw-generate")) {}
                }
                Drawing::Name => {
                    span.draw-name data-words=(label) {}
                    span.draw-create data-words=(apple("draw-create")) {}
                }
                Drawing::Copy => {
                    span.draw-title data-words=(label) {}
                    span.draw-sample data-words=(apple("draw-sample")) {}
                    span.draw-copy data-words=(apple("draw-copy")) {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_drawn_by_whole_shapes_and_nothing_else() {
        assert_eq!(window().matches("<circle").count(), 3);
        for what in Drawing::ALL {
            let shapes = what.shapes();
            assert!(shapes.contains("class=\"hot"), "{what:?}: {shapes}");
            let closed = shapes.matches("/>").count() + 2 * shapes.matches("</").count();
            assert_eq!(closed, shapes.matches('<').count(), "{what:?}: {shapes}");
            assert!(!shapes.contains("data-"), "{what:?}");
        }
    }
}
