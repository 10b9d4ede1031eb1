package text

import "testing"

func TestALanguagesTraitsAreThoseOfItsRow(t *testing.T) {
	for _, c := range []struct {
		lang string
		has  Traits
		not  Traits
	}{
		{"en", Possessive | FixedOrder | TitleCase | OwnWeights, Caseless | Declines | Elides},
		{"de", CapitalNouns | InwardMarks | DottedOrdinals, Possessive | OwnWeights},
		{"fr", Elides | Inverts | LaterAdjective, BareDash | Declines},
		{"es", LaterAdjective | BareDash | PeopleNames, Elides | Inverts},
		{"ru", Declines | SmallRoles, Caseless | CapitalNouns},
		{"uk", Declines | SmallRoles, Caseless | CapitalNouns},
		{"ar", Caseless | Joined, Han | Declines},
		{"zh", Caseless | Han, Joined | VerbEndings},
		{"ja", Caseless, Han},
	} {
		d := New("", c.lang)
		if d.Lang != c.lang || !d.Has(c.has) || !TraitsOf(c.lang).Has(c.has) {
			t.Errorf("%s lacks some of %b: has %b", c.lang, c.has, TraitsOf(c.lang))
		}
		for one := Traits(1); one <= c.not; one <<= 1 {
			if c.not&one != 0 && d.Has(one) {
				t.Errorf("%s has %b", c.lang, one)
			}
		}
	}
}

func TestALanguageWithoutARowHasNoTraits(t *testing.T) {
	if got := TraitsOf("xx"); got != 0 || New("Ça va.", "xx").Has(Elides) {
		t.Errorf("xx has %b", got)
	}
	if !New("Жёлтый дом стоит у реки.", "").Has(Declines) {
		t.Error("a guessed language has no traits")
	}
}
