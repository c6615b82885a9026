"""Papers that candidates owe: photographed by them, looked at by their college."""
