package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	// largeBody is the size from which a body needs a permit: many sources may be
	// read at a time, but few large ones.
	largeBody = 512 << 10
	// maxRatio is how much a large body may have been compressed. Text hardly
	// ever shrinks to a fiftieth; a bomb does to a thousandth.
	maxRatio = 200
	// chunk is how much of a body is read at a time.
	chunk = 128 << 10
)

// ErrBomb is returned for a body that was compressed beyond all reason.
var ErrBomb = fmt.Errorf("%w: compressed more than %d-fold", ErrTooLarge, maxRatio)

// readBody reads and decompresses a body within bounds. The permit of a large
// one is held until the returned function is called.
func (c *Client) readBody(ctx context.Context, raw *http.Response) (body []byte, release func(), err error) {
	sent := &counter{r: io.LimitReader(raw.Body, MaxBody+1)}
	plain, closers, err := Decompress(sent, raw.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, nil, err
	}
	defer closers()
	defer func() {
		if err != nil && release != nil {
			release()
			release = nil
		}
	}()
	var chunks [][]byte
	size := 0
	for {
		part := make([]byte, min(chunk, max(size, 8<<10)))
		n, err := fill(plain, part)
		chunks, size = append(chunks, part[:n]), size+n
		switch {
		case size > MaxBody:
			return nil, release, ErrTooLarge
		case errors.Is(err, io.EOF):
			body, err := unpack(bytes.Join(chunks, nil), sent.n)
			return body, release, err
		case err != nil:
			return nil, release, bodyError(ctx, err)
		case size > largeBody && int64(size) > maxRatio*sent.n:
			return nil, release, ErrBomb
		case size > largeBody && release == nil:
			select {
			case c.large <- struct{}{}:
				release = func() { <-c.large }
			case <-ctx.Done():
				return nil, nil, context.Cause(ctx)
			}
		}
	}
}

// fill reads until p is full. Unlike io.ReadFull it leaves the end of the body
// apart from a body that was cut off.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

// counter counts what passes.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func bodyError(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrTruncated
	default:
		return err
	}
}

// unpack undoes gzip or zlib that no header announced, or that stands inside of
// another: a server that compresses a file which is compressed already. sent is the
// size on the wire, which the ratio is judged by.
func unpack(body []byte, sent int64) ([]byte, error) {
	most := max(maxRatio*sent, largeBody)
	for range 2 {
		if !bytes.HasPrefix(body, gzipMagic) && !isZlib(body) {
			return body, nil
		}
		z, err := unzip(bufio.NewReader(bytes.NewReader(body)))
		if err != nil {
			return body, nil //nolint:nilerr // it only began like gzip
		}
		plain, err := io.ReadAll(io.LimitReader(z, min(MaxBody, most)+1))
		if !bytes.HasPrefix(body, gzipMagic) && (err != nil || notPlain(plain)) {
			return body, nil //nolint:nilerr // two bytes tell little
		}
		switch {
		case len(plain) > MaxBody:
			return nil, ErrTooLarge
		case int64(len(plain)) > most:
			return nil, ErrBomb
		case err != nil && len(plain) == 0:
			return nil, fmt.Errorf("%w: %w", ErrBadEncoding, err)
		}
		body = plain
	}
	return body, nil
}

var gzipMagic = []byte{0x1f, 0x8b, 0x08}

// Decompress undoes the content codings that a header names, at most two of
// them. A name that is no coding ("utf-8", "none", "binary") is passed over, and
// so is a coding that the body does not have. The returned function frees their buffers.
func Decompress(r io.Reader, codings []string) (io.Reader, func(), error) {
	var names []string
	for _, v := range codings {
		for name := range strings.SplitSeq(v, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); known[name] {
				names = append(names, name)
			}
		}
	}
	if len(names) > 2 {
		return nil, nil, fmt.Errorf("%w: %d of them", ErrUnknownCoder, len(names))
	}
	var closers []func()
	done := func() {
		for _, f := range closers {
			f()
		}
	}
	for _, name := range slices.Backward(names) {
		next, closer, err := decoder(r, name)
		if err != nil {
			done()
			return nil, nil, err
		}
		if closer != nil {
			closers = append(closers, closer)
		}
		r = next
	}
	return r, done, nil
}

