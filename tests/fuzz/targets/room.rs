use super::on_text;
use porchlight::room::Format;
use porchlight::wire::{ClientFrame, MAX_FRAME};

/// A frame that is let in means the same after it was written and read again.
pub fn client_frame(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(frame) = ClientFrame::parse(text) {
            assert!(text.len() <= MAX_FRAME);
            let written = serde_json::to_string(&frame).expect("a frame is JSON");
            let read: ClientFrame =
                serde_json::from_str(&written).expect("what was written is read");
            assert_eq!(read, frame);
        }
    });
}

pub fn format(bytes: &[u8]) {
    on_text(bytes, |text| {
        if let Ok(format) = serde_json::from_str::<Format>(text) {
            let written = serde_json::to_string(&format).expect("a format is JSON");
            let read: Format = serde_json::from_str(&written).expect("what was written is read");
            assert_eq!(read, format);
        }
    });
}
