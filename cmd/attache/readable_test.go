package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
	"attache/digest"
	"attache/internal/country"
	"attache/internal/text"
)

// How many digests the test below reads: each edition as so many chats get it.
const (
	digestsRead = 1000
	chatsEach   = 4
)

// TestAThousandDigestsRead compiles digests of windows, filters and zones drawn at
// random from the sample wire, and from the plain articles of the file that
// ATTACHE_REAL names, and reads each as a subscriber would.
func TestAThousandDigestsRead(t *testing.T) {
	withoutDetector(t)
	h, pipeline := filing(t)
	articles := wireOf(t)
	if path := os.Getenv("ATTACHE_REAL"); path != "" {
		articles = append(articles, realArticles(t, path)...)
	}
	if err := pipeline.file(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	first, last := articles[0].Published, articles[len(articles)-1].Published
	random := rand.New(rand.NewPCG(1, 2))
	filters := []attache.Filter{
		{},
		{},
		{Actors: []string{"IRN", "EU"}},
		{Actors: []string{"RUS", "UKR", "SRB"}},
		{Words: []string{"talks", "border"}},
		{Langs: []string{"ru"}},
	}
	previous := attache.Edition{}
	stories, faults := 0, 0
	for i := range digestsRead / chatsEach {
		to := first.Add(time.Duration(random.Int64N(int64(last.Sub(first)) + 1)))
		request := digest.Request{
			From: to.Add(-time.Duration(1+random.IntN(48)) * time.Minute * 6), To: to, Filter: filters[random.IntN(len(filters))],
			TimeZone: []string{"UTC", "Asia/Tokyo", "America/New_York"}[random.IntN(3)],
		}
		if i%3 == 0 {
			request.Previous = previous
		}
		e, err := digest.Compile(t.Context(), h.store, request)
		if err != nil {
			t.Fatal(err)
		}
		previous = e
		for n := range chatsEach {
			e.Alert, e.TimeZone = n == 0 && e.Stories() > 0, []string{request.TimeZone, "Europe/Berlin", "Pacific/Auckland", ""}[n]
			doc := bot.Layout(e, attache.Chat{TimeZone: "Asia/Kolkata", Filter: request.Filter}, attache.Limits{})
			stories += e.Stories()
			for _, fault := range faultsOf(doc, e) {
				if faults++; faults < 20 {
					t.Errorf("%s\n%s", fault, telegram.Plain(doc))
				}
			}
		}
	}
	if stories < digestsRead {
		t.Errorf("only %d stories in %d digests: the test does not try what it should", stories, digestsRead)
	}
	t.Logf("%d stories in %d digests, %d faults", stories, digestsRead, faults)
}

// realArticles gives the plain articles of a file, a minute apart.
func realArticles(t *testing.T, path string) []attache.Article {
	t.Helper()
	var out []attache.Article
	s := &session{ctx: t.Context()}
	start := time.Now().UTC().Add(-3 * 24 * time.Hour).Truncate(time.Second)
	if err := s.eachArticle(path, func(a attache.Article) error {
		r := wireReport("real-"+a.ID, a.Title, a.Body)
		r.Outlet, r.Lang, r.Published = fmt.Sprint("Outlet ", len(out)%40), a.Lang, start.Add(time.Duration(len(out))*time.Minute)
		out = append(out, r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// unreadable are descriptions of speakers that do not read as such.
var unreadable = regexp.MustCompile(`unnamed ` +
	`([^a-z]|(a|an|the|some|several|many|few|both|all|two|three|four|five|no|none|he|she|we|they)\b)|` +
	`— [^A-ZА-ЯЁІЇЄҐ\p{Lo}\p{So}]*[a-z][^,\n]*\b(his|her|its|their|my|our|your)\b`)

// faultsOf reads a digest, and says what of it a subscriber would stumble over.
func faultsOf(doc attache.Document, e attache.Edition) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	plain := telegram.Plain(doc)
	if n := len(utf16.Encode([]rune(plain))); n > 4096 {
		fault("a message of %d units", n)
	}
	if n := len(telegram.Render(doc)); n > 32768 {
		fault("a message of %d bytes", n)
	}
	for _, b := range doc.Blocks {
		words := ""
		for _, s := range b.Spans {
			words += s.Text
		}
		if unreadable.MatchString(words) {
			fault("a speaker who does not read: %q", words)
		}
		if b.Kind == attache.Verbatim && !text.Balanced(strings.ReplaceAll(words, "’", "")) {
			fault("a mark without its partner: %q", words)
		}
		if b.Kind == attache.Note || b.Kind == attache.Heading {
			for w := range strings.FieldsFuncSeq(outsideLinks(b), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if country.IsCountry(w) {
					fault("a bare code: %q", words)
				}
			}
		}
	}
	if !e.Alert && e.Stories() > 0 {
		if n := firstScreen(doc); n > 25 {
			fault("the index ends at line %d of a phone's screen", n)
		}
	}
	for _, s := range e.Sections {
		for i := range s.Items {
			faults = append(faults, repeated(&s.Items[i])...)
			faults = append(faults, foreignLabels(&s.Items[i], e)...)
		}
	}
	return faults
}

func outsideLinks(b attache.Block) string {
	var out strings.Builder
	for _, s := range b.Spans {
		if s.Href == "" {
			out.WriteString(s.Text + " ")
		}
	}
	return out.String()
}

// firstScreen is at which line of a phone the index ends.
func firstScreen(doc attache.Document) int {
	const columns = 34
	lines := 0
	for i, b := range doc.Blocks {
		n := 0
		for _, s := range b.Spans {
			n += utf8.RuneCountInString(s.Text)
		}
		if i > 0 && b.Drop != 5 { // what only the index has
			break
		}
		lines += 1 + n/columns
		if i == 0 {
			lines++
		}
	}
	return lines
}

// repeated are the words that stand twice in a story.
func repeated(it *attache.Item) (faults []string) {
	const run = 8
	said := map[string]string{}
	texts := []string{}
	for _, s := range it.Lead {
		texts = append(texts, s.Text)
	}
	for _, s := range it.Readouts {
		texts = append(texts, s.Text)
	}
	for _, q := range it.Quotes {
		if q.Context != "" {
			texts = append(texts, q.Context)
		} else {
			texts = append(texts, q.Text)
		}
	}
	for i, t := range texts {
		words := strings.FieldsFunc(strings.ToLower(t), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for k := 0; k+run <= len(words); k++ {
			key := strings.Join(words[k:k+run], " ")
			if at, ok := said[key]; ok && at != fmt.Sprint(i) {
				faults = append(faults, fmt.Sprintf("said twice: %q", key))
				break
			}
			said[key] = fmt.Sprint(i)
		}
	}
	return faults
}

// foreignLabels are roles of another language than the message's that stand in it.
func foreignLabels(it *attache.Item, e attache.Edition) (faults []string) {
	one := e
	one.Sections = []attache.Section{{Items: []attache.Item{*it}}}
	shown := telegram.Plain(bot.Layout(one, attache.Chat{}, attache.Limits{}))
	for _, q := range it.Quotes {
		if q.Role != "" && strings.ContainsFunc(q.Role, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) &&
			strings.Contains(shown, q.Speaker+", "+q.Role) {
			faults = append(faults, "a label of another language: "+q.Role)
		}
	}
	return faults
}
