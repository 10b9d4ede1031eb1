package tag

import "math/bits"

// tableBits is the size of a perceptron's table of hashed weights, as a power of two.
const tableBits = 19

// Perceptron is an averaged multi-class perceptron over hashed features.
type Perceptron struct {
	Classes []uint8 // what the classes are called, in the order of their scores
	Weights []int8  // 1<<tableBits, in steps of a scale that no decision depends on
}

// best gives the class with the highest score; the first of several.
func (p *Perceptron) best(features []uint32) uint8 {
	var score [maxClasses]int32
	for _, f := range features {
		for c := range p.Classes {
			score[c] += int32(p.Weights[place(f, uint32(c))])
		}
	}
	at := 0
	for c := range p.Classes {
		if score[c] > score[at] {
			at = c
		}
	}
	return p.Classes[at]
}

// maxClasses is more than any perceptron here has.
const maxClasses = 64

// place gives where the weight of a feature for a class stands.
func place(feature, class uint32) uint32 {
	h := (feature ^ class*0x9E3779B1) * 0x85EBCA6B
	return bits.RotateLeft32(h, 13) * 0xC2B2AE35 >> (32 - tableBits)
}
