"""What a page of a stream shows: heads, fragments, folds, filters and what stands beside."""
