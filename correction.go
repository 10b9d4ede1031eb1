package attache

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// CorrectionKind is what a reader says is wrong.
type CorrectionKind string

// The kinds of corrections.
const (
	WrongSpeaker CorrectionKind = "speaker" // a quote is not of who it is shown under
	NotOneStory  CorrectionKind = "story"   // reports that stand together are of different events
	NotDiplomacy CorrectionKind = "topic"   // a report is of something else
)

// Correction is what readers say is wrong of a report, kept with it: it goes when
// the report is removed. Nothing of it tells who they are.
type Correction struct {
	ArticleID string         `json:"article"` // of "not one story" and "not diplomacy" the headline's
	Kind      CorrectionKind `json:"kind"`
	QuoteKey  string         `json:"quote,omitempty"`    // of a wrong speaker, whose quote; see Quote.Key
	Speaker   string         `json:"speaker,omitempty"`  // as it was shown
	Text      string         `json:"text,omitempty"`     // of that quote
	Segments  []Span         `json:"segments,omitempty"` // and where it stands
	StoryID   string         `json:"story,omitempty"`
	Reports   []string       `json:"reports,omitempty"` // articles that stood together
	First     time.Time      `json:"first"`
	Last      time.Time      `json:"last"`
	Voices    []string       `json:"voices"` // one a person, opaque, different for each correction
}

// MostVoices bounds how many voices of a correction are kept: more say nothing more.
const MostVoices = 1000

// Key tells a correction from all others; it begins with its article.
func (c *Correction) Key() string {
	return fmt.Sprintf("%s:%s:%s", c.ArticleID, c.Kind, c.QuoteKey)
}

// Check says what is wrong with a correction that is to be kept; nil: nothing.
func (c *Correction) Check() error {
	switch c.Kind {
	case WrongSpeaker, NotOneStory, NotDiplomacy:
	default:
		return fmt.Errorf("correction of %.80q: its kind %.40q is not known", c.ArticleID, c.Kind)
	}
	if c.ArticleID == "" || (c.Kind == WrongSpeaker) != (c.QuoteKey != "") {
		return fmt.Errorf("correction of %.80q: it is of an article, and of a quote where a speaker is wrong", c.ArticleID)
	}
	if len(c.Voices) > MostVoices || len(c.Reports) > MostVoices || slices.ContainsFunc(c.Voices, func(v string) bool { return len(v) > 64 }) {
		return fmt.Errorf("correction of %.80q: it has more, or longer, voices than are kept", c.ArticleID)
	}
	return nil
}

// Add counts a voice, unless it was counted before; merging two corrections of the
// same is adding the voices of the one to the other.
func (c *Correction) Add(at time.Time, voices ...string) (added bool) {
	have := map[string]bool{}
	for _, v := range c.Voices {
		have[v] = true
	}
	for _, v := range voices {
		if v == "" || have[v] || len(c.Voices) >= MostVoices {
			continue
		}
		c.Voices, have[v], added = append(c.Voices, v), true, true
	}
	if added && !at.Before(c.Last) {
		c.Last = at.UTC()
	}
	if c.First.IsZero() {
		c.First = c.Last
	}
	return added
}

// Key tells a quote from the others of its article: by its words and its speaker.
func (q *Quote) Key() string { return digestOf(q.Speaker, q.Text) }

// Corrections keeps what readers say is wrong.
type Corrections interface {
	// Correct counts a voice at c.Last for a correction, and keeps what it is about as
	// it was told first; false where that voice was counted before. ErrNotFound: its
	// article is not there (any more).
	Correct(ctx context.Context, c Correction, voice string) (added bool, err error)
	// EachCorrection visits them in order of their keys until visit fails; visit may
	// call the store.
	EachCorrection(ctx context.Context, visit func(Correction) error) error
}
