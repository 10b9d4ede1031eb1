package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
)

// spokenLangs are the languages of the interface.
var spokenLangs = strings.Fields("en ru uk fr es de ar zh")

// entityTags begin what Telegram makes an entity of.
var entityTags = regexp.MustCompile(`<(?:b|i|u|s|a|code|pre|blockquote|tg-spoiler)\b(?: href="([^"]*)")?`)

// beyondTelegram says which of Telegram's limits a rendered document breaks: 4096 UTF-16
// units, 32,768 bytes, 100 entities of together 9,500 bytes.
func beyondTelegram(doc attache.Document) (faults []string) {
	plain, html := telegram.Plain(doc), telegram.Render(doc)
	if n := len(utf16.Encode([]rune(plain))); n > 4096 || n == 0 {
		faults = append(faults, fmt.Sprintf("%d units", n))
	}
	if n := len(html); n > 32768 {
		faults = append(faults, fmt.Sprintf("%d bytes", n))
	}
	entities, weight := entityTags.FindAllStringSubmatch(html, -1), 0
	for _, e := range entities {
		weight += 12 + (len(e[1])+7)/4*4
	}
	if len(entities) > 100 || weight > 9500 {
		faults = append(faults, fmt.Sprintf("%d entities of %d bytes", len(entities), weight))
	}
	return faults
}

// longEdition is an edition of the longest that sources give: headlines, sentences,
// quotes, roles and addresses at their bounds, in a script of one to four bytes a letter,
// with what Telegram takes for markup.
func longEdition(random *rand.Rand) attache.Edition {
	at := time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)
	letters := []string{"negotiation ", "переговоры ", "المفاوضات ", "外交部长会谈，", "🇳🇴🇮🇸 ", "<b>&amp;\"' "}[random.IntN(6)]
	long := func(most int) string {
		return strings.TrimSpace(strings.Repeat(letters, 1+random.IntN(max(1, most/len(letters)))))
	}
	address := func() string {
		return fmt.Sprintf("https://paper-%d.example/%s", random.IntN(1e6), strings.Repeat("a/", random.IntN(900)))
	}
	codes := []string{"NOR", "ISL", "EU", "NATO", "RUS", "UKR", "GUY", "COD", "BIH", "UN", "STP", "VCT"}
	e := attache.Edition{From: at.Add(-24 * time.Hour), To: at, TimeZone: "UTC", LeftOut: random.IntN(500), Articles: random.IntN(9000)}
	for range 1 + random.IntN(8) {
		s := attache.Section{Title: long(300)}
		for range 1 + random.IntN(6) {
			it := attache.Item{
				StoryID: "s", Headline: long(400), URL: address(), Actors: codes[:random.IntN(len(codes))],
				Update: true, Disputed: random.IntN(2) == 0, Event: attache.Event{Type: attache.Consult},
			}
			for range random.IntN(4) {
				it.Lead = append(it.Lead, attache.Sentence{Text: long(800), Outlet: long(80), URL: address(), Code: "NOR"})
				it.Readouts = append(it.Readouts, attache.Sentence{Text: long(800), Outlet: long(80), URL: address(), Code: "ISL"})
				it.Quotes = append(it.Quotes, attache.Quote{
					Kind: attache.Direct, Text: long(1200), Speaker: long(60), Role: long(160),
					Confidence: 0.9, Outlet: long(80), URL: address(), Published: at.Add(-time.Hour), Code: "NOR",
				})
			}
			for range random.IntN(30) {
				it.Links = append(it.Links, attache.Link{Outlet: long(80), Kind: attache.Press, URL: address(), Lang: "en"})
			}
			s.Items = append(s.Items, it)
		}
		e.Sections = append(e.Sections, s)
	}
	for range random.IntN(20) {
		e.Agenda = append(e.Agenda, attache.Appointment{Day: at.AddDate(0, 0, 1+random.IntN(9)), What: long(400), URL: address()})
	}
	return e
}

// TestTheLongestDigestFitsAMessageInEveryLanguage lays out what is longest, in every
// language, length and kind of chat.
func TestTheLongestDigestFitsAMessageInEveryLanguage(t *testing.T) {
	withoutDetector(t)
	random := rand.New(rand.NewPCG(13, 8))
	limits := (&telegram.Client{}).Limits()
	cut := 0
	for n := range 64 {
		e := longEdition(random)
		chat := attache.Chat{
			Speaks: spokenLangs[n%len(spokenLangs)], TimeZone: "UTC",
			Kind:     []attache.ChatKind{attache.Private, attache.Group, attache.Channel}[random.IntN(3)],
			Length:   []attache.Length{attache.FullLength, attache.ShortLength, attache.HeadlinesOnly}[random.IntN(3)],
			Footer:   strings.Repeat("Ω ", random.IntN(100)),
			Hashtags: random.IntN(2) == 0,
		}
		e.Alert = n%5 == 0
		doc := bot.Layout(e, chat, limits)
		if faults := beyondTelegram(doc); len(faults) > 0 {
			t.Errorf("edition %d in %s: %v", n, chat.Speaks, faults)
		}
		if e.Stories() > 12 {
			cut++
		}
	}
	if cut < 15 {
		t.Errorf("only %d editions had more than a message holds", cut)
	}
}

// TestAnswersFitAMessageInEveryLanguage asks the sample wire with every command, in a
// chat that follows and mutes as much as it may.
func TestAnswersFitAMessageInEveryLanguage(t *testing.T) {
	withoutDetector(t)
	b := wholeWire(t)
	var filter attache.Filter
	for i := range 40 {
		filter.NotWords = append(filter.NotWords, fmt.Sprintf("%d %s", i, strings.Repeat("слово", 7)))
	}
	asked := strings.Split("/start|/latest 20|/quotes 20|/track|/digest week|/follow|/settings|/why 20|/sources|/privacy|/help", "|")
	answered := 0
	for _, lang := range spokenLangs {
		chat := attache.Chat{
			ID: "telegram:5", Kind: attache.Private, TimeZone: "UTC", Schedule: "07:00", State: attache.ChatActive,
			Speaks: lang, Filter: filter,
		}
		for _, text := range asked {
			doc, err := b.Answer(t.Context(), chat, text)
			if err != nil {
				continue // in words, which other tests read
			}
			answered++
			if faults := beyondTelegram(doc); len(faults) > 0 {
				t.Errorf("%s in %s: %v", text, lang, faults)
			}
		}
	}
	if most := len(asked) * len(spokenLangs); answered < most*3/4 {
		t.Errorf("%d of %d were answered", answered, most)
	}
}
