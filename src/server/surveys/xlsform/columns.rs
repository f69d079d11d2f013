//! What the columns of the sheets are called: today's names and all that the public converter still takes.

use crate::domain::Language;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    // The sheet "survey", some of them on "choices" too.
    Type,
    Name,
    Label,
    Hint,
    Guidance,
    Relevant,
    Constraint,
    ConstraintMessage,
    Calculation,
    Required,
    RequiredMessage,
    Default,
    ChoiceFilter,
    Appearance,
    ReadOnly,
    Parameters,
    Image,
    ImageAlternative,
    MayDecline,
    Personal,
    Disabled,
    /// Sound or film.
    Playing,
    Count,
    Trigger,
    SaveTo,
    /// Known to the public converter, without meaning at a stand.
    Passed,
    // The sheet "choices".
    List,
    // The sheet "settings".
    Title,
    Id,
    Version,
    DefaultLanguage,
    Partial,
    Audience,
    AllowDuplicates,
}

impl Field {
    /// Whether the column may come once a language.
    pub(super) fn is_translated(self) -> bool {
        use Field::*;
        matches!(self, Label | Hint | Guidance | ConstraintMessage | RequiredMessage | Image | ImageAlternative | Title)
            || self == Playing
    }

    /// What the column is called where we write it or advise to add it.
    pub(super) fn name(self) -> &'static str {
        use Field::*;
        match self {
            Type => "type",
            Name => "name",
            Label => "label",
            Hint => "hint",
            Guidance => "guidance_hint",
            Relevant => "relevant",
            Constraint => "constraint",
            ConstraintMessage => "constraint_message",
            Calculation => "calculation",
            Required => "required",
            RequiredMessage => "required_message",
            Default => "default",
            ChoiceFilter => "choice_filter",
            Appearance => "appearance",
            ReadOnly => "readonly",
            Parameters => "parameters",
            Image => "media::image",
            ImageAlternative => "image_alternative",
            MayDecline => "may_decline",
            Personal => "personal",
            Disabled => "disabled",
            Playing => "media::audio",
            Count => "repeat_count",
            Trigger => "trigger",
            SaveTo => "save_to",
            Passed => "",
            List => "list_name",
            Title => "form_title",
            Id => "form_id",
            Version => "version",
            DefaultLanguage => "default_language",
            Partial => "partial_answers",
            Audience => "audience",
            AllowDuplicates => "allow_choice_duplicates",
        }
    }
}

/// The names of columns of one sheet, in snake case.
pub(super) type Dictionary = &'static [(&'static str, Field)];

/// The columns of the sheet "survey".
pub(super) const SURVEY: Dictionary = &[
    ("type", Field::Type),
    ("command", Field::Type),
    ("name", Field::Name),
    ("tag", Field::Name),
    ("value", Field::Name),
    ("label", Field::Label),
    ("caption", Field::Label),
    ("text", Field::Label),
    ("hint", Field::Hint),
    ("guidance_hint", Field::Guidance),
    ("relevant", Field::Relevant),
    ("relevance", Field::Relevant),
    ("constraint", Field::Constraint),
    ("constraint_message", Field::ConstraintMessage),
    ("constraining_message", Field::ConstraintMessage),
    ("jr:constraintmsg", Field::ConstraintMessage),
    ("calculation", Field::Calculation),
    ("calculate", Field::Calculation),
    ("required", Field::Required),
    ("required_message", Field::RequiredMessage),
    ("requiredmsg", Field::RequiredMessage),
    ("jr:requiredmsg", Field::RequiredMessage),
    ("default", Field::Default),
    ("choice_filter", Field::ChoiceFilter),
    ("appearance", Field::Appearance),
    ("readonly", Field::ReadOnly),
    ("read_only", Field::ReadOnly),
    ("parameters", Field::Parameters),
    ("image", Field::Image),
    ("big-image", Field::Passed),
    ("image_alternative", Field::ImageAlternative),
    ("may_decline", Field::MayDecline),
    ("personal", Field::Personal),
    ("disabled", Field::Disabled),
    ("audio", Field::Playing),
    ("video", Field::Playing),
    ("count", Field::Count),
    ("repeat_count", Field::Count),
    ("jr:count", Field::Count),
    ("trigger", Field::Trigger),
    ("save_to", Field::SaveTo),
    ("autoplay", Field::Passed),
    ("rows", Field::Passed),
    ("intent", Field::Passed),
    ("query", Field::Passed),
    ("note", Field::Passed),
    ("comment", Field::Passed),
    ("comments", Field::Passed),
    ("noapperrorstring", Field::Passed),
    ("no_app_error_string", Field::Passed),
    ("sms_field", Field::Passed),
    ("sms_option", Field::Passed),
    ("compact_tag", Field::Passed),
];

/// The columns of the sheet "choices"; others are attributes that filters ask about.
pub(super) const CHOICES: Dictionary = &[
    ("list_name", Field::List),
    ("name", Field::Name),
    ("value", Field::Name),
    ("label", Field::Label),
    ("caption", Field::Label),
    ("image", Field::Image),
    ("big-image", Field::Passed),
    ("image_alternative", Field::ImageAlternative),
    ("audio", Field::Playing),
    ("video", Field::Playing),
    ("sms_option", Field::Passed),
];

