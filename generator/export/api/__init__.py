"""The static API: papers and vocabularies as JSON below `/api/v1/`, with their schemas."""
