//! Signing what the centre publishes: keys, roles and metadata in the TUF format.
