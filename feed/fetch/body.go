package fetch

import (
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
			return bytes.Join(chunks, nil), release, nil
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

// Decompress undoes the content codings that a header names, at most two of
// them. The returned function frees their buffers.
func Decompress(r io.Reader, codings []string) (io.Reader, func(), error) {
	var names []string
	for _, v := range codings {
		for name := range strings.SplitSeq(v, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" {
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

func decoder(r io.Reader, name string) (io.Reader, func(), error) {
	switch name {
	case "gzip", "x-gzip":
		return &lazy{r: r, open: func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }}, nil, nil
	case "deflate":
		return &lazy{r: r, open: inflate}, nil, nil
	case "br":
		return &lazy{r: r, open: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }}, nil, nil
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20),
			zstd.WithDecoderMaxMemory(16<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrBadEncoding, err)
		}
		return &lazy{r: z, open: func(r io.Reader) (io.Reader, error) { return r, nil }}, z.Close, nil
	default:
		return nil, nil, fmt.Errorf("%w: %q", ErrUnknownCoder, name)
	}
}

// inflate reads "deflate" as servers mean it: zlib, or bare deflate.
func inflate(r io.Reader) (io.Reader, error) {
	head := make([]byte, 2)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	if n == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(whole)
	}
	return flate.NewReader(whole), nil
}

// lazy opens a decoder at the first read, so that an empty body is no error,
// and marks the decoder's errors as the sender's fault.
type lazy struct {
	r    io.Reader
	open func(io.Reader) (io.Reader, error)
	dec  io.Reader
	err  error
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.dec == nil {
		if l.dec, l.err = l.open(l.r); l.err != nil {
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

func codingError(err error) error {
	var corrupt flate.CorruptInputError
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, zlib.ErrHeader) ||
		errors.Is(err, zlib.ErrChecksum) || errors.As(err, &corrupt) || strings.HasPrefix(err.Error(), "brotli") ||
		errors.Is(err, zstd.ErrMagicMismatch) || errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return fmt.Errorf("%w: %w", ErrBadEncoding, err)
	}
	return err
}
