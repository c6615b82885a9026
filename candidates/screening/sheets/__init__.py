"""What the office takes along of screening."""
