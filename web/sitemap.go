package web

import (
	"encoding/xml"
	"net/http"
	"time"
)

// urlset is a sitemap (sitemaps.org).
type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func (s *Site) sitemap(w http.ResponseWriter, r *http.Request) error {
	var d urlset
	add := func(path string, at time.Time) {
		u := sitemapURL{Loc: s.href(path)}
		if !at.IsZero() {
			u.LastMod = at.UTC().Format(time.RFC3339)
		}
		d.URLs = append(d.URLs, u)
	}
	for _, path := range []string{"/", "/tracks/", "/quotes/", "/countries/", "/sources", "/about", "/privacy"} {
		add(path, time.Time{})
	}
	stories, err := s.latestStories(r.Context())
	if err != nil {
		return err
	}
	for i := range stories {
		add(at("/stories/", stories[i].ID), stories[i].Last)
	}
	tracks, err := s.Store.ListTracks(r.Context(), s.Now().AddDate(0, -6, 0))
	if err != nil {
		return err
	}
	for _, t := range several(tracks) {
		add(at("/tracks/", t.ID), t.Last)
	}
	b, err := marshalXML(d)
	if err != nil {
		return err
	}
	return s.document(w, r, "application/xml; charset=utf-8", time.Time{}, b)
}
