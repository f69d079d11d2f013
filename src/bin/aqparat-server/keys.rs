//! `aqparat-server keys …`: the signing keys.

use aqparat::domain::BodyId;
use aqparat::server::report;
use clap::Subcommand;

use super::{Place, print};

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Every role, how many keys must sign for it, and when it ends.
    List,
    /// Replace keys.
    #[command(subcommand)]
    Rotate(Rotate),
    /// Print the root metadata: what a stand that has never been enrolled needs with its first courier.
    Root,
    /// Sign root for another year, with two of its keys in keys/offline.
    RenewRoot,
    /// Take a body's right to publish away until it publishes again; its stands keep what they show.
    Withdraw {
        /// The body.
        body: BodyId,
    },
}

#[derive(Debug, Subcommand)]
pub enum Rotate {
    /// The three root keys; two of the old ones must lie in keys/offline.
    Root,
    /// The targets key; two root keys must lie in keys/offline.
    Targets,
    /// The online key of snapshot and timestamp; two root keys must lie in keys/offline.
    Online,
    /// A body's key.
    Body {
        /// The body.
        body: BodyId,
    },
}

pub async fn run(place: &Place, command: KeysCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    let (publisher, now) = (&centre.publisher, centre.clock.now());
    match &command {
        KeysCommand::List => {}
        KeysCommand::Root => return print(&publisher.root().await?),
        KeysCommand::Rotate(Rotate::Root) => publisher.rotate_root(now).await?,
        KeysCommand::Rotate(Rotate::Targets) => publisher.rotate_targets(now).await?,
        KeysCommand::Rotate(Rotate::Online) => publisher.rotate_online(now).await?,
        KeysCommand::Rotate(Rotate::Body { body }) => publisher.rotate_body(body, now).await?,
        KeysCommand::RenewRoot => publisher.renew_root(now).await?,
        KeysCommand::Withdraw { body } => publisher.withdraw(body, now).await?,
    }
    let keys = publisher.keys().await?;
    let json: Vec<_> = keys
        .iter()
        .map(|role| {
            serde_json::json!({
                "role": role.role, "keys": role.keys, "threshold": role.threshold, "present": role.present,
                "expires": role.expires.as_millisecond(),
            })
        })
        .collect();
    place.say(&json, report::keys(&keys))
}
