package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
)

// longEdition has more than a message holds: so many sections of so many stories.
func longEdition(sections, stories int) attache.Edition {
	e := sampleEdition()
	e.Sections = nil
	for s := range sections {
		section := attache.Section{Title: fmt.Sprintf("Track %d", s)}
		for i := range stories {
			item := sampleEdition().Sections[0].Items[0]
			item.Headline = fmt.Sprintf("Headline %d of track %d", i, s)
			item.Quotes = append(item.Quotes, quote("Jon Arason", "envoy", "A second voice.", 0.9))
			section.Items = append(section.Items, item)
		}
		e.Sections = append(e.Sections, section)
	}
	return e
}

// squeeze leaves out groups as a channel does that has room for so many code
// points: the highest Drop first, from the end.
func squeeze(doc attache.Document, room int) attache.Document {
	for utf8.RuneCountInString(plainText(doc)) > room {
		worst := -1
		for i, b := range doc.Blocks {
			if b.Drop > 0 && (worst < 0 || b.Drop >= doc.Blocks[worst].Drop) {
				worst = i
			}
		}
		if worst < 0 {
			return doc
		}
		gone := doc.Blocks[worst]
		doc.Blocks = slices.Clone(doc.Blocks)
		if gone.Group == 0 {
			doc.Blocks = slices.Delete(doc.Blocks, worst, worst+1)
			continue
		}
		doc.Blocks = slices.DeleteFunc(doc.Blocks, func(b attache.Block) bool { return b.Group == gone.Group })
	}
	return doc
}

func TestADigestTooLongForAMessageKeepsItsShape(t *testing.T) {
	e := longEdition(4, 3)
	full := Layout(e, attache.Chat{}, atTelegram)
	for _, room := range []int{6000, 5000, 4000, 3000, 2000, 1000, 300} {
		doc := squeeze(full, room)
		text := plainText(doc)
		if !strings.HasPrefix(text, "# Morning brief") || !strings.Contains(text, "Headline 0 of track 0") {
			t.Fatalf("%d: the title or the first headline left:\n%s", room, text)
		}
		for i, b := range doc.Blocks {
			next := attache.Block{Kind: attache.Heading}
			if i+1 < len(doc.Blocks) {
				next = doc.Blocks[i+1]
			}
			if b.Kind == attache.Verbatim && !strings.Contains(plainText(attache.Document{Blocks: doc.Blocks[i : i+1]}), "\n— ") {
				t.Errorf("%d: quoted words without who said them: %s", room, plainText(attache.Document{Blocks: doc.Blocks[i:]}))
			}
			if b.Kind == attache.Heading && i > 0 && next.Kind == attache.Heading {
				t.Errorf("%d: a section without stories: %v", room, b.Spans)
			}
		}
		if strings.Contains(text, "“The meeting was constructive.”") != strings.Contains(text, "“The meeting was frank.”") {
			t.Errorf("%d: one side's account without the other's", room)
		}
	}
}

func TestWhatTheIndexNamesLeavesADigestFirstAndTheIndexLast(t *testing.T) {
	for _, c := range []struct {
		rule     string
		sections int
		want     []string
	}{
		{"stories, then the agenda, then the index", 4, []string{"story", "agenda", "index"}},
		{"of those that the index has no line for, the headline after the agenda", 9, []string{"story", "agenda", "headline", "index"}},
	} {
		var order []string // what leaves, first to last
		for doc := Layout(longEdition(c.sections, 3), attache.Chat{}, atTelegram); ; {
			before := plainText(doc)
			doc = squeeze(doc, utf8.RuneCountInString(before)-1)
			after := plainText(doc)
			if after == before {
				break
			}
			named := func(s string) int { return strings.Count(s, "\n*") }
			switch kind := "story"; {
			case strings.Contains(before, "# Coming up") && !strings.Contains(after, "# Coming up"):
				order = append(order, "agenda")
			case strings.Count(after, ". [Headline") < strings.Count(before, ". [Headline"):
				order = append(order, "index")
			case named(after) < named(before) && slices.Contains(order, "agenda"):
				order = append(order, "headline")
			default:
				order = append(order, kind)
			}
		}
		if got := slices.Compact(order); !slices.Equal(got, c.want) {
			t.Errorf("%s: left in the order %v", c.rule, got)
		}
	}
}

