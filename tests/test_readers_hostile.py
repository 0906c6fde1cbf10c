"""Broken and hostile files: every reader reads them or says why not, and nothing else."""

from __future__ import annotations

import contextlib
import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditlint.errors import ReadError
from auditlint.readers import read

PAGE = (
    "<html><body><h1>青禾县</h1><table><tr><td rowspan=2>项目</td><td>1.00</td></tr>"
    "<tr><td>2.00</td></tr></table></body></html>"
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["项目", "金额"], ["甲", 1.5], ["合计", 1.5]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def document() -> bytes:
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R >>",
    ]
    return (
        "%PDF-1.4\n" + "".join(f"{i} 0 obj {p} endobj\n" for i, p in enumerate(parts, 1)) + "trailer << /Root 1 0 R >>"
    ).encode()


SAMPLES = {"a.xlsx": workbook(), "a.html": PAGE.encode(), "a.pdf": document(), "a.md": b"# a\n\n|a|b|\n|-|-|\n|1|2|\n"}


@QUICK
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_mutated_files_are_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=8)):
        content[at] = value
    cut = data.draw(st.integers(1, len(content)))
    with contextlib.suppress(ReadError):
        read(name, data=bytes(content[:cut]))


@QUICK
@given(
    st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
    st.data(),
)
def test_mutated_parts_are_read_or_refused(part: str, data: st.DataObject) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLES["a.xlsx"])) as given_, zipfile.ZipFile(stream, "w") as changed:
        for member in given_.namelist():
            content = bytearray(given_.read(member))
            if member == part:
                places = st.tuples(st.integers(0, len(content) - 1), st.integers(32, 126))
                for at, value in data.draw(st.lists(places, min_size=1, max_size=4)):
                    content[at] = value
            changed.writestr(member, bytes(content))
    with contextlib.suppress(ReadError):
        read("a.xlsx", data=stream.getvalue())


@QUICK
@given(st.binary(max_size=1500))
def test_ole_files_of_noise_are_refused(noise: bytes) -> None:
    with pytest.raises(ReadError):
        read("a.xls", data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise)
