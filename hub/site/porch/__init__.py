"""What every request passes before a page is asked, and every answer before it leaves."""
