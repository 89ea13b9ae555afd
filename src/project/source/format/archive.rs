//! The text of EPUB (a zip archive of pages, in the order of its spine) and DOCX (one of XML parts).

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::super::decode::{Buffers, TextReader};
use super::super::error::Fault;
use super::super::raw::{bomb, is_bomb};
use super::html;
use crate::engine::Control;

/// Bytes read from a part between two looks at the control.
const CHUNK: usize = 1 << 20;

/// What the archive is, and its text.
pub(super) fn text(bytes: &[u8], control: &Control) -> Result<(&'static str, String), Fault> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut parts = Parts { archive, packed: bytes.len() as u64, unpacked: 0, control };
    if parts.has("word/document.xml") {
        return Ok(("DOCX", docx(&mut parts)?));
    }
    if parts.has("META-INF/container.xml") {
        return Ok(("EPUB", epub(&mut parts)?));
    }
    Err(Fault::bad("binary", "it is a zip archive, but neither EPUB nor DOCX: unpack it"))
}

fn damaged(error: &ZipError) -> Fault {
    Fault::bad("damaged", format!("its zip data is damaged: {error}"))
}

fn no_xml(error: impl std::fmt::Display) -> Fault {
    Fault::bad("damaged", format!("its XML is damaged: {error}"))
}

/// The parts of an archive, and how much was unpacked of them.
struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    unpacked: u64,
    control: &'a Control,
}

impl Parts<'_> {
    fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part, which is UTF-8 or has a byte order mark.
    fn get(&mut self, name: &str) -> Result<String, Fault> {
        let mut part = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => Fault::bad("damaged", format!("its part {name} is missing")),
            other => damaged(&other),
        })?;
        let mut bytes = Vec::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            self.control.check()?;
            let read = part
                .read(&mut chunk)
                .map_err(|error| Fault::bad("damaged", format!("its part {name} is damaged: {error}")))?;
            if read == 0 {
                break;
            }
            self.unpacked += read as u64;
            if is_bomb(self.unpacked, self.packed) || bytes.len() + read > html::MOST {
                return Err(bomb(self.unpacked));
            }
            bytes.extend_from_slice(&chunk[..read]);
        }
        if bytes.is_empty() {
            return Ok(String::new());
        }
        TextReader::new(Box::new(Cursor::new(bytes)), None, &mut Buffers::new())?.whole(usize::MAX)
    }
}

/// The pages of the spine (EPUB 3.3, 5.7), one after the other.
fn epub(parts: &mut Parts) -> Result<String, Fault> {
    let mut root = None;
    each_element(&parts.get("META-INF/container.xml")?, |name, element| {
        if name == "rootfile" && root.is_none() {
            root = attribute(element, "full-path");
        }
    })?;
    let root = root.ok_or_else(|| no_xml("it names no package"))?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut pages = HashMap::new();
    let mut spine = Vec::new();
    each_element(&parts.get(&root)?, |name, element| match name {
        "item" => {
            let is_page = attribute(element, "media-type").is_none_or(|kind| kind.contains("html"));
            if let (Some(id), Some(href), true) = (attribute(element, "id"), attribute(element, "href"), is_page) {
                pages.insert(id, href);
            }
        }
        "itemref" => spine.extend(attribute(element, "idref")),
        _ => {}
    })?;
    let mut text = String::new();
    for id in spine {
        let Some(href) = pages.get(&id) else { continue };
        let page = parts.get(&joined(folder, href))?;
        text.push_str(&html::text(&page));
        text.push('\n');
    }
    Ok(text)
}

/// The path of `href`, which is relative to `folder` and may have `%20`, `..` and a fragment.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    let href = String::from_utf8_lossy(&bytes).into_owned();
    let mut path: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(href.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            other => path.push(other),
        }
    }
    path.join("/")
}

/// The paragraphs of the text and of its notes (ECMA-376, 17.3).
fn docx(parts: &mut Parts) -> Result<String, Fault> {
    let mut text = String::new();
    for name in ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"] {
        if parts.has(name) {
            paragraphs(&parts.get(name)?, &mut text)?;
        }
    }
    Ok(text)
}

