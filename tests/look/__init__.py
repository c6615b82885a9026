"""Every page as everybody who may see it: to be looked at, and to be tested."""
