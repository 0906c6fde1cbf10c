"""`auditlint check`: audit reports and show the result."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from auditlint import __version__, config, corpus, gather, output, packs, suppress
from auditlint.commands import options as shared
from auditlint.errors import AuditlintError, UsageError
from auditlint.model import ReportResult, Result
from auditlint.records import replace
from auditlint.reporters import REPORTERS, RenderOptions, Reporter

RANK = {"error": 0, "warning": 1, "info": 2}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    zh = lang == "zh"
    shared.inputs(parser, lang)
    shared.selection(parser, lang)
    add = parser.add_argument
    add("--output-format", choices=list(REPORTERS), help="输出格式" if zh else "output format")
    add("-o", dest="output_file", metavar="FILE", help="写到文件" if zh else "write to a file")
    add(
        "--output",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="另写一种格式，可重复，如 docx=批注.docx" if zh else "write another format as well, repeatable",
    )
    add("--fail-on", choices=config.FAIL_ON, help=config.OPTIONS["fail-on"].zh if zh else config.OPTIONS["fail-on"].en)
    add("--exit-zero", action="store_true", help="有问题也返回0" if zh else "exit 0 in spite of findings")
    add(
        "--only-new",
        action="store_true",
        default=None,
        help="只计未说明的问题，须有说明文件" if zh else "count only what is not accepted; needs the file",
    )
    add("--force", action="store_true", help="可替换已有的docx和xlsx" if zh else "may replace docx and xlsx files")
    add("--color", choices=("auto", "always", "never"), default="auto", help="颜色" if zh else "colour")
    add("--quiet", "-q", action="store_true", help="不显示提示级" if zh else "leave out infos")
    add("--statistics", action="store_true", help="按规则和文件统计" if zh else "count by rule and file")


def run(options: argparse.Namespace) -> int:
    """Audit, show, and tell the exit code."""
    start = time.perf_counter()
    main = shared.configure(options)
    lang = main.get("lang")
    outputs = _outputs(options, main)
    gathered = gather.gather(shared.request(options, main, [f for _, f in outputs if f]), main)
    members = [m for job in gathered.jobs for m in job.members]
    inputs = list(dict.fromkeys(m.file for m in members if m.data is None))
    for reporter, file in outputs:
        if file:
            output.refuse(file, inputs, reporter.filled, options.force, lang)
    for note in gathered.notes:
        print(note, file=sys.stderr)
    rulebook = rules(main, any(r.explains for r, _ in outputs))
    if main.get("only-new"):
        needs_file([job.accepted for job in gathered.jobs] or [gather.accepted_file(main)], lang)
    needs: corpus.Needs = max((r.needs for r, _ in outputs), key=("findings", "excerpts", "all").index)
    fingerprints = any(r.fingerprints for r, _ in outputs)
    rooms = [r.room for r, _ in outputs if r.needs == "all"]
    jobs = [replace(job, fingerprints=fingerprints) for job in gathered.jobs]
    outcomes = audit(jobs, main, needs, max(rooms, default=0) if all(rooms) else 0)
    reports, troubles = apply(outcomes, main, gathered.jobs)
    seconds = time.perf_counter() - start
    result = Result(reports, gathered.problems, rulebook.edition, seconds, {"date": time.strftime("%Y-%m-%d")})
    for words in (*gathered.problems, *(e for r in result.reports for e in r.errors)):
        print(words, file=sys.stderr)
    for path, trouble in troubles:
        print(told(trouble, path, lang), file=sys.stderr)
    failed = False
    for reporter, file in outputs:
        try:
            how = render_options(options, rulebook, main, bool(file))
            if reporter.binary:
                from auditlint.originals import Kept

                how = replace(how, originals=Kept.of(members, main.settings().limits))
            _write(reporter, file, result, how, lang)
        except AuditlintError as error:
            from auditlint import translations

            failed = True
            print(translations.told(error, lang), file=sys.stderr)
    if failed or gathered.problems or any(r.errors for r in result.reports):
        return 2
    return 0 if options.exit_zero else exit_code(result, main.get("fail-on"))


def exit_code(result: Result, threshold: str) -> int:
    """1 where an open finding is at or above a threshold, else 0."""
    if threshold == "never":
        return 0
    found = [RANK[f.severity] for r in result.reports for f in r.findings if f.accepted is None]
    return int(any(n <= RANK[threshold] for n in found))


def rules(main: config.Configuration, explained: bool = False) -> packs.Rulebook:
    """The rules in force, `explained` where it is needed why they are, or with which examples.

    A selector without rules or another edition than the pinned one is told.
    """
    rulebook = corpus.load_rules(main.settings(), explained)
    config.check_rules(main, [(r.code, r.name) for r in rulebook.rules])
    wanted = main.get("edition")
    if wanted and wanted != rulebook.edition:
        origin = main.value("edition").origin
        told = f"{origin}: 要求规则版本{wanted}，现有{rulebook.edition}；请安装相应版本，或修改edition。"
        en = f"{origin}: rules edition {wanted} is wanted but {rulebook.edition} is here; install that or change it."
        raise UsageError(told if main.get("lang") == "zh" else en)
    return rulebook


def rule_names(main: config.Configuration, jobs: Sequence[corpus.Job]) -> frozenset[str]:
    """The names of all rules that an accepted finding may be of, in force or not."""
    own = {s.folders: s for s in (main.settings(), *(job.settings for job in jobs)) if s.folders}
    return packs.names().union(r.name for s in own.values() for r in corpus.load_rules(s).rules)


def apply(
    outcomes: Sequence[corpus.Outcome], main: config.Configuration, jobs: Sequence[corpus.Job]
) -> tuple[tuple[ReportResult, ...], list[tuple[str, suppress.Trouble]]]:
    """The reports with their accepted findings marked, each by the file of its configuration; what did not count."""
    marked: dict[str, Iterator[corpus.Outcome]] = {}
    troubles: list[tuple[str, suppress.Trouble]] = []
    for file in dict.fromkeys(o.accepted for o in outcomes):
        own, idle = accept(outcomes, file, entries(file, main, jobs))
        marked[file] = iter(own)
        troubles += [(file, t) for t in idle]
    return tuple(next(marked[o.accepted]).report for o in outcomes), troubles


def accept(
    outcomes: Sequence[corpus.Outcome], file: str, entries: Sequence[suppress.Entry]
) -> tuple[list[corpus.Outcome], tuple[suppress.Trouble, ...]]:
    """The outcomes that a file of accepted findings is about, marked by its entries; what did not count."""
    own = [o for o in outcomes if o.accepted == file]
    if not entries:
        return own, ()
    from datetime import date

    triples = [(o.report, o.identities, o.file) for o in own]
    done = suppress.apply(triples, entries, date.today(), partial(gather.known_to, file))
    return [replace(o, report=report) for o, report in zip(own, done.reports, strict=True)], done.troubles


def entries(file: str, main: config.Configuration, jobs: Sequence[corpus.Job]) -> tuple[suppress.Entry, ...]:
    """The entries of a file of accepted findings, none where it is not there."""
    if not os.path.isfile(file):
        return ()
    from pathlib import Path

    return suppress.load(Path(file), rule_names(main, jobs), main.get("lang"))


def needs_file(paths: Sequence[str], lang: str) -> None:
    """Tell that none of the files of accepted findings is there."""
    if not any(map(os.path.isfile, paths)):
        zh = f"{paths[0]}: 没有已说明问题的文件；先运行 auditlint baseline write。"
        raise UsageError(zh if lang == "zh" else f"{paths[0]}: no such file; run auditlint baseline write first.")


def audit(
    jobs: Sequence[corpus.Job], main: config.Configuration, needs: corpus.Needs, room: int = 0
) -> list[corpus.Outcome]:
    """All outcomes, with a progress bar at a terminal; an interruption says how far it came.

    `room` is how many characters of reports are kept whole, 0 for all.
    """
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done = number
        advance(number)

    start, advance, stop = _progress(len(jobs))
    try:
        start()
        stamps = [job.stamp() for job in jobs]
        outcomes = corpus.run(jobs, needs=needs, workers=main.get("jobs"), keep=main.get("cache"), progress=count)
        pairs = zip(jobs, stamps, corpus.within(outcomes, room) if room else outcomes, strict=True)
        return [o if job.stamp() == stamp else corpus.changed(job, o) for job, stamp, o in pairs]
    except KeyboardInterrupt:
        zh = f"已中断：完成{done}/{len(jobs)}份，没有写出结果文件。"
        en = f"Interrupted after {done} of {len(jobs)} reports; no result file was written."
        raise UsageError(zh if main.get("lang") == "zh" else en) from None
    finally:
        stop()


def _progress(total: int) -> tuple[Callable[[], None], Callable[[int], None], Callable[[], None]]:
    """What to call at the beginning, with the number of reports done, and at the end; only a person sees anything."""
    if total <= corpus.SMALL or not sys.stderr.isatty():
        return (lambda: None), (lambda done: None), (lambda: None)
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("auditlint", total=total)
    return bar.start, (lambda done: bar.update(task, completed=done)), bar.stop


def told(trouble: suppress.Trouble, path: str, lang: str) -> str:
    """What a person should know of an entry that does not count."""
    entry = trouble.entry
    where = f"{path}:{entry.line + 1}" if entry.line >= 0 else path
    words = {
        "stale": ("已无此问题，可删去这一条", "no such finding any more; remove this entry"),
        "expired": (f"已于{entry.accepted.until}到期，问题重新列出", f"expired on {entry.accepted.until}; told again"),
        "changed": ("数字已变，问题重新列出", "the figures have changed; told again"),
        "missing": (
            "没有这个文件，请核对文件名或删去这一条",
            "there is no such file; check its name or remove this entry",
        ),
        "joined": ("又有别的关系不成立，问题重新列出", "a further relation is broken; told again"),
    }[trouble.kind]
    return f"{where}: {entry.file} {entry.code}: {words[1 if lang == 'en' else 0]}"


# --------------------------------------------------------------------------- showing


def _outputs(options: argparse.Namespace, main: config.Configuration) -> list[tuple[Reporter, str]]:
    """Each output format with its file, "" for the standard output."""
    lang = main.get("lang")
    first = REPORTERS[main.get("output-format")]
    if first.binary and not options.output_file:
        zh = f"{first.name}格式要写到文件：--output {first.name}=文件名。"
        raise UsageError(zh if lang == "zh" else f"{first.name} needs a file: --output {first.name}=FILE.")
    found = [(first, options.output_file or "")]
    for one in options.output:
        name, equals, file = one.partition("=")
        if not equals or not file or name not in REPORTERS:
            from auditlint.messages import nearest

            hint = nearest(name, REPORTERS, lang)
            zh = f"--output {one}: 应写成 格式=文件名，格式有：{'、'.join(REPORTERS)}{hint}"
            en = f"--output {one}: write FORMAT=FILE, with one of {', '.join(REPORTERS)}{hint}"
            raise UsageError(zh if lang == "zh" else en)
        found.append((REPORTERS[name], file))
    files = [os.path.realpath(f) for _, f in found if f]
    if len(files) != len(set(files)):
        raise UsageError("两种格式写到了同一个文件。" if lang == "zh" else "two formats are written to one file.")
    return found


def render_options(
    options: argparse.Namespace, rulebook: packs.Rulebook, main: config.Configuration, to_file: bool
) -> RenderOptions:
    """How results are shown on this terminal or in a file."""
    lang = main.get("lang")
    return RenderOptions(
        lang=lang,
        color=not to_file and wants_color(options.color),
        width=100 if to_file else width(),
        quiet=options.quiet,
        statistics=options.statistics,
        titles=tuple((r.code, r.title.of(lang)) for r in rulebook.rules),
        whys=tuple((r.code, r.why.of(lang)) for r in rulebook.rules),
        here=os.getcwd(),
        root=os.environ.get("CI_PROJECT_DIR") or os.environ.get("GITHUB_WORKSPACE") or os.getcwd(),
        version=__version__,
    )


def wants_color(choice: str) -> bool:
    """Whether to colour: as asked, as NO_COLOR and FORCE_COLOR say, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def width() -> int:
    """Columns of the terminal, 100 where there is none."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 100
    import shutil  # not needed without a terminal

    return shutil.get_terminal_size((100, 24)).columns


def _write(reporter: Reporter, file: str, result: Result, how: RenderOptions, lang: str) -> None:
    shown = reporter.render(result, how)
    if file:
        output.write(file, shown, lang)
    elif isinstance(shown, str):
        if reporter.name in ("text", "concise"):
            sys.stdout.write(shown)
        else:
            # machines read UTF-8, whatever the code page of the console
            sys.stdout.flush()
            sys.stdout.buffer.write(shown.encode("utf-8"))
