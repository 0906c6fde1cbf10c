"""Which reports are meant: files, folders, patterns, bundles, standard input; and which of them changed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditlint import bundle, config, messages
from auditlint.bundle import Member
from auditlint.errors import ReadError, UsageError
from auditlint.jobs import Job
from auditlint.limits import Limits
from auditlint.readers import BY_SUFFIX
from auditlint.records import dataclass, field, replace
from auditlint.settings import path_matches

# Files beside reports that are none; a folder's README is not audited unless it is named.
BESIDE = ("readme", "changelog", "license", "licence", "contributing", "requirements", "notice")
_TOLD = 3  # files named in a notice
_Reports = list[tuple[Member, ...]]
_Outputs = Sequence[os.stat_result]


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for. `together` makes one report of all paths; `roles` are files with roles."""

    paths: tuple[str, ...]
    roles: tuple[Member, ...] = ()
    together: bool = False
    since: str = ""
    outputs: tuple[str, ...] = ()
    stdin: Member | None = None
    isolated: bool = False
    configured: config.Configuration | None = None
    over: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The jobs, what a person should know of the choice (guessed roles), and what went wrong with the paths."""

    jobs: tuple[Job, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def gather(request: Request, main: config.Configuration) -> Gathered:
    """The jobs of a request; every report takes the configuration nearest to it unless one was given."""
    lang = main.get("lang")
    outputs = _outputs(request.outputs)
    notes: list[str] = []
    problems: list[str] = []
    reports: list[tuple[Member, ...]] = []
    if request.together or request.roles:
        files = [f for p in request.paths for f in _expand(p, main, outputs, problems, notes)]
        members = _members([m for f in files for m in _unpacked(f, main, notes)], request)
        reports.append(members)
        if request.together:
            words = {"report": "报告", "tables": "公开表", "prior": "上年", "budget": "预算"}
            notes += [f"{m.path}: {words[m.role] if lang == 'zh' else m.role}" for m in members]
    else:
        seen: set[str] = set()
        for path in request.paths:
            if path == "-" and request.stdin is not None:
                given = request.stdin
                reports += _archived(given, main, notes) if _is_archive(given.name) else [(given,)]
                continue
            for file in _expand(path, main, outputs, problems, notes):
                for members in _reports_of(file, main, notes):
                    if members[0].path not in seen:
                        seen.add(members[0].path)
                        reports.append(members)
    if request.since:
        changed = _changed(request.since, lang)
        reports = [r for r in reports if any(os.path.realpath(m.file) in changed for m in r)]
    nearest = _Nearest(request, main)
    return Gathered(tuple(nearest.job(r) for r in reports), tuple(notes), tuple(problems))


def _members(files: Sequence[Member], request: Request) -> tuple[Member, ...]:
    if request.together and not request.roles:
        known = {m.path: m for m in files}
        return tuple(replace(known[m.path], role=m.role) for m in bundle.guess(list(known)))
    if not files and request.stdin is not None:
        return (request.stdin, *request.roles)
    return (*files, *request.roles)


def _reports_of(file: str, main: config.Configuration, notes: list[str]) -> _Reports:
    """The reports a file is or, as an archive, holds; one that belongs to a bundle brings the others with it."""
    if _is_archive(file):
        return _archived(Member(file), main, notes)
    if (archive := _archive_of(file)) and not os.path.exists(file):
        return [r for r in _archived(Member(archive), main, []) if file in (m.path for m in r)] or [(Member(file),)]
    around = bundle.around(file)
    return [bundle.load(around)] if around else [(Member(file),)]


def _unpacked(file: str, main: config.Configuration, notes: list[str]) -> list[Member]:
    """A file, or all files of an archive."""
    if not _is_archive(file):
        return [Member(file)]
    return [m for members in _archived(Member(file), main, notes) for m in members]


def _archive_of(path: str) -> str:
    """The archive that the path of a report in one begins with, "" for other paths."""
    folders = path.replace("\\", "/").split("/")
    above = ("/".join(folders[:i]) for i in range(1, len(folders)))
    return next((a for a in above if _is_archive(a) and os.path.isfile(a)), "")


def _is_archive(name: str) -> bool:
    return BY_SUFFIX.get(os.path.splitext(name)[1].lower()) == "archive"


def _archived(whole: Member, main: config.Configuration, notes: list[str]) -> _Reports:
    """The reports in an archive; what is not read is told. One that cannot be opened is told when it is read."""
    from auditlint import archives  # a run over other files does not need it

    lang = main.get("lang")
    try:
        found = archives.inside(whole.path, main.settings().limits or Limits(), lang, whole.data)
    except ReadError:
        return [(whole,)]
    if found.others:
        zh, en = "不是报告，没有读取。", "no report, not read."
        shown = _some([f"{whole.path}/{name}" for name in found.others], lang)
        notes.append(f"{shown}：{zh}" if lang == "zh" else f"{shown}: {en}")
    return [r for r in found.reports if not _beside(r[0].path) and not _excluded(r[0].path, main)]


def _expand(
    path: str, main: config.Configuration, outputs: _Outputs, problems: list[str], notes: list[str]
) -> Iterator[str]:
    """The files that a path means: itself, those of a folder, or those a pattern finds; our own results are none."""
    lang = main.get("lang")
    if os.path.isdir(path):
        found = _reports(_below(path, main), outputs, notes, lang)
        if not found:
            known = " ".join(s.lstrip(".") for s in BY_SUFFIX)
            problems.append(
                f"{path}: 文件夹里没有报告。能读的格式有：{known}。"
                if lang == "zh"
                else f"{path}: there is no report in this folder. Formats that can be read: {known}."
            )
        yield from found
    elif any(c in path for c in "*?[") and not os.path.exists(path):
        from glob import glob

        matched = sorted(p for p in glob(path, recursive=True) if os.path.isfile(p))
        if not matched:
            problems.append(
                f"{path}: 没有符合的文件，请检查路径。" if lang == "zh" else f"{path}: no file matches; check the path."
            )
        yield from _reports((p for p in matched if not _excluded(p, main)), outputs, notes, lang)
    elif not main.get("force-exclude"):
        yield path
    elif not _excluded(path, main) and not _beside(path):
        # a program named it, which does not know results from reports
        yield from _reports((path,), outputs, notes, lang)


def _reports(found: Iterable[str], outputs: _Outputs, notes: list[str], lang: str) -> list[str]:
    """Files without those that auditlint wrote, which are told, and those that it is about to write."""
    from auditlint.produced import is_produced  # knows archives, which a single text needs not

    reports: list[str] = []
    produced: list[str] = []
    for path in found:
        if not _empty_output(path, outputs):
            (produced if is_produced(path) else reports).append(path)
    if produced:
        shown = _some(produced, lang)
        if lang == "zh":
            notes.append(f"{shown}：是auditlint生成的结果，没有检查；要检查，请写明文件名。")
        else:
            notes.append(f"{shown}: written by auditlint and not audited; name a file to audit it.")
    return reports


def _outputs(named: Sequence[str]) -> _Outputs:
    """The outputs that are there: those named, and what a shell redirects to, where it has not closed that."""
    places: tuple[str | int, ...] = (*named, 1, 2)
    found = []
    for place in places:
        with contextlib.suppress(OSError):
            found.append(os.stat(place))
    return found


def _empty_output(path: str, outputs: _Outputs) -> bool:
    """Whether a file is an output that nothing was written to yet."""
    try:
        seen = os.stat(path)
    except OSError:
        return False
    return not seen.st_size and any(os.path.samestat(seen, one) for one in outputs)


def _some(paths: Sequence[str], lang: str) -> str:
    """The first of some paths, and how many there are."""
    more = len(paths) - _TOLD
    shown = ("、" if lang == "zh" else ", ").join(paths[:_TOLD])
    if more <= 0:
        return shown
    return f"{shown}等{len(paths)}个文件" if lang == "zh" else f"{shown} and {more} more"


def _beside(path: str) -> bool:
    """Whether a file is what stands beside reports and is none."""
    return os.path.splitext(os.path.basename(path))[0].lower() in BESIDE


def _below(folder: str, main: config.Configuration) -> Iterator[str]:
    """The reports of a folder in a fixed order; a folder with a bundle file is one report."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith((".", "__")) and f != "node_modules" and not _excluded(_join(base, f), main)
        )
        for name in sorted(names):
            suffix = os.path.splitext(name)[1].lower()
            if suffix not in BY_SUFFIX or name.startswith((".", "~$")) or _beside(name):
                continue
            path = _join(base, name)
            if not _excluded(path, main):
                yield path


