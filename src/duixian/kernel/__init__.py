"""Words everyone uses: money, calendar, clock, roles, findings. Standard library only."""
