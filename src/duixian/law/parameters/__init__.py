"""One TOML file a group of numbers of the law: unit, provision, values by date."""
