package quote

// The size of a model's table. Features of word classes, which are few and met
// all the time, are hashed into its first 1<<classBits weights, which stay in a
// processor's cache; those of words into the 1<<wordBits behind.
const (
	classBits = 18
	wordBits  = 21
	// Places is the size of a model's table: what features are hashed into.
	Places = 1<<classBits + 1<<wordBits
)

// table is what a model's features weigh, in steps of Model.scale.
type table [Places]int8

// unlearned weighs nothing.
var unlearned table

// feats sums the weights of one decision's hashed features, and keeps their
// places to learn from.
type feats struct {
	weights *table
	sum     int32
	floor   int32 // see hopeless
	n       int
	met     [maxFeatures]uint32
	base    uint32 // of the decision's kind, so that decisions share a table
	shift   uint8
	offset  uint32
	lex     bool   // word features too
	lang    uint64 // features of classes have a copy of this language; 0: none
}

// hopeless says whether the decision is so far from being taken that what is
// still to be described cannot turn it.
func (f *feats) hopeless() bool { return f.sum < f.floor }

// classes says that the features to come are of word classes, words that they
// are of words.
func (f *feats) classes() { f.shift, f.offset = 64-classBits, 0 }
func (f *feats) words()   { f.shift, f.offset = 64-wordBits, 1<<classBits }

// maxFeatures is more than any decision has; a power of two.
const maxFeatures = 512

// list gives the places of the features.
func (f *feats) list() []uint32 { return f.met[:min(f.n, maxFeatures)] }

// Odd numbers without a pattern, to spread values over 64 bits: the fraction of
// the golden ratio and of square roots.
const (
	spread0 = 0x9E3779B1
	spread1 = 0x9E3779B97F4A7C15
	spread2 = 0xBB67AE8584CAA73B
	spread3 = 0x3C6EF372FE94F82B
	spread4 = 0xA54FF53A5F1D36F1
	spread5 = 0x510E527FADE682D1
	spread6 = 0xBF58476D1CE4E5B9
)

// add1 to add5 add a feature: a template's number and one to five values. They
// are apart, and not variadic, because most of the time of a text goes here.

func (f *feats) add1(t, a uint32) { f.hit(f.mix(t, a)) }

func (f *feats) add2(t, a, b uint32) { f.hit(f.mix(t, a) + uint64(b)*spread2) }

func (f *feats) add3(t, a, b, c uint32) {
	f.hit(f.mix(t, a) + uint64(b)*spread2 + uint64(c)*spread3)
}

func (f *feats) add4(t, a, b, c, d uint32) {
	f.hit(f.mix(t, a) + uint64(b)*spread2 + uint64(c)*spread3 + uint64(d)*spread4)
}

func (f *feats) add5(t, a, b, c, d, e uint32) {
	f.hit(f.mix(t, a) + uint64(b)*spread2 + uint64(c)*spread3 + uint64(d)*spread4 + uint64(e)*spread5)
}

func (f *feats) mix(t, a uint32) uint64 {
	return (uint64(f.base^t*spread0)<<32 | uint64(a)) * spread1
}

func (f *feats) hit(h uint64) {
	h ^= h >> 32
	i := uint32(h*spread6>>(f.shift&63)) + f.offset
	f.met[f.n&(maxFeatures-1)] = i
	f.n++
	f.sum += int32(f.weights[i])
	if f.lang != 0 && f.offset == 0 {
		h = (h ^ f.lang) * spread6
		i = uint32(h>>(64-wordBits)) + 1<<classBits
		f.met[f.n&(maxFeatures-1)] = i
		f.n++
		f.sum += int32(f.weights[i])
	}
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
