"""The local page and its API: the whole flow, who may come in, and what hostile input cannot do."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sqlite3
import stat
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditlint.errors import UsageError

pytest.importorskip("starlette", reason="the web extra is not installed")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of httpx having a successor
    from starlette.testclient import TestClient

from auditlint import web
from auditlint.web import uploads
from auditlint.web.app import application, door
from auditlint.web.pages import Setup
from auditlint.web.processes import Bounds, Processes, WorkError
from auditlint.web.queue import Queue
from auditlint.web.store import Decision, Store, Upload

SECRET = "s" * 24
HERE = "http://127.0.0.1:8765"
CHANGE = {"X-CSRF-Token": SECRET}
BROKEN = """云溪县文化馆2024年度部门决算说明

二、支出决算情况说明

2024年度本年支出合计100.00万元，其中：基本支出60.00万元，占60.00%；项目支出41.00万元，占40.00%。
"""
MENDED = BROKEN.replace("41.00", "40.00")


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    made = Processes(2)
    yield made
    made.stop()


@pytest.fixture
def site(tmp_path: Path, processes: Processes) -> Iterator[TestClient]:
    app = application(Store(tmp_path / "web"), _Shared(processes), Setup(door(secret=SECRET)))
    with TestClient(app, base_url=HERE, headers=CHANGE) as client:
        yield client


class _Shared(Processes):
    """The module's processes, which one application must not stop."""

    def __init__(self, real: Processes) -> None:
        self.real = real
        self.run = real.run  # type: ignore[method-assign]

    def stop(self) -> None:
        pass


def file(text: str = BROKEN, name: str = "云溪县文化馆决算.txt") -> tuple[str, tuple[str, bytes]]:
    return ("file", (name, text.encode()))


def upload(site: TestClient, *files: tuple[str, tuple[str, bytes]], **fields: str) -> str:
    answer = site.post("/jobs", files=list(files) or [file()], data=fields)
    assert answer.status_code == 201, answer.text
    job = answer.json()["jobs"][0]
    assert isinstance(job, str)
    return job


def finished(site: TestClient, job: str, state: str = "done") -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = site.get(f"/jobs/{job}/state").json()["state"]
        if found not in ("queued", "running"):
            assert found == state
            return site.get(f"/jobs/{job}").text
        time.sleep(0.02)
    raise AssertionError("the job did not end")


