package cluster

// decide chooses the story an article belongs to, or nil for a new one, with
// the probability of the best merge.
func decide(list []candidate) (*story, float64) {
	var best *story
	p := 0.0
	for i := range list {
		if q := merge(&list[i].x); q > p {
			best, p = list[i].story, q
		}
	}
	if p < mergeAt {
		return nil, p
	}
	return best, p
}

// mergeAt is the probability from which an article joins a story.
const mergeAt = 0.5

func merge(x *Features) float64 {
	z := 2*x[fWord] + 2*x[fEntity] + x[fMaxWord] + x[fMaxEntity] + x[fTitleWord]
	return z / 3
}
