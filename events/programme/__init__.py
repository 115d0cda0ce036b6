"""What changed in the programme: facts compared, changes read, a page and an Atom feed of them."""
