package attache

import (
	"reflect"
	"testing"
)

func TestEveryParameterThatHoldsASecretIsMasked(t *testing.T) {
	for _, name := range []string{
		"password", "passwd", "pass", "pwd", "secret", "client_secret", "token", "access_token", "auth_token", "authtoken", "auth",
		"api_key", "apikey", "api-key", "sig", "signature", "private_key", "privatekey", "session", "credentials", "API_KEY", "%74oken",
	} {
		in := "https://marrow.example/feed?n=1&" + name + "=abc&m=2"
		if got, want := PublicURL(in), "https://marrow.example/feed?n=1&"+name+"=xxxxx&m=2"; got != want {
			t.Errorf("%s is shown as %s", in, got)
		}
	}
	for _, name := range []string{"page", "tokens", "author", "keyword", "id", "passage", "%zz"} {
		in := "https://marrow.example/feed?" + name + "=0123456789abcdef"
		if got := PublicURL(in); got != in {
			t.Errorf("%s is shown as %s", in, got)
		}
	}
}

func TestAnAddressesSecretsAreKnownByTheirPlace(t *testing.T) {
	for in, want := range map[string]string{
		"https://marrow.example/feed?key=0123456789abcde":  "https://marrow.example/feed?key=0123456789abcde", // 15
		"https://marrow.example/feed?key=0123456789abcdef": "https://marrow.example/feed?key=xxxxx",
		"https://me:pass@marrow.example/feed?token=a":      "https://marrow.example/feed?token=xxxxx",
		"https://me@marrow.example/feed":                   "https://marrow.example/feed",
		" https://marrow.example/feed?token=a ":            "https://marrow.example/feed?token=xxxxx",
		"https://marrow.example/%zz":                       "https://marrow.example/%zz",
		"https://me:pa@ss@marrow.example/%zz":              "https://marrow.example/%zz",
		"https://@marrow.example/%zz":                      "https://marrow.example/%zz",
		"https://marrow.example/%zz?token=abc&n=1":         "https://marrow.example/%zz?token=xxxxx&n=1",
		"https://me:pa?ss@marrow.example/%zz":              "https://?marrow.example/%zz",
		"me:pass%zz":                                       "me:pass%zz",
		"":                                                 "",
		"not an address":                                   "not an address",
	} {
		if got := PublicURL(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestASourceIsExportedWithoutItsSecrets(t *testing.T) {
	const whole, public = "https://me:pass@marrow.example/feed?token=a", "https://marrow.example/feed?token=xxxxx"
	s := Source{ID: "s1", URL: whole, Name: whole, Proxy: "http://me:pass@proxy.example:80", Headers: map[string]string{"Authorization": "x"}}
	s.Polling = Polling{
		HubSecret: "h", HubPath: "p", MovedTo: whole, HubTopic: whole, ETag: "e",
		Addresses: []AddressChange{{At: noon, From: whole, To: whole, Why: "moved"}},
	}
	guarded := s.Guarded()
	if guarded.URL != public || guarded.Private != whole || guarded.Name != public || guarded.Address() != whole {
		t.Errorf("guarded: %+v", guarded)
	}
	if again := guarded.Guarded(); !reflect.DeepEqual(again, guarded) {
		t.Errorf("guarded twice: %+v", again)
	}
	want := Source{ID: "s1", URL: public, Name: public, Proxy: "http://proxy.example:80"}
	want.Polling = Polling{MovedTo: public, HubTopic: public, ETag: "e", Addresses: []AddressChange{{
		At: noon, From: public, To: public,
		Why: "moved",
	}}}
	if got := s.Public(); !reflect.DeepEqual(got, want) {
		t.Errorf("public: %+v", got)
	}
	if s.Polling.Addresses[0].From != whole || s.URL != whole {
		t.Error("the source was changed in place")
	}
}

func TestASourceWithoutSecretsIsLeftAsItIs(t *testing.T) {
	s := Source{URL: "https://marrow.example/feed", Name: "The Marrow Post"}
	if got := s.Guarded(); !reflect.DeepEqual(got, s) || got.Address() != s.URL {
		t.Errorf("%+v", got)
	}
	named := Source{URL: "https://me:pass@marrow.example/feed", Name: "The Marrow Post"}
	if got := named.Guarded(); got.Name != "The Marrow Post" || got.Private != named.URL {
		t.Errorf("%+v", got)
	}
}
