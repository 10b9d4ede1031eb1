package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestACorrectionIsSeenAtTheNextReload(t *testing.T) {
	h, site := openArchive(t, 20, nil)
	p, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.tellArchive(site.Forget, site.Changed)
	address := "https://wire.example/corrected"
	a := attache.Article{
		ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: "Fjord Wire", OutletKind: attache.Wire,
		Title: "France and Iran hold talks in Vienna", Body: viennaBody, Published: archiveNow.Add(-3 * time.Hour),
	}
	if err := p.file(t.Context(), []attache.Article{a}); err != nil {
		t.Fatal(err)
	}
	stored, err := h.store.Article(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"/stories/" + stored.StoryID, "/feed.xml", "/", "/api/stories"}
	for _, path := range pages {
		if w := ask(site, http.MethodGet, path); !strings.Contains(w.Body.String(), a.Title) {
			t.Errorf("%s does not tell of the report: %d", path, w.Code)
		}
	}
	a.Title = "France and Iran put off talks in Vienna"
	if err := p.file(t.Context(), []attache.Article{a}); err != nil {
		t.Fatal(err)
	}
	for _, path := range pages {
		if w := ask(site, http.MethodGet, path); !strings.Contains(w.Body.String(), a.Title) {
			t.Errorf("%s is as it was before the correction: %d", path, w.Code)
		}
	}
}
