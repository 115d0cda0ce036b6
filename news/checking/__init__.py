"""The checks of a story's texts: which texts it has, what is found, and mending."""
