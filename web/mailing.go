package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"attache"
)

// Mailing is who gets letters, as readers of letters change it. What they hold is a
// link that only they were sent: errors are ErrNotFound where it is none.
type Mailing interface {
	// Confirm has the editions sent to who holds a link.
	Confirm(ctx context.Context, token string) error
	// Leave has nothing more sent to who holds a link. Leaving twice is leaving once.
	Leave(ctx context.Context, token string) error
}

// mailingPath is where the links of letters lead.
const mailingPath = "/mail/"

// MailingPath is the path of a link in a letter: to confirm, or to leave.
func MailingPath(leave bool, token string) string {
	if leave {
		return at(mailingPath+"leave/", token)
	}
	return at(mailingPath+"confirm/", token)
}

// maxForm is how many bytes a press in a letter may send.
const maxForm = 4 << 10

// mailingPage asks, or tells what was done.
type mailingPage struct {
	Action, Text, Button string
	Done                 bool
}

// mailingRoutes answer the links in letters. To look changes nothing: mailboxes look
// at links before their readers do. Only a press does, in the page or, to leave, in
// the mailbox itself (RFC 8058).
func (s *Site) mailingRoutes(mux *http.ServeMux) {
	for _, m := range []struct {
		path, title, ask, button, done string
		do                             func(context.Context, string) error
	}{
		{
			"confirm/", "Confirm", "Do you want the editions by mail?", "Yes, send them",
			"The editions come from now on. Each letter says how to get no more.", s.Mailing.Confirm,
		},
		{"leave/", "Leave", "Do you want no more letters?", "No more letters", "No more letters come.", s.Mailing.Leave},
	} {
		page := func(w http.ResponseWriter, r *http.Request, p mailingPage) {
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("X-Robots-Tag", "noindex")
			w.Header().Set("Referrer-Policy", "no-referrer") // the address is the key
			err := s.show(w, r, &Page{Template: "mailing", Title: m.title, Description: m.ask, Path: "/", Lang: "en", Error: true, Data: p})
			if err != nil {
				s.fail(w, r, err)
			}
		}
		mux.HandleFunc("GET "+mailingPath+m.path+"{token}", func(w http.ResponseWriter, r *http.Request) {
			page(w, r, mailingPage{Action: s.href(at(mailingPath+m.path, r.PathValue("token"))), Text: m.ask, Button: m.button})
		})
		mux.HandleFunc("POST "+mailingPath+m.path+"{token}", func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			if err := r.ParseForm(); err != nil {
				http.Error(w, "That is too much.", http.StatusRequestEntityTooLarge)
				return
			}
			switch err := m.do(r.Context(), r.PathValue("token")); {
			case errors.Is(err, attache.ErrNotFound):
				s.fail(w, r, attache.ErrNotFound)
			case err != nil:
				s.fail(w, r, err)
			default:
				page(w, r, mailingPage{Text: m.done, Done: true})
			}
		})
	}
}

// takes tells whether an address is one that is written to.
func (s *Site) takes(r *http.Request) bool {
	path := strings.TrimPrefix(r.URL.Path, s.base.Path)
	return r.Method == http.MethodPost &&
		(s.Mailing != nil && strings.HasPrefix(path, mailingPath) || s.own != nil && path == hubPath)
}