// known are the names of codings; others are mistakes.
var known = map[string]bool{
	"gzip": true, "x-gzip": true, "deflate": true, "br": true, "zstd": true, "compress": true, "dcb": true,
	"dcz": true,
}

func decoder(r io.Reader, name string) (io.Reader, func(), error) {
	switch name {
	case "gzip", "x-gzip":
		return &lazy{r: r, open: unzip, has: hasZipped}, nil, nil
	case "deflate":
		return &lazy{r: r, open: inflate, has: notPlain}, nil, nil
	case "br":
		return &lazy{r: r, open: func(r *bufio.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }, has: notPlain}, nil, nil
	case "zstd":
		head := bufio.NewReaderSize(r, sniffedHead)
		if begin, _ := head.Peek(sniffedHead); !notPlain(begin) {
			return head, nil, nil
		}
		z, err := zstd.NewReader(head, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20),
			zstd.WithDecoderMaxMemory(16<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrBadEncoding, err)
		}
		return &lazy{r: z, open: whole}, z.Close, nil
	default:
		return nil, nil, fmt.Errorf("%w: %q", ErrUnknownCoder, name)
	}
}

// inflate reads "deflate" as servers mean it: zlib, bare deflate, or gzip.
func inflate(r *bufio.Reader) (io.Reader, error) {
	if head, _ := r.Peek(len(gzipMagic)); bytes.Equal(head, gzipMagic) || isZlib(head) {
		return unzip(r)
	}
	return flate.NewReader(r), nil
}

// unzip reads "gzip" as servers mean it: gzip, or zlib. What follows the last of its
// members is no part of it.
func unzip(r *bufio.Reader) (io.Reader, error) {
	if head, _ := r.Peek(2); isZlib(head) {
		return zlib.NewReader(r)
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{z, r}, nil
}

// members are the parts of a gzip body.
type members struct {
	z *gzip.Reader
	r *bufio.Reader
}

func (m *members) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	if head, _ := m.r.Peek(len(gzipMagic)); !bytes.Equal(head, gzipMagic) {
		return n, io.EOF
	}
	if err := m.z.Reset(m.r); err != nil {
		return n, err
	}
	m.z.Multistream(false)
	return n, nil
}

// isZlib tells whether bytes begin as a zlib stream does.
func isZlib(head []byte) bool {
	return len(head) >= 2 && head[0] == 0x78 && (uint(head[0])<<8|uint(head[1]))%31 == 0
}

// hasZipped tells whether a body is gzip, or zlib, at all.
func hasZipped(head []byte) bool {
	return bytes.HasPrefix(head, gzipMagic[:min(len(gzipMagic), len(head))]) || isZlib(head)
}

// lazy opens a decoder at the first read, so that an empty body is no error,
// and marks the decoder's errors as the sender's fault.
type lazy struct {
	r    io.Reader
	open func(*bufio.Reader) (io.Reader, error)
	has  func(head []byte) bool // whether the body has the coding at all; nil: it has
	dec  io.Reader
	err  error
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.dec == nil {
		head := bufio.NewReaderSize(l.r, sniffedHead)
		if begin, _ := head.Peek(sniffedHead); l.has != nil && len(begin) > 0 && !l.has(begin) {
			l.open = whole
		}
		if l.dec, l.err = l.open(head); l.err != nil {
			l.err = codingError(l.err)
			return 0, l.err
		}
	}
	n, err := l.dec.Read(p)
	if err != nil {
		l.err = codingError(err)
	}
	return n, l.err
}

// sniffedHead is how much of a body tells whether it has the coding announced.
const sniffedHead = 512

// whole leaves a body as it is.
func whole(r *bufio.Reader) (io.Reader, error) { return r, nil }

// notPlain tells whether a body does not begin as the documents do that we read:
// with markup or JSON, in readable characters.
func notPlain(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(text) == 0 || text[0] != '<' && text[0] != '{' && text[0] != '[' {
		return true
	}
	return bytes.ContainsFunc(text[:min(len(text), 64)], func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

func codingError(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, zlib.ErrHeader) ||
		errors.Is(err, zlib.ErrChecksum) || errors.As(err, &corrupt) || strings.HasPrefix(err.Error(), "brotli") ||
		errors.Is(err, zstd.ErrMagicMismatch) || errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return fmt.Errorf("%w: %w", ErrBadEncoding, err)
	}
	return err
}
