package telegram

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"attache"
)

// least is to what a text may be shortened: less says too little.
const least = 80

// fitter leaves out and shortens until a message fits.
type fitter struct {
	parts []*part
	total size
	plain bool
}

// fit chooses what of the parts is shown, in their order.
func fit(parts []*part, plain bool) []*part {
	f := &fitter{parts: parts, plain: plain}
	for _, p := range f.parts {
		f.measure(p)
	}
	f.sum()
	if f.total.fits() {
		return f.parts
	}
	f.dropGroups(func(s size) bool { s.entities = 0; return s.fits() })
	if f.total.entities > maxEntities { // small print stands upright before words have to go
		f.straighten()
	}
	f.dropGroups(size.fits)
	f.dropUnfitting()
	if f.simplify(size.markupFits); plain { // addresses are text there: they go before words do
		f.simplify(size.fits)
	}
	f.shorten(func(s size) int { return s.units - maxUnits })
	f.simplify(size.fits)
	f.shorten(func(s size) int { return s.raw - maxRaw }) // a unit cut is a byte at least
	for !f.total.fits() && len(f.parts) > 0 {             // holds the limits whatever the steps above missed
		f.leaveOut([]*part{f.parts[len(f.parts)-1]})
	}
	return f.parts
}

// measure sets a part's size, with the gap before it.
func (f *fitter) measure(p *part) {
	w := page{plain: f.plain}
	w.put(p.gap())
	p.write(&w)
	p.size = w.size
}

func (f *fitter) remeasure(p *part) {
	f.total = f.total.minus(p.size)
	f.measure(p)
	f.total = f.total.plus(p.size)
}

// sum measures the whole. The first part has no gap before it.
func (f *fitter) sum() {
	f.total = size{}
	for i, p := range f.parts {
		f.total = f.total.plus(p.size)
		if i == 0 {
			f.total = f.total.minus(p.gapSize())
		}
	}
}

func (p *part) gapSize() size { return size{units: len(p.gap()), raw: len(p.gap())} }

// leaveOut takes parts away for good.
func (f *fitter) leaveOut(gone []*part) {
	for _, p := range gone {
		p.gone = true
	}
	f.parts = slices.DeleteFunc(f.parts, func(p *part) bool { return p.gone })
	f.sum()
}

// band is parts that stand or fall together, in the order of the message.
type band struct {
	parts []*part
	drop  int // the highest of its parts'
	last  int // where its last part stands
}

func (f *fitter) bands() []band {
	var all []band
	index := map[int]int{} // group to band
	for i, p := range f.parts {
		at, known := index[p.group]
		if p.group == 0 || !known {
			at = len(all)
			all = append(all, band{})
			index[p.group] = at
		}
		b := &all[at]
		b.parts, b.drop, b.last = append(b.parts, p), max(b.drop, p.drop), i
	}
	return all
}

// dropGroups leaves out groups, the highest Drop first, from the end.
func (f *fitter) dropGroups(fits func(size) bool) {
	order := slices.DeleteFunc(f.bands(), func(b band) bool { return b.drop <= 0 })
	slices.SortFunc(order, func(a, b band) int {
		return cmp.Or(cmp.Compare(b.drop, a.drop), cmp.Compare(b.last, a.last))
	})
	f.leaveOutUntil(order, fits)
}

// straighten takes the italics from all small print alike.
func (f *fitter) straighten() {
	for _, p := range f.parts {
		if p.kind == attache.Note {
			p.upright = true
			f.remeasure(p)
		}
	}
}

// leaveOutUntil takes bands away, in the order given, until enough says so.
func (f *fitter) leaveOutUntil(order []band, enough func(size) bool) {
	var gone []*part
	total, first := f.total, 0
	for _, b := range order {
		if enough(total) {
			break
		}
		for _, p := range b.parts {
			p.gone = true
			total = total.minus(p.size)
		}
		gone = append(gone, b.parts...)
		// The part that is now the first has no gap before it any more.
		for first < len(f.parts) && f.parts[first].gone {
			total = total.plus(f.parts[first].gapSize())
			if first++; first < len(f.parts) {
				total = total.minus(f.parts[first].gapSize())
			}
		}
	}
	f.leaveOut(gone)
}

