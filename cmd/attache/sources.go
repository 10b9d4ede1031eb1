package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"attache"
	"attache/feed"
	words "attache/internal/text"
)

// sourcesCommand keeps the list of sources.
type sourcesCommand struct {
	List   sourcesList   `cmd:"" help:"What is polled, and how it goes."`
	Add    sourcesAdd    `cmd:"" help:"Poll another address."`
	Remove sourcesRemove `cmd:"" help:"Stop polling an address; its articles stay."`
	Check  sourcesCheck  `cmd:"" help:"Ask each source what it gives now."`
	Import sourcesImport `cmd:"" help:"Add the sources of an OPML file."`
	Export sourcesExport `cmd:"" help:"Print the sources as OPML."`
}

// removedNote names the note that keeps a default source off the list.
func removedNote(id string) string { return "source-removed/" + id }

// settleSources brings the stored list in line with the configuration: what
// it names is there, what it no longer names goes, what was added by hand
// stays. Without any configured source the default list is used.
func (h *app) settleSources(ctx context.Context) error {
	wanted, err := h.wantedSources(ctx)
	if err != nil {
		return err
	}
	stored, err := h.store.ListSources(ctx)
	if err != nil {
		return err
	}
	for _, old := range stored {
		if guarded := old.Guarded(); guarded.Private != old.Private { // added before secrets were kept apart
			old = guarded
			if err := h.store.PutSources(ctx, old); err != nil {
				return err
			}
		}
		i := slices.IndexFunc(wanted, func(s attache.Source) bool { return s.ID == old.ID })
		switch {
		case i >= 0:
			wanted[i].Polling = old.Polling
		case old.Origin == attache.FromConfig || old.Origin == attache.FromDefault:
			if err := h.store.RemoveSource(ctx, old.ID); err != nil {
				return err
			}
		}
	}
	return h.store.PutSources(ctx, wanted...)
}

func (h *app) wantedSources(ctx context.Context) ([]attache.Source, error) {
	settings := h.settings()
	wanted := settings.sources()
	for i := range wanted {
		wanted[i].Origin = attache.FromConfig
	}
	defaults := len(wanted) == 0
	if settings.Defaults != nil {
		defaults = *settings.Defaults
	}
	if !defaults {
		return wanted, nil
	}
	for _, s := range feed.Defaults() {
		removed, err := h.store.Note(ctx, removedNote(s.ID))
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return nil, err
		}
		known := slices.ContainsFunc(wanted, func(w attache.Source) bool { return feed.SourceKey(w.Address()) == feed.SourceKey(s.URL) })
		if len(removed) > 0 || known {
			continue
		}
		s.Origin = attache.FromDefault
		wanted = append(wanted, s)
	}
	return wanted, nil
}

type sourcesList struct{}

func (c *sourcesList) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx)
	if err != nil {
		return err
	}
	return printSources(s.env.out, sources, h.now())
}

// printSources writes a table, or tab-separated values where no person reads.
func printSources(w io.Writer, sources []attache.Source, now time.Time) error {
	slices.SortFunc(sources, func(a, b attache.Source) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Name, b.Name))
	})
	table, done := w, func() error { return nil }
	if isTerminal(w) {
		aligned := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		table, done = aligned, aligned.Flush
	}
	fmt.Fprintln(table, "KIND\tCOUNTRY\tLANG\tNAME\tSTATE\tADDRESS")
	for _, s := range sources {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Kind, s.Country, s.Lang, safe(s.Name), pollingState(s, now), safe(s.URL))
	}
	return done()
}

