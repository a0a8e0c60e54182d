"""Officers enter targets, typed, pasted or from a file: their own alone, and nothing by halves."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from moibench.analysis.choose import compare_with
from moibench.analysis.comparative_results import BenchmarkChoice
from moibench.analysis.entered_targets import entered_targets, target_history
from moibench.analysis.looking import look
from moibench.analysis.targets import target_review
from moibench.people.models import Act
from moibench.people.rights import Role
from moibench.store.published import quiet_moment
from moibench.store.targets.models import EnteredTarget
from tests.web.specimens import made, signed_in

pytestmark = pytest.mark.django_db
PATH = "/targets/24/table"


@pytest.fixture
def officer() -> Client:
    return signed_in(made("officer", (Role.DATA_OFFICER, "24")))


def row(number: int = 1, **more: str) -> dict[str, str]:
    cells = {
        "indicator": "hai",
        "kind": "absolute",
        "value": "๐.๗๐",
        "base_year": "๒๕๖๒",
        "base_value": "",
        "target_year": "2570",
        "agency": "สำนักงานจังหวัดฉะเชิงเทรา",
        "source": "แผนพัฒนาจังหวัด พ.ศ. 2566–2570",
    }
    return {f"{c}-{number}": v for c, v in (cells | more).items()}


def save(client: Client, *rows: dict[str, str], do: str = "save", **more: Any) -> Any:
    typed = {"do": do, "seen": "0", "confirmed": "1"} | more
    for cells in rows:
        typed |= cells
    return client.post(PATH, typed)


def bare(response: Any) -> str:
    plain = unescape(re.sub(r"<[^>]+>", "", response.content.decode()))
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " "))


def values(response: Any, column: str) -> list[str]:
    found = re.findall(rf'name="{column}-\d+" value="([^"]*)"', response.content.decode())
    return [unescape(v) for v in found if v]


def test_a_target_typed_with_thai_digits_is_kept_and_judged(officer: Client) -> None:
    answer = save(officer, row())
    assert answer.status_code == 303
    assert answer["Location"] == f"{PATH}?saved=1"
    (held,) = entered_targets("24")
    assert (held.target.value, held.target.base_year, held.target.target_year) == (0.7, 2019, 2027)
    assert held.entered_by == "officer"
    (progress,) = target_review("24").targets
    assert progress.goal == 0.7
    counts = target_review("24").by_agency
    assert counts[0].name.th == "สำนักงานจังหวัดฉะเชิงเทรา"
    assert sum(counts[0].counts) == 1
    page = bare(Client().get("/targets/24"))
    assert "กรอกในระบบเมื่อ" in page
    assert "officer" not in page  # who entered it is the officers' to see
    assert f'href="{PATH}"' not in Client().get("/targets/24").content.decode()
    assert f'href="{PATH}"' in officer.get("/targets/24").content.decode()


def test_the_area_page_compares_with_a_target_entered(officer: Client) -> None:
    save(officer, row(1, target_year="2566", value="0.65"), row(2, target_year="2570"))
    for year, goal in ((2019, 0.65), (2021, 0.65)):
        cell = compare_with(("24",), ("hai",), year, choice=BenchmarkChoice("target")).cells[0][0]
        assert cell.benchmark.figure.value == goal
        assert cell.benchmark.rule == "goal"


def test_every_entry_stays_with_who_when_and_what_stood_before(officer: Client) -> None:
    save(officer, row())
    newest = EnteredTarget.objects.latest("id").pk
    save(officer, row(value="0.72") | {"was-1": "24||hai|2027"}, seen=str(newest))
    newest += 1
    save(officer, row() | {"was-1": "24||hai|2027", "withdraw-1": "1"}, seen=str(newest))
    assert entered_targets("24") == ()
    steps = target_history("24")
    said = [(s.before and s.before.value, s.after and s.after.value) for s in steps]
    assert said == [(0.72, None), (0.7, 0.72), (None, 0.7)]
    assert len({s.entered_at for s in steps}) == 3
    acts = Act.objects.filter(action="target.entered")
    assert acts.count() == 3
    assert "ไม่มี" in bare(officer.get(PATH))


def test_what_is_the_same_is_not_entered_again(officer: Client) -> None:
    save(officer, row())
    save(officer, row(), seen="9999999")
    assert EnteredTarget.objects.count() == 1


def test_the_database_refuses_to_change_or_remove_a_target(officer: Client) -> None:
    save(officer, row())
    for statement in (
        "UPDATE targets_enteredtarget SET content = NULL",
        "DELETE FROM targets_enteredtarget",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_officer_writes_the_targets_of_the_own_unit_alone(officer: Client) -> None:
    for code in ("20", "E-1", "TH"):
        assert officer.get(f"/targets/{code}/table").status_code == 403
        answer = officer.post(f"/targets/{code}/table", {"do": "save", **row()})
        assert answer.status_code == 403
    # Nor by naming another unit's place in a form of one's own.
    others = signed_in(made("of_chonburi", (Role.DATA_OFFICER, "20")))
    others.post("/targets/20/table", {"do": "save", "confirmed": "1", "seen": "0", **row()})
    save(officer, row() | {"was-1": "20||hai|2027"}, seen="9999999")
    assert [t.target.unit for t in entered_targets("20")] == ["20"]
    assert Client().post(PATH, {"do": "save", **row()}).status_code == 302
    assert EnteredTarget.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"value": "มาก"}, "แถวที่ 1 ค่าเป้าหมาย: “มาก” ไม่ใช่ตัวเลข"),
        ({"value": ""}, "แถวที่ 1 ค่าเป้าหมาย: โปรดกรอก"),
        ({"value": "nan"}, "ไม่ใช่ตัวเลข"),
        ({"target_year": "2560"}, "แถวที่ 1 ปีเป้าหมาย: ปีเป้าหมายต้องอยู่หลังปีฐาน"),
        ({"base_year": "62"}, "แถวที่ 1 ปีฐาน: “62” ไม่ใช่ปี"),
        ({"indicator": "hia"}, "ไม่มีตัวชี้วัด “hia” ที่ใกล้เคียงคือ hai"),
        ({"indicator": ""}, "แถวที่ 1 ตัวชี้วัด: โปรดกรอก"),
        ({"indicator": "poverty_headcount"}, "ยังไม่มีข้อมูลในระบบ"),
        ({"kind": "double"}, "ไม่มีชนิด “double”"),
        ({"kind": "percent_change_on_base", "value": "-150"}, "ลดลงร้อยละ 100"),
        ({"source": "ก" * 301}, "ข้อความยาวเกิน 300"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_is_saved(
    officer: Client, more: dict[str, str], said: str
) -> None:
    answer = save(officer, row() | row(2, target_year="2571"), row() | row(**more))
    assert answer.status_code == 400
    assert said in bare(answer)
    assert EnteredTarget.objects.count() == 0


def test_every_fault_is_told_at_once_beside_its_cell(officer: Client) -> None:
    answer = save(officer, row(value="x", base_year="y") | row(2, target_year="z"))
    html = answer.content.decode()
    assert "มีที่ต้องแก้ 3 แห่ง" in bare(answer)
    for name in ("value-1", "base_year-1", "target_year-2"):
        assert f'id="wrong-{name}"' in html
    assert 'value="x"' in html
    assert "ซ้ำกับแถวที่ 1" in bare(save(officer, row(1) | row(2)))


def test_a_range_copied_from_excel_fills_the_table_with_or_without_its_head(
    officer: Client,
) -> None:
    lines = (
        "รายได้เฉลี่ยต่อเดือนต่อครัวเรือน\tไม่น้อยกว่า\t๓๒,๐๐๐\tพ.ศ. ๒๕๖๒\t\t๒๕๗๐\tสำนักงานสถิติ\tแผน\n"
        "hai\t\t0.7\t2019\t\t2027\t\t"
    )
    head = "ตัวชี้วัด\tชนิดของค่าเป้าหมาย\tค่าเป้าหมาย\tปีฐาน\tค่าปีฐานที่แผนระบุ\tปีเป้าหมาย\tหน่วยงานรับผิดชอบ\tที่มา\n"
    from moibench.analysis.catalogue import current_catalogue

    name = current_catalogue().indicators["household_income"].name.th
    lines = lines.replace("รายได้เฉลี่ยต่อเดือนต่อครัวเรือน", name)
    for pasted in (lines, head + lines):
        answer = save(officer, do="paste", pasted=pasted)
        assert values(answer, "value") == ["32000", "0.7"]
        assert values(answer, "base_year") == ["2562", "2562"]
        assert "นำเข้าตารางแล้ว 2 แถว" in bare(answer)
        assert EnteredTarget.objects.count() == 0  # only put into the table
    reordered = "target_year\tvalue\tindicator\tbase_year\n2570\t0.7\thai\t2562\n"
    assert values(save(officer, do="paste", pasted=reordered), "target_year") == ["2570"]


def test_what_is_pasted_replaces_the_row_of_its_indicator_and_year(officer: Client) -> None:
    answer = save(officer, row(), do="paste", pasted="hai\t\t0.75\t2562\t\t2570\t\t")
    assert values(answer, "value") == ["0.75"]
    wrong = save(officer, row(), do="paste", pasted="hai\t\tx\t2562\t\t2571\t\t")
    assert "แถวที่ 2 ค่าเป้าหมาย" in bare(wrong)


def upload(client: Client, name: str, content: bytes) -> Any:
    return save(client, do="upload", file=SimpleUploadedFile(name, content))


def test_the_excel_form_comes_back_as_it_went(officer: Client) -> None:
    save(officer, row(), row(2, indicator="household_debt_share", kind="at_most", value="20"))
    for prefix in ("", "/en"):
        content = Client().get(f"{prefix}/targets/24.xlsx").content
        answer = upload(officer, "targets.xlsx", content)
        assert values(answer, "value") == ["0.7", "20"]
        assert values(answer, "target_year") == ["2570", "2570"]
        assert values(answer, "source")[0] == "แผนพัฒนาจังหวัด พ.ศ. 2566–2570"


def test_csv_of_thai_excel_is_read_too(officer: Client) -> None:
    content = "ตัวชี้วัด,ค่าเป้าหมาย,ปีฐาน,ปีเป้าหมาย,ที่มา\nhai,0.7,2562,2570,แผนจังหวัด\n"
    for encoding in ("utf-8-sig", "cp874"):
        answer = upload(officer, "t.csv", content.encode(encoding))
        assert values(answer, "source") == ["แผนจังหวัด"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "holds no target"),
        ("t.xlsx", b"PK not a workbook", "not a readable workbook"),
        ("t.csv", b"\x00\x01\x02,\x00", "is no table"),
        ("t.csv", "ตัวชี้วัด,สี,ค่าเป้าหมาย\nhai,แดง,1\n".encode(), "ไม่รู้จักคอลัมน์ “สี”"),
        (
            "t.csv",
            b"unit,indicator,value,base_year,target_year\n20,hai,1,2562,2570\n",
            "เป็นของพื้นที่อื่น",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    officer: Client, name: str, content: bytes, said: str
) -> None:
    answer = upload(officer, name, content)
    assert said in bare(answer)
    assert EnteredTarget.objects.count() == 0


def test_a_missing_file_and_an_empty_paste_say_so(officer: Client) -> None:
    assert "ยังไม่ได้เลือกไฟล์" in bare(save(officer, do="upload"))
    assert "ไม่มีแถวข้อมูล" in bare(save(officer, do="paste", pasted=" "))


@pytest.mark.parametrize(
    ("indicator", "value", "said"),
    [
        ("household_income", "500000", "ไม่เคยมีพื้นที่ระดับเดียวกันทำได้ในเวลาเท่ากัน"),
        ("gpp_per_capita", "350000", "ต่ำไป"),
    ],
)
def test_timid_and_impossible_targets_are_flagged_before_they_are_saved(
    officer: Client, indicator: str, value: str, said: str
) -> None:
    cells = row(indicator=indicator, value=value, base_year="2558", target_year="2562")
    typed = {"do": "save", "seen": "0", **cells}
    answer = officer.post(PATH, typed)
    assert answer.status_code == 200
    assert said in bare(answer)
    assert 'name="confirmed"' in answer.content.decode()
    assert EnteredTarget.objects.count() == 0
    assert officer.post(PATH, typed | {"confirmed": "1"}).status_code == 303
    assert EnteredTarget.objects.count() == 1


def test_two_officers_do_not_overwrite_each_other_unseen(officer: Client) -> None:
    other = signed_in(made("second", (Role.DATA_OFFICER, "24")))
    opened = re.findall(r'name="seen" value="(\d+)"', officer.get(PATH).content.decode())[0]
    save(other, row(value="0.8"), seen=opened)
    answer = save(officer, row(value="0.75"), row(2, target_year="2571"), seen=opened)
    assert answer.status_code == 409
    assert "second บันทึก" in bare(answer)
    assert [t.target.value for t in entered_targets("24")] == [0.8]


def test_a_target_for_a_level_is_taken_over_by_units_without_one_of_their_own(
    officer: Client,
) -> None:
    ministry = signed_in(made("ministry", (Role.DATA_OFFICER, "TH")))
    typed = {
        "do": "save",
        "seen": "0",
        "confirmed": "1",
        "level-1": "province",
        **row(value="0.68"),
    }
    assert ministry.post("/targets/TH/table", typed).status_code == 303
    save(officer, row())
    assert [t.target.value for t in entered_targets("24")] == [0.7]
    assert [t.target.value for t in entered_targets("20")] == [0.68]
    assert entered_targets("E-1") == ()
    assert "ทั้งระดับ" in bare(Client().get("/targets/20"))
    html = ministry.get("/targets/TH/table").content.decode()
    assert 'value="|province|hai|2027"' in html
    gone = {**typed, "was-1": "|province|hai|2027", "withdraw-1": "1", "seen": "99999999"}
    ministry.post("/targets/TH/table", gone)
    assert entered_targets("20") == ()
    assert [t.target.value for t in entered_targets("24")] == [0.7]


def test_a_province_cannot_set_a_target_for_a_level(officer: Client) -> None:
    save(officer, row() | {"level-1": "province"})
    assert [r.level for r in EnteredTarget.objects.all()] == [""]
    answer = save(officer, do="paste", pasted="indicator\tlevel\tvalue\nhai\tprovince\t1")
    assert "อย่างใดอย่างหนึ่ง" in bare(answer)


def test_a_past_moment_knows_only_what_was_entered_by_then(officer: Client) -> None:
    save(officer, row())
    moment = quiet_moment()
    save(officer, row(value="0.8"), seen="9999999")
    with look(as_of=moment):
        assert [t.target.value for t in entered_targets("24")] == [0.7]
        assert target_review("24").targets[0].goal == 0.7
    assert [t.target.value for t in entered_targets("24")] == [0.8]


def test_the_table_is_never_kept_by_a_browser_and_finds_units_by_name(officer: Client) -> None:
    assert officer.get(PATH)["Cache-Control"] == "no-store"
    assert officer.get("/targets/ฉะเชิงเทรา/table")["Location"] == PATH
    assert officer.get("/targets/ฉะเชิงทรา/table").status_code == 404
    book = Client().get("/targets/24.xlsx").content
    assert io.BytesIO(book).read(2) == b"PK"
