package text

import "attache/internal/fold"

// Fold gives a word without case, accents and the variants of its letters, so
// that spellings of one name compare equal; see package fold.
func Fold(s string) string { return fold.String(s) }

// Fold gives a token folded; see the function Fold.
func (d *Doc) Fold(i int) string { return fold.String(d.lower[i]) }
