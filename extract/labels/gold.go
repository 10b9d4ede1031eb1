package labels

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrOther is returned when a text is not the one that the offsets were set in.
var ErrOther = errors.New("not the text that was labelled")

// Text is an article's headline and body, as origin reads it.
type Text struct{ Title, Body string }

// Span is a stretch with its words, offsets in code points.
type Span struct {
	Text string `json:"text"`
	At   [2]int `json:"span"`
}

// GoldQuote is a quotation with its words.
type GoldQuote struct {
	Span
	Speaker string   `json:"speaker"`
	Also    []string `json:"also"`
	Role    *string  `json:"role"` // nil where the article gives none
}

// GoldTurn is the label of a transcript's turns and who speaks in them.
type GoldTurn struct {
	Label    string   `json:"label"`
	Question bool     `json:"question"`
	Speaker  string   `json:"speaker,omitempty"`
	Also     []string `json:"also,omitempty"`
	Role     string   `json:"role,omitempty"`
}

// Gold is a labelled article with its text, as the trainers and scorers read it.
type Gold struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	URL       string      `json:"url"`
	Outlet    string      `json:"outlet"`
	Kind      string      `json:"outlet_kind"` // press or official
	Lang      string      `json:"lang"`
	Published string      `json:"published"`
	Body      string      `json:"body"`
	Quotes    []GoldQuote `json:"quotes"`
	Scare     []Span      `json:"scare"`
	Turns     []GoldTurn  `json:"turns"`
	Signed    *GoldVoice  `json:"signed,omitempty"`
	Diplomacy bool        `json:"diplomacy"`
	Event     string      `json:"event_type,omitempty"`
	Source    []string    `json:"source,omitempty"`
	Target    []string    `json:"target,omitempty"`
	Damaged   bool        `json:"damaged"`
}

// GoldVoice is whose statement a text is.
type GoldVoice struct {
	Speaker string   `json:"speaker"`
	Also    []string `json:"also"`
	Role    *string  `json:"role"`
}

// Sum gives what Label.Sum holds for a text's body.
func Sum(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:8])
}

// Join puts a label and its text together. A text whose sum differs is ErrOther; a stretch beyond the text's end is an error too.
func Join(l Label, t Text) (Gold, error) {
	if got := Sum(t.Body); got != l.Sum {
		return Gold{}, fmt.Errorf("%s: %w (sum %s, labelled %s)", l.ID, ErrOther, got, l.Sum)
	}
	g := Gold{
		ID: l.ID, Title: t.Title, URL: l.URL, Outlet: l.Outlet, Kind: "press", Lang: l.Lang, Published: l.Published, Body: t.Body,
		Quotes: []GoldQuote{}, Scare: []Span{}, Turns: []GoldTurn{}, Diplomacy: l.Diplomacy, Event: l.Event, Source: l.Source, Target: l.Target,
		Damaged: l.Damaged,
	}
	if l.Origin.Repository == "markschaver/State-Department-PR" {
		g.Kind = "official"
	}
	body := []rune(t.Body)
	for _, q := range l.Quotes {
		for _, at := range q.At {
			s, err := span(l.ID, body, at)
			if err != nil {
				return Gold{}, err
			}
			g.Quotes = append(g.Quotes, GoldQuote{Span: s, Speaker: q.Speaker, Also: list(q.Also), Role: given(q.Role)})
		}
	}
	for _, at := range l.Scare {
		s, err := span(l.ID, body, at)
		if err != nil {
			return Gold{}, err
		}
		g.Scare = append(g.Scare, s)
	}
	for _, u := range l.Turns {
		g.Turns = append(g.Turns, GoldTurn{Label: u.Label, Question: u.Question, Speaker: u.Speaker, Also: u.Also, Role: u.Role})
	}
	if l.Signed != nil {
		g.Signed = &GoldVoice{Speaker: l.Signed.Speaker, Also: list(l.Signed.Also), Role: given(l.Signed.Role)}
	}
	return g, nil
}

func span(id string, body []rune, at [2]int) (Span, error) {
	if at[0] < 0 || at[1] <= at[0] || at[1] > len(body) {
		return Span{}, fmt.Errorf("%s: stretch %v lies outside the text of %d code points", id, at, len(body))
	}
	return Span{Text: string(body[at[0]:at[1]]), At: at}, nil
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// given is nil for a word that is not there.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
