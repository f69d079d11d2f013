//! The sound cards of a stand as `pactl --format=json list sinks` tells them.

use serde::Deserialize;

use super::Setup;
use crate::kiosk::speech::Output;

/// All sinks.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Devices(Vec<Sink>);

#[derive(Debug, Deserialize)]
struct Sink {
    name: String,
    #[serde(default)]
    active_port: Option<String>,
    #[serde(default)]
    ports: Vec<Port>,
}

#[derive(Debug, Deserialize)]
struct Port {
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    availability: String,
}

impl Port {
    /// Whether something is plugged in, as far as the jack can tell.
    fn is_in_use(&self) -> bool {
        self.availability == "available"
    }

    fn is_unplugged(&self) -> bool {
        self.availability == "not available"
    }

    fn is_called(&self, part: &str) -> bool {
        self.name.to_lowercase().contains(&part.to_lowercase())
    }

    fn is_headphones(&self) -> bool {
        self.kind.eq_ignore_ascii_case("headphones") || self.is_called("headphone")
    }
}

/// Where sound can go: a sink, and the port of it if it has several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'d> {
    sink: &'d Sink,
    port: Option<&'d Port>,
}

impl Devices {
    /// Reads the answer.
    ///
    /// # Errors
    /// When it is not what it should be.
    pub(super) fn parse(json: &str) -> std::io::Result<Self> {
        serde_json::from_str(json).map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))
    }

    /// The headphones, if they are plugged in.
    pub(super) fn headphones(&self, setup: &Setup) -> Option<Way<'_>> {
        match &setup.headphones {
            None => self.ways().find(|way| way.port.is_some_and(|port| port.is_headphones() && port.is_in_use())),
            Some(name) => self.called(name).find(|way| way.port.is_none_or(|port| !port.is_unplugged())),
        }
    }

    /// Where sound goes for all to hear.
    fn speaker(&self, setup: &Setup) -> Option<Way<'_>> {
        if let Some(name) = &setup.speaker {
            return self.called(name).next();
        }
        let headphones = self.headphones(setup);
        self.ways()
            .filter(|way| !headphones.is_some_and(|other| other.is(*way)))
            .find(|way| way.port.is_none_or(|port| !port.is_headphones() && !port.is_unplugged()))
    }

    /// What `pactl` has to do so that sound goes to `output`; nothing where it already does, or can not.
    pub(super) fn route(&self, setup: &Setup, output: Output) -> Vec<Vec<String>> {
        let way = match output {
            Output::Speaker => self.speaker(setup),
            Output::Headphones => self.headphones(setup),
        };
        let Some(Way { sink, port }) = way else { return Vec::new() };
        let mut commands = Vec::new();
        if let Some(port) = port
            && sink.active_port.as_ref() != Some(&port.name)
        {
            commands.push(vec!["set-sink-port".to_owned(), sink.name.clone(), port.name.clone()]);
        }
        if self.0.len() > 1 {
            // Streams follow the default, also those that sound already.
            commands.push(vec!["set-default-sink".to_owned(), sink.name.clone()]);
        }
        commands
    }

    fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        self.0.iter().flat_map(|sink| {
            let whole = sink.ports.is_empty().then_some(Way { sink, port: None });
            whole.into_iter().chain(sink.ports.iter().map(move |port| Way { sink, port: Some(port) }))
        })
    }

    fn called(&self, name: &str) -> impl Iterator<Item = Way<'_>> {
        let part = name.to_lowercase();
        self.ways().filter(move |way| {
            way.sink.name.to_lowercase().contains(&part) || way.port.is_some_and(|port| port.is_called(&part))
        })
    }
}

impl Way<'_> {
    fn is(self, other: Way<'_>) -> bool {
        std::ptr::eq(self.sink, other.sink)
            && match (self.port, other.port) {
                (Some(one), Some(other)) => std::ptr::eq(one, other),
                (None, None) => true,
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sound card with a speaker and a jack, as PulseAudio 16 tells it.
    fn card(jack: &str, active: &str) -> Devices {
        let json = format!(
            r#"[{{"index":0,"state":"SUSPENDED","name":"alsa_output.pci.analog-stereo","description":"Built-in",
                "ports":[{{"name":"analog-output-speaker","description":"Speakers","type":"Speaker","priority":10000,
                "availability_group":"","availability":"availability unknown"}},
                {{"name":"analog-output-headphones","description":"Headphones","type":"Headphones","priority":9900,
                "availability_group":"Legacy 1","availability":"{jack}"}}],
                "active_port":"{active}","formats":["pcm"]}}]"#
        );
        Devices::parse(&json).expect("good JSON")
    }

    fn words(commands: &[Vec<String>]) -> Vec<String> {
        commands.iter().map(|command| command.join(" ")).collect()
    }

    #[test]
    fn a_jack_tells_whether_headphones_are_in() {
        let setup = Setup::default();
        assert!(card("available", "analog-output-headphones").headphones(&setup).is_some());
        assert!(card("not available", "analog-output-speaker").headphones(&setup).is_none());
        assert!(card("availability unknown", "analog-output-speaker").headphones(&setup).is_none());
    }

    #[test]
    fn sound_goes_to_the_port_that_is_wanted() {
        let setup = Setup::default();
        let plugged = card("available", "analog-output-speaker");
        let to = "set-sink-port alsa_output.pci.analog-stereo";
        assert_eq!(words(&plugged.route(&setup, Output::Headphones)), [format!("{to} analog-output-headphones")]);
        assert_eq!(words(&plugged.route(&setup, Output::Speaker)), Vec::<String>::new(), "it goes there already");
        let back = card("available", "analog-output-headphones");
        assert_eq!(words(&back.route(&setup, Output::Speaker)), [format!("{to} analog-output-speaker")]);
        let pulled = card("not available", "analog-output-speaker");
        assert_eq!(words(&pulled.route(&setup, Output::Headphones)), Vec::<String>::new(), "there is no way");
    }

    #[test]
    fn a_keypads_own_sound_card_is_known_by_its_name() {
        let json = r#"[{"name":"alsa_output.pci.stereo","ports":[],"active_port":null},
                       {"name":"alsa_output.usb-Storm_AudioNav-00","ports":[],"active_port":null}]"#;
        let both = Devices::parse(json).expect("good JSON");
        let setup = Setup { headphones: Some("audionav".to_owned()), ..Setup::default() };
        assert!(both.headphones(&setup).is_some());
        let to = "set-default-sink";
        assert_eq!(words(&both.route(&setup, Output::Headphones)), [format!("{to} alsa_output.usb-Storm_AudioNav-00")]);
        assert_eq!(words(&both.route(&setup, Output::Speaker)), [format!("{to} alsa_output.pci.stereo")]);
        let alone = Devices::parse(r#"[{"name":"alsa_output.pci.stereo","ports":[]}]"#).expect("good JSON");
        assert!(alone.headphones(&setup).is_none());
    }

    #[test]
    fn an_answer_that_is_none_is_an_error() {
        assert!(Devices::parse("pa_context_connect() failed").is_err());
        assert!(Devices::parse("[]").expect("no sinks").headphones(&Setup::default()).is_none());
    }
}
