"""The description of the JSON API, in OpenAPI."""

from __future__ import annotations

from auditlint import __version__
from auditlint.bundle import ROLES
from auditlint.typed import Any
from auditlint.web.uploads import MOST_BYTES, MOST_FILES

TITLE = "auditlint"
_PLACE = {"type": "object", "properties": {"line": {"type": ["integer", "null"]}, "address": {"type": "string"}}}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "message_en"],
            "properties": {k: {"type": "string"} for k in ("code", "message", "message_en")},
        }
    },
}


def description(token: bool) -> dict[str, Any]:
    """The OpenAPI document of this server."""
    described: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": __version__,
            "description": "Consistency audit of Chinese fiscal disclosure reports. 财政信息公开报告的一致性检查。",
        },
        "servers": [{"url": "/"}],
        "paths": {"/api/v1/check": {"post": _check()}, "/api/v1/openapi.json": {"get": _self()}},
        "components": {"schemas": {"Error": _ERROR, "Result": _result()}},
    }
    if token:
        described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"token": []}]
    return described


def _check() -> dict[str, Any]:
    files = {"type": "array", "minItems": 1, "maxItems": MOST_FILES, "items": {"type": "string", "format": "binary"}}
    roles = {"type": "array", "items": {"type": "string", "enum": list(ROLES)}}
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {**files, "description": "the files of one report"},
            "role": {**roles, "description": "one for each file, in order; guessed from names and kinds when left out"},
        },
    }
    return {
        "operationId": "check",
        "summary": "Audit one report of one or several files",
        "description": f"At most {MOST_FILES} files, {MOST_BYTES // 1048576} MB together. Nothing is kept.",
        "parameters": [
            {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["zh", "en"], "default": "zh"}}
        ],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {
            "200": _answer("The result; a file that cannot be read has its error in it", "Result"),
            "400": _answer("No file, or a wrong field"),
            "401": _answer("A token is needed"),
            "403": _answer("From another site"),
            "413": _answer("Too many or too large files"),
            "415": _answer("A kind of file that cannot be read"),
            "421": _answer("An unknown host"),
            "422": _answer("The check did not finish"),
            "503": _answer("Too many checks are waiting"),
        },
    }


def _self() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    return {"operationId": "describe", "responses": {"200": {"description": "This document", "content": content}}}


def _answer(words: str, schema: str = "Error") -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": words, "content": content}


def _result() -> dict[str, Any]:
    strings = {"type": "array", "items": {"type": "string"}}
    finding = {
        "type": "object",
        "required": ["rule", "code", "severity", "message", "location", "related", "relations", "fingerprint"],
        "properties": {
            "rule": {"type": "string"},
            "code": {"type": "string"},
            "severity": {"enum": ["error", "warning", "info"]},
            "message": {"type": "string"},
            "location": _PLACE,
            "fingerprint": {"type": "string"},
        },
    }
    report = {
        "type": "object",
        "required": ["path", "figures", "relations", "findings", "unchecked", "errors"],
        "properties": {
            "path": {"type": "string"},
            "figures": {
                "type": "object",
                "required": ["total", "checked"],
                "properties": {"total": {"type": "integer"}, "checked": {"type": "integer"}},
            },
            "relations": {"type": "array", "items": {"type": "object"}},
            "findings": {"type": "array", "items": finding},
            "unchecked": {"type": "array", "items": {"type": "object"}},
            "errors": {"type": "array", "items": {"type": "object"}},
            "notices": strings,
        },
    }
    return {
        "type": "object",
        "required": ["schema_version", "tool", "reports"],
        "properties": {
            "schema_version": {"const": 1},
            "tool": {"type": "object"},
            "reports": {"type": "array", "items": report},
        },
    }
