package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"attache/bot/telegram/simulator"
)

// setUpIn runs init in a folder of its own.
func setUpIn(t *testing.T, folder, api, typed string) (status int, out string) {
	t.Helper()
	var printed bytes.Buffer
	status = run(t.Context(), []string{"--config", filepath.Join(folder, "attache.yaml"), "init"}, environment{
		in: strings.NewReader(typed), out: &printed, err: &printed,
		getenv: func(name string) string { return map[string]string{"ATTACHE_API_URL": api}[name] },
	})
	return status, printed.String()
}

func TestInitWritesAConfigurationThatRunsAndATokenThatOnlyItsOwnerCanRead(t *testing.T) {
	telegram := simulator.New(simulator.Options{})
	server := httptest.NewServer(telegram)
	defer server.Close()
	folder := t.TempDir()
	status, out := setUpIn(t, folder, server.URL, telegram.Token()+"\nBerlin\n\n4711\n")
	if status != 0 || !strings.Contains(out, "@"+telegram.Bot().Username) || strings.Contains(out, telegram.Token()) {
		t.Fatalf("status %d: %s", status, out)
	}
	token := filepath.Join(folder, "token")
	if info, err := os.Stat(token); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token's file: %v, %v", info, err)
	}
	c, err := loadConfig(Globals{Config: filepath.Join(folder, "attache.yaml")}, noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	if c.token != telegram.Token() || c.APIURL != server.URL || c.Digest.TimeZone != "Europe/Berlin" || c.Digest.Schedule != "07:00" ||
		len(c.Admins) != 1 || c.Admins[0] != "telegram:4711" || len(c.warnings) != 0 {
		t.Errorf("it holds %+v", c)
	}
	if status, out := setUpIn(t, folder, server.URL, telegram.Token()+"\n"); status != exitUsage ||
		!strings.Contains(out, "is there already") {
		t.Errorf("a second time: status %d: %s", status, out)
	}
}

func TestInitTellsOfAFolderThatCannotHoldItsFilesBeforeItAsks(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	status, out := setUpIn(t, folder, "", "")
	if status != exitUsage || !strings.Contains(out, "there is no folder "+folder+"; make it first") || strings.Contains(out, "BotFather") {
		t.Errorf("status %d: %s", status, out)
	}
}

func TestInitTakesWhatIsUsualAndWritesNothingWhereSomethingIsWrong(t *testing.T) {
	telegram := simulator.New(simulator.Options{})
	server := httptest.NewServer(telegram)
	defer server.Close()
	folder := t.TempDir()
	for what, typed := range map[string]string{
		"nothing":               "",
		"a token nobody knows":  "1000000002:another-token-than-the-simulators-own\n",
		"what is no token":      "hello\n",
		"a line without end":    strings.Repeat("x", 1<<20),
		"a zone there is not":   telegram.Token() + "\nAtlantis\n",
		"a time there is not":   telegram.Token() + "\n\nsometimes\n",
		"an operator of no use": telegram.Token() + "\n\n\n@somebody\n",
	} {
		status, out := setUpIn(t, folder, server.URL, typed)
		if status == 0 || strings.Contains(out, "another-token") {
			t.Errorf("%s: status %d: %s", what, status, out)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Fatalf("%s: there is %v, %v", what, left, err)
		}
	}
	if status, out := setUpIn(t, folder, server.URL, telegram.Token()); status != 0 {
		t.Errorf("with a token alone: status %d: %s", status, out)
	}
	c, err := loadConfig(Globals{Config: filepath.Join(folder, "attache.yaml")}, noEnvironment)
	if err != nil || c.Digest.Schedule != "07:00" || c.Digest.TimeZone != "UTC" || len(c.Admins) != 0 {
		t.Errorf("it holds %+v, %v", c, err)
	}
}

func TestEveryKeyIsInTheConfigurationThatInitWritesAndEveryExampleThereIsRight(t *testing.T) {
	folder := t.TempDir()
	m := setUp{TokenFile: filepath.Join(folder, "token"), TimeZone: "UTC", Schedule: "07:00"}
	file := filepath.Join(folder, "attache.yaml")
	if err := m.write(file, "x"); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	collect("", reflect.TypeFor[config](), func(path string) {
		if name := path[strings.LastIndexByte(path, '.')+1:]; !strings.Contains(string(raw), name+":") {
			t.Errorf("%s is not there", path)
		}
	})
	var all strings.Builder // with every example taken as meant
	for line := range strings.Lines(string(raw)) {
		example, commented := strings.CutPrefix(line, "# ")
		if key, _, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(example), "- "), ":"); commented && found &&
			!strings.Contains(key, " ") {
			line = example
		}
		all.WriteString(line)
	}
	meant := writeFile(t, "meant.yaml", strings.ReplaceAll(all.String(), "\ntoken_file:", "\n# token_file:"))
	if _, err := loadConfig(Globals{Config: meant}, noEnvironment); err != nil {
		t.Errorf("%v in\n%s", err, &all)
	}
}

func TestBashCompletesCommandsAndFlags(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	var script, told bytes.Buffer
	if status := run(t.Context(), []string{"completion", "bash"}, environment{out: &script, err: &told, getenv: noEnvironment}); status != 0 {
		t.Fatal(told.String())
	}
	for _, c := range []struct{ words, want, not string }{
		{"attache la", "latest", "quotes"},
		{"attache sources a", "add", "latest"},
		{"attache -v sources ad", "add", "latest"},
		{"attache completion f", "fish", "bash"},
		{"attache latest --nu", "--number", "add"},
		{"attache sources add --full", "--full-text", "latest"},
	} {
		words := strings.Fields(c.words)
		text := script.String() + "\nCOMP_WORDS=(" + c.words + ")\nCOMP_CWORD=" + string(rune('0'+len(words)-1)) +
			"\n_attache\necho \"${COMPREPLY[@]}\"\n"
		got, err := exec.CommandContext(t.Context(), bash, "-c", text).CombinedOutput()
		if offered := " " + strings.TrimSpace(string(got)) + " "; err != nil || !strings.Contains(offered, " "+c.want+" ") ||
			strings.Contains(offered, " "+c.not+" ") {
			t.Errorf("%s: offers %q, %v", c.words, got, err)
		}
	}
}