def cards(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<li class="card (\w+)" [^>]*data-fingerprint="(\w+)"', page)
    return [(str(severity), str(fingerprint)) for severity, fingerprint in found]


# --------------------------------------------------------------------------- the flow


def test_an_upload_becomes_a_page_with_its_finding(site: TestClient) -> None:
    page = finished(site, upload(site))
    assert [severity for severity, _ in cards(page)] == ["error"]
    assert "云溪县文化馆决算.txt" in page
    assert 'class="f conflict' in page
    assert "云溪县文化馆决算.txt" in site.get("/").text


def test_an_accepted_finding_is_accepted_everywhere(site: TestClient) -> None:
    job = upload(site)
    [(_, fingerprint)] = cards(finished(site, job))
    said = {"fingerprint": fingerprint, "state": "accepted", "reason": "口径不同", "by": "王会计"}
    assert site.post(f"/jobs/{job}/decisions", json=said).status_code == 200
    assert cards(site.get(f"/jobs/{job}").text) == [("accepted", fingerprint)]
    html = site.get(f"/jobs/{job}/download/html")
    assert "口径不同 —— 王会计" in html.text
    assert "filename*=UTF-8''" in html.headers["content-disposition"]
    result = site.get(f"/jobs/{job}/download/json").json()
    assert result["reports"][0]["findings"][0]["accepted"]["reason"] == "口径不同"
    assert 'reason: "口径不同"' in site.get(f"/jobs/{job}/download/accepted").text
    taken_back = {"fingerprint": fingerprint, "state": ""}
    assert site.post(f"/jobs/{job}/decisions", json=taken_back).status_code == 200
    assert cards(site.get(f"/jobs/{job}").text) == [("error", fingerprint)]


@pytest.mark.parametrize(
    "said",
    [
        {"fingerprint": "a", "state": "accepted"},
        {"fingerprint": "a", "state": "accepted", "reason": "x" * 3000},
        {"fingerprint": "a", "state": "accepted", "reason": "x", "until": "soon"},
        {"fingerprint": "a", "state": "other"},
        {"fingerprint": "", "state": "fixed"},
    ],
)
def test_a_decision_needs_a_reason_and_sense(site: TestClient, said: dict[str, str]) -> None:
    job = upload(site)
    finished(site, job)
    assert site.post(f"/jobs/{job}/decisions", json=said).status_code == 400


def test_a_corrected_file_tells_what_went_and_what_came(site: TestClient) -> None:
    first = upload(site)
    [(_, old)] = cards(finished(site, first))
    mended = finished(site, upload(site, file(MENDED, "改正后.txt"), previous=first))
    assert cards(mended) == []
    assert "已消除1个" in mended
    worse = MENDED.replace("占40.00%", "占45.00%")
    page = finished(site, upload(site, file(worse, "又一稿.txt"), previous=first))
    came = json.loads(re.findall(r'id="job">(.*?)</script>', page)[0])["came"]
    assert came == [f for _, f in cards(page) if f != old]
    assert len(came) == 1


def test_explanations_are_carried_over_and_fixed_ones_that_stayed_are_named(site: TestClient) -> None:
    first = upload(site)
    [(_, fingerprint)] = cards(finished(site, first))
    site.post(f"/jobs/{first}/decisions", json={"fingerprint": fingerprint, "state": "accepted", "reason": "口径不同"})
    again = upload(site, file(BROKEN + "\n另有说明。\n", "第二稿.txt"), previous=first)
    assert cards(finished(site, again)) == [("accepted", fingerprint)]
    site.post(f"/jobs/{first}/decisions", json={"fingerprint": fingerprint, "state": "fixed"})
    page = finished(site, upload(site, previous=first))
    assert json.loads(re.findall(r'id="job">(.*?)</script>', page)[0])["still"] == [fingerprint]


def test_an_explanation_ends_where_the_figures_change(site: TestClient) -> None:
    first = upload(site)
    [(_, fingerprint)] = cards(finished(site, first))
    site.post(f"/jobs/{first}/decisions", json={"fingerprint": fingerprint, "state": "accepted", "reason": "口径不同"})
    page = finished(site, upload(site, file(BROKEN.replace("41.00", "47.00")), previous=first))
    assert cards(page) == [("error", fingerprint)]
    assert json.loads(re.findall(r'id="job">(.*?)</script>', page)[0])["reopened"] == {fingerprint: "changed"}


def test_several_files_are_one_report_or_many(site: TestClient) -> None:
    prior = file(BROKEN.replace("2024", "2023"), "云溪县文化馆2023年决算.txt")
    now = file(BROKEN, "云溪县文化馆2024年决算.txt")
    page = finished(site, upload(site, prior, now))
    assert "上年报告" in page
    answer = site.post("/jobs", files=[prior, now], data={"apart": "1"})
    assert len(answer.json()["jobs"]) == 2
    for job in answer.json()["jobs"]:
        assert cards(finished(site, job))


def test_a_check_again_takes_the_other_files_along(site: TestClient) -> None:
    prior = file(BROKEN.replace("2024", "2023"), "云溪县文化馆2023年决算.txt")
    now = file(BROKEN, "云溪县文化馆2024年决算.txt")
    first = upload(site, prior, now)
    finished(site, first)
    page = finished(site, upload(site, file(MENDED, "云溪县文化馆2024年决算.txt"), previous=first))
    assert "上年报告" in page


def test_a_word_report_comes_back_with_comments(site: TestClient) -> None:
    docx = pytest.importorskip("docx")

    def word(text: str) -> bytes:
        report = docx.Document()
        for line in text.split("\n"):
            report.add_paragraph(line)
        out = io.BytesIO()
        report.save(out)
        return out.getvalue()

    prior = ("file", ("2023年决算.docx", word(MENDED.replace("2024", "2023"))))
    job = upload(site, ("file", ("2024年决算.docx", word(BROKEN))), prior)
    assert "批注 Word" in finished(site, job)
    copy = site.get(f"/jobs/{job}/download/docx")
    commented = docx.Document(io.BytesIO(copy.content))
    assert [c.author for c in commented.comments][:1] == ["auditlint"]
    assert "2024年度" in commented.paragraphs[0].text
    assert site.get(f"/jobs/{job}/download/xlsx").content.startswith(b"PK")
    assert site.get(f"/jobs/{job}/download/workbook").status_code == 404


def test_an_unreadable_file_says_what_to_do(site: TestClient) -> None:
    page = finished(site, upload(site, ("file", ("坏.docx", b"PK\x03\x04 nothing"))))
    assert "坏.docx" in page
    assert 'class="trouble"' in page
    assert "/download/" not in page


def test_deleting_leaves_nothing(site: TestClient, tmp_path: Path) -> None:
    job = upload(site)
    finished(site, job)
    assert (tmp_path / "web" / "jobs" / job / "0.txt").read_text(encoding="utf-8") == BROKEN
    assert site.post(f"/jobs/{job}/delete").status_code == 200
    assert not (tmp_path / "web" / "jobs" / job).exists()
    assert site.get(f"/jobs/{job}").status_code == 404
    assert "文化馆".encode() not in (tmp_path / "web" / "history.sqlite3").read_bytes()


def test_roles_are_guessed_from_names(site: TestClient) -> None:
    names = ["馆2024年决算.docx", "馆2023年决算.docx", "馆2024年公开表.xlsx", "馆2024年预算.docx"]
    assert site.post("/roles", json={"names": names}).json() == {"roles": ["report", "prior", "tables", "budget"]}


def test_english(site: TestClient) -> None:
    site.cookies.set("auditlint_lang", "en")
    page = site.get("/").text
    assert '<html lang="en">' in page
    assert "Drop a report here" in page


# --------------------------------------------------------------------------- API


def test_the_api_answers_with_the_result_and_keeps_nothing(site: TestClient, tmp_path: Path) -> None:
    answer = site.post("/api/v1/check", files=[file()], headers={"X-CSRF-Token": ""})
    assert answer.headers["content-type"] == "application/json"
    [report] = answer.json()["reports"]
    assert answer.json()["schema_version"] == 1
    assert report["path"] == "云溪县文化馆决算.txt"
    assert report["findings"][0]["location"]["line"] == 5
    assert list((tmp_path / "web" / "jobs").iterdir()) == []


def test_the_api_takes_several_files_with_roles(site: TestClient) -> None:
    files = [file(BROKEN, "a.txt"), file(BROKEN, "a.txt")]
    answer = site.post("/api/v1/check?lang=en", files=files, data={"role": ["prior", "report"]})
    documents = answer.json()["reports"][0]["documents"]
    assert [(d["path"], d["role"]) for d in documents] == [("a (2).txt", "report"), ("a.txt", "prior")]


@pytest.mark.parametrize(
    ("files", "data", "status"),
    [
        ([], {}, 400),
        ([file(name="a.exe")], {}, 415),
        ([file(name="a")], {}, 415),
        ([file()] * 13, {}, 400),
        ([file()], {"role": "boss"}, 400),
        ([file()], {"role": ["report", "tables"]}, 400),
    ],
)
def test_what_the_api_refuses(site: TestClient, files: list[object], data: dict[str, object], status: int) -> None:
    answer = site.post("/api/v1/check", files=files, data=data)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "message_en"}


