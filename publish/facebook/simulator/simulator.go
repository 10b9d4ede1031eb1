// Package simulator plays the part of the Graph API that a page's posts need, as
// strictly as the real one: what it does not know is refused, texts and links are
// looked at, a token in an address is a fault. It can lose answers, throttle, block
// and expire. What it saw can be asked for.
package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// maxMessage is how many UTF-16 units a post's text has at most.
const maxMessage = 63_206

// Options are what a server is made with. The zero value is a page with a token that
// does not expire.
type Options struct {
	Page, Name string
	Token      string
	Expires    time.Time // of the token; zero: never
	Scopes     []string  // nil: all that are needed
	Type       string    // of the token; "" is PAGE
	Now        func() time.Time
}

// Post is what stands on the page.
type Post struct {
	ID, Message, Link string
	Created           time.Time
}

// Fault is what one of the next requests meets.
type Fault struct {
	On        string // "post", "posts", "page", "debug"; "" is the next request of any kind
	Status    int    // of HTTP; 0 is 400
	Code      int    // of the API; 0: the answer is no answer of the API
	Subcode   int
	Message   string
	Minutes   int  // until access is regained, in X-Business-Use-Case-Usage
	Lose      bool // it is done, and its answer is lost
	Drop      bool // it is not done, and there is no answer
	Transient bool
}

// Request is what was asked.
type Request struct {
	Kind string // as Fault.On
	At   time.Time
	Form url.Values
}

// Server is the page. It is an http.Handler and safe for concurrent use.
type Server struct {
	mu       sync.Mutex
	o        Options
	posts    []Post
	faults   []Fault
	requests []Request
	problems []string
}

// New makes a server.
func New(o Options) *Server {
	o.Page, o.Name = cmp.Or(o.Page, "104857600"), cmp.Or(o.Name, "Fjord news")
	o.Token, o.Type = cmp.Or(o.Token, "EAAGsimulated0token0of0a0page"), cmp.Or(o.Type, "PAGE")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Scopes == nil {
		o.Scopes = []string{"pages_manage_posts", "pages_read_engagement", "pages_show_list"}
	}
	return &Server{o: o}
}

// Page is the page's number.
func (s *Server) Page() string { return s.o.Page }

// Token is the token that is accepted.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.o.Token
}

// SetToken has another token accepted, and no other.
func (s *Server) SetToken(token string, expires time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.o.Token, s.o.Expires = token, expires
}

// Fail has requests to come meet faults, each one.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Posts are those on the page, oldest first.
func (s *Server) Posts() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.posts)
}

// Requests are those that were made, of a kind or all, oldest first.
func (s *Server) Requests(kind string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.requests), func(r Request) bool { return kind != "" && r.Kind != kind })
}

// Problems are what the real one would not have accepted, or a careful client not
// have done: none is right.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

var versions = regexp.MustCompile(`^/v[0-9]+\.[0-9]+/`)

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ParseForm() != nil {
		s.refuse(w, 400, 100, 0, "Invalid parameter")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := versions.ReplaceAllString(r.URL.Path, "/")
	kind := map[string]string{
		"GET /" + s.o.Page: "page", "GET /debug_token": "debug", "POST /debug_token": "debug",
		"GET /" + s.o.Page + "/published_posts": "posts", "POST /" + s.o.Page + "/feed": "post",
	}[r.Method+" "+path]
	s.requests = append(s.requests, Request{Kind: kind, At: s.o.Now(), Form: r.Form})
	for name, values := range r.URL.Query() {
		if name == "access_token" || name == "input_token" || slices.Contains(values, s.o.Token) {
			s.problem("a token in an address: " + r.Method + " " + path)
		}
	}
	if kind == "" {
		s.problem("no such thing: " + r.Method + " " + path)
		s.refuse(w, 404, 803, 0, "Some of the aliases you requested do not exist")
		return
	}
	if s.fault(w, kind) {
		return
	}
	if !s.authorised(w, r) {
		return
	}
	switch kind {
	case "page":
		s.answer(w, map[string]string{"id": s.o.Page, "name": s.o.Name})
	case "debug":
		s.debug(w, r)
	case "posts":
		s.list(w, r)
	case "post":
		s.post(w, r)
	}
}

// fault lets a request meet the next fault of its kind.
func (s *Server) fault(w http.ResponseWriter, kind string) bool {
	i := slices.IndexFunc(s.faults, func(f Fault) bool { return f.On == "" || f.On == kind })
	if i < 0 {
		return false
	}
	f := s.faults[i]
	if f.Lose {
		return false // met when it is done
	}
	s.faults = slices.Delete(s.faults, i, i+1)
	if f.Minutes > 0 {
		usage := map[string]any{"17841": []map[string]any{{
			"type": "pages", "call_count": 100, "total_cputime": 20, "total_time": 25, "estimated_time_to_regain_access": f.Minutes,
		}}}
		b, _ := json.Marshal(usage) //nolint:errchkjson // strings and numbers
		w.Header().Set("X-Business-Use-Case-Usage", string(b))
	}
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler)
	case f.Code == 0:
		w.WriteHeader(cmp.Or(f.Status, 502))
		fmt.Fprint(w, "<html><body>Sorry, something went wrong.</body></html>")
	default:
		s.refuseWith(w, cmp.Or(f.Status, 400), f)
	}
	return true
}

// lost tells whether the answer to what was just done is lost.
func (s *Server) lost(kind string) bool {
	i := slices.IndexFunc(s.faults, func(f Fault) bool { return f.Lose && (f.On == "" || f.On == kind) })
	if i >= 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return i >= 0
}