// dropUnfitting makes what is left short enough to be shortened. Parts that
// must be whole go first: those too long for any message, then from the end;
// where none is left, any but the first.
func (f *fitter) dropUnfitting() {
	floor := 0
	for _, p := range f.parts {
		if p.kind != attache.Verbatim && p.floor() > maxUnits { // thousands of small pieces
			p.flatten()
			f.remeasure(p)
		}
		floor += p.floor()
	}
	all := f.bands()
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b band) int { return cmp.Compare(b.rigid(), a.rigid()) })
	var gone []*part
	for i, b := range all {
		if floor <= maxUnits || (i == len(all)-1 && b.rigid() == 0) {
			break
		}
		for _, p := range b.parts {
			floor -= p.floor()
		}
		gone = append(gone, b.parts...)
	}
	f.leaveOut(gone)
}

// rigid tells how much a band stands in the way: 2 where it fits in no
// message, 1 where something in it must be whole, else 0.
func (b band) rigid() int {
	floor, whole := 0, 0
	for _, p := range b.parts {
		floor += p.floor()
		if p.kind == attache.Verbatim {
			whole = 1
		}
	}
	if whole == 1 && floor > maxUnits {
		return 2
	}
	return whole
}

// floor is how short a part can become, in units.
func (p *part) floor() int {
	n := len(p.gap())
	for _, one := range p.pieces {
		length := units(one.text)
		if p.kind != attache.Verbatim {
			length = min(length, least+1) // with its ellipsis
		}
		n += length
	}
	return n
}

// flatten makes one plain piece of a part.
func (p *part) flatten() { p.pieces = []piece{{text: p.words()}} }

// simplify takes styles and then links away, from the end, until it fits.
func (f *fitter) simplify(fits func(size) bool) {
	for _, step := range []func(*piece){
		func(one *piece) { one.style = attache.Plain },
		func(one *piece) { one.href = "" },
	} {
		for _, p := range slices.Backward(f.parts) {
			stride := 1 + len(p.pieces)/64
			for end := len(p.pieces); end > 0; end -= stride {
				if fits(f.total) {
					return
				}
				for i := range p.pieces[max(0, end-stride):end] {
					step(&p.pieces[max(0, end-stride)+i])
				}
				f.remeasure(p)
			}
		}
	}
}

// shorten cuts the longest plain texts until nothing is over.
func (f *fitter) shorten(over func(size) int) {
	for over(f.total) > 0 {
		p, i := f.longest()
		if p == nil {
			return
		}
		one := &p.pieces[i]
		text := []rune(one.text)
		from := utf8.RuneCountInString((&part{pieces: p.pieces[:i]}).words())
		keep := cut([]rune(p.words()), from, from+len(text), max(least, units(one.text)-over(f.total)-1))
		if keep == 0 { // every place to cut is inside quotation marks
			f.leaveOutWith(p)
			continue
		}
		one.text = string(text[:keep])
		if i+1 == len(p.pieces) || p.pieces[i+1] != ellipsis {
			p.pieces = slices.Insert(p.pieces, i+1, ellipsis)
		}
		f.remeasure(p)
	}
}

// ellipsis is a piece of its own: it is no part of a title or a link.
var ellipsis = piece{text: "…"}

// leaveOutWith takes a part away with its group.
func (f *fitter) leaveOutWith(gone *part) {
	f.leaveOut(slices.DeleteFunc(slices.Clone(f.parts), func(p *part) bool {
		return p != gone && (gone.group == 0 || p.group != gone.group)
	}))
}

// longest finds the longest piece that may be shortened.
func (f *fitter) longest() (found *part, at int) {
	most := least + 1
	for _, p := range f.parts {
		if p.kind == attache.Verbatim {
			continue
		}
		for i, one := range p.pieces {
			if n := units(one.text); n > most {
				found, at, most = p, i, n
			}
		}
	}
	return found, at
}
