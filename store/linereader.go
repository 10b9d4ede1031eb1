package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errLongLine is a line that is passed over for its length.
var errLongLine = errors.New("the line is too long")

// lineReader reads lines of bounded length; a longer one costs no memory.
type lineReader struct {
	r      *bufio.Reader
	max    int
	number int // of the line read last, from 1
	line   []byte
}

func newLineReader(r io.Reader, longest int) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 1<<16), max: longest}
}

// next gives the next line without its end, valid until the next call. It
// returns errLongLine for one that was passed over, io.EOF after the last.
func (l *lineReader) next() ([]byte, error) {
	l.line = l.line[:0]
	l.number++
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.line)+len(part) > l.max+1 {
			long = true
		}
		if !long {
			l.line = append(l.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.line) == 0 && !long:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("read: %w", err)
		case long:
			return nil, fmt.Errorf("%w: more than %d bytes", errLongLine, l.max)
		}
		line := bytes.TrimSuffix(l.line, []byte("\n"))
		if l.number == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		return line, nil
	}
}
