"""The register: programmes and batches, persons and candidates, moving along."""
