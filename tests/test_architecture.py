"""Imports go down the floors of docs/architecture.md, and only down."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "auditlint"
PLAN = ROOT / "docs" / "architecture.md"

# Each library that knows a format is used by the modules named here and by no other.
SEAMS = {
    "rich": {"reporters.terminal", "commands.check"},
    "jieba": {"facts.terms"},
    # its compiler takes longer to load than the rules; `expressions` has what it compiled, and its engine
    "regex": {"expressions"},
    "lxml": {"readers", "reporters"},
    "xlsxwriter": {"reporters.xlsx"},
    "pypdfium2": {"readers.pdf_pages"},
    "python_calamine": {"readers.legacy_workbook", "reporters.issue_list"},
    "jinja2": {"reporters.page.build", "web.pages"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "platformdirs": {"web"},
    "argparse": {"cli", "commands"},
    # takes longer to load than an audit of a short report; `records` has what it offers
    "dataclasses": {"records", "config", "packs.rule_files", "commands.explain"},
}


def floors() -> dict[str, int]:
    """Top-level module → floor, from the table of the plan; `x/__init__` stands for the package's own file."""
    found = {}
    for row in re.findall(r"^\| (\d) \| (.*?) \|", PLAN.read_text(encoding="utf-8"), re.M):
        for name in re.findall(r"`([a-z_/]+)`", row[1]):
            found[name.rstrip("/")] = int(row[0])
    return found


FLOORS = floors()


def floor(module: str) -> int:
    """The floor of a module."""
    own = f"{module}/__init__"
    name = own if own in FLOORS else top(module)
    assert name in FLOORS, f"docs/architecture.md has no floor for {module}"
    return FLOORS[name]


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts), path


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What a module imports when it runs, anywhere in it, with the line; not what only type checkers see."""
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((a.name, node.lineno) for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            yield from (
                (f"{node.module}.{a.name}" if node.module == "auditlint" else node.module, node.lineno)
                for a in node.names
            )


def top(module: str) -> str:
    return module.split(".")[0]


MODULES = dict(modules())
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def ours(name: str) -> Iterator[tuple[str, int]]:
    """The modules of the package that a module imports, with the line."""
    for imported, line in imports(TREES[name]):
        if imported.startswith("auditlint."):
            target = imported.removeprefix("auditlint.")
            if top(target) != "__version__":
                yield target, line


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    own = floor(name)
    for target, line in ours(name):
        assert floor(target) <= own, f"{name}:{line} imports {target} from a floor above"


def test_every_module_of_the_plan_exists() -> None:
    there = {top(name) for name in MODULES}
    assert {name.split("/")[0] for name in FLOORS} - there == set()


def test_no_circles_between_modules() -> None:
    below = {name: {t for t, _ in ours(name) if t in MODULES and t != name} for name in MODULES}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for target in sorted(below[name]):
                visit(target, (*above, name))
            done.add(name)

    for name in below:
        visit(name, ())


def test_readers_and_reporters_meet_only_in_the_model() -> None:
    for name in MODULES:
        for target, line in ours(name):
            assert {top(name), top(target)} != {"readers", "reporters"}, f"{name}:{line} imports {target}"


@pytest.mark.parametrize("library", SEAMS)
def test_a_library_is_used_behind_its_seam(library: str) -> None:
    for name in MODULES:
        for imported, line in imports(TREES[name]):
            if top(imported) == library:
                assert {name, top(name)} & SEAMS[library], f"{name}:{line} imports {library}"


def test_what_runs_needs_is_what_is_imported() -> None:
    """Each runtime dependency is imported somewhere, and nothing else is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def wanted(requirements: list[str]) -> set[str]:
        bare = [re.split(r"[<>=\[]", one)[0].lower().replace("-", "_") for one in requirements]
        return {"yaml" if one == "pyyaml" else one for one in bare}

    core, web = wanted(project["dependencies"]), wanted(project["optional-dependencies"]["web"])
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for name in MODULES:
        for imported, _ in imports(TREES[name]):
            if top(imported) not in sys.stdlib_module_names and top(imported) != "auditlint":
                used[top(name) == "web"].add(top(imported))
    assert used[False] == core
    # starlette reads uploads with python-multipart, and stands on anyio
    assert used[True] - core - {"anyio"} == web - {"python_multipart"}


def test_names_and_fences() -> None:
    """No utils; three fences; printing and exiting only on the upper floors."""
    fences = []
    for name, tree in TREES.items():
        assert not re.search(r"\b(utils?|helpers?|managers?|context)\b", name.replace("_", " ")), name
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception"):
                fences.append(name)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.exit", "exit"):
                assert floor(name) >= 8, f"{name}:{node.lineno} prints or exits"
    # one around each rule, one around each report, and one around the program, whose crash must not look like findings
    assert fences == ["cli", "engine", "jobs"]


def test_what_a_start_pays_for() -> None:
    """Expressions are compiled once per machine, and dataclasses are made quickly: see docs/performance.md."""
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "regex.compile":
                assert name == "expressions", f"{name}:{node.lineno}: use expressions.compiled"
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses" and name != "records":
                taken = {a.name for a in node.names} & {"dataclass", "replace"}
                assert not taken, f"{name}:{node.lineno}: take {taken} from auditlint.records"


def test_the_architecture_test_can_fail() -> None:
    tree = ast.parse("import rich\nif TYPE_CHECKING:\n    import yaml\ndef f():\n    from auditlint import cli\n")
    assert [name for name, _ in imports(tree)] == ["rich", "auditlint.cli"]


def _bound(tree: ast.Module) -> Iterator[str]:
    """The names that the statements of a module bind, once for each time."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else ()
        for target in (node.target,) if isinstance(node, ast.AnnAssign) else targets:
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


@pytest.mark.parametrize(("name", "path"), list(modules()))
def test_names_are_bound_once(name: str, path: Path) -> None:
    """A constant of a name that the module has already would take its place, and no linter says so."""
    bound = list(_bound(ast.parse(path.read_text(encoding="utf-8"))))
    assert sorted({n for n in bound if bound.count(n) > 1 and n != "_"}) == []


def _twice(source: str) -> list[str]:
    """The names that a module binds twice at its top: the later one would change what the code above it means."""
    bound: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.append(node.name)
        elif isinstance(node, ast.Assign):
            bound += [t.id for target in node.targets for t in ast.walk(target) if isinstance(t, ast.Name)]
    return sorted({name for name in bound if bound.count(name) > 1})


def test_a_module_binds_a_name_once() -> None:
    assert _twice("_A = 1\n\ndef f(): ...\n\n_A, _B = 2, 3\n") == ["_A"]
    assert {name: found for name, path in modules() if (found := _twice(path.read_text(encoding="utf-8")))} == {}
