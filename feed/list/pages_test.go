package list

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// tongue is what a generated page is written with. Nobody in it is real.
type tongue struct {
	lang, title             string
	related, events, jobs   string
	more                    string
	date                    func(time.Time) string
	subjects, verbs, places []string
}

func months(list string) []string { return strings.Fields(list) }

func named(pattern, list string) func(time.Time) string {
	names := months(list)
	return func(t time.Time) string {
		return strings.NewReplacer("D", fmt.Sprint(t.Day()), "M", names[t.Month()-1], "Y", fmt.Sprint(t.Year())).Replace(pattern)
	}
}

var tongues = []tongue{
	{
		"en", "Press releases", "Most read", "Upcoming events", "Vacancies", "Read more",
		named("D M Y", "January February March April May June July August September October November December"),
		[]string{"Foreign Minister Orlo Venn", "Deputy minister Tansy Hallow", "The special envoy"},
		[]string{"receives the ambassador of", "speaks by telephone with his counterpart of", "opens the consultations with"},
		[]string{"Marrow", "Alborzna", "Keld", "the Quill Islands", "Ostrava Major"},
	},
	{
		"de", "Pressemitteilungen", "Meistgelesen", "Veranstaltungen", "Stellenangebote", "Weiterlesen",
		named("D. M Y", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
		[]string{"Außenminister Orlo Venn", "Staatsministerin Tansy Hallow", "Die Sondergesandte"},
		[]string{"empfängt den Botschafter aus", "telefoniert mit dem Amtskollegen aus", "eröffnet die Konsultationen mit"},
		[]string{"Marrow", "Alborzna", "Keld", "Quillinsel"},
	},
	{
		"fr", "Communiqués de presse", "Les plus lus", "Événements à venir", "Offres d'emploi", "Lire la suite",
		named("D M Y", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
		[]string{"Le ministre Orlo Venn", "La secrétaire d'État Tansy Hallow", "L'envoyée spéciale"},
		[]string{"reçoit l'ambassadeur de", "s'entretient avec son homologue de", "ouvre les consultations avec"},
		[]string{"Marrow", "l'Alborzna", "Keld", "Quille"},
	},
	{
		"es", "Comunicados de prensa", "Lo más leído", "Próximos eventos", "Empleo público", "Leer más",
		named("D de M de Y", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
		[]string{"El canciller Orlo Venn", "La viceministra Tansy Hallow", "La enviada especial"},
		[]string{"recibe al embajador de", "conversa con su homólogo de", "inaugura las consultas con"},
		[]string{"Marrow", "Alborzna", "Keld", "Quilla"},
	},
	{
		"ru", "Пресс-релизы", "Популярное", "Календарь мероприятий", "Вакансии", "Подробнее",
		named("D M Y г.", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
		[]string{"Министр Орло Венн", "Заместитель министра Тэнси Хэллоу", "Спецпосланник ведомства"},
		[]string{"принял посла государства", "провёл телефонный разговор с коллегой из", "открыл консультации с делегацией"},
		[]string{"Марроу", "Альборзна", "Келд", "Квилл"},
	},
	{
		"uk", "Пресрелізи", "Популярне", "Події", "Вакансії", "Детальніше", named("D M Y",
			"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
		[]string{"Міністр Орло Венн", "Заступниця міністра Тенсі Геллоу", "Спецпосланниця"},
		[]string{"прийняв посла держави", "провів телефонну розмову з колегою з", "відкрила консультації з делегацією"},
		[]string{"Марроу", "Альборзна", "Келд", "Квілл"},
	},
	{
		"ar", "البيانات الصحفية", "الأكثر قراءة", "الفعاليات القادمة", "وظائف شاغرة", "اقرأ المزيد",
		named("D M Y", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
		[]string{"الوزير أورلو فين", "نائبة الوزير تانسي هالو", "المبعوثة الخاصة"},
		[]string{"يستقبل سفير دولة", "يجري اتصالا هاتفيا مع نظيره في", "تفتتح المشاورات مع وفد"},
		[]string{"مارو", "ألبورزنا", "كيلد", "كويل"},
	},
	{
		"zh", "新闻发布", "热门", "活动预告", "招聘信息", "阅读更多", func(t time.Time) string { return t.Format("2006年1月2日") },
		[]string{"外交部长文恩", "副部长哈洛", "特使"},
		[]string{"会见来访的外国大使并就双边关系交换意见代表", "同外长举行会谈讨论停火问题代表", "主持双边磋商开幕代表"},
		[]string{"马罗", "阿尔博兹纳", "凯尔德", "奎尔"},
	},
	{
		"tr", "Basın açıklamaları", "En çok okunanlar", "Yaklaşan etkinlikler", "İş ilanları", "Devamını oku",
		named("D M Y", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
		[]string{"Bakan Orlo Venn", "Bakan yardımcısı Tansy Hallow", "Özel temsilci"},
		[]string{"büyükelçiyi kabul etti:", "mevkidaşıyla telefonda görüştü:", "istişareleri açtı:"},
		[]string{"Marrow", "Alborzna", "Keld", "Quill"},
	},
	{
		"pl", "Komunikaty prasowe", "Najczęściej czytane", "Wydarzenia", "Oferty pracy", "Czytaj więcej",
		named("D M Y", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
		[]string{"Minister Orlo Venn", "Wiceminister Tansy Hallow", "Specjalna wysłanniczka"},
		[]string{"przyjął ambasadora kraju", "rozmawiał z odpowiednikiem z kraju", "otworzyła konsultacje z delegacją"},
		[]string{"Marrow", "Alborzna", "Keld", "Quill"},
	},
	{
		"pt", "Notas à imprensa", "Mais lidas", "Agenda de eventos", "Concursos públicos", "Saiba mais",
		func(t time.Time) string { return t.Format("02/01/2006") },
		[]string{"O ministro Orlo Venn", "A secretária Tansy Hallow", "A enviada especial"},
		[]string{"recebe o embaixador de", "conversa com o homólogo de", "abre as consultas com"},
		[]string{"Marrow", "Alborzna", "Keld", "Quilha"},
	},
	{
		"fa", "بیانیه\u200cهای مطبوعاتی", "پربازدیدترین", "رویدادها", "استخدام", "ادامه مطلب",
		func(t time.Time) string { return t.Format("2006/01/02") },
		[]string{"وزیر امور خارجه اورلو ون", "معاون وزیر تنسی هالو", "فرستاده ویژه"},
		[]string{"با سفیر کشور دیدار کرد:", "با همتای خود تلفنی گفتگو کرد:", "رایزنی\u200cها را آغاز کرد با هیئت"},
		[]string{"مارو", "البرزنا", "کلد", "کویل"},
	},
}

// report is an entry of a generated page.
type report struct {
	title, link, teaser string
	at                  time.Time
}

func (t tongue) reports(rng *rand.Rand, n int, from time.Time) []report {
	out := make([]report, n)
	for i := range out {
		title := t.subjects[rng.IntN(len(t.subjects))] + " " + t.verbs[rng.IntN(len(t.verbs))] + " " + t.places[rng.IntN(len(t.places))] +
			fmt.Sprintf(" (%d)", 100+i)
		out[i] = report{
			title: title, link: fmt.Sprintf("/press/%d-release", 7000+i),
			teaser: strings.Repeat(t.subjects[1]+" "+t.verbs[1]+" "+t.places[0]+". ", 2), at: from,
		}
		from = from.AddDate(0, 0, -1-rng.IntN(4))
	}
	return out
}

// layouts write a list in the ways that ministries do.
var layouts = map[string]func(t tongue, list []report) string{
	"list": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<li><span class="date">%s</span> <a href="%s">%s</a></li>`, t.date(r.at), r.link, r.title)
		}
		return "<ul class=\"news\">" + b.String() + "</ul>"
	},
	"table": func(t tongue, list []report) string {
		var b strings.Builder
		for i, r := range list {
			fmt.Fprintf(&b, `<tr class="%s"><td>%d</td><td>%s</td><td><a href="%s">%s</a></td><td><a href="%s.pdf">PDF</a></td></tr>`,
				[]string{"odd", "even"}[i%2], i+1, t.date(r.at), r.link, r.title, r.link)
		}
		return "<table><thead><tr><th>#</th><th>+</th><th>+</th><th></th></tr></thead><tbody>" + b.String() + "</tbody></table>"
	},
	"cards": func(t tongue, list []report) string {
		var b strings.Builder
		for i, r := range list {
			if i%3 == 0 {
				b.WriteString(`<div class="row">`)
			}
			fmt.Fprintf(&b, `<div class="col-%d card"><a href="%s"><img src="/i/%d.jpg" alt=""></a><div class="card-body"><h3><a `+
				`href="%s">%s</a></h3><p class="meta">%s</p><p>%s</p><a class="btn" href="%s">%s</a></div></div>`,
				i%3, r.link, i, r.link, r.title, t.date(r.at), r.teaser, r.link, t.more)
			if i%3 == 2 || i == len(list)-1 {
				b.WriteString(`</div>`)
			}
		}
		return b.String()
	},
	"definitions": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<dt>%s</dt><dd><a href="%s">%s</a></dd>`, t.date(r.at), r.link, r.title)
		}
		return "<dl>" + b.String() + "</dl>"
	},
	"flat": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<h3><a href="%s">%s</a></h3><p class="date">%s</p><p>%s</p>`, r.link, r.title, t.date(r.at), r.teaser)
		}
		return "<div class=\"list\">" + b.String() + "</div>"
	},
	"more": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<article><h2>%s</h2><div class="info"><time datetime="%s">%s</time></div><p>%s</p><a href="%s">%s</a></article>`,
				r.title, r.at.Format(time.RFC3339), t.date(r.at), r.teaser, r.link, t.more)
		}
		return b.String()
	},
	"days": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<h4>%s</h4><ul><li><a href="%s">%s</a></li></ul>`, t.date(r.at), r.link, r.title)
		}
		return "<div>" + b.String() + "</div>"
	},
	"whole links": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<a class="item" href="%s"><div class="item__date">%s</div><div class="item__name">%s</div></a>`, r.link, t.date(r.at),
				r.title)
		}
		return "<div class=\"items\">" + b.String() + "</div>"
	},
	"two links": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<div class="views-row"><a class="cat" href="/topics/%d">%s</a> <span>%s</span><div class="t"><a `+
				`href="%s">%s</a></div><div>%s</div></div>`,
				len(r.title)%3, t.subjects[0], t.date(r.at), r.link, r.title, r.teaser)
		}
		return "<div class=\"view\">" + b.String() + "</div>"
	},
	"inline": func(t tongue, list []report) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, `<p>%s – <a href="%s">%s</a></p>`, t.date(r.at), r.link, r.title)
		}
		return "<div id=\"content\">" + b.String() + "</div>"
	},
}

// page writes a page around a list: a menu, other lists with dates, a footer.
func (t tongue) page(rng *rand.Rand, body string, now time.Time) string {
	var menu, related, events, jobs strings.Builder
	for i := range 12 {
		fmt.Fprintf(&menu, `<li><a href="/m/%d">%s %s</a></li>`, i, t.subjects[i%3], t.places[i%4])
	}
	for i, r := range t.reports(rng, 5, now.AddDate(0, 0, -20)) {
		fmt.Fprintf(&related, `<li><span class="date">%s</span> <a href="/related/%d">%s</a></li>`, t.date(r.at), i, r.title)
	}
	for i := range 6 {
		fmt.Fprintf(&events, `<li><span class="date">%s</span> <a href="/events/%d">%s %s</a></li>`, t.date(now.AddDate(0, 0, 3+i*2)), i,
			t.subjects[i%3], t.verbs[i%3]+" "+t.places[i%4])
	}
	for i := range 8 {
		fmt.Fprintf(&jobs, `<li><span class="date">%s</span> <a href="/jobs/%d">%s %s</a></li>`, t.date(now.AddDate(0, 0, -i)), i,
			t.subjects[(i+1)%3], t.verbs[(i+1)%3]+" "+t.places[i%4])
	}
	aside := "div"
	if rng.IntN(2) == 0 {
		aside = "aside"
	}
	return fmt.Sprintf(`<!DOCTYPE html><html lang="%s"><head><title>%s</title></head><body><header><nav><ul>%s</ul></nav></header>
