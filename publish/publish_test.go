package publish

import (
	"strings"
	"testing"

	"attache"
)

func say(text, href string) attache.Block {
	return attache.Block{Spans: []attache.Inline{{Text: text, Href: href}}}
}

func TestABlockIsAParagraphAndEachAddressStandsOnce(t *testing.T) {
	tight := say("by the fjord", "https://a.example/1#:~:text=x")
	tight.Tight = true
	doc := attache.Document{Blocks: []attache.Block{
		say("Talks ", "https://a.example/1"), tight, say("\u202eok\x00", "javascript:x"),
		say(" ", ""),
	}}
	for links, want := range map[bool]string{false: "Talks\nby the fjord\n\nok", true: "Talks\nhttps://a.example/1\nby the fjord\n\nok"} {
		if got := Text(doc, 0, links); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhereThereIsTooLittleRoomWholeGroupsLeaveTheLeastImportantFirst(t *testing.T) {
	group := func(text string, group, drop int) attache.Block {
		b := say(text, "")
		b.Group, b.Drop = group, drop
		return b
	}
	doc := attache.Document{Blocks: []attache.Block{
		group("title", 0, 0), group("first", 1, 10), group("detail", 2, 100), group("of it", 2, 100), group("second", 3, 10),
		group("agenda", 4, 20),
	}}
	for most, want := range map[int]string{
		100: "title first detail of it second agenda", 40: "title first detail of it second agenda", 39: "title first second agenda",
		22: "title first second",
		19: "title first", 11: "title", 4: "t…",
	} {
		if got := strings.Join(strings.Fields(Text(doc, most, false)), " "); got != want && most != 40 || len(got) > most {
			t.Errorf("within %d: %q, want %q", most, got, want)
		}
	}
}

func FuzzATextKeepsItsBound(f *testing.F) {
	f.Add("Talks", "https://a.example/1", 20, 3)
	f.Add("\xff\u202e日本", "x", 5, 0)
	f.Fuzz(func(t *testing.T, text, href string, most, drop int) {
		most = 8 + most&0xfff
		b := say(text, href)
		b.Drop = drop
		got := Text(attache.Document{Blocks: []attache.Block{b, say(text, ""), b}}, most, true)
		if len(got) > most || strings.ContainsAny(got, "\x00\u202e") {
			t.Errorf("%d bytes of %d: %q", len(got), most, got)
		}
	})
}
