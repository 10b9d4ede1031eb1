package digest

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/country"
	"attache/internal/fold"
	"attache/internal/text"
)

// BuildStory folds articles into a story as it was stored, or into a zero
// Story. An article that is in it already is replaced by its new version, so
// that updates and repeats are harmless. It is pure; what it keeps of an
// article is its Report, never its text.
func BuildStory(existing attache.Story, articles ...attache.Article) attache.Story {
	s := existing
	s.Reports = slices.Clone(s.Reports)
	for i := range articles {
		a := &articles[i]
		if s.ID == "" {
			s.ID = a.StoryID
		}
		if s.TrackID == "" {
			s.TrackID = a.TrackID
		}
		r := withAct(a.Report(), a)
		if at := slices.IndexFunc(s.Reports, func(o attache.Report) bool { return o.ArticleID == a.ID }); at >= 0 {
			s.Reports[at] = r
		} else {
			s.Reports = append(s.Reports, r)
		}
	}
	for len(s.Reports) > maxReports {
		i := spare(s.Reports)
		s.Reports = slices.Delete(s.Reports, i, i+1)
	}
	retell(&s)
	return s
}

// maxReports is how many reports a story keeps: each new one costs a reading
// and a writing of all, and nobody is told more outlets than these.
const maxReports = 60

// spare is the report that a full story can do without: a copy, an outlet's
// further report, or the second one that is not official. The first and the
// newest stay.
func spare(reports []attache.Report) int {
	last := len(reports) - 1
	if i := slices.IndexFunc(reports[1:last], func(r attache.Report) bool { return r.CopyOf != "" }); i >= 0 {
		return i + 1
	}
	seen := map[string]bool{reports[0].Outlet: true}
	ordinary := -1
	for i := 1; i < last; i++ {
		r := &reports[i]
		if seen[r.Outlet] && r.Kind != attache.Official {
			return i
		}
		seen[r.Outlet] = true
		if ordinary < 0 && r.Kind != attache.Official {
			ordinary = i
		}
	}
	return max(ordinary, 1)
}

// retell derives all else from the reports.
func retell(s *attache.Story) {
	s.ArticleIDs, s.First, s.Last, s.Official = nil, time.Time{}, time.Time{}, 0
	relevant, own := 0, 0
	for i := range s.Reports {
		r := &s.Reports[i]
		s.ArticleIDs = append(s.ArticleIDs, r.ArticleID)
		if !r.Published.IsZero() {
			if s.First.IsZero() || r.Published.Before(s.First) {
				s.First = r.Published
			}
			if r.Published.After(s.Last) {
				s.Last = r.Published
			}
		}
		if !s.Repeats(r) {
			own++
			if r.Relevant {
				relevant++
			}
			if r.Kind == attache.Official {
				s.Official++
			}
		}
	}
	s.Relevant = relevant > 0 && relevant*5 >= own*2
	s.Outlets, s.Actors, s.Event = outletsOf(s), actorsOf(s), eventOf(s)
	s.Event.Act = actOfStory(s)
	if best := headliner(s, nil); best != nil {
		s.Headline, s.Lang = best.Title, best.Lang
		s.Event.Act = cmp.Or(best.Event.Act, s.Event.Act) // the label stands below the headline
	}
}

// outletsOf are the outlets with a report of their own, in the order in which
// they came.
func outletsOf(s *attache.Story) []string {
	var outlets []string
	for i := range s.Reports {
		r := &s.Reports[i]
		if r.Outlet != "" && !s.Repeats(r) && !slices.Contains(outlets, r.Outlet) {
			outlets = append(outlets, r.Outlet)
		}
	}
	return outlets
}

// maxActors is how many countries and bodies a story names.
const maxActors = 8

func actorsOf(s *attache.Story) []string {
	weight := map[string]float64{}
	var codes []string
	for i := range s.Reports {
		r := &s.Reports[i]
		if s.Repeats(r) {
			continue
		}
		for rank, c := range r.Codes {
			if weight[c] == 0 {
				codes = append(codes, c)
			}
			weight[c] += 1 / float64(1+rank)
			if slices.Contains(r.Event.Source, c) || slices.Contains(r.Event.Target, c) {
				weight[c]++
			}
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Compare(weight[b], weight[a]) })
	return codes[:min(len(codes), maxActors)]
}

// eventOf is what most reports say happened; of equals, the more telling type.
func eventOf(s *attache.Story) attache.Event {
	votes := map[attache.EventType]float64{}
	sides := map[attache.EventType]map[string]int{}
	first := map[string]attache.Event{}
	for i := range s.Reports {
		r := &s.Reports[i]
		t := r.Event.Type
		if t == "" || s.Repeats(r) {
			continue
		}
		votes[t]++
		if r.Relevant {
			votes[t] += 0.5
		}
		if sides[t] == nil {
			sides[t] = map[string]int{}
		}
		key := string(t) + strings.Join(r.Event.Source, " ") + ">" + strings.Join(r.Event.Target, " ")
		if _, ok := first[key]; !ok {
			first[key] = r.Event
		}
		sides[t][key]++
	}
	best := attache.EventType("")
	for t, n := range votes {
		w, v := n+0.4*eventWeight[t], votes[best]+0.4*eventWeight[best]
		if best == "" || w > v || w == v && t < best {
			best = t
		}
	}
	chosen := ""
	for key, n := range sides[best] {
		if m := sides[best][chosen]; chosen == "" || n > m || n == m && key < chosen {
			chosen = key
		}
	}
	return first[chosen]
}