// pollingState says how polling a source goes, from memory, in a few words.
func pollingState(s attache.Source, now time.Time) string {
	p := s.Polling
	switch {
	case p.State == attache.PollGone:
		return "gone: the server says it is no more"
	case p.State == attache.PollPaused:
		return "tried once a day: " + safe(p.Problem)
	case p.Failures > 0:
		return fmt.Sprintf("failed %s: %s", words.Count(p.Failures, "time", "times"), safe(p.Problem))
	case p.Checked.IsZero():
		return "not tried yet"
	case !p.Verified:
		return "no articles yet"
	}
	facts := []string{"checked " + ago(now, p.Checked)}
	if p.Format != "" {
		facts = append(facts, p.Format, words.Count(p.Entries, "entry", "entries"))
	}
	if !p.Newest.IsZero() {
		facts = append(facts, "newest "+ago(now, p.Newest))
	}
	return strings.Join(append(facts, slices.Concat(pagesFacts(p.Pages), addressFacts(p))...), ", ")
}

// pagesFacts says how reading the articles' pages went.
func pagesFacts(c attache.PageCount) []string {
	if c.Asked == 0 {
		return nil
	}
	facts := []string{fmt.Sprintf("%d of %s read", c.Read, words.Count(c.Asked, "page", "pages"))}
	for _, why := range slices.Sorted(maps.Keys(c.Refused)) {
		facts = append(facts, fmt.Sprintf("%d refused: %s", c.Refused[why], safe(why)))
	}
	return facts
}

// addressFacts says where a source is polled, and what of that changed.
func addressFacts(p attache.Polling) []string {
	var facts []string
	last := len(p.Addresses) - 1
	for i, c := range p.Addresses {
		what := fmt.Sprintf("%s at %s (%s)", c.At.Format(time.DateOnly), safe(attache.PublicURL(c.To)), safe(c.Why))
		if i == last {
			facts = append(facts, "polled since "+what)
		} else {
			facts = append(facts, "before that since "+what)
		}
	}
	if last < 0 && p.MovedTo != "" {
		facts = append(facts, "polled at "+safe(attache.PublicURL(p.MovedTo)))
	}
	slices.Reverse(facts)
	if len(p.Others) > 0 {
		facts = append(facts, words.Count(len(p.Others), "further feed", "further feeds"))
	}
	return facts
}

// ago says how long something is past, in the largest unit that fits.
func ago(now, then time.Time) string {
	switch d := now.Sub(then); {
	case d < time.Minute:
		return "just now"
	case d < 2*time.Hour:
		return words.Count(int(d.Minutes()), "minute", "minutes") + " ago"
	case d < 48*time.Hour:
		return words.Count(int(d.Hours()), "hour", "hours") + " ago"
	default:
		return words.Count(int(d.Hours()/24), "day", "days") + " ago"
	}
}

type sourcesAdd struct {
	URL       string            `arg:"" help:"Address of a feed, of a page that lists press releases, of a site, or a public Telegram channel."`
	Name      string            `help:"What to call it; without it, what its feed calls itself."`
	Kind      string            `help:"Who speaks there: official, wire, press or state-media; press where the built-in list does not know it."`
	Country   string            `help:"ISO 3166 alpha-3 code, or a body's abbreviation."`
	Lang      string            `help:"ISO 639-1 code; it beats every guess."`
	Topics    []string          `help:"Topics, for your own order."`
	FullText  string            `help:"Fetch the articles' pages: auto, always or never." default:"auto"`
	UserAgent string            `help:"Another User-Agent for this source."`
	Headers   map[string]string `name:"header" help:"Further headers for its own site, as NAME=VALUE."`
	Proxy     string            `help:"A proxy for this source: http, https or socks5; none for none."`
	Timezone  string            `help:"Time zone of its dates that name none, such as Asia/Tokyo."`
	Selector  string            `help:"CSS selector of what holds one entry of its page."`
	Unseen    bool              `help:"Add it without looking what is there."`
}

