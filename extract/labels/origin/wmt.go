package origin

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"attache/extract/labels"
)

// The texts of the news translation tasks. Of a pair into Ukrainian or Russian the reference is read, else the source.

type wmtPart struct {
	Paragraphs []struct {
		Segments []string `xml:"seg"`
	} `xml:"p"`
}

type wmtDoc struct {
	ID        string    `xml:"id,attr"`
	Domain    string    `xml:"domain,attr"`
	Source    wmtPart   `xml:"src"`
	Reference []wmtPart `xml:"ref"`
}

// wmtXML reads a document of a test set's XML.
func wmtXML(data, id string) (labels.Text, error) {
	foreign := strings.Contains(data, `<src lang="en">`) || strings.Contains(data, `<src lang="cs">`)
	dec := xml.NewDecoder(strings.NewReader(data))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return labels.Text{}, fmt.Errorf("no document %s", id)
		}
		if err != nil {
			return labels.Text{}, err
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "doc" {
			continue
		}
		var d wmtDoc
		if err := dec.DecodeElement(&d, &start); err != nil {
			return labels.Text{}, err
		}
		if d.ID != id || d.Domain != "news" {
			continue
		}
		part := d.Source
		if foreign && len(d.Reference) > 0 {
			part = d.Reference[0]
		}
		return wmtText(part), nil
	}
}

func wmtText(part wmtPart) labels.Text {
	var paras, segments []string
	for _, p := range part.Paragraphs {
		for i, s := range p.Segments {
			p.Segments[i] = strings.TrimSpace(s)
		}
		segments = append(segments, p.Segments...)
		paras = append(paras, strings.Join(p.Segments, " "))
	}
	if len(paras) < 3 {
		paras = segments
	}
	return wmtArticle(paras)
}

// wmtLines reads the lines of a reference that belong to a document, as the file of documents says.
func (r *Reader) wmtLines(dir, path, id string) (labels.Text, error) {
	lines, err := r.file(r.Clones, dir+path)
	if err != nil {
		return labels.Text{}, err
	}
	pair, _, _ := strings.Cut(strings.TrimPrefix(path, "txt/references/"), ".")
	docs, err := r.file(r.Clones, dir+"txt/documents/"+pair+".docs")
	if err != nil {
		return labels.Text{}, err
	}
	text := strings.Split(lines, "\n")
	var paras []string
	for i, d := range strings.Split(docs, "\n") {
		if f := strings.Fields(d); len(f) > 1 && f[0] == "news" && f[1] == id && i < len(text) {
			paras = append(paras, text[i])
		}
	}
	if len(paras) == 0 {
		return labels.Text{}, fmt.Errorf("%s has no document %s", path, id)
	}
	return wmtArticle(paras), nil
}

// wmtArticle makes the first paragraph the headline and mends what the collection broke: an apostrophe printed as a straight quotation
// mark, and a quotation cut into lines, which are joined again while a mark is open, five at most.
func wmtArticle(lines []string) labels.Text {
	var paras []string
	for _, p := range lines {
		if strings.TrimSpace(p) != "" {
			paras = append(paras, p)
		}
	}
	if len(paras) == 0 {
		return labels.Text{}
	}
	title, rest := paras[0], paras[1:]
	for i, p := range rest {
		rest[i] = apostrophes(p)
	}
	var out []string
	for i := 0; i < len(rest); i++ {
		joined, last := rest[i], i
		for strings.Count(joined, `"`)%2 == 1 && last+1 < len(rest) && last < i+5 {
			last++
			joined += " " + rest[last]
		}
		if strings.Count(joined, `"`)%2 == 1 {
			joined, last = rest[i], i
		}
		out = append(out, joined)
		i = last
	}
	return article(title, out)
}

func apostrophes(s string) string {
	r := []rune(s)
	for i := 1; i+1 < len(r); i++ {
		before, after := lower(r[i-1]), lower(r[i+1])
		if r[i] == '"' && strings.ContainsRune("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ", before) && strings.ContainsRune("яюєї", after) {
			r[i] = '\''
		}
	}
	return string(r)
}

func lower(r rune) rune { return []rune(strings.ToLower(string(r)))[0] }
