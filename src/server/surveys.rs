//! Surveys at the centre: read from what survey people use, and written back to it.

pub mod xlsform;
