package event

import (
	"slices"
	"testing"

	"attache/extract/actor"
	"attache/extract/lexicon"
	"attache/internal/text"
)

func TestAHeadlineIsPartedIntoItsClauses(t *testing.T) {
	for _, c := range []struct {
		lang, title string
		want        []string
	}{
		{"en", "", nil},
		{"en", "Chad turns to Mali", []string{"Chad turns to Mali"}},
		{"en", "Chad turns to Mali: talks in May", []string{"Chad turns to Mali", "talks in May"}},
		{"en", "Chad - Mali talks on 1,500 well-paid posts at 10:30", []string{"Chad", "Mali talks on 1,500 well-paid posts at 10:30"}},
		{"en", "Talks fail, envoy leaves", []string{"Talks fail", "envoy leaves"}},
		{"zh", "外长访马里　签三协议", []string{"外长访马里", "签三协议"}},
		{"zh", "外长：不会让步", []string{"外长", "不会让步"}},
	} {
		d := text.New(c.title, c.lang)
		var got []string
		for _, r := range clauses(d) {
			got = append(got, d.Slice(int(r.First), int(r.End)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}

func TestThePhraseBehindWhoIsNamedFirst(t *testing.T) {
	part := func(s string) actor.Part {
		d := text.New(s, "en")
		return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
	}
	title := part("After talks Chad rejects Malian plan")
	s := Read(title, part("So."), nil)
	acting := actor.Acting(title.Mentions, nil)
	whole := text.Range{First: 0, End: int32(len(title.Doc.Tokens))}
	h := behindParty(title, acting, s.tally.hits, whole, true)
	if h == nil || title.Doc.Word(int(h.First)) != "rejects" {
		t.Errorf("%+v", h)
	}
	if h := behindParty(title, map[string]bool{}, s.tally.hits, whole, true); h != nil {
		t.Errorf("nobody acts: %+v", h)
	}
}
