package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// mostAtStart is what the tables of all packages may take, in bytes, before main
// begins: every command pays it, `attache version` too. Measured: 7.5 MB, of which
// 5.0 MB are of what we import. A rise needs a reason in the commit's body.
const mostAtStart = 8_300_000

func TestAStartBuildsNoLargeTables(t *testing.T) {
	if raced {
		t.Skip("the race detector has tables of its own")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "version")
	cmd.Env = append(os.Environ(), asMain+"=1", "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	total, largest, of := 0, 0, ""
	for line := range strings.Lines(string(out)) { // init attache/feed @1.2 ms, 0.3 ms clock, 577984 bytes, 3023 allocs
		var name, at string
		var clock float64
		var bytes int
		if _, err := fmt.Sscanf(line, "init %s %s ms, %f ms clock, %d bytes", &name, &at, &clock, &bytes); err != nil {
			continue
		}
		if total += bytes; bytes > largest {
			largest, of = bytes, name
		}
	}
	t.Logf("%d bytes before main", total)
	if total == 0 || total > mostAtStart {
		t.Errorf("%d bytes before main, %d may be; the most are %s's: %d", total, mostAtStart, of, largest)
	}
}