def _join(base: str, name: str) -> str:
    return os.path.normpath(os.path.join(base, name))


def _excluded(path: str, main: config.Configuration) -> bool:
    relative = _relative(path, main.root)
    return any(path_matches(pattern, relative) for pattern in main.get("exclude"))


def _relative(path: str, root: str) -> str:
    """A path as seen from a folder, with `/`; outside of it, the path as it is."""
    whole, top = os.path.normcase(os.path.abspath(path)), os.path.join(os.path.normcase(root), "")
    inside = os.path.abspath(path)[len(top) :] if whole.startswith(top) else os.path.normpath(path)
    return inside.replace(os.sep, "/")


class _Nearest:
    """Jobs with the configuration nearest to each report."""

    def __init__(self, request: Request, main: config.Configuration) -> None:
        self.request = request
        self.main = main
        self.known: dict[str, config.Configuration] = {}

    def job(self, members: tuple[Member, ...]) -> Job:
        """A report's job."""
        first = members[0]
        configuration = self._configuration(first)
        settings = configuration.settings().at(_relative(first.path, configuration.root))
        accepted = accepted_file(configuration)
        label = _relative(first.path, self.main.root)
        return Job(members, settings, label, _relative(first.path, os.path.dirname(accepted)), accepted)

    def _configuration(self, member: Member) -> config.Configuration:
        if self.request.isolated or self.request.configured is not None or member.data is not None:
            return self.main
        folder = os.path.realpath(os.path.dirname(member.file))
        if folder not in self.known:
            found = config.find(folder)
            if found is None or found in self.main.files[:1]:
                self.known[folder] = self.main
            else:
                loaded = config.load(found, self.main.get("lang"))
                self.known[folder] = loaded.override(self.request.over, messages.text("origin", self.main.get("lang")))
        return self.known[folder]


