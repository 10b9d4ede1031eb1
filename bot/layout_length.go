package bot

import (
	"fmt"

	"attache"
	words "attache/internal/text"
)

// headlines sets the headlines alone, each a numbered link to its report; the last
// ones leave first.
func (l *layout) headlines() {
	for _, s := range l.edition.Sections {
		for _, it := range s.Items {
			entry := para(plain(fmt.Sprintf("%d. ", l.stories+1)), link(words.OneLine(it.Headline), it.URL))
			if l.stories > 0 {
				entry.Tight, entry.Drop = true, dropHeadline+min(l.stories, dropAgenda-dropHeadline-1)
			}
			l.add(entry)
			l.stories++
		}
	}
}

// mostQuotes is how many quotes a story has in a digest of this length.
func (l *layout) mostQuotes() int {
	switch l.length {
	case attache.HeadlinesOnly:
		return 0
	case attache.ShortLength:
		return 1
	case attache.FullLength:
	}
	return mostQuotes
}

// caution is what a short digest keeps of the small line: marks such as "disputed".
func (l *layout) caution(it attache.Item) {
	if marks := itemMarks(l.to, it); len(marks) > 0 {
		l.detail(rankFacts, tight(note(plain(l.to.listed(marks)))))
	}
}

// previewOf is the page that a chat's message shows a preview of: the first story's
// report, which every channel has room for; "" where the chat wants none.
func previewOf(e attache.Edition, chat attache.Chat) string {
	if chat.Preview {
		for _, s := range e.Sections {
			for _, it := range s.Items {
				return it.URL
			}
		}
	}
	return ""
}
