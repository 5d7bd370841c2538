"""Filing, docket numbers, titles and claims, assignment, suspension (案件)."""
