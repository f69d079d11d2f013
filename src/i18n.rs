//! Every word a person sees or hears, in three languages, from `i18n/` (Fluent).
