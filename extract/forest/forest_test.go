package forest_test

import (
	"reflect"
	"testing"

	"attache/extract/forest"
	"attache/extract/forest/grow"
)

// rows are right where exactly one of two numbers is above a half: no sum of the two tells it.
func rows() (out []grow.Row) {
	for i := range 400 {
		x, y := float32(i%20)/20, float32(i/20)/20
		out = append(out, grow.Row{X: []float32{x, y, 1, x, y, 0, 1}, Right: (x > 0.5) != (y > 0.5), Weight: 1})
	}
	return out
}

func TestTreesTellWhatNoSumTells(t *testing.T) {
	f, wrong := grow.Forest(rows()), 0
	for _, r := range rows() {
		if f.Score(r.X) > 0 != r.Right {
			wrong++
		}
	}
	if wrong > 8 {
		t.Errorf("%d of 400 are told wrong", wrong)
	}
}

func TestTheSameRowsGrowTheSameTrees(t *testing.T) {
	if !reflect.DeepEqual(grow.Forest(rows()), grow.Forest(rows())) {
		t.Error("grown twice, the trees differ")
	}
}

func TestTreesAreReadAsTheyAreWritten(t *testing.T) {
	f := grow.Forest(rows())
	b := f.Append(nil)
	got, rest, err := forest.Read(append(b, 7))
	if err != nil || len(rest) != 1 || string(got.Append(nil)) != string(b) {
		t.Errorf("not the same again, %d bytes left: %v", len(rest), err)
	}
	if _, _, err := forest.Read(b[:len(b)-1]); err == nil {
		t.Error("trees that are cut short are read")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(forest.Forest{{{Feature: -1, Value: 1}}}.Append(nil))
	f.Add([]byte{1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if trees, _, err := forest.Read(b); err == nil {
			trees.Score([]float32{0, 1})
		}
	})
}
