package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// asMain makes the test binary behave as attache itself, so that tests start,
// kill and restart the real program without building it again.
const asMain = "ATTACHE_TEST_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"attache": main})
}

// TestCommandLine plays the transcripts of testdata/script: what an operator
// types, and what comes back.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
