package proof

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"attache"
)

var start = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)

// keyOf is a key that is always the same.
func keyOf(n byte) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	return ed25519.NewKeyFromSeed(seed)
}

// chain is one under way, with its contents.
type chain struct {
	t        *testing.T
	key      ed25519.PrivateKey
	links    []Link
	contents map[Hash][]byte
}

func newChain(t *testing.T) *chain {
	t.Helper()
	c := &chain{t: t, key: keyOf(1), contents: map[Hash][]byte{}}
	c.add(Body{Kind: Keyed, Key: c.key.Public().(ed25519.PublicKey)})
	return c
}

func (c *chain) add(body Body) {
	c.t.Helper()
	last := &Link{}
	if n := len(c.links); n > 0 {
		last = &c.links[n-1]
	}
	l, err := Next(last, body, start.Add(time.Duration(len(c.links))*time.Second), c.key)
	if err != nil {
		c.t.Fatal(err)
	}
	c.links = append(c.links, l)
}

func (c *chain) tell(words string) {
	c.t.Helper()
	content := Content{Edition: "e", Text: Of([]byte(Words(words)))}
	b, err := content.Encode()
	if err != nil {
		c.t.Fatal(err)
	}
	c.contents[Of(b)] = b
	c.add(Body{Kind: Told, Chat: Commit(NewSalt(), "c:1"), What: "digest", Slot: start, Content: Of(b)})
}

// long is a chain of every kind of link.
func long(t *testing.T) *chain {
	t.Helper()
	c := newChain(t)
	for i := range 5 {
		c.tell(fmt.Sprint("The talks go on, day ", i))
	}
	c.add(Body{Kind: Forgot, Links: []uint64{3}})
	c.links[2].Text = nil
	c.key = keyOf(2)
	c.add(Body{Kind: Keyed, Key: c.key.Public().(ed25519.PublicKey)})
	c.tell("The talks are over")
	return c
}

func (c *chain) verify(v Verifier, links ...Link) (Summary, error) {
	v.Content = func(h Hash) ([]byte, error) {
		if b, ok := c.contents[h]; ok {
			return b, nil
		}
		return nil, ErrNoContent
	}
	for _, l := range links {
		if err := v.Take(l); err != nil {
			return Summary{}, err
		}
	}
	return v.End()
}

func TestAWholeChainHolds(t *testing.T) {
	c := long(t)
	sum, err := c.verify(Verifier{}, c.links...)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Links != 9 || sum.Told != 5 || sum.Forgotten != 1 || len(sum.Keys) != 2 || sum.Keys[1].From != 8 || sum.Last != 9 {
		t.Errorf("%+v", sum)
	}
}

// changed is a chain with one link changed.
func changed(links []Link, at int, change func(*Link)) []Link {
	out := append([]Link{}, links...)
	l, err := Decode(links[at].Number, links[at].Encode())
	if err != nil {
		panic(err)
	}
	change(&l)
	out[at] = l
	return out
}

func TestWhateverIsChangedIsFoundAtItsLink(t *testing.T) {
	c := long(t)
	for name, test := range map[string]struct {
		at     uint64
		change func() []Link
	}{
		"the words it tells": {4, func() []Link {
			return changed(c.links, 3, func(l *Link) { l.Text = []byte(strings.Replace(string(l.Text), "digest", "alert!", 1)) })
		}},
		"its time":           {4, func() []Link { return changed(c.links, 3, func(l *Link) { l.At = l.At.Add(1) }) }},
		"its body's hash":    {4, func() []Link { return changed(c.links, 3, func(l *Link) { l.Body[0]++; l.Text = nil }) }},
		"its signature":      {4, func() []Link { return changed(c.links, 3, func(l *Link) { l.Sig[9]++ }) }},
		"its predecessor":    {4, func() []Link { return changed(c.links, 3, func(l *Link) { l.Prev[0]++ }) }},
		"a link left out":    {4, func() []Link { return append(append([]Link{}, c.links[:3]...), c.links[4:]...) }},
		"a link twice":       {5, func() []Link { return append(append([]Link{}, c.links[:4]...), c.links[3:]...) }},
		"two links changed":  {4, func() []Link { l := append([]Link{}, c.links...); l[3], l[4] = l[4], l[3]; return l }},
		"the first left out": {1, func() []Link { return c.links[1:] }},
		"a body left out":    {5, func() []Link { return changed(c.links, 4, func(l *Link) { l.Text = nil }) }},
		"made anew with another key": {4, func() []Link {
			other := &chain{t: t, key: keyOf(9), links: append([]Link{}, c.links[:3]...), contents: c.contents}
			other.tell("The talks failed")
			return other.links
		}},
	} {
		_, err := c.verify(Verifier{}, test.change()...)
		var b *BrokenError
		if !errors.As(err, &b) || b.Link != test.at {
			t.Errorf("%s: %v, want link %d", name, err, test.at)
		}
	}
}

