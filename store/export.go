package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"attache"
)

// errNoTransfer is what a store without attache.Transfer gets.
var errNoTransfer = errors.New("this kind of store cannot be exported or imported")

// Export writes everything in the store as JSON Lines, each with its "type",
// in an order in which Import can read it. Secrets of addresses and of WebSub
// subscriptions are left out; so are notes, which belong to one installation. It holds one
// record at a time.
func Export(ctx context.Context, s attache.Store, w io.Writer) (Counts, error) {
	from, ok := s.(attache.Transfer)
	if !ok {
		return nil, fmt.Errorf("export: %w", errNoTransfer)
	}
	e := exporter{w: bufio.NewWriterSize(w, 1<<16), counts: Counts{}}
	err := from.Dump(ctx, e.record)
	if err = errors.Join(err, e.w.Flush()); err != nil {
		return e.counts, fmt.Errorf("export: %w", err)
	}
	return e.counts, nil
}

// Salvage is Export for a store that is damaged: what cannot be read is passed
// over, and lost is called with what it was.
func Salvage(ctx context.Context, from attache.Upkeep, w io.Writer, lost func(what string, err error)) (Counts, error) {
	e := exporter{w: bufio.NewWriterSize(w, 1<<16), counts: Counts{}}
	err := from.Salvage(ctx, e.record, lost)
	if err = errors.Join(err, e.w.Flush()); err != nil {
		return e.counts, fmt.Errorf("export: %w", err)
	}
	return e.counts, nil
}

type exporter struct {
	w      *bufio.Writer
	line   bytes.Buffer
	counts Counts
}

func (e *exporter) record(r attache.Record) error {
	switch {
	case r.Removal != nil:
		return e.write(typeRemoval, r.Removal)
	case r.Source != nil:
		return e.write(typeSource, r.Source.Public())
	case r.Track != nil:
		return e.write(typeTrack, r.Track)
	case r.Story != nil:
		return e.write(typeStory, r.Story)
	case r.Article != nil:
		if err := e.write(typeArticle, r.Article); err != nil {
			return err
		}
		for i := range r.Article.Quotes {
			if err := e.write(typeQuote, &r.Article.Quotes[i]); err != nil {
				return err
			}
		}
		return nil
	case r.Correction != nil:
		return e.write(typeCorrection, r.Correction)
	case r.Edition != nil:
		return e.write(typeEdition, r.Edition)
	case r.Chat != nil:
		return e.write(typeChat, r.Chat)
	case r.Delivery != nil:
		return e.write(typeDelivery, r.Delivery)
	}
	return nil
}

func (e *exporter) write(kind string, v any) error {
	e.line.Reset()
	if err := appendLine(&e.line, kind, v); err != nil {
		return err
	}
	e.counts.add(kind, false)
	_, err := e.w.Write(e.line.Bytes())
	return err
}
