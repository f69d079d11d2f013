//! Surveys at the centre: imported, offered, taken in, looked at.
//!
//! | Part | Its job |
//! |---|---|
//! | [`keys`] | The key pairs that answers are sealed to and opened with. |
//! | [`terms`] | What operators do: import, open, close, give a new key. |
//! | [`offering`] | Which surveys a body's release carries. |
//! | [`taking`] | Answers, from stands and from the form: each kept once, or set aside with the reason. |

pub mod keys;
pub mod offering;
pub mod results;
pub mod taking;
pub mod terms;