func (s *Server) problem(what string) { s.problems = append(s.problems, what) }

// authorised looks at the token: in the header or the body.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		token = r.PostForm.Get("access_token")
	}
	switch {
	case token != s.o.Token:
		s.refuse(w, 401, 190, 467, "Error validating access token: The session has been invalidated.")
	case !s.o.Expires.IsZero() && !s.o.Now().Before(s.o.Expires):
		s.refuse(w, 401, 190, 463, "Error validating access token: Session has expired.")
	case s.o.Type != "PAGE" && r.Method == http.MethodPost:
		s.refuse(w, 400, 190, 2069032, "A page access token is required.")
	default:
		return true
	}
	return false
}

func (s *Server) debug(w http.ResponseWriter, r *http.Request) {
	if t := r.PostForm.Get("input_token"); t != "" && t != s.o.Token {
		s.refuse(w, 400, 100, 0, "The token is of another app")
		return
	}
	expires := int64(0)
	if !s.o.Expires.IsZero() {
		expires = s.o.Expires.Unix()
	}
	s.answer(w, map[string]any{"data": map[string]any{
		"app_id": "1", "type": s.o.Type, "is_valid": true, "expires_at": expires, "profile_id": s.o.Page, "scopes": s.o.Scopes,
	}})
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	known := []string{"fields", "limit", "after", "before", "since", "until"}
	for name := range r.Form {
		if !slices.Contains(known, name) {
			s.refuse(w, 400, 100, 0, "Unknown parameter "+name)
			return
		}
	}
	most, err := strconv.Atoi(cmp.Or(r.Form.Get("limit"), "25"))
	if err != nil || most < 1 || most > 100 {
		s.refuse(w, 400, 100, 0, "limit is not valid")
		return
	}
	newest := slices.Clone(s.posts)
	slices.Reverse(newest)
	from, _ := strconv.Atoi(r.Form.Get("after")) // "" is the start
	from = min(max(from, 0), len(newest))
	till := min(from+most, len(newest))
	data := []map[string]string{}
	for _, p := range newest[from:till] {
		all := map[string]string{
			"id": p.ID, "message": p.Message, "permalink_url": "https://facebook.example/" + p.ID,
			"created_time": p.Created.UTC().Format("2006-01-02T15:04:05-0700"),
		}
		one := map[string]string{"id": p.ID}
		for field := range strings.SplitSeq(cmp.Or(r.Form.Get("fields"), "id,message,created_time"), ",") {
			value, ok := all[field]
			if !ok {
				s.refuse(w, 400, 100, 0, "Tried accessing nonexisting field ("+field+")")
				return
			}
			one[field] = value
		}
		data = append(data, one)
	}
	paging := map[string]any{"cursors": map[string]string{"after": strconv.Itoa(till)}}
	if till < len(newest) {
		paging["next"] = "https://graph.example/next"
	}
	s.answer(w, map[string]any{"data": data, "paging": paging})
}

func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	known := []string{"message", "link", "published", "access_token"}
	for name := range r.Form {
		if !slices.Contains(known, name) {
			s.problem("a parameter that is not known: " + name)
			s.refuse(w, 400, 100, 0, "Unknown parameter "+name)
			return
		}
	}
	message, link := r.PostForm.Get("message"), r.PostForm.Get("link")
	u, err := url.Parse(link)
	switch {
	case r.PostForm.Get("message") != r.Form.Get("message"):
		s.problem("a text in an address")
		s.refuse(w, 400, 100, 0, "Invalid parameter")
	case message == "" && link == "", !utf8.ValidString(message), len(utf16.Encode([]rune(message))) > maxMessage:
		s.problem("a text that is empty, too long or none")
		s.refuse(w, 400, 100, 0, "Invalid parameter")
	case link != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		s.problem("a link that is none: " + link)
		s.refuse(w, 400, 100, 1609005, "Invalid link")
	case !slices.Contains(s.o.Scopes, "pages_manage_posts"):
		s.refuse(w, 403, 200, 0, "Requires pages_manage_posts")
	case len(s.posts) > 0 && s.posts[len(s.posts)-1].Message == message:
		s.problem("a post was made twice")
		s.refuse(w, 400, 506, 0, "Duplicate status message")
	default:
		p := Post{ID: s.o.Page + "_" + strconv.Itoa(len(s.posts)+1001), Message: strings.TrimSpace(message), Link: link, Created: s.o.Now()}
		s.posts = append(s.posts, p)
		if s.lost("post") {
			panic(http.ErrAbortHandler)
		}
		s.answer(w, map[string]string{"id": p.ID})
	}
}

func (s *Server) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(v) // a client that left is nobody's fault
}

func (s *Server) refuse(w http.ResponseWriter, status, code, subcode int, message string) {
	s.refuseWith(w, status, Fault{Code: code, Subcode: subcode, Message: message})
}

func (s *Server) refuseWith(w http.ResponseWriter, status int, f Fault) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	body := map[string]any{
		"message": cmp.Or(f.Message, "(#"+strconv.Itoa(f.Code)+") simulated"), "type": "OAuthException", "code": f.Code,
		"fbtrace_id": "A1b2",
	}
	if f.Subcode != 0 {
		body["error_subcode"] = f.Subcode
	}
	if f.Transient {
		body["is_transient"] = true
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"error": body}) // a client that left is nobody's fault
}
