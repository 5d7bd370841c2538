"""Rules of law as pure functions, one file a concept, in procedural order."""
