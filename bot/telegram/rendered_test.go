package telegram

import (
	"fmt"
	"testing"

	"attache"
)

func TestADocumentWithAKeyIsRenderedOnce(t *testing.T) {
	var r rendered
	doc := text("Talks & tea")
	doc.Key = "1"
	if got := r.text(doc); got != Render(doc) {
		t.Fatalf("got %q", got)
	}
	same := attache.Document{Key: "1"} // what a Key promises is not looked at again
	if got := r.text(same); got != Render(doc) {
		t.Errorf("got %q", got)
	}
	if got := r.text(attache.Document{Key: "2", Blocks: text("Tea").Blocks}); got != Render(text("Tea")) {
		t.Errorf("another key gets %q", got)
	}
	if got := r.text(text("No key")); got != Render(text("No key")) {
		t.Errorf("no key gets %q", got)
	}
	for i := range 3 * mostRendered {
		doc.Key = fmt.Sprint("k", i)
		r.text(doc)
	}
	if len(r.texts) > mostRendered || len(r.order) > mostRendered {
		t.Errorf("%d texts are kept", len(r.texts))
	}
}
