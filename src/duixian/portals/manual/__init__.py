"""The manual (办事手册): a page an act, drawn from the catalogue."""
