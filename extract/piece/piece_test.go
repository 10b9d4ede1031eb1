package piece

import (
	"math"
	"strings"
	"testing"

	"attache/internal/text"
)

func of(lang, s string) map[uint32]float32 {
	m := map[uint32]float32{}
	for _, p := range Of(text.New(s, lang), 600, 't', 2) {
		m[p.Bucket] = p.Value
	}
	return m
}

func shared(a, b map[uint32]float32) int {
	n := 0
	for k := range a {
		if _, ok := b[k]; ok {
			n++
		}
	}
	return n
}

func TestFormsOfAWordShareMostOfTheirPieces(t *testing.T) {
	a, b, other := of("ru", "переговоры"), of("ru", "переговорах"), of("ru", "футболист")
	if len(a) != 9 || shared(a, b) < 7 || shared(a, other) > 0 {
		t.Errorf("%d pieces, %d shared with another form, %d with another word", len(a), shared(a, b), shared(a, other))
	}
}

func TestAShortWordIsOnePiece(t *testing.T) {
	for word, want := range map[string]int{"a": 1, "un": 1, "war": 2, "talk": 3} {
		if got := len(of("en", word)); got != want {
			t.Errorf("%q has %d pieces, want %d", word, got, want)
		}
	}
}

func TestChineseIsCutIntoPairsThatMarksPart(t *testing.T) {
	if got := len(of("zh", "外长会谈")); got != 3 {
		t.Errorf("%d pairs", got)
	}
	if got := len(of("zh", "外长，会谈")); got != 2 {
		t.Errorf("%d pairs across a comma", got)
	}
	if shared(of("zh", "會談"), of("zh", "会谈")) != 1 {
		t.Error("traditional characters are others than simplified ones")
	}
}

func TestZonesAndLanguagesAreApart(t *testing.T) {
	d := text.New("sanctions", "en")
	title, body := map[uint32]float32{}, map[uint32]float32{}
	for _, p := range Of(d, 600, 't', 1) {
		title[p.Bucket] = 1
	}
	for _, p := range Of(d, 600, 'b', 1) {
		body[p.Bucket] = 1
	}
	if shared(title, body) > 0 || shared(of("en", "sanctions"), of("fr", "sanctions")) > 0 {
		t.Error("the same buckets")
	}
}

func TestOnlyTheBeginningIsRead(t *testing.T) {
	d := text.New(strings.Repeat("so it is ", 100)+"goodbye", "en")
	if a, b := len(Of(d, 600, 'b', 1)), len(Of(d, 2000, 'b', 1)); b <= a {
		t.Errorf("%d pieces within 600, %d within 2,000", a, b)
	}
	if got := len(Of(d, 0, 'b', 1)); got != 0 {
		t.Errorf("%d pieces of nothing", got)
	}
}

func TestTheSquaresAddUp(t *testing.T) {
	for _, s := range []string{"war", "envoys meet to talk about grain", ""} {
		sum := 0.0
		for _, v := range of("en", s) {
			sum += float64(v) * float64(v)
		}
		if s != "" && math.Abs(sum-4) > 1e-4 || s == "" && sum != 0 {
			t.Errorf("%q: %v", s, sum)
		}
	}
}
