// Package pdf reads the text of PDFs, as ministries publish statements. The
// library that reads their structure was not written for hostile files: it may
// recurse, allocate or loop as a file tells it. So a file is looked through for
// that first, everything that is read counts against a budget, and a Reader lets
// a process of its own do the work, which is ended when it takes too much.
package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	lib "github.com/ledongthuc/pdf"
)

// The ways a PDF is not read.
var (
	ErrUnread = errors.New("a PDF whose text cannot be read")
	ErrBounds = errors.New("a PDF beyond the bounds of time, size or depth")
)

// The bounds of a file.
const (
	maxTime     = 900 * time.Millisecond
	maxUnpacked = 16 << 20 // bytes of all its streams
	maxReads    = 16 << 20 // bytes that its parser asks for, besides four times the file
	maxText     = 1 << 20  // bytes
	maxPages    = 80
	maxNesting  = 64
	maxNumber   = 1 << 24 // of what a file says of its own size
)

// Text gives a file's text, paragraphs separated by a blank line. It panics
// never, but a file may make its library exhaust the stack or the memory: outside
// of tests and short-lived processes a Reader is what calls it.
func Text(data []byte) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			text, err = "", fmt.Errorf("%w: %v", ErrUnread, r)
			if failed, ok := r.(error); ok && errors.Is(failed, errSpent) {
				err = ErrBounds
			}
		}
	}()
	if at := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")); at > 0 {
		data = data[at:]
	}
	data = append(bytes.TrimRight(data, "\x00\r\n\t "), '\n')
	if err := inspect(data); err != nil {
		return "", err
	}
	source := &meter{data: data, until: time.Now().Add(maxTime)}
	doc, err := lib.NewReader(source, int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnread, err)
	}
	var w writer
	w.meter = source
	pages := doc.NumPage()
	for i := 1; i <= min(pages, maxPages); i++ {
		w.page(doc.Page(i))
	}
	text = w.text()
	if !legible(text) {
		return "", ErrUnread
	}
	return text, nil
}

// meter is the file as its parser reads it, up to a budget.
type meter struct {
	data  []byte
	until time.Time
	read  int
}

var errSpent = errors.New("the budget is spent")

// ReadAt panics when the budget of time or bytes is spent: the parser goes on
// after errors, and may do so without end.
func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	m.check()
	if m.read += len(p); m.read > maxReads+4*len(m.data) {
		panic(errSpent)
	}
	if off < 0 || off >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(p, m.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *meter) check() {
	if time.Now().After(m.until) {
		panic(errSpent)
	}
}

// inspect looks for what the parser would not survive: nesting, numbers that it
// would allocate by, streams that unpack to more than they may.
func inspect(data []byte) error {
	if err := nesting(data); err != nil {
		return err
	}
	if err := sizes(data); err != nil {
		return err
	}
	unpacked := 0
	for rest := data; ; {
		at := bytes.Index(rest, []byte("stream"))
		if at < 0 {
			return nil
		}
		rest = rest[at+len("stream"):]
		if err := unpack(bytes.TrimLeft(rest[:min(len(rest), 8)], "\r\n "), rest, &unpacked, 0); err != nil {
			return err
		}
	}
}

// unpack reads a stream that looks packed, and what is packed in it again.
func unpack(head, rest []byte, total *int, depth int) error {
	if len(head) < 2 || head[0]&0x0f != 8 || (uint(head[0])<<8|uint(head[1]))%31 != 0 {
		return nil
	}
	if depth > 2 {
		return ErrBounds
	}
	rest = rest[bytes.IndexByte(rest, head[0]):]
	z, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return nil //nolint:nilerr // it only began like a packed stream
	}
	plain, _ := io.ReadAll(io.LimitReader(z, int64(maxUnpacked-*total)+1))
	if *total += len(plain); *total > maxUnpacked {
		return ErrBounds
	}
	if err := nesting(plain); err != nil {
		return err
	}
	if err := sizes(plain); err != nil {
		return err
	}
	return unpack(plain[:min(len(plain), 8)], plain, total, depth+1)
}

// nesting bounds brackets in brackets. Those in packed or binary bytes count
// too: they hardly come to many without an end.
func nesting(data []byte) error {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '[':
			depth++
		case '<':
			if i+1 < len(data) && data[i+1] == '<' {
				depth++
				i++
			}
		case ']':
			depth = max(depth-1, 0)
		case '>':
			if i+1 < len(data) && data[i+1] == '>' {
				depth = max(depth-1, 0)
				i++
			}
		case 's':
			if bytes.HasPrefix(data[i:], []byte("stream")) {
				if end := bytes.Index(data[i:], []byte("endstream")); end > 0 {
					i += end + len("endstream") - 1
				}
				depth = 0
			}
		case 'e':
			if bytes.HasPrefix(data[i:], []byte("endobj")) {
				depth = 0
			}
		}
		if depth > maxNesting {
			return ErrBounds
		}
	}
	return nil
}

// sizes refuses large numbers behind names, and in lists that describe a table:
// what a file says of itself is allocated before it is read.
func sizes(data []byte) error {
	for _, name := range []string{"/Size", "/Columns", "/Colors", "/W", "/Index", "/Count", "/First", "/N", "/Predictor"} {
		for rest := data; ; {
			at := bytes.Index(rest, []byte(name))
			if at < 0 {
				break
			}
			rest = rest[at+len(name):]
			if largeNumber(rest[:min(len(rest), 40)]) {
				return ErrBounds
			}
		}
	}
	return nil
}

// largeNumber tells whether one of the numbers that a text begins with is beyond
// what a file may say of its own size.
func largeNumber(text []byte) bool {
	n, digits := 0, 0
	for _, b := range text {
		switch {
		case b >= '0' && b <= '9':
			if digits++; digits > 12 {
				return true
			}
			n = n*10 + int(b-'0')
			if n > maxNumber {
				return true
			}
		case b == '/' || b == '>' || digits > 0 && b != ' ':
			return false
		default:
			n, digits = 0, 0
		}
	}
	return false
}

// legible tells whether a text is one, and not the codes of glyphs.
func legible(text string) bool {
	letters, odd := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Co, r):
			odd++
		}
	}
	return letters >= 20 && odd*20 < letters && strings.Contains(strings.TrimSpace(text), " ")
}
