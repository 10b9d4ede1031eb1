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
