"""What systems of colleges have to know: what coordinators have to do, and are told."""
