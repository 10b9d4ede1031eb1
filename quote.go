package attache

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// QuoteKind tells how much of a quote is verbatim.
type QuoteKind string

// The kinds of quotes. Only direct and mixed ones are ever shown in marks.
const (
	Direct   QuoteKind = "direct"   // a whole utterance between marks
	Mixed    QuoteKind = "mixed"    // a fragment between marks within a report
	Indirect QuoteKind = "indirect" // reported speech without marks
)

// Polarity is what the words of saying tell beyond that something was said.
// Empty where they tell nothing more.
type Polarity string

// The polarities.
const (
	Denied  Polarity = "denied"  // denied, rejected, refused, dismissed
	Agreed  Polarity = "agreed"  // agreed, confirmed, accepted, welcomed
	Warned  Polarity = "warned"  // warned, threatened
	Accused Polarity = "accused" // accused, condemned, criticized
	Urged   Polarity = "urged"   // urged, demanded, asked for
)

// Quote is something somebody said, word for word as published.
type Quote struct {
	Kind       QuoteKind `json:"kind"`
	Segments   []Span    `json:"segments"`          // the words, without their marks
	Text       string    `json:"text"`              // the segments' text, joined by " … " where something stands between; an excerpt ends so
	Context    string    `json:"context,omitempty"` // of a fragment in an edition: the whole published sentence around it
	Speaker    string    `json:"speaker,omitempty"`
	Role       string    `json:"role,omitempty"`
	Code       string    `json:"code,omitempty"`    // country or body spoken for
	Mention    *Span     `json:"mention,omitempty"` // the words that name the speaker here
	Cue        string    `json:"cue,omitempty"`     // the words of saying
	Polarity   Polarity  `json:"polarity,omitempty"`
	Question   *Span     `json:"question,omitempty"` // of an answer in a transcript: the words that it answers
	Confidence float64   `json:"confidence"`         // that Speaker is right, 0 to 1

	// Where it was published; the store sets these from the article.
	ID        string    `json:"id,omitempty"`
	ArticleID string    `json:"article,omitempty"`
	StoryID   string    `json:"story,omitempty"`
	Outlet    string    `json:"outlet,omitempty"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// Sure is the least Confidence at which a quote is shown under its speaker's name.
const Sure = 0.6

// Showable is the promise about quotes: between marks, under a person's name,
// stands only what was said word for word by somebody who is certain.
func (q *Quote) Showable() bool {
	return (q.Kind == Direct || q.Kind == Mixed) && q.Confidence >= Sure && sayable(q.Speaker) && strings.TrimSpace(q.Text) != ""
}

// unnamed begins the description of a speaker whose name the report does not give.
const unnamed = "unnamed "

// sayable says whether a speaker can stand below words as it is: a name, or a
// description that reads as one. "unnamed Some", "unnamed three", "head of its
// delegation" and a label whose language changes on the way do not.
func sayable(speaker string) bool {
	if speaker == "" {
		return false
	}
	words := strings.Fields(speaker)
	rest, anonymous := strings.CutPrefix(speaker, unnamed)
	if anonymous {
		first, _ := utf8.DecodeRuneInString(rest)
		if words = words[1:]; len(words) == 0 || !unicode.Is(unicode.Latin, first) || !unicode.IsLower(first) ||
			slices.Contains(counting, words[0]) {
			return false
		}
	}
	if anonymous || !Named(speaker) {
		return !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(pointing, strings.Trim(w, ",")) })
	}
	return true
}

// counting words count people or pick them out of others, and describe nobody.
var counting = strings.Fields("a an the some several many few both all any each every other others another more most one two three " +
	"four five six seven " +
	"eight nine ten eleven twelve dozens hundreds certain various no none i we he she it they you who what this that these those there")

// pointing words hang on a sentence that is not shown.
var pointing = strings.Fields("his her its their my our your this that these those such said same former's latter's")

// Named tells a name from a description that stands for one, such as "unnamed
// diplomat": that begins with a small letter.
func Named(speaker string) bool {
	first, _ := utf8.DecodeRuneInString(speaker)
	return speaker != "" && !unicode.IsLower(first)
}

// QuoteQuery chooses quotes, newest first. Empty fields do not narrow.
type QuoteQuery struct {
	Speaker  string   // words of the speaker's name or role, all of them; a role's in any form
	For      string   // country or body code that the speaker speaks for
	About    string   // words in the quote or its article's title, in any form, all of them
	Actors   []string // country and body codes, all of them in the quote's article
	Polarity Polarity
	Since    time.Time
	Until    time.Time
	Unsure   bool // also quotes that are not Showable
	After    string
	Limit    int // 0 means 20
}