def test_a_body_that_is_no_form_is_refused(site: TestClient) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x\r\nnonsense", b"--x--\r\n", b"\x00" * 100):
        assert site.post("/api/v1/check", content=body, headers=kind).status_code == 400


def test_the_api_is_described(site: TestClient) -> None:
    described = site.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert set(described["paths"]["/api/v1/check"]["post"]["responses"]) >= {"200", "400", "413", "415", "503"}


# --------------------------------------------------------------------------- who may come in


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[", "10.0.0.1"])
def test_foreign_host_names_are_refused(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_our_own_names_are_known(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/jobs", "/api/v1/check"])
def test_other_sites_change_nothing(site: TestClient, path: str, headers: dict[str, str]) -> None:
    assert site.post(path, files=[file()], headers=headers).status_code == 403
    assert site.get("/").text.count('class="record') == site.get("/").text.count('class="records')


@pytest.mark.parametrize("path", ["/jobs", "/jobs/delete", "/roles", "/quit", "/jobs/x/delete", "/jobs/x/decisions"])
def test_a_change_needs_the_pages_secret(site: TestClient, path: str) -> None:
    assert site.post(path, headers={"X-CSRF-Token": "wrong"}).json()["error"]["code"] == "csrf"


def test_a_token_is_asked_for(tmp_path: Path, processes: Processes) -> None:
    setup = Setup(door(secret=SECRET, token="geheim", hosts=("127.0.0.1", "*")))
    with TestClient(application(Store(tmp_path), _Shared(processes), setup), base_url=HERE) as site:
        assert site.get("/").status_code == 401
        assert site.get("/?token=wrong").status_code == 401
        assert site.post("/api/v1/check", files=[file()]).status_code == 401
        bearer = {"authorization": "Bearer geheim"}
        assert site.post("/api/v1/check", files=[file()], headers=bearer).status_code == 200
        assert site.get("/", headers={**bearer, "host": "192.168.3.4:8765"}).status_code == 200
        assert site.get("/", headers={**bearer, "host": "evil.example"}).status_code == 421
        entered = site.get(HERE + "//evil.example/?token=geheim&a=1", follow_redirects=False)
        assert entered.headers["location"] == "/evil.example/?a=1"
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert "samesite=strict" in entered.headers["set-cookie"].lower()
        assert site.get("/").status_code == 200  # the cookie was taken along


def test_every_answer_says_what_a_browser_may_do(site: TestClient) -> None:
    job = upload(site)
    finished(site, job)
    for path in ("/", "/nothing", "/static/web.js", f"/jobs/{job}", f"/jobs/{job}/download/html", "/api"):
        headers = site.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] in ("no-store", "no-cache")
    assert "default-src 'none'" in site.get("/", headers={"host": "evil"}).headers["content-security-policy"]


def test_pages_hold_no_script_and_no_style_of_their_own(site: TestClient) -> None:
    job = upload(site)
    for page in (site.get("/").text, finished(site, job), site.get("/api").text):
        assert re.findall(r"<script(?! type=\"application/json\"| src=\"/static/)", page) == []
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


# --------------------------------------------------------------------------- hostile input


def test_nothing_of_a_report_or_its_name_becomes_markup(site: TestClient) -> None:
    evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    job = upload(site, file(BROKEN + evil, f"{evil}.txt"))
    calm = finished(site, upload(site))
    page = finished(site, job)
    assert "<img" not in page
    assert page.count("<script") == calm.count("<script")
    assert "<img" not in site.get("/").text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\报告.docx", "报告.docx"),
        ("a\x00b\u202e.txt", "ab.txt"),
        ("..", "file"),
        ("con:aux?.txt", "con_aux_.txt"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
    ],
)
def test_names_are_for_showing_only(name: str, shown: str) -> None:
    assert uploads.displayed(name) == shown


def test_files_lie_under_names_of_ours(site: TestClient, tmp_path: Path) -> None:
    job = upload(site, file(name="../../../evil.txt"))
    finished(site, job)
    inside = sorted(p.name for p in (tmp_path / "web" / "jobs" / job).iterdir())
    assert inside == ["0.txt", "page.html", "result.pickle"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["web"]


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/x", "/jobs/%2e%2e%2fweb", "/jobs/x/download/../a",
     "/jobs/a/download/text"],
)  # fmt: skip
def test_addresses_reach_no_files(site: TestClient, path: str) -> None:
    assert site.get(path).status_code == 404


