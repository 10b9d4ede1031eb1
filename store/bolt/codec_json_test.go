package bolt

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// What encoding/json wrote, any version of this program, is read as encoding/json
// reads it.
func TestRecordsAreReadAsEncodingJSONReadsThem(t *testing.T) {
	type record struct {
		Every  time.Duration        `json:"every"`
		Sum    [4]byte              `json:"sum"`
		Raw    []byte               `json:"raw"`
		At     time.Time            `json:"at"`
		Told   map[string]time.Time `json:"told"`
		Quote  *attache.Quote       `json:"quote"`
		Source attache.Polling      `json:"source"`
		attache.Article
	}
	whole := record{
		Every: 90 * time.Minute, Sum: [4]byte{1, 2, 255}, Raw: []byte{0, 255}, At: time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
		Told: map[string]time.Time{"a": {}}, Quote: &attache.Quote{Text: "a <b> & \u2028 \x00", Confidence: 1e-7, Mention: &attache.Span{1, 2}},
		Source: attache.Polling{Interval: time.Hour},
		Article: attache.Article{ID: "a", Title: "Ünïcode ✓", Reading: attache.Reading{
			Diplomacy: .25, Actors: []attache.Actor{},
			Evidence: []string{""},
		}},
	}
	written, err := json.Marshal(&whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		string(written), `{}`, ` {"title":"spaced"} `, `null`, `{"title":"a","title":"b"}`, "{\"title\":\"\xff\"}", `{"title":"\ud800"}`,
		`{"unknown":[{"x":1}]}`,
		`{"quote":null,"raw":null,"told":null,"actors":null}`, `{"title":1}`, `{"title":"cut`, `{"title":"a"} {}`, ``, `[]`, `{"every":"1h"}`,
		`{"published":"2026-13-01T00:00:00Z"}`,
	} {
		var want, got record
		wantErr, err := json.Unmarshal([]byte(text), &want), unmarshal([]byte(text), &got)
		if (wantErr == nil) != (err == nil) {
			t.Errorf("%.60q: %v; encoding/json: %v", text, err, wantErr)
			continue
		}
		if diff := cmp.Diff(want, got); wantErr == nil && diff != "" {
			t.Errorf("%.60q: encoding/json (-), ours (+): %s", text, diff)
		}
	}
}
