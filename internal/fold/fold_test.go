package fold

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// together are words that are one word to a reader, in each line the folded
// form first.
const together = `
zurich      Zürich ZÜRICH Zu` + "\u0308" + `rich ｚｕｒｉｃｈ
sao         São SÃO sǎo
strasse     Straße STRASSE STRAẞE straße
aero        Ærø ÆRØ
lodz        Łódź ŁÓDŹ
istanbul    İstanbul ISTANBUL ıstanbul Istanbul
bekir       Bəkir BƏKİR
hal         Ħal ħal
da          Đà đa Ða
dien        Điện ĐIỆN điê` + "\u0323" + `n
nguyen      Nguyễn NGUYỄN
final       ﬁnal FINAL ﬁnal
елка        Ёлка ёлка Е` + "\u0308" + `лка елка
ганок       Ґанок ганок ҐАНОК
гданську    Ґданську гданську
київ        Київ КИЇВ киі` + "\u0308" + `в
край        Край КРАИ` + "\u0306" + ` край
ќе          Ќе К` + "\u0301" + `е
замок       за` + "\u0301" + `мок замо` + "\u0301" + `к ЗАМОК
п'ять       п’ять пʼять п‘ять п´ять
ايران       إيران ایران ايران آيران أيران ٱيران اِيران ايـــران
كرمان       کرمان كرمان ڪرمان
القدس       القُدس القـدس ٱلقدس
قاهره       قاهرة قاهره
علي         علی علي على
مسءول       مسءول
خامنهاي     خامنه` + "\u200c" + `ای خامنهای
123         ١٢٣ ۱۲۳ १२३ １２３ ๑๒๓ 𝟏𝟐𝟑
αθηνασ      Αθήνας ΑΘΗΝΑΣ αθηνάς
שלום        שָׁלוֹם שלום
हिन्दी        हिन्दी
क़लम         क़लम
がか        がか か` + "\u3099" + `か ｶﾞか
한국        한국 한국
東京        東京
well-known  well‑known Well–Known well-known
can't       can’t CAN'T
cooperate   coo` + "\u00ad" + `perate co\u200boperate
`

func TestSpellingsOfAWordFoldTogether(t *testing.T) {
	for line := range strings.Lines(together) {
		words := strings.Fields(strings.ReplaceAll(line, `\u200b`, "\u200b"))
		for _, w := range words {
			want := words[0]
			if want == "क़लम" {
				want = norm.NFC.String(want)
			}
			if want == "がか" && strings.ContainsRune(w, 'ｶ') {
				want = "ガか" // another alphabet
			}
			if got := String(w); got != want {
				t.Errorf("String(%q) = %q (%+q), want %q (%+q)", w, got, got, want, want)
			}
		}
	}
}

func TestLettersOfTheirOwnStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"край", "краи"}, {"їх", "іх"}, {"ўзор", "узор"}, {"がか", "かか"}, {"हिन्दी", "हनद"}, {"ب", "ت"}, {"ш", "щ"}, {"и", "і"}, {"е", "э"}, {"г", "ѓ"}, {"ж", "з"},
	} {
		if Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], String(pair[0]))
		}
	}
	if !Same("Đà", "da") || !Same("x", "x") {
		t.Error("what folds together is not the same")
	}
}

func TestAWordIsFoundInAText(t *testing.T) {
	for _, c := range []struct {
		text, folded string
		in           bool
	}{
		{"Ein Treffen in ZÜRICH am Montag", "zurich", true},
		{"Genf", "zurich", false},
		{"گفتگو در ایران آغاز شد", "ايران", true},
		{strings.Repeat("длинный ", 60) + "Ґданськ", "гданськ", true},
		{"", "", true},
		{"", "a", false},
	} {
		if got := Contains(c.text, c.folded); got != c.in {
			t.Errorf("Contains(%q, %q) = %v", c.text, c.folded, got)
		}
	}
}

func TestFoldingPlainWordsCostsNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { String("foreign minister of 3 states") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { Contains("Der Außenminister in Zürich", "zurich") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzString: a folded text is UTF-8 and folds to itself, and rune by rune it
// is folded as at once.
func FuzzString(f *testing.F) {
	for _, seed := range append(strings.Fields(together), "\xff", "\u0344", "ǅ", "ŉ", "K", "\u1e9e", "ক\u09cb", "\u1100\u1161\u11a8", "각", "\u0e33", "ﷺ", "½", "\U0001D7D9", "²", "е\u0300\u0308", "\u0306и", "ё\u0306") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := String(s)
		if !utf8.ValidString(once) && utf8.ValidString(s) {
			t.Errorf("%+q became %+q", s, once)
		}
		if again := String(once); again != once {
			t.Errorf("%+q became %+q, and that %+q", s, once, again)
		}
		var dst []byte
		for _, r := range s {
			dst = Append(dst, r)
		}
		if string(dst) != once {
			t.Errorf("%+q at once %+q, rune by rune %+q", s, once, dst)
		}
		if once != "" && !Contains(s, once) {
			t.Errorf("%+q is not found in itself", s)
		}
	})
}

// TestEveryRuneFoldsToAFixedForm takes what a fuzzer needs days for.
func TestEveryRuneFoldsToAFixedForm(t *testing.T) {
	for r := rune(1); r <= 0x2ffff; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		for _, before := range []string{"", "e", "и", "か"} {
			s := before + string(r)
			once := String(s)
			if again := String(once); again != once {
				t.Fatalf("%U after %q became %+q, and that %+q", r, before, once, again)
			}
			if form := norm.NFD.String(s); String(form) != once && r > 0x20 {
				t.Errorf("%U after %q: %+q, taken apart %+q", r, before, once, String(form))
			}
		}
	}
}

func BenchmarkString(b *testing.B) {
	for _, text := range []string{"the foreign minister of Northmark", "Außenminister in Zürich und Łódź", "министр иностранных дел Ёлкин", "وزير الخارجية الإيراني"} {
		b.Run(text[:6], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				String(text)
			}
		})
	}
}
