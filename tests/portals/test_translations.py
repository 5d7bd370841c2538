"""The English texts are complete and compiled: no reader of the switch meets a Chinese frame."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import duixian.portals

PORTALS = Path(duixian.portals.__path__[0])
_FOLDER = files("duixian.portals") / "locale" / "en" / "LC_MESSAGES"
_HAN = re.compile(r"[一-鿿]")


def _joined(lines: str) -> str:
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines)).replace('\\"', '"')


def _entries() -> list[tuple[str, list[str]]]:
    blocks = (_FOLDER / "django.po").read_text("utf-8").split("\n\n")[1:]
    found = []
    for block in blocks:
        body = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
        parts = re.split(r"^msg(?:id_plural|id|str(?:\[\d\])?) ", body, flags=re.M)[1:]
        plural = "msgid_plural" in body
        found.append((_joined(parts[0]), [_joined(part) for part in parts[2 if plural else 1 :]]))
    return found


def test_every_text_has_english() -> None:
    assert _entries()
    for key, texts in _entries():
        assert all(texts), f"no English for {key}"


def test_placeholders_are_kept() -> None:
    for key, texts in _entries():
        wanted = set(re.findall(r"%\((\w+)\)", key))
        for text in texts:
            assert set(re.findall(r"%\((\w+)\)", text)) == wanted, key


def test_english_has_no_chinese_but_the_units_of_files() -> None:
    for _key, texts in _entries():
        for text in texts:
            assert not _HAN.search(text.replace("万元", "").replace("元", "")), text


def test_compiled_catalogue_is_that_of_the_source() -> None:
    with (_FOLDER / "django.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for key, texts in _entries():
        if len(texts) == 1:
            assert compiled.gettext(key) == texts[0]
        else:
            assert [compiled.ngettext(key, key, number) for number in (1, 2)] == texts


def _said(source: str) -> Iterator[str]:
    """The texts a module asks the catalogue for, one form each."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id == "_" and isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_text_the_portals_say_is_in_the_catalogue() -> None:
    known = {key for key, _texts in _entries()}
    missing = {
        f"{module.name}: {text}"
        for module in PORTALS.rglob("*.py")
        for text in _said(module.read_text("utf-8"))
        if _HAN.search(text) and text.replace('\\"', '"') not in known
    }
    assert not missing, "\n".join(sorted(missing))
