"""Freeze, seal up, levy, renew, lift (控制措施), each with its term, rank and order."""
