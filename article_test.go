package attache

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestARevisionHasTheSentenceThatCameInsteadWhereItIsKnown(t *testing.T) {
	for _, c := range []struct {
		rule       string
		gone, came []string
		want       []string // of each gone one what came
	}{
		{"one for one", []string{"A."}, []string{"B."}, []string{"B."}},
		{"two for two, in their order", []string{"A.", "B."}, []string{"C.", "D."}, []string{"C.", "D."}},
		{"one became two: the first stands for both", []string{"A."}, []string{"B.", "C."}, []string{"B."}},
		{"nothing came", []string{"A."}, nil, []string{""}},
		{"two became one: nobody knows which", []string{"A.", "B."}, []string{"C."}, []string{"", ""}},
		{"two became three: nobody knows which", []string{"A.", "B."}, []string{"C.", "D.", "E."}, []string{"", ""}},
		{"what was only added revises nothing", nil, []string{"C."}, nil},
	} {
		a := Article{Outlet: "The Marrow Post", URL: "https://marrow.example/1", Edits: []Edit{{At: noon, Gone: c.gone, Came: c.came}}}
		var want []Revision
		for i, gone := range c.gone {
			want = append(want, Revision{Outlet: "The Marrow Post", URL: "https://marrow.example/1", At: noon, Gone: gone, Came: c.want[i]})
		}
		if got := a.Revisions(time.Time{}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", c.rule, got)
		}
	}
}

func TestRevisionsComeLatestFirstAndNoneFromBeforeTheTime(t *testing.T) {
	a := Article{Edits: []Edit{
		{At: noon, Gone: []string{"1."}},
		{At: noon.Add(1), Gone: []string{"2.", "3."}},
		{At: noon.Add(2), Gone: []string{"4."}},
	}}
	for _, c := range []struct {
		since time.Time
		want  string
	}{{noon, "4.2.3.1."}, {noon.Add(1), "4.2.3."}, {noon.Add(2), "4."}, {noon.Add(3), ""}} {
		got := ""
		for _, r := range a.Revisions(c.since) {
			got += r.Gone
		}
		if got != c.want {
			t.Errorf("since %s: %s, want %s", c.since, got, c.want)
		}
	}
}

func TestAReportNamesAtMostSixByItsActorsAndEightByItsEvent(t *testing.T) {
	var a Article
	for _, code := range []string{"A", "B", "C", "D", "E", "F", "G"} {
		a.Actors = append(a.Actors, Actor{Code: code})
	}
	a.Event = Event{Source: []string{"G", ""}, Target: []string{"H", "I"}}
	if got := strings.Join(a.Report().Codes, ""); got != "ABCDEFGH" {
		t.Errorf("it names %s", got)
	}
	a.Actors, a.Event = a.Actors[:1], Event{Target: []string{"A", "Z"}}
	if got := strings.Join(a.Report().Codes, ""); got != "AZ" {
		t.Errorf("it names %s", got)
	}
}

func TestAReportSaysWhetherItsAddressIsItsOwn(t *testing.T) {
	for _, own := range []bool{true, false} {
		if a := (Article{Own: own}); a.Report().Own != own {
			t.Errorf("own: %v", a.Report().Own)
		}
	}
}

func TestATextIsWhatThereIsToRead(t *testing.T) {
	a := Article{Title: "T", Body: "B", Published: noon, Fetched: noon.Add(1), Country: "NOR"}
	a.Lang = "nb"
	if want := (Text{Title: "T", Body: "B", Lang: "nb", Published: noon, Country: "NOR"}); a.Text() != want {
		t.Errorf("%+v", a.Text())
	}
}

// Ids are kept in stores: another length or another sum would lose all of them.
func TestIDsStayWhatTheyAre(t *testing.T) {
	digest := NewDigest("c:1", noon, noon, "")
	for _, c := range [][2]string{
		{ArticleID("url:https://marrow.example/1"), "a77af9d1520b6077b"},
		{SourceID("https://marrow.example/feed"), "sc671aa6cac81f287"},
		{TextHash("T", "B"), "566d8aaca867189e"},
		{DeliveryID("c:1", noon), "c:1@2026-03-02T12:00:00Z"},
		{NewAlert("c:1", "s1", noon, noon, "").ID, "c:1!s1"},
		{digest.Key(), "c:1@2026-03-02T12:00:00Z"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s, want %s", c[0], c[1])
		}
	}
	if TextHash("T", "B") == TextHash("TB", "") {
		t.Error("a title's end may be a body's beginning")
	}
}

