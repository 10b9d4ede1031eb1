package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// file writes a PDF of one page with a content stream.
func file(content string, packed bool) []byte {
	stream, filter := []byte(content), ""
	if packed {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(stream)
		_ = z.Close()
		stream, filter = b.Bytes(), "/Filter /FlateDecode"
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(stream), filter, stream),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

const statement = `BT /F1 12 Tf 14 TL 72 720 Td (The envoys of Marrow and Keld met on) Tj T* (Monday and agreed to reopen the gate.) Tj
0 -32 Td [(\223We will )-250(keep our word\224, the minister said.)] TJ ET`

const statementText = "The envoys of Marrow and Keld met on Monday and agreed to reopen the gate.\n\n“We will keep our word”, the " +
	"minister said."

func TestATextIsReadInParagraphs(t *testing.T) {
	for name, data := range map[string][]byte{
		"plain": file(statement, false), "packed": file(statement, true), "with bytes before it": append([]byte("\r\n"),
			file(statement, true)...),
		"with zeros behind it": append(file(statement, true), 0, 0, '\n'),
	} {
		if got, err := Text(data); err != nil || got != statementText {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestWhatIsNoTextIsNone(t *testing.T) {
	garbage := []byte("%PDF-1.4\n")
	for i := range 6000 {
		garbage = append(garbage, byte(i*7+i/3))
	}
	for name, data := range map[string][]byte{
		"garbage": garbage, "empty": {}, "only a head": []byte("%PDF-1.7\n%%EOF"),
		"a picture": file("q 100 0 0 100 0 0 cm /Im1 Do Q", true),
	} {
		if got, err := Text(data); err == nil || got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// hostile are files that ask for more than they may have.
func hostile() map[string][]byte {
	whole := file(statement, false)
	return map[string][]byte{
		"nested brackets":     bytes.Replace(whole, []byte("/Kids [3 0 R]"), []byte("/Kids "+strings.Repeat("[", 2<<20)), 1),
		"nested in a stream":  file(strings.Repeat("[<<", 1<<20), true),
		"a table without end": bytes.Replace(whole, []byte("/Size 6"), []byte("/Size 999999999999"), 1),
		"a bomb":              file(strings.Repeat(" ", 40<<20), true),
		"one long string":     file("BT /F1 12 Tf ("+strings.Repeat("a", 30<<20)+") Tj ET", true),
		"a parent of itself": bytes.Replace(whole, []byte("/Parent 2 0 R /Contents 4 0 R /Resources"),
			[]byte("/Parent 3 0 R /Contents 4 0 R /Resourcez"), 1),
		"pages that are their own": bytes.Replace(whole, []byte("/Kids [3 0 R] /Count 1"), []byte("/Kids [2 0 R] /Count 9"), 1),
		"ten MiB of operators":     file("BT /F1 12 Tf "+strings.Repeat("(a) Tj ", 1_400_000)+"ET", false),
	}
}

func TestAHostileFileCostsLittle(t *testing.T) {
	for name, data := range hostile() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Text(data)
		runtime.ReadMemStats(&after)
		if err == nil && name != "ten MiB of operators" {
			t.Errorf("%s was read", name)
		}
		t.Logf("%s: %v, %d MiB allocated", name, err, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// TestMain lets the test's own program be the process that reads a file.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "read-pdf" {
		Serve(os.Stdin, os.Stdout)
	}
	os.Exit(m.Run())
}

func TestAProcessOfItsOwnReadsAFile(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	r := Reader{Path: path, Args: []string{"read-pdf"}}
	if got, err := r.Read(t.Context(), file(statement, true)); err != nil || got != statementText {
		t.Errorf("%q, %v", got, err)
	}
	for name, data := range hostile() {
		if _, err := r.Read(t.Context(), data); err == nil && name != "ten MiB of operators" {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := r.Read(t.Context(), make([]byte, maxFile+1)); !errors.Is(err, ErrBounds) {
		t.Error(err)
	}
	r.Path = "/nonexistent/program"
	if _, err := r.Read(t.Context(), file(statement, true)); err == nil || errors.Is(err, exec.ErrNotFound) && err == nil {
		t.Error("a program that is not there read a file")
	}
}

func FuzzText(f *testing.F) {
	f.Add(file(statement, false))
	f.Add(file(statement, true))
	f.Add([]byte("%PDF-1.4\n1 0 obj [[[<< >> stream\nendstream startxref 9 %%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		text, err := Text(data)
		if (err == nil) != (text != "") {
			t.Errorf("%q, %v", text, err)
		}
	})
}
