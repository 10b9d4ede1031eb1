package quote

// A frame is the reported speech whose part a passage is: in “Lind said that
// they had come ‘a long way’”, what Lind said. It is read before the passage is
// judged, and tells both that it is a quote and whose.
type frame struct {
	mention int32
	sure    float64
}

// frameThreshold is the least probability of a reading that is looked at.
const frameThreshold = 0.2

// frame finds the surest frame of each passage.
func (a *article) frame(all []report) {
	a.frames = make([]frame, len(a.passages))
	for k := range a.frames {
		a.frames[k].mention = -1
	}
	for i := range all {
		x := &all[i]
		if !x.frames {
			continue
		}
		for t := x.first; t < x.end; t++ {
			k := a.inside[t]
			if k < 0 {
				continue
			}
			if f, p := &a.frames[k], &a.passages[k]; x.sure > f.sure && 2*(min(x.end, p.end)-t) >= p.end-p.first {
				*f = frame{x.mention, x.sure}
			}
			t = max(t, a.passages[k].end-1)
		}
	}
}

// level puts how sure a frame is into one of a few classes; 0 is none.
func (a *article) level(k int) uint32 {
	if k >= len(a.frames) || a.frames[k].mention < 0 {
		return 0
	}
	return 1 + min(6, uint32(a.frames[k].sure*7))
}

// framedBy tells how a mention stands to the source of a passage's frame: 0 no
// frame, 1 it is another, 2 the same person, 3 the very mention.
func (a *article) framedBy(k int, mi int32) uint32 {
	if a.level(k) == 0 {
		return 0
	}
	switch x := a.frames[k].mention; {
	case x == mi:
		return 3
	case mi >= 0 && a.mentions[x].person >= 0 && a.mentions[x].person == a.mentions[mi].person:
		return 2
	}
	return 1
}

// apart tells how far passage k+1 is from k: 0 in its sentence, 1 in its
// paragraph, 2 in the next one, 3 farther.
func (a *article) apart(k int) uint32 {
	x, y := a.token(a.passages[k].close), a.token(a.passages[k+1].open)
	switch {
	case x.Sentence == y.Sentence:
		return 0
	case x.Paragraph == y.Paragraph:
		return 1
	case x.Paragraph+1 == y.Paragraph:
		return 2
	}
	return 3
}
