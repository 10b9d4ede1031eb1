package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"attache/feed/fetch"
)

// ErrTooLarge is returned for what is larger than fetch.MaxBody.
var ErrTooLarge = fetch.ErrTooLarge

// Gunzip unpacks data where it is gzip and returns it unchanged where not; at
// most fetch.MaxBody bytes, or ErrTooLarge.
func Gunzip(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", fetch.ErrBadEncoding, err)
	}
	return readLimited(z)
}

// ReadFile reads a document from a file, unpacked where it is gzip, within the
// limits of one that is fetched.
func ReadFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := readLimited(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, err = Gunzip(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func readLimited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, fetch.MaxBody+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) && len(data) > 0:
		return data, nil // what was complete is kept
	case err != nil:
		return nil, err
	case len(data) > fetch.MaxBody:
		return nil, ErrTooLarge
	}
	return data, nil
}
