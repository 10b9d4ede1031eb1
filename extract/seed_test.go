package extract

import (
	"os"
	"testing"

	"attache"
)

// seed reads the article the project began with; it has no licence and stays outside.
func seed(t *testing.T) attache.Reading {
	data, err := os.ReadFile(shared(t, "data", "seed", "000_380ba059debe84f6.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return Read(attache.Text{Body: string(data)})
}

func TestSeedIsDiplomacyAndNoRejection(t *testing.T) {
	r := seed(t)
	if !r.Relevant || r.Lang != "en" {
		t.Errorf("relevant %v (%.2f), language %q", r.Relevant, r.Diplomacy, r.Lang)
	}
	if r.Event.Type != attache.Consult && r.Event.Type != attache.Statement {
		t.Errorf("event %s, want CONSULT or STATEMENT", r.Event.Type)
	}
	if len(r.Evidence) == 0 {
		t.Error("no evidence")
	}
}

func TestSeedNamesItsActors(t *testing.T) {
	r := seed(t)
	got := map[string]attache.Actor{}
	for _, a := range r.Actors {
		got[a.Name] = a
	}
	for name, want := range map[string]attache.Actor{
		"Russia":         {Kind: attache.Country, Code: "RUS"},
		"United States":  {Kind: attache.Country, Code: "USA"},
		"Ukraine":        {Kind: attache.Country, Code: "UKR"},
		"Vladimir Putin": {Kind: attache.Person, Code: "RUS", Role: "president"},
		"Steve Witkoff":  {Kind: attache.Person, Code: "USA", Role: "special presidential envoy"},
		"Jared Kushner":  {Kind: attache.Person, Role: "senior adviser"},
		"Dmitry Peskov":  {Kind: attache.Person, Code: "RUS", Role: "Kremlin spokesperson"},
		"Donald Trump":   {Kind: attache.Person, Code: "USA", Role: "president"},
	} {
		a, ok := got[name]
		if !ok || a.Kind != want.Kind || want.Code != "" && a.Code != want.Code || a.Role != want.Role {
			t.Errorf("%s: %+v, want %+v", name, a, want)
		}
	}
	for _, q := range r.Quotes {
		if q.Speaker == "Dmitry Peskov" && (q.Code != "RUS" || q.Role != "Kremlin spokesperson") {
			t.Errorf("quote %q of a %s speaks for %q", q.Text, q.Role, q.Code)
		}
	}
}

func TestWireIsUnderstood(t *testing.T) {
	for _, name := range []string{"a1.jsonl", "a2.jsonl"} {
		right, all := 0, 0
		for _, r := range records(t, shared(t, "data", "wire", name)) {
			all++
			if read(r).Relevant == r.Diplomacy {
				right++
			}
		}
		if share := float64(right) / float64(all); share < 0.9 {
			t.Errorf("%s: relevance right for %.3f of the records", name, share)
		}
	}
}
