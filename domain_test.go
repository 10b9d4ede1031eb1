package attache

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAnArticleCountsAsPublishedWhenItSaysOrWhenItWasFetched(t *testing.T) {
	for _, c := range []struct{ published, fetched, want time.Time }{
		{noon, noon.Add(time.Hour), noon},
		{time.Time{}, noon, noon},
		{time.Time{}, time.Time{}, time.Time{}},
	} {
		a := Article{Published: c.published, Fetched: c.fetched}
		if got := a.When(); !got.Equal(c.want) || !a.Report().Published.Equal(c.want) || !a.Cite(Quote{}).Published.Equal(c.published) {
			t.Errorf("published %s, fetched %s: %s", c.published, c.fetched, got)
		}
	}
}

func TestAReportNamesTheMostMentionedAndThoseOfTheEvent(t *testing.T) {
	a := Article{
		ID: "a1", Outlet: "The Marrow Post", OutletKind: Press, Country: "NOR", URL: "https://marrow.example/1", Title: "T",
		CopyOf: "a0",
	}
	a.Lang, a.Relevant = "en", true
	for _, code := range []string{"A", "B", "A", "", "C", "D", "E", "F", "G", "H"} {
		a.Actors = append(a.Actors, Actor{Code: code})
	}
	a.Event = Event{Type: Agree, Source: []string{"X", "A"}, Target: []string{"Y", "Z"}}
	want := Report{
		ArticleID: "a1", Outlet: "The Marrow Post", Kind: Press, Country: "NOR", Lang: "en", Title: "T", URL: "https://marrow.example/1",
		CopyOf: "a0",
		Codes:  []string{"A", "B", "C", "D", "E", "F", "X", "Y"}, Event: a.Event, Relevant: true,
	}
	if got := a.Report(); !reflect.DeepEqual(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAQuoteIsCitedWithWhereItWasPublished(t *testing.T) {
	a := Article{ID: "a1", StoryID: "s1", Outlet: "The Marrow Post", URL: "https://marrow.example/1", Published: noon}
	got := a.Cite(Quote{Text: "We met.", Speaker: "Ada Lind"})
	want := Quote{
		Text: "We met.", Speaker: "Ada Lind", ArticleID: "a1", StoryID: "s1", Outlet: "The Marrow Post",
		URL: "https://marrow.example/1", Published: noon,
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAQuoteIsShownWhenItIsVerbatimAndItsSpeakerSure(t *testing.T) {
	good := Quote{Kind: Direct, Speaker: "Ada Lind", Text: "We met.", Confidence: Sure}
	for _, c := range []struct {
		rule string
		edit func(*Quote)
		want bool
	}{
		{"a direct one", func(*Quote) {}, true},
		{"a mixed one", func(q *Quote) { q.Kind = Mixed }, true},
		{"reported speech is not", func(q *Quote) { q.Kind = Indirect }, false},
		{"nor what is of no kind", func(q *Quote) { q.Kind = "" }, false},
		{"nor an unsure speaker", func(q *Quote) { q.Confidence = Sure - 0.001 }, false},
		{"nor nobody", func(q *Quote) { q.Speaker = "" }, false},
		{"nor nothing", func(q *Quote) { q.Text = " \n" }, false},
	} {
		q := good
		if c.edit(&q); q.Showable() != c.want {
			t.Errorf("%s: %v", c.rule, q.Showable())
		}
	}
}

func TestEventsRunFromConflictToCooperation(t *testing.T) {
	order := []EventType{Assault, Sanction, Mobilize, Threaten, Accuse, Request, Statement, Consult, Support, Concede, Agree}
	for i, e := range order {
		if w := e.Warmth(); i > 0 && w <= order[i-1].Warmth() || w < -1 || w > 1 {
			t.Errorf("%s has %v, %s %v", e, w, order[max(i-1, 0)], order[max(i-1, 0)].Warmth())
		}
	}
	for _, e := range []EventType{Statement, "", "OTHER"} {
		if e.Warmth() != 0 {
			t.Errorf("%q leads somewhere", e)
		}
	}
}

func TestCopiesCountForNothing(t *testing.T) {
	s := Story{Reports: []Report{
		{ArticleID: "a"},
		{ArticleID: "b", CopyOf: "a"},
		{ArticleID: "c", CopyOf: "elsewhere"},
		{ArticleID: "d", CopyOf: "elsewhere"},
		{ArticleID: "e", CopyOf: "f"},
		{ArticleID: "f"},
	}}
	var repeats []string
	for i := range s.Reports {
		if s.Repeats(&s.Reports[i]) {
			repeats = append(repeats, s.Reports[i].ArticleID)
		}
	}
	// Of two copies of a report that is not in the story, the first stands for it.
	if want := []string{"b", "d", "e"}; !slices.Equal(repeats, want) {
		t.Errorf("repeats are %v, want %v", repeats, want)
	}
}

func TestOnlyAnActiveChatIsPaused(t *testing.T) {
	for _, c := range []struct {
		from, to, want ChatState
		changed        bool
	}{
		{ChatActive, ChatPaused, ChatPaused, true},
		{ChatStopped, ChatPaused, ChatStopped, false}, // it said /stop
		{ChatGone, ChatPaused, ChatGone, false},
		{ChatPaused, ChatPaused, ChatPaused, false},
		{ChatPaused, ChatActive, ChatActive, true},
		{ChatStopped, ChatGone, ChatGone, true},
		{ChatActive, ChatActive, ChatActive, false},
	} {
		chat := Chat{State: c.from, Problem: "before"}
		changed := chat.Turn(c.to, "why")
		wantProblem := "why"
		if c.to == ChatPaused && c.from != ChatActive {
			wantProblem = "before"
		}
		if chat.State != c.want || changed != c.changed || chat.Problem != wantProblem {
			t.Errorf("%s told to be %s: it is %s (%s), changed %v", c.from, c.to, chat.State, chat.Problem, changed)
		}
		if want := c.want == ChatActive || c.want == ChatPaused; chat.Subscribed() != want {
			t.Errorf("a chat that is %s is subscribed: %v", c.want, chat.Subscribed())
		}
	}
}

func TestAChatRemembersWhatItWasAlertedToAndForgetsItInTime(t *testing.T) {
	var c Chat
	before := c
	c.NoteAlert("s1", noon)
	c.NoteAlert("s2", noon.Add(alertMemory))
	if !c.WasAlerted("s1") || !c.WasAlerted("s2") || c.WasAlerted("s3") || before.WasAlerted("s1") {
		t.Errorf("it remembers %+v", c.Alerted)
	}
	c.NoteAlert("s2", noon.Add(alertMemory+time.Second))
	if want := []Alerted{{"s2", noon.Add(alertMemory + time.Second)}}; !slices.Equal(c.Alerted, want) {
		t.Errorf("it remembers %+v, want %+v", c.Alerted, want)
	}
	for i := range 2 * mostAlerted {
		c.NoteAlert(string(rune('a'+i)), noon.Add(alertMemory+time.Duration(i)*time.Minute))
	}
	if len(c.Alerted) != mostAlerted || !c.WasAlerted(string(rune('a'+2*mostAlerted-1))) {
		t.Errorf("%d are remembered", len(c.Alerted))
	}
}

func TestAChatInheritsWhatTheOneThatMovedToItWasTold(t *testing.T) {
	old := Chat{ID: "c:1", Schedule: "21:00", LastSlot: noon, Edition: "e1", Alerted: []Alerted{{"s1", noon}, {"s3", noon.Add(2)}}}
	there := Chat{ID: "c:2", Schedule: "07:00", Alerted: []Alerted{{"s2", noon.Add(1)}, {"s3", noon.Add(3)}}}
	got := there
	got.Inherit(old)
	want := Chat{ID: "c:2", Schedule: "07:00", LastSlot: noon, Edition: "e1", Alerted: []Alerted{{"s1", noon}, {"s2", noon.Add(1)}, {
		"s3",
		noon.Add(3),
	}}}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if len(there.Alerted) != 2 || there.Alerted[0].StoryID != "s2" {
		t.Errorf("what was there was changed in place: %+v", there.Alerted)
	}
	newer := Chat{LastSlot: noon.Add(time.Hour), Edition: "e2"}
	if newer.Inherit(old); newer.Edition != "e2" || !newer.LastSlot.Equal(noon.Add(time.Hour)) {
		t.Errorf("a newer digest was forgotten: %+v", newer)
	}
	for i := range 2 * mostAlerted {
		old.Alerted = append(old.Alerted, Alerted{string(rune('a' + i)), noon.Add(time.Duration(i) * time.Minute)})
	}
	if newer.Inherit(old); len(newer.Alerted) != mostAlerted {
		t.Errorf("it inherited %d alerts", len(newer.Alerted))
	}
}

func TestQuietHoursMaySpanMidnight(t *testing.T) {
	for _, c := range []struct {
		from, until, at string
		quiet           bool
	}{
		{"22:00", "07:00", "22:00", true},
		{"22:00", "07:00", "03:00", true},
		{"22:00", "07:00", "06:59", true},
		{"22:00", "07:00", "07:00", false},
		{"22:00", "07:00", "21:59", false},
		{"12:00", "13:00", "12:30", true},
		{"12:00", "13:00", "13:00", false},
		{"12:00", "13:00", "11:59", false},
		{"", "", "00:00", false},
		{"08:00", "08:00", "08:00", false},
		{"22:00", "7:00", "06:30", true},
		{"22:00", "7:00", "08:00", false},
		{"late", "07:00", "06:00", true},
	} {
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Alerts{QuietFrom: c.from, QuietUntil: c.until}).Quiet(at); got != c.quiet {
			t.Errorf("%s from %q until %q: %v", c.at, c.from, c.until, got)
		}
	}
}

func TestADeliverysIDTellsItsChatKindAndSubject(t *testing.T) {
	digest := NewDigest("c:1", noon, noon.Add(time.Hour), "e1")
	alert := NewAlert("c:1", "s1", noon, noon.Add(time.Hour), "e1")
	for _, d := range []Delivery{digest, alert} {
		if err := d.Check(); err != nil {
			t.Error(err)
		}
		if d.State != Pending || !d.NotBefore.Equal(noon) || !d.Expires.Equal(noon.Add(time.Hour)) || !d.Slot.Equal(noon) || d.EditionID != "e1" {
			t.Errorf("%+v", d)
		}
	}
	if digest.ID != DeliveryID("c:1", noon) || digest.ID == alert.ID || alert.ID == NewAlert("c:1", "s2", noon, noon, "e1").ID ||
		digest.ID == NewDigest("c:1", noon.Add(time.Hour), noon, "e1").ID {
		t.Errorf("%s and %s", digest.ID, alert.ID)
	}
	in := noon.In(time.FixedZone("", 3600))
	if DeliveryID("c:1", in) != digest.ID {
		t.Error("the same slot in another zone is another delivery")
	}
}

func TestADeliveryMovesAsWhatItIs(t *testing.T) {
	alert := NewAlert("c:1", "s1", noon, noon.Add(time.Hour), "e1")
	alert.State, alert.Lease = Claimed, noon
	moved := alert.MovedTo("c:-100")
	if moved.Kind != AlertDelivery || moved.Subject != "s1" || moved.ID != NewAlert("c:-100", "s1", noon, noon, "").ID ||
		moved.ChatID != "c:-100" ||
		moved.State != Claimed || !moved.Lease.Equal(noon) {
		t.Errorf("%+v", moved)
	}
	if d := NewDigest("c:1", noon, noon, "e1").MovedTo("c:2"); d.ID != DeliveryID("c:2", noon) || d.Check() != nil {
		t.Errorf("%+v", d)
	}
}

func TestADeliveryOfBeforeKindsIsKnownByItsID(t *testing.T) {
	for _, c := range []struct {
		in   Delivery
		want DeliveryKind
		of   string
	}{
		{Delivery{ID: "c:1!s1", ChatID: "c:1", Slot: noon}, AlertDelivery, "s1"},
		{Delivery{ID: DeliveryID("c:1", noon), ChatID: "c:1", Slot: noon}, DigestDelivery, ""},
		{Delivery{ID: "c:10!s1", ChatID: "c:1", Slot: noon}, DigestDelivery, ""},
		{Delivery{ID: "c:1!", ChatID: "c:1", Slot: noon}, DigestDelivery, ""},
		{NewAlert("c:1", "s9", noon, noon, ""), AlertDelivery, "s9"},
	} {
		if got := c.in.Classed(); got.Kind != c.want || got.Subject != c.of {
			t.Errorf("%s became %q about %q", c.in.ID, got.Kind, got.Subject)
		}
	}
}

func TestADeliveryThatIsNotItselfIsRefused(t *testing.T) {
	good := NewAlert("c:1", "s1", noon, noon, "e1")
	for what, edit := range map[string]func(*Delivery){
		"no chat":       func(d *Delivery) { d.ChatID = "" },
		"another kind":  func(d *Delivery) { d.Kind = "parcel" },
		"no subject":    func(d *Delivery) { d.Subject = ""; d.ID = d.Key() },
		"a subject too": func(d *Delivery) { d.Kind = DigestDelivery; d.ID = d.Key() },
		"another id":    func(d *Delivery) { d.ID = "c:1!s2" },
	} {
		d := good
		if edit(&d); d.Check() == nil {
			t.Errorf("%s: %+v is taken", what, d)
		}
	}
}

func TestWhatIsTakenUpAfterARestartIsTwoWeeks(t *testing.T) {
	if TraceAge != 336*time.Hour {
		t.Errorf("it is %s", TraceAge)
	}
}

func TestAChannelThatTellsNoLimitHasNone(t *testing.T) {
	for _, c := range []struct {
		limits              Limits
		text, command, hint bool
	}{
		{Limits{}, true, true, true},
		{Limits{Text: 10, Markup: 5, Command: 4, Hint: 3}, true, true, true},
		{Limits{Text: 9, Markup: 5, Command: 3, Hint: 2}, false, false, false},
		{Limits{Text: 10, Markup: 4, Command: 4, Hint: 3}, false, true, true},
	} {
		if text, command, hint := c.limits.HoldsText(10, 5), c.limits.HoldsCommand("/why"), c.limits.HoldsHint(3); text != c.text ||
			command != c.command || hint != c.hint {
			t.Errorf("%+v holds %v %v %v", c.limits, text, command, hint)
		}
	}
}

func TestAnAddressIsShownWithoutItsSecrets(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"https://marrow.example/feed?tag=key", "https://marrow.example/feed?tag=key"},
		{"https://me:pass@marrow.example/feed", "https://marrow.example/feed"},
		{"https://marrow.example/feed?Token=abc&n=1", "https://marrow.example/feed?Token=xxxxx&n=1"},
		{"https://marrow.example/feed?key=short", "https://marrow.example/feed?key=short"},
		{"https://marrow.example/feed?key=0123456789abcdef", "https://marrow.example/feed?key=xxxxx"},
		{"https://marrow.example/feed?name=0123456789abcdef", "https://marrow.example/feed?name=0123456789abcdef"},
		{"https://marrow.example/feed?token=", "https://marrow.example/feed?token="},
		{"https://marrow.example/feed?token=xxxxx", "https://marrow.example/feed?token=xxxxx"},
		{"https://me:p%ss@marrow.example/%zz", "https://marrow.example/%zz"},
	} {
		if got := PublicURL(c.in); got != c.out {
			t.Errorf("%s is shown as %s, want %s", c.in, got, c.out)
		}
	}
}

func TestAnEditionCountsTheStoriesOfAllItsSections(t *testing.T) {
	e := Edition{Sections: []Section{{Items: make([]Item, 2)}, {}, {Items: make([]Item, 1)}}}
	if n := e.Stories(); n != 3 || (Edition{}).Stories() != 0 {
		t.Errorf("%d stories", n)
	}
}

func TestASpanIsItsStartAndItsEnd(t *testing.T) {
	if n := len(Span{}); n != 2 {
		t.Errorf("it has %d figures", n)
	}
}

func TestEveryEventTypeHasPlainWordsAndOnlyAStatementLeadsNowhere(t *testing.T) {
	for _, e := range []EventType{
		Statement, Agree, Consult, Support, Concede, Cooperate, Aid,
		Retreat, Request, Accuse, Reject, Threaten, Protest, Sanction,
		Mobilize, Coerce, Assault,
	} {
		if w := e.Name(); w == "" || w != strings.ToLower(w) {
			t.Errorf("%s: %q", e, w)
		}
		if (e.Warmth() == 0) != (e == Statement) {
			t.Errorf("%s leads to %v", e, e.Warmth())
		}
	}
	if w := EventType("YIELD").Name(); w != "" {
		t.Errorf("what is no type is called %q", w)
	}
}
