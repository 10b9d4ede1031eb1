package simulator

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// BenchmarkSend accepts one digest of 15 quotations and links, without a
// network: the server's own cost of a message.
func BenchmarkSend(b *testing.B) {
	s := New(Options{})
	s.AddChat(Chat{ID: 1, FirstName: "Reader"})
	text := "<b>Digest</b>\n" + strings.Repeat("<blockquote>“A short word.”</blockquote>\n<a href=\"https://wire.example/a\">Wire</a>\n", 15)
	form := url.Values{"chat_id": {"1"}, "parse_mode": {"HTML"}, "text": {text}}.Encode()
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/bot"+s.Token()+"/sendMessage", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
