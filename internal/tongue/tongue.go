// Package tongue says texts in several languages. A catalog is read from files in
// go-i18n's format, one a language; it gives, of a message's id, the phrase in a
// language, and of a message that counts, the phrase for a number by the plural
// rules of the Unicode CLDR. It is a ground floor: it knows no text and no room.
//
// A message has places, each with a name: "The channel {title} gets {what}." Values
// are given in the order in which the home language names them, so other languages may
// put them in any other. In a message that counts {n} is the number. What stands
// between ` is shown as typed.
package tongue

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Part is a stretch of a phrase: text, or the place of a value.
type Part struct {
	Text  string
	Value int  // which value stands here, from 0; -1: Text does
	Typed bool // shown as typed
}

// Phrase is a message in a language.
type Phrase []Part

// String is the phrase as a text, with its marks, and with the values in their places;
// a value that is not given leaves its place empty.
func (p Phrase) String(values ...string) string {
	if len(p) == 1 && p[0].Value < 0 && !p[0].Typed {
		return p[0].Text
	}
	var b strings.Builder
	for _, part := range p {
		switch {
		case part.Value >= len(values):
		case part.Value >= 0:
			b.WriteString(values[part.Value])
		case part.Typed:
			b.WriteString("`" + part.Text + "`")
		default:
			b.WriteString(part.Text)
		}
	}
	return b.String()
}

// Tongue is one language of a catalog. It is safe for concurrent use.
type Tongue struct {
	lang    string
	local   *i18n.Localizer
	phrases map[string]Phrase            // by id; of a message that counts, for many
	counted map[string]map[string]Phrase // by id, then by the text of a plural form
	lists   map[string][]string          // by id
}

// Lang is its ISO 639-1 code.
func (t *Tongue) Lang() string { return t.lang }

// Leftward tells whether it is written from right to left.
func (t *Tongue) Leftward() bool { return t.lang == "ar" }

// Phrase is a message; in the home language where this one lacks it, and its id where
// there is none.
func (t *Tongue) Phrase(id string) Phrase {
	if p, ok := t.phrases[id]; ok {
		return p
	}
	return Phrase{{Text: id, Value: -1}}
}

// Has tells whether there is a message of that id.
func (t *Tongue) Has(id string) bool { return t.phrases[id] != nil }

// Counts tells whether a message counts: has plural forms, or a place for a number.
func (t *Tongue) Counts(id string) bool { return t.counted[id] != nil }

// Count is a message that counts, for a number, which stands in it.
func (t *Tongue) Count(id string, n int) Phrase {
	text, _ := t.local.Localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: n}) // an error comes with the home language's text
	forms := t.counted[id]
	p, ok := forms[text]
	if !ok {
		p = t.Phrase(id)
	}
	out := slices.Clone(p)
	for i := range out {
		if out[i].Value == number {
			out[i] = Part{Text: strconv.Itoa(n), Value: -1}
		}
	}
	return out
}

// List is a message cut at its |, such as the names of the days; one that is shorter
// than the home language's is the home language's.
func (t *Tongue) List(id string) []string { return t.lists[id] }

// Catalog holds the languages. It is safe for concurrent use.
type Catalog struct {
	home    string
	tongues map[string]func() *Tongue // each read when it is first asked for
}

// In is a language by its ISO 639-1 code, whatever stands behind it ("pt-br"); the home
// language where there is none of that code, or its file cannot be read.
func (c *Catalog) In(lang string) *Tongue {
	if len(lang) > 2 {
		lang, _, _ = strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	}
	if read, ok := c.tongues[lang]; ok {
		if t := read(); t != nil {
			return t
		}
	}
	return c.tongues[c.home]()
}

// Has tells whether there is a language of that code.
func (c *Catalog) Has(lang string) bool { return c.tongues[lang] != nil }

// Langs are the codes of the languages, the home language first.
func (c *Catalog) Langs() []string {
	langs := []string{c.home}
	for lang := range c.tongues {
		if lang != c.home {
			langs = append(langs, lang)
		}
	}
	slices.Sort(langs[1:])
	return langs
}

// Messages are the ids of the home language's messages, sorted.
func (c *Catalog) Messages() []string { return slices.Sorted(maps.Keys(c.In(c.home).phrases)) }

// Load reads the message files of a directory: en.yaml, fr.yaml; those of other
// languages than home are read when they are first spoken, so that Check should find
// what is wrong in them before. home is the language that says what another lacks, and
// in which order a message names its values.
func Load(files fs.FS, home string) (*Catalog, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	own, err := readFile(files, home)
	if err != nil {
		return nil, err
	}
	t, err := newTongue(home, home, own, own)
	if err != nil {
		return nil, err
	}
	c := &Catalog{home: home, tongues: map[string]func() *Tongue{}}
	for _, name := range names {
		lang := strings.TrimSuffix(path.Base(name), ".yaml")
		c.tongues[lang] = sync.OnceValue(func() *Tongue {
			messages, err := readFile(files, lang)
			if err != nil {
				return nil
			}
			t, err := newTongue(lang, home, own, messages)
			if err != nil {
				return nil
			}
			return t
		})
	}
	c.tongues[home] = func() *Tongue { return t }
	return c, nil
}

// unmarshal is go-yaml's, without its options.
func unmarshal(data []byte, v any) error { return yaml.Unmarshal(data, v) }

// readFile reads the messages of a language.
func readFile(files fs.FS, lang string) ([]*i18n.Message, error) {
	name := lang + ".yaml"
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	read := map[string]i18n.UnmarshalFunc{"yaml": unmarshal}
	file, err := i18n.ParseMessageFileBytes(data, name, read)
	if err != nil {
		return nil, fmt.Errorf("messages %s: %w", name, err)
	}
	return file.Messages, nil
}

// newTongue reads messages into phrases, those of the home language first, which the
// others take the place of.
func newTongue(lang, homeLang string, home, own []*i18n.Message) (*Tongue, error) {
	first, tag := language.Make(homeLang), language.Make(lang)
	bundle := i18n.NewBundle(first)
	if err := errors.Join(bundle.AddMessages(first, home...), bundle.AddMessages(tag, own...)); err != nil {
		return nil, fmt.Errorf("messages of %s: %w", lang, err)
	}
	order := map[string][]string{}
	for _, m := range home {
		order[m.ID] = places(m.Other)
	}
	t := &Tongue{
		lang: lang, local: i18n.NewLocalizer(bundle, lang),
		phrases: map[string]Phrase{}, counted: map[string]map[string]Phrase{}, lists: map[string][]string{},
	}
	var failed error
	for _, m := range slices.Concat(home, own) {
		forms := map[string]Phrase{}
		for _, text := range Forms(m) {
			p, err := parse(text, order[m.ID])
			if t.Leftward() {
				p = p.isolated()
			}
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("messages of %s: %s: %w", lang, m.ID, err))
			}
			forms[text] = p
		}
		t.phrases[m.ID] = forms[m.Other]
		if len(forms) > 1 || slices.Contains(places(m.Other), "n") {
			t.counted[m.ID] = forms
		}
		if list := strings.Split(m.Other, "|"); len(list) > 1 && len(list) >= len(t.lists[m.ID]) {
			t.lists[m.ID] = list
		}
	}
	return t, failed
}

// Forms are the texts of a message's plural forms, those that it has, by their names.
func Forms(m *i18n.Message) map[string]string {
	forms := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	for name, text := range forms {
		if text == "" {
			delete(forms, name)
		}
	}
	return forms
}
