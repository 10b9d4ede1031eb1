package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"attache"
)

// ImportOptions are what Import is told. The zero value imports typed lines.
type ImportOptions struct {
	// Plain takes an article without a type, to be read and saved; it tells
	// whether the article was new. Its error makes the line a bad one. nil:
	// such lines are bad.
	Plain func(ctx context.Context, a PlainArticle) (added bool, err error)
	// MaxLine is the longest line in bytes; 0 means 16 MB.
	MaxLine int
}

// A batch of this many lines or bytes is one transaction.
const (
	batchLines = 500
	batchBytes = 4 << 20
	maxLine    = 16 << 20
)

// LineError is a line that could not be imported.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error names the line.
func (e LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives what is wrong.
func (e LineError) Unwrap() error { return e.Err }

// maxReported is how many bad lines an ImportError names.
const maxReported = 50

// ImportError says which lines were bad. All others were imported.
type ImportError struct {
	Bad   int // how many
	Lines []LineError
}

// Error names the bad lines and says what happened to the rest.
func (e *ImportError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "import: %d bad, all other lines were imported; correct them and import the file again", e.Bad)
	for _, l := range e.Lines {
		fmt.Fprintf(&b, "\n  %v", l)
	}
	if more := e.Bad - len(e.Lines); more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}

// Import reads JSON Lines, as Export writes them or plain articles, into the
// store. What is there already stays as it is, so importing twice changes
// nothing. A bad line does not stop it: the good ones are imported, and at the
// end an *ImportError names the bad. Any other error stopped it, with what
// came before imported.
func Import(ctx context.Context, s attache.Store, r io.Reader, opts ImportOptions) (Counts, error) {
	into, ok := s.(attache.Transfer)
	if !ok {
		return nil, fmt.Errorf("import: %w", errNoTransfer)
	}
	if opts.MaxLine <= 0 {
		opts.MaxLine = maxLine
	}
	im := importer{store: s, into: into, opts: opts, counts: Counts{}}
	lines := newLineReader(r, opts.MaxLine)
	for {
		b, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		im.number = lines.number
		if err == nil || errors.Is(err, errLongLine) {
			err = im.line(ctx, b, err)
		}
		if err != nil {
			return im.counts, fmt.Errorf("import stopped at line %d, what came before is imported: %w",
				im.number, errors.Join(err, im.flush(ctx)))
		}
	}
	if err := im.flush(ctx); err != nil {
		return im.counts, fmt.Errorf("import stopped at line %d: %w", im.number, err)
	}
	if im.bad.Bad > 0 {
		return im.counts, &im.bad
	}
	return im.counts, nil
}

// importer is one import under way.
type importer struct {
	store  attache.Store
	into   attache.Transfer
	opts   ImportOptions
	counts Counts
	bad    ImportError
	number int // of the line at hand

	batch   []attache.Record
	kinds   []string
	numbers []int
	bytes   int
	article string // the last one whose line was read: its quotes follow
}

func (im *importer) reject(number int, err error) {
	im.bad.Bad++
	if len(im.bad.Lines) < maxReported {
		im.bad.Lines = append(im.bad.Lines, LineError{Line: number, Err: err})
	}
}

// line imports a line, or notes that it is bad; the error ends the import.
func (im *importer) line(ctx context.Context, b []byte, problem error) error {
	if problem == nil && len(bytes.TrimSpace(b)) == 0 {
		return nil
	}
	if problem == nil && !utf8.Valid(b) {
		problem = errors.New("not UTF-8")
	}
	var l line
	if problem == nil {
		l, problem = parseLine(b)
	}
	if problem != nil {
		im.reject(im.number, problem)
		return nil
	}
	switch l.kind {
	case typePlain:
		return im.plain(ctx, l.plain)
	case typeQuote:
		return im.quote(ctx, l.quote)
	case typeArticle:
		im.article = l.record.Article.ID
	}
	im.batch = append(im.batch, l.record)
	im.kinds = append(im.kinds, l.kind)
	im.numbers = append(im.numbers, im.number)
	im.bytes += len(b)
	if len(im.batch) < batchLines && im.bytes < batchBytes {
		return nil
	}
	return im.flush(ctx)
}

// flush loads the batch; where that fails, line by line, to find the bad one.
func (im *importer) flush(ctx context.Context) error {
	batch, kinds, numbers := im.batch, im.kinds, im.numbers
	im.batch, im.kinds, im.numbers, im.bytes = nil, nil, nil, 0
	if len(batch) == 0 {
		return nil
	}
	if added, err := im.into.Load(ctx, batch...); err == nil {
		for i := range batch {
			im.counts.add(kinds[i], added[i])
		}
		return nil
	} else if ctx.Err() != nil {
		return err
	}
	failed := 0
	for i := range batch {
		added, err := im.into.Load(ctx, batch[i])
		switch {
		case ctx.Err() != nil:
			return err
		case err != nil:
			im.reject(numbers[i], err)
			if failed++; failed == len(batch) && failed > 1 {
				return fmt.Errorf("the store takes nothing: %w", err)
			}
		default:
			im.counts.add(kinds[i], added[0])
		}
	}
	return nil
}

// plain hands an article without a type to the pipeline.
func (im *importer) plain(ctx context.Context, a PlainArticle) error {
	if im.opts.Plain == nil {
		im.reject(im.number, errors.New(`no "type"; plain articles are not taken here`))
		return nil
	}
	if err := im.flush(ctx); err != nil { // the pipeline sees what came before
		return err
	}
	added, err := im.opts.Plain(ctx, a)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		im.reject(im.number, fmt.Errorf("article %q: %w", a.ID, err))
	default:
		im.counts.add(typePlain, added)
	}
	return nil
}

// quote checks that a quote came with its article; there is nothing to store.
func (im *importer) quote(ctx context.Context, q attache.Quote) error {
	if q.ArticleID == "" {
		im.reject(im.number, errors.New(`quote: no "article"`))
		return nil
	}
	if q.ArticleID != im.article {
		if err := im.flush(ctx); err != nil {
			return err
		}
		_, err := im.store.Article(ctx, q.ArticleID)
		switch {
		case errors.Is(err, attache.ErrNotFound):
			im.reject(im.number, fmt.Errorf("quote: its article %q is neither before it nor in the store", q.ArticleID))
			return nil
		case err != nil:
			return err
		}
		im.article = q.ArticleID
	}
	im.counts.add(typeQuote, false)
	return nil
}
