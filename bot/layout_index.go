package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// What an index may take of a phone's first screen of 25 lines, the opening apart.
const (
	indexLeast   = 3   // stories from which on there is one
	indexLines   = 22  // of the phone, in all
	phoneColumns = 40  // code points in a line of it
	indexTitle   = 117 // code points of a headline there: three lines with its number
)

// index lists the headlines with their numbers, each a link to its report, as many as
// a phone's first screen holds.
func (l *layout) index() {
	if l.edition.Stories() < indexLeast {
		return
	}
	l.listed = true
	lines, n := 0, 0
	for _, s := range l.edition.Sections {
		for _, it := range s.Items {
			n++
			title := indexed(oneLine(it.Headline))
			if lines += 1 + (utf8.RuneCountInString(title)+3)/phoneColumns; lines > indexLines {
				return
			}
			entry := para(plain(fmt.Sprintf("%d. ", n)), link(title, it.URL))
			entry.Tight = n > 1
			entry.Drop = dropIndex
			l.add(entry)
		}
	}
}

// indexed is a headline as it stands in the index: a long one ends between two words,
// and before words in quotation marks that would be cut.
func indexed(title string) string {
	short := text.Shorten(title, indexTitle)
	if short == title {
		return title
	}
	open := strings.LastIndexAny(short, "“„«‘「\"")
	if closed := strings.LastIndexAny(short, "”»’」\""); open > 0 && open >= closed {
		short = strings.TrimRight(short[:open], " ,:;–—") + "…"
	}
	return short
}
