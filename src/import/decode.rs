//! From bytes to text, whatever the spreadsheet calls CSV.

/// The text of a file, with `\n` at the ends of lines; or what is wrong and what to do.
pub(super) fn text(bytes: &[u8]) -> Result<String, (String, String)> {
    let known: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "an Excel workbook (.xlsx) or another packed file"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls)"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a compressed file"),
    ];
    if let Some((_, what)) = known.iter().find(|(start, _)| bytes.starts_with(start)) {
        let help = "open it in the spreadsheet and save the sheet as \"CSV UTF-8 (comma delimited)\"";
        return Err((format!("this is {what}, not a CSV file"), help.to_owned()));
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Latin letters in UTF-16 without a mark: every other byte is zero.
        [a, 0, ..] if *a != 0 => utf16(bytes, u16::from_le_bytes),
        [0, b, ..] if *b != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    };
    if text.contains(['\0', '\u{FFFD}']) {
        let help = "save the sheet as \"CSV UTF-8 (comma delimited)\"";
        return Err(("this is not text that can be read".to_owned(), help.to_owned()));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// UTF-8, or else what Windows calls ANSI, in which older spreadsheets save CSV.
fn utf8(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows(*byte)).collect(),
    }
}

/// Windows-1252, as far as a table of counts needs it: dashes, quotation marks, the pound sign, the narrow space.
fn windows(byte: u8) -> char {
    match byte {
        0x80 => '\u{20AC}',
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '\u{201D}',
        0x96 => '\u{2013}',
        0x97 => '\u{2014}',
        0x81..=0x9F => '?',
        other => char::from(other),
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_a_spreadsheet_saves_text_is_read() {
        let said = "risk;people\n1\u{2013}14;\u{A3}\n";
        let le: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = said.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            said.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", said.as_bytes()),
            marked(b"\xFF\xFE", &le),
            marked(b"\xFE\xFF", &be),
            le,
            be,
            b"risk;people\r\n1\x9614;\xA3\r\n".to_vec(),
        ] {
            assert_eq!(text(&bytes).unwrap(), said);
        }
        assert_eq!(text(b"a\rb").unwrap(), "a\nb");
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(text(b"PK\x03\x04rest").unwrap_err().0.contains("Excel"));
        assert!(text(b"a,b\n\0\0").is_err());
        assert!(text(b"").unwrap().is_empty());
    }
}
