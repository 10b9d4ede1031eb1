package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"attache/extract/labels"
	"attache/extract/labels/origin"
)

func TestEveryTextThatIsNotThereIsNamed(t *testing.T) {
	all, err := labels.All()
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, l := range all {
		if l.Lang == "uk" && !l.Held {
			want++
		}
	}
	var out bytes.Buffer
	missing, err := run(&out, &origin.Reader{Clones: fstest.MapFS{}}, "uk", false)
	if err != nil || len(missing) != want || out.Len() != 0 {
		t.Errorf("%d missing of %d, %v, %d bytes", len(missing), want, err, out.Len())
	}
}

func TestATextThatWasChangedIsNamedAndNotPrinted(t *testing.T) {
	pool := fstest.MapFS{"ar.jsonl": {Data: arabic(t)}}
	var out bytes.Buffer
	missing, err := run(&out, &origin.Reader{Pool: pool}, "ar", true)
	if err != nil || len(missing) == 0 || out.Len() != 0 {
		t.Errorf("%d missing, %v, %d bytes", len(missing), err, out.Len())
	}
	for _, m := range missing {
		if !strings.Contains(m.Error(), "not the text that was labelled") {
			t.Error(m)
		}
	}
}

// arabic gives other texts under the names of the labelled ones.
func arabic(t *testing.T) []byte {
	t.Helper()
	all, err := labels.All()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	for _, l := range all {
		if l.Lang == "ar" {
			if err := json.NewEncoder(w).Encode(map[string]string{"id": l.ID, "body": "آخر"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
