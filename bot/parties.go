package bot

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"attache/internal/country"
	"attache/internal/fold"
	"attache/internal/stem"
)

// partyAliases are names and codes that people type besides those of the
// country table: the party's code, then its names between commas. Bodies
// stand here alone.
const partyAliases = `
USA us, usa, united states of america, america, the states
GBR uk, britain, great britain, the united kingdom
ARE uae, emirates
EU eu, the european union, europe
UN un, the united nations
KOR republic of korea, rok
PRK dprk
RUS russian federation
CHN people's republic of china, prc
CZE czech republic
TUR turkey, turkiye
MMR burma
CIV ivory coast, cote d'ivoire
COD drc, dr congo, democratic republic of the congo
COG republic of the congo, congo-brazzaville
CPV cabo verde
SWZ swaziland
TLS east timor
VAT vatican, the vatican, holy see
NLD holland, the netherlands
BIH bosnia
MKD macedonia
PHL the philippines
GMB the gambia
BHS the bahamas
MAC macau
KNA saint kitts and nevis
LCA saint lucia
VCT saint vincent and the grenadines
AU african union
ASEAN asean
BRICS brics
CSTO csto
EAEU eaeu, eurasian economic union
ECOWAS ecowas
G7 g7
G20 g20
GCC gcc, gulf cooperation council
IAEA iaea
ICC icc, international criminal court
ICJ icj, international court of justice
IMF imf
LAS arab league, league of arab states
MERCOSUR mercosur
NATO nato
OAS oas, organization of american states
OECD oecd
OIC oic
OPCW opcw
OPEC opec
OSCE osce
SCO shanghai cooperation organisation, shanghai cooperation organization
UNESCO unesco
UNHCR unhcr
UNICEF unicef
UNRWA unrwa
WB world bank
WFP wfp
WHO world health organization, world health organisation
WTO wto
`

// wordCodes are countries' codes that are English words as well: they count
// in capitals only.
var wordCodes = strings.Fields("are arm ben can che cod cog com cub dom fin gab gin gum hun jam lao lie mac mar mus nic pan per pol " +
	"sur ton tun tur")

// linking words stand between what somebody names and are never meant.
var linking = strings.Fields("and or & the about on of")

// longestParty is how many words a party's name may have.
const longestParty = 6

// partyIndex finds parties by folded names, and by codes as they are written.
var partyIndex = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 1200)
	country.All(func(code, name string) {
		m[code], m[folded(name)] = code, code
		if flag := country.Flag(code); flag != "" {
			m[flag] = code
		}
		if !country.IsCountry(code) {
			return
		}
		m[country.Alpha2(code)] = code
		if lower := strings.ToLower(code); !slices.Contains(wordCodes, lower) && !stem.Stop(lower) {
			m[lower] = code
		}
	})
	for line := range strings.Lines(partyAliases) {
		code, names, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		if m[code] = code; code == "AU" || len(code) > 3 {
			m[strings.ToLower(code)] = code
		}
		for name := range strings.SplitSeq(names, ",") {
			m[folded(name)] = code
		}
	}
	addForeignNames(m)
	country.Demonyms(func(code, word string) {
		if _, taken := m[folded(word)]; !taken {
			m[folded(word)] = code
		}
	})
	for _, w := range linking {
		delete(m, w)
		delete(m, strings.ToUpper(w))
	}
	delete(m, "au") // typed so it is a French word
	return m
})

// addForeignNames adds what countries are called in the other languages that news
// is read in. A name that is an English one or an English word already keeps that
// meaning: the German Island is Iceland to nobody who types English.
func addForeignNames(m map[string]string) {
	country.All(func(code, _ string) {
		if country.Flag(code) == "" {
			return
		}
		for _, lang := range []string{"ar", "de", "es", "fr", "ru", "uk", "zh"} {
			name := folded(country.Name(code, lang))
			if _, taken := m[name]; !taken && name != "island" {
				m[name] = code
			}
		}
	})
}

// folded makes spellings of a name alike: see package fold; besides no full
// stops, and single spaces.
func folded(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(fold.String(s), ".", "")), " ")
}

