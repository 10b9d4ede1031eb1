package simulator

import (
	"cmp"
	"slices"
)

// Telegram's limits on one message's entities.
const (
	maxEntities    = 100
	maxEntityBytes = 9500
)

// priority orders entities that begin and end together, the outermost first.
var priority = map[string]int{
	"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20,
	"text_link": 49, "text_mention": 49, "bold": 90, "italic": 91,
	"underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
	"date_time": 50,
}

func isSplittable(kind string) bool {
	switch kind {
	case "bold", "italic", "underline", "strikethrough", "spoiler":
		return true
	}
	return false
}

func isQuote(kind string) bool { return kind == "blockquote" || kind == "expandable_blockquote" }
func isCode(kind string) bool  { return kind == "code" || kind == "pre" }

// found says whether the text itself made the entity, not its sender.
func found(kind string) bool {
	switch kind {
	case "url", "mention", "hashtag", "cashtag", "bot_command", "email", "phone_number", "bank_card":
		return true
	}
	return false
}

func sortEntities(list []Entity) {
	if !slices.IsSortedFunc(list, byPlace) {
		slices.SortStableFunc(list, byPlace)
	}
}

// byPlace orders entities by where they begin, the outermost first.
func byPlace(a, b Entity) int {
	if a.Offset != b.Offset {
		return a.Offset - b.Offset
	}
	if a.Length != b.Length {
		return b.Length - a.Length
	}
	return rank(a.Type) - rank(b.Type)
}

func rank(kind string) int {
	if p, ok := priority[kind]; ok {
		return p
	}
	return 50
}

// fixEntities makes entities nest the way Telegram keeps them: links and code
// never overlap (the first and longest stays), quotations never nest, and
// styles stop where code begins.
func fixEntities(list []Entity) []Entity {
	sortEntities(list)
	var solid, quotes, styles []Entity
	for _, e := range list {
		switch {
		case isSplittable(e.Type):
			styles = append(styles, e)
		case isQuote(e.Type):
			quotes = append(quotes, e)
		default:
			solid = append(solid, e)
		}
	}
	solid, quotes = dropOverlaps(solid), dropOverlaps(quotes)
	solid = slices.DeleteFunc(solid, func(e Entity) bool { return crossesAny(e, quotes) })
	fixed := slices.Concat(solid, quotes)
	sortEntities(fixed)
	fixed = append(fixed, fixStyles(styles, fixed)...)
	sortEntities(fixed)
	return fixed
}

// dropOverlaps keeps of sorted entities those that begin after the last kept.
func dropOverlaps(list []Entity) []Entity {
	var kept []Entity
	end := 0
	for _, e := range list {
		if e.Offset >= end {
			kept = append(kept, e)
			end = e.end()
		}
	}
	return kept
}

// crossesAny says whether e lies partly inside a quotation, or around one.
func crossesAny(e Entity, quotes []Entity) bool {
	for _, q := range quotes {
		overlap := e.Offset < q.end() && q.Offset < e.end()
		inside := e.Offset >= q.Offset && e.end() <= q.end()
		if overlap && !inside {
			return true
		}
	}
	return false
}

// fixStyles merges the stretches of each style, takes out what lies in code
// and splits at the borders of other entities it would cross.
func fixStyles(styles, others []Entity) []Entity {
	byKind := map[string][]Entity{}
	for _, e := range styles {
		byKind[e.Type] = append(byKind[e.Type], e)
	}
	var fixed []Entity
	for _, kind := range []string{"bold", "italic", "underline", "strikethrough", "spoiler"} {
		merged := mergeTouching(byKind[kind])
		for _, other := range others {
			merged = splitAround(merged, other)
		}
		fixed = append(fixed, nestIn(merged, fixed)...)
	}
	return fixed
}

// nestIn splits stretches where they would cross an earlier style's.
func nestIn(list, earlier []Entity) []Entity {
	for _, other := range earlier {
		list = splitAround(list, other)
	}
	return list
}

func mergeTouching(list []Entity) []Entity {
	sortEntities(list)
	var merged []Entity
	for _, e := range list {
		if n := len(merged); n > 0 && merged[n-1].end() >= e.Offset {
			merged[n-1].Length = max(merged[n-1].end(), e.end()) - merged[n-1].Offset
			continue
		}
		merged = append(merged, e)
	}
	return merged
}

// splitAround cuts the stretches that lie partly in other; what lies in code
// goes. The stretches are sorted and do not overlap.
func splitAround(list []Entity, other Entity) []Entity {
	from, _ := slices.BinarySearchFunc(list, other.Offset+1, func(e Entity, at int) int { return cmp.Compare(e.end(), at) })
	to := from
	for to < len(list) && list[to].Offset < other.end() {
		to++
	}
	var pieces []Entity
	cut := false
	put := func(e Entity, from, to int) {
		if from < to {
			e.Offset, e.Length = from, to-from
			pieces = append(pieces, e)
		}
	}
	for _, e := range list[from:to] {
		around := e.Offset <= other.Offset && e.end() >= other.end()
		inside := e.Offset >= other.Offset && e.end() <= other.end()
		if !isCode(other.Type) && (around || inside) {
			pieces = append(pieces, e)
			continue
		}
		cut = true
		put(e, e.Offset, min(e.end(), other.Offset))
		if !isCode(other.Type) {
			put(e, max(e.Offset, other.Offset), min(e.end(), other.end()))
		}
		put(e, max(e.Offset, other.end()), e.end())
	}
	if !cut {
		return list
	}
	return slices.Replace(list, from, to, pieces...)
}

// limitEntities keeps at most maxEntities, styles leaving first and without a
// word, and refuses what would take too many bytes. Those the text makes by
// itself and custom emoji do not count.
func limitEntities(list []Entity) ([]Entity, error) {
	counts := func(e Entity) bool { return !found(e.Type) && e.Type != "custom_emoji" }
	solid := 0
	for _, e := range list {
		if counts(e) && !isSplittable(e.Type) {
			solid++
		}
	}
	rooms := map[bool]int{false: min(solid, maxEntities), true: max(0, maxEntities-solid)} // by being a style
	kept, bytes := make([]Entity, 0, len(list)), 0
	for _, e := range list {
		if style := isSplittable(e.Type); counts(e) {
			if rooms[style] == 0 {
				continue
			}
			rooms[style]--
		}
		kept = append(kept, e)
		bytes += entityBytes(e)
	}
	if bytes > maxEntityBytes {
		return nil, errEntitiesLong
	}
	return kept, nil
}

// entityBytes is about what an entity takes on the wire: its constructor, its
// two offsets, and its strings padded to four bytes.
func entityBytes(e Entity) int {
	if found(e.Type) {
		return 0
	}
	size := 12
	for _, s := range []string{e.URL, e.Language} {
		if s != "" {
			size += (len(s) + 4 + 3) &^ 3
		}
	}
	if e.User != nil || e.CustomEmojiID != "" {
		size += 8
	}
	return size
}
