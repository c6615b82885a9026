"""The list of candidates as a sheet: `listed` its columns, `exporting` the file."""