def accepted_file(main: config.Configuration) -> str:
    """The file of accepted findings: the configured one, else the one beside the configuration."""
    from auditlint.suppress import NAME

    return str(main.get("accepted")) or os.path.join(main.root, NAME)


def known_to(accepted: str, file: str) -> bool:
    """Whether a report is there, by the name that a file of accepted findings has for it.

    Outside of that file's folder, a report is named as it was on the command line.
    """
    paths = (os.path.join(os.path.dirname(accepted), file), file)
    return any(os.path.exists(p) or _archive_of(p) for p in paths)


def _changed(revision: str, lang: str) -> set[str]:
    """Real paths of the files changed since a revision, and of those git does not know yet."""
    if revision.startswith("-"):
        raise UsageError(
            f"--since: “{revision}”不是版本。" if lang == "zh" else f"--since: '{revision}' is no revision."
        )
    top = _git(("rev-parse", "--show-toplevel"), lang)[0]
    names = _git(("diff", "--name-only", "-z", "--diff-filter=d", revision, "--"), lang)
    names += _git(("ls-files", "-z", "--others", "--exclude-standard", "--full-name", ":/"), lang)
    return {os.path.realpath(os.path.join(top, n)) for n in names}


def _git(words: Iterable[str], lang: str) -> list[str]:
    import subprocess

    try:
        done = subprocess.run(["git", *words], capture_output=True, check=False)
    except OSError as error:
        told = "--since需要git，但没有找到。" if lang == "zh" else "--since needs git, which was not found."
        raise UsageError(told) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        told = f"--since：git不能比较（{said}）。" if lang == "zh" else f"--since: git cannot compare ({said})."
        raise UsageError(told)
    return [n for n in done.stdout.decode("utf-8", "surrogateescape").rstrip("\n").split("\0") if n]
