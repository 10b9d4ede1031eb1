package telegram

import (
	"crypto/sha256"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"attache"
	"attache/bot/telegram/simulator"
)

// TestAPictureIsUploadedOnceAndSentAgainByItsIdentifier: the simulator knows no
// identifier but those it gave, and forgets them when it is another.
func TestAPictureIsUploadedOnceAndSentAgainByItsIdentifier(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	var bytes []int64
	server := httptest.NewServer(counting(sim, &bytes))
	defer server.Close()
	for _, id := range []int64{501, 502} {
		sim.AddChat(simulator.Chat{ID: id})
	}
	c, err := Open(t.Context(), Config{Token: sim.Token(), APIURL: server.URL, PerSecond: -1})
	if err != nil {
		t.Fatal(err)
	}
	const size = 20_000
	picture := attache.Document{
		Blocks: []attache.Block{{Spans: []attache.Inline{{Text: "Maria Lind & others", Style: attache.Bold}}}},
		File:   &attache.File{Name: "quote.png", Data: []byte(strings.Repeat("p", size)), Picture: true},
	}
	send := func(chat int64, doc attache.Document) (sent int64) {
		t.Helper()
		bytes = nil
		if _, err := c.Send(t.Context(), ChatID(chat, 0), doc); err != nil {
			t.Fatal(err)
		}
		for _, n := range bytes {
			sent += n
		}
		return sent
	}
	if n := send(501, picture); n < size {
		t.Errorf("at first %d bytes were sent", n)
	}
	if n := send(502, picture); n > size/2 {
		t.Errorf("to another chat %d bytes were sent", n)
	}
	other := picture
	other.File = &attache.File{Name: "quote.png", Data: []byte(strings.Repeat("q", size)), Picture: true}
	if n := send(501, other); n < size {
		t.Errorf("of another picture %d bytes were sent", n)
	}
	c.pictures.keep(sha256.Sum256(picture.File.Data), "photo-forgotten")
	if n := send(501, picture); n < size {
		t.Errorf("of one whose identifier is not known any more %d bytes were sent", n)
	}
	for _, e := range sim.Sent(501) {
		if e.Method != "sendPhoto" || e.Text != "Maria Lind & others" || len(e.Entities) != 1 || len(e.Ignored) > 0 {
			t.Errorf("%+v", e)
		}
	}
	long := picture
	long.Blocks = []attache.Block{{Spans: []attache.Inline{{Text: strings.Repeat("word ", 400), Style: attache.Bold}}}}
	send(501, long) // or it is refused
	if sent := sim.Sent(501); len(sent) != 4 {
		t.Errorf("%d pictures came", len(sent))
	}
}

func TestIdentifiersOfPicturesAreBounded(t *testing.T) {
	var u uploads
	for n := range mostUploads + 10 {
		u.keep([32]byte{byte(n), byte(n >> 8)}, "x")
	}
	if len(u.byID) > mostUploads || len(u.byID) == 0 {
		t.Errorf("%d are kept", len(u.byID))
	}
}

// counting notes how many bytes each request has.
func counting(next http.Handler, bytes *[]int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*bytes = append(*bytes, r.ContentLength)
		if r.ContentLength < 0 { // it is sent as it is made
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			(*bytes)[len(*bytes)-1] = int64(len(body))
			r.Body = io.NopCloser(strings.NewReader(string(body)))
		}
		next.ServeHTTP(w, r)
	})
}
