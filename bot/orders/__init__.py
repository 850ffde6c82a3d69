"""Order files and shop tables, one format a module: bytes in, domain rows out; all of a file or none of it."""
