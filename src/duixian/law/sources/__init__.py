"""One TOML file an instrument: its versions, and the article number of each provision."""
