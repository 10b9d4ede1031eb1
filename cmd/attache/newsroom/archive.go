package newsroom

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	"attache/digest"
)

// tongue is what texts in a language are made of.
type tongue struct {
	lang   string
	share  int // of a hundred articles
	gap    string
	sounds []string
	words  []string // of the trade
	small  []string
	marks  [2]string
	said   []string
	stop   string
}

var tongues = []tongue{
	{"en", 46, " ", syllables, append(slices.Clone(things), verbs...), small, [2]string{"“", "”"}, said, "."},
	{
		"fr", 10, " ", syllables,
		strings.Fields("accord sommet frontière sanctions ambassade traité pourparlers ministre cessez-le-feu délégation"),
		strings.Fields("le la de avec sur pour dans leur avant après"),
		[2]string{"« ", " »"},
		strings.Fields("déclaré affirmé ajouté"), ".",
	},
	{
		"de", 10, " ", syllables, strings.Fields("Abkommen Gipfel Grenze Sanktionen Botschaft Vertrag Gespräche Minister Waffenruhe Abordnung"),
		strings.Fields("der die das mit auf für im vor nach und"),
		[2]string{"„", "“"},
		strings.Fields("sagte erklärte betonte"), ".",
	},
	{
		"es", 8, " ", syllables, strings.Fields("acuerdo cumbre frontera sanciones embajada tratado conversaciones ministro tregua delegación"),
		strings.Fields("el la de con sobre para en su antes tras"),
		[2]string{"«", "»"},
		strings.Fields("dijo afirmó añadió"), ".",
	},
	{
		"ru", 9, " ", strings.Fields("гал вор сен мар кет дол ран тис бел гор ним пас рев дан лин тур яр зем ост"),
		strings.Fields("соглашение саммит граница санкции посольство договор переговоры министр перемирие делегация"),
		strings.Fields("и в на с по о для до после их"),
		[2]string{"«", "»"},
		strings.Fields("сказал заявил добавил"), ".",
	},
	{
		"uk", 4, " ", strings.Fields("гал вор сен мар кет дол ран тіс бел гор нім пас рев дан лін тур яр зем ост"),
		strings.Fields("угода саміт кордон санкції посольство договір переговори міністр перемир'я делегація"),
		strings.Fields("і в на з по про для до після їх"),
		[2]string{"«", "»"},
		strings.Fields("сказав заявив додав"), ".",
	},
	{
		"ar", 7, " ", strings.Fields("حال فور سن مار كت دول ران تس بل غور نيم باس ريف دان لين تور يار زم"),
		strings.Fields("اتفاق قمة حدود عقوبات سفارة معاهدة محادثات وزير هدنة وفد"),
		strings.Fields("في من على مع عن إلى بعد قبل"),
		[2]string{"«", "»"},
		strings.Fields("قال أكد أضاف"), ".",
	},
	{
		"zh", 6, "", strings.Split("哈沃森马凯多兰蒂贝戈尼帕雷丹林图雅泽奥", ""), strings.Fields("协议 峰会 边界 制裁 大使馆 条约 会谈 部长 停火 代表团"),
		strings.Split("的在和与对为于以", ""),
		[2]string{"“", "”"},
		strings.Fields("表示 指出 强调"), "。",
	},
}

// codes are countries and bodies, those that are in the news more often first.
var codes = strings.Fields("USA RUS CHN IRN UKR FRA DEU GBR ISR TUR IND JPN SAU EGY EU UN NATO BRA ZAF POL ITA ESP NOR KEN QAT ARE PAK " +
	"KOR PRK SYR IRQ JOR LBN GRC SRB ARM AZE GEO KAZ UZB VNM IDN AUS CAN MEX CHL PER COL ETH SDN NGA GHA MAR DZA TUN FIN SWE DNK ISL")

var moods = []attache.Polarity{"", "", "", "", attache.Denied, attache.Agreed, attache.Warned, attache.Accused, attache.Urged}

// Archive makes what is stored: articles with what was read in them, in stories and
// tracks, as filings. It is not for concurrent use.
type Archive struct {
	room   *Room
	events []attache.EventType
	open   []*affair // stories that may get another report, the newest last
	tracks []*attache.Track
	made   int // stories
	begun  int // tracks
}

