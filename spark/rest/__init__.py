"""The API's base: problems, pages, versions, repeats, limits; and its resources."""