<div class="wrap"><h1>%s</h1>%s<div class="pager"><a href="?page=2">2</a> <a href="?page=3">3</a></div></div>
<%s class="box"><h3>%s</h3><ul>%s</ul></%s><div class="box"><h3>%s</h3><ul>%s</ul></div><div class="box"><h3>%s</h3><ul>%s</ul></div>
<footer><p>%s</p><a href="/privacy">© %s</a></footer></body></html>`,
		t.lang, t.title, menu.String(), t.title, body, aside, t.related, related.String(), aside, t.events, events.String(), t.jobs,
		jobs.String(), t.date(now), t.title)
}

// read reads a generated page and tells what of it is wrong; "" where nothing is.
func wrong(t *testing.T, page string, want []report, now time.Time) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := url.Parse("https://mfa.example/press")
	res, err := Read(doc, Options{Base: base, Now: now})
	if err != nil {
		return err.Error()
	}
	if len(res.Entries) != len(want) {
		return fmt.Sprintf("%d entries of %d, the first %+v", len(res.Entries), len(want), res.Entries[0])
	}
	for i, e := range res.Entries {
		w := want[i]
		if e.URL != "https://mfa.example"+w.link || e.Title != w.title || e.At.Format(time.DateOnly) != w.at.Format(time.DateOnly) {
			return fmt.Sprintf("entry %d: %+v, want %+v", i, e, w)
		}
	}
	return ""
}

func TestListPagesAreReadWithoutConfiguration(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	right, all := 0, 0
	for name, layout := range layouts {
		for i, tg := range tongues {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(len(name))))
			list := tg.reports(rng, 6+rng.IntN(15), now.AddDate(0, 0, -rng.IntN(3)))
			all++
			if what := wrong(t, tg.page(rng, layout(tg, list), now), list, now); what != "" {
				t.Errorf("%s in %s: %s", name, tg.lang, what)
				continue
			}
			right++
		}
	}
	t.Logf("%d of %d generated pages right", right, all)
}
