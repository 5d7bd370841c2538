"""Persons and firms: checked identity, sealed at rest, masked by default (当事人)."""
