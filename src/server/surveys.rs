//! Surveys at the centre.

pub mod results;
