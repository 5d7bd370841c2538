"""Text tables (.csv): which encoding, which delimiter, which rows."""

from __future__ import annotations

import codecs
import csv
import io

from duixian.contexts.cases.spreadsheet.refusals import MOST_COLUMNS, MOST_ROWS, refuse

_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 30


def decode(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030.

    Refusal cases.file_encoding when it is none of these.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse("encoding")


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the most columns, most evenly."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [line.count(delimiter) for line in lines]
        used = [width for width in widths if width]
        if not used:
            continue
        usual = max(set(used), key=used.count)
        score = used.count(usual) * min(usual, 50) / len(lines)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(content: bytes) -> list[list[str]]:
    """All rows of a text table. FileRefusal encoding, delimited or too_many_cells."""
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS or len(rows) >= MOST_ROWS:
                raise refuse("too_many_cells", rows=MOST_ROWS, columns=MOST_COLUMNS)
            rows.append(row)
    except csv.Error as error:
        raise refuse("delimited", why=str(error)) from error
    return rows
