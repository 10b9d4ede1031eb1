package cluster

import "slices"

// maxSketch bounds how many shingles of a text are kept.
const maxSketch = 260

// fingerprint gives a text's SimHash and its shingles of three tokens, sorted.
// Stop words are gaps, so that light edits change little.
func fingerprint(tokens []token) (simhash uint64, sketch []uint32) {
	var bits [64]int
	a, b := uint64(0), uint64(0)
	for _, t := range tokens {
		if t.stop {
			continue
		}
		c := uint64(t.stem)
		if a != 0 {
			h := (a*31+b)*31 + c
			h ^= h >> 31
			h *= 0x9e3779b97f4a7c15
			h ^= h >> 29
			for i := range bits {
				bits[i] += int(h>>i&1)<<1 - 1
			}
			sketch = append(sketch, uint32(h))
		}
		a, b = b, c
	}
	for i, n := range bits {
		if n > 0 {
			simhash |= 1 << i
		}
	}
	slices.Sort(sketch)
	sketch = slices.Compact(sketch)
	if len(sketch) > maxSketch {
		sketch = slices.Clip(sketch[:maxSketch])
	}
	return simhash, sketch
}

// Copies have at least so many shingles, and share so much.
const (
	copyShingles = 12
	copyShared   = 0.7  // of both texts
	copyWithin   = 0.85 // of the shorter one, where it is at least half as long
)

// isCopy says whether two texts are one, up to light edits or a cut end.
func isCopy(a, b []uint32) bool {
	if len(a) < copyShingles || len(b) < copyShingles {
		return false
	}
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	short := min(len(a), len(b))
	if float64(shared) >= copyShared*float64(len(a)+len(b)-shared) {
		return true
	}
	return 2*short >= max(len(a), len(b)) && float64(shared) >= copyWithin*float64(short)
}
