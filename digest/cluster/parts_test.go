package cluster

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"attache"
)

// The parts of the clusterer: a rule a table.

func TestTheCountriesAndBodiesOfAnArticleAreThoseOfItsEventFirstEightAtMost(t *testing.T) {
	a := attache.Article{}
	a.Event = attache.Event{Source: []string{"NOR", " "}, Target: []string{"ISL", "NOR"}}
	for _, code := range []string{"DNK", "ISL", "", "SWE", "FIN", "DEU", "FRA", "ESP", "ITA", "POL"} {
		a.Actors = append(a.Actors, attache.Actor{Code: code})
	}
	if got, want := codesOf(&a), []string{"NOR", "ISL", "DNK", "SWE", "FIN", "DEU", "FRA", "ESP"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestATextIsLookedUpByItsHeaviestTermsAndItsPairsOfActors(t *testing.T) {
	var v vector
	for i := range 60 {
		v.terms = append(v.terms, weighted{hashTerm(kindWord, fmt.Append(nil, i)), float32(i%30) + 1})
	}
	v.terms = append(v.terms, weighted{hashTerm(kindPair, []byte("pair")), 99}, weighted{hashTerm(kindActor, []byte("NOR")), 99})
	keys := keysOf(&v, []string{"NOR", "ISL", "DNK", "SWE", "FIN"})
	if len(keys) != queryTerms+6 {
		t.Fatalf("%d keys", len(keys))
	}
	for i, k := range keys[:queryTerms] {
		if k.term.kind() > kindNumber || k.weight <= 16*16 || i > 0 && k.weight > keys[i-1].weight {
			t.Errorf("key %d weighs %v", i, k.weight)
		}
	}
	pairs := map[term]bool{}
	for _, k := range keys[queryTerms:] {
		pairs[k.term] = k.weight == pairWeight
	}
	for _, pair := range []string{"ISL|NOR", "DNK|NOR", "NOR|SWE", "DNK|ISL", "ISL|SWE", "DNK|SWE"} {
		if !pairs[hashTerm(kindActor, []byte(pair))] {
			t.Errorf("%s is no key", pair)
		}
	}
}

func TestATermHasRoomForSoManyStoriesTheNewest(t *testing.T) {
	x := index{}
	d := &document{vec: vector{terms: []weighted{{hashTerm(kindWord, []byte("harbour")), 5}}}}
	var all []*story
	for range maxPostings + 3 {
		s := &story{}
		x.put(s, d)
		x.put(s, d) // once is enough
		all = append(all, s)
	}
	key := d.vec.terms[0].term
	if got := x[key]; len(got) != maxPostings || got[0] != all[3] || len(all[0].indexed) != 0 || len(all[3].indexed) != 1 {
		t.Errorf("%d stories, the oldest is indexed under %d terms", len(got), len(all[0].indexed))
	}
	for _, s := range all {
		x.drop(s)
	}
	if len(x) != 0 {
		t.Errorf("%d terms are left", len(x))
	}
}

func TestAStoryJoinsTheTrackOfItsPartiesThatIsMostAboutTheSame(t *testing.T) {
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	issue := func(words ...string) vector {
		var v vector
		for _, w := range words {
			one := vector{terms: []weighted{{hashTerm(kindWord, []byte(w)), 3}, {hashTerm(kindEntity, []byte(w)), 3}}}
			slices.SortFunc(one.terms, func(a, b weighted) int {
				if a.term < b.term {
					return -1
				}
				return 1
			})
			v.add(&one, trackTerms)
		}
		v.measure()
		return v
	}
	book := newTrackBook()
	for _, k := range []struct {
		id    string
		codes []string
		words []string
		days  int
	}{
		{"fish", []string{"NOR", "ISL"}, []string{"fish", "quota", "mackerel"}, 0},
		{"gas", []string{"NOR", "ISL"}, []string{"gas", "pipeline"}, 0},
		{"others", []string{"CHL", "PER"}, []string{"fish", "quota", "mackerel"}, 0},
		{"old", []string{"DNK", "SWE"}, []string{"bridge"}, -91},
	} {
		codes := map[string]float64{}
		for i, c := range k.codes {
			codes[c] = 1 / float64(1+i)
		}
		book.put(&track{id: k.id, codes: codes, issue: issue(k.words...), last: at.AddDate(0, 0, k.days)})
	}
	for _, c := range []struct {
		rule  string
		words []string
		sides []string
		want  string
	}{
		{"the same parties about the same", []string{"fish", "quota"}, []string{"NOR", "ISL"}, "fish"},
		{"whoever is named first", []string{"fish", "quota"}, []string{"ISL", "NOR"}, "fish"},
		{"the same parties about another", []string{"gas"}, []string{"NOR", "ISL"}, "gas"},
		{"about something new", []string{"visas", "students"}, []string{"NOR", "ISL"}, ""},
		{"other parties about the same", []string{"fish"}, []string{"NOR", "DNK"}, ""},
		{"two of three parties", []string{"fish", "quota"}, []string{"NOR", "DNK", "ISL"}, "fish"},
		{"a track of long ago", []string{"bridge"}, []string{"DNK", "SWE"}, ""},
	} {
		s := &story{group: newGroup()}
		s.centroid = issue(c.words...)
		if got := book.find(s, c.sides, at); got != c.want {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
	if got := book.find(&story{group: group{centroid: issue("bridge")}}, []string{"DNK", "SWE"}, time.Time{}); got != "old" {
		t.Errorf("without a time: %q", got)
	}
}

func TestOfManyTracksTheStalestTenthIsForgotten(t *testing.T) {
	book := newTrackBook()
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for i := range maxTracks + 1 {
		book.put(&track{
			id: fmt.Sprint("k", i), codes: map[string]float64{fmt.Sprint("A", i): 1, "B": 0.5},
			last: at.Add(time.Duration(i) * time.Minute),
		})
	}
	if n := len(book.byID); n != maxTracks+1-(maxTracks+1)/10 || book.byID["k0"] != nil || book.byID[fmt.Sprint("k", maxTracks)] == nil {
		t.Errorf("%d tracks are left", n)
	}
	for pair, list := range book.byPair {
		if len(list) == 0 || book.byID[list[0].id] == nil {
			t.Fatalf("%s leads to a track that is gone", pair)
		}
	}
	again := &track{id: "k4000", codes: map[string]float64{"X": 1, "Y": 1}, last: at}
	before := len(book.byID)
	book.put(again)
	if len(book.byID) != before || book.byID["k4000"] != again || book.byPair["A4000|B"] != nil || len(book.byPair["X|Y"]) != 1 {
		t.Error("a track that is known already is there twice")
	}
	one, two := &track{id: "x1", codes: map[string]float64{"V": 1, "W": 1}}, &track{id: "x2", codes: map[string]float64{"V": 1, "W": 1}}
	book.put(one)
	book.put(two)
	book.remove(one)
	if list := book.byPair["V|W"]; len(list) != 1 || list[0] != two {
		t.Errorf("%d tracks are left of two under a pair", len(list))
	}
	for range perPair + 2 {
		book.put(&track{id: fmt.Sprint("p", book.seq), codes: map[string]float64{"P": 1, "Q": 1}})
	}
	if n := len(book.byPair["P|Q"]); n != perPair {
		t.Errorf("%d tracks under a pair", n)
	}
}

func TestWhoTheSidesOfAStoryAre(t *testing.T) {
	for _, c := range []struct {
		rule           string
		source, target []string
		leading        []string
		want           []string
	}{
		{"those of the event", []string{"NOR"}, []string{"ISL"}, []string{"CHL"}, []string{"NOR", "ISL"}},
		{"each once", []string{"NOR"}, []string{"NOR", "ISL"}, nil, []string{"NOR", "ISL"}},
		{"with the leading one where the event has one", []string{"NOR"}, nil, []string{"NOR", "ISL", "CHL"}, []string{"NOR", "ISL"}},
		{"the two leading ones where it has none", nil, nil, []string{"NOR", "ISL", "CHL"}, []string{"NOR", "ISL"}},
		{"four at most", []string{"A", "B", "C"}, []string{"D", "E"}, nil, []string{"A", "B", "C", "D"}},
	} {
		a := attache.Article{}
		a.Event = attache.Event{Source: c.source, Target: c.target}
		s := &story{group: newGroup()}
		for i, code := range c.leading {
			s.codes[code] = 1 / float64(1+i)
		}
		if got := sidesOf(&a, s); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
}

func TestTitlesThatDifferInNamesAloneAreOfTwoEvents(t *testing.T) {
	for _, c := range []struct {
		rule, one, two string
		codes          [2][]string
		want           bool // two stories
	}{
		{
			"three receptions", "Press release: Minister receives the ambassador of Norway",
			"Press release: Minister receives the ambassador of Kenya",
			[2][]string{{"NOR"}, {"KEN"}},
			true,
		},
		{
			"of names of two words", "Minister receives the new ambassador of Norway", "Minister receives the new ambassador of South Africa",
			[2][]string{{"NOR"}, {"ZAF"}},
			true,
		},
		{
			"a host that both name", "Oman: Minister receives the ambassador of Norway", "Oman: Minister receives the ambassador of Kenya",
			[2][]string{{"OMN", "NOR"}, {"OMN", "KEN"}},
			true,
		},
		{
			"the same ambassador", "Minister receives the ambassador of Norway", "Minister receives the ambassador of Norway",
			[2][]string{{"NOR"}, {"NOR"}},
			false,
		},
		{
			"whom one does not name", "Minister receives the ambassador of Norway", "Minister receives the ambassador",
			[2][]string{{"NOR"}, {}},
			false,
		},
		{
			"other words besides", "Minister receives the ambassador of Norway", "Minister dismisses an envoy from Kenya",
			[2][]string{{"NOR"}, {"KEN"}},
			false,
		},
		{
			"another number", "Minister receives 3 ambassadors from Norway", "Minister receives 4 ambassadors from Kenya",
			[2][]string{{"NOR"}, {"KEN"}},
			false,
		},
		{"too few words", "Norway votes today", "Kenya votes today", [2][]string{{"NOR"}, {"KEN"}}, false},
	} {
		c0 := New(Options{})
		doc := func(title string, codes []string) *document {
			a := dispatch("a", "en", title, "Short.", 1, codes...)
			for _, code := range codes {
				a.Actors = append(a.Actors, attache.Actor{Code: code, Kind: attache.Country})
			}
			a.Event = attache.Event{Type: attache.Consult}
			return c0.analyst.document(&a, true)
		}
		one, two := doc(c.one, c.codes[0]), doc(c.two, c.codes[1])
		if got := one.sister(two); got != c.want || two.sister(one) != got {
			t.Errorf("%s: %v", c.rule, got)
		}
		two.lang = "de"
		if one.sister(two) {
			t.Errorf("%s: in two languages", c.rule)
		}
	}
}

func TestThreeReceptionsOnOneDayAreThreeStoriesInAnyOrder(t *testing.T) {
	hosts := map[string]string{"Norway": "NOR", "Kenya": "KEN", "Chile": "CHL"}
	for _, order := range [][]string{{"Norway", "Kenya", "Chile"}, {"Chile", "Norway", "Kenya"}, {"Kenya", "Chile", "Norway"}} {
		c := New(Options{})
		where := map[string]string{}
		for round := range 2 { // by a second outlet as well
			for _, name := range order {
				a := dispatch(fmt.Sprint(name, round), "en", "Press release: Minister receives the ambassador of "+name,
					"The minister received the ambassador of "+name+" on Monday and spoke about trade.", 8, hosts[name])
				a.Actors = []attache.Actor{{Code: hosts[name], Kind: attache.Country, Name: name}}
				a.Event = attache.Event{Type: attache.Consult, Source: []string{hosts[name]}}
				to := c.Add(a)
				where[a.ID] = to.StoryID
				for _, m := range to.Moved {
					where[m.ArticleID] = m.To
				}
			}
		}
		stories := map[string]bool{}
		for _, name := range order {
			stories[where[name+"0"]] = true
			if where[name+"0"] != where[name+"1"] {
				t.Errorf("%v: the two reports about %s are apart", order, name)
			}
		}
		if len(stories) != 3 {
			t.Errorf("%v: %d stories", order, len(stories))
		}
	}
}

func TestACommentOfTheStopWordsStopsNothing(t *testing.T) {
	for _, w := range []string{"harbour", "treaty", "language", "words"} {
		if special[w].stop {
			t.Errorf("%q is a stop word", w)
		}
	}
	if !special["the"].stop || special["seven"].stop || special["monday"].day != 1 || special["sunday"].day != 1<<6 {
		t.Error("what is special is not")
	}
}
