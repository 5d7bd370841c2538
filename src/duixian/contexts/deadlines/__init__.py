"""The running clocks of each case (期限): started, paused, met, missed, all from the journal."""
