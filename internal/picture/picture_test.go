package picture

import (
	"bytes"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keep leaves a picture where ATTACHE_PICTURES says, to be looked at.
func keep(t *testing.T, name string, b []byte) {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(b))
	if err != nil || picture.Bounds().Dx() != Width || picture.Bounds().Dy() != Height {
		t.Errorf("%s: no picture of that size: %v", name, err)
	}
	if folder := os.Getenv("ATTACHE_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".png"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACardShowsItsWordsWholeOrNotAtAll(t *testing.T) {
	for name, test := range map[string]struct {
		card Card
		want error
	}{
		"latin": {Card{
			"We will sign when the last line of the text is agreed, not before.", true, "Ola Lindqvist, foreign minister of Norway",
			"Meridian Wire · 11 March 2026", Dark,
		}, nil},
		"light": {Card{
			"We will sign when the last line of the text is agreed, not before.", true, "Ola Lindqvist, foreign minister of Norway",
			"Meridian Wire · 11 March 2026", Light,
		}, nil},
		"cyrillic": {Card{"Мы подпишем соглашение, когда будет согласована последняя строка.", true, "Иван Йорданов", "Meridian Wire", Light}, nil},
		"arabic": {Card{
			"سنوقع الاتفاق عندما يتم الاتفاق على السطر الأخير من النص", true, "سامي النجار، وزير الخارجية",
			"Meridian Wire · 11 March 2026", Light,
		}, nil},
		"long": {Card{
			strings.Repeat("The delegations met again and agreed on the dates. ", 8), true, "Ola Lindqvist", "Meridian Wire", Light,
		}, nil},
		"chinese":  {Card{"我们将签署协议", true, "王小明", "Meridian Wire", Dark}, ErrNoGlyph},
		"too long": {Card{strings.Repeat("very long words ", 60), true, "Ola Lindqvist", "", Dark}, ErrNoRoom},
		"one word": {Card{strings.Repeat("x", 400), false, "", "", Dark}, ErrNoRoom},
		"nothing":  {Card{}, nil},
		"bad":      {Card{"\xff\xfe", false, "", "", Dark}, ErrNoGlyph},
	} {
		b, err := test.card.Draw()
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			keep(t, "card-"+name, b)
		}
	}
}

var day = time.Date(2026, 3, 11, 9, 0, 0, 0, time.UTC)

func TestTheSameCardIsTheSamePicture(t *testing.T) {
	k := Card{Words: "Words", Quoted: true, Who: "Ola Lindqvist", Where: "Meridian Wire"}
	a, err := k.Draw()
	b, err2 := k.Draw()
	if err != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Error("two drawings differ", err, err2)
	}
	k.Words = "Other words"
	if b, _ = k.Draw(); bytes.Equal(a, b) {
		t.Error("other words are drawn alike")
	}
}

func FuzzWhateverWordsAreDrawnOrRefused(f *testing.F) {
	for _, s := range []string{"Talks", "سنوقع", "\xff", "我", "", "a\u0301\u200d👩‍👩‍👧 ‮x", strings.Repeat("й", 90)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := Card{Words: s, Quoted: true, Who: s, Where: s}.Draw()
		if err == nil {
			_, err = png.DecodeConfig(bytes.NewReader(b))
		} else if errors.Is(err, ErrNoGlyph) || errors.Is(err, ErrNoRoom) {
			err = nil
		}
		if err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func BenchmarkCard(b *testing.B) {
	k := Card{
		Words:  "We will sign when the last line of the text is agreed, not before, and we will not be hurried by those who wait outside.",
		Quoted: true, Who: "Ola Lindqvist, foreign minister of Norway", Where: "Meridian Wire · 11 March 2026",
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Draw(); err != nil {
			b.Fatal(err)
		}
	}
}

func labels(title, below string) Labels {
	return Labels{
		Title: title, Below: below, Up: "towards each other", Down: "against each other",
		Day: func(t time.Time) string { return t.Format("2 Jan") },
	}
}

func TestACourseNeedsAWay(t *testing.T) {
	k := Course{Labels: labels("Fishing rights between Norway and Iceland", "Norway · Iceland · 9 stories since 1 March 2026")}
	if _, err := k.Draw(); !errors.Is(err, ErrNoRoom) {
		t.Errorf("no moves: %v", err)
	}
	for i, w := range []float64{0.4, -0.5, -0.9, 0.4, 0.4, 0.8, -0.5, 1, 0.4} {
		k.Moves = append(k.Moves, Move{day.AddDate(0, 0, i*i/3), w})
	}
	b, err := k.Draw()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "course", b)
	k.Labels = labels("محادثات الصيد بين النرويج وآيسلندا", "النرويج · آيسلندا · منذ 1 مارس 2026")
	k.Up, k.Down = "تقارب", "تباعد"
	if b, err = k.Draw(); err != nil {
		t.Fatal(err)
	}
	keep(t, "course-arabic", b)
	k.Title = "谈判"
	if _, err := k.Draw(); !errors.Is(err, ErrNoGlyph) {
		t.Errorf("letters that the fonts lack: %v", err)
	}
}

func TestMeetingsAreDrawnForThoseWhoMetMost(t *testing.T) {
	k := Meetings{Labels: labels("Who met whom", "5 to 11 March 2026")}
	k.Up = "A dot is a meeting or talks; a number, how many that day."
	if _, err := k.Draw(); !errors.Is(err, ErrNoRoom) {
		t.Errorf("nobody met: %v", err)
	}
	for i := range 7 {
		k.Days = append(k.Days, day.AddDate(0, 0, i-6))
	}
	for i, names := range []string{
		"Norway – Iceland", "Bosnia and Herzegovina – United Arab Emirates", "Iran – France", "Kenya – Ethiopia", "Japan – Brazil",
		"Chile – Peru", "Ghana – Canada", "Egypt – Jordan",
	} {
		p := Pair{Names: names, Days: make([]int, 7)}
		for d := range p.Days {
			if (d*3+i*5)%4 == 0 {
				p.Days[d] = 1 + (d+i)%5
			}
		}
		k.Pairs = append(k.Pairs, p)
	}
	b, err := k.Draw()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "met", b)
	k.Pairs[0].Days = []int{1, 2, 1000, 1, 1, 1, 1, 5, 5} // more days than there are
	if _, err := k.Draw(); err != nil {
		t.Error(err)
	}
}
