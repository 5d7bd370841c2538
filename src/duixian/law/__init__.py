"""What the law says: provisions and numbers by date, and rules as pure functions.

Imports only the kernel. Knows no clock and no database; every question carries its own day.
"""

from duixian.law.nodes import Extension, Node, due_date, load_nodes, node
from duixian.law.texts import Parameter, citation, citations, parameter

__all__ = [
    "Extension",
    "Node",
    "Parameter",
    "citation",
    "citations",
    "due_date",
    "load_nodes",
    "node",
    "parameter",
]
