"""Documents to print: PDF/UA files drawn by typst from templates of the rooms, and codes that cameras read."""
