package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	russian = "Министр иностранных дел заявил, что переговоры продолжатся в пятницу. Стороны согласовали повестку дня и список " +
		"участников, сообщила пресс-служба ведомства."
	chinese  = "外交部发言人表示，双方将继续就有关问题保持沟通。会谈定于星期五举行，各方代表团已经抵达维也纳，并就议程达成一致意见。"
	japanese = "外務大臣は記者会見で、双方が協議を続けることで一致したと述べた。次回の会合は金曜日に開かれる予定である。"
	korean   = "외교부 대변인은 양측이 협의를 계속하기로 합의했다고 밝혔다. 다음 회담은 금요일에 열릴 예정이다."
	french   = "Le porte-parole a déclaré à la presse étrangère que les négociations reprendraient à Genève, « dès vendredi », où l'on " +
		"espère être fixé."
	arabic = "قال وزير الخارجية إن المحادثات ستستأنف يوم الجمعة المقبل في فيينا بحضور ممثلين عن الدول المجاورة"
	greek  = "Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα συνεχιστούν την Παρασκευή στη Βιέννη παρουσία παρατηρητών."
	thai   = "โฆษกกระทรวงการต่างประเทศกล่าวว่าทั้งสองฝ่ายจะเจรจาต่อไปในวันศุกร์ที่กรุงเวียนนา"
)

var samples = map[string]string{
	"windows-1251": russian, "koi8-r": russian, "iso-8859-5": russian, "ibm866": russian, "koi8-u": russian, "gb18030": chinese,
	"gbk": chinese, "gb2312": chinese,
	"big5": "外交部發言人表示，雙方將繼續就有關問題保持溝通。", "shift_jis": japanese, "euc-jp": japanese, "iso-2022-jp": japanese, "euc-kr": korean,
	"windows-1252": french, "iso-8859-1": french, "iso-8859-15": french, "windows-1256": arabic,
	"iso-8859-6": strings.ReplaceAll(arabic, "،", ","), "windows-1253": greek, "iso-8859-7": greek,
	"windows-874": thai, "tis-620": thai, "windows-1250": "Předseda vlády prohlásil, že jednání budou pokračovat ve čtvrtek.",
	"iso-8859-2":   "Předseda vlády prohlásil, že jednání budou.",
	"windows-1254": "Dışişleri Bakanı görüşmelerin cuma günü süreceğini söyledi.", "windows-1255": "שר החוץ אמר כי השיחות יימשכו ביום שישי",
	"utf-8": russian,
}

func encode(t *testing.T, label, text string) []byte {
	t.Helper()
	enc, _ := charset.Lookup(label)
	out, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", label, err)
	}
	return out
}

func document(label, text string) string {
	return `<?xml version="1.0" encoding="` + label + `"?><rss><channel><title>` + text + `</title></channel></rss>`
}

func TestADeclaredEncodingIsRead(t *testing.T) {
	for label, text := range samples {
		want := document(label, text)
		for _, header := range []string{"", "text/xml", "application/rss+xml"} {
			if got, name := ToUTF8(encode(t, label, want), header); string(got) != want {
				t.Errorf("%s as %s with %q: %.120s", label, name, header, got)
			}
		}
	}
}

func TestTheHeaderCountsWhereTheTextDoesNotContradictIt(t *testing.T) {
	for label, text := range samples {
		want := document("iso-8859-1", text)
		for _, header := range []string{
			"text/xml; charset=" + label, `application/rss+xml; CHARSET="` + label + `"`,
			"text/xml;charset= '" + label + "'",
		} {
			if got, name := ToUTF8(encode(t, label, want), header); string(got) != want {
				t.Errorf("%s as %s: %.120s", header, name, got)
			}
		}
	}
	if got, _ := ToUTF8([]byte(document("utf-8", russian)), "text/xml; charset=iso-8859-1"); string(got) != document("utf-8", russian) {
		t.Errorf("UTF-8 under a lying header: %s", got)
	}
	if got, _ := ToUTF8(encode(t, "windows-1251", document("utf-8", russian)), "text/xml"); !strings.Contains(string(got), russian) {
		t.Errorf("a lying declaration: %s", got)
	}
}

