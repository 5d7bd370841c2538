"""Tasks of the queue: three-line calls into workflow, rooms and gateways."""
