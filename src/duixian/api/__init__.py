"""JSON for other systems: `/api/v1/`, OpenAPI 3.1, bearer tokens."""
