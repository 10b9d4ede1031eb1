package extract

import (
	"strings"
	"testing"
	"time"

	"attache"
	"attache/extract/quote"
)

func TestASpeakerIsAnActorAndSpeaksForSomebody(t *testing.T) {
	r := Read(attache.Text{
		Title: "Iran warns agency",
		Body: "Iranian Deputy Foreign Minister Kazem Daneshfar met reporters on Monday.\n\n" +
			"“A resolution is a padlock, and they will be standing on the outside of it,” Daneshfar said.",
		Published: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
	})
	if len(r.Quotes) == 0 {
		t.Fatal("no quote")
	}
	q := r.Quotes[0]
	if q.Speaker != "Kazem Daneshfar" || q.Code != "IRN" || !strings.HasSuffix(strings.ToLower(q.Role), "deputy foreign minister") {
		t.Errorf("%+v", q)
	}
	for _, a := range r.Actors {
		if a.Name == q.Speaker && a.Kind == attache.Person && a.Code == "IRN" {
			return
		}
	}
	t.Errorf("the speaker is no actor: %+v", r.Actors)
}

func TestWhomTheReaderRemembersIsAPersonAndNothingMore(t *testing.T) {
	reader := Reader{Known: func(name string, _ time.Time) bool { return name == "Devika Ramnarine" }}
	r := reader.Read(attache.Text{Body: "“This was not a navigational error,” Devika Ramnarine said on Monday."})
	for _, a := range r.Actors {
		if a.Name == "Devika Ramnarine" && a.Kind == attache.Person && a.Code == "" && a.Role == "" {
			return
		}
	}
	t.Errorf("%+v", r.Actors)
}

func TestEntitiesInATitleAreUndone(t *testing.T) {
	r := Read(attache.Text{
		Title: "Turkey&#039;s envoy summoned in Athens over &quot;map&quot;",
		Body:  "The Greek foreign ministry handed the Turkish ambassador a note of protest.",
	})
	if r.Event.Type != attache.Protest {
		t.Errorf("%+v", r.Event)
	}
}

func TestARoleIsNotCutAtItsOwner(t *testing.T) {
	r := Read(attache.Text{
		Lang: "en",
		Body: "“They are home,” said Maria Lind, head of Norway's prisoner coordination staff, in Oslo on Monday.",
	})
	want := "head of Norway's prisoner coordination staff"
	if len(r.Quotes) != 1 || r.Quotes[0].Role != want {
		t.Errorf("the quote has %+v, want the role %q", r.Quotes, want)
	}
	for _, a := range r.Actors {
		if a.Kind == attache.Person && a.Role != want {
			t.Errorf("%s has the role %q, want %q", a.Name, a.Role, want)
		}
	}
}

func TestReportedSpeechAloneMakesNoPersonOfItsSpeaker(t *testing.T) {
	for kind, want := range map[attache.QuoteKind]int{attache.Direct: 1, attache.Mixed: 1, attache.Indirect: 0} {
		quotes := []attache.Quote{{Kind: kind, Text: "The talks go on.", Speaker: "Maria Lind", Confidence: 0.95}}
		quotes, actors := reconcile(quotes, []quote.Person{{Name: "Maria Lind", Role: "envoy"}}, nil, "NOR")
		if len(actors) != want {
			t.Errorf("%s: %d persons, want %d", kind, len(actors), want)
		}
		if quotes[0].Speaker != "Maria Lind" {
			t.Errorf("%s: the quote has lost its speaker: %+v", kind, quotes[0])
		}
	}
}
