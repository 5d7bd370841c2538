"""Template tags of the kit: `{% load duixian %}`."""
