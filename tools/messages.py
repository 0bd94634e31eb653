"""The texts of the screen and their Chinese: extract, check, compile. Needs no gettext programs.

python tools/messages.py [APP …]     merge new texts into the catalogues, list what lacks Chinese
python tools/messages.py --check     fail on a text without Chinese, or one that no code uses
python tools/messages.py --compile   write the .mo files that the product reads
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zhanggui"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings")

SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext)\(\s*")
_LITERAL = re.compile(
    r"""[urb]?('''(?:\\.|[^\\])*?'''|"{3}(?:\\.|[^\\])*?"{3}|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?\s*""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Message:
    """One text: what the code says, its plural if it counts, its context if it needs one."""

    text: str
    plural: str = ""
    context: str | None = None


def message(function: str, arguments: list[str]) -> Message | None:
    """Make a message of a call's leading string arguments; None when they are not constant."""
    if function in SINGULAR and arguments:
        return Message(arguments[0])
    if function in PLURAL and len(arguments) > 1:
        return Message(arguments[0], plural=arguments[1])
    if function in CONTEXT and len(arguments) > 1:
        return Message(arguments[1], context=arguments[0])
    return None


def in_python(source: str) -> Iterator[tuple[Message, int]]:
    """Find the texts of a Python file, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        leading = []
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            leading.append(argument.value)
        found = message(name, leading)
        if found and found.text:
            yield found, node.lineno


def in_template(source: str, origin: str) -> Iterator[tuple[Message, int]]:
    """Find the texts of a template, through Django's own translation of its tags to calls."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

    code = templatize(source, origin=origin)
    for call in _CALL.finditer(code):
        leading, at = [], call.end()
        while literal := _LITERAL.match(code, at):
            leading.append(ast.literal_eval(literal[0].rstrip().rstrip(",")))
            at = literal.end()
        found = message(call[1], leading)
        if found and found.text:
            yield found, code.count("\n", 0, call.start()) + 1


def messages_of(app: Path) -> dict[Message, str]:
    """Return each text of an app with the first place that says it."""
    found: dict[Message, str] = {}
    for path in sorted(app.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or {"tests", "migrations"} & set(path.parts):
            continue
        source = path.read_text(encoding="utf-8")
        where = in_python(source) if path.suffix == ".py" else in_template(source, str(path))
        for text, _line in where:
            found.setdefault(text, path.relative_to(PACKAGE).as_posix())
    return found


def catalogue_path(app: Path) -> Path:
    return app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def empty_catalogue() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": "zh_Hans",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def merged(app: Path) -> polib.POFile:
    """Return the app's catalogue with every text of its code, and none that has gone."""
    path = catalogue_path(app)
    known = polib.pofile(str(path), wrapwidth=100) if path.exists() else empty_catalogue()
    old = {Message(e.msgid, e.msgid_plural or "", e.msgctxt): e for e in known}
    fresh = empty_catalogue()
    for text, place in sorted(messages_of(app).items(), key=lambda item: (item[1], item[0].text)):
        before = old.get(text)
        entry = polib.POEntry(
            msgid=text.text, msgctxt=text.context, occurrences=[(place, "")], comment=""
        )
        if text.plural:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = before.msgstr_plural if before else {0: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        if "%(" in text.text or "%s" in text.text:
            entry.flags.append("python-format")
        fresh.append(entry)
    return fresh


def lacking(catalogue: polib.POFile) -> list[str]:
    """Return the texts without Chinese, or whose Chinese loses a slot."""
    faults = []
    for entry in catalogue:
        chinese = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        slots = set(re.findall(r"%\(\w+\)s", entry.msgid_plural or entry.msgid))
        if not chinese or slots != set(re.findall(r"%\(\w+\)s", chinese)):
            faults.append(entry.msgid)
    return faults


def apps_named(names: list[str]) -> list[Path]:
    every = sorted(p.parent for p in PACKAGE.glob("*/apps.py"))
    return [app for app in every if not names or app.name in names]


def compile_all() -> int:
    """Write every .mo that is older than its .po; return how many there are."""
    catalogues = sorted(PACKAGE.rglob("LC_MESSAGES/*.po"))
    for path in catalogues:
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
    return len(catalogues)


def check(app: Path) -> list[str]:
    """Return what is wrong with an app's catalogue."""
    path, fresh = catalogue_path(app), merged(app)
    faults = [f"{app.name}: no Chinese: {text}" for text in lacking(fresh)]
    if path.exists():
        used = {(e.msgid, e.msgctxt) for e in fresh}
        faults += [
            f"{app.name}: no code says: {e.msgid}"
            for e in polib.pofile(str(path))
            if (e.msgid, e.msgctxt) not in used
        ]
    return faults


def update(app: Path) -> None:
    fresh = merged(app)
    if not len(fresh):
        return
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    missing = lacking(fresh)
    print(f"{app.name}: {len(fresh)} texts, {len(missing)} without Chinese")
    for text in missing:
        print(f"    {text!r}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("apps", nargs="*")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    if options.compile:
        print(f"{compile_all()} catalogues compiled")
        return 0
    apps = apps_named(options.apps)
    if options.check:
        faults = [fault for app in apps for fault in check(app)]
        print("\n".join(faults) or f"{len(apps)} apps: every text has its Chinese")
        return bool(faults)
    for app in apps:
        update(app)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
