"""The placeholder of the court's electronic seal (电子印章), drawn and never scanned.

A production court puts its certified seal service in this place. The drawing says in itself
what it is, so that it cannot pass for the real thing.
"""

from __future__ import annotations

_SEAL = """
#set page(width: 42mm, height: 42mm, margin: 0mm, fill: none)
#set text(font: FAMILIES, lang: "zh", region: "cn", fill: rgb("#d7261e"))
#let letters = NAME.clusters()
#let step = calc.min(24deg, 250deg / calc.max(letters.len() - 1, 1))
#place(center + horizon, circle(radius: 20.2mm, stroke: 1.1mm + rgb("#d7261e")))
#for (index, letter) in letters.enumerate() {
  let turn = (index - (letters.len() - 1) / 2) * step
  place(center + horizon, rotate(turn, box(width: 40mm, height: 35mm,
    align(center + top, text(size: SIZE, weight: "bold", letter)))))
}
#place(center + horizon, polygon(
  fill: rgb("#d7261e"), stroke: none,
  ..range(10).map(i => {
    let radius = if calc.rem(i, 2) == 0 { 5.4mm } else { 2.1mm }
    (6mm + radius * calc.sin(i * 36deg), 6mm - radius * calc.cos(i * 36deg))
  })
))
#place(center + bottom, dy: -6mm, text(size: 8.5pt, FOOT))
"""


def seal_source(name: str, families: str, *, demonstration: bool) -> str:
    """Typst source of the seal. `name` and `families` are already Typst literals."""
    foot = "演示印章" if demonstration else "电子印章"
    size = "13pt" if len(name) <= 16 else "11pt"
    return (
        _SEAL.replace("FAMILIES", families)
        .replace("SIZE", size)
        .replace("FOOT", f'"{foot}"')
        .replace("NAME", name)
    )
