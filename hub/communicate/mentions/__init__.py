"""Word that goes between sites: who mentions us, and whom we tell that we mention them."""
