//! A visit with the eyes shut: keys, and what is heard.

use super::*;

impl Visitor {
    /// Presses a key and listens to the end.
    fn press_and_hear(&mut self, key: Named) -> Vec<String> {
        self.press(key);
        self.hear()
    }
}

#[test]
fn log_of_a_visit() {
    let mut visitor = Visitor::before_the_demonstration(STANDING);
    for key in [
        Named::F15,
        Named::ArrowDown,
        Named::ArrowDown,
        Named::Tab,
        Named::Tab,
        Named::Tab,
        Named::Enter,
        Named::ArrowDown,
        Named::ArrowDown,
        Named::F3,
        Named::F4,
        Named::F24,
        Named::F1,
        Named::F1,
        Named::F3,
        Named::F1,
        Named::F1,
    ] {
        println!("== {key:?}");
        for said in visitor.press_and_hear(key) {
            println!("   {said}");
        }
    }
}
