// Package origin reads the labelled texts out of the places where they are to be had. Enters: a folder with one clone a repository, named
// owner+name, and the folder of unlabelled texts. Leaves: headline and body, paragraphs apart by an empty line. Every reader's rules are
// part of the labels: the offsets count in its output, and a sum beside each label says whether it came out the same.
package origin

import (
	"fmt"
	"io/fs"
	"strings"

	"attache/extract/labels"
)

// Reader reads texts; Clones holds owner+name folders, Pool ar.jsonl, state.jsonl and zh-sentences.txt. One that is nil has nothing.
type Reader struct {
	Clones, Pool fs.FS

	seen map[string]string // files by place, so that one of many articles is read once
}

// press are the repositories that keep an article a file.
var press = map[string]func(string) labels.Text{
	"nguyenvulebinh/trends":               trends,
	"hkarchivist/hkcnews-article-archive": hkcnews,
	"sdriku/aamc":                         aamc,
	"gavriil-f/ugthesis":                  moldova,
	"brown-uk/corpus":                     brown,
}

// parts are the repositories that keep many articles in a file; the second argument says which.
var parts = map[string]func(string, string) (labels.Text, error){
	"tblock/10kGNAD":                    standard,
	"masakhane-io/masakhane-news":       masakhane,
	"wmt-conference/wmt23-news-systems": wmtXML,
	"teropa/nlp":                        conll,
}

// Text gives the text of an origin. The error wraps fs.ErrNotExist where the file is not there.
func (r *Reader) Text(from labels.Origin) (labels.Text, error) {
	path, part, _ := strings.Cut(from.Path, "#")
	if strings.HasSuffix(path, ".jsonl") || path == "zh-sentences.txt" {
		return r.pool(path, part)
	}
	dir := strings.ReplaceAll(from.Repository, "/", "+") + "/"
	if from.Repository == "wmt-conference/wmt24-news-systems" {
		return r.wmtLines(dir, path, part)
	}
	data, err := r.file(r.Clones, dir+path)
	if err != nil {
		return labels.Text{}, err
	}
	if read := press[from.Repository]; read != nil {
		return read(data), nil
	}
	if read := parts[from.Repository]; read != nil {
		return read(data, part)
	}
	return labels.Text{}, fmt.Errorf("no reader for %s", from.Repository)
}

// file gives a file's text with plain line ends.
func (r *Reader) file(from fs.FS, name string) (string, error) {
	if from == nil {
		return "", fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	if data, ok := r.seen[name]; ok {
		return data, nil
	}
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return "", err
	}
	text := strings.ReplaceAll(strings.ToValidUTF8(string(data), "\uFFFD"), "\r\n", "\n")
	if r.seen == nil {
		r.seen = map[string]string{}
	}
	r.seen[name] = text
	return text, nil
}

// article joins paragraphs.
func article(title string, paras []string) labels.Text {
	return labels.Text{Title: title, Body: strings.Join(paras, "\n\n")}
}
