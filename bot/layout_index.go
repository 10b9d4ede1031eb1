package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// What an index may take of a phone's first screen.
const (
	indexLeast   = 3  // stories from which on there is one
	screenLines  = 25 // of the phone
	phoneColumns = 34 // code points in a line of it
	indexTitle   = 99 // code points of a headline there: three lines with its number
)

// index lists the headlines with their numbers, each a link to its report, as many as
// a phone's first screen holds below the opening. It sets l.listed to how many.
func (l *layout) index(opening string) {
	if l.edition.Stories() < indexLeast {
		return
	}
	l.numbered = true
	lines := phoneLines(opening) + 1
	for _, s := range l.edition.Sections {
		for _, it := range s.Items {
			line := fmt.Sprintf("%d. ", l.listed+1)
			title := indexed(text.OneLine(it.Headline))
			if lines += phoneLines(line + title); lines > screenLines {
				return
			}
			entry := para(plain(line), link(title, it.URL))
			entry.Tight, entry.Drop = l.listed > 0, dropIndex
			l.listed++
			l.add(entry)
		}
	}
}

// phoneLines is how many lines a text may take on a phone.
func phoneLines(s string) int { return 1 + utf8.RuneCountInString(s)/phoneColumns }

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
