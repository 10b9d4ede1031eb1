package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// ports is a command as a newcomer would add one: a lister of harbours by
// name, so without times, as many as somebody wants.
func ports(_ context.Context, r request, from place) (list, error) {
	n, _, _, err := takeCount(r.args, 3)
	l := list{title: one("Ports")}
	if err != nil {
		return l, err
	}
	for name := range strings.FieldsSeq("Aldhaven Brackwater Corrin Dunmouth Eastquay Fallow Greyness") {
		switch {
		case from.seen[name]:
		case len(l.entries) == n:
			l.more = true
		default:
			l.entries = append(l.entries, entry{key: name, blocks: saying(name).Blocks})
		}
	}
	return l, nil
}

func TestACommandWithPagingIsOneRowAndOneHandler(t *testing.T) {
	w := newWorld(t)
	w.table = append(w.table, command{name: "ports", usage: "[n]", help: "Harbours by name", list: ports})
	var read []string
	in := private("/ports")
	for page := range 3 {
		w.Handle(t.Context(), in)
		read = append(read, plainText(lastDoc(w)))
		in = press(fmt.Sprintf("/page 1 %d", page+1))
	}
	for i, want := range []string{
		"# Ports\n\nAldhaven\n\nBrackwater\n\nCorrin\n[Older ›: /page 1 1]",
		"# Ports\n\nDunmouth\n\nEastquay\n\nFallow\n[‹ Newer: /page 1 0] [Older ›: /page 1 2]",
		"# Ports\n\nGreyness\n[‹ Newer: /page 1 1]",
	} {
		if read[i] != want {
			t.Errorf("page %d reads\n%s\nwant\n%s", i, read[i], want)
		}
	}
	if w.Handle(t.Context(), private("/help")); !strings.Contains(w.texted(), "/ports _[n]_ — Harbours by name") {
		t.Error("/help does not know it")
	}
}

func TestAPageHoldsWhatItsChannelHolds(t *testing.T) {
	w := newWorld(t)
	w.table = append(w.table, command{name: "ports", help: "x", list: ports})
	small := &stage{limits: atTelegram}
	small.limits.Text = 25 // two names and what stands between them
	w.Channels = Router{"t": small}
	w.stage = small
	w.Handle(t.Context(), private("/ports 6"))
	if got := plainText(lastDoc(w)); strings.Count(got, "\n\n") != 2 || !strings.Contains(got, "/page 1 1") {
		t.Errorf("it reads\n%s", got)
	}
}

func TestPagesOfAListThatOnlyAdministratorsMaySeeAreTheirs(t *testing.T) {
	w := newWorld(t)
	w.table = append(w.table, command{name: "ports", help: "x", who: admins, list: ports})
	ask := private("/ports")
	ask.ChatID, ask.ChatKind, ask.UserID = "t:-5", "group", "boss"
	w.Handle(t.Context(), ask)
	turn := press("/page 1 1")
	turn.ChatID, turn.ChatKind, turn.UserID = "t:-5", "group", "somebody"
	w.Handle(t.Context(), turn)
	if all := w.stage.all(); len(all) != 2 || all[1].text != english.text(textNotPermitted) {
		t.Errorf("somebody else read %+v", all[1:])
	}
}

func TestAListThatIsNoCommandAnyMoreIsTooOld(t *testing.T) {
	w := newWorld(t)
	for _, note := range []string{
		`{"last":1,"views":[{"id":1,"command":"gone","starts":[{},{}]}]}`,
		`{"last":1,"views":[{"id":1,"command":"help","starts":[{},{}]}]}`,
		`{"last":1,"views":[{"id":1,"kind":"latest","words":["Iran"],"starts":[{},{}]}]}`, // of an older program
	} {
		w.store.must(w.store.SetNote(t.Context(), viewsKey("t:1"), []byte(note)))
		w.Handle(t.Context(), press("/page 1 1"))
		if all := w.stage.all(); all[len(all)-1].text != english.text(textPageGone) {
			t.Errorf("%s answers %+v", note, all[len(all)-1])
		}
	}
}

func TestAListWithoutTimesGoesOnByWhatWasShown(t *testing.T) {
	v := view{Starts: []pageStart{{}, {Seen: []string{"a"}}, {Until: noon.Add(time.Nanosecond), Seen: []string{"b"}}}}
	if p := v.place(1); !p.until.IsZero() || !p.seen["a"] || p.seen["b"] {
		t.Errorf("the second page begins at %+v", p)
	}
	if p := v.place(2); !p.until.After(noon) || !p.seen["a"] || !p.seen["b"] {
		t.Errorf("the third page begins at %+v", p)
	}
}
