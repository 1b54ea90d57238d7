"""Digital Friends on the site: forms, deeds and letters."""
