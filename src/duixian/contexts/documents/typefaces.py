"""Where the letters come from (字体). 仿宋 is not free, so the lists are a setting.

The wheel with Noto Serif SC comes first, so that every machine prints the same bytes; folders
of the operating system follow, for courts that own 仿宋 and for characters the wheel lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

STANDARD_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)


class NoTypeface(RuntimeError):
    """No typeface with Chinese characters was found: the paper would be a page of boxes."""


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Family names in order of preference, and extra folders to look in.

    body: 正文 (仿宋); display: 标题 (小标宋); word_body and word_display: the names written into
    DOCX, where the reader's own machine supplies the letters.
    """

    body: tuple[str, ...] = ("Noto Serif SC", "Noto Serif CJK SC")
    display: tuple[str, ...] = ("Noto Serif SC", "Noto Serif CJK SC")
    word_body: str = "仿宋"
    word_display: str = "宋体"
    folders: tuple[str, ...] = ()


@cache
def found_fonts(folders: tuple[str, ...]) -> typst.Fonts:
    """The typefaces of the wheel, of `folders` and of the system's standard folders."""
    places = [Path(folder) for folder in (*_wheel_folder(), *folders, *STANDARD_FOLDERS)]
    existing = [str(place) for place in places if place.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=existing)


def usable(wanted: tuple[str, ...], folders: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the wanted families that are there. NoTypeface when none is."""
    there = set(found_fonts(folders).families())
    families = tuple(family for family in wanted if family in there)
    if not families:
        raise NoTypeface(
            f"none of the typefaces {', '.join(wanted)} was found; install fonts-noto-cjk or the "
            "pylopdf-fonts-zh-cn wheel, or name other families in the setting DOCUMENT_TYPEFACES"
        )
    return families


def _wheel_folder() -> tuple[str, ...]:
    spec = find_spec("pylopdf_fonts_zh_cn")
    return tuple(spec.submodule_search_locations or ()) if spec else ()
