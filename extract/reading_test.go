package extract

import (
	"strings"
	"testing"

	"attache"
)

// How real news misled the reader, as rules: what must come of a text.
func TestWhatReadersOfRealNewsFoundWrong(t *testing.T) {
	for _, c := range []struct {
		name, lang, title, body string
		relevant, irrelevant    bool
		person, role, code      string // of the person, where one is asked for
		never                   string // a code that must not be among the actors
	}{
		{
			name: "a bird and a plate are no countries", lang: "en",
			body: "A farmer said prices of turkey and china plates rose before the holiday.", irrelevant: true, never: "TUR",
		},
		{
			name: "a list of bond markets is no diplomacy", lang: "en", title: "Spain tops week of meagre bond returns",
			body: "Spain topped the league in a week of meagre returns on government bonds. Norway followed, France came third, Canada, Japan " +
				"and Germany fell.", irrelevant: true,
		},
		{
			name: "hoteliers are no refugee agency", lang: "fr", title: "Une aide pour les hôtels",
			body: "« Le HCR, première organisation des hôteliers, salue ce geste », a indiqué son porte-parole.", never: "UNHCR",
		},
		{
			name: "a trade war is diplomacy", lang: "fr", title: "Washington et Pékin face à leur guerre commerciale",
			body: "Washington et Pékin se livrent une guerre commerciale. Le président américain a annoncé une hausse des droits de douane sur " +
				"les produits chinois, la Chine a répliqué en taxant les produits américains.", relevant: true,
		},
		{
			name: "a place line ends a role, and is no country of an office", lang: "en",
			body:     "Dana Whitlock, Secretary of State\n\nAmman, Jordan\n\nThe United States welcomes the release of the prisoners.",
			relevant: true, person: "Dana Whitlock", role: "secretary of state", code: "USA",
		},
		{
			name: "a first sentence is no part of a role", lang: "en", title: "Croatia Statehood Day",
			body: "Dana Whitlock, Secretary of State\n\nOn behalf of the United States, I send best wishes to the people of Croatia as you " +
				"celebrate your independence.",
			relevant: true, person: "Dana Whitlock", role: "secretary of state", code: "USA",
		},
		{
			name: "an envoy for a country is another's", lang: "en",
			body:   "The special envoy for Yemen, Tom Garvander, said on Monday that talks in Muscat went on.",
			person: "Tom Garvander", role: "special envoy for Yemen",
		},
		{
			name: "another's name is no part of a role", lang: "en",
			body: "President Orvander and Foreign Minister Ilse Marnholt of Norway met on Monday.", person: "Ilse Marnholt",
			role: "foreign minister", code: "NOR",
		},
		{
			name: "a role stays as it is printed", lang: "en", body: "Norway sent special presidential envoy Ada Lind to Sweden.",
			person: "Ada Lind", role: "special presidential envoy",
		},
		{
			name: "traditional characters are read as simplified ones", lang: "zh", title: "兩國外長會談 簽署協議",
			body: "美國國務卿與俄羅斯外交部長在日內瓦舉行會談，雙方簽署協議，並發表聯合聲明，同意恢復談判。美國和俄羅斯的大使出席了簽字儀式。", relevant: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Read(attache.Text{Title: c.title, Body: c.body, Lang: c.lang})
			if c.relevant && !r.Relevant || c.irrelevant && r.Relevant {
				t.Errorf("relevant %v (%.2f)", r.Relevant, r.Diplomacy)
			}
			found := c.person == ""
			for _, a := range r.Actors {
				if c.never != "" && a.Code == c.never {
					t.Errorf("%s is among the actors", a.Code)
				}
				if c.person != "" && a.Name == c.person {
					found = true
					if !strings.EqualFold(a.Role, c.role) || a.Code != c.code {
						t.Errorf("%q of %q, want %q of %q", a.Role, a.Code, c.role, c.code)
					}
				}
			}
			if !found {
				t.Errorf("%s is nobody: %+v", c.person, r.Actors)
			}
		})
	}
}

// A role never holds what is somebody's name or title of address.
func TestNoRoleEndsInTheMiddleOfAnother(t *testing.T) {
	for _, c := range cases(t) {
		for _, a := range c.read().Actors {
			for _, end := range []string{" Mr", " of", " and", " the", " to", "’s", "'s"} {
				if strings.HasSuffix(a.Role, end) {
					t.Errorf("%s: %q", a.Name, a.Role)
				}
			}
		}
	}
}
