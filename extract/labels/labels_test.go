package labels_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"attache/extract/labels"
)

// bodies are the codes of Source and Target beside the three letters of a country: what international bodies are usually called.
var bodies = []string{
	"EU", "UN", "NATO", "G7", "G20", "LAS", "OIC", "ICRC", "OSCE", "ASEAN",
	"ECOWAS", "SADC", "COE", "GCC", "AU", "IAEA", "WHO", "IMF", "WTO", "CSTO",
	"CIS", "SCO", "BRICS", "ICC", "ICJ", "OPCW", "OAS", "EAEU",
}

func all(t *testing.T) []labels.Label {
	t.Helper()
	all, err := labels.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestThereAreLabelsInEveryThinLanguageAndAFifthIsKeptApart(t *testing.T) {
	n, held := map[string]int{}, map[string]int{}
	for _, l := range all(t) {
		n[l.Lang]++
		if l.Held {
			held[l.Lang]++
		}
	}
	others := 0
	for lang, k := range n {
		if held[lang] == 0 || held[lang]*2 > k {
			t.Errorf("%s: %d of %d kept apart", lang, held[lang], k)
		}
		if lang != "en" {
			others += k
		}
	}
	if others < 400 || n["en"] < 100 {
		t.Errorf("%d articles in other languages, %d in English", others, n["en"])
	}
}

func TestEveryArticleIsLabelledOnce(t *testing.T) {
	seen, texts := map[string]bool{}, map[string]string{}
	for _, l := range all(t) {
		if seen[l.ID] {
			t.Errorf("%s stands twice", l.ID)
		}
		seen[l.ID] = true
		if other, ok := texts[l.Sum]; ok {
			t.Errorf("%s and %s are one text", other, l.ID)
		}
		texts[l.Sum] = l.ID
	}
}

func TestAnOutletIsKeptApartAsAWholeWhereALanguageHasSeveral(t *testing.T) {
	// Of these a hash of the article's name decides: nearly all of their language comes from them.
	single := regexp.MustCompile(
		`^(EFE|hkcnews\.com|bbc\.com/afrique|aamc/.*|nokta\.md|ukrainian\.dw\.com|U\.S\. Department of State|test_uk.*)$`)
	kept := map[string]bool{}
	for _, l := range all(t) {
		key := l.Lang + " " + l.Outlet
		if single.MatchString(l.Outlet) || l.Lang == "zh" {
			continue
		}
		if k, ok := kept[key]; ok && k != l.Held {
			t.Errorf("%s: %s is on both sides", l.ID, key)
		}
		kept[key] = l.Held
	}
}

func TestWhatIsDiplomacyHasAnEventAndCodesAndNothingElseHas(t *testing.T) {
	code := regexp.MustCompile(`^[A-Z]{3}$`)
	for _, l := range all(t) {
		if !l.Diplomacy {
			if l.Event != "" || len(l.Source)+len(l.Target) > 0 {
				t.Errorf("%s is no diplomacy and has %q %v %v", l.ID, l.Event, l.Source, l.Target)
			}
			continue
		}
		if !slices.Contains(labels.Events, l.Event) {
			t.Errorf("%s: event %q", l.ID, l.Event)
		}
		for _, c := range slices.Concat(l.Source, l.Target) {
			if !code.MatchString(c) && !slices.Contains(bodies, c) {
				t.Errorf("%s: code %q", l.ID, c)
			}
		}
	}
}

func TestStretchesAreInOrderAndOnlyNestAcrossSpeakers(t *testing.T) {
	for _, l := range all(t) {
		for _, q := range l.Quotes {
			if len(q.At) == 0 || strings.TrimSpace(q.Speaker) == "" {
				t.Errorf("%s: a quotation without words or speaker", l.ID)
			}
			ordered(t, l.ID, q.At)
		}
		if !slices.IsSortedFunc(l.Quotes, func(a, b labels.Quote) int {
			return cmp.Or(a.At[0][0]-b.At[0][0], b.At[0][1]-a.At[0][1])
		}) {
			t.Errorf("%s: quotations out of order", l.ID)
		}
		ordered(t, l.ID, l.Scare)
		for i, q := range l.Quotes {
			for _, r := range l.Quotes[i+1:] {
				a, b := q.At[0], r.At[0]
				if b[0] < a[1] && b[1] > a[1] {
					t.Errorf("%s: %v and %v cross", l.ID, a, b)
				}
				if b[0] >= a[0] && b[1] <= a[1] && q.Speaker == r.Speaker {
					t.Errorf("%s: %s inside %s's own %v", l.ID, r.Speaker, q.Speaker, a)
				}
			}
		}
	}
}

func ordered(t *testing.T, id string, at [][2]int) {
	t.Helper()
	end := 0
	for _, a := range at {
		if a[0] < end || a[1] <= a[0] {
			t.Errorf("%s: stretch %v after %d", id, a, end)
		}
		end = a[1]
	}
}

func TestNamesCarryNoBlanksNorMarks(t *testing.T) {
	for _, l := range all(t) {
		voices := []labels.Voice{}
		for _, q := range l.Quotes {
			voices = append(voices, q.Voice)
		}
		for _, u := range l.Turns {
			if u.Label != strings.TrimSpace(u.Label) || strings.HasSuffix(u.Label, ":") || u.Question == (u.Speaker != "") {
				t.Errorf("%s: turn %+v", l.ID, u)
			}
			voices = append(voices, u.Voice)
		}
		if l.Signed != nil {
			voices = append(voices, *l.Signed)
		}
		for _, v := range voices {
			for _, name := range append(slices.Clone(v.Also), v.Speaker, v.Role) {
				if name != strings.TrimSpace(name) || strings.ContainsAny(name, "|[]\n") {
					t.Errorf("%s: %q", l.ID, name)
				}
			}
			if slices.Contains(v.Also, v.Speaker) {
				t.Errorf("%s: %q is its own other name", l.ID, v.Speaker)
			}
		}
	}
}

func TestEveryTextHasAPlaceAndASum(t *testing.T) {
	sum := regexp.MustCompile(`^[0-9a-f]{16}$`)
	for _, l := range all(t) {
		if !sum.MatchString(l.Sum) || l.Origin.Path == "" || l.Origin.Repository == "" || l.Outlet == "" || len(l.Lang) != 2 {
			t.Errorf("%s: %+v", l.ID, l)
		}
	}
}

func TestTheReadmeCountsWhatThereIs(t *testing.T) {
	type row struct{ articles, held, diplomacy, quotes, scare, transcripts, signed, damaged int }
	rows := map[string]*row{}
	total := 0
	for _, l := range all(t) {
		r := rows[l.Lang]
		if r == nil {
			r = &row{}
			rows[l.Lang] = r
		}
		r.articles++
		r.held += one(l.Held)
		r.diplomacy += one(l.Diplomacy)
		r.quotes += len(l.Quotes)
		r.scare += len(l.Scare)
		r.transcripts += one(len(l.Turns) > 0)
		r.signed += one(l.Signed != nil)
		r.damaged += one(l.Damaged)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range slices.Sorted(maps.Keys(rows)) {
		r := rows[lang]
		line := fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d |",
			lang, r.articles, r.held, r.diplomacy, r.quotes, r.scare, r.transcripts, r.signed, r.damaged)
		t.Log(line)
		if !strings.Contains(string(readme), line) {
			t.Errorf("the README's table has not %s", line)
		}
		total += r.articles
	}
	if !strings.Contains(string(readme), fmt.Sprintf("%d articles", total)) {
		t.Errorf("the README does not say %d articles", total)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
