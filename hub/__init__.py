"""Local Hub: one stream per place, under tags the place agreed on."""
