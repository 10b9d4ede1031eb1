package feed

import (
	"context"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache"
)

// A site is a content management system with its habits, and the releases that
// it publishes, corrects and lists. What it does is drawn from a seed alone.
type site struct {
	rng    *rand.Rand
	host   string
	ids    string // none, number, uuid, link, position, constant, anew
	links  string
	dates  string // second, minute, day, none, document
	titles string // free, form, series, constant
	texts  string // own, form, boilerplate, none, full
	pages  string // none, own, canonical, login
	window int    // entries that it lists
	edits  bool   // titles change
	bumps  bool   // a correction has a new date

	now      time.Time
	releases []*release
	slugs    map[string]*release
	polls    int
}

// release is a report that a site publishes; its number tells it from others.
type release struct {
	n         int
	number    int // as the site counts
	title     string
	slug      string
	text      string
	published time.Time
	updated   time.Time
	place     string
}

var (
	idHabits   = []string{"none", "number", "uuid", "link", "position", "constant", "anew"}
	linkHabits = []string{
		"slug", "number", "dir", "query", "date", "list", "empty", "session", "jsessionid", "phpsessid", "buster", "odd",
		"mod", "hosts", "schemes", "amp", "bare", "www",
	}
	dateHabits  = []string{"second", "second", "minute", "day", "none", "document"}
	titleHabits = []string{"free", "free", "form", "series", "constant"}
	textHabits  = []string{"own", "own", "form", "boilerplate", "none", "full"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// newSite draws a site whose releases can be told apart at all: by something
// that stays, or by words and dates.
func newSite(seed uint64) *site {
	r := rand.New(rand.NewPCG(seed, 7))
	for {
		s := &site{
			rng: r, host: fmt.Sprintf("site%d.example", seed), ids: pick(r, idHabits), links: pick(r, linkHabits), dates: pick(r, dateHabits),
			titles: pick(r, titleHabits), texts: pick(r, textHabits), pages: pick(r, []string{"none", "none", "none", "own", "canonical", "login"}),
			window: 1 + r.IntN(12), edits: r.IntN(2) == 0, bumps: r.IntN(4) == 0,
			now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		}
		if s.tellable() {
			return s
		}
	}
}

func (s *site) stableLink() bool {
	return !slices.Contains([]string{"list", "empty"}, s.links)
}

// stableID: ids that stay with their release.
func (s *site) stableID() bool { return s.ids == "number" || s.ids == "uuid" }

// tellable excludes sites whose releases nobody could tell apart.
func (s *site) tellable() bool {
	anchored := s.stableLink() || s.stableID()
	named := (s.titles == "free" || s.titles == "form" || s.titles == "series") && s.dates != "document"
	if s.links == "odd" && !s.stableID() && (s.titles == "constant" || s.dates == "none" || s.dates == "document") {
		return false // a link that changes with every poll is no anchor at first
	}
	if !anchored {
		s.edits, s.bumps = false, false
		return named && s.dates != "none"
	}
	if s.edits && (s.links == "slug" || s.links == "date" || s.links == "odd") && !s.stableID() {
		s.edits = false // title and address change, and nothing else stays
	}
	if s.titles == "constant" && (!s.stableLink() || s.links == "odd") && s.ids != "number" && s.ids != "uuid" {
		return false
	}
	return true
}

func (s *site) String() string {
	return fmt.Sprintf("ids %s, links %s, dates %s, titles %s, texts %s, pages %s, window %d, edits %t, bumps %t",
		s.ids, s.links, s.dates, s.titles, s.texts, s.pages, s.window, s.edits, s.bumps)
}

var (
	countries = []string{
		"Norway", "Kenya", "Chile", "Iran", "Iraq", "Austria", "Australia", "Ireland", "Iceland", "Niger", "Nigeria", "Mali", "Malta", "Peru",
		"Gambia", "Zambia", "Slovakia", "Slovenia", "Oman", "Japan", "Fiji", "Cuba", "Latvia", "Liberia", "Libya", "Ghana", "Guinea", "Guyana",
	}
	verbs = []string{
		"opens", "closes", "welcomes", "rejects", "signs", "postpones", "prepares", "summons", "hosts", "visits", "extends",
		"condemns",
	}
	things = []string{
		"the border talks", "a trade agreement", "the fisheries accord", "a ceasefire plan", "the visa dialogue", "an energy summit",
		"the rail treaty",
		"a prisoner exchange", "the water commission", "a joint patrol", "the customs union", "a culture year",
	}
)

const boilerplate = "The Ministry of Foreign Affairs informs the public about its activities. For further questions please contact the " +
	"press office by telephone or mail during office hours."

// publish makes a release.
func (s *site) publish() {
	n := len(s.releases)
	r := &release{
		n: n, number: 4000 + 7*n, place: countries[(n*5+s.rng.IntN(3))%len(countries)],
		published: s.now.Add(-time.Duration(s.rng.IntN(500)) * time.Second),
	}
	if n > 0 && r.place == s.releases[n-1].place {
		r.place = countries[(n*5+9)%len(countries)]
	}
	switch s.titles {
	case "free":
		r.title = fmt.Sprintf("%s %s %s with %s", pick(s.rng, countries), verbs[n%len(verbs)], things[(n/len(verbs)+n)%len(things)], r.place)
	case "form":
		r.title = "Press release: Minister receives the ambassador of " + r.place + " in round " + words26[n%26]
	case "series":
		r.title = fmt.Sprintf("Bulletin of the ministry No. %d", n+1)
	case "constant":
		r.title = "Press release"
	}
	r.slug = s.free(r, slugOf(r.title))
	if s.titles == "constant" {
		r.slug = fmt.Sprintf("press-release-%s-%d", strings.ToLower(r.place), r.number)
	}
	switch s.texts {
	case "own", "full":
		r.text = fmt.Sprintf("In %s the delegations of %s spoke about %s and %s; item %s of the agenda was left for the next day.", r.place,
			r.place, pick(s.rng, things), pick(s.rng, things), words26[n%26])
		if s.texts == "full" {
			for i := range 12 {
				r.text += fmt.Sprintf(" Paragraph %d tells how %s %s %s before %s and what the hosts said of it.", i, pick(s.rng, countries),
					pick(s.rng, verbs), pick(s.rng, things), pick(s.rng, things))
			}
		}
	case "form":
		r.text = "Today the minister received the newly appointed ambassador of " + r.place +
			", who presented a copy of the letters of credence. The minister wished the ambassador every success."
	case "boilerplate":
		r.text = boilerplate
	}
	s.releases = append(s.releases, r)
}

var words26 = strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec " +
	"romeo sierra tango uniform victor whisky xray yankee zulu")

func slugOf(title string) string { return strings.Join(slugWords(title), "-") }

// edit changes a listed release as editors do.
func (s *site) edit(r *release) {
	switch s.rng.IntN(3) {
	case 0:
		r.title += " – update"
	case 1:
		r.title = "Correction: " + r.title
	case 2:
		if s.titles == "free" {
			r.title = fmt.Sprintf("Envoys of %s meet as planned, ministry says", r.place)
		}
	}
	if s.links == "number" || s.links == "slug" || s.links == "date" || s.links == "www" {
		r.slug = s.free(r, slugOf(r.title))
	}
	if s.bumps {
		r.updated = s.now
	}
}

// free is a slug that no other release has or had, as systems make it.
func (s *site) free(r *release, slug string) string {
	if s.slugs == nil {
		s.slugs = map[string]*release{}
	}
	for n, try := 2, slug; ; n++ {
		if by := s.slugs[try]; by == nil || by == r {
			s.slugs[try] = r
			return try
		}
		try = fmt.Sprintf("%s-%d", slug, n)
	}
}

// link is how the site links a release now.
func (s *site) link(r *release) string {
	base := "https://www." + s.host
	path := fmt.Sprintf("/en/news/%d/%s", r.number, r.slug)
	tick := fmt.Sprint(1764150000 + s.polls*911)
	switch s.links {
	case "slug":
		return base + "/en/press/" + r.slug
	case "number":
		return fmt.Sprintf("%s/news/%d-%s.html", base, r.number, r.slug)
	case "query":
		return fmt.Sprintf("%s/news.aspx?id=%d&lang=en", base, r.number)
	case "date":
		return fmt.Sprintf("%s/%s/%s", base, r.published.Format("2006/01/02"), r.slug)
	case "list":
		return base + "/en/briefings"
	case "empty":
		return ""
	case "session":
		return fmt.Sprintf("%s/news.php?id=%d&sid=%032x", base, r.number, 7919*s.polls+13)
	case "jsessionid":
		return fmt.Sprintf("%s%s;jsessionid=%X.node%d?nn=5", base, path, 99991*s.polls+77, s.polls%3)
	case "phpsessid":
		return fmt.Sprintf("%s/n.php?id=%d&PHPSESSID=%x", base, r.number, 99991*s.polls+77)
	case "buster":
		return base + path + pick(s.rng, []string{"?_t=", "?t=", "?timestamp=", "?nocache="}) + tick
	case "odd":
		return fmt.Sprintf("%s/release/%s?zz=%s", base, r.slug, tick)
	case "mod":
		return base + path + pick(s.rng, []string{"?mod=rsswn", "?mod=rss_world", "?utm_source=rss", "", "?from=rss"})
	case "hosts":
		return "https://" + pick(s.rng, []string{"www", "www2", "web", "news", "m"}) + "." + s.host + path
	case "schemes":
		return pick(s.rng, []string{"http://", "https://"}) + s.host + path
	case "amp":
		return strings.ReplaceAll(fmt.Sprintf("%s/news.php?sec=5&id=%d", base, r.number), "&", pick(s.rng, []string{"&", "&amp;"}))
	case "bare":
		return strings.TrimPrefix(base, "https://") + path
	case "www":
		return pick(s.rng, []string{"https://www.", "//www.", "https://"}) + s.host + fmt.Sprintf("/news/%d-%s.html", r.number, r.slug)
	}
	return base + path
}

func (s *site) id(r *release, place int) string {
	switch s.ids {
	case "number":
		return fmt.Sprintf("https://%s/?p=%d", s.host, r.number)
	case "uuid":
		return fmt.Sprintf("%08x-77aa-4b1c-9f00-%012x", r.number*2654435761%(1<<32), r.number)
	case "link":
		return s.link(r)
	case "position":
		return fmt.Sprint(place + 1)
	case "constant":
		return "ministry-feed"
	case "anew":
		return fmt.Sprintf("%08x-%012x", s.rng.Uint32(), s.rng.Uint64()>>16)
	}
	return ""
}

func (s *site) date(r *release) string {
	at := r.published
	if s.bumps && !r.updated.IsZero() {
		at = r.updated
	}
	switch s.dates {
	case "second":
	case "minute":
		at = at.Truncate(time.Minute)
	case "day":
		return at.Format("2006-01-02")
	case "none":
		return ""
	case "document":
		at = s.now
	}
	return at.Format(time.RFC1123Z)
}

// poll lets the time go on and gives the site's feed.
func (s *site) poll() string {
	s.polls++
	s.now = s.now.Add(37*time.Minute + time.Duration(s.rng.IntN(900))*time.Second)
	before := len(s.releases)
	for range s.rng.IntN(min(s.window, 3) + 1) {
		s.publish()
	}
	if s.polls == 1 && len(s.releases) == 0 {
		s.publish()
	}
	listed := s.listed()
	for _, r := range listed {
		if s.edits && r.n < before && s.rng.IntN(12) == 0 {
			s.edit(r)
		}
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Ministry</title><link>https://www.` + s.host +
		`/</link>`)
	for i, r := range listed {
		b.WriteString("<item>")
		tag := func(name, value string) {
			if value != "" {
				b.WriteString("<" + name + ">" + html.EscapeString(value) + "</" + name + ">")
			}
		}
		tag("title", r.title)
		if link := s.link(r); link == "" {
			b.WriteString("<link/>")
		} else {
			tag("link", link)
		}
		if id := s.id(r, i); id != "" {
			b.WriteString(`<guid isPermaLink="false">` + html.EscapeString(id) + "</guid>")
		}
		tag("pubDate", s.date(r))
		tag("description", r.text)
		tag("author", token(r))
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// listed are the newest releases, the newest first.
func (s *site) listed() []*release {
	list := slices.Clone(s.releases[max(len(s.releases)-s.window, 0):])
	slices.Reverse(list)
	return list
}

// token names a release in a field that no identity is made of.
func token(r *release) string { return fmt.Sprintf("Release %d", r.n) }

// RoundTrip serves the site: its feed and its pages.
func (s *site) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := func(status int, kind, body string) *http.Response {
		return &http.Response{
			StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}
	}
	if strings.HasSuffix(r.URL.Path, "/feed.xml") {
		return answer(http.StatusOK, "application/rss+xml", s.poll()), nil
	}
	if r.URL.Path == "/login" {
		return answer(http.StatusOK, "text/html", page("Log in",
			"Please log in to read this page. Your account gives you access to all "+
				"press releases and to the newsletter of the ministry. "+boilerplate, "")), nil
	}
	for _, rel := range s.listed() {
		if s.links == "list" || pageKey(s.link(rel)) == "" || !samePage(s, rel, r.URL.String()) {
			continue
		}
		if s.pages == "login" {
			res := answer(http.StatusFound, "text/html", "")
			res.Header.Set("Location", "https://www."+s.host+"/login?back="+r.URL.Path)
			return res, nil
		}
		canonical := ""
		if s.pages == "canonical" {
			canonical = `<link rel="canonical" href="https://www.` + s.host + `/en/press-center/all-press-releases.aspx">`
		}
		return answer(http.StatusOK, "text/html", page(rel.title, strings.Repeat(rel.text+" ",
			4)+"The text of this release is no. "+words26[rel.n%26]+".", canonical)), nil
	}
	return answer(http.StatusNotFound, "text/html", "not here"), nil
}

func page(title, text, head string) string {
	return `<!doctype html><html lang="en"><head><title>` + html.EscapeString(title) + `</title>` + head + `</head><body><article><h1>` +
		html.EscapeString(title) + `</h1><p>` + html.EscapeString(text) + `</p></article></body></html>`
}

// samePage tells whether an address leads to a release, whatever it is decorated with.
func samePage(s *site, r *release, link string) bool {
	return compareLinks(pageKey(link), pageKey(s.link(r))) == linkSame || strings.Contains(link, fmt.Sprint(r.number)) ||
		strings.Contains(link, r.slug)
}

// verdict is what became of a site's releases.
type verdict struct{ merged, doubled, lost []string }

func (v verdict) bad() bool { return len(v.merged)+len(v.doubled)+len(v.lost) > 0 }

// watch polls a site and tells which releases became one article, and which
// became several.
func watch(t *testing.T, s *site, polls int) verdict {
	t.Helper()
	src := attache.Source{ID: attache.SourceID(s.host), URL: "https://www." + s.host + "/feed.xml", Name: "Ministry", Kind: attache.Official}
	if s.pages == "none" {
		src.FullText = attache.FullTextNever
	}
	m := newMemory(src)
	p := New(Config{Store: m, Find: m.Find, AllowPrivate: true, HostPause: -1, Now: func() time.Time { return s.now }, transport: s})
	defer p.Close()
	articlesOf, tokensOf := map[string]map[string]bool{}, map[string]map[string]bool{}
	for range polls {
		_, err := p.Pass(t.Context(), nil, func(ctx context.Context, list []attache.Article) error {
			for _, a := range list {
				for _, at := range []struct {
					m    map[string]map[string]bool
					k, v string
				}{{articlesOf, a.Author, a.ID}, {tokensOf, a.ID, a.Author}} {
					if at.m[at.k] == nil {
						at.m[at.k] = map[string]bool{}
					}
					at.m[at.k][at.v] = true
				}
			}
			return m.save(ctx, list)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var v verdict
	for id, tokens := range tokensOf {
		if len(tokens) > 1 {
			v.merged = append(v.merged, fmt.Sprint(id, tokens))
		}
	}
	for tok, ids := range articlesOf {
		if len(ids) > 1 {
			v.doubled = append(v.doubled, fmt.Sprint(tok, " ", len(ids)))
		}
	}
	for _, r := range s.releases {
		if articlesOf[token(r)] == nil && r.n >= len(s.releases)-1 {
			v.lost = append(v.lost, token(r))
		}
	}
	return v
}

// TestEachReleaseIsOneArticle: whatever a site does with its ids, addresses,
// dates, titles and texts, and whatever it corrects.
func TestEachReleaseIsOneArticle(t *testing.T) {
	const polls = 30
	sites := 150
	if n, err := strconv.Atoi(os.Getenv("ATTACHE_SITES")); err == nil {
		sites = n
	}
	bad := 0
	first, _ := strconv.ParseUint(os.Getenv("ATTACHE_SITES_FROM"), 10, 32)
	for seed := first; seed < first+uint64(sites); seed++ {
		s := newSite(seed)
		if v := watch(t, s, polls); v.bad() {
			if bad++; bad <= 20 {
				t.Errorf("site %d (%s), %d releases: merged %v, doubled %v, lost %v", seed, s, len(s.releases), cutList(v.merged), cutList(v.doubled),
					cutList(v.lost))
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d sites", bad, sites)
	}
}

func cutList(l []string) []string { return l[:min(len(l), 3)] }
