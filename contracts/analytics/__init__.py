"""The whole pipeline in numbers: how far people get, how long it takes, who waits."""
