package main

import (
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// asMain makes the test binary behave as attache itself, so that tests start,
// kill and restart the real program without building it again.
const asMain = "ATTACHE_TEST_AS_MAIN"

// asClock names a file with by how much the clock of such a program is wrong; it is
// read at every look at the clock, so that it can be set while the program runs.
const asClock = "ATTACHE_TEST_CLOCK"

func offsetIn(name string) time.Duration {
	raw, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	offset, _ := time.ParseDuration(string(raw))
	return offset
}

func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		if name := os.Getenv(asClock); name != "" {
			clock = func() time.Time { return time.Now().Add(offsetIn(name)) }
		}
		main()
	}
	testscript.Main(m, map[string]func(){"attache": main})
}

// TestCommandLine plays the transcripts of testdata/script: what an operator
// types, and what comes back.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
