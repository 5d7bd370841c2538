"""Public calculators (计算工具): the law's tools as pages; no sign-in, nothing kept."""
