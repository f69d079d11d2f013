//! `aqparat-server token …`: by what administrators import and publish from elsewhere.

use aqparat::domain::BodyId;
use aqparat::server::report;
use aqparat::server::secret::{self, Purpose, Secret};
use clap::Subcommand;

use super::Place;

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and show it, once.
    Create {
        /// Whose it is.
        name: String,
        /// The only body it may touch [default: every body].
        #[arg(long, value_name = "ID")]
        body: Option<BodyId>,
    },
    /// Every token, without its secret.
    List,
    /// End a token.
    Revoke {
        /// Its id.
        id: String,
    },
}

pub async fn run(place: &Place, command: TokenCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    match command {
        TokenCommand::Create { name, body } => {
            let (id, token) = (hex::encode(secret::random::<4>()?), Secret::generate(Purpose::Token)?);
            centre.store.add_token(&id, &name, body.as_ref(), &token.hash(), centre.clock.millis()).await?;
            let text = format!("{}\nThis is the only time token {id} is shown. Hand it over safely.\n", token.reveal());
            place.say(&serde_json::json!({ "id": id, "token": token.reveal() }), text)
        }
        TokenCommand::List => {
            let tokens = centre.store.tokens().await?;
            place.say(&tokens, report::tokens(&tokens))
        }
        TokenCommand::Revoke { id } => {
            centre.store.revoke_token(&id, centre.clock.millis()).await?;
            place.say(&serde_json::json!({ "id": id }), format!("Revoked token {id}.\n"))
        }
    }
}
