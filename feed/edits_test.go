package feed

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestWhatAnOutletChangesIsKeptBySentence(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const text = "The envoys met in Lakeholm. “We agreed on the gate,” Anna Lindqvist said. The talks go on. Nobody else spoke."
	for _, tc := range []struct {
		name, fresh string
		gone, came  []string
	}{
		{"nothing", text, nil, nil},
		{"spaces and marks alone", strings.ReplaceAll(text, ". ", ".\n\n"), nil, nil},
		{
			"a word", strings.Replace(text, "agreed on the gate", "agreed on nothing", 1),
			[]string{"“We agreed on the gate,” Anna Lindqvist said."},
			[]string{"“We agreed on nothing,” Anna Lindqvist said."},
		},
		{"a sentence goes", strings.Replace(text, "The talks go on. ", "", 1), []string{"The talks go on."}, nil},
		{"it goes on", text + " They meet again on Friday.", nil, nil},
		{"another page", "Please accept our cookies. We value your privacy. Nine hundred partners do, too. Go on. Or leave.", nil, nil},
	} {
		old := attache.Article{SourceID: "s1", Title: "T", Body: text, Fetched: at}
		fresh := old
		fresh.Body, fresh.Fetched = tc.fresh, at.Add(time.Hour)
		got, _ := Merge(old, fresh)
		var gone, came []string
		if len(got.Edits) > 0 {
			gone, came = got.Edits[0].Gone, got.Edits[0].Came
		}
		if !slices.Equal(gone, tc.gone) || !slices.Equal(came, tc.came) {
			t.Errorf("%s: went %q, came %q", tc.name, gone, came)
		}
		twice, _ := Merge(old, got)
		if len(twice.Edits) != len(got.Edits) {
			t.Errorf("%s: merged twice it has %d edits", tc.name, len(twice.Edits))
		}
	}
}

func TestEditsAreBounded(t *testing.T) {
	a := attache.Article{SourceID: "s1", Title: "T", Fetched: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	base := strings.Repeat("A sentence that stays as it is. ", 1) + "Another one stays. A third stays, too. "
	for i := range 3 * maxEdits {
		fresh := a
		fresh.Fetched = a.Fetched.Add(time.Hour)
		fresh.Body = base + strings.Repeat(string(rune('a'+i)), 2*maxSentence) + "."
		a, _ = Merge(a, fresh)
	}
	if len(a.Edits) != maxEdits || len([]rune(a.Edits[0].Gone[0])) != maxSentence {
		t.Errorf("%d edits", len(a.Edits))
	}
}

func TestALongerTextInPlaceOfASummaryIsNoEdit(t *testing.T) {
	old := attache.Article{SourceID: "s1", Title: "T", Body: "The envoys met in Lakeholm and spoke of […]"}
	fresh := old
	fresh.Body = longText + longText
	if got, changed := Merge(old, fresh); !changed || len(got.Edits) != 0 {
		t.Errorf("%+v", got.Edits)
	}
}
