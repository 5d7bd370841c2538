"""The city lives (城市的日子): its people do acts through the house's own door, day by day."""
