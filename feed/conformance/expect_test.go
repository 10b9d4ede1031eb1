package main

import (
	"fmt"
	"testing"
	"time"

	"attache/feed"
)

func TestExpectLinesAreUnderstood(t *testing.T) {
	for line, want := range map[string]string{
		`not bozo and entries[0]['title'] == 'a \'b\' \xe9\u2019\n'`: "[entries[0]['title']=[a 'b' é’\n]]",
		`entries[0].link == "x?a=1&b=2"`:                             "[entries[0].link=[x?a=1&b=2]]",
		`not bozo and feed['title'] == 'a' or feed['title'] == "b"`:  "[feed['title']=[a b]]",
		`entries[0]['title'] == entries[1]['title'] == 'Same'`: "[entries[0]['title']=[Same] " +
			"entries[1]['title']=[Same]]",
		`entries[0]['updated_parsed'] == (2003, 12, 31, 10, 14, 55, 2, 365, 0)`: "[entries[0]['updated_parsed']=[2003-12-31T10:14:55Z]]",
		`not bozo and entries[0]['content'][0]['value'] == 'a ' + '-b'`:         "[entries[0]['content'][0]['value']=[a -b]]",
		`bozo and ord(entries[0]['description']) == 8230`:                       "[entries[0]['description']=[8230]]",
		`not bozo and encoding == 'utf-8'`:                                      "[]",
		`entries[0]['summary'] == 'x and y' and entries[0]['content'][0]['value'] == 'z or w'`: "[entries[0]['summary']=[x and y] " +
			"entries[0]['content'][0]['value']=[z or w]]",
	} {
		got := []string{}
		for _, c := range clauses(line) {
			got = append(got, fmt.Sprintf("%s=%v", c.path, c.want))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s\n gives %v\n want  %s", line, got, want)
		}
	}
}

func TestAFieldThatDiffersIsNotCountedAsAgreeing(t *testing.T) {
	f := feed.Feed{Title: "T", Entries: []feed.Entry{{
		Title: "A", Published: time.Date(2004, 1, 1, 19, 48, 21, 0, time.UTC),
		Author: "N (n@x.example)",
	}}}
	for line, want := range map[string]bool{
		`entries[0]['title'] == 'A'`: true, `entries[0]['title'] == 'B'`: false, `feed['title'] == 'T'`: true,
		`entries[1]['title'] == 'A'`:                                 false,
		`entries[0]['published'] == 'Thu, 01 Jan 2004 19:48:21 GMT'`: true, `entries[0]['published'] == 'Thu, 01 Jan 2004 19:48:22 GMT'`: false,
		`entries[0]['author_detail']['name'] == 'N'`: true, `entries[0]['author'] == 'N'`: false,
	} {
		c := clauses(line)
		got, known := c[0].value(f)
		if !known || c[0].holds(got) != want {
			t.Errorf("%s: %q agrees %t", line, got, !want)
		}
	}
}

func TestAPageIsSetAsideOnlyWhereARefusalIsExpectedAndCame(t *testing.T) {
	const page = "<!doctype html><html><title>Sign in</title><body>Sign in"
	const item = "<rss><channel><title>T</title></channel></rss>"
	for name, c := range map[string]struct {
		data                 string
		files, parsed, pages int
	}{
		"a page that is to be refused":     {"<!--\nExpect: UndefinedElement{parent:root}\n-->" + page, 0, 0, 1},
		"a page that is taken for a feed":  {"<!--\nExpect: !UndefinedElement{parent:root}\n-->" + page, 1, 0, 0},
		"a page where a feed is expected":  {page, 1, 0, 0},
		"a feed where a page is expected":  {"<!--\nExpect: UndefinedElement{parent:root}\n-->" + item, 1, 1, 0},
		"a feed with an undefined element": {"<!--\nExpect: UndefinedElement{parent:channel}\n-->" + item, 1, 1, 0},
	} {
		r := row{name: "feedvalidator/rss"}
		r.measure("feedvalidator/rss/x.xml", []byte(c.data))
		if r.files != c.files || r.parsed != c.parsed || r.pages != c.pages {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
