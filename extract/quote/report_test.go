package quote

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"attache"
)

// reported leaves out what stands between marks.
func reported(quotes []attache.Quote) (out []attache.Quote) {
	for _, q := range quotes {
		if q.Kind == attache.Indirect {
			out = append(out, q)
		}
	}
	return out
}

func TestAQuotationsFrameIsNoReportedSpeech(t *testing.T) {
	for _, body := range []string{
		"Ada Lind said the offer was “a very long way” from what Norway had asked for.",
		"Ada Lind said on Monday: “We are ready to meet them.”",
		"“We are ready to meet them,” Ada Lind said on Monday.",
	} {
		for _, q := range reported(find(t, body, "en")) {
			t.Errorf("%q: %q is given as reported", body, q.Text)
		}
	}
}

func TestReportedSpeechEndsWhereTheNextBegins(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"Ada Lind said that the talks would go on in Bergen, and Per Holm warned that time was short.", "the talks would go on in Bergen"},
		{"The talks would go on for weeks, Ada Lind said.", "The talks would go on for weeks"},
		{"According to Ada Lind, the fleet had already left the strait.", "the fleet had already left the strait"},
		{"Talks on the fleet had failed, according to two diplomats.", "Talks on the fleet had failed"},
	} {
		got := reported(find(t, c.body, "en"))
		if len(got) == 0 || got[0].Text != c.want {
			t.Errorf("%q: got %+v, want %q", c.body, got, c.want)
		}
	}
}

func TestFunctionWordsAreNoCues(t *testing.T) {
	for _, body := range []string{
		"Ada Lind flew to Bergen on Monday with the fleet's new commander.",
		"Between Bergen and Oslo, the minister of trade slept.",
	} {
		if got := reported(find(t, body, "en")); len(got) > 0 {
			t.Errorf("%q: got %+v", body, got)
		}
	}
}

func TestWeightsSurviveWritingAndCutOnesAreRefused(t *testing.T) {
	m := standard()
	if b := m.Bytes(); !bytes.Equal(b, weightFile) {
		t.Error("written weights are not those that were read")
	}
	if len(m.cues) < 100 {
		t.Errorf("only %d words are known as cues", len(m.cues))
	}
	for _, n := range []int{0, 3, 7, 11, 12 + 4*len(m.cues)/2} {
		if _, err := ReadModel(weightFile[:n]); !errors.Is(err, errWeights) {
			t.Errorf("%d bytes: error %v", n, err)
		}
	}
	if _, err := ReadModel([]byte(strings.Repeat("x", 100))); !errors.Is(err, errWeights) {
		t.Errorf("another file: error %v", err)
	}
}