// headliner is the report whose title tells the story best; langs, where
// given, come first. Nil where there is none.
func headliner(s *attache.Story, langs []string) *attache.Report {
	reports := s.Reports
	words := make([]map[string]bool, len(reports))
	for i := range reports[:min(len(reports), 40)] {
		words[i] = titleWords(reports[i].Title)
	}
	var best *attache.Report
	top := 0.0
	for i := range reports {
		r := &reports[i]
		if strings.TrimSpace(r.Title) == "" || s.Relays(r) { // its title over another's address would be put into that one's mouth
			continue
		}
		score := titleScore(r) + centrality(words, i) + clarity(r, s.Actors)
		if len(langs) > 0 && slices.Contains(langs, r.Lang) {
			score += 20
		}
		if best == nil || score > top || score == top && r.Published.Before(best.Published) {
			best, top = r, score
		}
	}
	return best
}

// titleScore prefers sober titles: agencies before papers before the parties.
func titleScore(r *attache.Report) float64 {
	score := map[attache.SourceKind]float64{attache.Wire: 2, attache.Press: 1.2, attache.Official: 1, attache.StateMedia: 0}[r.Kind]
	if r.CopyOf != "" {
		score -= 3
	}
	if r.Relevant {
		score++
	}
	if r.Lang == "en" {
		score += 0.8
	}
	switch n := utf8.RuneCountInString(r.Title); {
	case n > 140 || n < 10:
		score -= 2
	case n <= 100 && (n >= 30 || text.TraitsOf(r.Lang).Has(text.Han)):
		score += 0.5
	}
	if strings.ContainsAny(r.Title, "?？!") {
		score -= 0.7
	}
	if first, _ := utf8.DecodeRuneInString(r.Title); strings.ContainsRune("\"'“‘«„「", first) {
		score -= 0.5
	}
	if strings.ToUpper(r.Title) == r.Title && strings.ToLower(r.Title) != r.Title {
		score--
	}
	return score
}

// clarity is how far a title is understood alone: it names who did it, its report
// says what, and it does not begin with a catchword before a colon.
func clarity(r *attache.Report, actors []string) float64 {
	named := 0
	for _, code := range actors[:min(len(actors), 3)] {
		if names(r.Title, r.Lang, code) {
			named++
		}
	}
	score := 0.7 * float64(min(named, 2))
	if at := strings.Index(r.Title, ":"); at > 0 && len(strings.Fields(r.Title[:at])) <= 2 && named == 0 {
		score -= 0.6
	}
	if r.Event.Act != "" {
		score += 0.3
	}
	return score
}

// names says whether a title in a language names a country or body: by its name or
// a word made of it (Norway, Norwegian), or by its abbreviation.
func names(title, lang, code string) bool {
	words := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) })
	if slices.Contains(words, code) {
		return true
	}
	name := fold.String(country.Name(code, lang))
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return fold.Contains(title, name)
	}
	stem := []rune(strings.Fields(name + " ?")[0])
	if len(stem) < 4 {
		return fold.Contains(title, name)
	}
	prefix := string(stem[:4])
	if len(stem) > 4 && sharedPrefixes()[prefix] > 1 { // Austria, Australia
		prefix = string(stem[:min(len(stem), 6)])
	}
	return slices.ContainsFunc(words, func(w string) bool {
		w = fold.String(w)
		return strings.HasPrefix(w, prefix) || strings.HasPrefix(w, "ال"+prefix)
	})
}

// sharedPrefixes counts the countries and bodies whose English names begin alike.
var sharedPrefixes = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	country.All(func(_, name string) {
		if r := []rune(fold.String(name)); len(r) >= 4 {
			m[string(r[:4])]++
		}
	})
	return m
})

// centrality is how much of a title's words the other titles share.
func centrality(words []map[string]bool, i int) float64 {
	if i >= len(words) || len(words[i]) == 0 || len(words) < 2 {
		return 0
	}
	shared := 0
	for j := range words {
		for w := range words[i] {
			if j != i && words[j][w] {
				shared++
			}
		}
	}
	return 2 * float64(shared) / float64(len(words[i])*(len(words)-1))
}

func titleWords(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsFuncSeq(fold.String(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.RuneCountInString(w) > 3 {
			m[w] = true
		}
	}
	return m
}

// WithoutReport is a story without a report, told anew from the others; a zero
// Story where it was the only one.
func WithoutReport(s attache.Story, article string) attache.Story {
	s.Reports = slices.DeleteFunc(slices.Clone(s.Reports), func(r attache.Report) bool { return r.ArticleID == article })
	if len(s.Reports) == 0 {
		return attache.Story{}
	}
	retell(&s)
	return s
}
