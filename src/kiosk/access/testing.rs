//! Lets tests meet a screen as a visitor does, without a window: by role and name, by key and finger.
