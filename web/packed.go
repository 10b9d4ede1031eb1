package web

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// packed is an answer compressed: made when somebody first asks for it so, and kept.
type packed struct {
	once sync.Once
	body []byte // nil: it is not worth it
}

// leastPacked is how many bytes are worth compressing.
const leastPacked = 1024

var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed+2)
	if err != nil {
		panic(err) // the level is one of its own
	}
	return w
}}

// compressible tells whether a type is text.
func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml")
}

// give sends a kept answer, compressed where its reader takes it so.
func (s *Site) give(w http.ResponseWriter, r *http.Request, e *cached) {
	h := w.Header()
	maps.Copy(h, e.header)
	body := e.body
	if e.status == http.StatusOK && len(e.body) >= leastPacked && compressible(e.header.Get("Content-Type")) {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Values("Accept-Encoding")) {
			e.packed.once.Do(func() { s.pack(e) })
			if e.packed.body != nil {
				body = e.packed.body
				h.Set("Content-Encoding", "gzip")
				h.Set("ETag", strings.TrimSuffix(h.Get("ETag"), `"`)+packedTag+`"`)
			}
		}
	}
	_ = send(w, r, e.status, body) // a client that left is nobody's fault
}

// packedTag ends the tag of a compressed answer: its bytes are others.
const packedTag = "-gz"

func (s *Site) pack(e *cached) {
	var b bytes.Buffer
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(&b)
	if _, err := z.Write(e.body); err != nil || z.Close() != nil || b.Len() >= len(e.body) {
		return
	}
	e.packed.body = b.Bytes()
	s.cache.grow(e, b.Len())
}

// takesGzip reads Accept-Encoding (RFC 9110, 12.5.3): what is named counts before "*".
func takesGzip(headers []string) bool {
	takes, named := false, false
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && coding != "x-gzip" && (coding != "*" || named) {
			continue
		}
		name, weight, given := strings.Cut(params, "=")
		q, err := 1.0, error(nil)
		if given && strings.EqualFold(strings.TrimSpace(name), "q") {
			q, err = strconv.ParseFloat(strings.TrimSpace(weight), 64)
		}
		takes, named = err == nil && q > 0, named || coding != "*"
	}
	return takes
}
