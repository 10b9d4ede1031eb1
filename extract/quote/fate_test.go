package quote

import (
	"strings"
	"testing"

	"attache"
	"attache/internal/text"
)

func TestWhatBecomesOfAQuotationIsTold(t *testing.T) {
	body := "“We will stay in the valley until spring,” said Ada Lind, the envoy.\n\n" +
		"The ferry runs every day, they wrote without any marks at all.\n\n" +
		"“We will leave the valley before winter,” Karin Solberg said."
	d := text.New(body, "en")
	g := Gold{Doc: d}
	at := func(words, speaker string) {
		i := strings.Index(body, words)
		g.Attributions = append(g.Attributions, Attribution{Content: []attache.Span{d.Span(i, i+len(words))}, Speaker: speaker})
	}
	at("We will stay in the valley until spring", "Ada Lind")
	at("The ferry runs every day", "Ada Lind")
	at("We will leave the valley before winter", "Otto Brandt")
	s := NewPupil(&g)
	want := []Stage{StageShown, StageUnmarked, StageNobody}
	got := s.Fates(standard())
	if len(got) != len(want) {
		t.Fatalf("%d fates of %d quotations", len(got), len(want))
	}
	for i := range want {
		if got[i].Stage != want[i] {
			t.Errorf("%s: %s, want %s", got[i].Speaker, got[i].Stage, want[i])
		}
	}
}
