"""Text: formulas, LaTeX, HTML, counting, languages."""
