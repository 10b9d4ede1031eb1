package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/bot"
)

// wholeWire files all of the sample wire and lets a bot answer about it.
func wholeWire(t *testing.T) *bot.Bot {
	t.Helper()
	h := testHouse(t, defaultConfig(), &bytes.Buffer{})
	records, err := loadWire()
	if err != nil {
		t.Fatal(err)
	}
	last := records[len(records)-1].Published
	h.now = func() time.Time { return last.Add(time.Hour) }
	p := h.newPipeline()
	if err := p.restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	var articles []attache.Article
	for i, r := range records {
		address := fmt.Sprintf("https://wire.example/%d", i)
		articles = append(articles, attache.Article{
			ID: attache.ArticleID("url:" + address), Keys: []string{"url:" + address}, URL: address, Outlet: r.Outlet, OutletKind: r.Kind,
			Title: r.Title, Body: r.Body, Published: r.Published, Hash: attache.TextHash(r.Title, r.Body),
		})
	}
	if err := p.file(t.Context(), articles); err != nil {
		t.Fatal(err)
	}
	b, err := h.bot()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWhatPeopleAskForFindsWhatItShould asks the sample wire what people ask: the
// answer must have one of the words, wherever it stands in the first stories, and
// no more than a few may fail.
func TestWhatPeopleAskForFindsWhatItShould(t *testing.T) {
	withoutDetector(t)
	b := wholeWire(t)
	asked := []struct{ text, want string }{
		{"iran", "Iran|Tehran|IAEA"},
		{"/latest 5 iran", "Iran|Tehran|IAEA"},
		{"/latest iran 5", "Iran|Tehran|IAEA"},
		{"iran inspectors", "inspectors|Inspectors|IAEA"},
		{"nuclear talks", "nuclear|IAEA|Vienna"},
		{"prisoner", "prisoners|captives|возвращены"},
		{"prisoners", "prisoners|captives|возвращены"},
		{"prisoner swap", "prisoners|captives|возвращены"},
		{"swap prisoners", "prisoners|captives|возвращены"},
		{"prisoner exchange", "prisoners|captives|возвращены"},
		{"expel", "expel|throws out|expulse|diplomats"},
		{"expelled diplomats", "expel|throws out|diplomats"},
		{"expulsion", "expel|throws out|expulse|diplomats|agents"},
		{"border crossing", "crossing|Torkham|crossings"},
		{"dam talks", "dam|Nile|Addis"},
		{"Nile", "Nile|dam|Addis"},
		{"kosovo", "Kosovo|Pristina|Serbia"},
		{"/latest 2 kosovo", "Kosovo|Pristina|Serbia"},
		{"Serbia Kosovo", "Kosovo|Pristina|Serbia"},
		{"Armenia and Azerbaijan", "Armenia|Azerbaijan|Yerevan|Baku|border"},
		{"border protocol", "protocol|Protocol|border"},
		{"ganges treaty", "Ganges|Ganga|Farakka"},
		{"Ganga", "Ganges|Ganga"},
		{"what is the news about Ukraine?", "Ukraine|Украин|України|украинского"},
		{"What happened between Guyana and Venezuela?", "Guyana|Venezuela|Guayana|Esequi"},
		{"tell me about Chad", "Chad"},
		{"Torkham", "Torkham|crossing"},
		{"rare earths", "rare earth|magnet|Magnete"},
		{"sanctions", "sanctions|Sanction|expel|throws"},
		{"🇫🇷", "France|Paris|Algeria|Algiers|Francia|E3"},
		{"🇨🇳", "China|Beijing|Peking|德国"},
		{"Иран", "Iran|Tehran|IAEA"},
		{"обмен пленными", "prisoners|captives|возвращены|плена"},
		{"что нового об Украине", "Ukraine|Украин|України|украинского"},
		{"протокол о воде", "Худжанд|water"},
		{"полонених", "prisoners|captives|возвращены|захисників|обмін"},
		{"новини про Україну", "Ukraine|Украин|України|украинского|обмін"},
		{"обмін", "обмін|prisoners|captives"},
		{"Algérie", "Algeria|Algiers|Paris|algérien|Francia"},
		{"agents consulaires", "Paris|consul|Algeria"},
		{"Zaporijjia", "Zaporijjia|Zaporizhzhya|ЗАЭС"},
		{"noticias de Venezuela", "Guyana|Venezuela|Guayana|Esequi"},
		{"agentes consulares", "Francia|Paris|consul|Algeria"},
		{"mediación Guyana", "Guyana|Venezuela|Caracas|Bridgetown"},
		{"China", "China|Beijing|Peking|德国"},
		{"Magnete", "Magnete|magnet|rare earth|Peking"},
		{"Was gibt es Neues aus Ägypten?", "Nile|Egypt|dam|Cairo"},
		{"سوريا", "Syria|Syrian"},
		{"تبادل اسرى", "أسيرا|prisoners|captives"},
		{"اخبار الجزائر", "Algeria|Paris|الجزائر|باريس|Algiers|Francia"},
		{"伊朗", "Iran|Tehran|IAEA"},
		{"关于德国的新闻", "Germany|German|Magnete|Peking|德国"},
		{"会见", "会见|German|Peking"},
		{"irna", "Did you mean Iran"},
		{"Kosvo", "Did you mean Kosovo"},
		{"frnace", "Did you mean France"},
		{"Armnia", "Did you mean Armenia"},
		{"/quotes Iran", "Daneshfar|Iran"},
		{"/quotes deputy foreign minister", "Daneshfar|minister"},
		{"/quotes Serbia", "Stamenovic|Serbia|Belgrade"},
		{"/quotes Daneshfar", "Daneshfar"},
	}
	failed := 0
	for _, q := range asked {
		doc, err := b.Answer(t.Context(), attache.Chat{Kind: attache.Private, TimeZone: "UTC"}, q.text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		for _, block := range doc.Blocks[:min(len(doc.Blocks), 14)] {
			if block.Kind == attache.Heading {
				continue // it has the words that were asked
			}
			for _, s := range block.Spans {
				got += s.Text
			}
			got += "\n"
		}
		found := false
		for want := range strings.SplitSeq(q.want, "|") {
			found = found || strings.Contains(got, want)
		}
		if !found || strings.Contains(got, "Nothing found") && !strings.Contains(q.want, "Did you mean") {
			failed++
			t.Logf("%s: wanted %s in\n%.500s", q.text, q.want, got)
		}
	}
	if failed > len(asked)/25 {
		t.Errorf("%d of %d found nothing of what they should", failed, len(asked))
	} else {
		t.Logf("%d of %d found what they should", len(asked)-failed, len(asked))
	}
}
