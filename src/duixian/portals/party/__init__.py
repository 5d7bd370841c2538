"""Pages for parties, without signing in: a private link is the key (当事人网上申报)."""
