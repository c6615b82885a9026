"""The register: programmes and batches, persons and candidates, rosters."""
