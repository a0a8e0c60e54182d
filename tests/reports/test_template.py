"""A report written into a user's own document; what is refused, and that it says why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn as qn_slide
from pptx.util import Cm as SlideCm

from moibench.presentation.language import LANGUAGES
from moibench.reports.documents import build, gather
from moibench.reports.template import Template, check_template, read_template
from moibench.reports.write import ReportError

pytestmark = pytest.mark.django_db


def _docx(*lines: str, head: str = "", edit: Callable[[Any], None] | None = None) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    if edit is not None:
        edit(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _pptx(width: float = 33.867, height: float = 19.05) -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = SlideCm(width), SlideCm(height)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "สไลด์เดิม"
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _with(content: bytes, name: str, data: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, data)
    return made.getvalue()


def _made(content: bytes, **more: Any) -> Any:
    template = check_template("แบบ.docx", content, ".docx")
    return Document(io.BytesIO(build("docx", gather("24", 2019, "th", template=template, **more))))


def _refused(content: bytes, name: str = "แบบ.docx", wanted: str = ".docx") -> ReportError:
    def written() -> bytes:
        template = check_template(name, content, wanted)
        return build(wanted[1:], gather("24", 2019, "th", template=template))

    with pytest.raises(ReportError) as caught:
        written()
    for language in LANGUAGES:
        assert name in caught.value.in_language(language)
    return caught.value


def test_chapters_stand_where_and_in_the_order_the_template_says() -> None:
    made = _made(
        _docx("หนังสือนำ", "{{chapter:targets}}", "คั่น", "{{chapter:summary}}", "ลงชื่อ"),
    )
    said = [p.text.replace("\u00a0", " ") for p in made.paragraphs]
    order = ["หนังสือนำ", "ค่าเป้าหมาย", "คั่น", "สรุปสำหรับผู้ว่าราชการจังหวัด", "ลงชื่อ"]
    assert [line for line in said if line in order] == order
    assert "วิธีวัด" not in said
    assert not any("{{" in line for line in said)


def test_chapters_that_have_no_place_of_their_own_go_where_all_do() -> None:
    made = _made(_docx("{{contents}}", "{{chapter:method}}", "{{chapters}}"))
    heads = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert heads[0] == "วิธีวัด"
    assert heads.count("วิธีวัด") == 1
    assert heads[1] == "สรุปสำหรับผู้ว่าราชการจังหวัด"
    assert len(heads) == 14
    entries = [p for p in made.paragraphs if p._p.find(qn("w:hyperlink")) is not None]
    assert len(entries) > 20


def test_fields_are_filled_in_the_text_in_tables_and_in_the_head_of_pages() -> None:
    def split(document: Any) -> None:
        paragraph = document.add_paragraph()
        for part in ("เรื่อง {{un", "it}} ", "{{year}}"):
            paragraph.add_run(part)
        document.add_table(1, 1).cell(0, 0).text = "{{edition}}"

    made = _made(_docx("{{chapters}}", head="ที่ มท {{unit}}", edit=split))
    assert made.sections[0].header.paragraphs[0].text == "ที่ มท จังหวัดฉะเชิงเทรา"
    said = [p.text.replace("\u00a0", " ") for p in made.paragraphs]
    assert "เรื่อง จังหวัดฉะเชิงเทรา ประจำปี พ.ศ. 2562" in said
    assert made.tables[-1].cell(0, 0).text.startswith("รหัสฉบับ MB-2562-24-")


def test_the_templates_own_style_keeps_its_looks() -> None:
    def purple(document: Any) -> None:
        document.styles["Heading 1"].font.name = "Angsana New"

    made = _made(_docx("{{chapter:summary}}", edit=purple))
    head = next(p for p in made.paragraphs if p.text == "สรุปสำหรับผู้ว่าราชการจังหวัด")
    assert head.style.font.name == "Angsana New"
    assert {"Finding", "Note"} <= {s.name for s in made.styles}


def test_tables_and_pictures_fit_between_wider_margins() -> None:
    def narrow(document: Any) -> None:
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Cm(21), Cm(6), Cm(5)

    made = _made(_docx("{{chapters}}", edit=narrow))
    for table in made.element.body.iter(qn("w:tbl")):
        widths = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= 10.02 / 2.54 * 1440
    assert all(shape.width.cm <= 10.01 for shape in made.inline_shapes)


def test_a_template_gives_the_same_bytes_every_time() -> None:
    template = Template("a.docx", _docx("{{cover}}", "{{chapters}}"))
    pack = gather("24", 2019, "th", template=template)
    assert build("docx", pack) == build("docx", pack)


@pytest.mark.parametrize(
    ("lines", "key", "named"),
    [
        (("ไม่มีที่วาง",), "no_placeholder", "{{chapters}}"),
        (("{{contents}}",), "no_placeholder", "{{chapter:summary}}"),
        (("{{chapters}}", "{{chapter:a}}", "{{owner}}"), "unknown", "{{chapter:a}}, {{owner}}"),
        (("{{chapter:summary}}", "{{chapter:summary}}"), "twice", "{{chapter:summary}}"),
        (("ดู {{chapters}} ต่อไป",), "not_alone", "{{chapters}}"),
    ],
)  # fmt: skip
def test_placeholders_that_do_not_fit_are_named(
    lines: tuple[str, ...], key: str, named: str
) -> None:
    refused = _refused(_docx(*lines))
    assert refused.key == f"template.{key}"
    assert named in refused.in_language("th")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("แบบ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        ("แบบ.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        ("แบบ.docm", _docx("{{chapters}}"), "macros"),
        ("แบบ.docx", _with(_docx("{{chapters}}"), "word/vbaProject.bin", b"x"), "macros"),
        ("แบบ.docx", b"not a zip", "corrupt"),
        ("แบบ.docx", _docx("{{chapters}}")[:-400], "corrupt"),
        ("แบบ.docx", b"", "corrupt"),
        ("แบบ.docx", _pptx(), "other_kind"),
    ],
)
def test_a_file_that_is_no_template_is_refused(name: str, content: bytes, key: str) -> None:
    assert _refused(content, name).key == f"template.{key}"


def test_a_document_damaged_inside_is_refused() -> None:
    source = io.BytesIO(_docx("{{chapters}}"))
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            whole = old.read(entry)
            new.writestr(entry, whole[:60] if entry.filename == "word/document.xml" else whole)
    assert _refused(made.getvalue()).key == "template.corrupt"


def test_a_missing_file_and_a_bomb_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as refused:
        read_template(tmp_path / "none.docx", ".docx")
    assert refused.value.key == "template.missing_file"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 101_000_000)
    assert _refused(packed.getvalue()).key == "template.too_large"


def test_slides_are_written_into_the_users_own_presentation() -> None:
    template = check_template("แบบ.pptx", _pptx(), ".pptx")
    pack = gather("24", 2019, "th", template=template, address="https://moi.example/area/24")
    deck = Presentation(io.BytesIO(build("pptx", pack)))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(titles) == 10
    assert "สไลด์เดิม" not in titles
    assert len(deck.slide_layouts) == 11
    assert build("pptx", pack) == build("pptx", pack)


def _with_sections() -> bytes:
    deck = Presentation(io.BytesIO(_pptx()))
    root = deck.part._element
    held = root.find(qn_slide("p:sldIdLst"))[0].get("id")
    space = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    root.append(
        etree.fromstring(
            f'<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            f'<p:ext uri="{{521415D9}}"><s:sectionLst xmlns:s="{space}">'
            f'<s:section name="x" id="{{11111111-1111-1111-1111-111111111111}}"><s:sldIdLst>'
            f'<s:sldId id="{held}"/></s:sldIdLst></s:section></s:sectionLst></p:ext></p:extLst>'
        )
    )
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def test_what_named_the_slides_that_were_there_goes_with_them() -> None:
    template = check_template("แบบ.pptx", _with_sections(), ".pptx")
    made = build("pptx", gather("24", 2019, "th", template=template))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        presentation = archive.read("ppt/presentation.xml")
    assert b"sectionLst" not in presentation
    assert b"extLst" not in presentation


def test_the_second_copy_of_the_styles_goes() -> None:
    template = check_template("a.docx", _docx("{{chapters}}"), ".docx")  # of Word 2010
    assert b"stylesWithEffects" in template.content
    made = build("docx", gather("24", 2019, "th", template=template))
    assert b"stylesWithEffects" not in made


def _edited(content: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            whole = old.read(entry)
            new.writestr(entry, edit(whole) if entry.filename == name else whole)
    return made.getvalue()


_RELATIONS = "word/_rels/document.xml.rels"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _related(kind: str, target: str, mode: str = "External") -> bytes:
    line = f'<Relationship Id="rId99" Type="{_KIND}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return _edited(
        _docx("{{chapters}}"),
        _RELATIONS,
        lambda c: c.replace(b"</Relationships>", line.encode() + b"</Relationships>"),
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example/x.dotm"),
        ("image", "file:///C:/secret.png"),
        ("image", "\\\\server\\share\\x.png"),
        ("oleObject", "http://evil.example/x.xls"),
        ("subDocument", "http://evil.example/x.docx"),
        ("hyperlink", "file://server/share"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_a_template_that_would_fetch_something_is_refused_with_the_place(
    kind: str, target: str
) -> None:
    refused = _refused(_related(kind, target))
    assert refused.key == "template.external"
    assert target in refused.in_language("th")


def test_links_that_a_reader_follows_himself_are_no_fault() -> None:
    for target in ("https://www.moi.go.th/", "mailto:officer@moi.go.th"):
        check_template("a.docx", _related("hyperlink", target), ".docx")


@pytest.mark.parametrize("instruction", ["DDEAUTO c:\\x", "INCLUDETEXT x", " INCLUDEPICTURE x"])
def test_fields_that_fetch_are_refused_also_when_cut_in_two(instruction: str) -> None:
    def field(document: Any) -> None:
        run = document.add_paragraph().add_run()._r
        for part in (instruction[:4], instruction[4:]):
            text = etree.SubElement(run, qn("w:instrText"))
            text.text = part

    refused = _refused(_docx("{{chapters}}", edit=field))
    assert refused.key == "template.active"
    assert instruction.split()[0] in refused.in_language("en")


@pytest.mark.parametrize(
    ("name", "part"),
    [("a.docx", "docProps/core.xml"), ("a.docx", _RELATIONS), ("a.pptx", "docProps/core.xml")],
)
def test_a_part_that_is_read_late_and_is_none_is_told_as_damage(name: str, part: str) -> None:
    whole = _docx("{{chapters}}", head="{{unit}}") if name.endswith("docx") else _pptx()
    hollow = _edited(whole, part, lambda _: b"<x/>")
    assert _refused(hollow, name, name[1:]).key == "template.corrupt"


@pytest.mark.parametrize("kind", ["oleObject", "control", "aFChunk"])
def test_parts_of_other_programs_are_refused(kind: str) -> None:
    assert _refused(_related(kind, "embeddings/x.bin", "Internal")).key == "template.active"


def test_entities_and_a_tree_too_large_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    content = _edited(_docx("{{chapters}}"), "word/document.xml", lambda _: bomb)
    assert _refused(content).key == "template.corrupt"
    large = _edited(_docx("{{chapters}}"), "word/document.xml", lambda c: c + b" " * 20_000_001)
    refused = _refused(large)
    assert refused.key == "template.too_large"
    assert "20 ล้านไบต์" in refused.in_language("th")


def test_slides_of_another_size_are_refused_with_the_size() -> None:
    refused = _refused(_pptx(25.4, 19.05), "แบบ.pptx", ".pptx")
    assert refused.key == "template.slide_size"
    assert "25.40 × 19.05" in refused.in_language("th")


def test_word_offers_to_number_the_contents_of_a_template_that_has_them_alone() -> None:
    with_list = _made(_docx("{{contents}}", "{{chapter:sources}}"))
    assert len(list(with_list.settings.element.iter(qn("w:updateFields")))) == 1
    without = _made(_docx("{{chapter:sources}}"))
    assert not list(without.settings.element.iter(qn("w:updateFields")))