func TestADigestOpensWithItsWindowAndAnIndexOfAPhonesFirstScreen(t *testing.T) {
	for _, c := range []struct {
		stories, listed int
		numbered        bool
	}{{1, 0, false}, {2, 0, false}, {3, 3, true}, {21, 21, true}, {30, 21, true}} {
		e := longEdition(1, c.stories)
		doc := Layout(e, attache.Chat{}, atTelegram)
		text := plainText(doc)
		if got := strings.Count(text, ". [Headline"); got != c.listed {
			t.Errorf("%d stories: %d in the index", c.stories, got)
		}
		if got := strings.Contains(text, "*1. *"); got != c.numbered {
			t.Errorf("%d stories have numbers: %v", c.stories, got)
		}
		if c.listed == 0 {
			continue
		}
		first, last := doc.Blocks[1], doc.Blocks[c.listed]
		if first.Tight || first.Spans[1].Href == "" || last.Drop != dropIndex || !last.Tight && c.listed > 1 {
			t.Errorf("%d stories: the index begins with %+v and ends with %+v", c.stories, first, last)
		}
	}
}

func TestAHeadlineIsShortenedInTheIndexOutsideQuotationMarks(t *testing.T) {
	long := strings.Repeat("Envoys of both sides meet ", 4)
	for title, want := range map[string]string{
		"Envoys meet":                   "Envoys meet",
		long + "once more":              "Envoys of both sides meet Envoys of both sides meet Envoys of both sides meet Envoys of both…",
		"Lind: “" + long + "once more”": "Lind…",
		"Lind “ended” it, and " + long:  "Lind “ended” it, and Envoys of both sides meet Envoys of both sides meet Envoys of both sides…",
	} {
		if got := indexed(title); got != want {
			t.Errorf("%q", got)
		}
	}
}

func TestTheFirstStoryKeepsItsQuoteLongest(t *testing.T) {
	full := Layout(longEdition(4, 3), attache.Chat{}, atTelegram)
	for room := 6000; room > 500; room -= 100 {
		text := plainText(squeeze(full, room))
		if n := strings.Count(text, "“We will share the catch.”"); n > 0 {
			first := strings.Index(text, "“We will share the catch.”")
			if second := strings.LastIndex(text, "Headline 1 of track 0"); first > second && strings.Contains(text, "*2. *") {
				t.Fatalf("at %d a later story has its quote and the first has none", room)
			}
		}
	}
}

func TestAnEmptyEditionIsOneKindLine(t *testing.T) {
	for _, e := range []attache.Edition{
		{From: noon.Add(-24 * time.Hour), To: noon},
		{From: noon.Add(-24 * time.Hour), To: noon, Sections: []attache.Section{{Title: "Nothing"}}},
	} {
		doc := Layout(e, attache.Chat{TimeZone: "Europe/Berlin"}, atTelegram)
		want := "Nothing diplomatic to report since yesterday 13:00. Enjoy the quiet."
		if text := plainText(attache.Document{Blocks: doc.Blocks}); text != want {
			t.Errorf("%q", text)
		}
		if !doc.Silent || len(doc.Buttons) == 0 {
			t.Error("it makes a noise, or leads nowhere")
		}
	}
}

