"""Rule files: fields, options and message templates, validated against the check they use."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import get_type_hints

from auditlint.checks import CHECKS, Check
from auditlint.located_yaml import File, Node
from auditlint.model import Severity
from auditlint.packs.example_files import read_examples
from auditlint.packs.nouns import Examples, Rule, Status, Words
from auditlint.records import dataclass, field
from auditlint.typed import Any, Literal, cast, get_args, get_origin

# Message fields of every rule whose check compares figures; a check's own `fields` come on top.
COMMON_FIELDS = ("stated", "label", "computed", "difference", "equation", "count", "direction")
ATTRIBUTES = ("label",)

_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")
_STEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class Taken:
    """The codes and names in use and the retired codes, each with the file that has it."""

    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)


def read_rule(file: File, root: Node, name: str, pack: str, taken: Taken) -> Rule:
    """A rule from its file; it is of use only where the file has no faults."""
    known = (
        "code", "title", "check", "with", "severity", "status", "since",
        "why", "source", "limits", "message", "examples",
    )  # fmt: skip
    entries = file.mapping(root, known, ("code", "title", "check", "severity", "status", "message", "examples"))
    if not _STEM.fullmatch(name):
        zh = f"文件名“{name}”只能含小写字母、数字和连字符"
        file.fault(root, zh, f"the name '{name}' may hold lower-case letters, digits and hyphens")
    if name in taken.names:
        file.fault(root, f"规则名“{name}”已用于{taken.names[name]}", f"'{name}' is already in {taken.names[name]}")
    taken.names.setdefault(name, file.path)
    code = _code(file, taken, entries.get("code"))
    check, options = _check(file, root, entries)
    message = read_words(file, entries["message"]) if "message" in entries else Words()
    if check is not None and "message" in entries:
        _validate_message(file, entries["message"], check, options)
    return Rule(
        code,
        name,
        pack,
        read_words(file, entries["title"]) if "title" in entries else Words(),
        check.name if check else "",
        options,
        cast(Severity, file.choice(entries["severity"], get_args(Severity)) if "severity" in entries else ""),
        cast(Status, file.choice(entries["status"], get_args(Status)) if "status" in entries else ""),
        file.text(entries["since"]) if "since" in entries else "",
        read_words(file, entries["why"]) if "why" in entries else Words(),
        read_words(file, entries["source"]) if "source" in entries else Words(),
        read_words(file, entries["limits"]) if "limits" in entries else Words(),
        message,
        read_examples(file, entries["examples"]) if "examples" in entries else Examples(),
        file.path,
    )


def _code(file: File, taken: Taken, node: Node | None) -> str:
    if node is None:
        return ""
    code = file.text(node)
    if not _CODE.fullmatch(code):
        file.fault(node, f"编号“{code}”应为2至4个大写字母加3位数字", f"code '{code}': 2-4 capitals and 3 digits")
    elif code in taken.retired:
        file.fault(node, f"编号{code}已停用，不得再用", f"code {code} is retired and never used again")
    elif code in taken.codes:
        file.fault(node, f"编号{code}已用于{taken.codes[code]}", f"code {code} is already in {taken.codes[code]}")
    taken.codes.setdefault(code, file.path)
    return code


def _check(file: File, root: Node, entries: Mapping[str, Node]) -> tuple[Check | None, Any]:
    if "check" not in entries:
        return None, None
    node = entries["check"]
    name = file.text(node)
    if name not in CHECKS:
        if isinstance(node.value, str):
            file.unknown(node, name, CHECKS, "没有这种检查", "no check")
        return None, None
    check = CHECKS[name]
    given = entries.get("with", Node({}, root.line, root.column))
    return check, read_options(file, given, check.options, name)


def read_options(file: File, node: Node, options: type[Any], name: str) -> Any:
    """A check's options from a mapping, None where faults were noted."""
    if not isinstance(node.value, dict):
        file.mapping(node)
        return None
    before = len(file.faults)
    known = {f.name.replace("_", "-"): f for f in fields(options)}
    types = get_type_hints(options)
    values: dict[str, Any] = {}
    for key, value in node.value.items():
        if key not in known:
            zh, en = f"检查{name}没有选项", f"check '{name}' takes no"
            file.unknown(file.key(node, key), key, known, zh, en)
            continue
        option = known[key]
        reader = option.metadata.get("read")
        values[option.name] = reader(file, value) if reader else _typed(file, value, types[option.name])
    for key, option in known.items():
        missing = option.default is MISSING and option.default_factory is MISSING
        if missing and key not in node.value:
            file.fault(node, f"检查{name}缺少选项“{key}”", f"check '{name}' needs '{key}'")
    if len(file.faults) > before:
        return None
    built = options(**values)
    if hasattr(built, "faults"):
        for key, error in built.faults():
            file.malformed(node.value.get(key, node), error)
    return built if len(file.faults) == before else None


def _typed(file: File, node: Node, kind: Any) -> Any:
    """An option's value by its declared type."""
    if kind is str:
        return file.text(node)
    if kind is bool:
        return file.boolean(node)
    if kind is int:
        return file.integer(node)
    if kind is Decimal:
        return file.decimal(node)
    if get_origin(kind) is Literal:
        return file.choice(node, get_args(kind))
    if get_origin(kind) is tuple:
        return tuple(_typed(file, item, get_args(kind)[0]) for item in file.items(node))
    raise TypeError(f"an option cannot have the type {kind}")


def read_words(file: File, node: Node) -> Words:
    """A text in Chinese alone, or {zh, en}."""
    if isinstance(node.value, dict):
        entries = file.mapping(node, ("zh", "en"), ("zh",))
        return Words(*(" ".join(file.text(entries[k]).split()) if k in entries else "" for k in ("zh", "en")))
    return Words(" ".join(file.text(node).split()))


def _validate_message(file: File, node: Node, check: Check, options: Any) -> None:
    """Note every field of a message's templates that the check cannot fill."""
    if options is None and hasattr(check.options, "fields"):
        return  # which fields there are follows from options that are faulty themselves
    known = (*(COMMON_FIELDS if check.compares else ()), *check.fields, *getattr(options, "fields", ()))
    for part in node.value.values() if isinstance(node.value, dict) else (node,):
        if not isinstance(part.value, str):
            continue
        try:
            parsed = list(string.Formatter().parse(part.value))
        except ValueError:
            file.fault(part, "消息中的{}不配对", "unbalanced {} in the message")
            continue
        for _, name, spec, conversion in parsed:
            if name is None:
                continue
            base, _, attribute = name.partition(".")
            if spec or conversion:
                file.fault(part, f"消息字段{{{name}}}不能带格式", f"the field {{{name}}} takes no format")
            elif base not in known:
                file.unknown(part, base, known, "消息中未知的字段", "unknown message field")
            elif attribute and attribute not in ATTRIBUTES:
                file.unknown(part, attribute, ATTRIBUTES, "消息字段未知的属性", "unknown attribute of a message field")
