package quote

import "testing"

func TestTheWeightsAreAsOldAsTheCode(t *testing.T) {
	if standard().signature != Signature() {
		t.Error("weights are older than the code: run make train")
	}
}

func TestWeightsAreReadAsTheyAreWritten(t *testing.T) {
	b := standard().Bytes()
	if m, err := ReadModel(b); err != nil || string(m.Bytes()) != string(b) {
		t.Errorf("not the same again: %v", err)
	}
	for _, n := range []int{0, 3, 11, 20, 40, 60} {
		if _, err := ReadModel(b[:min(n, len(b))]); err == nil {
			t.Errorf("%d bytes are read without an error", n)
		}
	}
}
