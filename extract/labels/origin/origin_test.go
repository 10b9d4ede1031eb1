package origin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"attache/extract/labels"
)

func TestTextsOfTheSharedFolderJoin(t *testing.T) {
	root := os.Getenv("ATTACHE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	pool := filepath.Join(root, "data", "real", "pool")
	if _, err := os.Stat(pool); err != nil {
		t.Skipf("no texts at %s", pool)
	}
	all, err := labels.All()
	if err != nil {
		t.Fatal(err)
	}
	r := Reader{Pool: os.DirFS(pool)}
	joined := 0
	for _, l := range all {
		if path, _, _ := strings.Cut(l.Origin.Path, "#"); !strings.HasSuffix(path, ".jsonl") && path != "zh-sentences.txt" {
			continue
		}
		text, err := r.Text(l.Origin)
		if err != nil {
			t.Errorf("%s: %v", l.ID, err)
			continue
		}
		if _, err := labels.Join(l, text); err != nil {
			t.Error(err)
		}
		joined++
	}
	if joined < 200 {
		t.Errorf("%d joined", joined)
	}
}

func TestEachCollectionIsReadToHeadlineAndParagraphs(t *testing.T) {
	files := fstest.MapFS{}
	add := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	add("nguyenvulebinh+trends/_posts/a.md",
		"---\ntitle: \"1 [12] Talvania &amp; Ostria\"\n---\n[Bericht](https://www.blatt.example/1)\n\n"+
			"Ein <b>*fester*</b> Absatz.\n\nGerissen …\n")
	add("hkarchivist+hkcnews-article-archive/articles/a.md", "---\ntitle: 標題\n---\n標題\n\n第一段「話」。\n\n---\n\n請加入\n")
	add("sdriku+aamc/content/post/a.md", "---\ntitle: Un titre\n  long\ndate: 2024-01-01\n---\nUn titre long\n\nLe corps.\n\nJPEG - 12 ko\n")
	add("gavriil-f+ugthesis/data/a.md", "---\ntitle: Заголовок\n---\n# Заголовок\n\nТекст [ссылка](http://x.example).\n")
	add("brown-uk+corpus/data/good/a.txt", "Заголовок\n\nПерший абзац.\nДругий.\n")
	add("tblock+10kGNAD/test.csv", "Web;x\nInternational;'Ostria will im Herbst mit Talvania reden. Der Termin ''steht'' noch aus.'\n")
	add("masakhane-io+masakhane-news/data/fra/dev.tsv", "category\theadline\ttext\turl\npolitics\tUn titre\t\"Le  \"\"corps\"\".\"\tu\n")
	add("wmt-conference+wmt23-news-systems/xml/wmttest2023.uk-en.all.xml",
		`<d><doc id="x.1" domain="news"><src lang="uk"><p><seg>Заголовок</seg></p>`+
			`<p><seg>"Слово</seg></p><p><seg>дев"яте", – каже він.</seg></p></src></doc></d>`)
	add("wmt-conference+wmt24-news-systems/txt/references/cs-uk.refA.txt", "Чужий\nЗаголовок\nТекст.\n")
	add("wmt-conference+wmt24-news-systems/txt/documents/cs-uk.docs", "news y\nnews x\nnews x\n")
	add("teropa+nlp/esp.train",
		"A A B\n( ( O\nEFE E O\n) ) O\n. . O\n\nUno U O\n. . O\n\nB B B\n( ( O\nEFE E O\n) ) O\n. . O\n\nDijo D O\n"+
			"\" \" O\nsí s O\n\" \" O\n. . O\n")
	pool := fstest.MapFS{
		"ar.jsonl":         {Data: []byte(`{"id":"ar-1","title":"عنوان","body":"نص"}` + "\n")},
		"zh-sentences.txt": {Data: []byte("題\n一。\n二，\n三。\n")},
	}
	r := Reader{Clones: files, Pool: pool}
	for _, c := range []struct{ repository, path, title, body string }{
		{"nguyenvulebinh/trends", "_posts/a.md", "Talvania & Ostria", "Bericht\n\nEin fester Absatz."},
		{"hkarchivist/hkcnews-article-archive", "articles/a.md", "標題", "第一段「話」。"},
		{"sdriku/aamc", "content/post/a.md", "Un titre long", "Le corps."},
		{"gavriil-f/ugthesis", "data/a.md", "Заголовок", "Текст ссылка."},
		{"brown-uk/corpus", "data/good/a.txt", "Заголовок", "Перший абзац.\n\nДругий."},
		{"tblock/10kGNAD", "test.csv#2", "Ostria will im Herbst mit Talvania reden.", "Der Termin 'steht' noch aus."},
		{"masakhane-io/masakhane-news", "data/fra/dev.tsv#2", "Un titre", `Le "corps".`},
		{"wmt-conference/wmt23-news-systems", "xml/wmttest2023.uk-en.all.xml#x.1", "Заголовок", `"Слово дев'яте", – каже він.`},
		{"wmt-conference/wmt24-news-systems", "txt/references/cs-uk.refA.txt#x", "Заголовок", "Текст."},
		{"teropa/nlp", "esp.train#1", "", "B (EFE).\n\nDijo \"sí\"."},
		{"inparallel/SaudiNewsNet", "ar.jsonl#ar-1", "عنوان", "نص"},
		{"pool", "zh-sentences.txt#1:2,3-4", "題", "一。\n\n二，三。"},
	} {
		t.Run(c.repository, func(t *testing.T) {
			got, err := r.Text(labels.Origin{Repository: c.repository, Path: c.path})
			if err != nil {
				t.Fatal(err)
			}
			if got != (labels.Text{Title: c.title, Body: c.body}) {
				t.Errorf("%q\n%q", got.Title, got.Body)
			}
		})
	}
}

func TestWhatIsNotThereIsAnErrorAndNeverACrash(t *testing.T) {
	r := Reader{Pool: fstest.MapFS{"zh-sentences.txt": {Data: []byte("一\n")}, "ar.jsonl": {Data: []byte("{\n")}}, Clones: fstest.MapFS{
		"tblock+10kGNAD/test.csv":                                 {Data: []byte("International;\n;")},
		"masakhane-io+masakhane-news/dev.tsv":                     {Data: []byte("a\n")},
		"wmt-conference+wmt23-news-systems/x.xml":                 {Data: []byte("<d><doc id=")},
		"teropa+nlp/esp.train":                                    {Data: []byte("\n\n")},
		"wmt-conference+wmt24-news-systems/txt/references/a.refA": {Data: []byte("x")},
		"wmt-conference+wmt24-news-systems/txt/documents/a.docs":  {Data: []byte("news c")},
	}}
	for _, from := range []labels.Origin{
		{Repository: "nobody/nothing", Path: "x"},
		{Repository: "tblock/10kGNAD", Path: "test.csv"},
		{Repository: "tblock/10kGNAD", Path: "test.csv#1"},
		{Repository: "tblock/10kGNAD", Path: "test.csv#9"},
		{Repository: "masakhane-io/masakhane-news", Path: "dev.tsv#1"},
		{Repository: "wmt-conference/wmt23-news-systems", Path: "x.xml#a"},
		{Repository: "wmt-conference/wmt24-news-systems", Path: "txt/references/a.refA#b"},
		{Repository: "teropa/nlp", Path: "esp.train#4"},
		{Repository: "pool", Path: "zh-sentences.txt#5"},
		{Repository: "pool", Path: "zh-sentences.txt#:1-9999999"},
		{Repository: "pool", Path: "ar.jsonl#x"},
	} {
		if got, err := r.Text(from); err == nil {
			t.Errorf("%v gave %+v", from, got)
		}
	}
}