func TestAContentThatIsMissingOrChangedIsFound(t *testing.T) {
	for name, spoil := range map[string]func(*chain, Hash){
		"missing": func(c *chain, h Hash) { delete(c.contents, h) },
		"changed": func(c *chain, h Hash) { c.contents[h] = []byte("{}") },
	} {
		c := long(t)
		body, err := ReadBody(&c.links[4])
		if err != nil {
			t.Fatal(err)
		}
		spoil(c, body.Content)
		var b *BrokenError
		if _, err := c.verify(Verifier{}, c.links...); !errors.As(err, &b) || b.Link != 5 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAKeyThatWasNotGivenMayNotSign(t *testing.T) {
	c := long(t)
	first := keyOf(1).Public().(ed25519.PublicKey)
	var b *BrokenError
	if _, err := c.verify(Verifier{Trust: []ed25519.PublicKey{first}}, c.links...); !errors.As(err, &b) || b.Link != 8 {
		t.Errorf("%v", err)
	}
	both := []ed25519.PublicKey{first, keyOf(2).Public().(ed25519.PublicKey)}
	if _, err := c.verify(Verifier{Trust: both}, c.links...); err != nil {
		t.Error(err)
	}
}

func TestAnEndThatWasCutOffIsFoundByWhatWasWrittenDown(t *testing.T) {
	c := long(t)
	known := map[uint64]Hash{9: c.links[8].Hash()}
	if _, err := c.verify(Verifier{Known: known}, c.links...); err != nil {
		t.Error(err)
	}
	var b *BrokenError
	if _, err := c.verify(Verifier{Known: known}, c.links[:8]...); !errors.As(err, &b) || b.Link != 9 {
		t.Errorf("cut off: %v", err)
	}
	again := &chain{t: t, key: c.key, links: append([]Link{}, c.links[:8]...), contents: c.contents}
	again.tell("The talks were never held") // by who has the key
	if _, err := again.verify(Verifier{Known: known}, again.links...); !errors.As(err, &b) || b.Link != 9 {
		t.Errorf("written anew: %v", err)
	}
}

func TestLinksThatWerePrunedMustBeToldOf(t *testing.T) {
	c := long(t)
	key := keyOf(1).Public().(ed25519.PublicKey)
	if _, err := c.verify(Verifier{First: key}, c.links[2:]...); err == nil {
		t.Error("a beginning that was cut off holds")
	}
	c.add(Body{Kind: Pruned, Through: 2, Last: c.links[1].Hash(), Key: key})
	if sum, err := c.verify(Verifier{First: key}, c.links[2:]...); err != nil || sum.First != 3 {
		t.Errorf("%+v, %v", sum, err)
	}
	if _, err := c.verify(Verifier{First: key}, c.links[3:]...); err == nil {
		t.Error("more than was told is missing, and it holds")
	}
}

func TestAMessageIsKnownByItsWordsItsMarkupAndItsQuotes(t *testing.T) {
	e := &attache.Edition{ID: "e", Sections: []attache.Section{{Items: []attache.Item{{
		URL: "https://marrow.example/1", Links: []attache.Link{{URL: "https://marrow.example/2"}},
		Quotes: []attache.Quote{
			{Text: "We will keep talking", Speaker: "Ada Lind", URL: "https://marrow.example/1"},
			{Text: "No room was left for this"},
		},
	}}}}}
	seen := attache.Seen{Text: "Digest\n\n“We will keep talking”\nAda Lind", Payload: "<b>Digest</b>\n\n“We will keep talking”\nAda Lind"}
	c := ContentOf(e, seen)
	if want := []string{"https://marrow.example/1", "https://marrow.example/2"}; !reflect.DeepEqual(c.Reports, want) || len(c.Quotes) != 1 {
		t.Errorf("%+v", c)
	}
	for text, want := range map[string]string{
		seen.Payload: "the message",
		seen.Text:    "the message",
		" Digest  “We will\u200b keep talking” Ada Lind\n": "the message",
		"We will keep talking\n":                           "a quote",
		"We will keep":                                     "",
		"No room was left for this":                        "",
		"":                                                 "",
	} {
		if got, _ := c.Holds([]byte(text)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if what, _ := unseen(e).Holds([]byte("")); what != "" {
		t.Error("a message that nobody knows is found")
	}
}

// unseen is the content of an edition whose channel does not tell.
func unseen(e *attache.Edition) *Content {
	c := ContentOf(e, attache.Seen{})
	return &c
}

func FuzzDecode(f *testing.F) {
	l, err := Next(&Link{}, Body{Kind: Forgot, Links: []uint64{1}}, start, keyOf(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(l.Encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := Decode(7, b)
		if err != nil {
			return
		}
		again, err := Decode(7, l.Encode())
		if err != nil || !reflect.DeepEqual(again, l) {
			t.Errorf("%+v became %+v, %v", l, again, err)
		}
		v := Verifier{First: keyOf(1).Public().(ed25519.PublicKey)}
		if v.Take(l) == nil {
			t.Error("bytes of anybody's are a link")
		}
	})
}
