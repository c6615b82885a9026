"""Where: regions and colleges."""
