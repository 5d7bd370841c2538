"""Courts as a tree, people and their roles (法院、人员、职务)."""
