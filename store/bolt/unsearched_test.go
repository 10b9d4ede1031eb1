package bolt

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// What is left out before two articles are compared changes no entry of the index:
// else what changed could be found in its old words alone.
func TestWhatIsLeftOutOfTheComparisonIsNotSearched(t *testing.T) {
	a := attache.Article{
		ID: "a1", Keys: []string{"url:https://ministry.example/1"}, SourceID: "s", Outlet: "The Norvian Post", URL: "https://ministry.example/1",
		Title: "Norvia and Velmar hold talks", Body: "Norvia and Velmar held talks on Monday.", Published: time.Unix(1e9, 0),
		Fetched: time.Unix(1e9, 0),
	}
	a.Lang, a.Relevant = "en", true
	a.Quotes = []attache.Quote{{Text: "we will talk", Speaker: "Ada Lind", Confidence: .9}}
	b := a
	left := reflect.ValueOf(withoutUnsearched(&a))
	for _, name := range []string{"StoryID", "CopyOf", "Hash", "Keys", "Titles", "Edits", "Published", "Updated", "Fetched"} {
		if !left.FieldByName(name).IsZero() {
			t.Errorf("%s is compared", name)
		}
		switch v := reflect.ValueOf(&b).Elem().FieldByName(name).Addr().Interface().(type) {
		case *string:
			*v = "x"
		case *[]string:
			*v = []string{"url:https://other.example/x"}
		case *[]attache.TitleChange:
			*v = []attache.TitleChange{{Title: "Earlier words"}}
		case *[]attache.Edit:
			*v = []attache.Edit{{}}
		case *time.Time:
			*v = time.Unix(2e9, 0)
		}
	}
	if !reflect.DeepEqual(withoutUnsearched(&a), withoutUnsearched(&b)) {
		t.Fatal("they are not alike")
	}
	was, is := entriesOf(&a), entriesOf(&b)
	key := func(e entry) string { return e.key + string(e.value) }
	order := func(x, y entry) int { return strings.Compare(key(x), key(y)) }
	slices.SortFunc(was, order)
	slices.SortFunc(is, order)
	if !reflect.DeepEqual(was, is) {
		t.Errorf("other entries: %d and %d", len(was), len(is))
	}
}

// Everything else is compared: a change of it alone reaches the index.
func TestAllThatIsSearchedIsCompared(t *testing.T) {
	a := attache.Article{
		ID: "a1", Title: "Norvia and Velmar hold talks", Body: "Norvia and Velmar held talks on Monday.",
		Outlet: "The Norvian Post",
	}
	a.Lang, a.Relevant = "en", true
	a.Event.Type, a.Actors = attache.Consult, []attache.Actor{{Name: "Norvia", Code: "NOR"}}
	a.Quotes = []attache.Quote{{Text: "we will talk", Speaker: "Ada Lind", Confidence: .9}}
	for name, change := range map[string]func(*attache.Article){
		"title":    func(b *attache.Article) { b.Title = "Norvia and Velmar sign an accord" },
		"text":     func(b *attache.Article) { b.Body = "The accord was signed on Monday." },
		"outlet":   func(b *attache.Article) { b.Outlet = "The Velmar Herald" },
		"source":   func(b *attache.Article) { b.SourceID = "s2" },
		"track":    func(b *attache.Article) { b.TrackID = "k2" },
		"language": func(b *attache.Article) { b.Lang = "de" },
		"event":    func(b *attache.Article) { b.Event.Type = attache.Agree },
		"actors":   func(b *attache.Article) { b.Actors = []attache.Actor{{Name: "Velmar", Code: "SWE"}} },
		"quotes": func(b *attache.Article) {
			b.Quotes = []attache.Quote{{Text: "we agree", Speaker: "Ada Lind", Confidence: .9}}
		},
		"relevant": func(b *attache.Article) { b.Relevant = false },
	} {
		b := a
		change(&b)
		if sameEntries(&a, &b) {
			t.Errorf("another %s changes nothing", name)
		}
	}
	if b := a; !sameEntries(&a, &b) {
		t.Error("the same article has other entries")
	}
}