func TestADigestIsNamedByItsHourInTheChatsZone(t *testing.T) {
	for _, tt := range []struct {
		hour int
		zone string
		want string
	}{
		{6, "UTC", "Morning brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{12, "UTC", "Midday brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{16, "UTC", "Afternoon brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{20, "UTC", "Evening brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{20, "Asia/Tokyo", "Morning brief · Friday, 6 March · since Wed 21:00 · 2 stories"},
		{2, "America/New_York", "Evening brief · Wednesday, 4 March · since 07:00 · 2 stories"},
		{6, "No/Such", "Morning brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{4, "UTC", "Morning brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{3, "UTC", "Evening brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{11, "UTC", "Midday brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{15, "UTC", "Afternoon brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
		{18, "UTC", "Evening brief · Thursday, 5 March · since yesterday 12:00 · 2 stories"},
	} {
		e := sampleEdition()
		e.TimeZone, e.To = "", time.Date(2026, 3, 5, tt.hour, 0, 0, 0, time.UTC)
		doc := Layout(e, attache.Chat{TimeZone: tt.zone}, atTelegram)
		if got := doc.Blocks[0].Spans[0].Text; got != tt.want {
			t.Errorf("%02d:00 UTC in %s: %q, want %q", tt.hour, tt.zone, got, tt.want)
		}
	}
}

func TestADigestMarksOnlyVerbatimWords(t *testing.T) {
	doc := Layout(longEdition(2, 2), attache.Chat{}, atTelegram)
	for _, b := range doc.Blocks {
		all := ""
		for _, s := range b.Spans {
			all += s.Text
		}
		if marked := strings.ContainsAny(all, "“”«»„\""); marked != (b.Kind == attache.Verbatim) {
			t.Errorf("kind %d: %q", b.Kind, all)
		}
	}
	if strings.Contains(plainText(doc), "Nobody knows who said this") {
		t.Error("a quote of an uncertain speaker is shown")
	}
}

func TestEveryWordOfAQuoteIsShownAsPublished(t *testing.T) {
	words := "  We  will — “perhaps” —\nshare <b>the</b> catch & more … "
	doc := attache.Document{Blocks: quoteBlocks(english, said{Quote: quote("Maria Lind", "minister", words, 0.9)}, "")}
	if got, want := doc.Blocks[0].Spans[0].Text, "“"+strings.TrimSpace(words)+"”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	long := quoteBlocks(english, said{Quote: quote("Maria Lind", "minister", strings.Repeat("word ", 600), 0.9)}, "")
	if len(long) != 1 || long[0].Kind == attache.Verbatim {
		t.Error("a quote too long for a message is not named whole")
	}
}

func TestLongListsAreCutBetweenEntriesAndNothingIsMissed(t *testing.T) {
	w := newWorld(t)
	const total = 45
	for i := range total {
		id := fmt.Sprintf("x%02d", i)
		w.publish(attache.Article{
			ID: id, StoryID: "s" + id, Outlet: "The Courier", Title: fmt.Sprintf("Title %02d %s", i, strings.Repeat("of some length ", 12)),
			URL: "https://courier.example/" + strings.Repeat("very-long-", 20) + id, Published: ago(float64(i / 3)), // three at a time
			Reading: attache.Reading{Quotes: []attache.Quote{quote("Speaker "+id, "role", strings.Repeat("Words. ", 60)+id, 0.9)}},
		})
	}
	for _, command := range []string{"/latest 20", "/quotes 20"} {
		seen := map[string]int{}
		text, press := command, false
		for range 40 {
			in := private(text)
			if press {
				in.Kind, in.PressID, in.MessageID = attache.IncomingPress, "p", "m"
			}
			w.Handle(t.Context(), in)
			doc := lastDoc(w)
			chars, markup := weigh(doc.Blocks)
			if chars > 4096 || markup > 9000 {
				t.Errorf("%s: a page of %d code points and %d bytes of markup", text, chars, markup)
			}
			for i := range total {
				if id := fmt.Sprintf("x%02d", i); strings.Contains(plainText(doc), "/"+strings.Repeat("very-long-", 20)+id) {
					seen[id]++
				}
			}
			text = older(doc)
			if press = true; text == "" {
				break
			}
		}
		if len(seen) != total {
			t.Errorf("%s: %d of %d entries were shown", command, len(seen), total)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s: %s was shown on %d pages", command, id, n)
			}
		}
	}
}

// lastDoc is the last message sent or changed.
func lastDoc(w *world) attache.Document {
	for _, e := range slices.Backward(w.stage.all()) {
		if e.what != "press" {
			return e.doc
		}
	}
	return attache.Document{}
}

// older is what the button for the next page does.
func older(doc attache.Document) string {
	for _, row := range doc.Buttons {
		for _, b := range row {
			if b.Label == english.text(textButtonOlder) {
				return b.Command
			}
		}
	}
	return ""
}

func TestAStoryThatWasToldAtOnceIsALine(t *testing.T) {
	e := sampleEdition()
	it := &e.Sections[1].Items[0]
	*it = attache.Item{
		StoryID: "s2", Headline: "Envoy rejects the plan", URL: "https://courier.example/a4", Alerted: e.To.Add(-30 * time.Hour),
		Latest: attache.Sentence{Text: "Plan is <dead>", Outlet: "The Courier", URL: "https://courier.example/a5"},
	}
	got := plainText(Layout(e, attache.Chat{}, atTelegram))
	if !strings.Contains(got, "*[Envoy rejects the plan](https://courier.example/a4)*\n~ told yesterday 02:00, new: [Plan is <dead>](https://courier.example/a5)\n") {
		t.Error(got)
	}
	it.Latest = attache.Sentence{}
	if got := plainText(Layout(e, attache.Chat{}, atTelegram)); !strings.Contains(got, "~ told yesterday 02:00\n") {
		t.Error(got)
	}
}