func TestWhatIsReadInAnArticleIsBounded(t *testing.T) {
	actors := func(n, mentions int) []Actor {
		out := make([]Actor, n)
		for i := range out {
			out[i].Mentions = make([]Span, mentions)
		}
		return out
	}
	for _, c := range []struct {
		rule string
		in   Reading
		left int
	}{
		{"what is within is left alone", Reading{
			Quotes: make([]Quote, 300), Actors: actors(200, 3), Dates: make([]Appointment, 50),
		}, 0},
		{"quotes beyond 300", Reading{Quotes: make([]Quote, 303)}, 3},
		{"actors beyond 200", Reading{Actors: actors(204, 0)}, 4},
		{"dates beyond 50", Reading{Dates: make([]Appointment, 55)}, 5},
		{"mentions beyond 600, of all actors together", Reading{Actors: actors(4, 175)}, 100},
		{"all of it", Reading{Quotes: make([]Quote, 301), Actors: actors(201, 4), Dates: make([]Appointment, 51)}, 203},
	} {
		a := Article{Reading: c.in}
		left := a.Bound()
		mentions := 0
		for _, actor := range a.Actors {
			mentions += len(actor.Mentions)
		}
		if left != c.left || len(a.Quotes) != min(len(c.in.Quotes), 300) || len(a.Actors) != min(len(c.in.Actors), 200) ||
			len(a.Dates) != min(len(c.in.Dates), 50) || mentions > 600 {
			t.Errorf("%s: %d left out; %d quotes, %d actors, %d mentions, %d dates stay", c.rule, left, len(a.Quotes), len(a.Actors), mentions,
				len(a.Dates))
		}
	}
	a := Article{Reading: Reading{Actors: actors(4, 175)}}
	a.Bound()
	for i, want := range []int{175, 175, 175, 75} {
		if got := len(a.Actors[i].Mentions); got != want {
			t.Errorf("actor %d keeps %d mentions, want %d", i, got, want)
		}
	}
}

func TestTheBoundsOfAnArticle(t *testing.T) {
	for name, c := range map[string]struct{ got, want int }{
		"body":  {MaxBody, 262144},
		"title": {MaxTitle, 600}, "url": {MaxURL, 2048}, "loose ids": {LooseIDs, 5}, "urgencies": {Urgencies, 3},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", name, c.got, c.want)
		}
	}
}

func TestALinkIsWhatPeopleCanFollow(t *testing.T) {
	long := "https://marrow.example/"
	long += strings.Repeat("x", 2048-len(long))
	for address, want := range map[string]bool{
		"https://a.example/\x00": false, "https://a.example/\u202egpj": false, "https://a.example/a\u00a0b": false,
		"https://marrow.example/1": true, "http://marrow.example": true, "https://x": true, long: true,
		long + "x": false, "": false, "https://": false, "http://": false, "https:///etc": false, "ftp://marrow.example/1": false,
		"marrow.example/1": false, "HTTPS://marrow.example": false, "javascript:alert(1)": false, "urn:uuid:1": false,
		"https://marrow.example/a b": false, "https://marrow.example/a\tb": false, "https://marrow.example/a\rb": false,
		"https://marrow.example/a\nb": false, "https://marrow.example/a\"b": false, "https://marrow.example/<b": false,
		"https://marrow.example/b>": false,
	} {
		if got := IsLink(address); got != want {
			t.Errorf("%.60q: %v", address, got)
		}
		if a := (Article{URL: address}); a.HasLink() != want {
			t.Errorf("an article at %.60q: %v", address, a.HasLink())
		}
	}
}

func TestANameBeginsWithNoSmallLetter(t *testing.T) {
	for speaker, want := range map[string]bool{
		"Ada Lind": true, "Élise Dorn": true, "王明": true, "٣": true, "": false, "unnamed diplomat": false, "élise": false, "источник": false,
	} {
		if Named(speaker) != want {
			t.Errorf("%q: %v", speaker, !want)
		}
	}
}

func TestOnlyWhatIsSureToSixTenthsIsShown(t *testing.T) {
	if Sure != 0.6 {
		t.Errorf("it is %v", Sure)
	}
}

func TestASendErrorTellsItsCause(t *testing.T) {
	err := &SendError{Fault: FaultRate, Err: ErrLocked}
	if err.Error() != "send: the store is in use by another process" || err.Unwrap() != ErrLocked { //nolint:errorlint // the cause itself
		t.Errorf("%v", err)
	}
}

func TestWhatTheEventsAreCalledAndHowWarmTheyAre(t *testing.T) {
	for _, c := range []struct {
		event EventType
		name  string
		warm  float64
	}{
		{Statement, "statement", 0},
		{Agree, "agreement", 1},
		{Consult, "talks", 0.4},
		{Support, "support", 0.6},
		{Concede, "concession", 0.8},
		{Cooperate, "cooperation", 1},
		{Aid, "aid", 1},
		{Retreat, "withdrawal or release", 0.8},
		{Request, "demand", -0.2},
		{Accuse, "accusation", -0.5},
		{Reject, "refusal", -0.5},
		{Threaten, "warning", -0.7},
		{Protest, "protest", -0.5},
		{Sanction, "sanctions or expulsion", -0.9},
		{Mobilize, "show of force", -0.8},
		{Coerce, "coercion", -0.9},
		{Assault, "attack", -1},
		{"", "", 0},
	} {
		if c.event.Name() != c.name || c.event.Warmth() != c.warm {
			t.Errorf("%s is called %q and has %v", c.event, c.event.Name(), c.event.Warmth())
		}
	}
}

func TestWhoSpeaksThroughASourceHasAName(t *testing.T) {
	for kind, want := range map[SourceKind]string{
		Official: "official", Wire: "wire", Press: "press", StateMedia: "state media", "": "",
		"blog": "",
	} {
		if kind.Name() != want {
			t.Errorf("%q: %q", kind, kind.Name())
		}
	}
}

func TestTheUrgentGoFirst(t *testing.T) {
	if Answering >= Alerting || Alerting >= Editing || Editing != Urgencies-1 {
		t.Errorf("%d %d %d of %d", Answering, Alerting, Editing, Urgencies)
	}
}
