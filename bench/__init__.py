"""Ratios, measured side by side on one machine: `python -m bench`. See docs/benchmarks.md."""
