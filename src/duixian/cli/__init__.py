"""The command line (命令行): `duixian COMMAND`, one module a command."""
