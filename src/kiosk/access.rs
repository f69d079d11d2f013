//! Access from the first day: one tree of what the screen says, collected from the live widgets.
//!
//! Every widget of the stand reports its [`Semantics`] while an iced operation walks the interface.
//! [`tree`] gathers the reports into an AccessKit tree with stable ids; [`atspi`] exports that tree to
//! screen readers and test drivers; [`focus`] moves the keyboard focus. What is shown, what is
//! spoken, what is exported and what tests assert come from this one tree.

pub mod atspi;
pub mod focus;
pub mod reader;
pub mod semantics;
#[cfg(test)]
pub mod testing;
pub mod tree;

pub use semantics::{Role, Semantics};
pub use tree::Snapshot;

/// Carries out what an assistive technology asks of a control. Gives whether the control is still there.
pub fn perform(request: accesskit::ActionRequest) -> iced::Task<bool> {
    iced::advanced::widget::operate(tree::Perform::new(request))
}

/// Marks the words being said on the screen; none: unmarks.
pub fn mark(spot: Option<crate::kiosk::speech::Spot>) -> iced::Task<()> {
    iced::advanced::widget::operate(tree::Marking::new(spot))
}
