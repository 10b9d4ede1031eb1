package cluster

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"slices"
	"sync"
	"time"

	"attache"
)

// traceFormat is to be raised whenever a text is read into other terms or
// weights, or a trace is written otherwise: what was kept is read anew then.
const traceFormat = 2

// traceMark begins a trace: its format, and the data that weights come from.
var traceMark = sync.OnceValue(func() uint32 {
	sum := crc32.ChecksumIEEE(backgroundBytes)
	sum = crc32.Update(sum, crc32.IEEETable, []byte(stopText))
	return crc32.Update(sum, crc32.IEEETable, []byte{traceFormat})
})

// Recollection is an article as its trace tells it.
type Recollection struct {
	// Article has what was read in the text: language, event, time, relevance,
	// the actors with a code; persons among them with their names and roles.
	Article  attache.Article
	document *document
	counted  []term // for the weights of later texts
}

// ErrTrace says that a trace was not made by this program: its article is to
// be read again.
var ErrTrace = errors.New("a trace of another version")

// Recall takes up an article by its trace where Restore would read its text,
// with the weights that its terms had then. The order counts as it does there.
func (c *Clusterer) Recall(list ...Recollection) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range list {
		r := &list[i]
		if r.Article.StoryID == "" || c.articles[r.Article.ID] != nil {
			continue
		}
		c.analyst.df.count(r.Article.Lang, slices.Values(r.counted))
		c.advance(r.document)
		c.place(&r.Article, r.document)
	}
}

// trace writes what is to be known of an article after a restart, of which
// document read d just now.
func (n *analyst) trace(a *attache.Article, d *document) []byte {
	b := make([]byte, 0, 512+12*(len(d.vec.terms)+len(d.title.terms))+4*len(d.sketch)+8*len(n.left))
	b = binary.LittleEndian.AppendUint32(b, traceMark())
	b = appendReading(b, a, d)
	b = binary.LittleEndian.AppendUint64(b, d.simhash)
	b = append(b, d.days)
	b = binary.AppendUvarint(b, uint64(len(d.numbers)))
	for _, n := range d.numbers {
		b = binary.LittleEndian.AppendUint64(b, uint64(n.word))
		b = binary.LittleEndian.AppendUint64(b, uint64(n.number))
	}
	b = binary.AppendUvarint(b, uint64(len(d.sketch)))
	for _, h := range d.sketch {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	b = appendVector(b, &d.vec)
	b = appendVector(b, &d.title)
	slices.Sort(n.left)
	b = binary.AppendUvarint(b, uint64(len(n.left)))
	for _, t := range n.left {
		b = binary.LittleEndian.AppendUint64(b, uint64(t))
	}
	return b
}

func appendReading(b []byte, a *attache.Article, d *document) []byte {
	if d.at.IsZero() {
		b = append(b, 0)
	} else {
		b = binary.AppendVarint(append(b, 1), d.at.Unix())
		b = binary.AppendUvarint(b, uint64(d.at.Nanosecond()))
	}
	flags := byte(0)
	if a.Relevant {
		flags = 1
	}
	b = append(b, flags)
	b = appendText(b, a.Lang)
	b = appendText(b, string(a.Event.Type))
	b = appendTexts(b, a.Event.Source)
	b = appendTexts(b, a.Event.Target)
	var actors []string
	for i := range a.Actors {
		switch x := &a.Actors[i]; {
		case x.Code == "":
		case x.Kind == attache.Person && x.Role != "":
			actors = append(actors, x.Code, string(x.Kind), x.Name, x.Role)
		default:
			actors = append(actors, x.Code, string(x.Kind), "", "")
		}
	}
	return appendTexts(b, actors)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendTexts(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendText(b, s)
	}
	return b
}

func appendVector(b []byte, v *vector) []byte {
	b = binary.AppendUvarint(b, uint64(len(v.terms)))
	for _, t := range v.terms {
		b = binary.LittleEndian.AppendUint64(b, uint64(t.term))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(t.weight))
	}
	return b
}

// ReadTrace reads the trace of an article, of which ID, StoryID, TrackID and
// CopyOf are given as they are stored now. It keeps nothing of the trace, and
// may be called from everywhere. Foreign bytes give ErrTrace.
func ReadTrace(stored attache.Article, trace []byte) (Recollection, error) {
	r := traceReader{b: trace}
	if mark := r.take(4); len(mark) < 4 || binary.LittleEndian.Uint32(mark) != traceMark() {
		return Recollection{}, ErrTrace
	}
	a := stored
	d := &document{id: a.ID}
	r.reading(&a, d)
	d.simhash = r.uint64()
	d.days = r.byte()
	for range r.count(16) {
		d.numbers = append(d.numbers, counted{term(r.uint64()), term(r.uint64())})
	}
	if n := r.count(4); n > 0 {
		d.sketch = make([]uint32, n)
		for i, b := 0, r.take(4*n); i < n; i++ {
			d.sketch[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
	}
	d.vec, d.title = r.vector(), r.vector()
	n := r.count(8)
	all := make([]term, 0, len(d.vec.terms)+n)
	for _, t := range d.vec.terms {
		if t.term.kind() <= kindNumber {
			all = append(all, t.term)
		}
	}
	for range n {
		all = append(all, term(r.uint64()))
	}
	if r.bad || len(r.b) > 0 {
		return Recollection{}, ErrTrace
	}
	return Recollection{Article: a, document: d, counted: all}, nil
}

// traceReader reads a trace from its front; bad is set where it is too short.
type traceReader struct {
	b   []byte
	bad bool
}

func (r *traceReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *traceReader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *traceReader) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (r *traceReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads how many things of so many bytes at least follow.
func (r *traceReader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.bad, r.b = true, nil
		return 0
	}
	return int(n)
}

func (r *traceReader) text() string { return string(r.take(r.count(1))) }

func (r *traceReader) texts() []string {
	n := r.count(1)
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.text()
	}
	return list
}

func (r *traceReader) vector() vector {
	n := r.count(12)
	v := vector{terms: make([]weighted, n)}
	for i, b := 0, r.take(12*n); i < n; i++ {
		v.terms[i] = weighted{term(binary.LittleEndian.Uint64(b[12*i:])), math.Float32frombits(binary.LittleEndian.Uint32(b[12*i+8:]))}
	}
	for i, t := range v.terms {
		// not so, and what compares them would never end or index out of range
		sound := t.term.kind() < kinds && t.weight >= -math.MaxFloat32 && t.weight <= math.MaxFloat32 && (i == 0 || v.terms[i-1].term < t.term)
		if !sound {
			r.bad, r.b = true, nil
			return vector{}
		}
	}
	v.measure()
	return v
}

// reading is what appendReading wrote.
func (r *traceReader) reading(a *attache.Article, d *document) {
	if r.byte() != 0 {
		sec, n := binary.Varint(r.b)
		r.take(n)
		nano := r.uvarint()
		d.at = time.Unix(sec, int64(nano)).UTC()
		a.Published = d.at
	}
	a.Relevant = r.byte() != 0
	a.Lang = r.text()
	a.Event = attache.Event{Type: attache.EventType(r.text()), Source: r.texts(), Target: r.texts()}
	actors := r.texts()
	if len(actors)%4 != 0 {
		r.bad = true
		return
	}
	for i := 0; i < len(actors); i += 4 {
		a.Actors = append(a.Actors, attache.Actor{
			Code: actors[i], Kind: attache.ActorKind(actors[i+1]), Name: actors[i+2], Role: actors[i+3],
		})
	}
	d.lang, d.event, d.codes = a.Lang, a.Event, codesOf(a)
}
