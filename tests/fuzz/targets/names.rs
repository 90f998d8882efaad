use super::on_text;
use porchlight::base::FirstName;

/// What is let in is a name of at most twenty letters and an initial, and parses to itself.
pub fn first_name(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(name) = FirstName::parse(text) {
            assert_eq!(FirstName::parse(name.as_str()).as_ref(), Ok(&name));
            assert!(!name.folded().is_empty());
            assert!(
                !name
                    .as_str()
                    .contains(|c: char| c.is_control() || c.is_numeric() || c == '@')
            );
            assert!(name.as_str().split(' ').count() <= 2);
        }
    });
}
