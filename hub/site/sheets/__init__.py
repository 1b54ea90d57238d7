"""The noticeboard: one sheet of a place's week, as a page, as a PDF and as plain text."""
