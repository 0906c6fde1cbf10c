"""Configuration: `auditlint.yml` or `[tool.auditlint]`, nearest file wins, one may extend others explicitly."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from auditlint.errors import Fault, FaultyFile, UsageError
from auditlint.messages import cause
from auditlint.records import dataclass, field
from auditlint.reporters import REPORTERS
from auditlint.settings import Lang, PathSettings, Settings
from auditlint.typed import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from pathlib import Path

    from auditlint.located_yaml import File, Node

NAMES = ("auditlint.yml", "auditlint.yaml")
SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "never")
FORMATS = tuple(REPORTERS)
MAX_EXTEND = 16

Kind = Literal["texts", "text", "boolean", "integer", "choice", "severities", "paths", "limits", "folders", "file"]


@dataclass(frozen=True, slots=True)
class Option:
    """A key of the configuration: how it is read, what holds without it, and what it is for."""

    kind: Kind
    default: object
    zh: str
    en: str
    choices: tuple[str, ...] = ()


OPTIONS: dict[str, Option] = {
    "packs": Option("texts", None, "启用的规则包，不写则按默认", "packs of rules in force; the default ones if unset"),
    "rules": Option("folders", (), "本单位的规则文件夹", "an organisation's own folders of rules"),
    "select": Option("texts", (), "只用这些规则（编号、编号开头或名称）", "only these rules: codes, beginnings, names"),
    "ignore": Option("texts", (), "不用这些规则", "not these rules"),
    "preview": Option("boolean", False, "也用试行规则", "also rules that are in preview"),
    "severity": Option("severities", {}, "各规则的严重程度", "severities of rules"),
    "paths": Option("paths", (), "按路径另设的ignore和severity", "ignore and severity for paths that match a pattern"),
    "edition": Option("text", "", "必须使用的规则版本", "the edition of the rules that must be used"),
    "fail-on": Option("choice", "error", "达到此严重程度时退出码为1", "exit code 1 from this severity on", FAIL_ON),
    "only-new": Option("boolean", False, "只计未说明的问题", "count only what is not accepted"),
    "accepted": Option("file", "", "已说明问题的文件", "the file of accepted findings"),
    "exclude": Option("texts", (), "不检查的路径", "paths that are left out"),
    "force-exclude": Option("boolean", False, "点名的文件也按exclude排除", "leave out named files as well"),
    "revisions": Option(
        "choice", "accepted", "修订按接受后还是原文读", "read tracked changes as", ("accepted", "original")
    ),
    "lang": Option("choice", "zh", "消息的语言", "language of the messages", ("zh", "en")),
    "output-format": Option("choice", "text", "输出格式", "output format", FORMATS),
    "jobs": Option("integer", 0, "进程数，0为处理器数", "processes; 0 for as many as processors"),
    "cache": Option("boolean", True, "保留结果以便下次更快", "keep results for the next run"),
    "limits": Option("limits", {}, "读取和检查的限制", "limits of reading and checking"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in force and where it comes from ("" the default)."""

    value: Any
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is in force for the reports of a folder. `root` is where its paths start."""

    root: str
    values: Mapping[str, Value] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def get(self, name: str) -> Any:
        """The value of a key, its default where nothing sets it."""
        return self.value(name).value

    def value(self, name: str) -> Value:
        """The same with its origin."""
        return self.values.get(name) or Value(OPTIONS[name].default)

    def override(self, given: Mapping[str, object], origin: str) -> Configuration:
        """With values put over what the files say."""
        return Configuration(self.root, {**self.values, **{k: Value(v, origin) for k, v in given.items()}}, self.files)

    def settings(self) -> Settings:
        """The settings an audit runs with."""
        return Settings(
            select=self.get("select"),
            ignore=self.get("ignore"),
            severities=self.get("severity"),
            preview=self.get("preview"),
            packs=self.get("packs"),
            folders=self.get("rules"),
            lang=self.get("lang"),
            revisions=self.get("revisions"),
            limits=_limits(self.get("limits")),
            paths=self.get("paths"),
        )


def _limits(given: Mapping[str, int]) -> Any:
    if not given:
        return None
    from auditlint.limits import Limits

    return Limits(**given)


def limit_names() -> dict[str, str]:
    """The names of the limits as a person writes them, with the names of their fields."""
    from dataclasses import fields  # loads much that a run without limits of its own does not need

    from auditlint.limits import Limits

    return {f.name.replace("_", "-"): f.name for f in fields(Limits)}


# --------------------------------------------------------------------------- finding and reading files


def find(start: str) -> str:
    """The nearest configuration file of a folder or above it, "" where there is none."""
    folder, below = os.path.realpath(start), ""
    while folder != below:
        for name in NAMES:
            if os.path.isfile(os.path.join(folder, name)):
                return os.path.join(folder, name)
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _has_table(project):
            return project
        folder, below = os.path.dirname(folder), folder
    return ""


def _has_table(project: str) -> bool:
    try:
        with open(project, "rb") as file:
            return b"[tool.auditlint" in file.read()
    except OSError:
        return False


def load(path: str, lang: Lang = "zh") -> Configuration:
    """The configuration of a file and of what it extends; of none, the defaults. Faults of all files together."""
    if not path:
        return Configuration(os.getcwd())
    from pathlib import Path  # a run without configuration does not need it

    values: dict[str, Value] = {}
    names: list[str] = []
    faults: list[Fault] = []
    for one in _chain(Path(path), lang, (), faults):
        names.insert(0, str(one.path))
        for key, value in one.values.items():
            values[key] = value
    if faults:
        raise FaultyFile(tuple(faults))
    return Configuration(os.path.realpath(os.path.dirname(path)), values, tuple(names))


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    values: dict[str, Value]


def _chain(path: Path, lang: Lang, above: tuple[Path, ...], faults: list[Fault]) -> Iterator[_Source]:
    """The files that a file extends, then the file itself, so that the later wins."""
    file, root = (_toml if path.suffix == ".toml" else _yaml)(path, lang)
    values: dict[str, Value] = {}
    if root is not None:
        entries = file.mapping(root, ("extend", *OPTIONS))
        extended = entries.pop("extend", None)
        names = () if extended is None else (extended,) if isinstance(extended.value, str) else file.items(extended)
        for node in names:
            other = (path.parent / file.text(node)).resolve()
            if other in above or other == path.resolve() or len(above) > MAX_EXTEND:
                file.fault(node, "extend不能绕回自身", "extend leads back to this file")
            elif not other.is_file():
                file.fault(node, f"没有文件{other}", f"no such file: {other}")
            else:
                yield from _chain(other, lang, (*above, path.resolve()), faults)
        for key, node in entries.items():
            place = root.keys.get(key, (node.line, node.column))
            values[key] = Value(_value(file, node, key, path.parent), f"{path}:{place[0] + 1}:{place[1] + 1}")
    faults.extend(file.faults)
    yield _Source(path, values)


def _yaml(path: Path, lang: Lang) -> tuple[File, Node | None]:
    from auditlint.located_yaml import read

    file, root, _ = read(path, lang)
    return file, root


# --------------------------------------------------------------------------- values


def _value(file: File, node: Node, key: str, folder: Path) -> object:
    option = OPTIONS[key]
    if option.kind == "choice":
        return file.choice(node, option.choices)
    if option.kind == "folders":
        return tuple(str((folder / name).resolve()) for name in file.texts(node))
    if option.kind == "file":
        return str((folder / file.text(node)).resolve())
    simple: dict[str, Callable[[Node], object]] = {
        "texts": file.texts,
        "text": file.text,
        "boolean": file.boolean,
        "integer": lambda n: _count(file, n),
        "severities": lambda n: _severities(file, n),
        "paths": lambda n: _paths(file, n),
        "limits": lambda n: _limit_values(file, n),
    }
    return simple[option.kind](node)


def _count(file: File, node: Node) -> int:
    number = file.integer(node)
    if number < 0:
        file.fault(node, "不能小于0", "must not be below 0")
    return number


def _severities(file: File, node: Node) -> dict[str, str]:
    return {rule: file.choice(one, SEVERITIES) for rule, one in file.mapping(node).items()}


def _paths(file: File, node: Node) -> tuple[PathSettings, ...]:
    found = []
    for pattern, one in file.mapping(node).items():
        entries = file.mapping(one, ("ignore", "severity"))
        ignore = file.texts(entries["ignore"]) if "ignore" in entries else ()
        severities = _severities(file, entries["severity"]) if "severity" in entries else {}
        found.append(PathSettings(pattern, ignore, cast(Any, severities)))
    return tuple(found)


def _limit_values(file: File, node: Node) -> dict[str, int]:
    names = limit_names()
    found = {}
    for name, one in file.mapping(node, names).items():
        number = file.integer(one)
        if number <= 0:
            file.fault(one, "限制必须大于0", "a limit must be above 0")
        found[names[name]] = number
    return found


# --------------------------------------------------------------------------- pyproject.toml


def _toml(path: Path, lang: Lang) -> tuple[File, Node | None]:
    """The table [tool.auditlint] as nodes; places are found in the text, since tomllib tells none."""
    import tomllib

    from auditlint.located_yaml import File

    file = File(str(path), lang)
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text).get("tool", {}).get("auditlint", {})
    except OSError as error:
        file.note(-1, -1, f"无法读取（{cause(error, 'zh')}）", f"cannot be read ({cause(error, 'en')})")
        return file, None
    except UnicodeDecodeError:
        file.note(-1, -1, "不是UTF-8编码，请另存为UTF-8", "not UTF-8; save it as UTF-8")
        return file, None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]) - 1, int(found[2]) - 1) if found else (-1, -1)
        file.note(line, column, f"不是有效的TOML（{error}）", f"not valid TOML ({error})")
        return file, None
    return file, _node(table, text.split("\n"), ("tool", "auditlint"), (0, 0))


def _node(value: object, lines: Sequence[str], path: tuple[str, ...], place: tuple[int, int]) -> Node:
    from auditlint.located_yaml import Node

    if isinstance(value, dict):
        keys = {key: _place(lines, path, key) or place for key in value}
        return Node({k: _node(v, lines, (*path, k), keys[k]) for k, v in value.items()}, *place, keys)
    if isinstance(value, list):
        return Node(tuple(_node(v, lines, path, place) for v in value), *place)
    if isinstance(value, bool):
        return Node(str(value).lower(), *place)
    return Node(str(value), *place)


def _place(lines: Sequence[str], path: tuple[str, ...], key: str) -> tuple[int, int] | None:
    """Where a key of a table stands: below its header, or in a header of its own."""
    header = ""
    wanted = ".".join(path)
    for number, line in enumerate(lines):
        found = re.match(r"\s*\[([^\[\]]+)\]", line)
        if found:
            header = found[1].replace('"', "").replace("'", "").replace(" ", "")
            if header == f"{wanted}.{key}".replace(" ", ""):
                return number, line.index("[")
        elif header == wanted.replace(" ", ""):
            found = re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line)
            if found:
                return number, len(line) - len(line.lstrip())
    return None


# --------------------------------------------------------------------------- what is told of it


def show(configuration: Configuration, lang: str) -> str:
    """Every key with its value in force and where it comes from."""
    rows = []
    for name, option in OPTIONS.items():
        one = configuration.value(name)
        origin = one.origin or ("默认" if lang == "zh" else "default")
        rows.append((f"{name}: {_shown(name, one.value)}", origin, option.zh if lang == "zh" else option.en))
    width = min(max(len(r[0]) for r in rows), 48)
    return "".join(f"{value:<{width}}  # {origin}\n" for value, origin, _ in rows)


def _shown(name: str, value: object) -> str:
    import json

    if value is None:
        return "null"
    if isinstance(value, tuple) and value and isinstance(value[0], PathSettings):
        value = {p.pattern: {"ignore": p.ignore, "severity": dict(p.severities)} for p in value}
    if name == "limits" and isinstance(value, dict):
        value = {key.replace("_", "-"): number for key, number in value.items()}
    return json.dumps(value, ensure_ascii=False)


def schema() -> dict[str, object]:
    """The JSON Schema of a configuration file, for editors."""
    texts: dict[str, object] = {"type": "array", "items": {"type": "string"}}
    severities: dict[str, object] = {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}}
    per_path = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"ignore": texts, "severity": severities},
    }
    kinds: dict[str, dict[str, object]] = {
        "texts": texts,
        "folders": texts,
        "text": {"type": "string"},
        "file": {"type": "string"},
        "boolean": {"type": "boolean"},
        "integer": {"type": "integer", "minimum": 0},
        "severities": severities,
        "paths": {"type": "object", "additionalProperties": per_path},
        "limits": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "integer", "minimum": 1} for name in limit_names()},
        },
    }
    properties: dict[str, object] = {"extend": {"anyOf": [{"type": "string"}, texts]}}
    for name, option in OPTIONS.items():
        shape = {"enum": list(option.choices)} if option.kind == "choice" else kinds[option.kind]
        properties[name] = {**shape, "description": f"{option.zh} / {option.en}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditlint.yml",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def check_rules(configuration: Configuration, codes: Sequence[tuple[str, str]]) -> None:
    """Tell selectors that mean none of the rules, given as (code, name); a severity needs a whole code or name."""
    from auditlint.messages import nearest

    lang = configuration.get("lang")
    words = [w for pair in codes for w in pair]
    named = [(s, k) for k in ("select", "ignore") for s in configuration.get(k)]
    exact = [(s, "severity") for s in configuration.get("severity")]
    for one in configuration.get("paths"):
        named += [(s, f"paths {one.pattern}") for s in one.ignore]
        exact += [(s, f"paths {one.pattern}") for s in one.severities]
    wrong = [(s, k) for s, k in exact if s not in words]
    wrong += [
        (s, k) for s, k in named if s != "ALL" and not any(s == name or code.startswith(s) for code, name in codes)
    ]
    for selector, key in wrong:
        hint = nearest(selector, words, lang)
        origin = configuration.value(key.split()[0]).origin
        zh, en = f"{key}：没有规则“{selector}”{hint}", f"{key}: no rule '{selector}'{hint}"
        raise UsageError(f"{origin}: {zh if lang == 'zh' else en}")
