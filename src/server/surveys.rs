//! Surveys at the centre: read from what survey people use, offered, taken in, looked at.
//!
//! | Part | Its job |
//! |---|---|
//! | [`xlsform`] | From an XLSForm to a survey, and back. |
//! | [`terms`] | What operators do: import, open, close, give a new key. |
//! | [`keys`] | The key pairs that answers are sealed to and opened with. |
//! | [`offering`] | Which surveys a body's release carries. |
//! | [`taking`] | Answers, from stands and from the form: each kept once, or set aside with the reason. |
//! | [`results`] | What was answered, counted so that nobody can be told by it. |

pub mod keys;
pub mod offering;
pub mod results;
pub mod taking;
pub mod terms;
pub mod xlsform;
