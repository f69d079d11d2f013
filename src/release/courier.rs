//! A release on a USB stick: one file that carries a signed repository to a stand with no network.
