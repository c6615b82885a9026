"""The candidate's own pages, by a personal link and a code."""
