package digest

import (
	"testing"

	"attache"
)

func TestWhatHappenedIsSaidAsPeopleSayIt(t *testing.T) {
	for _, c := range []struct {
		title, first string
		want         attache.Act
	}{
		{"Denmark expels three Icelandic diplomats", "", attache.Expulsion},
		{"Three Icelandic diplomats ordered to leave Copenhagen", "", attache.Expulsion},
		{"Attaché declared persona non grata in Oslo", "", attache.Expulsion},
		{"Nordland gives envoys a week to go", "Nordland on Thursday declared three members of the embassy unwelcome.", attache.Expulsion},
		{"Дания высылает трёх исландских дипломатов", "", attache.Expulsion},
		{"Данія висилає трьох дипломатів", "", attache.Expulsion},
		{"Le Danemark expulse trois diplomates islandais", "", attache.Expulsion},
		{"Dinamarca expulsa a tres diplomáticos", "", attache.Expulsion},
		{"Dänemark weist drei isländische Diplomaten aus", "", attache.Expulsion},
		{"الدنمارك تطرد ثلاثة دبلوماسيين", "", attache.Expulsion},
		{"丹麦驱逐三名外交官", "", attache.Expulsion},
		{"Guatemala frees four detainees of Honduras after talks", "", attache.Release},
		{"Hostages released by rebels", "", attache.Release},
		{"Armenia and Azerbaijan swap 40 prisoners", "", attache.Exchange},
		{"Сторони обміняли полонених: обмін 40 на 40", "", attache.Exchange},
		{"Москва и Осло провели обмен пленными", "", attache.Exchange},
		{"Sweden and Finland sign water protocol", "", attache.Signing},
		{"Iceland joins water research pact with Canada", "", attache.Signing},
		{"Protocol on state border initialled in Gazakh", "", attache.Signing},
		{"双方签署边界协议", "", attache.Signing},
		{"وقعت النرويج وايسلندا اتفاقية", "", attache.Signing},
		{"Norway and Iceland break off fishing talks in Oslo", "", attache.Breakdown},
		{"Iceland walks out of talks", "", attache.Breakdown},
		{"Talks on mackerel collapse", "", attache.Breakdown},
		{"Переговоры о рыбе прерваны", "", attache.Breakdown},
		{"Verhandlungen abgebrochen", "", attache.Breakdown},
		{"EU lifts sanctions on two banks", "", attache.PenaltiesEased},
		{"EU imposes sanctions on two banks", "", attache.Penalties},
		{"Norway recalls ambassador from Reykjavik", "", attache.Recall},
		{"Norway summons Icelandic ambassador", "", attache.Summons},
		{"Norway cuts diplomatic ties with Iceland", "", attache.Rupture},
		{"Senate ratifies fishing treaty", "", attache.Ratification},
		{"Norway quits fishing treaty", "", attache.Termination},
		{"Summit postponed", "", attache.Postponement},
		{"Norway postpones visit of its minister", "", attache.Postponement},
		{"Armies agree a ceasefire", "", attache.Ceasefire},
		{"Russia vetoes resolution", "", attache.Veto},
		// What did not happen, is old, or is only wished.
		{"Iceland threatens to expel diplomats", "Iceland expelled three diplomats last year.", ""},
		{"Norway refuses to sign treaty", "", attache.Refusal},
		{"Norway and Iceland refuse new fishing talks in Oslo", "", attache.Refusal},
		{"Осло отвергает предложение", "", attache.Refusal},
		{"Iceland may reject the draft", "", ""},
		{"Norway will not recall its ambassador", "", ""},
		{"Норвегия отказалась подписать договор", "", attache.Refusal},
		{"Ministers meet after Denmark expels diplomats", "", ""},
		{"After expelling diplomats, Denmark signs a treaty", "", attache.Signing},
		{"The envoys talked about fish", "", ""},
		{"", "", ""},
	} {
		if got := actIn(c.title, c.first); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.title, c.first, got, c.want)
		}
	}
}

func TestEveryActOfTheTableHasANameAndAWarmth(t *testing.T) {
	seen := map[attache.Act]bool{}
	for _, p := range actWords().patterns {
		if !p.act.Known() || p.act.Name() == "" {
			t.Errorf("%q is no act", p.act)
		}
		if len(p.words) < 2 && !p.words[0][0].han && len(p.words[0]) > 3 {
			t.Errorf("%s is told by one word", p.act)
		}
		seen[p.act] = true
	}
	if len(seen) < 20 {
		t.Errorf("%d acts", len(seen))
	}
}

func TestWhatAReportIsAbout(t *testing.T) {
	for _, c := range []struct{ title, body, want string }{
		{"Iran warns it will curb IAEA inspectors", "Talks on uranium enrichment", "nuclear programme"},
		{"Norway and Iceland break off fishing talks", "", "fishing"},
		{"Armenia and Azerbaijan trade border maps", "", "border"},
		{"Переговоры о рыболовстве в Осло", "", "fishing"},
		{"Обмін полоненими", "", "prisoners"},
		{"Les pêcheurs attendent un accord", "", "fishing"},
		{"Streit über Gaspipeline und Erdgas", "", "gas"},
		{"محادثات حول الحدود", "", "border"},
		{"渔业谈判", "", "fishing"},
		{"Envoys meet in Oslo", "The cables under the sea were cut. The cable was repaired.", "cables"},
		{"Envoys meet in Oslo", "A cable was cut.", ""},
		{"", "", ""},
	} {
		if got := topicIn(c.title, c.body); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}
