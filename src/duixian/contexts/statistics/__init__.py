"""Indicators, targets, trend and forecast: read models only (统计)."""
