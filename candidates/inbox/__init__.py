"""What systems of colleges have to know: what is due of their coordinators."""
