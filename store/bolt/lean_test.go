package bolt_test

import (
	"os"
	"path/filepath"
	"testing"

	"attache"
	"attache/store/bolt"
)

// What a report may cost the store when six come at a time, in bytes: measured 20,875
// written and 3,870 on disk. A rise needs a reason in the commit's body.
const (
	mostWritten = 21_900
	mostOnDisk  = 4_060
)

func TestAReportCostsPagesNotAPageAWord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := bolt.Open(t.Context(), path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const reports, together = 600, 6
	c, before := newCorpus(), s.Written()
	for n := 0; n < reports; n += together {
		var filings []attache.Filing
		for i := range together {
			filings = append(filings, c.filing(n+i))
		}
		if err := s.Save(t.Context(), filings...); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	written, onDisk := (s.Written()-before)/reports, info.Size()/reports
	t.Logf("%d bytes written and %d on disk a report", written, onDisk)
	if written > mostWritten || onDisk > mostOnDisk {
		t.Errorf("%d bytes written and %d on disk a report, %d and %d may be", written, onDisk, mostWritten, mostOnDisk)
	}
}