/// The columns of the sheet "settings".
pub(super) const SETTINGS: Dictionary = &[
    ("form_title", Field::Title),
    ("set_form_title", Field::Title),
    ("title", Field::Title),
    ("form_id", Field::Id),
    ("set_form_id", Field::Id),
    ("id_string", Field::Id),
    ("version", Field::Version),
    ("default_language", Field::DefaultLanguage),
    ("partial_answers", Field::Partial),
    ("audience", Field::Audience),
    ("allow_choice_duplicates", Field::AllowDuplicates),
    ("public_key", Field::Passed),
    ("submission_url", Field::Passed),
    ("instance_name", Field::Passed),
    ("auto_send", Field::Passed),
    ("auto_delete", Field::Passed),
    ("style", Field::Passed),
    ("namespaces", Field::Passed),
    ("clean_text_values", Field::Passed),
    ("omit_instanceid", Field::Passed),
    ("client_editable", Field::Passed),
    ("name", Field::Passed),
    ("prefix", Field::Passed),
    ("delimiter", Field::Passed),
    ("add_none_option", Field::Passed),
    ("flat", Field::Passed),
];

/// What a header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Header {
    /// A column that is known, in a language if it names one.
    Known(Field, Option<Language>),
    /// A column that is known, in a language that stands do not have.
    Foreign(Field, String),
    /// Any other.
    Other,
}

/// Reads a header: in upper or lower case, with spaces or underscores, `label::Қазақша (kk)`, `label:kk`,
/// `label_kk`, `bind::relevant`.
pub(super) fn header(text: &str, dictionary: Dictionary) -> Header {
    let known = |word: &str| {
        let word = word.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase();
        dictionary.iter().find(|(name, _)| *name == word).map(|(_, field)| *field)
    };
    if let Some(field) = known(text) {
        return Header::Known(field, None);
    }
    if let Some((word, code)) = text.rsplit_once('_')
        && let (Some(field), Some(language)) = (known(word), Language::from_code(&code.to_lowercase()))
        && field.is_translated()
    {
        return Header::Known(field, Some(language));
    }
    let parts: Vec<&str> = match text.contains("::") {
        true => text.split("::").map(str::trim).collect(),
        false => text.split(':').map(str::trim).collect(),
    };
    // `bind::jr:constraintMsg::kk`, or with single colons `bind:jr:constraintMsg:kk`.
    let mut parts = parts.as_slice();
    if let [group, rest @ ..] = parts
        && ["bind", "control", "body", "media"].iter().any(|known| group.eq_ignore_ascii_case(known))
        && !rest.is_empty()
    {
        parts = rest;
    }
    let (word, language) = match parts {
        [jr, word, language @ ..] if jr.eq_ignore_ascii_case("jr") => (format!("jr:{word}"), language),
        [word, language @ ..] => ((*word).to_owned(), language),
        [] => return Header::Other,
    };
    match (known(&word), language) {
        (Some(field), []) => Header::Known(field, None),
        (Some(field), [language]) if field.is_translated() => match self::language(language) {
            Some(known) => Header::Known(field, Some(known)),
            None => Header::Foreign(field, (*language).to_owned()),
        },
        _ => Header::Other,
    }
}

/// The language a text names: `Қазақша (kk)`, `kk`, `Kazakh`, `ru-RU`.
pub(super) fn language(text: &str) -> Option<Language> {
    let text = text.trim();
    let code = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(_, code)| code).trim();
    let code = code.to_lowercase();
    let primary = code.split(['-', '_']).next().unwrap_or_default();
    let names = |language| match language {
        Language::Kazakh => ["қазақша", "қазақ", "қазақ тілі", "kazakh", "казахский", "kaz", "kz"],
        Language::Russian => ["русский", "russian", "орысша", "орыс", "орыс тілі", "rus", "русский язык"],
        Language::English => {
            ["english", "английский", "ағылшынша", "ағылшын", "eng", "ағылшын тілі", "английский язык"]
        }
    };
    let by_name = || Language::ALL.into_iter().find(|language| names(*language).contains(&code.as_str()));
    Language::from_code(primary).or_else(by_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field::*;
    use Language::*;

    #[test]
    fn a_header_is_known_by_every_name_that_the_public_converter_takes() {
        let of = |text| header(text, SURVEY);
        for text in ["label::Қазақша (kk)", "label::Kazakh (kk)", "label:kk", "Label :: kk", "LABEL::kk-KZ", "label_kk"]
        {
            assert_eq!(of(text), Header::Known(Label, Some(Kazakh)), "{text}");
        }
        assert_eq!(of("Constraint Message"), Header::Known(ConstraintMessage, None));
        assert_eq!(of("bind::jr:constraintMsg::Russian"), Header::Known(ConstraintMessage, Some(Russian)));
        assert_eq!(of("jr:constraintMsg::English"), Header::Known(ConstraintMessage, Some(English)));
        assert_eq!(of("bind:relevant"), Header::Known(Relevant, None));
        assert_eq!(of("media::image::English (en)"), Header::Known(Image, Some(English)));
        assert_eq!(of("media:image"), Header::Known(Image, None));
        assert_eq!(of("label::Français (fr)"), Header::Foreign(Label, "Français (fr)".into()));
        assert_eq!(of("bind::odk:length"), Header::Other);
        assert_eq!(of("my remarks"), Header::Other);
        assert_eq!(header("list name", CHOICES), Header::Known(List, None));
        assert_eq!(header("form_title_ru", SETTINGS), Header::Known(Title, Some(Russian)));
    }
}
