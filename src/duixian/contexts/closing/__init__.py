"""The ways a case ends, and how it begins again (结案、终本、恢复)."""
