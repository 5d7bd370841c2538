"""Files that cannot be read at all, each with its name, its reason and its cure."""

from __future__ import annotations

from duixian.kernel.findings import Refusal

MEGABYTE = 1 << 20
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 400 * MEGABYTE
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 12_000_000


class FileRefusal(Refusal):
    """This file cannot be read as a list of cases (文件无法读取). Nothing of it was taken."""


# code: (message, cure)
FILE_REFUSALS: dict[str, tuple[str, str]] = {
    "empty": ("文件是空的，没有任何内容。", "选择有案件清单的文件。"),
    "too_big": ("文件有 {size} MB，超过 {most} MB。", "分成几个文件导入，或删去图片和无用工作表。"),
    "password": ("文件设有打开密码，读不了。", "用 Excel 打开后取消密码另存，再导入。"),
    "broken": (
        "文件损坏或者不是 Excel 工作簿（可能没有下载完整，或只改了扩展名）。",
        "用 Excel 打开确认，另存为 .xlsx 后再导入。",
    ),
    "bomb": ("文件解压后超过 {most} MB，不予打开。", "把案件清单单独复制到新工作簿后再导入。"),
    "too_many_cells": (
        "工作表太大：最多读 {rows} 行、{columns} 列。",
        "删去清单之外的单元格（常见于整列设过格式），或分成几个文件导入。",
    ),
    "web_page": (
        "这是一个网页或 XML 文件，只是扩展名写成了 Excel。",
        "用 Excel 打开，另存为 .xlsx 后再导入。",
    ),
    "unsupported": (
        "这种表格格式（.xlsb、.ods）不支持。",
        "另存为 .xlsx 或 .csv 后再导入。",
    ),
    "encoding": (
        "读不出文字编码：不是 UTF-8，也不是 GB18030。",
        "在 Excel 里另存为 .xlsx，或“CSV UTF-8”后再导入。",
    ),
    "delimited": ("文本表格读不了：{why}。", "在 Excel 里打开检查后另存为 .xlsx 再导入。"),
    "unknown_sheet": ("没有名为“{name}”的工作表。", "工作表有：{names}。"),
    "no_header": (
        "前 {looked} 行里找不到表头：至少要有案号、申请执行人、被执行人、执行依据文号中的两列。",
        "在案件清单第一行写上列名，或下载模板填写；列名不同时改成模板里的写法。",
    ),
    "unknown_column": ("指定的列“{name}”不存在。", "列只能是：{names}。"),
}


def refuse(code: str, **facts: object) -> FileRefusal:
    """The refusal of a code, with its facts filled in; the caller raises it."""
    message, cure = FILE_REFUSALS[code]
    return FileRefusal(
        f"cases.file_{code}", message.format(**facts), cure.format(**facts), field="file"
    )
