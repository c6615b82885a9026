"""Stage 4: the labour contract, drafted, issued, signed, countersigned."""
