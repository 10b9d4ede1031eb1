package web

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"time"
)

// sitemap names the addresses of the archive (sitemaps.org): thousands, so that it is
// written by hand.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	add := func(path string, at time.Time) {
		b.WriteString("\n <url><loc>")
		_ = xml.EscapeText(&b, []byte(s.href(path))) // a buffer takes everything
		b.WriteString("</loc>")
		if !at.IsZero() {
			b.WriteString("<lastmod>")
			b.Write(at.UTC().AppendFormat(b.AvailableBuffer(), time.RFC3339))
			b.WriteString("</lastmod>")
		}
		b.WriteString("</url>")
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
	tracks, err := s.latestTracks(r.Context())
	if err != nil {
		return err
	}
	for _, t := range tracks {
		add(at("/tracks/", t.ID), t.Last)
	}
	b.WriteString("\n</urlset>\n")
	return s.document(w, r, "application/xml; charset=utf-8", time.Time{}, b.Bytes())
}