def test_a_body_too_large_is_refused_before_it_is_sent(site: TestClient) -> None:
    for path in ("/jobs", "/api/v1/check"):
        answer = site.post(path, content=b"", headers={"content-length": str(uploads.MOST_BYTES + 1)})
        assert answer.status_code == 413
    assert site.post("/roles", content=b"x" * 70_000).status_code == 413


def test_a_body_too_large_is_refused_while_it_comes(tmp_path: Path, processes: Processes) -> None:
    setup = Setup(door(secret=SECRET, upload=50_000))

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 1000
        yield b"\r\n--x--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=x"}
    with TestClient(application(Store(tmp_path), _Shared(processes), setup), base_url=HERE, headers=CHANGE) as site:
        assert site.post("/jobs", content=body(), headers=kind).status_code == 413
        assert list((tmp_path / "jobs").iterdir()) == []


def test_what_is_kept_is_private(site: TestClient, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no modes")
    finished(site, upload(site))
    for path in (tmp_path / "web").rglob("*"):
        if path.name.startswith("history.sqlite3-"):
            continue
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


# --------------------------------------------------------------------------- what goes wrong


def die(how: str, stage: object) -> bytes:
    os.abort()


def hang(how: str, stage: object) -> bytes:
    time.sleep(60)
    return b""


def write_and_hang(how: str, stage: object) -> bytes:
    with tempfile.TemporaryDirectory(dir=how):
        time.sleep(60)
    return b""


def devour(how: str, stage: object) -> bytes:
    return b"a" * 8_000_000_000


def fine(how: str, stage: object) -> bytes:
    return how.encode()


def test_work_that_dies_hangs_or_devours_costs_only_itself() -> None:
    processes, hasty = Processes(2, Bounds(seconds=60, memory=2_000_000_000)), Processes(1, Bounds(seconds=0.5))
    try:
        with pytest.raises(WorkError, match="意外终止"):
            processes.run(die, "")
        with pytest.raises(WorkError, match="时间限制"):
            hasty.run(hang, "")
        if os.name != "nt":
            with pytest.raises(WorkError, match="内存不够"):
                processes.run(devour, "")
        assert processes.run(fine, "ok") == b"ok"
        assert processes.pids == hasty.pids == []
    finally:
        processes.stop()
        hasty.stop()


def test_work_that_is_stopped_takes_its_files_along(tmp_path: Path) -> None:
    hasty = Processes(1, Bounds(seconds=1))
    try:
        with pytest.raises(WorkError, match="时间限制"):
            hasty.run(write_and_hang, str(tmp_path))
    finally:
        hasty.stop()
    assert list(tmp_path.iterdir()) == []


def test_a_job_whose_process_dies_can_be_done_again(
    site: TestClient, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("auditlint.web.queue.check", die)
        job = upload(site)
        page = finished(site, job, "failed")
    assert "意外终止" in page
    assert site.post(f"/jobs/{job}/again").status_code == 202
    assert cards(finished(site, job))


def test_a_restart_shows_what_it_interrupted(tmp_path: Path, processes: Processes) -> None:
    store = Store(tmp_path)
    job, place = store.reserve()
    (place / "0.txt").write_text(BROKEN, encoding="utf-8")
    store.add(job, [Upload("a.txt", "report", "0.txt", len(BROKEN))], "zh")
    store.update(job, "running", stage="checking")
    store.close()
    with TestClient(
        application(Store(tmp_path), _Shared(processes), Setup(door(secret=SECRET))), base_url=HERE, headers=CHANGE
    ) as site:
        assert "已中断" in site.get(f"/jobs/{job}").text
        site.post(f"/jobs/{job}/again")
        assert cards(finished(site, job))


def test_one_folder_has_one_owner(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(UsageError, match="已在运行"):
        Store(tmp_path)
    store.close()
    Store(tmp_path).close()


def test_a_history_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_bytes(b"no database at all, " * 100)
    with pytest.raises(UsageError, match="--no-history"):
        Store(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="--no-history"):
        Store(tmp_path / "file" / "web")


def test_a_second_double_click_opens_the_page_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(web, "_answers", lambda host, port: True)
    monkeypatch.setattr(web, "_open", opened.append)
    assert web.start() == 0
    assert opened == ["http://127.0.0.1:8765/"]


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            web._listen("127.0.0.1", taken.getsockname()[1], True)


def test_ten_uploads_at_once(site: TestClient) -> None:
    with ThreadPoolExecutor(10) as threads:
        jobs = list(threads.map(lambda n: upload(site, file(name=f"报告{n}.txt")), range(10)))
    assert len(set(jobs)) == 10
    for job in jobs:
        assert len(cards(finished(site, job))) == 1


def test_a_full_disk_is_told(site: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> list[Upload]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auditlint.web.site.keep", full)
    answer = site.post("/jobs", files=[file()])
    assert answer.status_code == 507
    assert "磁盘" in answer.json()["error"]["message"]
    assert list((tmp_path / "web" / "jobs").iterdir()) == []


def test_too_many_waiting_are_sent_away(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "full", property(lambda self: True))
    answer = site.post("/jobs", files=[file()])
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for age in (0, 31):
        job, place = store.reserve()
        (place / "0.txt").write_bytes(b"x")
        store.add(job, [Upload("a.txt", "report", "0.txt", 1)], "zh")
        store.decide(job, [Decision("f", "accepted", "x")])
        with sqlite3.connect(tmp_path / "history.sqlite3") as connection:
            connection.execute("update jobs set created = created - ? where id = ?", (age * 86400, job))
        connection.close()
    assert store.forget(30 * 86400) == 1
    assert len(store.recent()) == 1
    assert len(list((tmp_path / "jobs").iterdir())) == 1
    assert store.decisions(job) == ()
    store.close()
