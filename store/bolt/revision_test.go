package bolt

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"attache"
)

func TestEveryChangeOfTheArchiveCountsAndSaysWhichStories(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	filing := func(article, story string) attache.Filing {
		f := attache.Filing{Article: attache.Article{ID: article, StoryID: story, Title: article, Keys: []string{article}}}
		f.Story = attache.Story{ID: story, Headline: article, ArticleIDs: []string{article}, Reports: []attache.Report{{ArticleID: article}}}
		return f
	}
	since := func(revision uint64) string {
		stories, now, ok := s.ChangedSince(revision)
		if now != s.Revision() {
			t.Errorf("by now it is %d, and %d", now, s.Revision())
		}
		slices.Sort(stories)
		return fmt.Sprint(ok, stories)
	}
	want := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("changed: %s, want %s", got, want)
		}
	}
	want(since(0), "true []")
	must(s.Save(t.Context(), filing("a1", "s1"), filing("a2", "s2")))
	one := s.Revision()
	want(since(one), "true []")
	want(since(0), "true [s1 s2]")
	must(s.Save(t.Context(), filing("a1", "s3"))) // it leaves its story
	want(since(one), "true [s1 s3]")
	two := s.Revision()
	must(s.UpdateChat(t.Context(), "t:1", func(*attache.Chat) error { return nil }))
	want(since(two), "true []")
	if _, err := s.Load(t.Context(), attache.Record{Story: &attache.Story{ID: "s9", ArticleIDs: []string{"a9"}}}); err != nil {
		t.Fatal(err)
	}
	want(since(two), "false []") // nobody keeps anything over an import
	editions, three := s.EditionRevision(), s.Revision()
	must(s.Remove(t.Context(), "a2", attache.Story{}))
	want(since(three), "false []")
	if s.EditionRevision() == editions {
		t.Error("what removing does to editions is not counted")
	}
	four := s.Revision()
	for i := range mostLate + 10 {
		s.changed(map[string]bool{fmt.Sprint("s", i): true})
	}
	want(since(four), "false []")
	want(since(s.Revision()-1), fmt.Sprintf("true [s%d]", mostLate+9))
	want(since(s.Revision()+1), "false []")
}
