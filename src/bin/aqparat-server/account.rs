//! `aqparat-server account …`: who may read the results.

use aqparat::server::accounts;
use aqparat::server::report;
use clap::Subcommand;

use super::Place;

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account and show its password, once.
    Add {
        /// Its name: letters, digits and the signs . _ - @
        name: String,
    },
    /// Every account.
    List,
    /// Give an account another password, shown once, and sign it out everywhere; a disabled one is enabled.
    Password {
        /// Its name.
        name: String,
    },
    /// Disable an account and sign it out everywhere.
    Disable {
        /// Its name.
        name: String,
    },
}

pub async fn run(place: &Place, command: AccountCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    let shown = |name: &str, password: &str| {
        let text = format!("{password}\nThis is the only time the password of {name} is shown. Hand it over safely.\n");
        place.say(&serde_json::json!({ "name": name, "password": password }), text)
    };
    match command {
        AccountCommand::Add { name } => shown(&name, &accounts::add(&centre, &name).await?),
        AccountCommand::Password { name } => shown(&name, &accounts::renew_password(&centre, &name).await?),
        AccountCommand::List => {
            let accounts = centre.store.accounts().await?;
            place.say(&accounts, report::accounts(&accounts))
        }
        AccountCommand::Disable { name } => {
            accounts::disable(&centre, &name).await?;
            place.say(&serde_json::json!({ "name": name }), format!("Disabled {name}.\n"))
        }
    }
}