func TestWithoutALabelTheEncodingIsGuessed(t *testing.T) {
	for _, label := range []string{
		"windows-1251", "koi8-r", "gb18030", "shift_jis", "euc-jp", "euc-kr", "windows-1252", "windows-1256",
		"utf-8", "big5",
	} {
		text := samples[label]
		for len(text) < 600 {
			text += " " + samples[label]
		}
		want := `<rss><channel><title>` + text + `</title></channel></rss>`
		if got, name := ToUTF8(encode(t, label, want), ""); string(got) != want {
			t.Errorf("%s was taken for %s: %.120s", label, name, got)
		}
	}
}

func TestWideEncodingsShowThemselves(t *testing.T) {
	for _, label := range []string{
		"utf-16", "UTF-16LE", "utf_16", "u16", "ucs-2", "iso-10646-ucs-4", "utf-32", "bogus", "utf-8",
		"windows-1251",
	} {
		want := document(label, russian)
		for name, raw := range map[string][]byte{
			"UTF-16 big":              wide16(t, want, unicode.BigEndian, unicode.IgnoreBOM),
			"UTF-16 little":           wide16(t, want, unicode.LittleEndian, unicode.IgnoreBOM),
			"UTF-16 big with mark":    wide16(t, want, unicode.BigEndian, unicode.UseBOM),
			"UTF-16 little with mark": wide16(t, want, unicode.LittleEndian, unicode.UseBOM),
			"UTF-32 big":              wide32(t, want, utf32.BigEndian, utf32.IgnoreBOM),
			"UTF-32 little":           wide32(t, want, utf32.LittleEndian, utf32.IgnoreBOM),
			"UTF-32 big with mark":    wide32(t, want, utf32.BigEndian, utf32.UseBOM),
			"UTF-32 little with mark": wide32(t, want, utf32.LittleEndian, utf32.UseBOM),
			"UTF-8 with mark":         append([]byte("\ufeff"), want...),
		} {
			if got, _ := ToUTF8(raw, "text/xml; charset=iso-8859-1"); string(got) != want {
				t.Errorf("%s declared as %s: %.80q", name, label, got)
			}
		}
	}
	want := document("utf-16", russian)
	if got, _ := ToUTF8([]byte(want), ""); string(got) != want {
		t.Errorf("UTF-8 that says it is UTF-16: %.80q", got)
	}
}

func wide16(t *testing.T, s string, e unicode.Endianness, b unicode.BOMPolicy) []byte {
	t.Helper()
	out, err := unicode.UTF16(e, b).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wide32(t *testing.T, s string, e utf32.Endianness, b utf32.BOMPolicy) []byte {
	t.Helper()
	out, err := utf32.UTF32(e, b).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDamageIsMarkedAndNothingElseChanges(t *testing.T) {
	text := []byte(document("utf-8", russian+russian))
	i := bytes.Index(text, []byte("н"))
	text[i+1] = 'x'
	got, name := ToUTF8(text, "")
	if !utf8.Valid(got) || name != "utf-8" || !bytes.Contains(got, []byte("продолжатся в пятницу")) {
		t.Errorf("%s: %.200s", name, got)
	}
}

func FuzzToUTF8(f *testing.F) {
	f.Add([]byte(document("koi8-r", "x\xd0\xd2")), "text/xml; charset=gb2312")
	f.Add([]byte("\xff\xfe<\x00a\x00"), "")
	f.Add([]byte("\x00\x00\xfe\xff\x00\x00\x00<"), "charset=")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		text, name := ToUTF8(data, contentType)
		if name == "" || !utf8.Valid(text) {
			t.Errorf("%q as %q: %q", data, name, text)
		}
	})
}
