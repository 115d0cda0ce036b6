"""Reading figures: counted here, without cookies, addresses or programs of readers (decision 0039)."""
