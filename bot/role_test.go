package bot

import (
	"strings"
	"testing"

	"attache"
)

func TestARoleThatHangsOnAnotherSentenceIsNotShown(t *testing.T) {
	for _, tt := range []struct {
		role, lang string
		shown      bool
	}{
		{"His Tajik colleague", "en", false},
		{"their envoy", "en-GB", false},
		{"Его таджикский коллега", "ru", false},
		{"её заместитель", "ru", false},
		{"Його колега", "uk", false},
		{"son homologue", "fr", false},
		{"leurs représentants", "fr", false},
		{"su homólogo", "es", false},
		{"Sein Kollege", "de", false},
		{"«Его коллега»", "ru", false},
		{"\n His\tcolleague", "en", false},
		{"sein Kollege", "", false},
		{"Tajik foreign minister", "en", true},
		{"Hisar governor", "en", true},
		{"son of the late king", "en", true}, // a word of another language
		{"министр, его коллега", "ru", true},
		{"Ihrer Majestät Botschafter", "en", true},
		{"suo portavoce", "it", true},
		{"fisheries minister", "", true},
	} {
		q := said{Quote: quote("Maria Lind", tt.role, "Words.", 0.9), lang: tt.lang}
		read := plainText(attache.Document{Blocks: quoteBlocks(english, q, "09:00")})
		role := strings.Join(strings.Fields(tt.role), " ")
		if !strings.Contains(read, "*Maria Lind*") || strings.Contains(read, role) != tt.shown || strings.Contains(read, "*,") != tt.shown {
			t.Errorf("%q in %q:\n%s", tt.role, tt.lang, read)
		}
	}
}
