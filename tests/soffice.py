"""LibreOffice as a maker of samples; tests that need it skip, with the reason, where it is absent."""

from __future__ import annotations

import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from auditlint.readers import office


@lru_cache(maxsize=64)
def convert(data: bytes, suffix: str, to: str) -> bytes:
    program = office.find()
    if not program:
        pytest.skip("LibreOffice (soffice) is not installed; it makes these samples")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"sample{suffix}").write_bytes(data)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", to, "--outdir", str(folder / "out"), str(folder / f"sample{suffix}")]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        return next((folder / "out").iterdir()).read_bytes()
