package quote

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"regexp"
	gosort "sort"
	"strings"
	"testing"

	"attache"
	"attache/extract/text"
)

var smallW = map[string]bool{}

func init() {
	for _, w := range strings.Fields("of the a an and for de la le les du des l d el los las y der die das dem den für und von et в во на и с of's s") {
		smallW[w] = true
	}
}

var nonword = regexp.MustCompile(`[^\p{L}\p{N}_]+`)

func scoreWords(s string) (out []string) {
	for _, w := range strings.Fields(nonword.ReplaceAllString(text.Fold(s), " ")) {
		if !smallW[w] {
			out = append(out, w)
		}
	}
	return out
}

func scoreSame(pred, gold string) bool {
	if gold == "" || gold == "nobody" {
		return false
	}
	if strings.HasPrefix(gold, "unnamed") || strings.HasPrefix(pred, "unnamed") {
		return strings.HasPrefix(gold, "unnamed") && strings.HasPrefix(pred, "unnamed")
	}
	a, b := scoreWords(pred), scoreWords(gold)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	in := func(x, y []string) bool {
		m := map[string]bool{}
		for _, w := range y {
			m[w] = true
		}
		for _, w := range x {
			if !m[w] {
				return false
			}
		}
		return true
	}
	gosort.Strings(a)
	gosort.Strings(b)
	if strings.Join(a, " ") == strings.Join(b, " ") {
		return true
	}
	return len(a) >= 2 && len(b) >= 2 && (in(a, b) || in(b, a))
}

type realQ struct {
	Text    string
	Span    attache.Span
	Speaker string
	Also    []string
}

func TestOracle(t *testing.T) {
	type rec struct {
		ID, Outlet, Lang, Body, Title string
		Quotes                        []realQ
		Damaged                       bool
		Turns                         []any
		Signed                        any
	}
	only := os.Getenv("OLANG")
	stats := map[string]map[string]int{}
	lines(t, "/work/shared/data/real/train.jsonl", func(line []byte) {
		var r rec
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if r.Damaged || only != "" && r.Lang != only {
			return
		}
		h := fnv.New32a()
		key := r.Outlet
		if key == "EFE" || strings.HasPrefix(key, "U.S.") {
			key = r.ID
		}
		h.Write([]byte(key))
		apart := h.Sum32()%5 == 0
		st := stats[r.Lang]
		if st == nil {
			st = map[string]int{}
			stats[r.Lang] = st
		}
		d := text.New(r.Body, r.Lang)
		a := newArticle(d, standard())
		for _, q := range r.Quotes {
			if q.Span[1]-q.Span[0] < 20 && r.Lang != "zh" || q.Speaker == "" || q.Speaker == "nobody" {
				continue
			}
			st["gold"]++
			best := -1
			for k := range a.passages {
				p := d.Span(a.passages[k].start, a.passages[k].stop)
				ov := overlap(p, q.Span)
				if ov*2 >= q.Span[1]-q.Span[0] && ov*10 >= 8*(p[1]-p[0]) {
					best = k
				}
			}
			right := func(n string) bool {
				if scoreSame(n, q.Speaker) {
					return true
				}
				for _, x := range q.Also {
					if scoreSame(n, x) {
						return true
					}
				}
				return false
			}
			anywhere := false
			for i := range a.mentions {
				if right(a.speaker(int32(i)).name) {
					anywhere = true
				}
			}
			kind := "named"
			if strings.HasPrefix(q.Speaker, "unnamed") {
				kind = "unnamed"
			}
			if best < 0 {
				st["nopassage"]++
				if only != "" && !apart {
					fmt.Printf("NOPASS %s %q | %s\n", r.ID, q.Text, q.Speaker)
				}
				continue
			}
			cands := a.candidates(best, last{-1, -1, -1}, nil)
			hit := false
			var names []string
			for _, c := range cands {
				n := a.speaker(c).name
				names = append(names, n)
				if right(n) {
					hit = true
				}
			}
			switch {
			case hit:
				st["incand"]++
			case anywhere:
				st["elsewhere "+kind]++
			default:
				st["never "+kind]++
			}
			if !hit && only != "" && !apart {
				p := a.passages[best]
				lo, hi := max(0, p.start-160), min(len(r.Body), p.stop+160)
				fmt.Printf("MISS any=%v %s gold %q cands %q\n    %s\n", anywhere, r.ID, q.Speaker, names, strings.ReplaceAll(strings.ToValidUTF8(r.Body[lo:hi], ""), "\n", "⏎"))
			}
		}
	})
	for l, s := range stats {
		fmt.Println(l, s)
	}
}
