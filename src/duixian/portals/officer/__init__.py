"""Pages of the court's own people: desk, cases, acts, papers, approvals."""
