package web

import (
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// assets serves the stylesheet and the pictures.
func (s *Site) assets() http.Handler {
	files, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return http.StripPrefix("/assets/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		b, err := fs.ReadFile(files, name)
		if name == "card.png" {
			b, err = s.cards.general, nil
		}
		if err != nil || strings.HasSuffix(name, "/") {
			http.NotFound(w, r)
			return
		}
		types := map[string]string{
			".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
			".webmanifest": "application/manifest+json",
		}
		for end, kind := range types {
			if strings.HasSuffix(name, end) {
				w.Header().Set("Content-Type", kind)
			}
		}
		w.Header().Set("Cache-Control", "public, max-age=86400")
		_ = send(w, r, http.StatusOK, b) // a client that left is nobody's fault
	}))
}

// redirectError leads to another path of ours.
type redirectError struct{ path string }

func (e *redirectError) Error() string { return "moved to " + e.path }

// moved says that a page has another address.
func (s *Site) moved(path string) (*Page, error) { return nil, &redirectError{path} }

// movedFeed makes of a page's new address that of its feed.
func movedFeed(err error, name string) error {
	if path, ok := isMoved(err); ok {
		return &redirectError{feedPath(path, name)}
	}
	return err
}

// isMoved gives where an error leads.
func isMoved(err error) (string, bool) {
	if r, ok := errors.AsType[*redirectError](err); ok {
		return r.path, true
	}
	return "", false
}

func (s *Site) robots(w http.ResponseWriter, r *http.Request) {
	text := "User-agent: *\nDisallow: /search\nAllow: /\n\nSitemap: " + s.href("/sitemap.xml") + "\n"
	if s.NoIndex {
		text = "User-agent: *\nDisallow: /\n\nSitemap: " + s.href("/sitemap.xml") + "\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_ = send(w, r, http.StatusOK, []byte(text)) // a client that left is nobody's fault
}

func (s *Site) about(r *http.Request) (*Page, error) {
	sources, err := s.Store.ListSources(r.Context())
	if err != nil {
		return nil, err
	}
	return &Page{
		Template: "about", Title: "About", Description: "What Attaché is, and how it reads the news.", Path: "/about", Lang: "en",
		Data: struct{ Sources int }{len(sources)},
	}, nil
}

func (s *Site) privacy(*http.Request) (*Page, error) {
	return &Page{
		Template: "privacy", Title: "Privacy", Description: "What this archive knows of its readers: next to nothing.", Path: "/privacy",
		Lang: "en",
		Data: struct{ Minutes int }{int(limitsAge.Minutes())},
	}, nil
}