// affair is what the reports of a story share.
type affair struct {
	story    attache.Story
	codes    []string
	speakers []string
	subject  [2]string // words of the trade, by place in every tongue, and a rare one
	event    attache.Event
	relevant bool
}

// How many stories and tracks are alive at a time.
const (
	openStories = 60
	liveTracks  = 400
)

// NewArchive returns one whose first article is of that time.
func NewArchive(seed uint64, begun time.Time) *Archive {
	return &Archive{room: New(seed, begun), events: attache.EventTypes()}
}

// Filings are the next n articles with their stories and tracks, each of which comes
// once, as it is after the last of its articles.
func (m *Archive) Filings(n int) []attache.Filing {
	list := make([]attache.Filing, n)
	stories, tracks := map[string]int{}, map[string]int{}
	for i := range list {
		f := m.affair()
		a := m.article(f)
		f.story = digest.BuildStory(f.story, a)
		list[i].Article = a
		if last, known := stories[a.StoryID]; known {
			list[last].Story, list[last].Track = attache.Story{}, nil
		}
		stories[a.StoryID], list[i].Story = i, f.story
		if t := m.follow(f, a); t != nil {
			if last, known := tracks[t.ID]; known {
				list[last].Track = nil
			}
			tracks[t.ID], list[i].Track = i, t
		}
	}
	return list
}

// affair is what the next article reports: of three articles two tell more of what
// others told.
func (m *Archive) affair() *affair {
	r := m.room.random
	if len(m.open) > 0 && r.IntN(10) < 7 {
		return one(r, m.open)
	}
	m.made++
	f := &affair{relevant: r.IntN(8) > 0, event: attache.Event{Type: one(r, m.events)}}
	f.story.ID = fmt.Sprintf("s%08d", m.made)
	for range 2 + r.IntN(3) {
		if c := codes[int(float64(len(codes))*r.Float64()*r.Float64())]; !slices.Contains(f.codes, c) {
			f.codes = append(f.codes, c)
		}
	}
	f.event.Source, f.event.Target = f.codes[:1], f.codes[1:]
	f.subject = [2]string{fmt.Sprint(r.IntN(1 << 20)), m.room.rare()}
	for range 2 + r.IntN(2) {
		f.speakers = append(f.speakers, m.room.name())
	}
	if f.relevant && r.IntN(3) == 0 {
		f.story.TrackID = m.track(f)
	}
	if m.open = append(m.open, f); len(m.open) > openStories {
		m.open = slices.Delete(m.open, 0, 1)
	}
	return f
}

// track is one that an affair belongs to: of ten, one is new.
func (m *Archive) track(f *affair) string {
	r := m.room.random
	if len(m.tracks) > 0 && r.IntN(10) > 0 {
		t := m.tracks[int(float64(len(m.tracks))*(1-r.Float64()*r.Float64()))]
		f.codes = slices.Clone(t.Actors[:min(len(t.Actors), 3)])
		f.event.Source, f.event.Target = f.codes[:min(1, len(f.codes))], f.codes[min(1, len(f.codes)):]
		return t.ID
	}
	m.begun++
	t := &attache.Track{ID: fmt.Sprintf("t%07d", m.begun), Actors: f.codes}
	if m.tracks = append(m.tracks, t); len(m.tracks) > liveTracks {
		m.tracks = slices.Delete(m.tracks, 0, 1)
	}
	return t.ID
}

// follow folds an affair into its track, where that is still alive.
func (m *Archive) follow(f *affair, a attache.Article) *attache.Track {
	i := slices.IndexFunc(m.tracks, func(t *attache.Track) bool { return t.ID == f.story.TrackID })
	if i < 0 {
		return nil
	}
	t := digest.BuildTrack(*m.tracks[i], f.story, a)
	t.Stories = t.Stories[max(0, len(t.Stories)-200):]
	m.tracks[i] = &t
	return &t
}

