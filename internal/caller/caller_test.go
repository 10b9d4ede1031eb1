package caller

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestNoRedirectIsFollowedAndHTTP1IsSpoken(t *testing.T) {
	asked := map[string]int{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path+" "+r.Proto]++
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	trust := server.Client().Transport.(*http.Transport).TLSClientConfig
	tuned := 0
	client := New(nil, func(t *http.Transport) { tuned, t.TLSClientConfig = tuned+1, trust.Clone() })
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/bot1:token", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusFound || len(asked) != 1 || asked["/bot1:token HTTP/1.1"] != 1 || tuned != 1 {
		t.Errorf("HTTP %d, asked %v, tuned %d times", answer.StatusCode, asked, tuned)
	}
}

func TestAClientThatIsGivenStaysAsItIs(t *testing.T) {
	given := &http.Client{Timeout: time.Minute, Transport: http.DefaultTransport}
	client := New(given, func(*http.Transport) { t.Error("its transport was made anew") })
	if client.Transport != http.DefaultTransport || client.Timeout != time.Minute || client.CheckRedirect == nil ||
		given.CheckRedirect != nil {
		t.Errorf("%+v of %+v", client, given)
	}
}
