package tag

import (
	"bytes"
	"compress/flate"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"sync"

	"attache/internal/text"
)

//go:embed weights/*.bin
var files embed.FS

// Languages are those that have weights, by ISO 639-1.
var languages = [...]string{"de", "en", "es", "fr", "ru", "zh"}

// Model holds a language's perceptrons. It is read-only once made.
type Model struct {
	Pos, Case, Function *Perceptron // Case is nil where the language shows none
}

var models = sync.OnceValue(func() map[string]*Model {
	all := make(map[string]*Model, len(languages))
	for _, lang := range languages {
		b, err := files.ReadFile("weights/" + lang + ".bin")
		if err != nil {
			continue // not learned yet
		}
		m, err := ReadModel(b)
		if err != nil {
			panic("extract/tag: weights/" + lang + ".bin: " + err.Error()) // the file is part of the program
		}
		all[lang] = m
	}
	return all
})

// magic names the format.
const magic = "at01"

var (
	errWeights = errors.New("not a tagger's weights")
	errOld     = errors.New("the weights are older than the code that describes tokens: run make train")
)

// Bytes gives a model as ReadModel reads it: magic, then deflated for each of
// the three perceptrons the number of classes, the classes and the weights.
func (m *Model) Bytes() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(magic)
	b.Write(binary.LittleEndian.AppendUint32(nil, fingerprint()))
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, p := range []*Perceptron{m.Pos, m.Case, m.Function} {
		if p == nil {
			p = &Perceptron{}
		}
		body := append([]byte{byte(len(p.Classes))}, p.Classes...)
		for _, x := range p.Weights {
			body = append(body, byte(x))
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return b.Bytes(), err
}

// ReadModel reads a model.
func ReadModel(b []byte) (*Model, error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, errWeights
	}
	if b = b[len(magic):]; len(b) < 4 || binary.LittleEndian.Uint32(b) != fingerprint() {
		return nil, errOld
	}
	r := flate.NewReader(bytes.NewReader(b[4:]))
	m := &Model{}
	for _, p := range []**Perceptron{&m.Pos, &m.Case, &m.Function} {
		q, err := readPerceptron(r)
		if err != nil {
			return nil, err
		}
		*p = q
	}
	if m.Pos == nil || m.Function == nil {
		return nil, errWeights
	}
	return m, nil
}

// readPerceptron reads one perceptron; nil where it has no classes.
func readPerceptron(r io.Reader) (*Perceptron, error) {
	var n [1]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return nil, fmt.Errorf("%w (%w)", errWeights, err)
	}
	if n[0] == 0 {
		return nil, nil //nolint:nilnil // a language without cases has none
	}
	raw := make([]byte, int(n[0])+1<<tableBits)
	if _, err := io.ReadFull(r, raw); err != nil || n[0] > maxClasses {
		return nil, fmt.Errorf("%w (%w)", errWeights, err)
	}
	p := &Perceptron{Classes: raw[:n[0]:n[0]], Weights: make([]int8, 1<<tableBits)}
	for i, x := range raw[n[0]:] {
		p.Weights[i] = int8(x)
	}
	return p, nil
}

// fingerprint is a checksum of how a text is cut and its tokens are described,
// so that weights are never read with other features than they were learned with.
func fingerprint() uint32 {
	h := uint32(tableBits)
	for _, lang := range languages {
		d := text.New("Orrin Vale, the envoy of Norway, told L'Echo on 3 May: «Мы готовы»; 外交部。", lang)
		s := NewSentence(d, text.Range{First: 0, End: int32(len(d.Tokens))})
		r := reader{s: s, tags: make([]Tag, len(d.Tokens))}
		for i := range r.tags {
			r.tags[i] = Tag{Pos: Pos(1 + i%int(Other)), Case: Case(i % 7), Function: Function(i % 11)}
		}
		r.frame()
		for i := range r.tags {
			for _, describe := range []func(int) []uint32{r.posFeatures, r.caseFeatures, r.functionFeatures} {
				for _, f := range describe(i) {
					h = bits.RotateLeft32(h, 5)*0x9E3779B1 ^ f
				}
			}
			r.saw(i, r.tags[i].Function)
		}
	}
	return h
}
