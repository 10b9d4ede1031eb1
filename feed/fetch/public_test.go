package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAStrangersAddressIsReachedWhereItIsPublicAlone(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer server.Close()
	for _, allowed := range []bool{false, true} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		w, err := PublicClient(allowed).Do(r)
		switch {
		case err == nil && !allowed:
			t.Error("an address of this machine was reached")
		case !allowed && !errors.Is(err, ErrPrivateAddress):
			t.Errorf("not for what it is: %v", err)
		case allowed && (err != nil || w.StatusCode != http.StatusFound):
			t.Errorf("a redirect was followed, or: %v", err)
		}
		if err == nil {
			_ = w.Body.Close()
		}
	}
	if asked != 1 {
		t.Errorf("it was asked %d times", asked)
	}
}
