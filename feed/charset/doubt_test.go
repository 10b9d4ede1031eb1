package charset

import (
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
)

// texts are a few sentences in each language; nobody in them is real.
var texts = map[string]string{
	"ru": "Министр иностранных дел прибыл в Женеву. Переговоры о прекращении огня пройдут в пятницу, сообщила пресс-служба ведомства.",
	"uk": "Міністр закордонних справ прибув до Женеви. Переговори про припинення вогню відбудуться у п'ятницю, повідомила пресслужба " +
		"відомства.",
	"bg": "Министърът на външните работи пристигна в Женева. Преговорите за прекратяване на огъня ще се проведат в петък, съобщи " +
		"пресслужбата.",
	"el": "Ο υπουργός Εξωτερικών έφτασε στη Γενεύη. Οι συνομιλίες για την κατάπαυση του πυρός θα γίνουν την Παρασκευή, ανακοίνωσε το " +
		"υπουργείο.",
	"he":       "שר החוץ הגיע לז'נבה. השיחות על הפסקת האש ייערכו ביום שישי, הודיע משרד החוץ בהודעה לעיתונות.",
	"ar":       "وصل وزير الخارجية إلى جنيف. ستجري المحادثات حول وقف إطلاق النار يوم الجمعة حسبما أعلنت الوزارة في بيان.",
	"zh":       "外交部长抵达日内瓦。停火谈判将于下周在日内瓦继续举行，各方都将参加会谈，外交部在声明中说。",
	"tw":       "外交部長抵達日內瓦。停火談判將於下週在日內瓦繼續舉行，各方都將參加會談，外交部在聲明中說。",
	"ja":       "外務大臣がジュネーブに到着した。停戦に関する協議は来週も続く見通しだと外務省が発表した。",
	"ko":       "외교부 장관이 제네바에 도착했다. 휴전 협상은 다음 주에도 계속될 예정이라고 외교부가 밝혔다.",
	"th":       "รัฐมนตรีต่างประเทศเดินทางถึงเจนีวา การเจรจาหยุดยิงจะดำเนินต่อไปในสัปดาห์หน้า กระทรวงการต่างประเทศแถลง",
	"short pl": "Minister przybył do Genewy, rozmowy będą kontynuowane w przyszłym tygodniu; źródło: łączność",
	"pl": "Minister spraw zagranicznych przybył do Genewy. Rozmowy, które są także ważne dla państwa, odbędą się w piątek i mogą się " +
		"przedłużyć, że więc także również między współpracy.",
	"cs": "Ministr zahraničí přijel do Ženevy. Jednání, která však ještě nejsou u konce, budou při pátku také pokračovat, že může být " +
		"mezi zeměmi příměří, než vláda ještě rozhodne.",
	"tr": "Dışişleri Bakanı Cenevre'ye geldi. Ateşkes için görüşme cuma günü yapılacak, Türkiye için çok büyük önem taşıyor, bugün değil " +
		"açıklama, şu ülke olduğunu söyledi başkanı.",
	"de": "Der Außenminister ist in Genf eingetroffen. Die Gespräche über eine Waffenruhe würden für zwei Länder später fortgeführt, " +
		"während große Fragen für müde Unterhändler können bleiben.",
	"fr": "Le ministre des Affaires étrangères est arrivé à Genève. Les pourparlers ont été très longs, où même les délégués très " +
		"fatigués à côté des États étrangers ont été déçus après l'été.",
}

func encoded(t *testing.T, text, name string) []byte {
	t.Helper()
	enc, _ := charset.Lookup(name)
	if enc == nil {
		t.Fatal(name)
	}
	out, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(name, err)
	}
	return out
}

func TestWordsBeatAWrongLabel(t *testing.T) {
	for _, tc := range []struct{ lang, real, label string }{
		{"ru", "windows-1251", "iso-8859-1"},
		{"ru", "windows-1251", "windows-1252"},
		{"ru", "koi8-r", "windows-1251"},
		{"ru", "windows-1251", "koi8-r"},
		{"ru", "ibm866", "windows-1251"},
		{"ru", "iso-8859-5", "windows-1251"},
		{"ru", "windows-1251", "iso-8859-5"},
		{"ru", "koi8-r", "iso-8859-1"},
		{"uk", "windows-1251", "iso-8859-1"},
		{"uk", "koi8-u", "windows-1251"},
		{"bg", "windows-1251", "iso-8859-1"},
		{"bg", "windows-1251", "windows-1250"},
		{"el", "windows-1253", "iso-8859-1"},
		{"el", "iso-8859-7", "windows-1252"},
		{"he", "windows-1255", "iso-8859-1"},
		{"ar", "windows-1256", "iso-8859-1"},
		{"pl", "windows-1250", "iso-8859-1"},
		{"pl", "iso-8859-2", "windows-1252"},
		{"cs", "windows-1250", "iso-8859-1"},
		{"tr", "windows-1254", "windows-1250"},
		{"zh", "gbk", "iso-8859-1"},
		{"zh", "gbk", "windows-1251"},
		{"zh", "gbk", "us-ascii"},
		{"tw", "big5", "iso-8859-1"},
		{"tw", "big5", "us-ascii"},
		{"ja", "shift_jis", "iso-8859-1"},
		{"ja", "euc-jp", "windows-1252"},
		{"ko", "euc-kr", "iso-8859-1"},
		{"short pl", "windows-1250", "iso-8859-1"},
		{"short pl", "iso-8859-2", "us-ascii"},
	} {
		doc := `<?xml version="1.0" encoding="` + tc.label + `"?><rss><channel><title>` + texts[tc.lang] + `</title></channel></rss>`
		data := encoded(t, doc, tc.real)
		for how, text := range map[string]string{
			"declared": string(first(ToUTF8(data, ""))),
			"header":   string(first(ToUTF8(data, "text/xml; charset="+tc.label))),
		} {
			if !strings.Contains(text, texts[tc.lang]) {
				t.Errorf("%s in %s as %s (%s): %s", tc.lang, tc.real, tc.label, how, text)
			}
		}
	}
}

func TestARightLabelIsBelieved(t *testing.T) {
	for lang, names := range map[string]string{
		"ru": "windows-1251 koi8-r ibm866 iso-8859-5", "uk": "windows-1251 koi8-u", "bg": "windows-1251 iso-8859-5",
		"el": "windows-1253 iso-8859-7",
		"he": "windows-1255", "ar": "windows-1256", "zh": "gbk gb18030", "tw": "big5", "ja": "shift_jis euc-jp", "ko": "euc-kr",
		"th": "windows-874",
		"pl": "windows-1250 iso-8859-2", "cs": "windows-1250 iso-8859-2", "tr": "windows-1254",
		"de": "iso-8859-1 windows-1252", "fr": "iso-8859-15 iso-8859-1",
	} {
		for name := range strings.FieldsSeq(names) {
			doc := `<?xml version="1.0" encoding="` + name + `"?><a>` + texts[lang] + `</a>`
			if got, _ := ToUTF8(encoded(t, doc, name), ""); !strings.Contains(string(got), texts[lang]) {
				t.Errorf("%s in %s: %s", lang, name, got)
			}
		}
	}
}

func first(text []byte, _ string) []byte { return text }
