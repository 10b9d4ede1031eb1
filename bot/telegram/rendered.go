package telegram

import (
	"sync"

	"attache"
)

// rendered keeps the texts of the last documents that many chats get, by their Key.
type rendered struct {
	mu    sync.Mutex
	texts map[string]string
	order []string // the oldest first
}

// mostRendered is how many texts are kept, 32 KB each at most.
const mostRendered = 32

// text renders a document, or gives what one of the same Key was rendered to.
func (r *rendered) text(doc attache.Document) string {
	if doc.Key == "" {
		return Render(doc)
	}
	r.mu.Lock()
	text, known := r.texts[doc.Key]
	r.mu.Unlock()
	if known {
		return text
	}
	text = Render(doc) // by two at once, perhaps: they get the same
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if _, known := r.texts[doc.Key]; !known {
		if r.order = append(r.order, doc.Key); len(r.order) > mostRendered {
			delete(r.texts, r.order[0])
			r.order = r.order[1:]
		}
	}
	r.texts[doc.Key] = text
	return text
}
