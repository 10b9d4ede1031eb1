package attache

import "context"

// Fact is a line of how things are: what, and how it is, for people.
type Fact struct{ Name, Value string }

// SourceState is a source as operators see it.
type SourceState struct {
	Source  Source
	Resting bool   // an operator paused it
	Problem string // for people; "" where it goes well
}

// House is what operators see and do from a chat. Its errors are for them: what
// happened, where, and what to do.
type House interface {
	// State says how things are: what runs, the queue, chats by count, and, last, what is
	// wrong.
	State(ctx context.Context) ([]Fact, error)
	// Sources are all that are polled, those with a problem first.
	Sources(ctx context.Context) ([]SourceState, error)
	// AddSource looks what is at an address, has it polled, and says what was found.
	AddSource(ctx context.Context, address string) (found string, err error)
	// CheckSource asks a source, by its ID, what it gives now, and says it.
	CheckSource(ctx context.Context, id string) (found string, err error)
	// RestSource has a source rest, or polled again; ErrNotFound: there is none.
	RestSource(ctx context.Context, id string, rest bool) error
}
