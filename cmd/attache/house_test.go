package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// An operator's chat does what the commands do: it adds, checks and rests sources.
func TestAnOperatorsChatKeepsTheSources(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>Harbour Gazette</title><item><title>Envoys meet</title>` +
			`<link>http://example.org/1</link><pubDate>Thu, 05 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>`))
	}))
	defer site.Close()
	c := defaultConfig()
	off := false
	c.Defaults, c.Feed.AllowPrivate = &off, true
	h := testHouse(t, c, new(bytes.Buffer))
	h.live = newLive(h)
	o := house{h}
	said, err := o.AddSource(t.Context(), site.URL+"/feed")
	if err != nil || !strings.Contains(said, "Harbour Gazette") || !strings.Contains(said, "added ") {
		t.Fatalf("%q, %v", said, err)
	}
	if _, err := o.AddSource(t.Context(), site.URL+"/feed"); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("added twice: %v", err)
	}
	if _, err := o.AddSource(t.Context(), "javascript:alert(1)"); err == nil {
		t.Error("what is no address was added")
	}
	all, err := o.Sources(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	id := all[0].Source.ID
	if said, err := o.CheckSource(t.Context(), id); err != nil || !strings.HasPrefix(said, "✓") {
		t.Errorf("%q, %v", said, err)
	}
	polled := func() []string {
		list, err := polledSources{h.store, h}.ListSources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, s := range list {
			ids = append(ids, s.ID)
		}
		return ids
	}
	for _, rest := range []bool{true, false} {
		if err := o.RestSource(t.Context(), id, rest); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(polled(), id) == rest {
			t.Errorf("resting %v: polled are %v", rest, polled())
		}
		if all, _ := o.Sources(t.Context()); all[0].Resting != rest {
			t.Errorf("%+v", all)
		}
	}
	if err := o.RestSource(t.Context(), "s-none", true); err == nil {
		t.Error("a source that is not there rests")
	}
}

func TestAnOperatorsChatTellsHowThingsAreWithoutTheStoresPlace(t *testing.T) {
	h := testHouse(t, defaultConfig(), new(bytes.Buffer))
	h.live = newLive(h)
	h.live.troubles.begin(diskTrouble, diskWords)
	d := attache.NewDigest("telegram:1", time.Now(), time.Now().Add(time.Hour), "e1")
	if _, err := h.store.Enqueue(t.Context(), attache.Edition{ID: "e1"}, d); err != nil {
		t.Fatal(err)
	}
	facts, err := house{h}.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range facts {
		all += f.Name + ": " + f.Value + "\n"
	}
	for _, want := range []string{"running: since", "deliveries: 1 pending", "trouble: " + diskWords, "corrections: 0"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	if strings.Contains(all, h.config.Store) {
		t.Error(all)
	}
}

func TestWhoMayUseTheBotIsCheckedInTheConfiguration(t *testing.T) {
	for id, good := range map[string]bool{"12345": true, "telegram:12345": true, "-100900": true, "bob": false, "": false, "mail:x": false} {
		c := defaultConfig()
		c.Access = accessConfig{Mode: "listed", IDs: []string{id}}
		var wrong []string
		for _, p := range c.problems() {
			if p.err != nil {
				wrong = append(wrong, p.key)
			}
		}
		if good != (len(wrong) == 0) {
			t.Errorf("%q: %v", id, wrong)
		}
	}
	c := defaultConfig()
	c.Access.Mode = "closed"
	if !slices.ContainsFunc(c.problems(), func(p problem) bool { return p.key == "$.access.mode" && p.err != nil }) {
		t.Error("a mode that is none was taken")
	}
}
