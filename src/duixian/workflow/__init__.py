"""What follows what: the only home of "and then"."""
