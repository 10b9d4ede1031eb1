package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
	"time"

	"attache"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Page is a page before it is rendered.
type Page struct {
	Template    string // its file, without .html
	Title       string
	Description string // what unfolds below a shared link
	Path        string // canonical: of our addresses, with its query
	Lang        string // of what it mostly shows
	Kind        string // Open Graph type; "" is website
	Image       string // path of its card; "" is the archive's own
	Published   time.Time
	Modified    time.Time
	Feeds       string // path that its feeds' addresses begin with; "" none
	Schema      any    // schema.org, as JSON-LD
	Data        any
	Error       bool // no page, but what is wrong
}

// pages are the parsed templates.
type pages struct{ byName map[string]*template.Template }

// parsePages parses every page with the layout around it.
func (s *Site) parsePages() (*pages, error) {
	p := &pages{byName: map[string]*template.Template{}}
	base, err := template.New("layout.html").Funcs(s.functions()).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	names, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	for _, f := range names {
		name := strings.TrimSuffix(f.Name(), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := template.Must(base.Clone()).ParseFS(templateFiles, path.Join("templates", f.Name()))
		if err != nil {
			return nil, err
		}
		p.byName[name] = t
	}
	return p, nil
}

// shell is what the layout needs around a page.
type shell struct {
	*Page
	Site      *Site
	Canonical string
	ImageURL  string
	JSONLD    template.JS
	Now       time.Time
}

// show renders a page.
func (s *Site) show(w http.ResponseWriter, r *http.Request, p *Page) error {
	b, err := s.render(p)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if !p.Modified.IsZero() {
		h.Set("Last-Modified", p.Modified.UTC().Format(http.TimeFormat))
	}
	return send(w, r, http.StatusOK, b)
}

func (s *Site) render(p *Page) ([]byte, error) {
	t := s.pages.byName[p.Template]
	if t == nil {
		return nil, fmt.Errorf("web: no template %s", p.Template)
	}
	frame := shell{Page: p, Site: s, Canonical: s.href(p.Path), ImageURL: s.href("/assets/card.png"), Now: s.Now()}
	if p.Image != "" {
		frame.ImageURL = s.href(p.Image)
	}
	if p.Schema != nil {
		b, err := json.Marshal(p.Schema) // escapes <, > and &, so it cannot end its element
		if err != nil {
			return nil, err
		}
		frame.JSONLD = template.JS(b) //nolint:gosec // JSON that was just made and escaped
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout.html", frame); err != nil {
		return nil, fmt.Errorf("web: page %s: %w", p.Template, err)
	}
	return b.Bytes(), nil
}

// send writes a body with its ETag; a client that has it already gets none.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	h := w.Header()
	tag := h.Get("ETag")
	if tag == "" { // else it was kept with the body
		sum := sha256.Sum256(body)
		tag = `"` + hex.EncodeToString(sum[:8]) + `"`
		h.Set("ETag", tag)
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "public, max-age=60")
	}
	if status == http.StatusOK && unchanged(r, h, tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(body)
	if err != nil {
		return errClient
	}
	return nil
}

// unchanged says whether a client has what would be sent. Its tag, where it
// names one, decides; else the time that it was told.
func unchanged(r *http.Request, h http.Header, tag string) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		return matchesTag(tags, tag)
	}
	modified := h.Get("Last-Modified")
	return modified != "" && r.Header.Get("If-Modified-Since") == modified
}

// matchesTag says whether an If-None-Match header names a tag. A tag that a
// proxy weakened still names the same body, and so does that of the body compressed.
func matchesTag(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == "*" || part == tag || strings.Replace(part, packedTag+`"`, `"`, 1) == strings.Replace(tag, packedTag+`"`, `"`, 1) {
			return true
		}
	}
	return false
}

// errClient is that a client went away: nobody's fault, and nothing to answer.
var errClient = errors.New("the client went away")

// fail answers what went wrong with a page that says so.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errClient) || errors.Is(err, context.Canceled) {
		return
	}
	if path, ok := isMoved(err); ok {
		http.Redirect(w, r, s.href(path), http.StatusMovedPermanently)
		return
	}
	status, title, text := http.StatusInternalServerError, "Something went wrong",
		"The archive could not read this just now. It is in the log of who runs it; try again in a minute."
	switch {
	case errors.Is(err, attache.ErrRemoved):
		status, title, text = http.StatusGone, "Removed", "What stood here was removed, and does not come back."
	case errors.Is(err, attache.ErrNotFound), errors.Is(err, attache.ErrBadCursor):
		status, title, text = http.StatusNotFound, "Not found",
			"Nothing of that address is in this archive. It may have been mistyped, or is older than what is kept."
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errBusy):
		status, title, text = http.StatusServiceUnavailable, "Too slow", "This took too long. Try again in a minute, or search for less."
	default:
		s.Logger.Error("a page could not be made", "path", r.URL.Path, "err", err)
	}
	body, renderErr := s.render(&Page{
		Template: "error", Title: title, Description: text, Path: "/", Error: true,
		Data: struct{ Title, Text string }{title, text},
	})
	if renderErr != nil {
		http.Error(w, title, status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}
