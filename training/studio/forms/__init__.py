"""Input about live rooms and mentors' shifts."""
