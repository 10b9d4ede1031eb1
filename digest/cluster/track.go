package cluster

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"attache"
)

// track is a negotiation or relationship as the clusterer sees it: who, and
// about what.
type track struct {
	id    string
	codes map[string]float64
	issue vector // stems and names of its stories
	last  time.Time
	seq   int
	pairs []string
}

// trackBook holds the tracks of the last weeks, found by pairs of actors.
type trackBook struct {
	byID   map[string]*track
	byPair map[string][]*track
	seq    int
}

// Bounds of tracks.
const (
	maxTracks    = 4000
	trackWindow  = 90 * 24 * time.Hour
	perPair      = 40
	trackTerms   = 120
	issueAlike   = 0.13 // the least likeness of issues within one track
	pairsOfActor = 4    // leading actors that make pairs
)

func newTrackBook() trackBook {
	return trackBook{byID: map[string]*track{}, byPair: map[string][]*track{}}
}

// restore takes up a stored track: its terms tell the issue.
func (b *trackBook) restore(t *attache.Track, n *analyst) {
	codes := map[string]float64{}
	for i, c := range t.Actors {
		codes[c] = 1 / float64(1+i)
	}
	issue := vector{}
	for i, word := range t.Terms {
		weight := 1 / (1 + 0.1*float32(i))
		for _, lang := range []string{"en"} {
			n.r.lang, n.r.out = lang, n.r.out[:0]
			n.r.read(word, 4)
			for _, tok := range n.r.out {
				if !tok.stop {
					one := vector{terms: []weighted{{tok.stem, weight * n.df.idf(lang, tok.stem)}}}
					issue.add(&one, trackTerms)
				}
			}
		}
	}
	b.put(&track{id: t.ID, codes: codes, issue: issue, last: t.Last})
}

// put makes a track known under its pairs.
func (b *trackBook) put(t *track) {
	if old := b.byID[t.id]; old != nil {
		b.remove(old)
	}
	b.seq++
	t.seq = b.seq
	b.byID[t.id] = t
	b.index(t)
	if len(b.byID) > maxTracks {
		b.evict()
	}
}

func (b *trackBook) index(t *track) {
	for _, pair := range pairsOf(leadingN(t.codes, pairsOfActor)) {
		if slices.Contains(t.pairs, pair) {
			continue
		}
		list := b.byPair[pair]
		if len(list) == perPair {
			list = slices.Delete(list, 0, 1)
		}
		b.byPair[pair] = append(list, t)
		t.pairs = append(t.pairs, pair)
	}
}

func (b *trackBook) remove(t *track) {
	delete(b.byID, t.id)
	for _, pair := range t.pairs {
		if list := slices.DeleteFunc(b.byPair[pair], func(o *track) bool { return o == t }); len(list) > 0 {
			b.byPair[pair] = list
		} else {
			delete(b.byPair, pair)
		}
	}
}

// evict forgets the stalest tenth.
func (b *trackBook) evict() {
	all := make([]*track, 0, len(b.byID))
	for _, t := range b.byID {
		all = append(all, t)
	}
	slices.SortFunc(all, func(x, y *track) int { return cmp.Or(x.last.Compare(y.last), cmp.Compare(x.seq, y.seq)) })
	for _, t := range all[:len(all)/10] {
		b.remove(t)
	}
}

func pairsOf(codes []string) []string {
	var pairs []string
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			pairs = append(pairs, min(a, b)+"|"+max(a, b))
		}
	}
	return pairs
}

// trackOf gives the track of an article's story, and lets the track learn.
func (c *Clusterer) trackOf(a *attache.Article, d *document, s *story) string {
	if s.track == "" {
		s.track = a.TrackID
	}
	sides := sidesOf(a, s)
	if s.track == "" {
		if !a.Relevant || len(sides) < 2 {
			return ""
		}
		s.track = c.tracks.find(s, sides, d.at)
	}
	if s.track == "" {
		sum := sha256.Sum256([]byte("track\x00" + s.id))
		s.track = "k" + hex.EncodeToString(sum[:8])
	}
	if a.Relevant && a.CopyOf == "" {
		c.tracks.learn(s.track, d, sides)
	}
	return s.track
}

// sidesOf are the parties: of the event where it names two, otherwise the
// story's leading actors.
func sidesOf(a *attache.Article, s *story) []string {
	sides := slices.Clone(a.Event.Source)
	for _, c := range a.Event.Target {
		if !slices.Contains(sides, c) {
			sides = append(sides, c)
		}
	}
	if len(sides) < 2 {
		for _, c := range leading(s.codes) {
			if !slices.Contains(sides, c) && len(sides) < 2 {
				sides = append(sides, c)
			}
		}
	}
	return sides[:min(len(sides), pairsOfActor)]
}

// find returns the track of the same parties whose issue is most like the
// story's; "" where there is none.
func (b *trackBook) find(s *story, sides []string, at time.Time) string {
	best, top := "", 0.0
	seen := map[*track]bool{}
	for _, pair := range pairsOf(sides) {
		for _, t := range b.byPair[pair] {
			if seen[t] || !at.IsZero() && !t.last.IsZero() && at.Sub(t.last) > trackWindow {
				continue
			}
			seen[t] = true
			v := issueLikeness(s, t) + 0.1*partyOverlap(sides, t)
			if v >= issueAlike+0.1 && (v > top || v == top && t.id < best) {
				best, top = t.id, v
			}
		}
	}
	return best
}

func issueLikeness(s *story, t *track) float64 {
	c := cosines(&s.centroid, &t.issue)
	return float64(c[kindWord]+c[kindEntity]) / 2
}

// partyOverlap is the share of parties in common.
func partyOverlap(sides []string, t *track) float64 {
	theirs := leadingN(t.codes, max(len(sides), 2))
	shared := 0
	for _, c := range sides {
		if slices.Contains(theirs, c) {
			shared++
		}
	}
	return float64(shared) / float64(len(sides)+len(theirs)-shared)
}

// learn adds an article to its track.
func (b *trackBook) learn(id string, d *document, sides []string) {
	t := b.byID[id]
	if t == nil {
		t = &track{id: id, codes: map[string]float64{}}
		for i, c := range sides {
			t.codes[c] = 1 / (1 + 0.1*float64(i))
		}
		b.put(t)
	} else {
		for i, c := range sides {
			t.codes[c] += 1 / (1 + 0.1*float64(i))
		}
		b.index(t)
	}
	t.issue.add(&d.vec, trackTerms)
	if d.at.After(t.last) {
		t.last = d.at
	}
}
