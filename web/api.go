package web

import (
	"context"
	_ "embed" // the description of the API
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"attache"
	"attache/internal/country"
)

//go:embed openapi.json
var openAPI string

// Bounds of a list.
const (
	usualItems = 20
	mostItems  = 100
)

// apiStory is a story as the API gives it.
type apiStory struct {
	ID        string      `json:"id"`
	URL       string      `json:"url"`
	Headline  string      `json:"headline"`
	Lang      string      `json:"lang,omitempty"`
	First     time.Time   `json:"first"`
	Last      time.Time   `json:"last"`
	Event     string      `json:"event,omitempty"`
	Countries []string    `json:"countries"` // ISO 3166 alpha-3
	Bodies    []string    `json:"bodies"`    // usual abbreviations
	Track     string      `json:"track,omitempty"`
	Reports   []apiReport `json:"reports"`
}

type apiReport struct {
	Outlet    string    `json:"outlet"`
	Kind      string    `json:"kind,omitempty"`
	Title     string    `json:"title"`
	URL       string    `json:"url,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Published time.Time `json:"published"`
}

// apiQuote is a quote as the API gives it.
type apiQuote struct {
	ID        string    `json:"id"`
	URL       string    `json:"url"`
	Text      string    `json:"text"`
	Speaker   string    `json:"speaker"`
	Role      string    `json:"role,omitempty"`
	Countries []string  `json:"countries"` // spoken for
	Bodies    []string  `json:"bodies"`
	Outlet    string    `json:"outlet"`
	Source    string    `json:"source"` // where it was published
	Story     string    `json:"story,omitempty"`
	Published time.Time `json:"published"`
}

func (s *Site) apiRoutes(mux *http.ServeMux) {
	mux.Handle("GET /api/stories", s.api(s.apiStories, "country", "cursor", "limit", "q", "track"))
	mux.Handle("GET /api/quotes", s.api(s.apiQuotes, "cursor", "limit", "q", "speaker"))
	mux.Handle("GET /api/openapi.json", s.cached(func(w http.ResponseWriter, r *http.Request) error {
		text := strings.Replace(openAPI, "{server}", s.base.String(), 1)
		return s.document(w, r, "application/vnd.oai.openapi+json; charset=utf-8", time.Time{}, []byte(text))
	}))
}

// api answers JSON; its errors are JSON too.
func (s *Site) api(load func(*http.Request, int) (any, error), reads ...string) http.Handler {
	answer := s.cachedOr(refuseError(s), func(w http.ResponseWriter, r *http.Request) error {
		n, _ := strconv.Atoi(r.URL.Query().Get("limit")) // checked before
		if n == 0 {
			n = usualItems
		}
		list, err := load(r, n)
		if err != nil {
			return err
		}
		b, err := json.Marshal(list)
		if err != nil {
			return err
		}
		return s.document(w, r, "application/json; charset=utf-8", time.Time{}, b)
	}, reads...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l := r.URL.Query().Get("limit"); l != "" {
			if n, err := strconv.Atoi(l); err != nil || n < 1 || n > mostItems {
				refuse(w, http.StatusBadRequest, "limit is a whole number from 1 to "+strconv.Itoa(mostItems))
				return
			}
		}
		answer.ServeHTTP(w, r)
	})
}

// refuseError answers what went wrong with a question to the API.
func refuseError(s *Site) failure {
	return func(w http.ResponseWriter, r *http.Request, err error) {
		switch {
		case errors.Is(err, attache.ErrBadCursor):
			refuse(w, http.StatusBadRequest, "cursor is none that this archive gave")
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errBusy):
			refuse(w, http.StatusServiceUnavailable, "this took too long; try again in a minute")
		default:
			s.Logger.Error("a question to the API could not be answered", "path", r.URL.Path, "err", err)
			refuse(w, http.StatusInternalServerError, "the archive could not read this just now")
		}
	}
}

// refuse says what of a question was wrong.
func refuse(w http.ResponseWriter, status int, problem string) {
	b, err := json.Marshal(map[string]string{"error": problem})
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.WriteHeader(status)
	_, _ = w.Write(b) // a client that left is nobody's fault
}

func (s *Site) apiStories(r *http.Request, n int) (any, error) {
	q := r.URL.Query()
	var stories []attache.Story
	var next string
	var err error
	code, words := strings.ToUpper(q.Get("country")), s.Terms(q.Get("q"))
	if code == "" && len(words) == 0 {
		stories, next, err = s.Store.Stories(r.Context(), attache.StoryQuery{
			Relevant: true, After: q.Get("cursor"), Limit: n, TrackID: q.Get("track"), Until: s.Now().Add(time.Hour),
		})
	} else {
		stories, _, next, err = s.storiesOf(r.Context(), attache.ArticleQuery{
			Actor: code, Words: words, Brief: true, After: q.Get("cursor"), Limit: n,
		}, nil)
	}
	if err != nil {
		return nil, err
	}
	list := make([]apiStory, 0, len(stories))
	for i := range stories {
		list = append(list, s.apiStory(&stories[i]))
	}
	return struct {
		Stories []apiStory `json:"stories"`
		Next    string     `json:"next"`
	}{list, next}, nil
}

func (s *Site) apiStory(story *attache.Story) apiStory {
	a := apiStory{
		ID: story.ID, URL: s.href(at("/stories/", story.ID)), Headline: story.Headline, Lang: story.Lang, First: story.First, Last: story.Last,
		Event: string(story.Event.Type), Track: story.TrackID, Reports: []apiReport{},
	}
	a.Countries, a.Bodies = split(story.Actors)
	for _, r := range story.Reports {
		report := apiReport{Outlet: r.Outlet, Kind: string(r.Kind), Title: r.Title, Lang: r.Lang, Published: r.Published}
		if attache.IsLink(r.URL) {
			report.URL = r.URL
		}
		a.Reports = append(a.Reports, report)
	}
	return a
}

func (s *Site) apiQuotes(r *http.Request, n int) (any, error) {
	q := r.URL.Query()
	quotes, next, err := s.Store.Quotes(r.Context(), attache.QuoteQuery{
		Speaker: q.Get("speaker"), About: q.Get("q"), After: q.Get("cursor"), Limit: n,
	})
	if err != nil {
		return nil, err
	}
	list := []apiQuote{}
	for _, quote := range shown(quotes) {
		a := apiQuote{
			ID: quote.ID, URL: s.href(at("/quotes/", quote.ID)), Text: quote.Text, Speaker: quote.Speaker, Role: quote.Role, Outlet: quote.Outlet,
			Source: quote.URL, Story: quote.StoryID, Published: quote.Published,
		}
		a.Countries, a.Bodies = split([]string{quote.Code})
		list = append(list, a)
	}
	return struct {
		Quotes []apiQuote `json:"quotes"`
		Next   string     `json:"next"`
	}{list, next}, nil
}

// split sorts codes into countries and bodies.
func split(codes []string) (countries, bodies []string) {
	countries, bodies = []string{}, []string{}
	for _, code := range codes {
		switch {
		case country.IsCountry(code):
			countries = append(countries, code)
		case code != "":
			bodies = append(bodies, code)
		}
	}
	return countries, bodies
}
