//! `aqparat-server account …`: who may sign in to the web pages.

use aqparat::server::{accounts, report};
use clap::Subcommand;

use super::Place;

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account and show its password, once.
    Add {
        /// Its name.
        name: String,
    },
    /// Every account, without its password.
    List,
    /// Give an account another password and show it, once; it is signed out everywhere.
    Password {
        /// Its name.
        name: String,
    },
    /// End an account; it is signed out everywhere. A new password brings it back.
    Disable {
        /// Its name.
        name: String,
    },
}

pub async fn run(place: &Place, command: AccountCommand) -> anyhow::Result<()> {
    let centre = place.open().await?;
    match command {
        AccountCommand::Add { name } => {
            let password = accounts::add(&centre, &name).await?;
            told(place, &name, &password)
        }
        AccountCommand::Password { name } => {
            let password = accounts::renew_password(&centre, &name).await?;
            told(place, &name, &password)
        }
        AccountCommand::List => {
            let accounts = centre.store.accounts().await?;
            place.say(&accounts, report::accounts(&accounts))
        }
        AccountCommand::Disable { name } => {
            accounts::disable(&centre, &name).await?;
            place.say(&serde_json::json!({ "account": name }), format!("Disabled the account {name}.\n"))
        }
    }
}

fn told(place: &Place, name: &str, password: &str) -> anyhow::Result<()> {
    let text = format!("{password}\nThis is the only time the password of {name} is shown. Hand it over safely.\n");
    place.say(&serde_json::json!({ "account": name, "password": password }), text)
}
