"""The shared kit: the contexts pages are filled with, how values are written, server-made charts."""
