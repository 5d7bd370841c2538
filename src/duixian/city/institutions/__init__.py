"""Institutions of the city (协助执行单位): their own servers, their own books, outside the house."""
