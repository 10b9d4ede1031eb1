package fold

import "testing"

func TestSpellingsFoldTogether(t *testing.T) {
	for in, want := range map[string]string{
		"Zürich": "zurich", "São Paulo": "sao paulo", "STRASSE": "strasse", "Straße": "strasse", "Ærø": "aero", "Łódź": "lodz",
		"Ёлка": "елка", "Ґанок": "ганок", "إيران": "ايران", "القُدس": "القدس", "١٢٣": "123", "１２": "12", "Tbilisi’s": "tbilisi's", "й": "й",
	} {
		if got := String(in); got != want {
			t.Errorf("String(%q) = %q, want %q", in, got, want)
		}
	}
	if !Contains("Ein Treffen in ZÜRICH am Montag", "zurich") || Contains("Genf", "zurich") {
		t.Error("Contains does not fold")
	}
}
