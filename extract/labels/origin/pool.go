package origin

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"attache/extract/labels"
)

// pool reads the set of unlabelled texts: by name from JSON Lines, or the lines of sentences that make an article.
func (r *Reader) pool(path, part string) (labels.Text, error) {
	data, err := r.file(r.Pool, path)
	if err != nil {
		return labels.Text{}, err
	}
	if path == "zh-sentences.txt" {
		return sentences(data, part)
	}
	key := []byte(`"` + part + `"`)
	for line := range strings.SplitSeq(data, "\n") {
		if !strings.Contains(line, string(key)) {
			continue
		}
		var a struct{ ID, Title, Body string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return labels.Text{}, fmt.Errorf("%s: %w", path, err)
		}
		if a.ID == part {
			return labels.Text{Title: a.Title, Body: a.Body}, nil
		}
	}
	return labels.Text{}, fmt.Errorf("%s has no %s", path, part)
}

// sentences makes an article of lines: "318:319,323-325" has its headline in line 318, a paragraph in 319, one of three lines after it.
func sentences(data, part string) (labels.Text, error) {
	title, list, ok := strings.Cut(part, ":")
	if !ok {
		return labels.Text{}, fmt.Errorf("lines %q: no headline's place", part)
	}
	var t labels.Text
	var err error
	if title != "" {
		if t.Title, err = row(data, title); err != nil {
			return t, err
		}
	}
	var paras []string
	for p := range strings.SplitSeq(list, ",") {
		from, to, long := strings.Cut(p, "-")
		if !long {
			to = from
		}
		a, errA := strconv.Atoi(from)
		b, errB := strconv.Atoi(to)
		if errA != nil || errB != nil || b < a || b-a > 100 {
			return t, fmt.Errorf("lines %q are none", p)
		}
		var para strings.Builder
		for n := a; n <= b; n++ {
			line, err := row(data, strconv.Itoa(n))
			if err != nil {
				return t, err
			}
			para.WriteString(line)
		}
		paras = append(paras, para.String())
	}
	return article(t.Title, paras), nil
}
