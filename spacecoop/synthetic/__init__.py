"""A made-up catalogue of any size, for measuring: no record of it is to be taken for a real one."""
