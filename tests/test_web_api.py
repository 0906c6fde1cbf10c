"""The server as it runs, and its API against its own description."""

from __future__ import annotations

import http.client
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.serving import serving

pytest.importorskip("starlette", reason="the web extra is not installed")
pytest.importorskip("uvicorn", reason="the web extra is not installed")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


def ask(address: str, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).hostname or "", urlsplit(address).port, timeout=20)
    connection.putrequest("POST" if "content_length" in headers else "GET", path)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def test_two_hundred_megabytes_are_refused_before_they_come(served: str) -> None:
    assert ask(served, "/api/v1/check", content_length=str(201 * 1024 * 1024)) == 413


def test_another_host_takes_a_token(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--no-history") as address:
        assert "?token=" in address
        assert ask(address, "/") == 401
        assert ask(address, "/", authorization=f"Bearer {address.partition('token=')[2]}") == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without asking it")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_without_history_nothing_is_left_however_the_program_is_ended(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(tmp_path / "data", "--no-history", end=signal.Signals[name]) as address:
        assert ask(address, "/") == 200
        assert [path.name[:10] for path in tmp_path.iterdir()] == ["auditlint-"]
    assert list(tmp_path.iterdir()) == []


def test_the_api_keeps_to_its_description(served: str) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    schema = schemathesis.openapi.from_url(f"{served}api/v1/openapi.json")
    # a description cannot say that names must end in .docx and so on
    names = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance
    bounded = settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
    )
    statuses = set()
    for operation in schema.get_all_operations():

        @bounded
        @given(case=operation.ok().as_strategy())
        def check(case: object) -> None:
            answer = case.call(timeout=20)  # type: ignore[attr-defined]
            statuses.add(answer.status_code)
            case.validate_response(answer, excluded_checks=[names])  # type: ignore[attr-defined]

        check()
    assert statuses
    assert statuses <= {200, 400, 413, 415}


def test_nonsense_is_answered_and_the_server_lives(served: str) -> None:
    where = urlsplit(served)
    for body in (b"{}", b"\xff" * 1000, json.dumps({"names": [{}]}).encode()):
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
        connection.request("POST", "/api/v1/check", body, {"content-type": "application/json"})
        assert connection.getresponse().status == 400
        connection.close()
    assert ask(served, "/") == 200
