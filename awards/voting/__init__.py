"""The vote of the public: one for each verified account in a category."""