// party is the code of the country or body that words name, or "". One word
// may be a code: in capitals, or one that is no other word.
func party(words []string) string {
	if len(words) == 1 {
		if code, ok := partyIndex()[words[0]]; ok {
			return code
		}
	}
	name := folded(strings.Join(words, " "))
	code := partyIndex()[name]
	if code == "" {
		code = partyIndex()[strings.TrimSuffix(name, "'s")]
	}
	if code == "" && len(words) == 1 {
		code = inflected(name)
	}
	return code
}

// cyrillicBases are what the forms of a country's name of one word share in Russian
// and Ukrainian: Украин of Украина, Украине, Україну.
var cyrillicBases = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	country.All(func(code, _ string) {
		if !country.IsCountry(code) {
			return
		}
		for _, lang := range []string{"ru", "uk"} {
			name := folded(country.Name(code, lang))
			base := name
			if last, size := utf8.DecodeLastRuneInString(name); strings.ContainsRune("аеиоуяюйьії", last) {
				base = name[:len(name)-size]
			}
			if !strings.Contains(name, " ") && utf8.RuneCountInString(base) >= leastBase {
				m[base] = code
			}
		}
	})
	return m
})

const (
	leastBase = 4 // letters that tell a country from other words
	mostTail  = 3 // letters of an ending
)

// inflected is the country that a folded word is a form of the name of, or "": by a
// Cyrillic ending, an Arabic particle before it, a German genitive.
func inflected(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	switch {
	case unicode.Is(unicode.Cyrillic, first):
		runes := []rune(word)
		for tail := range min(mostTail+1, len(runes)) {
			if code := cyrillicBases()[string(runes[:len(runes)-tail])]; code != "" {
				return code
			}
		}
	case strings.ContainsRune("لبوفك", first) && len(word) > 4*size:
		return partyIndex()[word[size:]]
	case first < utf8.RuneSelf && strings.HasSuffix(word, "s"):
		return foreignGenitive(strings.TrimSuffix(word, "s"))
	}
	return ""
}

// foreignGenitive is the country that a word without its s names in German.
func foreignGenitive(word string) string {
	if utf8.RuneCountInString(word) < leastBase {
		return ""
	}
	return partyIndex()[word]
}

// partiesIn takes the countries and bodies out of what somebody typed, by
// name, code or flag, the longest names first. What stands between marks is
// left as it is.
func partiesIn(words []word) (codes []string, rest []word) {
	add := func(code string) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for len(words) > 0 {
		w := words[0]
		flagged, other := flagsIn(w.text)
		for _, code := range flagged {
			add(code)
		}
		if len(flagged) > 0 {
			if words = words[1:]; strings.Trim(other, ",; ") != "" {
				words = append([]word{{text: other}}, words...)
			}
			continue
		}
		n, code := leadingParty(words)
		if n == 0 {
			rest = append(rest, w)
			words = words[1:]
			continue
		}
		add(code)
		words = words[n:]
	}
	return codes, rest
}

// leadingParty is the party that words begin with, and of how many words its
// name is; 0 where they begin with none.
func leadingParty(words []word) (int, string) {
	var name []string
	for _, w := range words[:min(len(words), longestParty)] {
		if w.quoted {
			break
		}
		name = append(name, strings.TrimRight(w.text, ",;"))
		if name[len(name)-1] != w.text { // a comma ends a name
			break
		}
	}
	for n := len(name); n > 0; n-- {
		if code := party(name[:n]); code != "" {
			return n, code
		}
	}
	return 0, ""
}

// flagsIn takes the flags out of a word.
func flagsIn(text string) (codes []string, rest string) {
	const flag = 8 // bytes: two regional indicators
	for text != "" {
		if code, ok := partyIndex()[text[:min(len(text), flag)]]; ok && text[0] == 0xF0 {
			codes, text = append(codes, code), text[flag:]
			continue
		}
		_, size := utf8.DecodeRuneInString(text)
		rest, text = rest+text[:size], text[size:]
	}
	return codes, rest
}
