package text

import (
	"strings"
	"testing"
)

func TestALanguageIsToldByItsScriptItsLettersAndItsWords(t *testing.T) {
	for _, c := range []struct{ rule, body, want string }{
		{"Italian", "Il ministro ha detto che i colloqui sono con gli alleati anche dal lunedì.", "it"},
		{"Portuguese", "O ministro disse que as conversas não são para os outros, mas também foi em uma carta.", "pt"},
		{"Dutch", "De minister zegt dat het overleg niet door een ander werd gehouden, er om te zijn.", "nl"},
		{"Polish", "Minister powiedział, że nie jest to dla nas, ale przez rok oraz po rozmowach.", "pl"},
		{"Turkish", "Bakan, bu konu için daha çok zaman olarak bir yıl gibi olan süre sonra ve ile dedi.", "tr"},
		{"Latin without a word that tells is English", "Xylo Brabant Kumquat", "en"},
		{"one word tells", "Norwegische Regierung und Brabant", "de"},
		{"letters beyond ASCII are Latin too", "Äß Öü", "en"},
		{"Belarusian by its ў", "Міністр заявіў, што перамовы працягнуцца ўсю зіму", "be"},
		{"ў does not outweigh Russian letters", "ў ыыыыы ыыыыы", "ru"},
		{"Serbian by its letters", "Министар је рекао да ће разговори бити настављени, њихови љубитељи џез музике", "sr"},
		{"Serbian letters fewer than Ukrainian ones", "ј їїї", "uk"},
		{"Serbian letters fewer than Russian ones", "ј ыыы", "ru"},
		{"Ukrainian by its і", "Міністр прибув до столиці", "uk"},
		{"as many Russian letters as Ukrainian ones", "і ы", "ru"},
		{"Bulgarian by its words", "Министърът каза, че преговорите ще се водят и през зимата, които са със съюзници", "ru"},
		{"Bulgarian without a Russian letter", "Той каза, че ще се води и през зимата, като са при нас след това", "bg"},
		{"Cyrillic without a letter or a word that tells", "Москва", "ru"},
		{"Urdu by its letters", "وزیر نے کہا ہے کہ مذاکرات جاری رہیں گے", "ur"},
		{"Persian by its letters", "وزیر گفت که گفتگوها ادامه پیدا کند", "fa"},
		{"Arabic has none of them", "قال الوزير إن المحادثات مستمرة", "ar"},
		{"presentation forms are Arabic", "ﷲ ﷴ ﷺ", "ar"},
		{"one Persian letter in twenty-five is a name in Arabic", strings.Repeat("قالوا ", 10) + "پ", "ar"},
		{"Korean", "장관은 회담이 계속된다고 말했다", "ko"},
		{"Korean with a few Han characters", "장관은 회담이 中 계속된다고 말했다", "ko"},
		{"Japanese by its kana", "会談は続く", "zh"},
		{"three kana among Han", "会談はまた続", "ja"},
		{"kana in a Latin text are a name", "The minister met すし partners of the group in the old town", "en"},
		{"Chinese with Latin names", "外交部 spokesman", "zh"},
		{"a Han character in a Latin text is a name", "The minister met 王 in the old town hall", "en"},
		{"a Chinese word among Cyrillic", "Министр встретил посла 王毅 в столице страны и уехал", "ru"},
		{"Greek", "Ο υπουργός είπε", "el"},
		{"Hebrew", "השר אמר", "he"},
		{"Hindi", "मंत्री ने कहा", "hi"},
		{"Thai", "รัฐมนตรีกล่าว", "th"},
		{"Georgian", "მინისტრმა თქვა", "ka"},
		{"Armenian", "նախարարն ասաց", "hy"},
		{"a script of no language here", "ሚኒስትሩ", ""},
		{"digits and signs say nothing", "12 ¾ — !", ""},
		{"capitals", "DER MINISTER UND DIE REGIERUNG", "de"},
		{"Ukrainian capitals", "ЇЖАК Є ҐАНОК", "uk"},
	} {
		if got := Detect(c.body); got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.rule, c.body, got, c.want)
		}
	}
}

func TestOnlyTheFirstBytesOfATextTellItsLanguage(t *testing.T) {
	for n, want := range map[int]string{sample: "", sample - 1: "en"} {
		if got := Detect(strings.Repeat(".", n) + "x" + strings.Repeat("ы", 100)); got != want {
			t.Errorf("a letter behind %d bytes: %q, want %q", n, got, want)
		}
	}
	if sample != 4096 {
		t.Errorf("%d bytes are read", sample)
	}
}

// Every letter that tells neighbours apart, each alone among letters that do not.
func TestLettersThatTellNeighboursApart(t *testing.T) {
	for lang, letters := range map[string]string{"uk": "їєґі", "ru": "ыэёъ", "be": "ў", "sr": "ђјљњћџ"} {
		for _, r := range letters {
			if got := Detect("вода " + string(r)); got != lang {
				t.Errorf("%c: %q, want %q", r, got, lang)
			}
		}
	}
	for lang, letters := range map[string]string{"fa": "پچژگیک", "ur": "ٹڈڑںےہ"} {
		for _, r := range letters {
			if got := Detect("سلام " + string(r)); got != lang {
				t.Errorf("%c: %q, want %q", r, got, lang)
			}
		}
	}
}

func TestALongWordVotesForNoLanguage(t *testing.T) {
	votes := words("und oder UND, und.\tобщественность not-und l'und")
	if votes["de"] != 5 {
		t.Errorf("%v", votes)
	}
}

func TestATraditionalCharacterHasItsSimplifiedForm(t *testing.T) {
	for in, want := range map[string]string{
		"萬": "万", "國": "国", "會": "会", "龍": "龙", "万": "万", "萬國": "萬國", "": "", "a": "a", "abc": "abc", "#": "#", "\xff": "\xff",
		"pairs,": "pairs,", "T": "T",
	} {
		if got := Simplified(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for from, to := range simplified() {
		if len([]rune(to)) != 1 || from < 0x2e80 {
			t.Errorf("%c becomes %q", from, to)
		}
	}
}
