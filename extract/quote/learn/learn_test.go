package learn

import (
	"bytes"
	"testing"

	"attache"
	"attache/extract/quote"
	"attache/internal/text"
)

// lesson articles: who speaks stands right behind the words, in invented names.
func articles() (out []quote.Gold) {
	for _, name := range []string{"Ada Lind", "Per Holm", "Eva Moos", "Olaf Krog", "Ida Strand", "Bo Falk", "Nils Berg", "Tea Lund"} {
		body := "The talks went on in Oslo. “We came to talk and we will stay,” said " + name + ", the envoy. The “Long Winter” was cold."
		d := text.New(body, "en")
		g := quote.Gold{ID: name, Group: name, Doc: d}
		g.Attributions = []quote.Attribution{{Speaker: name, Content: []attache.Span{d.Span(29, 29+len("We came to talk and we will stay"))}}}
		out = append(out, g)
	}
	return out
}

func TestTheSameArticlesGiveTheSameWeights(t *testing.T) {
	fold := []int{0, 1, 0, 1, 0, 1, 0, 1}
	one, two := Learn(articles(), fold, 1), Learn(articles(), fold, 1)
	if !bytes.Equal(one.Model().Bytes(), two.Model().Bytes()) {
		t.Error("learned twice, the weights differ")
	}
}

func TestWhatIsLearnedIsReadInArticlesThatWereNotSeen(t *testing.T) {
	fold := []int{0, 1, 0, 1, 0, 1, 0, 1}
	all := articles()
	learned := Learn(all, fold, 1)
	var f Figures
	for i := range all {
		f.Add(Evaluate(learned.Held[fold[i]], all[i:i+1]))
	}
	if f.Right < 6 || f.Speaker < 6 {
		t.Errorf("of 8 quotations %d are found, %d of them under the right name", f.Right, f.Speaker)
	}
}
