"""What a cell says of a person, in a roster or a field of a page; `words` say why not.

`trying` runs jobs over rows that may kill their worker.
"""
