"""Runs the machinery under the house: PostgreSQL, web, worker, institutions. Knows no Django."""
