//! The catalogue of a stand: 31 categories, of which the first three are mandatory
//! (Law on access to information, Art. 12(2)).

use serde::{Deserialize, Serialize};

/// A row of the catalogue. The order is the order on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Working hours (Art. 12(2)1).
    WorkingHours,
    /// Reception schedule (Art. 12(2)1).
    Reception,
    /// How to get information (Art. 12(2)2).
    GettingInformation,
    /// Appeals and complaints (Art. 11(4)4).
    Appeals,
    /// Sample forms (Art. 16(3)14).
    Forms,
    /// Contacts (Art. 11(4)2).
    Contacts,
    /// Structure (Art. 16(3)1).
    Structure,
    /// Leadership (Art. 16(3)1).
    Leadership,
    /// Functions (Art. 16(3)1).
    Functions,
    /// Territorial and subordinate bodies (Art. 16(3)1).
    SubordinateBodies,
    /// Public services (Art. 11(4)5).
    PublicServices,
    /// Permits (Art. 16(3)10).
    Permits,
    /// Vacancies (Art. 11(4)10).
    Vacancies,
    /// Budget (Art. 16(3)3).
    Budget,
    /// Procurement (Art. 16(3)9).
    Procurement,
    /// Anti-corruption (Art. 16(3)7).
    AntiCorruption,
    /// Inspection results (Art. 16(3)11).
    Inspections,
    /// Plans and reports (Art. 16(3)4).
    PlansReports,
    /// Legal acts and drafts (Art. 16(3)2).
    LegalActs,
    /// News (Art. 16(3)1).
    News,
    /// Business support (Art. 16(3)12).
    BusinessSupport,
    /// International (Art. 16(3)8).
    International,
    /// Survey results (Art. 16(3)13).
    SurveyResults,
    /// Rights and duties (Art. 16(3)14-1).
    Rights,
    /// Frequently asked (Art. 16(3)15).
    Faq,
    /// Open meetings (Art. 13, 16(6)).
    OpenMeetings,
    /// Socially significant information (Art. 6).
    PublicInterest,
    /// For persons with disabilities (Art. 17-2).
    Disability,
    /// Emergency numbers (practice).
    Emergency,
    /// Press contact (Mass Media Law 39).
    Press,
    /// Access-to-information officer (Art. 9(2-1)).
    AccessOfficer,
}

impl Category {
    /// All categories in catalogue order.
    pub const ALL: [Self; 31] = [
        Self::WorkingHours,
        Self::Reception,
        Self::GettingInformation,
        Self::Appeals,
        Self::Forms,
        Self::Contacts,
        Self::Structure,
        Self::Leadership,
        Self::Functions,
        Self::SubordinateBodies,
        Self::PublicServices,
        Self::Permits,
        Self::Vacancies,
        Self::Budget,
        Self::Procurement,
        Self::AntiCorruption,
        Self::Inspections,
        Self::PlansReports,
        Self::LegalActs,
        Self::News,
        Self::BusinessSupport,
        Self::International,
        Self::SurveyResults,
        Self::Rights,
        Self::Faq,
        Self::OpenMeetings,
        Self::PublicInterest,
        Self::Disability,
        Self::Emergency,
        Self::Press,
        Self::AccessOfficer,
    ];

    /// The catalogue id, also its folder name in a content folder.
    pub fn id(self) -> &'static str {
        match self {
            Self::WorkingHours => "working-hours",
            Self::Reception => "reception",
            Self::GettingInformation => "getting-information",
            Self::Appeals => "appeals",
            Self::Forms => "forms",
            Self::Contacts => "contacts",
            Self::Structure => "structure",
            Self::Leadership => "leadership",
            Self::Functions => "functions",
            Self::SubordinateBodies => "subordinate-bodies",
            Self::PublicServices => "public-services",
            Self::Permits => "permits",
            Self::Vacancies => "vacancies",
            Self::Budget => "budget",
            Self::Procurement => "procurement",
            Self::AntiCorruption => "anti-corruption",
            Self::Inspections => "inspections",
            Self::PlansReports => "plans-reports",
            Self::LegalActs => "legal-acts",
            Self::News => "news",
            Self::BusinessSupport => "business-support",
            Self::International => "international",
            Self::SurveyResults => "survey-results",
            Self::Rights => "rights",
            Self::Faq => "faq",
            Self::OpenMeetings => "open-meetings",
            Self::PublicInterest => "public-interest",
            Self::Disability => "disability",
            Self::Emergency => "emergency",
            Self::Press => "press",
            Self::AccessOfficer => "access-officer",
        }
    }

    /// The category of a catalogue id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.id() == id)
    }

    /// Its number in the catalogue, 1 to 31.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Whether the law makes it part of every stand (Art. 12(2)): a body cannot switch it off.
    pub fn is_mandatory(self) -> bool {
        matches!(self, Self::WorkingHours | Self::Reception | Self::GettingInformation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_numbers_follow_the_catalogue() {
        for (index, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category.number(), index + 1);
            assert_eq!(Category::from_id(category.id()), Some(category));
            let json = serde_json::to_string(&category).expect("a plain enum");
            assert_eq!(json, format!("\"{}\"", category.id()));
        }
    }

    #[test]
    fn exactly_the_first_three_are_mandatory() {
        let mandatory: Vec<_> = Category::ALL.into_iter().filter(|c| c.is_mandatory()).map(Category::number).collect();
        assert_eq!(mandatory, [1, 2, 3]);
    }
}
