package quote

// bits is the size of a model's table: features are hashed into 1<<bits weights.
const bits = 21

// feats collects the hashed features of one decision.
type feats struct {
	list []uint32
	base uint32 // of the decision's kind, so that decisions share a table
	lex  bool   // word features too
}

// add adds a feature: a template's number and up to three values.
func (f *feats) add(t uint32, v ...uint32) {
	h := uint64(f.base ^ t*0x9E3779B1)
	for _, x := range v {
		h = (h ^ uint64(x)) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	f.list = append(f.list, uint32(h*0xBF58476D1CE4E5B9>>(64-bits)))
}

// hash gives a word's value.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// bucket puts a count into one of a few classes.
func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 31
	case n < 6:
		return uint32(n)
	case n < 8:
		return 6
	case n < 12:
		return 7
	case n < 20:
		return 8
	case n < 40:
		return 9
	case n < 80:
		return 10
	}
	return 11
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
