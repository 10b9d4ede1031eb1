package labels_test

import (
	"errors"
	"testing"

	"attache/extract/labels"
)

const body = "«Ми чекаємо», – сказав Орест Галайко. Його «мовчанка» тривала."

func label() labels.Label {
	return labels.Label{
		ID: "uk-1", Lang: "uk", Sum: labels.Sum(body),
		Quotes: []labels.Quote{{At: [][2]int{{1, 11}}, Voice: labels.Voice{Speaker: "Орест Галайко"}}},
		Scare:  [][2]int{{44, 52}},
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	g, err := labels.Join(label(), labels.Text{Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if g.Quotes[0].Text != "Ми чекаємо" || g.Scare[0].Text != "мовчанка" {
		t.Errorf("%q %q", g.Quotes[0].Text, g.Scare[0].Text)
	}
}

func TestALabelIsNeverJoinedToAnotherText(t *testing.T) {
	if _, err := labels.Join(label(), labels.Text{Body: body + " "}); !errors.Is(err, labels.ErrOther) {
		t.Errorf("%v", err)
	}
}

func TestAStretchOutsideTheTextIsAnError(t *testing.T) {
	for _, at := range [][2]int{{-1, 3}, {5, 5}, {60, 400}} {
		l := label()
		l.Scare = [][2]int{at}
		if _, err := labels.Join(l, labels.Text{Body: body}); err == nil {
			t.Errorf("%v was joined", at)
		}
	}
}
