"""The addresses of missions, of programmes, and of agencies and countries as partners."""
