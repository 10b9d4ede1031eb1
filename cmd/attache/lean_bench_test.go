package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// newsroom makes news of nobody: every report has its own parties, persons, words
// and quotes, as many as were counted in what 100 feeds gave (476 words and 14
// quotes a report), four reports to an event.
type newsroom struct {
	random *rand.Rand
	made   int
	event  []string // what the reports of the event at hand share
	begun  time.Time
}

func newNewsroom(begun time.Time) *newsroom {
	return &newsroom{random: rand.New(rand.NewPCG(5, 6)), begun: begun}
}

var (
	syllables = strings.Fields("hal vor sen mar ket dol ran tis bel gor nim pas rev ul dan fre kos lin tur yar zem ost arn eli")
	verbs     = strings.Fields("discussed postponed welcomed rejected prepared signed reviewed suspended extended opened")
	things    = strings.Fields("agreement ceasefire border treaty sanctions embassy summit tariffs fisheries corridor pipeline visa " +
		"delegation talks proposal resolution envoys ministers deadline inspection prisoners exchange harbour grain")
	codes   = strings.Fields("Norway Kenya Japan Brazil Poland Turkey India Jordan Chile Ghana Canada Egypt France Vietnam Peru Iceland")
	said    = strings.Fields("said told added warned insisted confirmed")
	offices = []string{"foreign minister", "spokeswoman", "ambassador", "deputy foreign minister", "special envoy"}
)

func (n *newsroom) one(list []string) string { return list[n.random.IntN(len(list))] }

func (n *newsroom) name() string {
	name := func() string {
		s := n.one(syllables) + n.one(syllables) + n.one(syllables)
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return name() + " " + name()
}

// clause is a piece of a sentence; one word in four occurs seldom.
func (n *newsroom) clause(words int) string {
	var b strings.Builder
	for i := range words {
		switch {
		case i == 0:
		case i%9 == 8:
			b.WriteString(", and ")
		default:
			b.WriteByte(' ')
		}
		switch n.random.IntN(8) {
		case 0, 1:
			b.WriteString(n.one(syllables) + n.one(syllables) + n.one(syllables))
		case 2:
			b.WriteString(n.one(verbs))
		case 3, 4:
			b.WriteString(n.one(things))
		default:
			b.WriteString(n.one([]string{"the", "of", "with", "on", "for", "in", "that", "their", "before", "after"}))
		}
	}
	return b.String()
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// article is the next report, as a feed gives it.
func (n *newsroom) article() attache.Article {
	if n.made%4 == 0 {
		n.event = []string{n.one(codes), n.one(codes), n.one(things), n.name(), n.name(), n.clause(5)}
	}
	e := n.event
	var body []string
	for i := range 14 {
		speaker, quote := e[3+i%2], sentence(n.clause(14+n.random.IntN(6)))
		body = append(body, fmt.Sprintf("“%s,” %s %s, %s of %s. %s", strings.TrimSuffix(quote, "."), n.one(said), speaker,
			offices[i%2], e[i%2], sentence("the ministers of "+e[0]+" and "+e[1]+" "+n.one(verbs)+" the "+e[2]+" "+n.clause(5))))
	}
	outlet := n.made % 100
	a := attache.Article{
		Title:    fmt.Sprintf("%s and %s %s %s on %s", e[0], e[1], n.one(verbs), e[2], e[5]),
		Body:     strings.Join(body, "\n\n"),
		SourceID: fmt.Sprintf("https://outlet%d.example/rss.xml", outlet), Outlet: fmt.Sprintf("Outlet %d", outlet), OutletKind: attache.Press,
		URL: fmt.Sprintf("https://outlet%d.example/world/%d-%s", outlet, n.made, n.one(things)), Own: true,
		Published: n.begun.Add(time.Duration(n.made) * 43 * time.Second), Fetched: n.begun.Add(time.Duration(n.made) * 43 * time.Second),
	}
	a.Keys = []string{"url:" + a.URL, "guid:" + a.SourceID + ":" + a.URL}
	a.ID, a.Lang = attache.ArticleID(a.Keys[0]), "en"
	n.made++
	return a
}

// spent is the processor time of this process.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLean files reports as `attache run` gets them, one to three of a source,
// those of six sources within the seconds that they wait for each other, then those
// of one alone, and as `attache fetch` does, the most of a source; then it says what
// a report cost: processor time, bytes written, room on disk.
func BenchmarkLean(b *testing.B) {
	for _, way := range []struct {
		name    string
		sources int // that come within the time of gathering
		most    int // reports of one
	}{{"run", 6, 3}, {"run_alone", 1, 3}, {"fetch", 1, 100}} {
		b.Run(way.name, func(b *testing.B) {
			h := benchHouse(b)
			pipeline, err := h.pipeline(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			news := newNewsroom(time.Now().Add(-48 * time.Hour))
			store := h.store.(*bolt.Store)
			written, cpu, made := store.Written(), time.Duration(0), 0
			for b.Loop() {
				var articles []attache.Article
				for range way.sources {
					for range 1 + made%way.most {
						articles = append(articles, news.article())
						made++
					}
				}
				begun := spent()
				if err := pipeline.file(b.Context(), articles); err != nil {
					b.Fatal(err)
				}
				cpu += spent() - begun
			}
			info, err := os.Stat(store.Path())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(cpu.Microseconds())/float64(made), "cpu-µs/article")
			b.ReportMetric(float64(store.Written()-written)/float64(made)/1000, "kB-written/article")
			b.ReportMetric(float64(info.Size())/float64(made)/1000, "kB-disk/article")
			b.ReportMetric(float64(made), "articles")
			page, _, err := h.store.Articles(context.Background(), attache.ArticleQuery{Limit: 50})
			if err != nil || len(page) == 0 {
				b.Fatal(len(page), err)
			}
			quotes := 0
			for _, a := range page {
				quotes += len(a.Quotes)
			}
			b.ReportMetric(float64(quotes)/float64(len(page)), "quotes/article")
		})
	}
}
