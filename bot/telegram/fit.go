package telegram

import (
	"slices"
	"sort"

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
	f.dropGroups()
	f.dropUnfitting()
	f.simplify(size.markupFits)
	f.shorten(func(s size) int { return s.units - maxUnits })
	f.simplify(size.fits)
	f.shorten(func(s size) int { return s.raw - maxRaw }) // a unit cut is a byte at least
	for !f.total.fits() && len(f.parts) > 0 {             // the steps above suffice; this holds the limits whatever they missed
		f.drop(f.parts[len(f.parts)-1])
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

// sum measures the whole. The first part has no gap before it.
func (f *fitter) sum() {
	f.total = size{}
	for i, p := range f.parts {
		f.total = f.total.plus(p.size)
		if i == 0 {
			f.total = f.total.minus(size{units: len(p.gap()), raw: len(p.gap())})
		}
	}
}

// drop leaves out a part with its group.
func (f *fitter) drop(gone *part) {
	f.parts = slices.DeleteFunc(f.parts, func(p *part) bool {
		return p == gone || (gone.group != 0 && p.group == gone.group)
	})
	f.sum()
}

// dropGroups leaves out groups, the highest Drop first, from the end.
func (f *fitter) dropGroups() {
	if f.total.fits() {
		return
	}
	type candidate struct {
		part *part // the last of its group
		drop int
		at   int
	}
	var candidates []candidate
	groups := map[int]int{} // group to candidate
	for i, p := range f.parts {
		at, known := groups[p.group]
		if p.group == 0 || !known {
			at = len(candidates)
			candidates = append(candidates, candidate{})
			groups[p.group] = at
		}
		c := &candidates[at]
		c.part, c.at, c.drop = p, i, max(c.drop, p.drop)
	}
	sort.Slice(candidates, func(i, j int) bool {
		a, b := candidates[i], candidates[j]
		if a.drop != b.drop {
			return a.drop > b.drop
		}
		return a.at > b.at
	})
	for _, c := range candidates {
		if f.total.fits() || c.drop <= 0 {
			return
		}
		f.drop(c.part)
	}
}

// dropUnfitting leaves out parts that must be whole or not at all, from the
// end, until the rest can be shortened to fit; where there are none, any part.
func (f *fitter) dropUnfitting() {
	for len(f.parts) > 1 || (len(f.parts) == 1 && f.parts[0].kind == attache.Verbatim) {
		floor := 0
		victim := f.parts[len(f.parts)-1]
		whole := false
		for _, p := range f.parts {
			if p.kind == attache.Verbatim {
				victim, whole = p, true
			}
			floor += p.floor()
		}
		if floor <= maxUnits || (!whole && len(f.parts) == 1) {
			return
		}
		f.drop(victim)
	}
}

// floor is how short a part can become, in units.
func (p *part) floor() int {
	n := len(p.gap())
	for _, one := range p.pieces {
		length := units(one.text)
		if p.kind != attache.Verbatim {
			length = min(length, least)
		}
		n += length
	}
	return n
}

// simplify takes styles and then links away, from the end, until it fits.
func (f *fitter) simplify(fits func(size) bool) {
	steps := []func(*piece){
		func(one *piece) { one.style = attache.Plain },
		func(one *piece) { one.href = "" },
	}
	for _, step := range steps {
		for _, p := range slices.Backward(f.parts) {
			for i := len(p.pieces) - 1; i >= 0; i-- {
				if fits(f.total) {
					return
				}
				before := p.pieces[i]
				if step(&p.pieces[i]); p.pieces[i] != before {
					f.remeasure(p)
				}
			}
		}
	}
}

func (f *fitter) remeasure(p *part) {
	f.total = f.total.minus(p.size)
	f.measure(p)
	f.total = f.total.plus(p.size)
}

// shorten cuts the longest plain texts until nothing is over.
func (f *fitter) shorten(over func(size) int) {
	for over(f.total) > 0 {
		p, i := f.longest()
		if p == nil {
			return
		}
		one := &p.pieces[i]
		before := part{pieces: p.pieces[:i]}
		kept, ok := cut(before.words(), one.text, max(least, units(one.text)-over(f.total)-1))
		if !ok { // every place to cut is inside quotation marks
			f.drop(p)
			continue
		}
		one.text = kept
		// The ellipsis is ours, not part of a title or a link.
		p.pieces = slices.Insert(p.pieces, i+1, piece{text: "…"})
		f.remeasure(p)
	}
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
