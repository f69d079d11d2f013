//! A survey with a question of every kind, in three languages.

use aqparat::domain::survey::Survey;
use aqparat::release::PublishedSurvey;

/// The survey, sealed to a key of its own.
pub fn survey() -> PublishedSurvey {
    let survey: Survey = serde_json::from_str(include_str!("every-kind.json")).expect("a survey");
    PublishedSurvey {
        survey,
        recipient: "age1t7ar5nxw7kxtqdwz5dzccw3dw0pe4v70vk3q0sfl0uy5j2v8n3ds5nlhqx".to_owned(),
        opens_at: None,
        closes_at: None,
        stands: Vec::new(),
        stand_quota: None,
        web_address: Some("https://centre.example/survey/every-kind".to_owned()),
    }
}
