package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxBody is how much of a request is read. Telegram takes files up to 50 MB;
// nothing here sends that much.
const maxBody = 12 << 20

// params are a request's parameters, however they came: query string, form,
// multipart or JSON. Objects and lists stay JSON text, files are uploads.
type params struct {
	values map[string]string
	files  map[string]upload
}

type upload struct {
	name string
	size int64
	data []byte // of a picture that the page can show; nil: it is not kept
}

// readParams decodes a request. Like the real server it takes the query
// string and the body together, the body winning.
func readParams(r *http.Request) (params, error) {
	p := params{values: map[string]string{}, files: map[string]upload{}}
	query := r.URL.Query()
	for name := range query {
		p.values[name] = query.Get(name)
	}
	if r.Body == nil || r.Method == http.MethodGet {
		return p, nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return p, badRequest("unsupported content type")
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	switch kind {
	case "application/json":
		err = p.readJSON(r.Body)
	case "multipart/form-data":
		err = p.readMultipart(r)
	default:
		if err = r.ParseForm(); err == nil {
			for name := range r.PostForm {
				p.values[name] = r.PostForm.Get(name)
			}
		}
	}
	var tooBig *http.MaxBytesError
	var api *apiError
	switch {
	case errors.As(err, &tooBig):
		return p, &apiError{code: 413, text: "Request Entity Too Large"}
	case errors.As(err, &api):
		return p, api
	case err != nil:
		return p, badRequest("can't parse request: %s", kind)
	}
	return p, nil
}

func (p params) readJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return badRequest("can't parse JSON object: %s", "JSON object expected")
	}
	for name, value := range object {
		var text string
		switch {
		case string(value) == "null":
		case json.Unmarshal(value, &text) == nil:
			p.values[name] = text
		default:
			p.values[name] = string(value)
		}
	}
	return nil
}

// readUpload takes a file. What no page can show is only counted.
func readUpload(part *multipart.Part) (upload, error) {
	begin, err := io.ReadAll(io.LimitReader(part, maxShown))
	if err != nil {
		return upload{}, err
	}
	rest, err := io.Copy(io.Discard, part)
	up := upload{name: part.FileName(), size: int64(len(begin)) + rest}
	if rest == 0 && bytes.HasPrefix(begin, []byte(pngSignature)) {
		up.data = begin
	}
	return up, err
}

func (p params) readMultipart(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			up, err := readUpload(part)
			if err != nil {
				return err
			}
			p.files[part.FormName()] = up
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		p.values[part.FormName()] = string(value)
	}
}

func (p params) text(name string) string { return p.values[name] }

func (p params) flag(name string) bool {
	switch strings.ToLower(strings.TrimSpace(p.values[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// number reads a whole number leniently, as the real server does: what is not
// one is the fallback, what is outside least..most is moved into it.
func (p params) number(name string, fallback, least, most int64) int64 {
	value, err := strconv.ParseInt(strings.TrimSpace(p.values[name]), 10, 64)
	if err != nil {
		return fallback
	}
	return max(least, min(most, value))
}

// object decodes a parameter that is a JSON-serialized object; false when it
// is absent.
func (p params) object(name, noun string, into any) (bool, error) {
	raw := strings.TrimSpace(p.values[name])
	if raw == "" {
		return false, nil
	}
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return false, badRequest("can't parse %s JSON object", noun)
	}
	return true, nil
}

// ignored lists the parameters nobody reads, sorted by nothing: a typo the
// real server would pass over in silence.
func (p params) ignored(known []string) []string {
	var odd []string
	for name := range p.values {
		if !slices.Contains(known, name) {
			odd = append(odd, name)
		}
	}
	return odd
}
