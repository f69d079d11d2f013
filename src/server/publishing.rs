//! From an edition to a signed release in the repository.