func (c *sourcesAdd) Run(s *session) error {
	link, ok := feed.WebAddress(c.URL)
	if !ok {
		return usage("%q is no http(s) address", attache.PublicURL(c.URL))
	}
	if err := errors.Join(checkOneOf(c.Kind, "official", "wire", "press", "state-media"), checkOneOf(c.FullText, "auto", "always", "never"),
		checkShape(c.Lang, langShape, "an ISO 639-1 code such as de"), checkProxy(c.Proxy), checkPlace(c.Timezone), checkSelector(c.Selector),
		checkHeaders(c.Headers)); err != nil {
		return usage("%w", err)
	}
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	source := attache.Source{
		ID: attache.SourceID(link), URL: link, Name: c.Name, Kind: attache.SourceKind(c.Kind),
		Country: c.Country, Lang: c.Lang, Topics: c.Topics, FullText: attache.FullText(c.FullText), Origin: attache.FromHand,
		UserAgent: c.UserAgent, Headers: c.Headers, Proxy: c.Proxy, TimeZone: c.Timezone, Selector: c.Selector,
	}.Guarded()
	if known, ok := feed.Known(link); ok {
		source.Name, source.Country = cmp.Or(source.Name, known.Name), cmp.Or(source.Country, known.Country)
		source.Lang = cmp.Or(source.Lang, known.Lang)
		source.Kind = cmp.Or(source.Kind, known.Kind)
	}
	source.Kind = cmp.Or(source.Kind, attache.Press)
	sources, err := h.store.ListSources(s.ctx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(sources, func(o attache.Source) bool { return feed.SourceKey(o.Address()) == feed.SourceKey(link) }); i >= 0 {
		return usage("%s is on the list already", sources[i].URL)
	}
	if !c.Unseen {
		if source, err = h.look(s, source, !strings.Contains(c.URL, "://")); err != nil {
			return err
		}
	}
	source.Name = cmp.Or(source.Name, source.URL)
	if err := errors.Join(h.store.PutSources(s.ctx, source), h.store.SetNote(s.ctx, removedNote(source.ID), nil)); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "added %s; it is polled from the next pass on\n", source.URL)
	return nil
}

// look asks what a source is before it is added, and says what was found. guessed
// tells that the address was given without http or https.
func (h *app) look(s *session, source attache.Source, guessed bool) (attache.Source, error) {
	poller := h.poller()
	defer poller.Close()
	found, err := poller.Discover(s.ctx, source)
	if err != nil && guessed && strings.HasPrefix(source.URL, "https://") {
		plain := source
		plain.URL = "http://" + strings.TrimPrefix(source.URL, "https://")
		if again, second := poller.Discover(s.ctx, plain); second == nil {
			plain.ID = attache.SourceID(plain.URL)
			source, found, err = plain, again, nil
		}
	}
	if err != nil {
		if s.ctx.Err() != nil {
			return source, s.ctx.Err()
		}
		return source, usage("nothing was added: %s: %w. `attache sources add --unseen` adds it all the same", source.URL, err)
	}
	best := found[0]
	facts := []string{best.Format, words.Count(best.Entries, "entry", "entries")}
	if !best.Newest.IsZero() {
		facts = append(facts, "newest "+ago(h.now(), best.Newest))
	}
	fmt.Fprintf(s.env.out, "found %s: %s\n", safe(cmp.Or(best.Title, attache.PublicURL(best.URL))), strings.Join(facts, ", "))
	if feed.SourceKey(best.URL) != feed.SourceKey(source.Address()) {
		fmt.Fprintf(s.env.out, "  at %s\n", safe(attache.PublicURL(best.URL)))
	}
	for _, o := range found[1:] {
		fmt.Fprintf(s.env.out, "  there is also %s: %s, %s\n", safe(attache.PublicURL(o.URL)), safe(o.Title),
			words.Count(o.Entries, "entry", "entries"))
	}
	source.Name = cmp.Or(source.Name, best.Title)
	return source, nil
}

type sourcesRemove struct {
	URL string `arg:"" help:"Address or id, as the list shows it."`
}

func (c *sourcesRemove) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx, c.URL)
	switch {
	case err != nil:
		return err
	case sources[0].Origin == attache.FromConfig:
		return usage("%s stands in the configuration file; take it out there", sources[0].URL)
	}
	id := sources[0].ID
	if err := errors.Join(h.store.SetNote(s.ctx, removedNote(id), []byte("1")), h.store.RemoveSource(s.ctx, id)); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "removed %s; its articles stay\n", sources[0].URL)
	return nil
}
