"""What neighbours pin up themselves, without a site of their own: items of the source *Neighbours*, with an end."""
