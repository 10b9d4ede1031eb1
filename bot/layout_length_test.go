package bot

import (
	"strings"
	"testing"

	"attache"
)

func TestADigestIsAsLongAsTheChatWants(t *testing.T) {
	e := longEdition(2, 2)
	const lead, second, first = "Ministers of both countries met", "They spoke for three hours", "We will share the catch"
	const another, account, agenda = "A second voice", "The meeting was frank", "meet again on Monday"
	for _, c := range []struct {
		length attache.Length
		quotes int
		titles int // how often a headline stands there
		has    []string
		not    []string
	}{
		{attache.FullLength, 8, 2, []string{lead, second, first, another, account, agenda}, nil},
		{"unheard of", 8, 2, []string{lead, second, first, another, account, agenda}, nil},
		{attache.ShortLength, 4, 2, []string{lead, first, agenda, english.text(textDisputed)}, []string{second, another, account, "3h"}},
		{attache.HeadlinesOnly, 0, 1, nil, []string{lead, second, first, another, account, agenda, "“"}},
	} {
		doc := Layout(e, attache.Chat{Length: c.length}, atTelegram)
		text := plainText(doc)
		for _, words := range c.has {
			times := 4
			if words == agenda {
				times = 1
			}
			if got := strings.Count(text, words); got != times {
				t.Errorf("%q: %q stands there %d times:\n%s", c.length, words, got, text)
			}
		}
		for _, words := range c.not {
			if strings.Contains(text, words) {
				t.Errorf("%q has %q:\n%s", c.length, words, text)
			}
		}
		if doc.Quotes != c.quotes || strings.Count(text, "Headline 1 of track 1") != c.titles || !strings.Contains(text, "Morning brief") ||
			!strings.Contains(text, "3 more stories") {
			t.Errorf("%q: %d quotes:\n%s", c.length, doc.Quotes, text)
		}
	}
}

func TestEveryHeadlineOfTheShortestDigestLeadsToItsReportAndTheFirstStays(t *testing.T) {
	full := Layout(longEdition(10, 5), attache.Chat{Length: attache.HeadlinesOnly}, atTelegram)
	linked := 0
	for _, b := range full.Blocks {
		for _, s := range b.Spans {
			if strings.HasPrefix(s.Text, "Headline") && s.Href != "" {
				linked++
			}
		}
	}
	if linked != 50 {
		t.Errorf("%d of 50 headlines are links", linked)
	}
	for _, room := range []int{1000, 400, 10} {
		text := plainText(squeeze(full, room))
		if !strings.Contains(text, "Headline 0 of track 0") || strings.Contains(text, "Headline 4 of track 9") {
			t.Errorf("in %d:\n%s", room, text)
		}
	}
}

func TestAShortDigestStillSaysWhatTheChatWasToldBefore(t *testing.T) {
	e := longEdition(1, 1)
	e.Sections[0].Items[0].Alerted = noon.Add(-6 * 3600e9)
	text := plainText(Layout(e, attache.Chat{Length: attache.ShortLength}, atTelegram))
	if !strings.Contains(text, "told ") || strings.Contains(text, "share the catch") {
		t.Errorf("%s", text)
	}
}
