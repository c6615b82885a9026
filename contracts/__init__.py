"""Stages signing and management: from the contract to the matrix team."""
