package bot

import (
	"errors"
	"strings"
	"testing"

	"attache"
)

func TestAQuotesQuestionIsTakenApart(t *testing.T) {
	w := newWorld(t)
	w.publish(attache.Article{
		ID: "p1", StoryID: "p", Outlet: "The Courier", Title: "T", Published: ago(1),
		Reading: attache.Reading{Quotes: []attache.Quote{
			quote("Amadou Deny", "envoy", "Words.", 0.9),
			quote("the accused", "", "Other words.", 0.9),
			quote("Guesswork Warn", "", "Unsure words.", 0.1),
		}},
	})
	for text, want := range map[string]string{
		"Lind rejected":           "denied of Lind",
		"rejected Lind":           "denied of Lind",
		"Lind REFUSES":            "denied of Lind",
		"Maria Lind accepted":     "agreed of Maria Lind",
		"Lind welcomed":           "agreed of Lind",
		"Lind warned":             "warned of Lind",
		"Lind condemned":          "accused of Lind",
		"Lind demands":            "urged of Lind",
		"\"Maria Lind\" rejected": "denied of Maria Lind",
		"rejected":                "denied of",
		"Lind":                    "of Lind",
		"Lind \"rejected\"":       "of Lind rejected",
		"\"rejected Lind\"":       "of rejected Lind",
		"Maria rejected Lind":     "of Maria rejected Lind", // in the middle it is no verb of theirs
		"deny":                    "of deny",                // somebody is called so
		"Amadou Deny":             "of Amadou Deny",
		"Amadou Deny denied":      "denied of Amadou Deny",
		"Lind deny":               "denied of Lind", // Lind is not
		"accused":                 "accused of",     // "the accused" is no name
		"warn":                    "warned of",      // nobody is certain to be
		"":                        "of",
	} {
		polarity, person, err := w.takePolarity(t.Context(), splitWords(text))
		if got := strings.TrimSpace(string(polarity) + " of " + strings.Join(texts(person), " ")); got != want || err != nil {
			t.Errorf("%q: %q, want %q (%v)", text, got, want, err)
		}
	}
	w.store.fail(errors.New("torn"))
	if _, _, err := w.takePolarity(t.Context(), splitWords("deny")); err == nil {
		t.Error("a failure is taken for an answer")
	}
}

func TestAPagedListOfQuotesKeepsItsPolarity(t *testing.T) {
	w := newWorld(t)
	for i, polarity := range []attache.Polarity{attache.Denied, attache.Agreed, attache.Denied, "", attache.Denied} {
		id := string(rune('a' + i))
		w.publish(attache.Article{
			ID: id, StoryID: id, Outlet: "The Courier", Title: "T", Published: ago(float64(i + 1)),
			Reading: attache.Reading{
				Quotes: []attache.Quote{took(polarity, quote("Maria Lind", "", "Words "+id+".", 0.9))},
			},
		})
	}
	text, press, read := "/quotes Lind rejected 1", false, ""
	for range 9 {
		in := private(text)
		if press {
			in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m"
		}
		w.Handle(t.Context(), in)
		doc := lastDoc(w)
		read += plainText(attache.Document{Blocks: doc.Blocks})
		if text, press = older(doc), true; text == "" {
			break
		}
	}
	for word, want := range map[string]int{
		"Words a.": 1, "Words b.": 0, "Words c.": 1, "Words d.": 0, "Words e.": 1,
		"rejected or denied": 3,
	} {
		if got := strings.Count(read, word); got != want {
			t.Errorf("%q is there %d times, want %d", word, got, want)
		}
	}
}

func TestEveryPolarityHasWords(t *testing.T) {
	for _, value := range []attache.Polarity{attache.Denied, attache.Agreed, attache.Warned, attache.Accused, attache.Urged} {
		if polarityName(english, value) == "" || polarityOf(word{text: string(value)}) != value {
			t.Errorf("%s: %q", value, polarityName(english, value))
		}
	}
}

func TestOnlyNamesAreProposed(t *testing.T) {
	w := newWorld(t)
	w.publish(attache.Article{
		ID: "p1", StoryID: "p", Outlet: "The Courier", Title: "T", Published: ago(1),
		Reading: attache.Reading{Quotes: []attache.Quote{
			quote("unnamed diplomat", "", "Words.", 0.9), quote("王丽", "", "话。", 0.9), quote("Maria Lind", "", "More.", 0.9),
		}},
	})
	w.Handle(t.Context(), private("/quotes nobody"))
	if text := w.texted(); !strings.Contains(text, "Quoted lately: 王丽, Maria Lind.") {
		t.Error(text)
	}
}