// article is a report of an affair with what is read in it.
func (m *Archive) article(f *affair) attache.Article {
	r := m.room.random
	outlet := int(100 * r.Float64() * r.Float64())
	a := m.room.sheet(outlet)
	if outlet%7 == 0 {
		a.OutletKind = attache.Official
	}
	t := pick(r)
	a.Lang, a.StoryID, a.TrackID = t.lang, f.story.ID, f.story.TrackID
	w := &writer{tongue: t, random: r, subject: f.subject}
	a.Title = w.clause(8 + r.IntN(5))
	a.Relevant, a.Diplomacy, a.Event = f.relevant, 0.05+0.9*b2f(f.relevant), f.event
	for _, c := range f.codes {
		a.Actors = append(a.Actors, attache.Actor{Name: c, Kind: attache.Country, Code: c})
	}
	a.Evidence = []string{w.word(f.subject[0]), w.one(w.words)}
	for i := range r.IntN(16) { // half the texts are teasers or short
		w.plain(12 + r.IntN(14))
		if r.IntN(12) == 0 {
			a.Dates = append(a.Dates, attache.Appointment{
				Day: a.Published.Truncate(24*time.Hour).AddDate(0, 0, 1+r.IntN(20)), What: w.last, Span: w.at,
			})
		}
		if f.relevant && i > 0 {
			a.Quotes = append(a.Quotes, w.quote(f, i))
		}
		w.text.WriteString("\n\n")
		w.runes += 2
	}
	for i, name := range f.speakers {
		a.Actors = append(a.Actors, attache.Actor{Name: name, Kind: attache.Person, Code: f.codes[i%len(f.codes)], Role: offices[i]})
	}
	a.Body = strings.TrimSpace(w.text.String())
	a.Hash = attache.TextHash(a.Title, a.Body)
	return a
}

func b2f(v bool) float64 {
	if v {
		return 1
	}
	return 0
}

func pick(r *rand.Rand) *tongue {
	n := r.IntN(100)
	for i := range tongues {
		if n -= tongues[i].share; n < 0 {
			return &tongues[i]
		}
	}
	return &tongues[0]
}

// writer writes a text and knows where it stands.
type writer struct {
	*tongue
	random  *rand.Rand
	subject [2]string
	text    strings.Builder
	runes   int          // written so far
	last    string       // the last sentence
	at      attache.Span // and where it stands
}

func (w *writer) one(list []string) string { return one(w.random, list) }

// word is the word of a trade's number in this tongue.
func (w *writer) word(number string) string {
	n := 0
	for _, d := range number {
		n = n*10 + int(d-'0')
	}
	return w.words[n%len(w.words)]
}

func (w *writer) clause(words int) string {
	parts := make([]string, words)
	for i := range parts {
		switch n := w.random.IntN(12); {
		case n < 2:
			parts[i] = w.one(w.sounds) + w.one(w.sounds) + w.one(w.sounds)
		case n == 2:
			parts[i] = w.subject[1]
		case n == 3:
			parts[i] = w.word(w.subject[0])
		case n < 6:
			parts[i] = w.one(w.words)
		default:
			parts[i] = w.one(w.small)
		}
	}
	first, size := utf8.DecodeRuneInString(parts[0])
	parts[0] = strings.ToUpper(string(first)) + parts[0][size:]
	return strings.Join(parts, w.gap)
}

func (w *writer) put(s string) attache.Span {
	begin := w.runes
	w.text.WriteString(s)
	w.runes += utf8.RuneCountInString(s)
	return attache.Span{begin, w.runes}
}

// plain writes a sentence.
func (w *writer) plain(words int) {
	w.last = w.clause(words) + w.stop
	w.at = w.put(w.last)
	w.put(w.gap)
}

// quote writes what somebody says.
func (w *writer) quote(f *affair, i int) attache.Quote {
	who := i % len(f.speakers)
	words := w.clause(10+w.random.IntN(14)) + w.stop
	w.put(w.marks[0])
	at := w.put(words)
	w.put(w.marks[1] + w.gap)
	cue := w.one(w.said)
	w.put(cue + " ")
	mention := w.put(f.speakers[who])
	w.put(w.stop)
	q := attache.Quote{
		Kind: attache.Direct, Segments: []attache.Span{at}, Text: words, Speaker: f.speakers[who], Role: offices[who],
		Code: f.codes[who%len(f.codes)], Mention: &mention, Cue: cue, Polarity: one(w.random, moods), Confidence: 0.5 + w.random.Float64()/2,
	}
	if w.random.IntN(4) == 0 {
		q.Kind = attache.Indirect
	}
	return q
}