fn paragraphs(xml: &str, text: &mut String) -> Result<(), Fault> {
    let mut reader = quick_xml::Reader::from_str(xml);
    // Depth within `w:t`: only text in it is text of the document.
    let mut inside = false;
    loop {
        let event = reader.read_event().map_err(no_xml)?;
        match event {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() != "t" => {
                match element.local_name().as_ref() {
                    "tab" => text.push('\t'),
                    "br" | "cr" => text.push('\n'),
                    _ => {}
                }
            }
            Event::Start(_) => inside = true,
            Event::End(element) => match element.local_name().as_ref() {
                "t" => inside = false,
                "p" => text.push('\n'),
                _ => {}
            },
            Event::Text(piece) if inside => text.push_str(&piece),
            Event::CData(piece) if inside => text.push_str(&piece),
            Event::GeneralRef(name) if inside => text.push(entity(&name).unwrap_or('\u{FFFD}')),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The character of an entity of XML, without its `&` and `;`.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Gives every element of `xml` with its name to `take`.
fn each_element(xml: &str, mut take: impl FnMut(&str, &BytesStart)) -> Result<(), Fault> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(no_xml)? {
            Event::Start(element) | Event::Empty(element) => {
                take(element.local_name().as_ref(), &element);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|found| found.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(parts: &[(&str, &str)]) -> Result<(&'static str, String), Fault> {
        text(&archive(parts), &Control::new())
    }

    #[test]
    fn an_epub_is_read_in_the_order_of_its_spine() {
        let container =
            r#"<?xml version="1.0"?><container><rootfiles><rootfile full-path="OPS/b.opf"/></rootfiles></container>"#;
        let package = r#"<package><manifest><item id="two" href="2%20b.xhtml" media-type="application/xhtml+xml"/>
            <item id="one" href="../one.xhtml#top" media-type="application/xhtml+xml"/>
            <item id="pic" href="p.png" media-type="image/png"/></manifest>
            <spine><itemref idref="one"/><itemref idref="pic"/><itemref idref="two"/></spine></package>"#;
        let parts = [
            ("META-INF/container.xml", container),
            ("OPS/b.opf", package),
            ("OPS/2 b.xhtml", "<html><body><p>宇宙</p><p>洪荒</p></body></html>"),
            ("one.xhtml", "\u{FEFF}<?xml version=\"1.0\"?><html><head><title>x</title></head><body>天地</body></html>"),
        ];
        let (name, text) = read(&parts).unwrap();
        assert_eq!((name, text.as_str()), ("EPUB", "天地\n宇宙\n洪荒\n"));
        assert!(read(&parts[..3]).unwrap_err().to_string().contains("one.xhtml is missing"));
    }

    #[test]
    fn a_docx_is_its_paragraphs() {
        let document = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>天地</w:t></w:r><w:r><w:t xml:space="preserve"> &lt;玄&#x9EC4;</w:t><w:tab/></w:r>
            <w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p><w:p><w:r><w:br/><w:t>宇宙</w:t></w:r></w:p></w:body></w:document>"#;
        let (name, text) = read(&[("word/document.xml", document)]).unwrap();
        assert_eq!((name, text.as_str()), ("DOCX", "天地 <玄黄\t\n\n宇宙\n"));
        assert!(read(&[("word/document.xml", "<a></b>")]).is_err());
    }

    #[test]
    fn other_archives_and_damaged_ones_are_refused() {
        assert!(read(&[("a.txt", "x")]).unwrap_err().to_string().contains("neither EPUB nor DOCX"));
        let whole = archive(&[("word/document.xml", "<w:p><w:t>天</w:t></w:p>")]);
        for cut in 0..whole.len() {
            assert!(text(&whole[..cut], &Control::new()).is_err(), "{cut}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = text(&bytes, &Control::new());
        }
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let page = "<w:p>".to_owned() + &" ".repeat(70 << 20);
        assert!(read(&[("word/document.xml", &page)]).unwrap_err().to_string().contains("too much"));
    }
}
