"""Warnings before and after a clock's day, and instructions by superiors (预警与督办)."""
