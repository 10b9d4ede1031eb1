package quote

import (
	"testing"

	"attache"
)

func TestWordsThatAreHandedOnBelongToWhoSaidThem(t *testing.T) {
	for _, c := range []struct{ body, speaker string }{
		{"The Fjord Gazette quoted Kenji Holm as saying that “the fleet will sail”.", "Kenji Holm"},
		{"Foreign Minister Pablo Ortiz accused Prime Minister Luis Vega of saying “never again” in private.", "Luis Vega"},
		{"Per Holm rejected Sanna Rautio's comments that Oslo was “playing with fire”.", "Sanna Rautio"},
		{"Alan Torrey dismissed Ada Lind's warning of “a red line”.", "Ada Lind"},
		{"Minister of Trade Carlos Vega said the talks were “very good”.", "Carlos Vega"},
		{"The U.S. Embassy in Kyiv said the attack was “a crime”.", "U.S. Embassy"},
		{"The Foreign Office in London called the decision “regrettable”.", "Foreign Office"},
		{"WHO Director-General Amina Sefu said the outbreak was “under control”.", "Amina Sefu"},
		{"Downing Street called the decision “regrettable”.", "Downing Street"},
		{"A source close to Prime Minister Zoltan Feher said he was “furious” about the leak.", "unnamed source"},
	} {
		got := marked(find(t, c.body, "en"))
		if len(got) != 1 || got[0].Speaker != c.speaker {
			t.Errorf("%q: got %+v, want %q", c.body, got, c.speaker)
		}
	}
}

func TestANameThatTwoShareIsNotShownAsOne(t *testing.T) {
	for _, body := range []string{
		"Grace Achieng, the foreign minister, met Samuel Achieng, the opposition leader, in Bergen. “We talked about fish,” Achieng told " +
			"reporters.",
		"“We agree on everything,” Prime Ministers Ada Kollberg and Luis Mantilla said in a joint statement.",
		"“We agree on everything,” said Ada Kollberg and Luis Mantilla.",
	} {
		for _, q := range marked(find(t, body, "en")) {
			if q.Confidence >= attache.Sure {
				t.Errorf("%q: shown as %q, %.2f", body, q.Speaker, q.Confidence)
			}
		}
	}
}

func TestAStemOfTwoGivenNamesIsNotSpelledOut(t *testing.T) {
	got := marked(find(t, "Встреча с Эмилем Васко прошла в понедельник. «Мы договорились», — сказал Васко.", "ru"))
	if len(got) != 1 || got[0].Speaker == "Эмилия Васко" {
		t.Fatalf("got %+v", got)
	}
}

func TestAGermanVerbIsNoRole(t *testing.T) {
	for _, q := range marked(find(t, "Ada Kollberg traf Ministerpräsidentin Eva Lind in Bergen. „Wir sind uns einig“, sagte Kollberg.",
		"de")) {
		if q.Role != "" && q.Speaker == "Ada Kollberg" {
			t.Errorf("got %+v", q)
		}
	}
}

func TestWordsAtTheVeryBeginningAreHandedOnByNobody(t *testing.T) {
	for _, body := range []string{
		"Remarks that “we go on”", "Statement of “x”", "warning: that, “x” of", "'s claim that “we go on”",
		"saying “x”", "as saying “x”",
	} {
		find(t, body, "en")
	}
}
