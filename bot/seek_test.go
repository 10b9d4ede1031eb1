package bot

import (
	"strings"
	"testing"

	"attache"
)

func TestWhatANegotiationIsShownAsFindsItsStories(t *testing.T) {
	w := newWorld(t)
	w.publish(attache.Article{
		ID: "a1", StoryID: "s1", Outlet: "Meridian Wire", Title: "Four go home", Published: ago(3),
		Reading: attache.Reading{Actors: []attache.Actor{countryActor("GTM", "Guatemala"), countryActor("HND", "Honduras")}},
	})
	s := w.store.story("s1")
	s.TrackID = "k9"
	a := w.store.article("a1")
	a.TrackID = "k9"
	w.store.file(a, s)
	w.track(attache.Track{ID: "k9", Name: "Guatemala – Honduras: prisoners", Actors: []string{"GTM", "HND"}, Last: ago(3)})
	for text, found := range map[string]bool{
		"/latest prisoners": true, "/latest prisoner": true, "/latest Honduras prisoners": true,
		"/latest prisoner swap": true, "/latest Norway prisoners": false,
	} {
		w.Handle(t.Context(), private(text))
		if got := w.texted(); strings.Contains(got, "Four go home") != found {
			t.Errorf("%s reads\n%s", text, got)
		}
	}
}
